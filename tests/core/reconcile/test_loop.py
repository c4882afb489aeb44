# SPDX-License-Identifier: Apache-2.0
"""The loop: when it looks at everything, when it stops, and who may write."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mentorkit.errors import Conflict, IncompleteReading, LeaseHeld, StoreEmptied, TooManyChanges, Unavailable
from mentorkit.ports import Audience, Cursor, Lease, Reading
from mentorkit.reconcile.loop import LEASE_SECONDS, Loop
from mentorkit.testing.memory import MemoryStore
from tests.core.company import ANA, MONDAY, PAIRING, Company, key, write_folder


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(write_folder(tmp_path))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each read whether it had a cursor."""
    seen: list[bool] = []
    read = MemoryStore.read

    def watched(store: MemoryStore[Any], since: Cursor | None = None) -> Reading[Any]:
        seen.append(since is not None)
        return read(store, since)

    monkeypatch.setattr(MemoryStore, "read", watched)
    return seen


@pytest.mark.parametrize(("hours", "cursor"), [(0, True), (23.9, True), (24, False), (100, False)])
def test_everything_is_looked_at_once_a_day(
    company: Company, asked: list[bool], hours: float, cursor: bool
) -> None:
    company.run()
    assert asked == [False] * 3
    company.later(hours=hours)
    company.decide()
    assert asked[3:] == [cursor] * 3


def test_small_looks_do_not_put_off_the_full_one(company: Company, asked: list[bool]) -> None:
    company.run()
    for _ in range(3):
        company.later(hours=9)
        company.decide()
    assert asked[3:] == [True] * 6 + [False] * 3


def test_everything_is_looked_at_when_asked_to(company: Company, asked: list[bool]) -> None:
    company.run()
    company.decide(full=True)
    assert asked[3:] == [False] * 3


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("store", ["pages", "plans"])
def test_a_store_that_suddenly_lists_nothing_stops_the_run(company: Company, store: Any, full: bool) -> None:
    company.run()
    company.decide()
    held = len(company.tool(store).records)
    company.tool(store).records.clear()
    for _ in range(2):
        with pytest.raises(StoreEmptied) as caught:
            company.workspace.look(full=full)
        assert (caught.value.store, caught.value.before) == (store, held)
    company.workspace.look(full=full, force=True)


def test_a_calendar_may_be_deleted_at_will(company: Company) -> None:
    company.grown()
    meetings = len(company.tool("meetings").records)
    company.tool("meetings").records.clear()
    report = company.run()
    assert report.writes == meetings == len(company.tool("meetings").records)


def test_no_rule_runs_on_half_a_reading(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    company.run()
    read = MemoryStore.read

    def stopped(store: MemoryStore[Any], since: Cursor | None = None) -> Reading[Any]:
        return read(store, since).model_copy(update={"complete": False, "records": ()})

    monkeypatch.setattr(MemoryStore, "read", stopped)
    with pytest.raises(IncompleteReading) as caught:
        company.workspace.look(full=True)
    assert caught.value.store == "pages"
    monkeypatch.undo()
    assert len(company.decide()) == 0


def test_a_limit_stops_before_the_first_write(company: Company) -> None:
    company.run()
    for held in company.ours("pages").values():
        company.tool("pages").edit(held.ref, ANA, audience=Audience(view=frozenset({ANA})))
    snapshot = company.workspace.look()
    before = company.end_state()
    with pytest.raises(TooManyChanges):
        company.workspace.apply(snapshot, company.workspace.decide(snapshot))
    assert company.end_state() == before


def test_a_conflict_is_decided_again_in_the_same_run(company: Company) -> None:
    """Somebody renames the page between look and write: the name stays, the rest is written."""
    company.run()
    company.accept()
    snapshot = company.workspace.look()
    changes = company.workspace.decide(snapshot)
    company.tool("pages").edit(company.held(PAIRING).ref, ANA, title="Ours")
    report = company.workspace.apply(snapshot, changes)
    page = company.held(PAIRING)
    assert page.item.title == "Ours"
    assert page.mark is not None
    assert page.mark.has("accepted-by", by=ANA)
    assert [(kept.key, kept.field, kept.by) for kept in report.kept] == [(PAIRING, "title", ANA)]
    assert report.whole
    assert report.conflicted == []


def test_a_record_deleted_between_look_and_write_is_seen_in_the_same_run(company: Company) -> None:
    company.run()
    company.rate(ANA, "3", "3")
    snapshot = company.workspace.look()
    changes = company.workspace.decide(snapshot)
    growth = key("growth", ANA)
    company.tool("pages").delete(company.held(growth).ref)
    report = company.workspace.apply(snapshot, changes)
    assert report.whole
    assert company.held(growth).item.generated("needed") is not None
    assert len(company.decide()) == 0


class Keeper:
    """Keeps a lease as a tool would, by its own clock."""

    def __init__(self) -> None:
        self.held = Lease(now=MONDAY, token="0")
        self.released: list[Lease] = []
        self.between: Callable[[], None] = lambda: None

    def peek(self) -> Lease:
        return self.held

    def take(self, seen: Lease, holder: str, seconds: int) -> Lease:
        self.between()
        if seen.token != self.held.token:
            raise Conflict("pages", "lease")
        until = self.held.now + timedelta(seconds=seconds)
        self.held = Lease(holder=holder, until=until, now=self.held.now, token=self.held.token + "+")
        return self.held

    def release(self, held: Lease) -> None:
        self.released.append(held)
        self.held = Lease(now=self.held.now, token=self.held.token + "-")


@pytest.fixture
def keeper(company: Company) -> Keeper:
    keeper = Keeper()
    company.workspace.loop.lease = keeper
    return keeper


def loop_of(company: Company) -> Loop:
    return company.workspace.loop


def test_the_lease_is_taken_for_a_write_and_given_back(company: Company, keeper: Keeper) -> None:
    company.run()
    assert [(lease.holder, lease.until) for lease in keeper.released] == [
        (loop_of(company).holder, MONDAY + timedelta(seconds=LEASE_SECONDS))
    ]
    company.run()
    assert len(keeper.released) == 1, "nothing to write needs no lease"
    company.accept()
    company.run()
    assert len(keeper.released) == 2


@pytest.mark.parametrize(
    ("holder", "minutes", "may"),
    [("another", 10, False), ("another", 0, True), ("another", -5, True), ("", 10, True)],
)
def test_who_may_write(company: Company, keeper: Keeper, holder: str, minutes: int, may: bool) -> None:
    keeper.held = Lease(holder=holder, until=MONDAY + timedelta(minutes=minutes), now=MONDAY, token="7")
    if may:
        assert company.run().whole
        return
    with pytest.raises(LeaseHeld) as caught:
        company.run()
    assert caught.value.holder == holder
    assert not any(tool.records for tool in company.plugin.tools.values())


def test_a_run_that_was_killed_may_go_on_at_once(company: Company, keeper: Keeper) -> None:
    until = MONDAY + timedelta(minutes=10)
    keeper.held = Lease(holder=loop_of(company).holder, until=until, now=MONDAY, token="7")
    assert company.run().whole


def test_of_two_that_look_at_once_one_writes(company: Company, keeper: Keeper) -> None:
    def another() -> None:
        until = MONDAY + timedelta(minutes=30)
        keeper.held = Lease(holder="another", until=until, now=MONDAY, token="x")

    keeper.between = another
    with pytest.raises(LeaseHeld) as caught:
        company.run()
    assert caught.value.holder == "another"
    assert not any(tool.records for tool in company.plugin.tools.values())


def test_a_lease_that_cannot_be_given_back_loses_no_report(
    company: Company, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(_held: Lease) -> None:
        raise Unavailable("pages", unknown=True)

    monkeypatch.setattr(keeper, "release", lost)
    assert company.run().whole


def test_two_applies_in_one_process_take_the_lease_anew(company: Company, keeper: Keeper) -> None:
    snapshot = company.workspace.look()
    changes = company.workspace.decide(snapshot)
    company.workspace.apply(snapshot, changes)
    assert company.workspace.apply(snapshot, changes).whole
    assert len(keeper.released) == 2
