# SPDX-License-Identifier: Apache-2.0
"""Reading: the database before the index, two requests when nothing changed, and nothing missed."""

from typing import Any

import pytest

from mentorkit.errors import Unavailable
from mentorkit.ports import Applied, Cursor, PlanItem
from mentorkit.testing.contracts import ours
from mentorkit.testing.factories import ANA, BORIS, activity, board, create, goal
from mentorkit_jira.reading import OVERLAP
from mentorkit_sandbox.jira import seed as seed_jira
from tests.plugins.jira.tool import JiraTool

LAG = {"index_lag_seconds": 600.0}


@pytest.fixture
def tool() -> JiraTool:
    return JiraTool(work=[{"key": "WEB", "name": "Web", "issues": [{"summary": "Menu"}]}])


def plan(tool: JiraTool, activities: int = 2) -> list[str]:
    """A board, a goal and activities below it; the refs of the issues."""
    store = tool.open()
    below = [create(store, activity(goal()[0], n)) for n in range(1, activities + 1)]
    outcomes: list[Any] = list(store.write([create(store, board()), create(store, goal()), *below]))
    assert all(isinstance(outcome, Applied) for outcome in outcomes), outcomes
    tool.requests()
    return [outcome.ref for outcome in outcomes if outcome.key != board()[0]]


def test_nothing_changed_takes_two_requests(tool: JiraTool) -> None:
    plan(tool)
    cursor = tool.open().read().cursor
    tool.requests()
    reading = tool.open().read(cursor)
    assert (reading.records, reading.gone, reading.complete) == ((), (), True)
    assert tool.requests() == ["POST /rest/api/3/search/jql"] * 2


def test_an_empty_project_takes_two_requests_and_its_first_issues_are_seen(tool: JiraTool) -> None:
    store = tool.open()
    list(store.write([create(store, board())]))
    cursor = tool.open().read().cursor
    tool.requests()
    again = tool.open().read(cursor)
    assert (again.records, again.gone, again.complete, again.ready) == ((), (), True, True)
    assert tool.requests() == ["POST /rest/api/3/search/jql"] * 2
    plan(tool)
    assert len(tool.open().read(again.cursor).records) == 3


def test_a_child_made_after_its_goal_was_read_knows_its_parent(tool: JiraTool) -> None:
    """Three runs, each of which knows of the one before by its cursor alone."""
    store = tool.open()
    list(store.write([create(store, board())]))
    first = tool.open().read().cursor
    list(store.write([create(store, goal())]))
    second = tool.open().read(first).cursor
    list(store.write([create(store, activity(goal()[0], 1))]))
    (child,) = tool.open().read(second).records
    assert child.item.parent == goal()[0]


def test_a_burst_of_changes_is_read_again_only_as_long_as_the_index_may_lag(tool: JiraTool) -> None:
    plan(tool, 150)
    cursor = tool.open().read().cursor
    tool.requests()
    first = tool.open().read(cursor)
    assert first.records == ()
    assert len(tool.requests()) == 3
    tool.site.clock.advance(OVERLAP)
    later = tool.open().read(tool.open().read(first.cursor).cursor)
    tool.requests()
    assert tool.open().read(later.cursor).records == ()
    assert len(tool.requests()) == 2


def test_a_full_look_takes_a_request_a_hundred_issues_and_five(tool: JiraTool) -> None:
    plan(tool, 249)
    reading = tool.open().read()
    assert len(reading.records) == 251
    seen = tool.requests()
    assert len(seen) <= 6 + 3
    assert seen.count("POST /rest/api/3/issue/bulkfetch") == 4


def test_a_full_look_does_not_trust_the_index(tool: JiraTool) -> None:
    tool.site.configure(LAG)
    plan(tool, 120)
    assert len(tool.open().read().records) == 122


def test_gaps_of_deleted_issues_do_not_end_a_full_look(tool: JiraTool) -> None:
    refs = plan(tool, 130)
    for ref in refs[5:115]:
        tool.delete(ref)
    assert len(tool.open().read().records) == 132 - 110


def test_what_the_index_does_not_know_yet_is_not_gone(tool: JiraTool) -> None:
    tool.site.configure(LAG)
    plan(tool)
    cursor = tool.open().read().cursor
    reading = tool.open().read(cursor)
    assert reading.gone == ()
    assert tool.open().read(reading.cursor).gone == ()


def test_a_deleted_issue_is_gone_once(tool: JiraTool) -> None:
    refs = plan(tool)
    cursor = tool.open().read().cursor
    tool.delete(refs[-1])
    reading = tool.open().read(cursor)
    assert reading.gone == (refs[-1],)
    assert tool.open().read(reading.cursor).gone == ()


def test_a_project_that_is_gone_is_not_ready(tool: JiraTool) -> None:
    refs = plan(tool)
    cursor = tool.open().read().cursor
    tool.ask("DELETE", "/rest/api/3/project/MENT")
    reading = tool.open().read(cursor)
    assert not reading.ready
    assert set(reading.gone) == set(refs)


def test_a_change_within_the_overlap_is_told_once(tool: JiraTool) -> None:
    refs = plan(tool)
    cursor = tool.open().read().cursor
    tool.rename(refs[0], "Mine", by=ANA)
    first = tool.open().read(cursor)
    assert [record.ref for record in first.records] == [refs[0]]
    assert tool.open().read(first.cursor).records == ()


def test_a_change_that_was_indexed_late_is_still_seen(tool: JiraTool) -> None:
    refs = plan(tool)
    cursor = tool.open().read().cursor
    tool.site.clock.advance(OVERLAP / 5)
    tool.site.configure({"index_lag_seconds": OVERLAP.total_seconds() / 2})
    tool.rename(refs[0], "Mine", by=ANA)
    early = tool.open().read(cursor)
    assert early.records == ()
    tool.site.clock.advance(OVERLAP / 2)
    assert [r.item.title for r in tool.open().read(early.cursor).records] == ["Mine"]


def test_short_pages_are_not_the_end(tool: JiraTool) -> None:
    refs = plan(tool, 30)
    cursor = tool.open().read().cursor
    tool.site.configure({"page_size_jitter": 95})
    for ref in refs:
        tool.rename(ref, f"Mine {ref}", by=ANA)
    assert len(tool.open().read(cursor).records) == 31


def test_children_keep_their_parent_in_an_incremental_reading(tool: JiraTool) -> None:
    refs = plan(tool)
    cursor = tool.open().read().cursor
    tool.rename(refs[1], "Mine", by=ANA)
    tool.requests()
    (record,) = tool.open().read(cursor).records
    assert record.item.parent == goal()[0]
    assert record.edits == {"title": ANA}
    assert tool.requests() == ["POST /rest/api/3/search/jql"] * 2 + ["GET /rest/api/3/myself"]


def test_a_goal_of_a_persons_own_is_no_parent_of_ours(tool: JiraTool) -> None:
    refs = plan(tool)
    cursor = tool.open().read().cursor
    epic = {"project": {"key": "MENT"}, "issuetype": {"name": "Epic"}, "summary": "My own goal"}
    own = tool.ask("POST", "/rest/api/3/issue", {"fields": epic}, by=ANA)["id"]
    tool.ask("PUT", f"/rest/api/3/issue/{refs[1]}", {"fields": {"parent": {"id": own}}}, by=BORIS)
    reading = tool.open().read(cursor)
    records = {record.ref: record for record in reading.records}
    assert records[own].mark is None
    assert records[refs[1]].item.parent is None
    assert records[refs[1]].edits["parent"] == BORIS


def test_an_issue_moved_away_is_stray_and_not_gone(tool: JiraTool) -> None:
    refs = plan(tool)
    cursor = tool.open().read().cursor
    web = next(row["id"] for row in tool.site.tables.rows("project") if row["key"] == "WEB")
    issue = tool.site.tables.get("issue", refs[1])
    assert issue is not None
    tool.site.tables.put("issue", refs[1], {**issue, "project": web, "key": "WEB-99"})
    tool.site.tables.commit()
    reading = tool.open().read(cursor)
    assert reading.gone == ()
    (record,) = reading.records
    assert (record.ref, record.name, record.stray) == (refs[1], "WEB-99", True)
    assert tool.open().read(reading.cursor).records == ()


@pytest.mark.parametrize("cursor", ["", "{}", "[1]", '{"v": 9}', "not json"])
def test_a_cursor_that_is_not_understood_means_a_full_look(tool: JiraTool, cursor: str) -> None:
    plan(tool)
    assert len(tool.open().read(Cursor(cursor)).records) == 4


def test_an_audience_is_read_by_a_cursor_that_knew_no_field() -> None:
    tool = JiraTool(offered=False)
    plan(tool)
    cursor = tool.open().read().cursor
    store = tool.open()
    outcome = next(store.write([create(store, goal(2, audience=frozenset({ANA})))]))
    assert isinstance(outcome, Applied)
    records = {record.ref: record for record in tool.open().read(cursor).records}
    assert records[outcome.ref].item.audience == frozenset({ANA})


def test_locating_after_a_reading_asks_only_for_what_is_new(tool: JiraTool) -> None:
    plan(tool, 150)
    cursor = tool.open().read().cursor
    write_elsewhere = tool.open()
    list(write_elsewhere.write([create(write_elsewhere, goal(3))]))
    store = tool.open()
    store.read(cursor)
    tool.requests()
    found = store.locate([goal()[0], goal(2)[0], goal(3)[0]])
    assert set(found) == {goal()[0], goal(3)[0]}
    assert tool.requests().count("POST /rest/api/3/issue/bulkfetch") == 3


def test_what_a_lost_request_made_late_is_still_found(tool: JiraTool) -> None:
    plan(tool)
    store = tool.open()
    store.read()
    late = tool.open()
    list(late.write([create(late, goal(2))]))
    list(store.write([create(store, goal(3))]))
    assert set(store.locate([goal(2)[0]])) == {goal(2)[0]}


def test_of_several_with_one_key_the_oldest_is_found(tool: JiraTool) -> None:
    refs = plan(tool)
    copy = tool.issue(refs[0])
    fields = {name: copy["fields"][name] for name in ("summary", "project", "issuetype")}
    body = {"fields": fields, "properties": [{"key": "mentorkit", "value": copy["properties"]["mentorkit"]}]}
    again = tool.ask("POST", "/rest/api/3/issue", body, by="service@example.com")["id"]
    records = [r for r in tool.open().read().records if r.mark is not None and r.mark.key == goal()[0]]
    assert [record.ref for record in records] == [refs[0], again]
    assert tool.open().locate([goal()[0]])[goal()[0]].ref == refs[0]


def test_what_could_not_be_fetched_stops_the_reading(tool: JiraTool, monkeypatch: pytest.MonkeyPatch) -> None:
    plan(tool)
    store = tool.open()
    read = type(store._site.client).read

    def failing(client: Any, method: str, path: str, **more: Any) -> Any:
        answer = read(client, method, path, **more)
        if path.endswith("/bulkfetch"):
            answer["issueErrors"] = [{"id": "10001", "errorMessage": "try again"}]
        return answer

    monkeypatch.setattr(type(store._site.client), "read", failing)
    with pytest.raises(Unavailable):
        store.read()


def test_addresses_are_learned(tool: JiraTool) -> None:
    plan(tool)
    tool.open().read()
    assert tool.addresses.url(goal()[0]) == "http://sandbox.test/browse/MENT-1"


def test_issues_of_other_projects_are_not_read(tool: JiraTool) -> None:
    plan(tool)
    seed_jira(tool.site, [{"key": "MENTO", "name": "Other", "issues": [{"summary": "Not ours"}]}])
    tool.site.tables.commit()
    titles = [record.item.title for record in tool.open().read().records]
    assert len(ours(tool.open().read())) == 4
    assert "Not ours" not in titles
    assert all(isinstance(record.item, PlanItem) for record in tool.open().read().records)
