# SPDX-License-Identifier: Apache-2.0
"""The limits that are checked before the first write."""

from typing import Any

from mentorkit.errors import NotOwned, TooManyChanges
from mentorkit.ports import Archive, Change, Create, Document, Event, PlanItem, Record, Update
from mentorkit.reconcile.changeset import ChangeSet
from mentorkit.reconcile.snapshot import STORES

SHARE = 0.3
SMALLEST = 10
_PEOPLES = frozenset({"title", "body", "due", "assignee", "parent", "work", "audience", "start", "people"})
"""Fields whose change a person would notice as a change of *their* record. The program's own blocks,
labels, ledger and roll-ups do not count: a new role matrix may refresh every page. Neither do the title
and the status of a meeting: the title is made of the agenda's and the people's names, and two people's
own tick cancels all that lie ahead of them. See docs/decisions/0002."""


def check_limits(changes: ChangeSet, *, force: bool = False) -> None:
    """Raise an UnsafeChangeSet where a change set goes too far.

    Of a store that holds ten records or more at most 30 % may be archived or visibly changed in one
    run, unless ``force``. A change of a record that is not ours is refused always.
    """
    for store in STORES:
        touched = [change for change in changes.changes[store] if _counts(change)]
        for change in changes.changes[store]:
            if not isinstance(change, Create) and (change.found.mark is None or change.found.stray):
                raise NotOwned(store, change.found.name)
        existing = changes.existing.get(store, 0)
        if not force and existing >= SMALLEST and len(touched) > SHARE * existing:
            raise TooManyChanges(store, len(touched), existing)


def _counts(change: Change[Any]) -> bool:
    if isinstance(change, Update):
        passed_over = {"title"} if isinstance(change.item, Event) else set()
        if "audience" in change.fields and not _opened(change.found.item, change.item):
            passed_over.add("audience")
        return bool((change.fields & _PEOPLES) - passed_over)
    return isinstance(change, Archive)


def _opened(found: Record, wanted: Record) -> bool:
    """Whether somebody comes in where others were before.

    Closing is no harm. Where nobody was yet, a run was killed between making a page for its maker alone
    and letting in those whom it is for; the next run does that.
    """
    match found, wanted:
        case Document(), Document():
            before, after = found.audience, wanted.audience
            return _wider(before.view, after.view) or _wider(before.edit, after.edit)
        case PlanItem(), PlanItem():
            return _wider(found.audience, wanted.audience)
    return False


def _wider(before: frozenset[str] | None, after: frozenset[str] | None) -> bool:
    """Person ids; None is everybody."""
    if not before:
        return False
    return after is None or bool(after - before)
