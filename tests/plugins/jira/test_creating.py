# SPDX-License-Identifier: Apache-2.0
"""Creating: bulk, whole and once, whatever happens to the answer."""

import math
from typing import Any

import pytest

from mentorkit.domain.richtext import Unknown, para
from mentorkit.errors import Refused, Unavailable
from mentorkit.ports import (
    Applied,
    Failed,
    Notice,
    PlanKind,
    Skipped,
    Status,
)
from mentorkit.testing.contracts import ours
from mentorkit.testing.factories import ANA, BORIS, activity, board, create, goal
from tests.plugins.atlassian.tool import SERVICE
from tests.plugins.jira.tool import JiraTool

FETCH, BULK = "POST /rest/api/3/issue/bulkfetch", "POST /rest/api/3/issue/bulk"
WORK = [{"key": "WEB", "name": "Web", "issues": [{"summary": "Menu"}, {"summary": "Footer"}]}]


@pytest.fixture
def tool() -> JiraTool:
    made = JiraTool(work=WORK)
    made.write(board())
    return made


def minimum(*waves: int) -> int:
    """Requests that creating these waves takes at least: fifty issues a request."""
    return sum(math.ceil(n / 50) for n in waves)


def test_a_wave_takes_a_request_for_fifty(tool: JiraTool) -> None:
    goals = [goal(n, title=f"Goal {n}") for n in range(1, 51)]
    activities = [activity(goals[n % 50][0], n) for n in range(1, 601)]
    tool.requests()
    outcomes = tool.write(*activities, *goals)
    assert all(isinstance(outcome, Applied) for outcome in outcomes)
    seen = tool.requests()
    assert seen.count(BULK) == minimum(50, 600) == 13
    assert seen.count(FETCH) == math.ceil(50 / 100) + math.ceil(600 / 100)
    assert len(seen) == 13 + 7 + 3
    assert len(ours(tool.open().read())) == 651


def test_everything_is_in_the_first_request(tool: JiraTool) -> None:
    (first,) = tool.write(goal())
    item = activity(
        goal()[0],
        body=(para("Why"),),
        work=frozenset({"WEB-1"}),
        details={"skill": "sql"},
        audience=frozenset({ANA, BORIS}),
    )
    notice = Notice(id="hello", body=(para("Welcome"),))
    (outcome,) = tool.write(item, notice=notice, move=Status.DOING)
    record = tool.found(item[0])
    assert record.item == tool.open().canon(item[1]).model_copy(update={"status": Status.DOING})
    assert record.item.parent == goal()[0]
    assert tool.comments(outcome.ref) == ["Welcome"]
    assert (first.revision, outcome.revision) == (tool.found(goal()[0]).revision, record.revision)


def test_the_first_status_goes_along_as_soon_as_the_transitions_are_known(tool: JiraTool) -> None:
    store = tool.open()
    moved = [create(store, goal(n), move="doing") for n in range(1, 103)]
    tool.requests()
    outcomes: list[Any] = list(store.write(moved))
    assert all(isinstance(outcome, Applied) for outcome in outcomes)
    paths = [path.rpartition("/")[2] for path in tool.requests()]
    assert paths.count("transitions") == 100
    read = [record for record in tool.open().read().records if record.ref.isdigit()]
    assert {record.item.status for record in read} == {Status.DOING}
    assert {o.revision for o in outcomes} == {record.revision for record in read}


def test_what_is_refused_fails_alone(tool: JiraTool) -> None:
    store = tool.stranger()
    good, bad = create(store, goal(1, body=())), create(store, goal(2))
    good = good.model_copy(update={"item": good.item.model_copy(update={"assignee": BORIS})})
    child = create(store, activity(goal(2)[0]))
    outcomes: dict[str, Any] = {outcome.key: outcome for outcome in store.write([child, bad, good])}
    assert isinstance(outcomes[good.key], Applied)
    assert isinstance(outcomes[bad.key], Failed)
    assert isinstance(outcomes[bad.key].error, Refused)
    assert "does not exist" in outcomes[bad.key].error.reason
    assert isinstance(outcomes[child.key], Skipped)


def test_when_all_are_refused_each_says_why(tool: JiraTool) -> None:
    store = tool.stranger()
    outcomes: list[Any] = list(store.write([create(store, goal(n)) for n in (1, 2)]))
    assert [type(outcome.error) for outcome in outcomes] == [Refused, Refused]
    assert all("assignee" in outcome.error.reason for outcome in outcomes)


def test_a_link_that_cannot_be_made_does_not_lose_the_issue(tool: JiraTool) -> None:
    record = goal(work=frozenset({"WEB-404"}))
    (outcome,) = tool.write(record)
    assert isinstance(outcome, Failed)
    assert tool.found(record[0]).item.work == frozenset()


def test_what_cannot_be_written_is_refused_before_it_is_sent(tool: JiraTool) -> None:
    tool.requests()
    (outcome,) = tool.write(goal(body=(Unknown(name="media"),)))
    assert isinstance(outcome, Failed)
    assert BULK not in tool.requests()


def test_a_parent_that_is_not_there_fails(tool: JiraTool) -> None:
    (outcome,) = tool.write(activity(goal()[0]))
    assert isinstance(outcome, Failed)


def test_a_step_is_a_subtask_of_its_activity(tool: JiraTool) -> None:
    top, middle = goal(), activity(goal()[0])
    item = middle[1].model_copy(update={"kind": PlanKind.STEP, "parent": middle[0]})
    step = (middle[0].replace("activity", "step"), item)
    outcomes = tool.write(step, middle, top)
    assert all(isinstance(outcome, Applied) for outcome in outcomes)
    record = tool.found(step[0])
    assert (record.item.kind, record.item.parent) == (PlanKind.STEP, middle[0])
    assert tool.issue(record.ref)["fields"]["issuetype"]["name"] == "Sub-task"


@pytest.mark.parametrize("kind", ["drop-after", "503-after", "cut-body"])
@pytest.mark.parametrize("lag", [0.0, 600.0])
def test_a_lost_answer_is_found_and_never_resent(tool: JiraTool, kind: str, lag: float) -> None:
    tool.site.configure({"index_lag_seconds": lag})
    tool.fault(kind, path=r"/issue/bulk$")
    outcomes = tool.write(goal(), activity(goal()[0], 1), activity(goal()[0], 2))
    assert all(isinstance(outcome, Applied) for outcome in outcomes)
    assert len(ours(tool.open().read())) == 4


def test_a_request_that_never_arrived_is_unknown_until_somebody_looks(tool: JiraTool) -> None:
    tool.fault("drop-before", path=r"/issue/bulk$")
    first, second = tool.write(goal(), activity(goal()[0]))
    assert isinstance(first.error, Unavailable)
    assert first.error.unknown
    assert isinstance(second, Skipped)
    assert tool.open().locate([goal()[0]]) == {}


def test_killed_anywhere_and_run_again_it_is_the_same() -> None:
    records = (board(), goal(), activity(goal()[0], 1), activity(goal()[0], 2))
    for skip in range(14):
        tool = JiraTool()
        tool.fault("drop-after", path="", skip=skip, count=50)
        tool.write(*records)
        tool.site.faults.clear()
        store = tool.open()
        left = [record for record in records if record[0] not in store.locate([r[0] for r in records])]
        outcomes: list[Any] = list(store.write([create(store, record) for record in left]))
        assert all(isinstance(outcome, Applied) for outcome in outcomes), (skip, outcomes)
        keys = [record.mark.key for record in tool.open().read().records if record.mark is not None]
        assert sorted(keys) == sorted(record[0] for record in records)


def test_what_needs_itself_in_a_circle_is_made_without_waiting(tool: JiraTool) -> None:
    store = tool.open()
    first = create(store, goal(1), needs=(goal(2)[0],))
    second = create(store, goal(2), needs=(goal(1)[0],))
    assert all(isinstance(outcome, Applied) for outcome in store.write([first, second]))


def test_without_a_project_everything_fails() -> None:
    (outcome,) = JiraTool().write(goal())
    assert isinstance(outcome, Failed)


def test_wrong_credentials_fail_every_change_and_raise_nothing(tool: JiraTool) -> None:
    person = tool.site.person_by_email(SERVICE)
    assert person is not None
    store = tool.open()
    change = create(store, goal())
    tool.fault("500", path="", count=99)
    assert isinstance(next(store.write([change])), Failed)
