# SPDX-License-Identifier: Apache-2.0
"""Development plans: what is proposed for a focus skill, and how far a goal has come."""

from datetime import date, timedelta

from mentorkit.domain.resources import Resource
from mentorkit.domain.skills import Gap
from mentorkit.domain.value import Value

SCOPE_DAYS = 91
"""A plan covers three months."""


class Milestone(Value):
    """A milestone as it stands: how many of the activities that it waits for are done."""

    title: str
    due: date | None
    done: int = 0
    total: int = 0
    reached: bool = False


class Goal(Value):
    """A goal as it stands: levels from and to, and how many of its activities are done.

    ``real`` counts the activities that are linked with real work.
    """

    title: str
    skill: str
    current: int
    target: int
    due: date | None
    done: int = 0
    total: int = 0
    real: int = 0
    milestones: tuple[Milestone, ...] = ()


class PlannedActivity(Value):
    """An activity to propose. ``kind`` is learn or practice; ``work`` names a real work item, if any."""

    kind: str
    title: str
    due: date
    resource: Resource | None = None
    work: str = ""
    work_url: str = ""


class PlannedGoal(Value):
    """A goal to propose, with its milestone half way and its activities in order."""

    skill: str
    current: int
    target: int
    due: date
    milestone_due: date
    activities: tuple[PlannedActivity, ...]


def focus_skills(wishes: tuple[str, ...], gaps: tuple[Gap, ...], most: int) -> tuple[str, ...]:
    """The skills to focus on: wishes that are gaps first, then other wishes, then the largest gaps."""
    missing = [gap.skill for gap in gaps]
    first = [skill for skill in wishes if skill in missing]
    own = [skill for skill in wishes if skill not in missing]
    return tuple(dict.fromkeys((*first, *own, *missing)))[:most]


def workday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))
