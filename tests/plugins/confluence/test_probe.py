# SPDX-License-Identifier: Apache-2.0
"""Trials on a Confluence site: what holds, what does not, and that nothing is left behind."""

import re
from contextlib import closing
from typing import Any

import pytest

from mentorkit.errors import LeftBehind
from mentorkit.ports import Diagnosis
from tests.plugins.atlassian.bending import Bent
from tests.plugins.confluence.tool import ConfluenceTool

PAGE = r"/pages/\d+"


@pytest.fixture
def tool(tool: ConfluenceTool) -> ConfluenceTool:
    tool.prepared()
    return tool


def probed(tool: ConfluenceTool, bent: Bent | None = None) -> dict[str, Diagnosis]:
    more = {} if bent is None else {"session": lambda: bent.session(tool.app)}
    return {row.check: row for row in tool.open(**more).probe()}


def titles(tool: ConfluenceTool) -> list[str]:
    pages = tool.site.tables.rows("page")
    return [page["title"] for page in pages if page["status"] == "current" and "probe" in page["title"]]


def test_all_of_it_holds_on_the_sandbox(tool: ConfluenceTool) -> None:
    rows = probed(tool)
    assert len(rows) == 11
    assert {row.check: row.found for row in rows.values() if row.state != "ok"} == {}
    assert titles(tool) == []


def test_what_is_made_is_said_before(tool: ConfluenceTool) -> None:
    assert tool.open().trials().startswith("two pages in the space MENT, called “Mentorkit probe”")
    assert titles(tool) == []


def stored(change: Any) -> Any:
    def bend(body: dict[str, Any]) -> None:
        if "body" in body:
            body["body"]["storage"]["value"] = change(body["body"]["storage"]["value"])

    return bend


def sent(change: Any) -> Any:
    def bend(body: dict[str, Any]) -> None:
        body["body"]["value"] = change(body["body"]["value"])

    return bend


def renumbered(body: str) -> str:
    return body.replace("<ac:task-id>7<", "<ac:task-id>1<")


def unlinked(body: str) -> str:
    return re.sub(r"<a href=[^>]*>.*?</a>", "", body)


def bare(body: str) -> str:
    return re.sub(r"<p[^>]*><ac:structured-macro.*?</ac:structured-macro></p>", "<p />", body)


def nobody(body: dict[str, Any]) -> None:
    for task in body["results"]:
        task.pop("completedBy", None)


def unnumbered(body: dict[str, Any]) -> None:
    for task in body["results"]:
        task["localId"] = task["id"]


def open_to_all(body: dict[str, Any]) -> None:
    body["results"] = []


def newer(body: dict[str, Any]) -> None:
    body["version"]["number"] += 1


def untitled(body: dict[str, Any]) -> None:
    body["results"] = []


@pytest.mark.parametrize(
    ("assumed", "bent"),
    [
        ("a page made as private", Bent("GET", "/restriction", answered=open_to_all)),
        ("the answer to a restriction", Bent("PUT", "/restriction", answered=open_to_all)),
        ("the answer to a restriction lists", Bent("PUT", "/restriction", status=403)),
        ("anchors alone", Bent("GET", PAGE, answered=stored(bare))),
        ("numbers of task boxes", Bent("POST", "/pages", sent=sent(renumbered))),
        ("a link in a task box", Bent("GET", PAGE, answered=stored(unlinked))),
        ("the site says who ticked", Bent("GET", "/tasks", answered=nobody)),
        ("the site says who ticked a box, by its number", Bent("GET", "/tasks", answered=unnumbered)),
        ("a tick makes the box", Bent("PUT", "/tasks", sent=lambda body: {"status": "incomplete"})),
        ("labels are added", Bent("POST", "/label$", status=403)),
        ("a new page is listed", Bent("GET", r"/spaces/\d+/pages.*title=", answered=untitled)),
    ],
)
def test_a_site_that_does_otherwise_is_found_out(tool: ConfluenceTool, assumed: str, bent: Bent) -> None:
    (row,) = (row for check, row in probed(tool, bent).items() if check.startswith(assumed))
    assert row.state == "failed"
    assert row.found
    assert row.remedy
    assert titles(tool) == []


def test_a_site_that_takes_outdated_versions(tool: ConfluenceTool, monkeypatch: pytest.MonkeyPatch) -> None:
    class Late(Bent):
        """The version that is sent is made the next one, once the trial says an outdated one."""

        seen = 0

        def before(self, request: Any) -> None:
            if self._mine(request):
                type(self).seen += 1
                if self.seen == 2:
                    super().before(request)

    rows = probed(tool, Late("PUT", PAGE, sent=newer))
    assert "would be lost" in rows["an outdated version is refused with 409"].found
    assert titles(tool) == []


def test_a_site_that_allows_two_pages_of_one_title(tool: ConfluenceTool) -> None:
    class Twice(Bent):
        """The second page that is made gets another title, and is answered with the wanted one."""

        made = 0

        def before(self, request: Any) -> None:
            if self._mine(request):
                type(self).made += 1
                if self.made == 2:
                    super().before(request)

    def renamed(body: dict[str, Any]) -> None:
        body["title"] += " (2)"

    rows = probed(tool, Twice("POST", "/api/v2/pages", sent=renamed))
    assert rows["a title is unique in its space"].state == "failed"
    assert titles(tool) == []


def test_an_interrupted_trial_leaves_nothing(tool: ConfluenceTool) -> None:
    findings = tool.open().probe()
    with closing(findings):
        next(findings)
        assert len(titles(tool)) == 1
    assert titles(tool) == []


@pytest.mark.parametrize("kind", ["drop-before", "drop-after", "503-after"])
def test_a_lost_answer_leaves_nothing(tool: ConfluenceTool, kind: str) -> None:
    tool.fault(kind, method="POST")
    rows = probed(tool)
    assert [row.state for row in rows.values()] == ["failed"]
    assert titles(tool) == []


def test_what_cannot_be_removed_is_named(tool: ConfluenceTool) -> None:
    with pytest.raises(LeftBehind, match="Mentorkit probe") as caught:
        probed(tool, Bent("DELETE", PAGE, status=403))
    assert "PermissionDenied" in caught.value.reason
    assert len(titles(tool)) == 0, "it was said to be there, though the site had acted"


def test_a_site_that_breaks_off_while_cleaning(tool: ConfluenceTool) -> None:
    findings = tool.open().probe()
    next(findings)
    tool.fault("500", path=r"/spaces/\d+/pages", count=20)
    with pytest.raises(LeftBehind, match="Mentorkit probe"):
        findings.close()


def test_no_space() -> None:
    (row,) = probed(ConfluenceTool()).values()
    assert (row.state, row.remedy) == ("warning", "run mentorkit apply first")
