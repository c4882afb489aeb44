# SPDX-License-Identifier: Apache-2.0
"""The arithmetic minimum of requests, after the vendors' limits (50 issues a creation, 100 a look-up)."""

from collections import Counter
from math import ceil

from mentorkit.domain.keys import key_parts
from mentorkit.ports import Create, Document, PlanKind, Update
from mentorkit.reconcile.changeset import ChangeSet
from mentorkit.reconcile.snapshot import Snapshot

JIRA_CONTAINER = 8
CONFLUENCE_CONTAINER = 6
LOOK = 7
"""An unchanged look: two of Jira, three of Confluence, who we are, the lease."""


def of_changes(changes: ChangeSet, *, first: bool) -> int:
    """The fewest requests that can make these changes.

    A page costs one; a label, an edit restriction, and a private page's audience one each; private
    text on a page made in this run one more, since it may follow only after the restriction. Plan
    items go fifty at a time, a wave after the other. On a first run the containers are added, on a
    later one the look and taking and giving back the lease.
    """
    total = JIRA_CONTAINER + CONFLUENCE_CONTAINER if first else LOOK + 2
    waves: Counter[str] = Counter()
    for store, change in changes:
        if store == "pages":
            total += _page(change.item, isinstance(change, Create)) if not _home(change) else 0
        elif store == "plans" and isinstance(change, Create):
            waves[_wave(change.item.kind)] += 1
        elif store == "plans":
            total += 1
    waves.pop("container", None)
    total += sum(ceil(count / 50) for count in waves.values())
    updates = sum(store == "plans" and isinstance(change, Update) for store, change in changes)
    return total + ceil(updates / 100) + (1 if waves else 0)


def _home(change: object) -> bool:
    return key_parts(getattr(change, "key")).kind == "home" and isinstance(change, Create)  # noqa: B009


def _page(page: Document, new: bool) -> int:
    if not new:
        return 1
    private = page.audience.private and any(getattr(block, "private", False) for block in page.blocks)
    restricted = page.audience.view is not None or page.audience.edit is not None
    return 1 + bool(page.labels) + restricted + private


def _wave(kind: PlanKind) -> str:
    if kind is PlanKind.BOARD:
        return "container"
    return {PlanKind.GOAL: "goals", PlanKind.STEP: "steps"}.get(kind, "children")


def look(snapshot: Snapshot, *, cold: bool) -> int:
    """The fewest requests that can look at everything: once more in full, or only at what changed."""
    if not cold:
        return LOOK
    pages, items = len(snapshot.pages.by_key), len(snapshot.plans.by_key) + len(snapshot.plans.theirs)
    boxes = 4 * sum("/pairing/" in key for key in snapshot.pages.by_key)
    return 6 + ceil(pages / 250) + ceil(boxes / 250) + ceil(items / 100)
