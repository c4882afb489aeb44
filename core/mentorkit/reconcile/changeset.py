# SPDX-License-Identifier: Apache-2.0
"""A change set: everything one run would do, as a value to print, count, limit and apply."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from mentorkit.domain.keys import Key
from mentorkit.domain.value import digest
from mentorkit.errors import AdapterError, MentorkitError
from mentorkit.ports import Archive, Change, Create
from mentorkit.reconcile.snapshot import STORES, StoreName
from mentorkit.reconcile.wishes import Told


@dataclass(frozen=True)
class Kept:
    """A field that stays as a person wrote it. ``by`` is a person id, "" when the tool does not say."""

    store: StoreName
    key: Key
    name: str
    field: str
    by: str


@dataclass
class ChangeSet:
    """Changes by store, sorted by key, with what people keep and what should be told."""

    changes: dict[StoreName, list[Change[Any]]] = field(default_factory=lambda: {name: [] for name in STORES})
    kept: list[Kept] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    existing: dict[StoreName, int] = field(default_factory=dict)

    def __iter__(self) -> "Iterator[tuple[StoreName, Change[Any]]]":
        for store in STORES:
            for change in self.changes[store]:
                yield store, change

    def __len__(self) -> int:
        return sum(len(changes) for changes in self.changes.values())

    def counts(self) -> tuple[int, int, int]:
        """How many to add, to change, to archive."""
        adds = sum(isinstance(change, Create) for _, change in self)
        archives = sum(isinstance(change, Archive) for _, change in self)
        return adds, len(self) - adds - archives, archives

    def fingerprint(self) -> str:
        """Equal for equal change sets; ``apply FILE`` compares it."""
        return digest([(store, type(change).__name__, change.model_dump()) for store, change in self])


@dataclass
class Report:
    """What an apply came to. ``writes`` counts changes that were really made."""

    applied: list[tuple[StoreName, str, Key, str]] = field(default_factory=list)
    skipped: list[tuple[StoreName, Key, str]] = field(default_factory=list)
    conflicted: list[tuple[StoreName, Key]] = field(default_factory=list)
    failed: list[tuple[StoreName, Key, MentorkitError]] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    @property
    def writes(self) -> int:
        """Changes made."""
        return len(self.applied)

    @property
    def whole(self) -> bool:
        """Whether everything that was to be done was done."""
        return not (self.skipped or self.failed or self.conflicted)

    def first_error(self) -> AdapterError | None:
        """The first tool's error, which says most about why the rest failed."""
        return next((error for *_, error in self.failed if isinstance(error, AdapterError)), None)
