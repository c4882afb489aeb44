# SPDX-License-Identifier: Apache-2.0
"""The tour's commands do what the tour says, after the demo's story, over the sandbox in this process."""

import pytest

from tests.acceptance.commands import run
from tests.acceptance.company import Company, chapter, shelf_of
from tests.docs.commands import ROOT, Typed, typed, unknown

TOUR = [*typed((ROOT / "docs" / "tour.md").read_text(encoding="utf-8"))]
COMMANDS = [one for one in TOUR if one.words[0] == "mentorkit"]
BY_HAND = {"cd", "export"}


def folded(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    made = chapter("reopened", shelf_of(tmp_path_factory)).open(tmp_path_factory.mktemp("tour"))
    made.checked = False
    return made


def test_the_tour_begins_with_the_demo_and_then_runs_commands() -> None:
    first, *rest = COMMANDS
    assert first.line.startswith("mentorkit demo --state ")
    assert not unknown(first.line)
    assert len(rest) > 8
    assert {one.words[0] for one in TOUR if one not in COMMANDS} == BY_HAND


def test_the_tokens_of_the_tour_are_the_demos(company: Company) -> None:
    administrator = company.site.people[0]
    said = dict(one.words[1].split("=") for one in TOUR if one.words[0] == "export")
    assert said["MENTORKIT_ATLASSIAN_EMAIL"] == administrator.email
    assert said["MENTORKIT_ATLASSIAN_TOKEN"] == administrator.token


@pytest.mark.parametrize("command", COMMANDS[1:], ids=lambda command: command.line)
def test_a_command_of_the_tour_runs(command: Typed, company: Company) -> None:
    said = folded(run(company, *command.words[1:]).output)
    for line in command.output:
        assert folded(line) in said
