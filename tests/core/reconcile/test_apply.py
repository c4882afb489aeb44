# SPDX-License-Identifier: Apache-2.0
"""One pass over a change set: order, what is skipped, what is found to be otherwise."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from mentorkit.domain.keys import Key
from mentorkit.errors import InvalidResponse, PermissionDenied, Refused, Unavailable
from mentorkit.ports import Applied, Archive, Change, Create, Outcome
from mentorkit.reconcile.apply import Run, action
from mentorkit.reconcile.changeset import ChangeSet
from mentorkit.reconcile.snapshot import STORES
from mentorkit.testing.factories import activity, create, goal, home, meeting, page, update
from mentorkit.testing.memory import SERVICE, MemoryStore, MemoryTool

GOAL, PAGE, MEETING = goal()[0], page(None)[0], meeting()[0]


class Journal:
    """Notes the order in which it is told things."""

    def __init__(self) -> None:
        self.notes: list[tuple[str, str]] = []

    def begin(self, store: str, batch: Sequence[Change[Any]]) -> None:
        self.notes += [("begin", change.key) for change in batch]

    def end(self, store: str, change: Change[Any], outcome: Any) -> None:
        self.notes.append((type(outcome).__name__.split("[", maxsplit=1)[0], change.key))

    def learn(self, store: str, records: Sequence[Any]) -> None:
        self.notes += [("learn", record.mark.key) for record in records]


class Bench:
    """Three tools, and runs over them."""

    def __init__(self) -> None:
        self.tools: dict[Any, MemoryTool[Any]] = {name: MemoryTool() for name in STORES}
        self.stores: dict[Any, Any] = {name: MemoryStore(self.tools[name], name) for name in STORES}
        self.journal = Journal()
        self.seen: list[tuple[str, Key, str]] = []

    def watch(self, store: Any, change: Any, outcome: Any) -> None:
        self.seen.append((store, change.key, type(outcome).__name__.split("[", maxsplit=1)[0]))

    def run(self, **changes: Any) -> Run:
        wanted = ChangeSet(changes={name: list(changes.get(name, ())) for name in STORES})
        run = Run(wanted, self.stores, self.journal, self.watch)
        run()
        return run

    def made(self, store: str, record: Any, **more: Any) -> Create[Any]:
        return create(self.stores[store], record, **more)

    def stored(self, store: str, record: Any) -> Any:
        """A record that is there already, as the store reads it."""
        self.tools[store].make(self.stores[store].canon(record[1]), self.made(store, record).mark, SERVICE)
        return self.stores[store].locate([record[0]])[record[0]]


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_pages_go_before_plans_before_meetings_and_each_is_journaled_first(bench: Bench) -> None:
    run = bench.run(
        meetings=[bench.made("meetings", meeting())],
        plans=[bench.made("plans", goal())],
        pages=[bench.made("pages", page(None))],
    )
    assert [store for store, *_ in bench.seen] == ["pages", "plans", "meetings"]
    assert bench.journal.notes == [
        note for key in (PAGE, GOAL, MEETING) for note in (("begin", key), ("Applied", key))
    ]
    assert run.report.whole
    assert run.report.applied[0] == ("pages", "create", PAGE, "M-1")
    assert not run.again


def test_what_another_needs_goes_first_whatever_the_store(bench: Bench) -> None:
    bench.run(
        pages=[bench.made("pages", page(None), needs=(GOAL,)), bench.made("pages", home())],
        plans=[bench.made("plans", goal())],
    )
    assert [key for _, key, _ in bench.seen] == [home()[0], GOAL, PAGE]


def test_a_need_that_nobody_makes_holds_nothing_up(bench: Bench) -> None:
    assert bench.run(plans=[bench.made("plans", goal(), needs=(Key("demo/pairing/x/1"),))]).report.whole


def test_what_needs_something_that_failed_is_skipped_down_the_line(bench: Bench) -> None:
    refused = Refused("pages")
    bench.tools["pages"].fault = failing(refused)
    run = bench.run(
        pages=[bench.made("pages", page(None))],
        plans=[bench.made("plans", goal(), needs=(PAGE,))],
        meetings=[bench.made("meetings", meeting(), needs=(GOAL,))],
    )
    assert [error for *_, error in run.report.failed] == [refused]
    assert [key for _, key, _ in run.report.skipped] == [GOAL, MEETING]
    assert run.report.writes == 0
    assert run.report.first_error() is refused
    assert not run.report.whole


def failing(error: Exception, when: str = "before", verbs: tuple[str, ...] = ("create", "update")) -> Any:
    def fault(moment: str, verb: str) -> None:
        if moment == when and verb in verbs:
            raise error

    return fault


def test_a_circle_of_needs_ends(bench: Bench) -> None:
    run = bench.run(
        pages=[bench.made("pages", page(None), needs=(GOAL,))],
        plans=[bench.made("plans", goal(), needs=(PAGE,))],
    )
    assert {key for _, key, _ in run.report.skipped} == {PAGE, GOAL}
    assert bench.seen == []


def test_what_is_there_already_is_learned_and_not_made_again(bench: Bench) -> None:
    bench.stored("plans", goal())
    run = bench.run(plans=[bench.made("plans", goal()), bench.made("plans", goal(2), needs=(GOAL,))])
    assert run.again
    assert len(bench.tools["plans"].records) == 2
    assert ("learn", GOAL) in bench.journal.notes
    assert run.report.writes == 1


def test_nothing_is_made_while_nobody_knows_what_is_there(bench: Bench) -> None:
    bench.tools["plans"].fault = failing(Unavailable("plans"), verbs=("locate",))
    run = bench.run(plans=[bench.made("plans", goal())])
    assert len(run.report.failed) == 1
    assert bench.tools["plans"].records == {}


def test_an_update_needs_no_locating(bench: Bench) -> None:
    change = update(bench.stored("plans", goal()), title="New")
    bench.tools["plans"].fault = failing(Unavailable("plans"), verbs=("locate",))
    assert bench.run(plans=[change]).report.whole


def test_a_conflict_asks_to_decide_again(bench: Bench) -> None:
    stale = bench.stored("plans", goal())
    bench.tools["plans"].edit(stale.ref, "ana", title="Mine")
    run = bench.run(plans=[update(stale, title="New")])
    assert run.again
    assert run.report.conflicted == [("plans", GOAL)]
    assert bench.tools["plans"].records[stale.ref].item.title == "Mine"


def test_a_lost_answer_is_a_failure_that_is_not_sent_again(bench: Bench) -> None:
    bench.tools["plans"].fault = failing(Unavailable("plans", unknown=True), when="after")
    run = bench.run(plans=[bench.made("plans", goal())])
    assert len(run.report.failed) == 1
    assert len(bench.tools["plans"].records) == 1


class Broken(MemoryStore[Any]):
    """An adapter that stops in the middle of a batch, one way or the other."""

    error: Exception | None = PermissionDenied("plans")

    def write(self, batch: Sequence[Change[Any]]) -> Iterator[Outcome[Any]]:
        yield from super().write(batch[:1])
        if self.error:
            raise self.error


def test_an_adapter_that_raises_fails_what_was_left(bench: Bench) -> None:
    bench.stores["plans"] = Broken(bench.tools["plans"])
    run = bench.run(plans=[bench.made("plans", goal(n)) for n in (1, 2, 3)])
    assert run.report.writes == 1
    assert [type(error) for *_, error in run.report.failed] == [PermissionDenied] * 2


def test_an_adapter_that_forgets_an_outcome_is_found_out(bench: Bench) -> None:
    bench.stores["plans"] = Broken(bench.tools["plans"])
    bench.stores["plans"].error = None
    run = bench.run(
        plans=[bench.made("plans", goal(n)) for n in (1, 2)],
        meetings=[bench.made("meetings", meeting(), needs=(goal(2)[0],))],
    )
    assert [type(error) for *_, error in run.report.failed] == [InvalidResponse]
    assert [key for _, key, _ in run.report.skipped] == [MEETING]


def test_a_record_and_its_duplicate_in_one_batch_are_told_apart(bench: Bench) -> None:
    first = bench.stored("plans", goal())
    twice = bench.tools["plans"].make(first.item, first.mark, SERVICE)
    second = first.model_copy(update={"ref": twice.ref, "revision": str(twice.changed)})
    close = Archive[Any](key=GOAL, ref=second.ref, found=second, mark=second.mark, why="made twice")
    run = bench.run(plans=[update(first, title="New"), close])
    assert [(verb, name) for _, verb, _, name in run.report.applied] == [
        ("update", "M-1"),
        ("archive", "M-2"),
    ]


def test_a_child_of_a_failed_parent_is_skipped_by_its_store(bench: Bench) -> None:
    bench.tools["plans"].fault = failing(Refused("plans"))
    run = bench.run(plans=[bench.made("plans", goal()), bench.made("plans", activity(GOAL))])
    assert [key for _, key, _ in run.report.skipped] == [activity(GOAL)[0]]


def test_verbs() -> None:
    bench = Bench()
    there = bench.stored("plans", goal())
    close = Archive[Any](key=GOAL, ref="1", found=there, mark=there.mark, why="over")
    assert [action(change) for change in (bench.made("plans", goal()), update(there), close)] == [
        "create",
        "update",
        "archive",
    ]
    assert ChangeSet(changes={"pages": [], "plans": [close, update(there)], "meetings": []}).counts() == (
        0,
        1,
        1,
    )
    assert Applied(key=GOAL, ref="1", name="M-1", revision="1").url == ""
