# SPDX-License-Identifier: Apache-2.0
"""What creating and updating share: the changes sorted into waves, and outcomes told by reading back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mentorkit.domain.keys import Key
from mentorkit.errors import AdapterError
from mentorkit.ports.changes import Applied, Archive, Change, Failed, Outcome
from mentorkit.ports.items import PlanItem
from mentorkit.ports.records import Stored

Changes = Sequence[Change[PlanItem]]


def needs(change: Change[PlanItem]) -> set[Key]:
    """The keys of what must stand before this change can be made."""
    parent = None if isinstance(change, Archive) else change.item.parent
    return {*change.needs, *([parent] if parent else [])} - {change.key}


def waves(batch: Changes) -> Iterator[list[Change[PlanItem]]]:
    """The changes in waves: each after the ones it needs. What needs itself in a circle comes last."""
    waiting = list(batch)
    while waiting:
        keys = {change.key for change in waiting}
        ready = [change for change in waiting if not needs(change) & keys] or waiting
        yield ready
        waiting = [change for change in waiting if change not in ready]


def applied(change: Change[PlanItem], record: Stored[PlanItem]) -> Outcome[PlanItem]:
    """The outcome of a change that was found to be made."""
    return Applied(key=change.key, ref=record.ref, name=record.name, revision=record.revision, url=record.url)


def all_failed(changes: Iterable[Change[PlanItem]], error: AdapterError) -> Iterator[Outcome[PlanItem]]:
    """The same failure for each of these changes."""
    for change in changes:
        yield Failed(key=change.key, error=error)


def body_of(update: Mapping[str, Any], **parts: Any) -> dict[str, Any]:
    """A request body of the parts that hold something."""
    return {name: part for name, part in {**parts, "update": update}.items() if part}
