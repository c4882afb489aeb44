# SPDX-License-Identifier: Apache-2.0
"""Updating: a change and its mark in one request, and never over a person's edit."""

import math
from datetime import timedelta
from typing import Any

import pytest

from mentorkit.domain.richtext import para
from mentorkit.errors import Refused, Unavailable
from mentorkit.ports import (
    Applied,
    Archive,
    Conflicted,
    Fact,
    Failed,
    Notice,
    Status,
)
from mentorkit.testing.contracts import ours
from mentorkit.testing.factories import ANA, BORIS, NOW, activity, board, goal, update
from tests.plugins.jira.tool import JiraTool

FETCH, BULK = "POST /rest/api/3/issue/bulkfetch", "POST /rest/api/3/issue/bulk"
WORK = [{"key": "WEB", "name": "Web", "issues": [{"summary": "Menu"}, {"summary": "Footer"}]}]


@pytest.fixture
def tool() -> JiraTool:
    made = JiraTool(work=WORK)
    made.write(board())
    return made


@pytest.fixture
def plan(tool: JiraTool) -> JiraTool:
    tool.write(goal(), activity(goal()[0], work=frozenset({"WEB-1"})))
    return tool


def test_fields_comment_and_mark_are_one_request(plan: JiraTool) -> None:
    stored = plan.found(goal()[0])
    assert stored.mark is not None
    fact = Fact(name="nudge/due", at=NOW)
    change = update(stored, title="Newer", due=None, assignee=BORIS, body=(para("Why"),)).model_copy(
        update={
            "notice": Notice(id="nudge", body=(para("Soon due"),)),
            "mark": stored.mark.model_copy(update={"ledger": (fact,)}),
        }
    )
    plan.requests()
    outcome = plan.one(change)
    assert plan.requests() == [
        "GET /rest/api/3/project/MENT",
        "GET /rest/api/3/field",
        FETCH,
        "GET /rest/api/3/myself",
        f"PUT /rest/api/3/issue/{stored.ref}",
        FETCH,
    ]
    again = plan.found(goal()[0])
    assert again.item == stored.item.model_copy(
        update={"title": "Newer", "due": None, "assignee": BORIS, "body": (para("Why"),)}
    )
    assert again.mark is not None
    assert again.mark.ledger == (fact,)
    assert plan.comments(stored.ref) == ["Soon due"]
    assert outcome.revision == again.revision


def test_a_move_carries_mark_and_comment(plan: JiraTool) -> None:
    stored = plan.found(goal()[0])
    notice = Notice(id="done", body=(para("Well done"),))
    plan.requests()
    outcome = plan.one(update(stored).model_copy(update={"move": Status.DONE, "notice": notice}))
    assert isinstance(outcome, Applied)
    writes = [path for path in plan.requests() if path.startswith(("PUT", "POST /rest/api/3/issue/1"))]
    assert writes == [f"POST /rest/api/3/issue/{stored.ref}/transitions"]
    assert plan.comments(stored.ref) == ["Well done"]
    assert plan.found(goal()[0]).item.status == Status.DONE


def test_fields_go_before_a_move(plan: JiraTool) -> None:
    stored = plan.found(goal()[0])
    plan.requests()
    plan.one(update(stored, title="Newer").model_copy(update={"move": Status.SHOW}))
    writes = [path for path in plan.requests() if path.startswith(("PUT", "POST /rest/api/3/issue/1"))]
    assert writes == [
        f"PUT /rest/api/3/issue/{stored.ref}",
        f"POST /rest/api/3/issue/{stored.ref}/transitions",
    ]
    again = plan.found(goal()[0])
    assert (again.item.title, again.item.status) == ("Newer", Status.SHOW)


def test_called_off_is_told_from_done(plan: JiraTool) -> None:
    key = activity(goal()[0])[0]
    plan.one(update(plan.found(key)).model_copy(update={"move": Status.CANCELED}))
    stored = plan.found(key)
    assert stored.item.status == Status.CANCELED
    assert isinstance(plan.one(update(stored, title="Still off")), Applied)
    assert plan.found(key).item.status == Status.CANCELED
    plan.one(update(plan.found(key)).model_copy(update={"move": Status.DONE}))
    assert plan.found(key).item.status == Status.DONE


def test_links_are_added_and_taken_away(plan: JiraTool) -> None:
    key = activity(goal()[0])[0]
    stored = plan.found(key)
    assert stored.item.work == frozenset({"WEB-1"})
    assert isinstance(plan.one(update(stored, work=frozenset({"WEB-2"}))), Applied)
    assert plan.found(key).item.work == frozenset({"WEB-2"})


def test_a_parent_is_changed_and_cleared(plan: JiraTool) -> None:
    plan.write(goal(2))
    key = activity(goal()[0])[0]
    assert isinstance(plan.one(update(plan.found(key), parent=goal(2)[0])), Applied)
    assert plan.found(key).item.parent == goal(2)[0]
    assert isinstance(plan.one(update(plan.found(key), parent=None)), Applied)
    assert plan.found(key).item.parent is None


@pytest.mark.parametrize(("n", "expected"), [(2, 2), (120, 0)])
def test_many_marks_go_by_the_bulk_operation(tool: JiraTool, n: int, expected: int) -> None:
    tool.write(*(goal(i) for i in range(1, n + 1)))
    read = [record for record in ours(tool.open().read()).values() if record.ref.isdigit()]
    changes = [
        update(record, details={"sealed": "yes"}).model_copy(update={"fields": frozenset({"details"})})
        for record in read
    ]
    tool.requests()
    outcomes: list[Any] = list(tool.open().write(changes))
    assert len(outcomes) == n
    assert all(isinstance(outcome, Applied) for outcome in outcomes)
    seen = tool.requests()
    assert sum(path.startswith("PUT") for path in seen) == expected
    bulk = 0 if expected else math.ceil(n / 100)
    assert seen.count("POST /rest/api/3/issue/properties/multi") == bulk
    after = {r.ref: r for r in ours(tool.open().read()).values()}
    assert all(after[outcome.ref].revision == outcome.revision for outcome in outcomes)
    assert all(after[outcome.ref].item.details == {"sealed": "yes"} for outcome in outcomes)


@pytest.mark.parametrize("path", [r"/properties/multi$", r"/task/"])
@pytest.mark.parametrize("kind", ["drop-after", "503-after"])
def test_a_lost_answer_to_the_bulk_operation_is_read_back(tool: JiraTool, path: str, kind: str) -> None:
    tool.write(*(goal(i) for i in range(1, 5)))
    read = [record for record in ours(tool.open().read()).values() if record.ref.isdigit()]
    tool.fault(kind, path=path)
    outcomes: list[Any] = list(tool.open().write([update(record, details={"a": "b"}) for record in read]))
    assert all(isinstance(outcome, Applied) for outcome in outcomes)


@pytest.mark.parametrize("kind", ["drop-after", "503-after", "cut-body"])
def test_a_lost_answer_to_an_edit_is_read_back(plan: JiraTool, kind: str) -> None:
    stored = plan.found(goal()[0])
    assert stored.mark is not None
    mark = stored.mark.model_copy(update={"base": {"title": "0000000000"}})
    plan.fault(kind, path=r"/issue/\d+$", method="PUT")
    outcome = plan.one(update(stored, title="Newer").model_copy(update={"mark": mark}))
    assert isinstance(outcome, Applied)
    assert plan.found(goal()[0]).item.title == "Newer"


def test_an_edit_that_never_arrived_fails_as_unknown(plan: JiraTool) -> None:
    stored = plan.found(goal()[0])
    plan.fault("drop-before", path=r"/issue/\d+$", method="PUT")
    outcome = plan.one(update(stored, title="Newer"))
    assert isinstance(outcome.error, Unavailable)
    assert outcome.error.unknown
    assert plan.found(goal()[0]) == stored


def test_a_comment_of_a_person_meanwhile_is_a_conflict(plan: JiraTool) -> None:
    stored = plan.found(goal()[0])
    text = {"type": "paragraph", "content": [{"type": "text", "text": "Hm"}]}
    body = {"body": {"version": 1, "type": "doc", "content": [text]}}
    plan.site.clock.advance(timedelta(seconds=1))
    plan.ask("POST", f"/rest/api/3/issue/{stored.ref}/comment", body, by=ANA)
    outcome = plan.one(update(stored, title="Newer"))
    assert isinstance(outcome, Conflicted)
    assert outcome.found == plan.found(goal()[0])


def test_what_the_site_refuses_fails(plan: JiraTool) -> None:
    store = plan.stranger()
    stored = ours(store.read())[goal()[0]]
    (outcome,) = store.write([update(stored, assignee=ANA)])
    assert isinstance(outcome, Failed)
    assert isinstance(outcome.error, Refused)


def test_archiving_closes_with_a_word_and_can_be_undone_by_people(plan: JiraTool) -> None:
    key = activity(goal()[0])[0]
    stored = plan.found(key)
    assert stored.mark is not None
    change = Archive[Any](key=key, ref=stored.ref, found=stored, mark=stored.mark, why="a second copy")
    assert isinstance(plan.one(change), Applied)
    again = plan.found(key)
    assert (again.archived, again.item.status) == (True, Status.CANCELED)
    assert plan.comments(stored.ref) == ["a second copy"]
    plan.ask("POST", f"/rest/api/3/issue/{stored.ref}/transitions", {"transition": {"id": "31"}}, by=ANA)
    assert (plan.found(key).archived, plan.found(key).item.status) == (False, Status.DOING)


def test_what_was_done_stays_done_in_the_archive(plan: JiraTool) -> None:
    plan.one(update(plan.found(goal()[0])).model_copy(update={"move": Status.DONE}))
    stored = plan.found(goal()[0])
    assert stored.mark is not None
    change = Archive[Any](key=goal()[0], ref=stored.ref, found=stored, mark=stored.mark, why="over")
    assert isinstance(plan.one(change), Applied)
    again = plan.found(goal()[0])
    assert (again.archived, again.item.status) == (True, Status.DONE)


def test_on_a_site_with_other_statuses_the_nearest_is_taken() -> None:
    tool = JiraTool()
    tool.site.configure({"workflow": ["Open", "Working", "Closed"]})
    tool.write(board(), goal())
    stored = tool.found(goal()[0])
    assert isinstance(tool.one(update(stored).model_copy(update={"move": Status.SHOW})), Applied)
    assert tool.found(goal()[0]).item.status == Status.DOING
    stored = tool.found(goal()[0])
    assert isinstance(tool.one(update(stored).model_copy(update={"move": Status.SHOW})), Applied)


def test_a_person_edit_between_two_runs_never_gets_lost(plan: JiraTool) -> None:
    key = activity(goal()[0])[0]
    plan.rename(plan.found(key).ref, "My own", by=ANA)
    stored = plan.found(key)
    assert isinstance(plan.one(update(stored, due=None)), Applied)
    assert plan.found(key).item.title == "My own"
