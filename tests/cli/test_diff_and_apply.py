# SPDX-License-Identifier: Apache-2.0
"""Look, then touch: what ``diff`` shows is what ``apply`` does."""

import json
from pathlib import Path
from typing import Any

import pytest

from mentorkit.errors import NotAuthenticated, PermissionDenied, Unavailable
from mentorkit.ports import PlanKind
from mentorkit_cli.context import App
from tests.cli.conftest import Company
from tests.core.company import ANA, PAIRING
from tests.core.company import Company as People


def last_line(text: str) -> str:
    return text.strip().splitlines()[-1]


def asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody sits at the terminal."""
    monkeypatch.setattr(App, "interactive", property(lambda _app: True))


def test_diff_shows_what_apply_does(company: Company) -> None:
    shown = company.run("diff")
    assert "+ add     profile page    Skills: Jonas Weber" in shown.stdout
    assert last_line(shown.stdout) == "41 to add, 0 to change, 0 to archive"
    assert last_line(shown.stderr) == f"Next: mentorkit -C {company.folder} apply"
    assert not company.plugin.tools["pages"].records

    done = company.run("apply", "--yes")
    assert last_line(done.stdout) == "41 added, 0 changed, 0 archived"
    assert last_line(company.run("diff").stdout) == "0 to add, 0 to change, 0 to archive"


def test_exit_code_says_that_changes_are_pending(company: Company) -> None:
    company.run("diff")
    company.run("diff", "--exit-code", code=3)
    company.run("apply", "--yes", "--quiet")
    company.run("diff", "--exit-code", code=0)


def test_quiet_leaves_data_alone(company: Company) -> None:
    shown = company.run("diff", "--quiet")
    assert shown.stderr == ""
    assert "41 to add" in shown.stdout


def test_diff_as_json(company: Company) -> None:
    data = company.json("diff")
    assert data["schema"] == "mentorkit.diff/1"
    assert data["counts"] == {"add": 41, "change": 0, "archive": 0}
    growth = next(one for one in data["changes"] if one["title"] == "My growth: Jonas Weber")
    assert growth["action"] == "add"
    assert growth["key"] == "agency/growth/jonas-weber/1"
    assert {"field": "only for", "before": None, "after": "Elena Marinova, Jonas Weber"} in growth["fields"]


def test_no_word_of_a_page_is_shown(grown: Company, people: People) -> None:
    people.write_note(PAIRING, ANA, "I am afraid of Ben")
    grown.replace("program.yaml", "name: Agency mentoring", "name: Agency growth")
    for words in (["diff"], ["diff", "--json"], ["status"], ["pair", "list"], ["apply", "--yes"]):
        text = grown.run(*words).output
        assert "afraid" not in text
        assert "What is said stays between us" not in text


def test_fields_are_shown_before_and_after(grown: Company) -> None:
    grown.replace("people.csv", "Ana,ana@", "Ana Petrova,ana@")
    shown = grown.run("diff").stdout
    assert "~ change  profile page    Skills: Ana (" in shown
    assert "    title: Skills: Ana → Skills: Ana Petrova" in shown
    assert "~ change  meeting         First meeting: Ana, Ben" in shown
    assert "    title: First meeting: Ana, Ben → First meeting: Ana Petrova, Ben" in shown
    assert "    box meetings" not in shown


def test_what_people_changed_is_kept_and_named(grown: Company, people: People) -> None:
    goal = next(held for held in people.ours("plans").values() if held.item.kind is PlanKind.GOAL)
    people.tool("plans").edit(goal.ref, ANA, title="My own words")
    assert f"= kept as Ana wrote it: title (M-{goal.ref})" in grown.run("diff").stdout
    (kept,) = grown.json("diff")["kept"]
    assert (kept["by"], kept["fields"]) == ("Ana", ["title"])
    grown.run("apply", "--yes")
    assert people.tool("plans").records[goal.ref].item.title == "My own words"


def test_notes_of_the_ledger_are_shown(people: People, grown: Company) -> None:
    people.later(days=400)
    grown.today = people.now.isoformat()
    data = grown.json("diff")
    assert all(isinstance(note, str) for one in data["changes"] for note in one["notes"])


def test_what_should_be_told_is_told_with_a_remedy(company: Company) -> None:
    company.plugin.directory.missing = frozenset({"jonas-weber"})
    shown = company.run("diff").stdout
    assert "! Jonas Weber: has no account here that this token can find; check the e-mail" in shown


def test_titles_cannot_command_a_terminal(grown: Company, people: People) -> None:
    goal = next(held for held in people.ours("plans").values() if held.item.kind is PlanKind.GOAL)
    people.tool("plans").edit(goal.ref, ANA, title="\x1b]0;owned\x07\u202eMine")
    shown = grown.run("plan", "show", ANA).stdout
    assert "Mine" in shown
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)


def test_apply_asks(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(monkeypatch)
    refused = company.run("apply", answer="n\n")
    assert "Make these changes?" in refused.stderr
    assert "Nothing was changed." in refused.stderr
    assert not company.plugin.tools["pages"].records
    assert "41 added" in company.run("apply", answer="y\n").stdout


def test_apply_asks_for_nothing_when_nothing_is_to_be_done(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(monkeypatch)
    company.run("apply", "--yes")
    done = company.run("apply")
    assert "Make these changes?" not in done.stderr
    assert last_line(done.stdout) == "0 to add, 0 to change, 0 to archive"


def test_an_interrupted_question_changes_nothing(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(monkeypatch)
    assert "Error: interrupted" in company.run("apply", answer="", code=130).stderr
    assert not company.plugin.tools["pages"].records


def test_off_a_terminal_apply_needs_yes(company: Company) -> None:
    assert "add --yes" in company.run("apply", code=2).stderr
    assert company.plugin.tools["pages"].requests == 0


def test_apply_as_json(company: Company) -> None:
    data = company.json("apply", "--yes")
    assert (data["schema"], data["whole"]) == ("mentorkit.apply/1", True)
    assert data["counts"] == {"added": 41, "changed": 0, "archived": 0}
    assert len(data["applied"]) == 41
    assert company.json("apply", "--yes")["applied"] == []


def failing(company: Company, error: Exception, *, after: int = 0) -> None:
    """From the next creation of a page on, or ``after`` some, the tool answers with an error."""
    left = [after]

    def fault(when: str, verb: str) -> None:
        if when == "before" and verb == "create":
            left[0] -= 1
            if left[0] < 0:
                raise error

    company.plugin.tools["pages"].fault = fault


@pytest.mark.parametrize(
    ("error", "after", "code"),
    [
        (Unavailable("pages"), 5, 5),
        (NotAuthenticated("pages"), 5, 5),
        (NotAuthenticated("pages"), 0, 5),
        (PermissionDenied("pages"), 0, 5),
    ],
)
def test_partly_applied(company: Company, error: Exception, after: int, code: int) -> None:
    failing(company, error, after=after)
    done = company.run("apply", "--yes", code=code)
    assert "not done" in last_line(done.stdout)
    assert last_line(done.stderr).endswith("apply  (it does what is left)")


@pytest.mark.parametrize(("error", "code"), [(NotAuthenticated("pages"), 4), (Unavailable("pages"), 1)])
def test_nothing_applied(company: Company, error: Exception, code: int) -> None:
    def refuse(when: str, verb: str) -> None:
        if verb in ("create", "update"):
            raise error

    for tool in company.plugin.tools.values():
        tool.fault = refuse
    done = company.run("apply", "--yes", code=code)
    assert "x Directory: pages: the tool" in done.stdout or "? not tried: Directory" in done.stdout


@pytest.mark.parametrize(("error", "code"), [(NotAuthenticated("pages"), 4), (Unavailable("pages"), 1)])
def test_a_look_that_fails_ends_in_a_sentence(company: Company, error: Exception, code: int) -> None:
    def refuse(_when: str, _verb: str) -> None:
        raise error

    company.plugin.tools["pages"].fault = refuse
    for words in (["diff"], ["apply", "--yes"], ["status"], ["pair", "list"]):
        failed = company.run(*words, code=code)
        assert failed.stdout == ""
        assert "Error: pages: the tool" in failed.stderr


def test_the_limit_refuses_before_anything_is_asked(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(monkeypatch)
    company.run("apply", "--yes")
    company.write("people.csv", company.text("people.csv").replace(" ", "  X"))
    shown = company.run("diff")
    assert "Note: apply will be refused: " in shown.stderr
    before = company.plugin.tools["pages"].clock
    refused = company.run("apply", code=6)
    assert "run mentorkit apply --force" in refused.stderr
    assert "Make these changes?" not in refused.stderr
    assert company.plugin.tools["pages"].clock == before
    assert "changed" in company.run("apply", "--yes", "--force").stdout


def test_full_reads_everything_again(company: Company) -> None:
    company.run("apply", "--yes")
    company.run("diff", "--full")
    company.run("status", "--full")
    company.run("apply", "--yes", "--full")


def test_a_saved_diff_is_applied_as_shown(company: Company, tmp_path: Path) -> None:
    saved = tmp_path / "monday.json"
    shown = company.run("diff", "--out", str(saved))
    assert last_line(shown.stderr) == f"Next: mentorkit -C {company.folder} apply {saved}"
    data = json.loads(saved.read_text(encoding="utf-8"))
    assert data["schema"] == "mentorkit.changes/1"
    assert data["counts"]["add"] == 41
    company.today = "2026-11-03"
    assert "41 added" in company.run("apply", str(saved), "--yes").stdout


def test_a_saved_diff_is_refused_when_something_changed(company: Company, tmp_path: Path) -> None:
    saved = tmp_path / "monday.json"
    company.run("diff", "--out", str(saved))
    company.replace("people.csv", "Jonas Weber", "Jonas Maria Weber")
    refused = company.run("apply", str(saved), "--yes", code=6)
    assert "not what the file shows" in refused.stderr
    assert not company.plugin.tools["pages"].records


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"schema": "mentorkit.diff/1"}', '{"schema": 3, "at": 2}', "\x00"]
)
def test_another_file_is_no_saved_diff(company: Company, tmp_path: Path, text: str) -> None:
    other = tmp_path / "other.json"
    other.write_text(text, encoding="utf-8")
    assert "is no saved diff" in company.run("apply", str(other), "--yes", code=1).stderr


def test_a_saved_diff_is_written_whole_or_not_at_all(company: Company, tmp_path: Path) -> None:
    company.run("diff", "--out", str(tmp_path / "missing" / "x.json"), code=1)
    assert not (tmp_path / "missing").exists()
    saved: Any = tmp_path / "x.json"
    company.run("diff", "--out", str(saved))
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
