# SPDX-License-Identifier: Apache-2.0
"""Plan items: goals, milestones, activities and what holds them, as an issue store keeps them."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from mentorkit.domain.keys import Key
from mentorkit.domain.richtext import Blocks
from mentorkit.domain.value import Value
from mentorkit.ports.fields import Ownership


class PlanKind(StrEnum):
    """What a plan item is. ``BOARD`` is the container itself: project, filter and board in one."""

    BOARD = "board"
    GOAL = "goal"
    MILESTONE = "milestone"
    ACTIVITY = "activity"
    STEP = "step"
    CONSULT = "consult"


class Status(StrEnum):
    """Where an item stands. Sites with other statuses are mapped by status category."""

    BACKLOG = "backlog"
    READY = "this-fortnight"
    DOING = "doing"
    SHOW = "show-to-mentor"
    DONE = "done"
    CANCELED = "canceled"

    @property
    def over(self) -> bool:
        """Whether nothing more is to be done."""
        return self in (Status.DONE, Status.CANCELED)


class PlanItem(Value):
    """One item of a development plan.

    ``parent`` is the key of the goal an item belongs to (for a step: of its activity); ``work`` are
    names of real work items of other projects (``WEB-212``) that are linked, never copied;
    ``labels`` hold the item's and the pairing's short keys, ``skill-…`` and ``kind-…``; ``details``
    is small machine-readable data that travels in the mark (skill, from, to, milestone);
    ``audience`` are the person ids who may see it, None for everybody.
    """

    kind: Annotated[PlanKind, Ownership.OBSERVED]
    title: Annotated[str, Field(min_length=1, max_length=255), Ownership.PROPOSED]
    body: Annotated[Blocks, Ownership.PROPOSED] = ()
    due: Annotated[date | None, Ownership.PROPOSED] = None
    assignee: Annotated[str | None, Ownership.PROPOSED] = None
    parent: Annotated[Key | None, Ownership.PROPOSED] = None
    labels: Annotated[frozenset[str], Ownership.ADDED] = frozenset()
    work: Annotated[frozenset[str], Ownership.PROPOSED] = frozenset()
    details: Annotated[Mapping[str, str], Ownership.DERIVED] = {}
    audience: Annotated[frozenset[str] | None, Ownership.DERIVED] = None
    status: Annotated[Status, Ownership.OBSERVED] = Status.BACKLOG
