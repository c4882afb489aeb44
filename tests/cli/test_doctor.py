# SPDX-License-Identifier: Apache-2.0
"""The doctor names what is wrong and what to do, also when nothing else works."""

from collections.abc import Generator, Iterable
from typing import Any

import pytest

from mentorkit.errors import ConfigError, LeftBehind, MentorkitError, NotAuthenticated, Problem, Unavailable
from mentorkit.ports import Diagnosis
from mentorkit.testing import memory_plugin
from mentorkit.testing.memory import MemoryStore
from mentorkit.testing.memory_plugin import MemoryDirectory
from mentorkit_cli.context import App
from tests.cli.conftest import Company, flat

SECRET = ConfigError([Problem("environment", 0, "MENTORKIT_PLANS_TOKEN", "is not set", "export it")])


def test_all_is_well(company: Company) -> None:
    data = company.json("doctor")
    assert (data["schema"], data["well"]) == ("mentorkit.doctor/1", True)
    assert [(row["part"], row["state"]) for row in data["checks"]] == [
        ("plug-ins", "ok"),
        ("program folder", "ok"),
        ("state", "ok"),
        ("accounts of memory", "ok"),
        ("pages", "ok"),
        ("plans", "ok"),
        ("meetings", "ok"),
    ]
    assert company.run("doctor").stderr.strip().endswith(" diff")


def test_a_broken_folder_is_listed_problem_by_problem(company: Company) -> None:
    company.replace("program.yaml", "coordinator: elena-marinova", "coordinator: elena-marinowa")
    company.replace("people.csv", "Europe/Lisbon", "Europe/Lisboa")
    shown = company.run("doctor", code=1)
    assert "failed   program folder: program.yaml:8 coordinator: there is no person" in shown.stdout
    assert "→ did you mean 'elena-marinova'?" in shown.stdout
    assert "failed   program folder: people.csv:5 timezone" in shown.stdout
    assert shown.stderr.strip().endswith("doctor  (when the first failed row is mended)")


def test_no_folder_at_all(company: Company) -> None:
    (company.folder / "program.yaml").unlink()
    assert "program.yaml" in company.run("doctor", code=1).stdout


def test_an_unknown_adapter(company: Company) -> None:
    company.write("mentorkit.toml", company.text("mentorkit.toml").replace('"memory"', '"memoria"', 1))
    rows = company.json("doctor", code=1)["checks"]
    assert rows[-1]["part"] == "stores"
    assert rows[-1]["remedy"] == "use one of: memory"


@pytest.mark.parametrize(
    ("error", "code", "part"),
    [
        (NotAuthenticated("people"), 4, "accounts of memory"),
        (Unavailable("people"), 1, "accounts of memory"),
        (SECRET, 4, "secrets"),
    ],
)
def test_what_a_tool_says(
    company: Company, monkeypatch: pytest.MonkeyPatch, error: MentorkitError, code: int, part: str
) -> None:
    def check(_self: MemoryDirectory) -> Iterable[Diagnosis]:
        raise error

    monkeypatch.setattr(MemoryDirectory, "check", check)
    rows = company.json("doctor", code=code)["checks"]
    failed = [row for row in rows if row["state"] == "failed"]
    assert [row["part"] for row in failed] == [part]
    assert failed[0]["remedy"]
    assert rows[-1]["part"] == "meetings"


def test_stores_that_cannot_be_opened(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    def lookup(_self: MemoryDirectory, _people: object) -> None:
        raise NotAuthenticated("people")

    monkeypatch.setattr(MemoryDirectory, "lookup", lookup)
    rows = company.json("doctor", code=4)["checks"]
    assert (rows[-1]["part"], rows[-1]["state"]) == ("stores", "failed")


def test_what_an_adapter_found_counts(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    def check(_self: object) -> Iterable[Diagnosis]:
        yield Diagnosis(check="rights", state="warning", found="no archive", remedy="ask for it")
        yield Diagnosis(check="fields", state="failed", found="no due date", remedy="add it to the screen")

    monkeypatch.setattr(MemoryStore, "check", check)
    shown = company.run("doctor", code=1).stdout
    assert "warning  pages: rights: no archive\n           → ask for it" in shown
    assert "failed   pages: fields: no due date\n           → add it to the screen" in shown


def test_a_folder_that_cannot_be_written(company: Company) -> None:
    (company.folder / ".mentorkit").write_text("in the way", encoding="utf-8")
    failed = [row for row in company.json("doctor", code=1)["checks"] if row["state"] == "failed"]
    assert [row["part"] for row in failed] == ["state", "stores"]


def test_a_damaged_state(company: Company) -> None:
    company.run("diff")
    company.write(".mentorkit/state.sqlite", "damaged" * 1000)
    (failed,) = [row for row in company.json("doctor", code=1)["checks"] if row["state"] == "failed"]
    assert "delete .mentorkit/" in failed["remedy"]
    assert "delete .mentorkit/" in company.run("status", code=1).stderr


class Made:
    """A store with open questions: what it made, and what it does when it is asked."""

    def __init__(self, error: BaseException | None = None, left: bool = False) -> None:
        self.held: list[str] = []
        self._error, self._left = error, left

    def trials(self) -> str:
        return "one page called probe"

    def probe(self) -> Generator[Diagnosis, None, None]:
        self.held.append("probe")
        try:
            yield Diagnosis(check="a title is unique", state="ok", found="refused")
            if self._error is not None:
                raise self._error
            yield Diagnosis(check="a tick is kept", state="failed", found="lost", remedy="report it")
        finally:
            if self._left:
                raise LeftBehind("pages", "probe 1", "no right")
            self.held.clear()


def probing(monkeypatch: pytest.MonkeyPatch, made: Made) -> Made:
    class Probing(MemoryStore[Any]):
        trials, probe = staticmethod(made.trials), staticmethod(made.probe)

    monkeypatch.setattr(memory_plugin, "MemoryStore", Probing)
    return made


def test_probing_says_what_it_makes_and_asks(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    made = probing(monkeypatch, Made())
    company.run("doctor")
    assert "Nobody is there to be asked" in flat(company.run("doctor", "--probe", code=2).stderr)
    monkeypatch.setattr(App, "interactive", property(lambda _self: True))
    shown = company.run("doctor", "--probe", answer="n\n")
    assert "pages: makes one page called probe." in shown.stderr
    assert "Nothing was made." in shown.stderr
    assert "a title is unique" not in shown.stdout
    shown = company.run("doctor", "--probe", answer="y\n", code=1)
    assert "ok       pages: a title is unique: refused" in shown.stdout
    assert "failed   plans: a tick is kept: lost\n           → report it" in shown.stdout
    assert made.held == []


def test_what_probing_leaves_behind_is_a_row(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    probing(monkeypatch, Made(left=True))
    rows = company.json("doctor", "--probe", "--yes", code=1)["checks"]
    assert rows[-1]["found"] == "pages: what was made for a trial is still there: probe 1 (no right)"
    assert rows[-1]["remedy"].startswith("delete it by hand")


def test_probing_ends_when_it_is_interrupted(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    made = probing(monkeypatch, Made(KeyboardInterrupt()))
    assert "interrupted" in company.run("doctor", "--probe", "--yes", code=130).stderr
    assert made.held == []
    probing(monkeypatch, Made(KeyboardInterrupt(), left=True))
    assert "still there: probe 1" in company.run("doctor", "--probe", "--yes", code=1).stderr


def test_nothing_is_probed_on_a_program_that_is_not_well(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = probing(monkeypatch, Made(AssertionError()))
    company.replace("program.yaml", "coordinator: elena-marinova", "coordinator: elena-marinowa")
    assert "nothing was probed" in company.run("doctor", "--probe", "--yes", code=1).stderr
    assert made.held == []


def test_stores_without_open_questions(company: Company) -> None:
    assert "Nothing can be probed" in company.run("doctor", "--probe", "--yes").stderr
