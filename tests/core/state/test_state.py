# SPDX-License-Identifier: Apache-2.0
"""What stands on disk: mirror, cursors and journal, and that losing them loses nothing."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from sqlalchemy import select

from mentorkit.errors import LeaseHeld, Unavailable
from mentorkit.ports import Applied, Archive, Conflicted, Cursor, Failed, PlanItem, Reading, Skipped, Stored
from mentorkit.state import State
from mentorkit.state.tables import journal
from mentorkit.testing.factories import create, goal, update
from mentorkit.testing.memory import MemoryStore, MemoryTool
from mentorkit.workspace import STATE_FOLDER
from tests.core.company import MONDAY, Company, stored, write_folder

STORE: MemoryStore[Any] = MemoryStore(MemoryTool())


class Clock:
    """A clock that tests move."""

    now = MONDAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def state(clock: Clock) -> State:
    return State.memory(clock)


def record(n: int, **values: Any) -> Stored[Any]:
    change = create(STORE, goal(n))
    return stored(change.item, mark=change.mark, **{"ref": str(n), "revision": "1", **values})


def reading(*records: Stored[Any], cursor: str | None = "c", gone: tuple[str, ...] = ()) -> Reading[PlanItem]:
    return Reading[PlanItem](records=records, gone=gone, cursor=cursor and Cursor(cursor))


def refs(state: State) -> dict[str, str]:
    return {r.ref: r.revision for r in state.view("plans").by_key.values()}


def test_a_full_reading_replaces_the_mirror(state: State) -> None:
    state.take("plans", reading(record(1), record(2)), full=True)
    state.take("plans", reading(record(2, revision="2"), record(3)), full=True)
    assert refs(state) == {"2": "2", "3": "1"}
    assert state.held("plans") == 2


def test_a_partial_reading_adds_changes_and_takes_away(state: State) -> None:
    state.take("plans", reading(record(1), record(2), record(3)), full=True)
    state.take("plans", reading(record(2, revision="2"), record(4), gone=("3", "99")), full=False)
    assert refs(state) == {"1": "1", "2": "2", "4": "1"}


def test_stores_do_not_mix(state: State) -> None:
    state.take("plans", reading(record(1)), full=True)
    state.take("pages", Reading[Any](records=(), cursor=Cursor("p")), full=True)
    assert state.held("plans") == 1
    assert state.held("pages") == 0


def test_records_come_back_as_they_went_in(state: State) -> None:
    whole = record(
        1, edits={"title": "ana"}, problems=("torn",), stray=True, archived=True, url="https://e.org"
    )
    state.take("plans", reading(whole), full=True)
    assert list(state.view("plans").by_key.values()) == [whole]


def test_the_mirror_takes_many_records(state: State) -> None:
    state.take("plans", reading(*(record(n) for n in range(1, 1201))), full=True)
    state.take("plans", reading(gone=tuple(str(n) for n in range(1, 1200))), full=False)
    assert refs(state) == {"1200": "1"}


def test_a_cursor_remembers_the_last_full_reading(state: State, clock: Clock) -> None:
    assert state.cursor("plans") is None
    state.take("plans", reading(cursor="a"), full=True)
    clock.now += timedelta(hours=5)
    state.take("plans", reading(cursor="b"), full=False)
    assert state.cursor("plans") == ("b", MONDAY)
    state.take("plans", reading(cursor="c"), full=True)
    assert state.cursor("plans") == ("c", MONDAY + timedelta(hours=5))


def test_learning_moves_no_cursor(state: State) -> None:
    state.take("plans", reading(record(1), cursor="a"), full=True)
    state.learn("plans", [record(1, revision="5"), record(2)])
    assert refs(state) == {"1": "5", "2": "1"}
    assert state.cursor("plans") == ("a", MONDAY)


def applied(n: int, revision: str = "9") -> Applied:
    return Applied(key=goal(n)[0], ref=str(n), name=f"M-{n}", revision=revision, url="https://e.org/n")


def test_what_was_made_is_mirrored(state: State) -> None:
    change = create(STORE, goal(1))
    state.begin("plans", [change])
    state.end("plans", change, applied(1))
    (found,) = state.view("plans").by_key.values()
    assert (found.ref, found.name, found.revision, found.url) == ("1", "M-1", "9", "https://e.org/n")
    assert (found.item, found.mark) == (change.item, change.mark)


def test_what_was_changed_and_archived_is_mirrored(state: State) -> None:
    state.take("plans", reading(record(1), record(2)), full=True)
    state.end("plans", update(record(1), title="New"), applied(1))
    there = record(2)
    assert there.mark is not None
    close = Archive[Any](key=goal(2)[0], ref="2", found=there, mark=there.mark, why="over")
    state.end("plans", close, applied(2))
    found = state.view("plans").by_key
    assert found[goal(1)[0]].item.title == "New"
    assert found[goal(2)[0]].archived


@pytest.mark.parametrize(
    "outcome", [Skipped(key=goal(1)[0], why="x"), Failed(key=goal(1)[0], error=Unavailable("p"))]
)
def test_what_was_not_done_changes_no_mirror(state: State, outcome: Any) -> None:
    state.take("plans", reading(record(1)), full=True)
    state.end("plans", update(record(1), title="New"), outcome)
    assert list(state.view("plans").by_key.values()) == [record(1)]


def test_a_conflict_mirrors_what_was_found(state: State) -> None:
    state.take("plans", reading(record(1), record(2)), full=True)
    state.end("plans", update(record(1)), Conflicted[Any](key=goal(1)[0], found=record(1, revision="4")))
    state.end("plans", update(record(2)), Conflicted[Any](key=goal(2)[0], found=None))
    assert refs(state) == {"1": "4"}


def test_the_journal_has_each_write_from_its_beginning_to_its_end(tmp_path: Path, clock: Clock) -> None:
    state = State.at(tmp_path / "state", clock)
    changes = [create(STORE, goal(n)) for n in (1, 2)]
    state.begin("plans", changes)
    state.end("plans", changes[0], applied(1))
    with state._engine.connect() as connection:
        rows = connection.execute(select(journal).order_by(journal.c.id)).all()
    assert [(row.key, row.action, row.state, row.ref) for row in rows] == [
        (goal(1)[0], "create", "applied", "1"),
        (goal(2)[0], "create", "begun", ""),
    ]
    state.close()


def test_a_state_is_found_again(tmp_path: Path, clock: Clock) -> None:
    first = State.at(tmp_path, clock)
    first.take("plans", reading(record(1)), full=True)
    first.close()
    second = State.at(tmp_path, clock)
    assert refs(second) == {"1": "1"}
    assert second.cursor("plans") == ("c", MONDAY)
    second.close()


def test_a_deleted_state_is_a_cold_start_and_nothing_more(tmp_path: Path) -> None:
    company = Company(write_folder(tmp_path), in_memory=False).grown()
    before = company.end_state()
    assert (tmp_path / STATE_FOLDER / "state.sqlite").exists()
    company.fresh(wiped=True)
    assert not (tmp_path / STATE_FOLDER).exists()
    assert company.run().writes == 0
    assert company.end_state() == before
    company.workspace.close()


def test_two_runs_on_one_machine_do_not_write_at_once(tmp_path: Path) -> None:
    company = Company(write_folder(tmp_path), in_memory=False)
    snapshot = company.workspace.look()
    changes = company.workspace.decide(snapshot)
    with FileLock(tmp_path / STATE_FOLDER / "lock"), pytest.raises(LeaseHeld):
        company.workspace.apply(snapshot, changes)
    assert not any(tool.records for tool in company.plugin.tools.values())
    assert company.workspace.apply(snapshot, changes).whole
    company.workspace.close()


@pytest.mark.parametrize("there", [False, True], ids=["new", "made by an earlier version"])
def test_nobody_else_on_the_machine_reads_it(tmp_path: Path, clock: Clock, there: bool) -> None:
    folder = tmp_path / "state"
    if there:
        folder.mkdir(mode=0o755)
    State.at(folder, clock).close()
    assert folder.stat().st_mode & 0o077 == 0
