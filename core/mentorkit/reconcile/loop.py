# SPDX-License-Identifier: Apache-2.0
"""The loop: look at every tool, decide, and apply; the same after set-up, every night, after a crash."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from mentorkit.adapters import Addresses
from mentorkit.errors import IncompleteReading, StoreEmptied
from mentorkit.ports import Accounts, Change, Lease, LeaseKeeper, Store
from mentorkit.reconcile.apply import Run
from mentorkit.reconcile.changeset import ChangeSet, Report
from mentorkit.reconcile.diff import Rules, decide
from mentorkit.reconcile.limits import check_limits
from mentorkit.reconcile.snapshot import KNOWN_AFTER_APPLY, STORES, Snapshot, StoreName
from mentorkit.reconcile.turn import Turn
from mentorkit.state.state import State

FULL_LOOK = timedelta(hours=24)
PASSES = 3
_PEOPLES_WORDS: tuple[StoreName, ...] = ("pages", "plans")
"""Stores that hold people's words; a calendar feed is a mirror and may be deleted at will."""

Watch = Callable[[StoreName, Change[Any], Any], None]


@dataclass
class Loop:
    """The loop over one program's stores. ``rules`` turn a snapshot into wishes and are pure."""

    program: str
    stores: Mapping[StoreName, Store[Any]]
    state: State
    rules: Rules
    now: Callable[[], datetime]
    holder: str
    lease: LeaseKeeper | None = None
    accounts: Callable[[], tuple[Accounts, tuple[str, ...]]] = lambda: (Accounts(), ())
    on_ready: Callable[[ChangeSet], None] = lambda _changes: None
    watch: Watch = lambda _store, _change, _outcome: None
    addresses: Addresses = field(default_factory=Addresses)
    ticks: Callable[[], float] = time.monotonic
    _seen: Lease | None = field(default=None, init=False)

    def look(self, *, full: bool = False, force: bool = False) -> Snapshot:
        """Read what changed since the last look (everything, when asked to or once a day).

        Raises IncompleteReading, StoreEmptied (unless ``force``), AdapterError.
        """
        if self.lease is not None:
            self._seen = self.lease.peek()
        for key, url in self.state.addresses():
            self.addresses.learn(key, url)
        accounts, missing = self.accounts()
        for name in STORES:
            self._read(name, full=full, force=force)
        found = Snapshot(accounts=accounts, missing_people=missing)
        return self.mirrored(found)

    def _read(self, name: StoreName, *, full: bool, force: bool) -> None:
        known = self.state.cursor(name)
        stale = known is None or full or self.now() - known[1] >= FULL_LOOK
        reading = self.stores[name].read(None if stale or known is None else known[0])
        if not reading.complete:
            raise IncompleteReading(name)
        held = self.state.held(name)
        lost = (stale and not reading.records) or len(reading.gone) >= held
        if held and lost and name in _PEOPLES_WORDS and not force:
            raise StoreEmptied(name, held)
        self.state.take(name, reading, full=stale)

    def mirrored(self, snapshot: Snapshot) -> Snapshot:
        """The snapshot with what the mirror holds now."""
        return snapshot.having({name: self.state.view(name) for name in STORES})

    def decide(self, snapshot: Snapshot) -> ChangeSet:
        """What should change. Pure: nothing is sent."""
        changes = self._decided(snapshot)
        self.on_ready(changes)
        return changes

    def _decided(self, snapshot: Snapshot) -> ChangeSet:
        canons = {name: store.canon for name, store in self.stores.items()}
        return decide(snapshot, self.rules, canons, self.program, self.now())

    def apply(self, snapshot: Snapshot, changes: ChangeSet, *, force: bool = False) -> Report:
        """Make the changes. What turned out otherwise is decided again, three times at most.

        Raises UnsafeChangeSet and LeaseHeld before the first write; LeaseHeld also when the lease was lost
        on the way, since another run may be writing then.
        """
        check_limits(changes, force=force)
        if not len(changes):
            return Report(kept=changes.kept, told=changes.told)
        with self._turn() as keep:
            return self._passes(snapshot, changes, keep, force=force)

    def _passes(
        self, snapshot: Snapshot, changes: ChangeSet, keep: Callable[[], None], *, force: bool
    ) -> Report:
        def watch(store: StoreName, change: Change[Any], outcome: Any) -> None:
            self.watch(store, change, outcome)
            keep()

        whole = Report()
        for _ in range(PASSES):
            run = Run(changes, self.stores, self.state, watch, partial(self._linked, snapshot))
            report = run()
            whole.applied += report.applied
            whole.skipped, whole.failed, whole.conflicted = report.skipped, report.failed, report.conflicted
            whole.kept, whole.told = report.kept, report.told
            if not run.again:
                break
            snapshot = self.mirrored(snapshot)
            changes = self.decide(snapshot)
            check_limits(changes, force=force)
        return whole

    def _linked(self, snapshot: Snapshot, events: list[Change[Any]]) -> list[Change[Any]]:
        """The events with the addresses of what the run has made for them, decided again where any is new.

        One that is not wanted any more is left for the next run to judge.
        """
        if not any(KNOWN_AFTER_APPLY in change.model_dump_json(include={"item"}) for change in events):
            return events
        now = self._decided(self.mirrored(snapshot))
        linked = {change.key: change for change in now.changes["meetings"]}
        return [linked[change.key] for change in events if change.key in linked]

    @contextmanager
    def _turn(self) -> Iterator[Callable[[], None]]:
        """The lease for one apply; what is given is to be called now and then, to keep it."""
        if self.lease is None:
            yield lambda: None
            return
        seen, self._seen = self._seen or self.lease.peek(), None
        turn = Turn.taken(self.lease, seen, self.holder, self.ticks)
        try:
            yield turn.keep
        finally:
            turn.end()
