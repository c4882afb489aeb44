# SPDX-License-Identifier: Apache-2.0
"""Reopening: a pairing that is over comes back with the same two, when the mentor has room."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from mentorkit.domain.keys import Key
from mentorkit.domain.pairings import Stage
from mentorkit.rules.stages import Course

OVER = (Stage.CLOSED, Stage.ENDED)


def reopen(
    courses: Mapping[Key, Course],
    asked: Sequence[tuple[Key, date]],
    capacity: Callable[[str], int],
    writable: Callable[[Key], bool],
    today: date,
) -> Iterator[tuple[Key, str]]:
    """Begin a new round of each pairing that is asked for again; of each that cannot be reopened, why.

    A pairing is reopened once for each day it was asked for. ``courses`` are changed in place, in the
    order of asking, so that two never take one place.
    """
    for key, day in asked:
        course = courses[key]
        if day > today or any(fact.detail == day.isoformat() for fact in course.reopenings):
            continue
        mentor = course.asked.mentor
        taken = sum(one.asked.mentor == mentor and one.stage.open for one in courses.values())
        if not writable(key):
            yield key, "its page cannot be written"
        elif course.stage not in OVER:
            yield key, f"it is not over (stage {course.stage.value})"
        elif taken >= capacity(mentor):
            yield key, "the mentor has no place left"
        else:
            course.reopen(day)
