# SPDX-License-Identifier: Apache-2.0
"""Trials on a Jira site: what holds, what does not, and that nothing is left behind."""

from contextlib import closing
from typing import Any

import pytest

from mentorkit.errors import LeftBehind, MentorkitError
from mentorkit.ports import Diagnosis
from mentorkit.testing.factories import board
from tests.plugins.atlassian.bending import Bent
from tests.plugins.jira.tool import EMAILS, JiraTool

ISSUE = r"/issue/\d+$"


@pytest.fixture
def tool() -> JiraTool:
    made = JiraTool()
    made.write(board())
    return made


def probed(tool: JiraTool, bent: Bent | None = None) -> dict[str, Diagnosis]:
    more = {} if bent is None else {"session": lambda: bent.session(tool.app)}
    return {row.check: row for row in tool.open(**more).probe()}


def titles(tool: JiraTool) -> list[str]:
    return [issue["fields"]["summary"] for issue in tool.site.tables.rows("issue")]


def test_all_of_it_holds_on_the_sandbox(tool: JiraTool) -> None:
    rows = probed(tool)
    assert len(rows) == 9
    assert {row.check: row.found for row in rows.values() if row.state != "ok"} == {}
    assert titles(tool) == []


def test_what_is_made_is_said_before(tool: JiraTool) -> None:
    assert tool.open().trials().startswith("four issues in the project MENT, called “Mentorkit probe”")
    assert titles(tool) == []


def without(*names: str) -> Any:
    def bend(body: dict[str, Any]) -> None:
        for part in (body, body.get("update", {})):
            for name in names:
                part.pop(name, None)

    return bend


def backwards(body: dict[str, Any]) -> None:
    body["issues"].reverse()


def bare(body: dict[str, Any]) -> None:
    for issue in body["issues"]:
        issue.pop("properties", None)


def single(body: dict[str, Any]) -> None:
    body.pop("nextPageToken", None)


def unlabeled(body: dict[str, Any]) -> None:
    for one in body["issueUpdates"]:
        del one["fields"]["labels"]


def orphaned(body: dict[str, Any]) -> None:
    for one in body["issueUpdates"]:
        one["fields"].pop("parent", None)


def other(body: dict[str, Any]) -> None:
    body["value"]["words"] = "?"


@pytest.mark.parametrize(
    ("assumed", "bent"),
    [
        ("bulk creation answers in the order asked", Bent("POST", "/issue/bulk$", answered=backwards)),
        ("bulk creation takes label, due date", Bent("POST", "/issue/bulk$", sent=unlabeled)),
        ("a child is made below a parent", Bent("POST", "/issue/bulk$", sent=orphaned)),
        ("an edit carries a comment", Bent("PUT", ISSUE, sent=without("comment"))),
        ("an edit carries a comment and the property", Bent("PUT", ISSUE, sent=without("properties"))),
        ("a transition carries", Bent("POST", "/transitions$", sent=without("properties"))),
        ("a transition carries a comment", Bent("POST", "/transitions$", sent=without("comment"))),
        ("properties of many issues", Bent("POST", "/properties/multi$", status=403)),
        ("a property read alone", Bent("GET", "/properties/mentorkit-probe$", answered=other)),
        ("a search pages by token", Bent("POST", "/search/jql$", answered=single)),
        ("a search pages by token and gives properties", Bent("POST", "/search/jql$", answered=bare)),
    ],
)
def test_a_site_that_does_otherwise_is_found_out(tool: JiraTool, assumed: str, bent: Bent) -> None:
    (row,) = (row for check, row in probed(tool, bent).items() if check.startswith(assumed))
    assert row.state in ("failed", "warning")
    assert row.found
    assert row.remedy
    assert titles(tool) == []


def test_a_site_that_takes_no_property_gets_no_further(tool: JiraTool) -> None:
    rows = probed(tool, Bent("POST", "/issue/bulkfetch$", answered=bare))
    assert rows["bulk creation takes label, due date and property at once"].state == "failed"
    assert titles(tool) == []


def test_an_interrupted_trial_leaves_nothing(tool: JiraTool) -> None:
    findings = tool.open().probe()
    with closing(findings):
        next(findings)
        assert len(titles(tool)) == 3
    assert titles(tool) == []


@pytest.mark.parametrize("kind", ["drop-before", "drop-after", "500"])
def test_a_lost_answer_leaves_nothing(tool: JiraTool, kind: str) -> None:
    tool.fault(kind, path=r"/issue/bulk$")
    rows = probed(tool)
    assert [row.state for row in rows.values()] == ["warning"]
    assert titles(tool) == []


class Pulled(BaseException):
    """Somebody interrupts it."""


def test_interrupted_within_a_request(tool: JiraTool) -> None:
    def pull(_body: Any) -> None:
        raise Pulled

    bent = Bent("POST", "/issue/bulk$", answered=pull)
    with pytest.raises(Pulled):
        probed(tool, bent)
    assert titles(tool) == []


def test_what_cannot_be_removed_is_named(tool: JiraTool) -> None:
    with pytest.raises(LeftBehind) as caught:
        probed(tool, Bent("DELETE", ISSUE.replace("$", ""), status=403))
    assert isinstance(caught.value, MentorkitError)
    assert caught.value.ref == "MENT-1, MENT-2, MENT-3, MENT-4"


def test_no_project_and_no_right_to_delete(tool: JiraTool) -> None:
    (row,) = probed(JiraTool()).values()
    assert row.remedy == "run mentorkit apply first"

    def denied(body: dict[str, Any]) -> None:
        body["permissions"]["DELETE_ISSUES"]["havePermission"] = False

    (row,) = probed(tool, Bent("GET", "/mypermissions", answered=denied)).values()
    assert "may not delete issues" in row.found
    assert titles(tool) == []


def test_a_project_that_is_hidden_is_not_said_to_be_made() -> None:
    hidden = {"key": "MENT", "name": "Hidden", "private_to": [EMAILS["boris-ivanov"]]}
    rows = {row.check: row for row in JiraTool(work=[hidden]).open().check()}
    assert rows["project"].state == "failed"
    assert "the key MENT is taken by a project that this account may not see" in rows["project"].found
    assert "Hidden" not in rows["project"].found
    (free,) = (row for row in JiraTool().open().check() if row.check == "project")
    assert (free.state, free.found) == ("ok", "MENT is not there yet; apply makes it")
