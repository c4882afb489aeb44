# SPDX-License-Identifier: Apache-2.0
"""The container: project, board and filter as one record, whatever interrupts its making."""

from typing import Any

import pytest

from mentorkit.errors import AlreadyExists, PermissionDenied
from mentorkit.ports import Applied, Archive, Conflicted, Failed, PlanKind, Skipped
from mentorkit.testing.factories import ANA, BORIS, board, create, goal, update
from tests.plugins.atlassian.tool import SERVICE
from tests.plugins.jira.tool import JiraTool

BUSINESS = "com.atlassian.jira-core-project-templates:jira-core-simplified-process-control"
BOTH = frozenset({ANA, BORIS})


def made(tool: JiraTool, key: str = "MENT", **more: Any) -> None:
    """An administrator makes the project, and the service account its lead."""
    body = {"key": key, "name": "By hand", "leadAccountId": tool.account(SERVICE), **more}
    tool.ask("POST", "/rest/api/3/project", body)
    tool.requests()


def test_there_is_nothing_before_it_is_made() -> None:
    tool = JiraTool()
    reading = tool.open().read()
    assert (reading.ready, reading.records) == (False, ())
    assert tool.requests() == ["GET /rest/api/3/project/MENT"]


def test_making_it_takes_six_requests() -> None:
    tool = JiraTool()
    (outcome,) = tool.write(board())
    assert isinstance(outcome, Applied)
    assert (outcome.name, outcome.url) == (
        "MENT",
        "http://sandbox.test/jira/software/c/projects/MENT/boards/1",
    )
    assert tool.requests() == [
        "GET /rest/api/3/project/MENT",
        "GET /rest/api/3/myself",
        "POST /rest/api/3/project",
        "GET /rest/api/3/project/MENT",
        "GET /rest/agile/1.0/board",
        "PUT /rest/api/3/project/MENT/properties/mentorkit",
    ]
    (record,) = tool.open().read().records
    assert (record.item.kind, record.item.title, record.ref) == (PlanKind.BOARD, "Demo plans", outcome.ref)
    assert record.revision == outcome.revision
    assert set(tool.open().locate([board()[0], goal()[0]])) == {board()[0]}


def test_where_a_project_has_no_board_a_filter_and_a_board_are_made() -> None:
    tool = JiraTool()
    made(tool, projectTemplateKey=BUSINESS, projectTypeKey="business")
    (outcome,) = tool.write(board())
    assert isinstance(outcome, Applied)
    boards = tool.ask("GET", "/rest/agile/1.0/board?projectKeyOrId=MENT", by=ANA)["values"]
    assert [(one["name"], one["type"]) for one in boards] == [("Demo plans", "kanban")]
    filter_ = tool.ask("GET", f"/rest/agile/1.0/board/{boards[0]['id']}/configuration")["filter"]["id"]
    assert tool.ask("GET", f"/rest/api/3/filter/{filter_}")["jql"] == 'project = "MENT" ORDER BY Rank ASC'


@pytest.mark.parametrize("kind", ["drop-before", "drop-after", "503-after"])
@pytest.mark.parametrize("template", ["", BUSINESS])
def test_cut_short_anywhere_it_is_finished_by_the_next_run(kind: str, template: str) -> None:
    for request in range(8):
        tool = JiraTool()
        if template:
            made(tool, projectTemplateKey=template, projectTypeKey="business")
        tool.fault(kind, path="", skip=request)
        tool.write(board())
        tool.site.faults.clear()
        store = tool.open()
        if board()[0] not in store.locate([board()[0]]):
            assert isinstance(tool.write(board())[0], Applied)
        (record,) = tool.open().read().records
        assert record.item.title in ("Demo plans", "By hand")
        assert len(tool.site.tables.rows("project")) == 1
        assert len(tool.site.tables.rows("board")) == 1
        assert len(tool.site.tables.rows("filter")) == 1


def test_a_project_made_by_hand_keeps_its_name() -> None:
    tool = JiraTool(admin=False)
    made(tool)
    reading = tool.open().read()
    assert (reading.ready, reading.records) == (True, ())
    assert isinstance(tool.write(board())[0], Applied)
    assert tool.open().read().records[0].item.title == "By hand"


def test_a_project_of_another_program_is_left_alone() -> None:
    tool = JiraTool()
    tool.write(board())
    other = tool.open(program="other")
    change = create(other, board())
    (outcome,) = other.write([change.model_copy(update={"key": "other/board/plans/1"})])
    assert isinstance(outcome, Failed)
    assert isinstance(outcome.error, AlreadyExists)
    assert other.read().records == ()


def test_without_the_right_nothing_else_is_tried() -> None:
    tool = JiraTool(admin=False)
    first, second = tool.write(board(), goal())
    assert isinstance(first, Failed)
    assert isinstance(first.error, PermissionDenied)
    assert isinstance(second, Skipped)


def test_renaming_is_an_update_and_a_stale_one_a_conflict() -> None:
    tool = JiraTool()
    tool.write(board())
    (found,) = tool.open().read().records
    assert isinstance(next(tool.open().write([update(found, title="Growth plans")])), Applied)
    (again,) = tool.open().read().records
    assert again.item.title == "Growth plans"
    (outcome,) = tool.open().write([update(found, title="Too late")])
    assert isinstance(outcome, Conflicted)
    assert outcome.found == again


def test_what_the_site_cannot_archive_fails() -> None:
    tool = JiraTool()
    tool.write(board())
    (found,) = tool.open().read().records
    assert found.mark is not None
    change = Archive[Any](key=board()[0], ref=found.ref, found=found, mark=found.mark, why="over")
    assert isinstance(next(tool.open().write([change])), Failed)


class TestPrivacy:
    """Issues that are kept to the pair."""

    @pytest.mark.parametrize("offered", [True, False])
    def test_an_issue_is_seen_by_its_audience_alone(self, offered: bool) -> None:
        tool = JiraTool(offered=offered)
        _, outcome = tool.write(board(), goal(audience=frozenset({ANA})))
        assert isinstance(outcome, Applied)
        path = f"/rest/api/3/issue/{outcome.ref}"
        assert tool.ask("GET", path, by=ANA)["fields"]["summary"]
        with pytest.raises(AssertionError, match="404"):
            tool.ask("GET", path, by=BORIS)
        record = tool.open().locate([goal()[0]])[goal()[0]]
        assert record.item.audience == frozenset({ANA})

    def test_the_level_is_made_for_a_project_that_is_there(self) -> None:
        tool = JiraTool(offered=False)
        tool.write(board())
        (outcome,) = tool.write(goal(audience=BOTH))
        assert isinstance(outcome, Applied)
        tool.requests()
        (outcome,) = tool.write(goal(2, audience=BOTH))
        assert isinstance(outcome, Applied)
        assert "GET /rest/api/3/screens" not in tool.requests()
        assert len(tool.site.tables.rows("field")) == 1

    def test_a_plan_without_issue_security_refuses_what_is_private_and_no_more(self) -> None:
        tool = JiraTool(offered=False)
        tool.site.configure({"free_plan": True})
        first, private, public = tool.write(board(), goal(audience=BOTH), goal(2))
        assert isinstance(first, Applied)
        assert isinstance(public, Applied)
        assert isinstance(private, Failed)
        assert isinstance(private.error, PermissionDenied)
        assert "plans.visibility" in private.error.reason
        assert [r.item.title for r in tool.open().read().records if r.ref.isdigit()] == [goal(2)[1].title]

    def test_a_level_made_by_an_administrator_is_used(self) -> None:
        tool = JiraTool(admin=False)
        scheme = tool.ask("GET", "/rest/api/3/issuesecurityschemes")["issueSecuritySchemes"][0]["id"]
        made(tool, issueSecurityScheme=scheme)
        outcomes = tool.write(board(), goal(audience=BOTH))
        assert all(isinstance(outcome, Applied) for outcome in outcomes), outcomes

    def test_an_audience_can_be_changed_and_lifted(self) -> None:
        tool = JiraTool()
        tool.write(board(), goal(audience=BOTH))
        found = tool.open().locate([goal()[0]])[goal()[0]]
        assert isinstance(next(tool.open().write([update(found, audience=frozenset({ANA}))])), Applied)
        found = tool.open().locate([goal()[0]])[goal()[0]]
        assert found.item.audience == frozenset({ANA})
        assert isinstance(next(tool.open().write([update(found, audience=None)])), Applied)
        assert tool.open().locate([goal()[0]])[goal()[0]].item.audience is None
