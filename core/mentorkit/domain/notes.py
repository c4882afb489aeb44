# SPDX-License-Identifier: Apache-2.0
"""Meeting notes: what the two wrote down about a meeting, as far as the program acts on it."""

from datetime import date
from difflib import SequenceMatcher

from pydantic import AwareDatetime

from mentorkit.domain.value import Value, digest

TASK_MADE, MOVED = "task", "moved"
"""Ledger facts of a notes page: a line that became an activity (or a new wording of one that did), and
a time that the meeting was moved to."""
ALIKE = 0.6


class NewTask(Value):
    """A line of the notes that is to become an activity. ``skill`` is as they wrote it, "" for none."""

    title: str
    skill: str = ""
    due: date | None = None

    @property
    def line(self) -> str:
        """What the line is recognized by, in capitals or not: the digest of its words."""
        return digest(" ".join(self.title.casefold().split()))


class Notes(Value):
    """The notes of one meeting. ``held`` is None as long as nobody says.

    ``waiting`` are the two's own items that are not marked as talked about; ``move_to`` is the time they
    want to meet at instead.
    """

    held: bool | None = None
    outcome: str = ""
    waiting: tuple[str, ...] = ()
    tasks: tuple[NewTask, ...] = ()
    move_to: AwareDatetime | None = None
    problems: tuple[str, ...] = ()


def alike(title: str, other: str) -> bool:
    """Whether one title is most likely a new wording of the other."""
    return SequenceMatcher(None, title.casefold(), other.casefold()).ratio() >= ALIKE
