# SPDX-License-Identifier: Apache-2.0
"""What should be so now: one module a practice. Rules are pure: a world in, wishes out."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from mentorkit.reconcile.wishes import Told, Wish
from mentorkit.rules.world import World

Wishes = Iterable["Wish[Any] | Told"]
Rule = Callable[[World], Wishes]

__all__ = ["Rule", "Wishes", "World", "standard_rules"]


def standard_rules() -> Sequence[Rule]:
    """The rules every program has, in the order in which they are asked."""
    from mentorkit.rules import (  # noqa: PLC0415 - each of them imports this package
        endings,
        enrolment,
        lost_boxes,
        meetings,
        milestones,
        next_plans,
        notes,
        nudging,
        pairings,
        planning,
        publishing,
        recommending,
        reflecting,
        reporting,
        reviewing,
    )

    return (
        publishing.publish,
        enrolment.enroll,
        pairings.pair,
        endings.tell,
        planning.plan,
        next_plans.ask,
        recommending.recommend,
        milestones.roll_up,
        meetings.schedule,
        notes.take_notes,
        nudging.nudge,
        reviewing.review,
        reflecting.reflect,
        lost_boxes.notice,
        reporting.report,
    )
