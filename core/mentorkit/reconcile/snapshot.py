# SPDX-License-Identifier: Apache-2.0
"""The snapshot: everything the tools held when they were looked at, by key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, Literal

from mentorkit.domain.keys import Key
from mentorkit.ports import (
    Accounts,
    Archive,
    Change,
    Create,
    Document,
    Event,
    PlanItem,
    Status,
    Stored,
    Update,
    WorkItem,
)
from mentorkit.ports.records import T

StoreName = Literal["pages", "plans", "meetings"]
STORES: tuple[StoreName, ...] = ("pages", "plans", "meetings")
"""In the order of writing: pages, then plan items (they link pages), then events (they link both)."""

STORED: dict[type[Any], type[Stored[Any]]] = {
    Document: Stored[Document],
    PlanItem: Stored[PlanItem],
    Event: Stored[Event],
}

KNOWN_AFTER_APPLY = "(known after apply)"
"""Name and address of a record that is still to be made, in a preview and in what rules write of it."""


def age(ref: str) -> tuple[int, str]:
    """Sorts refs of one tool oldest first: numbers by value, other refs by text."""
    return (int(ref), "") if ref.isdigit() else (0, ref)


@dataclass(frozen=True)
class View(Generic[T]):
    """The records of one store.

    ``by_key`` are ours; ``duplicates`` are later records of ours under a key that is taken;
    ``theirs`` were made by people and are only read.
    """

    by_key: Mapping[Key, Stored[T]] = field(default_factory=dict)
    duplicates: tuple[Stored[T], ...] = ()
    theirs: tuple[Stored[T], ...] = ()
    ready: bool = True

    @classmethod
    def of(cls, records: "Iterable[Stored[T]]", *, ready: bool = True) -> "View[T]":
        """Sort records into ours, duplicates and theirs; of several with one key the oldest is it."""
        by_key: dict[Key, Stored[T]] = {}
        duplicates, theirs = [], []
        for record in sorted(records, key=lambda stored: age(stored.ref)):
            if record.mark is None:
                theirs.append(record)
            elif record.mark.key in by_key:
                duplicates.append(record)
            else:
                by_key[record.mark.key] = record
        return cls(by_key, tuple(duplicates), tuple(theirs), ready)

    def get(self, key: Key) -> "Stored[T] | None":
        """Our record of that key."""
        return self.by_key.get(key)

    def fold(self, changes: "Iterable[Change[T]]") -> "View[T]":
        """This view as it would be after the changes."""
        folded = dict(self.by_key)
        closed = set()
        for change in changes:
            if isinstance(change, Archive):
                closed.add(change.ref)
                if (found := folded.get(change.key)) and found.ref == change.ref:
                    folded[change.key] = found.model_copy(update={"archived": True, "mark": change.mark})
            else:
                folded[change.key] = _after(change, folded.get(change.key))
        left = tuple(record for record in self.duplicates if record.ref not in closed)
        return replace(self, by_key=folded, duplicates=left)


def _after(change: "Create[T] | Update[T]", found: "Stored[T] | None") -> "Stored[T]":
    item = change.item
    if isinstance(change, Update) and isinstance(item, Document) and isinstance(change.found.item, Document):
        base = found.item if found is not None and isinstance(found.item, Document) else change.found.item
        item = _spliced(base, item)
    if change.move is not None and isinstance(item, PlanItem):
        item = item.model_copy(update={"status": Status(change.move)})
    if found is not None:
        return found.model_copy(update={"item": item, "mark": change.mark})
    fresh: type[Stored[Any]] = STORED[type(item)]
    unknown = {"ref": KNOWN_AFTER_APPLY, "name": KNOWN_AFTER_APPLY, "url": KNOWN_AFTER_APPLY}
    return fresh(**unknown, revision="", item=item, mark=change.mark)


def _spliced(found: Document, wanted: Document) -> Document:
    """The found page with the wanted generated blocks in place of its own and new ones at its end."""
    new = {(block.t, getattr(block, "name", "")): block for block in wanted.blocks}
    blocks = [new.pop((block.t, getattr(block, "name", "")), block) for block in found.blocks]
    return wanted.model_copy(update={"blocks": (*blocks, *new.values())})


@dataclass(frozen=True)
class Snapshot:
    """What rules look at. It is complete: no rule runs on half a reading."""

    pages: View[Document] = field(default_factory=View)
    plans: View[PlanItem] = field(default_factory=View)
    meetings: View[Event] = field(default_factory=View)
    accounts: Accounts = field(default_factory=Accounts)
    missing_people: tuple[str, ...] = ()
    work: tuple[WorkItem, ...] = ()

    def having(self, views: "Mapping[StoreName, View[Any]]") -> "Snapshot":
        """The same with these views of the stores."""
        return replace(self, pages=views["pages"], plans=views["plans"], meetings=views["meetings"])

    def fold(self, changes: "Mapping[StoreName, Iterable[Change[Any]]]") -> "Snapshot":
        """The same as it would be after the changes."""
        return self.having({name: getattr(self, name).fold(changes[name]) for name in STORES})
