# SPDX-License-Identifier: Apache-2.0
"""Creating and updating: bulk, whole, once, and never over a person's edit."""

import math
from datetime import timedelta
from typing import Any

import pytest

from mentorkit.domain.richtext import Unknown, para
from mentorkit.errors import Refused, Unavailable
from mentorkit.ports import (
    Accounts,
    Applied,
    Archive,
    Conflicted,
    Fact,
    Failed,
    Notice,
    PlanKind,
    Skipped,
    Status,
    Stored,
)
from mentorkit.testing.contracts import ours
from mentorkit.testing.factories import ANA, BORIS, NOW, activity, board, create, goal, update
from tests.plugins.jira.tool import EMAILS, SERVICE, JiraTool

FETCH, BULK = "POST /rest/api/3/issue/bulkfetch", "POST /rest/api/3/issue/bulk"
WORK = [{"key": "WEB", "name": "Web", "issues": [{"summary": "Menu"}, {"summary": "Footer"}]}]


@pytest.fixture
def tool() -> JiraTool:
    made = JiraTool(work=WORK)
    write(made, board())
    return made


def write(tool: JiraTool, *records: Any, **more: Any) -> list[Any]:
    store = tool.open()
    return list(store.write([create(store, record, **more) for record in records]))


def found(tool: JiraTool, key: Any) -> Stored[Any]:
    return ours(tool.open().read())[key]


def one(tool: JiraTool, change: Any) -> Any:
    (outcome,) = tool.open().write([change])
    return outcome


def comments(tool: JiraTool, ref: str) -> list[str]:
    shown = tool.ask("GET", f"/rest/api/3/issue/{ref}/comment")["comments"]
    return [comment["body"]["content"][0]["content"][0]["text"] for comment in shown]


def stranger(tool: JiraTool) -> Any:
    """A store that believes Ana's account to be one that the site does not know."""
    accounts = {ANA: "712020:nobody", BORIS: tool.account(EMAILS[BORIS])}
    return tool.open(accounts=Accounts(by_person=accounts))


def minimum(*waves: int) -> int:
    """Requests that creating these waves takes at least: fifty issues a request."""
    return sum(math.ceil(n / 50) for n in waves)


class TestCreating:
    """Issues made in bulk."""

    def test_a_wave_takes_a_request_for_fifty(self, tool: JiraTool) -> None:
        goals = [goal(n, title=f"Goal {n}") for n in range(1, 51)]
        activities = [activity(goals[n % 50][0], n) for n in range(1, 601)]
        tool.requests()
        outcomes = write(tool, *activities, *goals)
        assert all(isinstance(outcome, Applied) for outcome in outcomes)
        seen = tool.requests()
        assert seen.count(BULK) == minimum(50, 600) == 13
        assert seen.count(FETCH) == math.ceil(50 / 100) + math.ceil(600 / 100)
        assert len(seen) == 13 + 7 + 3
        assert len(ours(tool.open().read())) == 651

    def test_everything_is_in_the_first_request(self, tool: JiraTool) -> None:
        (first,) = write(tool, goal())
        item = activity(
            goal()[0],
            body=(para("Why"),),
            work=frozenset({"WEB-1"}),
            details={"skill": "sql"},
            audience=frozenset({ANA, BORIS}),
        )
        notice = Notice(id="hello", body=(para("Welcome"),))
        (outcome,) = write(tool, item, notice=notice, move=Status.DOING)
        record = found(tool, item[0])
        assert record.item == tool.open().canon(item[1]).model_copy(update={"status": Status.DOING})
        assert record.item.parent == goal()[0]
        assert comments(tool, outcome.ref) == ["Welcome"]
        assert (first.revision, outcome.revision) == (found(tool, goal()[0]).revision, record.revision)

    def test_the_first_status_goes_along_as_soon_as_the_transitions_are_known(self, tool: JiraTool) -> None:
        store = tool.open()
        moved = [create(store, goal(n), move="doing") for n in range(1, 103)]
        tool.requests()
        outcomes = list(store.write(moved))
        assert all(isinstance(outcome, Applied) for outcome in outcomes)
        paths = [path.rpartition("/")[2] for path in tool.requests()]
        assert paths.count("transitions") == 100
        read = [record for record in tool.open().read().records if record.ref.isdigit()]
        assert {record.item.status for record in read} == {Status.DOING}
        assert {o.revision for o in outcomes} == {record.revision for record in read}

    def test_what_is_refused_fails_alone(self, tool: JiraTool) -> None:
        store = stranger(tool)
        good, bad = create(store, goal(1, body=())), create(store, goal(2))
        good = good.model_copy(update={"item": good.item.model_copy(update={"assignee": BORIS})})
        child = create(store, activity(goal(2)[0]))
        outcomes = {outcome.key: outcome for outcome in store.write([child, bad, good])}
        assert isinstance(outcomes[good.key], Applied)
        assert isinstance(outcomes[bad.key], Failed)
        assert isinstance(outcomes[bad.key].error, Refused)
        assert "does not exist" in outcomes[bad.key].error.reason
        assert isinstance(outcomes[child.key], Skipped)

    def test_when_all_are_refused_each_says_why(self, tool: JiraTool) -> None:
        store = stranger(tool)
        outcomes = list(store.write([create(store, goal(n)) for n in (1, 2)]))
        assert [type(outcome.error) for outcome in outcomes] == [Refused, Refused]
        assert all("assignee" in outcome.error.reason for outcome in outcomes)

    def test_a_link_that_cannot_be_made_does_not_lose_the_issue(self, tool: JiraTool) -> None:
        record = goal(work=frozenset({"WEB-404"}))
        (outcome,) = write(tool, record)
        assert isinstance(outcome, Failed)
        assert found(tool, record[0]).item.work == frozenset()

    def test_what_cannot_be_written_is_refused_before_it_is_sent(self, tool: JiraTool) -> None:
        tool.requests()
        (outcome,) = write(tool, goal(body=(Unknown(name="media"),)))
        assert isinstance(outcome, Failed)
        assert BULK not in tool.requests()

    def test_a_parent_that_is_not_there_fails(self, tool: JiraTool) -> None:
        (outcome,) = write(tool, activity(goal()[0]))
        assert isinstance(outcome, Failed)

    def test_a_step_is_a_subtask_of_its_activity(self, tool: JiraTool) -> None:
        top, middle = goal(), activity(goal()[0])
        item = middle[1].model_copy(update={"kind": PlanKind.STEP, "parent": middle[0]})
        step = (middle[0].replace("activity", "step"), item)
        outcomes = write(tool, step, middle, top)
        assert all(isinstance(outcome, Applied) for outcome in outcomes)
        record = found(tool, step[0])
        assert (record.item.kind, record.item.parent) == (PlanKind.STEP, middle[0])
        assert tool.issue(record.ref)["fields"]["issuetype"]["name"] == "Sub-task"

    @pytest.mark.parametrize("kind", ["drop-after", "503-after", "cut-body"])
    @pytest.mark.parametrize("lag", [0.0, 600.0])
    def test_a_lost_answer_is_found_and_never_resent(self, tool: JiraTool, kind: str, lag: float) -> None:
        tool.site.configure({"index_lag_seconds": lag})
        tool.fault(kind, path=r"/issue/bulk$")
        outcomes = write(tool, goal(), activity(goal()[0], 1), activity(goal()[0], 2))
        assert all(isinstance(outcome, Applied) for outcome in outcomes)
        assert len(ours(tool.open().read())) == 4

    def test_a_request_that_never_arrived_is_unknown_until_somebody_looks(self, tool: JiraTool) -> None:
        tool.fault("drop-before", path=r"/issue/bulk$")
        first, second = write(tool, goal(), activity(goal()[0]))
        assert isinstance(first.error, Unavailable)
        assert first.error.unknown
        assert isinstance(second, Skipped)
        assert tool.open().locate([goal()[0]]) == {}

    def test_killed_anywhere_and_run_again_it_is_the_same(self) -> None:
        records = (board(), goal(), activity(goal()[0], 1), activity(goal()[0], 2))
        for skip in range(14):
            tool = JiraTool()
            tool.fault("drop-after", path="", skip=skip, count=50)
            write(tool, *records)
            tool.site.faults.clear()
            store = tool.open()
            left = [record for record in records if record[0] not in store.locate([r[0] for r in records])]
            outcomes = list(store.write([create(store, record) for record in left]))
            assert all(isinstance(outcome, Applied) for outcome in outcomes), (skip, outcomes)
            keys = [record.mark.key for record in tool.open().read().records if record.mark is not None]
            assert sorted(keys) == sorted(record[0] for record in records)


class TestUpdating:
    """Issues changed in place."""

    @pytest.fixture
    def plan(self, tool: JiraTool) -> JiraTool:
        write(tool, goal(), activity(goal()[0], work=frozenset({"WEB-1"})))
        return tool

    def test_fields_comment_and_mark_are_one_request(self, plan: JiraTool) -> None:
        stored = found(plan, goal()[0])
        assert stored.mark is not None
        fact = Fact(name="nudge/due", at=NOW)
        change = update(stored, title="Newer", due=None, assignee=BORIS, body=(para("Why"),)).model_copy(
            update={
                "notice": Notice(id="nudge", body=(para("Soon due"),)),
                "mark": stored.mark.model_copy(update={"ledger": (fact,)}),
            }
        )
        plan.requests()
        outcome = one(plan, change)
        assert plan.requests() == [
            "GET /rest/api/3/project/MENT",
            "GET /rest/api/3/field",
            FETCH,
            "GET /rest/api/3/myself",
            f"PUT /rest/api/3/issue/{stored.ref}",
            FETCH,
        ]
        again = found(plan, goal()[0])
        assert again.item == stored.item.model_copy(
            update={"title": "Newer", "due": None, "assignee": BORIS, "body": (para("Why"),)}
        )
        assert again.mark is not None
        assert again.mark.ledger == (fact,)
        assert comments(plan, stored.ref) == ["Soon due"]
        assert outcome.revision == again.revision

    def test_a_move_carries_mark_and_comment(self, plan: JiraTool) -> None:
        stored = found(plan, goal()[0])
        notice = Notice(id="done", body=(para("Well done"),))
        plan.requests()
        outcome = one(plan, update(stored).model_copy(update={"move": Status.DONE, "notice": notice}))
        assert isinstance(outcome, Applied)
        writes = [path for path in plan.requests() if path.startswith(("PUT", "POST /rest/api/3/issue/1"))]
        assert writes == [f"POST /rest/api/3/issue/{stored.ref}/transitions"]
        assert comments(plan, stored.ref) == ["Well done"]
        assert found(plan, goal()[0]).item.status == Status.DONE

    def test_fields_go_before_a_move(self, plan: JiraTool) -> None:
        stored = found(plan, goal()[0])
        plan.requests()
        one(plan, update(stored, title="Newer").model_copy(update={"move": Status.SHOW}))
        writes = [path for path in plan.requests() if path.startswith(("PUT", "POST /rest/api/3/issue/1"))]
        assert writes == [
            f"PUT /rest/api/3/issue/{stored.ref}",
            f"POST /rest/api/3/issue/{stored.ref}/transitions",
        ]
        again = found(plan, goal()[0])
        assert (again.item.title, again.item.status) == ("Newer", Status.SHOW)

    def test_called_off_is_told_from_done(self, plan: JiraTool) -> None:
        key = activity(goal()[0])[0]
        one(plan, update(found(plan, key)).model_copy(update={"move": Status.CANCELED}))
        stored = found(plan, key)
        assert stored.item.status == Status.CANCELED
        assert isinstance(one(plan, update(stored, title="Still off")), Applied)
        assert found(plan, key).item.status == Status.CANCELED
        one(plan, update(found(plan, key)).model_copy(update={"move": Status.DONE}))
        assert found(plan, key).item.status == Status.DONE

    def test_links_are_added_and_taken_away(self, plan: JiraTool) -> None:
        key = activity(goal()[0])[0]
        stored = found(plan, key)
        assert stored.item.work == frozenset({"WEB-1"})
        assert isinstance(one(plan, update(stored, work=frozenset({"WEB-2"}))), Applied)
        assert found(plan, key).item.work == frozenset({"WEB-2"})

    def test_a_parent_is_changed_and_cleared(self, plan: JiraTool) -> None:
        write(plan, goal(2))
        key = activity(goal()[0])[0]
        assert isinstance(one(plan, update(found(plan, key), parent=goal(2)[0])), Applied)
        assert found(plan, key).item.parent == goal(2)[0]
        assert isinstance(one(plan, update(found(plan, key), parent=None)), Applied)
        assert found(plan, key).item.parent is None

    @pytest.mark.parametrize(("n", "expected"), [(2, 2), (120, 0)])
    def test_many_marks_go_by_the_bulk_operation(self, tool: JiraTool, n: int, expected: int) -> None:
        write(tool, *(goal(i) for i in range(1, n + 1)))
        read = [record for record in ours(tool.open().read()).values() if record.ref.isdigit()]
        changes = [
            update(record, details={"sealed": "yes"}).model_copy(update={"fields": frozenset({"details"})})
            for record in read
        ]
        tool.requests()
        outcomes = list(tool.open().write(changes))
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
    def test_a_lost_answer_to_the_bulk_operation_is_read_back(
        self, tool: JiraTool, path: str, kind: str
    ) -> None:
        write(tool, *(goal(i) for i in range(1, 5)))
        read = [record for record in ours(tool.open().read()).values() if record.ref.isdigit()]
        tool.fault(kind, path=path)
        outcomes = list(tool.open().write([update(record, details={"a": "b"}) for record in read]))
        assert all(isinstance(outcome, Applied) for outcome in outcomes)

    @pytest.mark.parametrize("kind", ["drop-after", "503-after", "cut-body"])
    def test_a_lost_answer_to_an_edit_is_read_back(self, plan: JiraTool, kind: str) -> None:
        stored = found(plan, goal()[0])
        assert stored.mark is not None
        mark = stored.mark.model_copy(update={"base": {"title": "0000000000"}})
        plan.fault(kind, path=r"/issue/\d+$", method="PUT")
        outcome = one(plan, update(stored, title="Newer").model_copy(update={"mark": mark}))
        assert isinstance(outcome, Applied)
        assert found(plan, goal()[0]).item.title == "Newer"

    def test_an_edit_that_never_arrived_fails_as_unknown(self, plan: JiraTool) -> None:
        stored = found(plan, goal()[0])
        plan.fault("drop-before", path=r"/issue/\d+$", method="PUT")
        outcome = one(plan, update(stored, title="Newer"))
        assert isinstance(outcome.error, Unavailable)
        assert outcome.error.unknown
        assert found(plan, goal()[0]) == stored

    def test_a_comment_of_a_person_meanwhile_is_a_conflict(self, plan: JiraTool) -> None:
        stored = found(plan, goal()[0])
        text = {"type": "paragraph", "content": [{"type": "text", "text": "Hm"}]}
        body = {"body": {"version": 1, "type": "doc", "content": [text]}}
        plan.site.clock.advance(timedelta(seconds=1))
        plan.ask("POST", f"/rest/api/3/issue/{stored.ref}/comment", body, by=ANA)
        outcome = one(plan, update(stored, title="Newer"))
        assert isinstance(outcome, Conflicted)
        assert outcome.found == found(plan, goal()[0])

    def test_what_the_site_refuses_fails(self, plan: JiraTool) -> None:
        store = stranger(plan)
        stored = ours(store.read())[goal()[0]]
        (outcome,) = store.write([update(stored, assignee=ANA)])
        assert isinstance(outcome, Failed)
        assert isinstance(outcome.error, Refused)

    def test_archiving_closes_with_a_word_and_can_be_undone_by_people(self, plan: JiraTool) -> None:
        key = activity(goal()[0])[0]
        stored = found(plan, key)
        assert stored.mark is not None
        change = Archive[Any](key=key, ref=stored.ref, found=stored, mark=stored.mark, why="a second copy")
        assert isinstance(one(plan, change), Applied)
        again = found(plan, key)
        assert (again.archived, again.item.status) == (True, Status.CANCELED)
        assert comments(plan, stored.ref) == ["a second copy"]
        plan.ask("POST", f"/rest/api/3/issue/{stored.ref}/transitions", {"transition": {"id": "31"}}, by=ANA)
        assert (found(plan, key).archived, found(plan, key).item.status) == (False, Status.DOING)

    def test_what_was_done_stays_done_in_the_archive(self, plan: JiraTool) -> None:
        one(plan, update(found(plan, goal()[0])).model_copy(update={"move": Status.DONE}))
        stored = found(plan, goal()[0])
        assert stored.mark is not None
        change = Archive[Any](key=goal()[0], ref=stored.ref, found=stored, mark=stored.mark, why="over")
        assert isinstance(one(plan, change), Applied)
        again = found(plan, goal()[0])
        assert (again.archived, again.item.status) == (True, Status.DONE)

    def test_on_a_site_with_other_statuses_the_nearest_is_taken(self) -> None:
        tool = JiraTool()
        tool.site.configure({"workflow": ["Open", "Working", "Closed"]})
        write(tool, board(), goal())
        stored = found(tool, goal()[0])
        assert isinstance(one(tool, update(stored).model_copy(update={"move": Status.SHOW})), Applied)
        assert found(tool, goal()[0]).item.status == Status.DOING
        stored = found(tool, goal()[0])
        assert isinstance(one(tool, update(stored).model_copy(update={"move": Status.SHOW})), Applied)

    def test_a_person_edit_between_two_runs_never_gets_lost(self, plan: JiraTool) -> None:
        key = activity(goal()[0])[0]
        plan.rename(found(plan, key).ref, "My own", by=ANA)
        stored = found(plan, key)
        assert isinstance(one(plan, update(stored, due=None)), Applied)
        assert found(plan, key).item.title == "My own"


def test_what_needs_itself_in_a_circle_is_made_without_waiting(tool: JiraTool) -> None:
    store = tool.open()
    first = create(store, goal(1), needs=(goal(2)[0],))
    second = create(store, goal(2), needs=(goal(1)[0],))
    assert all(isinstance(outcome, Applied) for outcome in store.write([first, second]))


def test_without_a_project_everything_fails() -> None:
    (outcome,) = write(JiraTool(), goal())
    assert isinstance(outcome, Failed)


def test_wrong_credentials_fail_every_change_and_raise_nothing(tool: JiraTool) -> None:
    person = tool.site.person_by_email(SERVICE)
    assert person is not None
    store = tool.open()
    change = create(store, goal())
    tool.fault("500", path="", count=99)
    assert isinstance(next(store.write([change])), Failed)
