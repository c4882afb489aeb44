# SPDX-License-Identifier: Apache-2.0
"""The story as it is played: whom it is about, its steps so far, and how its steps look things up.

What the people of the example company do stands in ``first_weeks`` and ``year``: each with the own token,
between the runs.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from mentorkit.domain.keys import Key, short
from mentorkit.domain.meetings import Meeting, MeetingKind
from mentorkit.domain.pairings import pairing_key
from mentorkit.reconcile.changeset import Kept, Report
from mentorkit.rules import World
from mentorkit_cli.demo.scene import Scene
from mentorkit_sandbox.actor import Actor

MENTEE, MENTOR, STRANGER = "jonas-weber", "ines-carvalho", "samir-aziz"
FOCUS = ("web-accessibility", "drupal-core-apis")
PAGE = "Pairing: Jonas Weber, Inês Carvalho"


class StoryBroken(AssertionError):
    """The program did not do what the story says it does."""


@dataclass
class Step:
    """One step as it was played. ``rows`` are the rows of the acceptance table that it shows."""

    id: str
    told: str
    actors: tuple[str, ...]
    rows: tuple[str, ...]
    links: list[str] = field(default_factory=list)
    requests: int = 0


@dataclass
class Story:
    """Plays the story in a scene; ``steps`` fills up on the way."""

    scene: Scene
    steps: list[Step] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    world: World | None = None
    report: Report | None = None

    def play(self, steps: Sequence[Callable[["Story"], Step]]) -> Iterator[Step]:
        """Every step, as soon as it is over. Raises StoryBroken and Refused."""
        for step in steps:
            before = self.scene.site.requests_seen
            played = step(self)
            played.requests = self.scene.site.requests_seen - before
            self.steps.append(played)
            yield played

    def actor(self, person: str) -> Actor:
        """A person of the company at work."""
        return self.scene.actor(self.seen.program.person(person).email)

    def apply(self) -> Report:
        """One run; its report and the world afterwards are remembered."""
        self.report, self.world, _ = self.scene.apply()
        if not self.report.whole:
            raise StoryBroken(f"a run left something undone: {self.report.failed or self.report.skipped}")
        return self.report

    def wait_until(self, moment: datetime) -> None:
        """Let time go by until then; no time where it is past."""
        self.scene.pass_days(max(timedelta(0), moment - self.scene.now()) / timedelta(days=1))

    @property
    def seen(self) -> World:
        """The world after the latest run."""
        if self.world is None:
            raise StoryBroken("the story begins with a run")
        return self.world

    @property
    def key(self) -> Key:
        """The key of the pairing that the story is about."""
        return pairing_key(self.seen.program.id, MENTEE, MENTOR)

    def stage(self) -> str:
        """The stage of that pairing."""
        return next(p.stage.value for p in self.seen.pairings if p.key == self.key)

    def pairing_ref(self) -> str:
        """What the site calls its page."""
        return self.seen.snapshot.pages.by_key[self.key].ref

    def pairing_url(self) -> str:
        """Where its page is."""
        return self.seen.snapshot.pages.by_key[self.key].url

    def url(self, kind: str, subject: str) -> str:
        """Where another record is."""
        key = self.seen.key(kind, subject)
        view = self.seen.snapshot.plans if kind == "board" else self.seen.snapshot.pages
        return view.by_key[key].url

    def jql(self) -> str:
        """What finds the plan."""
        return f'labels = "{short(self.key)}" ORDER BY key'

    def plan(self) -> list[Any]:
        """The records of the plan, oldest first."""
        label = short(self.key)
        found = [s for s in self.seen.snapshot.plans.by_key.values() if label in s.item.labels]
        return sorted(found, key=lambda stored: int(stored.ref))

    def activities(self) -> list[Any]:
        """The activities of the plan, oldest first."""
        return [stored for stored in self.plan() if stored.item.kind.value == "activity"]

    def first_milestone(self) -> Any:
        """The key of the first milestone."""
        return next(stored.mark.key for stored in self.plan() if stored.item.kind.value == "milestone")

    def coming(self, kind: MeetingKind | None = None) -> Meeting | None:
        """The next meeting (of that kind); None when none lies ahead."""
        meetings = self.seen.meetings.get(self.key, ())
        now = self.scene.now()
        return next((one for one in meetings if one.start > now and kind in (None, one.kind)), None)


def expect(holds: bool, what: str) -> None:
    """Stop the story where the program does not keep a promise of it."""
    if not holds:
        raise StoryBroken(f"this was to be true and is not: {what}")
