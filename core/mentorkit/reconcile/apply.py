# SPDX-License-Identifier: Apache-2.0
"""Apply: make the changes of a change set, in order, each journaled before it is sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from mentorkit.domain.keys import Key
from mentorkit.errors import AdapterError, InvalidResponse
from mentorkit.ports import (
    Applied,
    Change,
    Conflicted,
    Create,
    Failed,
    Outcome,
    Skipped,
    Store,
    Stored,
)
from mentorkit.reconcile.changeset import ChangeSet, Report
from mentorkit.reconcile.snapshot import STORES, StoreName


class Journal(Protocol):
    """Remembers which writes were begun and which ended, and what a store holds meanwhile."""

    def begin(self, store: StoreName, batch: Sequence[Change[Any]]) -> None:
        """Note the batch, durably, before anything of it is sent."""
        ...

    def end(self, store: StoreName, change: Change[Any], outcome: Any) -> None:
        """Note what became of one change."""
        ...

    def learn(self, store: StoreName, records: Sequence[Stored[Any]]) -> None:
        """Note records that were found on the way."""
        ...


Linked = Callable[[list[Change[Any]]], list[Change[Any]]]
"""Gives changes the addresses that were not known when they were decided."""

Watch = Callable[[StoreName, Change[Any], Any], None]
"""Is told of every outcome as it becomes known."""


def action(change: Change[Any]) -> str:
    """The verb of a change: create, update or archive."""
    return type(change).__name__.split("[", 1)[0].lower()


@dataclass
class Run:
    """One pass over a change set.

    Pages go before plan items, these before events; a change that needs another waits for it and is
    skipped when that one failed. Before a record is created its store is asked whether it is there
    already, since an earlier run may have died before it heard. Events may link what this run has made:
    they are ``linked`` right before they are written. ``again`` says afterwards that
    something was found to be otherwise than decided on: decide again.
    """

    changes: ChangeSet
    stores: Mapping[StoreName, Store[Any]]
    journal: Journal
    watch: Watch
    linked: Linked = lambda changes: changes
    report: Report = field(default_factory=Report)
    again: bool = False
    _over: dict[Key, bool] = field(default_factory=dict)

    def __call__(self) -> Report:
        """Make the changes and say what became of each."""
        self.report.kept, self.report.told = list(self.changes.kept), list(self.changes.told)
        waiting = {store: list(self.changes.changes[store]) for store in STORES}
        asked = {change.key for _, change in self.changes}
        while any(waiting.values()):
            moved = False
            for store in STORES:
                batch: list[Change[Any]] = []
                later: list[Change[Any]] = []
                for change in waiting[store]:
                    ready = all(key in self._over or key not in asked for key in change.needs)
                    (batch if ready else later).append(change)
                if batch:
                    moved = True
                    waiting[store] = later
                    self._batch(store, batch)
            if not moved:
                for store, changes in waiting.items():
                    self.report.skipped += [(store, c.key, "waits for what waits for it") for c in changes]
                break
        return self.report

    def _batch(self, store: StoreName, batch: list[Change[Any]]) -> None:
        runnable = []
        for change in batch:
            if all(self._over.get(key, True) for key in change.needs):
                runnable.append(change)
            else:
                self._outcome(store, change, Skipped(key=change.key, why="something it needs failed"))
        if store == "meetings":
            runnable = self.linked(runnable)
        runnable = self._new_only(store, runnable)
        if runnable:
            self.journal.begin(store, runnable)
            self._write(store, runnable)

    def _new_only(self, store: StoreName, batch: list[Change[Any]]) -> list[Change[Any]]:
        """The batch without creations of what is already there."""
        wanted = [change.key for change in batch if isinstance(change, Create)]
        if not wanted:
            return batch
        try:
            found = self.stores[store].locate(wanted)
        except AdapterError as error:
            for change in batch:
                self._outcome(store, change, Failed(key=change.key, error=error))
            return []
        if not found:
            return batch
        self.journal.learn(store, list(found.values()))
        self.again = True
        self._over.update(dict.fromkeys(found, True))
        return [change for change in batch if not (isinstance(change, Create) and change.key in found)]

    def _write(self, store: StoreName, batch: list[Change[Any]]) -> None:
        open_changes = {(change.key, getattr(change, "ref", "")): change for change in batch}
        by_key = {change.key: change for change in batch}
        try:
            for outcome in self.stores[store].write(batch):
                change = by_key[outcome.key]
                if isinstance(outcome, Applied) and (change.key, outcome.ref) in open_changes:
                    change = open_changes[change.key, outcome.ref]
                self._outcome(store, change, outcome)
                open_changes.pop((change.key, getattr(change, "ref", "")), None)
            for change in open_changes.values():
                error = InvalidResponse(store, change.key, "no outcome was given")
                self._outcome(store, change, Failed(key=change.key, error=error))
        except AdapterError as error:
            for change in open_changes.values():
                self._outcome(store, change, Failed(key=change.key, error=error))

    def _outcome(self, store: StoreName, change: Change[Any], outcome: Outcome[Any]) -> None:
        self.journal.end(store, change, outcome)
        self._over[change.key] = isinstance(outcome, Applied)
        match outcome:
            case Applied():
                self.report.applied.append((store, action(change), change.key, outcome.name))
            case Skipped():
                self.report.skipped.append((store, change.key, outcome.why))
            case Failed():
                self.report.failed.append((store, change.key, outcome.error))
            case Conflicted():
                self.again = True
                self.report.conflicted.append((store, change.key))
        self.watch(store, change, outcome)
