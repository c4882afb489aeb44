# SPDX-License-Identifier: Apache-2.0
"""Wishes: what a rule wants to be so. Rules return wishes; the diff turns them into changes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Generic

from mentorkit.domain.keys import Key
from mentorkit.ports import Document, Event, Fact, Form, Generated, Notice, PlanItem, Status
from mentorkit.ports.records import T


@dataclass(frozen=True)
class Wish(Generic[T]):
    """One record as a rule wants it.

    ``item`` None touches only a record that exists. ``facts`` are added to its ledger. A notice is
    delivered once: its id goes into the ledger with it. ``move`` is a status to set, by a rule that
    has written down in ``facts`` that it did. ``needs`` are records that must be there first.
    ``archive`` says why the record shall go to the archive. Of a page several rules may wish blocks.
    """

    key: Key
    item: T | None = None
    facts: tuple[Fact, ...] = ()
    notice: Notice | None = None
    move: Status | None = None
    needs: tuple[Key, ...] = ()
    archive: str = ""
    further: tuple[Notice, ...] = ()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """All notices: where several rules wish for one record, each is delivered once."""
        return (*((self.notice,) if self.notice else ()), *self.further)


@dataclass(frozen=True)
class Told:
    """Something a person should hear: what, about whom or what, and what to do."""

    about: str
    what: str
    remedy: str = ""


@dataclass
class Desired:
    """All wishes of one round, one a record."""

    pages: dict[Key, Wish[Document]] = field(default_factory=dict)
    plans: dict[Key, Wish[PlanItem]] = field(default_factory=dict)
    meetings: dict[Key, Wish[Event]] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)

    def add(self, wishes: "Iterable[Wish[Any] | Told]") -> None:
        """Take the wishes of one rule; wishes for one record become one."""
        for wish in wishes:
            if isinstance(wish, Told):
                self.told.append(wish)
                continue
            shelf: dict[Key, Wish[Any]] = getattr(self, store_of(wish))
            known = shelf.get(wish.key)
            shelf[wish.key] = wish if known is None else _joined(known, wish)

    def translate(self, written: "Callable[[Document], Document]") -> None:
        """Put every page that is wished for into the words it shall be written in."""
        for key, wish in self.pages.items():
            if wish.item is not None:
                self.pages[key] = replace(wish, item=written(wish.item))


def store_of(wish: "Wish[Any]") -> str:
    """Which store a wish is for: by its item, otherwise by the kind in its key."""
    match wish.item:
        case Document():
            return "pages"
        case PlanItem():
            return "plans"
        case Event():
            return "meetings"
    kind = wish.key.split("/")[1]
    if kind in PLAN_KINDS:
        return "plans"
    return "meetings" if kind == "meeting" else "pages"


PLAN_KINDS = frozenset({"board", "goal", "milestone", "activity", "step", "consult"})


def _joined(first: "Wish[Any]", second: "Wish[Any]") -> "Wish[Any]":
    item = first.item if first.item is not None else second.item
    if isinstance(first.item, Document) and isinstance(second.item, Document):
        item = _joined_pages(first.item, second.item)
    notices = tuple({notice.id: notice for notice in (*first.notices, *second.notices)}.values())
    return Wish(
        key=first.key,
        item=item,
        facts=(*first.facts, *(fact for fact in second.facts if fact not in first.facts)),
        notice=notices[0] if notices else None,
        move=second.move or first.move,
        needs=tuple(dict.fromkeys((*first.needs, *second.needs))),
        archive=first.archive or second.archive,
        further=notices[1:],
    )


def _joined_pages(first: Document, second: Document) -> Document:
    known = {block.name for block in first.blocks if isinstance(block, Generated | Form)}
    more = tuple(b for b in second.blocks if not isinstance(b, Generated | Form) or b.name not in known)
    return first.model_copy(update={"blocks": (*first.blocks, *more), "labels": first.labels | second.labels})
