# SPDX-License-Identifier: Apache-2.0
"""The world as rules see it: the program, the snapshot and the time, in the words of mentoring."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from mentorkit.documents import growth as growth_page
from mentorkit.documents import pairing as pairing_page
from mentorkit.documents import profile as profile_page
from mentorkit.documents.translation import tongue
from mentorkit.domain.keys import Key, key_parts, make_key
from mentorkit.domain.meetings import Meeting, MeetingKind
from mentorkit.domain.pairings import (
    ACCEPTED_BY,
    AGREED_BY,
    PLAN_MADE,
    STAGE_FACT,
    Pairing,
    Stage,
    both,
    pairing_key,
)
from mentorkit.domain.people import Person
from mentorkit.domain.profiles import Growth, Profile
from mentorkit.domain.skills import Gap, gaps
from mentorkit.ports import Document, Fact, Stored
from mentorkit.program.schema import Program
from mentorkit.program.shipped import level_sentences
from mentorkit.reconcile.diff import blocked
from mentorkit.reconcile.snapshot import Snapshot


@dataclass(frozen=True)
class Observed:
    """A pairing with the facts that were seen just now and are not in its ledger yet."""

    pairing: Pairing
    fresh: tuple[Fact, ...]


@dataclass(frozen=True)
class World:
    """Everything a rule may look at. Worked out once a round, when first asked for."""

    program: Program
    snapshot: Snapshot
    now: datetime

    def key(self, kind: str, *subjects: str, n: int = 1) -> Key:
        """A key of this program."""
        return make_key(self.program.id, kind, subjects, n)

    @cached_property
    def today(self) -> date:
        """Today where the program is at home."""
        return self.now.astimezone(ZoneInfo(self.program.timezone)).date()

    def page(self, key: Key) -> Document | None:
        """Our page of that key, as long as it is not in the archive."""
        stored = self.snapshot.pages.get(key)
        return None if stored is None or stored.archived else tongue(self.program.language).read(stored.item)

    def writable(self, key: Key) -> bool:
        """Whether the page of that key can take a fact into its ledger, or be made with it."""
        stored = self.snapshot.pages.get(key)
        return stored is None or not blocked(stored)

    @cached_property
    def profiles(self) -> dict[str, Profile]:
        """What everybody with a profile page wrote on it, by person id."""
        found = {}
        for person in self.program.people:
            page = self.page(self.key("profile", person.id))
            if page is not None:
                found[person.id] = profile_page.read_profile(person, page, self.program.skills)
        return found

    @cached_property
    def growths(self) -> dict[str, Growth]:
        """What everybody wishes, by person id."""
        found = {}
        for person in self.program.people:
            page = self.page(self.key("growth", person.id))
            if page is not None:
                found[person.id] = growth_page.read_growth(person, page, self.program.skills)
        return found

    def gaps(self, person: Person) -> tuple[Gap, ...]:
        """What the person's role asks for and the profile does not show; none before levels are rated."""
        profile = self.profiles.get(person.id)
        if profile is None or not profile.ratings:
            return ()
        return gaps(self.program.role_of(person), person.grade, profile.levels)

    def level_sentence(self, skill: str, level: int) -> str:
        """What a level means in a skill: its own sentence, else its kind's; "" where neither is known."""
        known = self.program.skills.get(skill)
        return (known.levels.get(level) or level_sentences()[known.kind].get(level, "")) if known else ""

    @cached_property
    def namesakes(self) -> frozenset[str]:
        """Names that more than one person has."""
        names = [person.name for person in self.program.people]
        return frozenset(name for name in names if names.count(name) > 1)

    def profile_title(self, person: Person) -> str:
        """The title of a person's profile page."""
        return profile_page.title(person, namesakes=person.name in self.namesakes)

    @cached_property
    def observed(self) -> tuple[Observed, ...]:
        """Every pairing that was asked for, as it stands now, by key."""
        found = []
        for request in self.program.pairings:
            mentee, mentor = self.program.person(request.mentee), self.program.person(request.mentor)
            key = pairing_key(self.program.id, request.mentee, request.mentor, request.n)
            asked = Pairing(
                key=key,
                mentee=mentee.id,
                mentor=mentor.id,
                n=request.n,
                asked=request.asked,
                focus=request.focus,
            )
            found.append(_observe(asked, self.snapshot.pages.get(key), self.now))
        return tuple(sorted(found, key=lambda observed: observed.pairing.key))

    @property
    def pairings(self) -> Sequence[Pairing]:
        """Every pairing as it stands now."""
        return [observed.pairing for observed in self.observed]

    def mentors_of(self, person: str) -> frozenset[str]:
        """The people who mentor this person now."""
        return frozenset(p.mentor for p in self.pairings if p.mentee == person and p.stage.working)

    def places_left(self, person: Person) -> int:
        """How many more mentees the person has room for; never below 0."""
        profile = self.profiles.get(person.id)
        capacity = person.capacity if profile is None or profile.capacity is None else profile.capacity
        return max(0, capacity - sum(p.mentor == person.id and p.stage.open for p in self.pairings))

    @cached_property
    def meetings(self) -> dict[Key, tuple[Meeting, ...]]:
        """The meetings in the calendar that are not canceled, by pairing, in order of time."""
        found: dict[Key, list[Meeting]] = {}
        for key, stored in self.snapshot.meetings.by_key.items():
            event, parts = stored.item, key_parts(key)
            if stored.archived or event.status == "canceled" or len(parts.subjects) != 3:
                continue
            mentee, mentor, slot = parts.subjects
            kind, _, day = slot.partition("-on-")
            meeting = Meeting(
                kind=MeetingKind(kind),
                slot=date.fromisoformat(day),
                start=event.start,
                minutes=event.minutes,
                also=tuple(MeetingKind(name) for name in event.categories[1:]),
            )
            found.setdefault(pairing_key(self.program.id, mentee, mentor, parts.n), []).append(meeting)
        return {key: tuple(sorted(of, key=lambda meeting: meeting.start)) for key, of in found.items()}


def meeting_subject(meeting: Meeting) -> str:
    """What a meeting is called in its key: its kind and the day the cadence asked for."""
    return f"{meeting.kind.value}-on-{meeting.slot.isoformat()}"


def _observe(asked: Pairing, stored: "Stored[Document] | None", now: datetime) -> Observed:
    """The pairing with its ledger, and with what people have ticked since.

    A page that must not be written tells nothing new: what cannot be noted down would be new, and be
    acted on, every day.
    """
    ledger = stored.mark.ledger if stored is not None and stored.mark is not None else ()
    fresh: list[Fact] = []
    if stored is None:
        opened = datetime.combine(asked.asked, datetime.min.time(), now.tzinfo)
        fresh.append(Fact(name=STAGE_FACT, at=min(opened, now), detail=Stage.REQUESTED.value))
    elif not blocked(stored):
        ticked = pairing_page.ticks(stored.item)
        fresh += _consents(asked, ledger, ticked, now)
    facts = (*ledger, *fresh)
    stages = [fact for fact in facts if fact.name == STAGE_FACT]
    current = max(stages, key=lambda fact: (fact.at, list(Stage).index(Stage(fact.detail))), default=None)
    return Observed(
        asked.model_copy(
            update={
                "stage": Stage(current.detail) if current else Stage.REQUESTED,
                "since": current.at if current else None,
                "accepted_on": _day(stages, Stage.EXPECTATIONS),
                "agreed_on": _day(stages, Stage.GROWING),
                "plan_made": any(fact.name == PLAN_MADE for fact in facts),
            }
        ),
        tuple(fresh),
    )


def _consents(
    asked: Pairing, ledger: tuple[Fact, ...], ticked: dict[str, tuple[str, datetime | None]], now: datetime
) -> list[Fact]:
    """New consents, each counted only when the person named ticked the box; then the stages they open.

    A stage opens after the one before it: an agreement counts once both have accepted.
    """
    fresh: list[Fact] = []
    gates = (
        (ACCEPTED_BY, Stage.EXPECTATIONS, pairing_page.ACCEPT_MENTEE, pairing_page.ACCEPT_MENTOR),
        (AGREED_BY, Stage.GROWING, pairing_page.AGREE_MENTEE, pairing_page.AGREE_MENTOR),
    )
    for name, stage, mentee_box, mentor_box in gates:
        for person, box in ((asked.mentee, mentee_box), (asked.mentor, mentor_box)):
            by, at = ticked.get(box, ("", None))
            known = any(fact.name == name and fact.by == person for fact in ledger)
            if by == person and not known:
                fresh.append(Fact(name=name, at=at or now, by=person))
        facts = (*ledger, *fresh)
        consented = [fact.by for fact in facts if fact.name == name]
        opened = any(fact.name == STAGE_FACT and fact.detail == stage.value for fact in facts)
        if opened:
            continue
        if not both(consented, asked.mentee, asked.mentor):
            break
        fresh.append(Fact(name=STAGE_FACT, at=now, detail=stage.value))
    return fresh


def _day(stages: Sequence[Fact], stage: Stage) -> date | None:
    return next((fact.at.date() for fact in stages if fact.detail == stage.value), None)
