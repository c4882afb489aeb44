# SPDX-License-Identifier: Apache-2.0
"""The reference says what the code says."""

import pytest

from scripts.reference import FOLDER, pages


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return pages()


@pytest.mark.parametrize("name", ["commands.md", "hooks.md"])
def test_the_reference_is_what_the_code_says(made: dict[str, str], name: str) -> None:
    written = (FOLDER / name).read_text(encoding="utf-8")
    assert written == made[name], "the reference is behind the code: run `make docs`"


def test_there_is_no_page_that_nothing_makes(made: dict[str, str]) -> None:
    assert {page.name for page in FOLDER.iterdir()} == set(made)


def test_every_command_and_every_adapter_is_in_it(made: dict[str, str]) -> None:
    for heading in ("## mentorkit apply", "## mentorkit pair add", "## mentorkit content use"):
        assert f"\n{heading}\n" in made["commands.md"]
    for heading in ("### jira for plans", "### calendar for meetings", "### mentorkit_register_rule"):
        assert f"\n{heading}\n" in made["hooks.md"]
