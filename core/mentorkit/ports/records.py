# SPDX-License-Identifier: Apache-2.0
"""Records as stores hand them out: the item, its mark, where it stands and who edited it."""

from collections.abc import Mapping
from typing import Generic, NewType, TypeVar

from pydantic import AwareDatetime

from mentorkit.domain.keys import Key
from mentorkit.domain.value import Value
from mentorkit.ports.documents import Document
from mentorkit.ports.events import Event
from mentorkit.ports.items import PlanItem

Record = PlanItem | Document | Event
T = TypeVar("T", PlanItem, Document, Event)

Cursor = NewType("Cursor", str)
"""How far a store was read: opaque to everybody but the store that made it."""


class Fact(Value):
    """One dated line of a record's ledger: what happened once and must not happen again.

    ``name`` may hold a subject after a slash (``nudge/due-soon``); ``by`` is a person id; ``detail``
    is a short machine-made text. The pair (name, by, detail) identifies a fact: adding it twice is
    adding it once. Facts are never changed or removed.
    """

    name: str
    at: AwareDatetime
    by: str = ""
    detail: str = ""


class Mark(Value):
    """What makes a record ours and lets edits be told from proposals.

    It travels inside the record. ``base`` is field name to digest of the value we last wrote there;
    ``ledger`` is sorted by (at, name, by, detail).
    """

    v: int = 1
    key: Key
    program: str
    base: Mapping[str, str] = {}
    ledger: tuple[Fact, ...] = ()
    made: AwareDatetime | None = None

    def has(self, name: str, *, by: str | None = None, detail: str | None = None) -> bool:
        """Whether the ledger holds such a fact; ``None`` matches anything."""
        return any(
            fact.name == name and (by is None or fact.by == by) and (detail is None or fact.detail == detail)
            for fact in self.ledger
        )

    def fact(self, name: str) -> Fact | None:
        """The latest fact of that name."""
        return next((fact for fact in reversed(self.ledger) if fact.name == name), None)


class Stored(Value, Generic[T]):
    """A record as it stands in a tool.

    ``ref`` is the tool's own stable id (an issue's number, a page's id) and survives renaming and
    moving; ``name`` is what people call it (``MENT-7``, a title). ``revision`` changes whenever the
    record changes. ``mark`` is None for a record that is a person's own: such a record is read and
    never written. ``edits`` is field name to the person id ("" when unknown) who last changed it,
    for fields changed by somebody else than the program's service accounts. ``problems`` are
    sentences about what could not be read in it. ``mangled`` ones are
    damaged where they are the program's, and left alone until somebody restored them: ``mark`` is then
    the last one that was whole. ``archived`` records are in the tool's archive; ``stray`` ones were
    moved out of the program's container; both are left alone.
    """

    ref: str
    name: str
    revision: str
    item: T
    url: str = ""
    mark: Mark | None = None
    edits: Mapping[str, str] = {}
    problems: tuple[str, ...] = ()
    mangled: bool = False
    archived: bool = False
    stray: bool = False


class Reading(Value, Generic[T]):
    """What a store read.

    With no cursor asked for, ``records`` is everything; with one, only what changed since. ``gone``
    are refs that were known to the store's cursor and are certainly not there any more (deleted,
    or invisible for good). ``complete`` is False when the reading stopped early: no rule runs on it.
    ``ready`` is False when the container (project, space, folder) does not exist yet.
    """

    records: tuple[Stored[T], ...]
    gone: tuple[str, ...] = ()
    cursor: Cursor | None = None
    complete: bool = True
    ready: bool = True
