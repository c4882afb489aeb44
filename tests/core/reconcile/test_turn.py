# SPDX-License-Identifier: Apache-2.0
"""Who may write: the lease is taken, renewed in a long run, lost, and given back."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from mentorkit.errors import Conflict, LeaseHeld, Unavailable
from mentorkit.ports import Lease
from mentorkit.reconcile.loop import Loop
from mentorkit.reconcile.turn import LEASE_SECONDS
from tests.core.company import MONDAY, Company, write_folder


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(write_folder(tmp_path))


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


class Ticks:
    """Seconds that pass while a run writes: so many with each outcome."""

    def __init__(self, each: float) -> None:
        self.now, self.each = 0.0, each

    def __call__(self) -> float:
        self.now += self.each
        return self.now


def test_a_long_run_renews_its_lease(company: Company, keeper: Keeper) -> None:
    """Each outcome takes ten minutes; a tool that does not answer once is asked again."""
    taken: list[str] = []

    def answered_but_once() -> None:
        taken.append(keeper.held.holder)
        if len(taken) == 3:
            raise Unavailable("pages")

    keeper.between = answered_but_once
    loop_of(company).ticks = Ticks(LEASE_SECONDS / 3)
    report = company.run()
    assert report.whole
    assert len(taken) > len(report.applied) / 2 > 3
    assert set(taken) == {"", loop_of(company).holder}
    assert [lease.holder for lease in keeper.released] == [loop_of(company).holder]


@pytest.mark.parametrize("error", [None, Unavailable("pages")], ids=["taken", "unreachable"])
def test_a_run_whose_lease_was_lost_stops(
    company: Company, keeper: Keeper, error: Unavailable | None
) -> None:
    """The machine slept over its lease, and another took it; or nobody says whether one did."""

    def later() -> None:
        if not keeper.held.holder:
            return
        if error is not None:
            raise error
        until = MONDAY + timedelta(hours=2)
        keeper.held = Lease(holder="eva on laptop-7", until=until, now=MONDAY, token="x")

    keeper.between = later
    loop_of(company).ticks = Ticks(LEASE_SECONDS * 2)
    with pytest.raises(LeaseHeld if error is None else Unavailable) as caught:
        company.run()
    if error is None:
        assert (caught.value.holder, "11:00" in caught.value.until) == ("eva on laptop-7", True)
    made = sum(len(tool.records) for tool in company.plugin.tools.values())
    assert made == 1, "it stopped at the first outcome"
    keeper.between = lambda: None
    keeper.held = Lease(now=MONDAY, token="y")
    loop_of(company).ticks = Ticks(0)
    company.run()
    assert len(company.decide()) == 0


def test_a_holder_says_whom_to_ask(company: Company) -> None:
    assert re.fullmatch(r".+ on .+", loop_of(company).holder)
