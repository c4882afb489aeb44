# SPDX-License-Identifier: Apache-2.0
"""The world as rules see it: the program, the snapshot and the time, in the words of mentoring."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from mentorkit.documents import growth as growth_page
from mentorkit.documents import pairing as pairing_page
from mentorkit.documents import profile as profile_page
from mentorkit.documents import steps
from mentorkit.documents.notes import read_notes
from mentorkit.documents.translation import tongue
from mentorkit.domain.keys import Key, key_parts, make_key
from mentorkit.domain.meetings import Meeting, MeetingKind, meeting_subject
from mentorkit.domain.notes import Notes
from mentorkit.domain.pairings import SIDES, Pairing, Stage, pairing_key
from mentorkit.domain.people import Person
from mentorkit.domain.profiles import Growth, Profile
from mentorkit.domain.reviews import AgreedLevel, Review
from mentorkit.domain.skills import Gap, gaps
from mentorkit.ports import Document, Fact
from mentorkit.program.schema import Program
from mentorkit.program.shipped import level_sentences
from mentorkit.reconcile.diff import blocked
from mentorkit.reconcile.snapshot import Snapshot
from mentorkit.reconcile.wishes import PLAN_KINDS
from mentorkit.rules.reopening import reopen
from mentorkit.rules.review_facts import SeenReview, latest, review_slot, seen_review
from mentorkit.rules.stages import Course, Observed

REFLECT_DAYS = timedelta(days=7)
"""How long before the closing meeting the two begin to write their reflections."""


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

    def ledger(self, key: Key) -> tuple[Fact, ...]:
        """The dated facts that our page or plan item of that key carries; none where there is none."""
        shelf = self.snapshot.plans if key_parts(key).kind in PLAN_KINDS else self.snapshot.pages
        stored = shelf.get(key)
        return stored.mark.ledger if stored is not None and stored.mark is not None else ()

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
                found[person.id] = growth_page.read_growth(
                    person, page, self.program.skills, self.program.roles, self.program.people
                )
        return found

    def levels(self, person: Person) -> dict[str, int]:
        """Skill id to level: as agreed in the latest review, otherwise as the profile says."""
        profile = self.profiles.get(person.id)
        agreed = {skill: one.level for skill, one in self.agreed(person).items()}
        return {**(profile.levels if profile else {}), **agreed}

    def gaps(self, person: Person) -> tuple[Gap, ...]:
        """What the person's role asks for and is not there yet; none before levels are rated or agreed."""
        levels = self.levels(person)
        return gaps(self.program.role_of(person), person.grade, levels) if levels else ()

    def agreed(self, person: Person) -> dict[str, AgreedLevel]:
        """The agreed levels of a person by skill id, the latest of each."""
        return latest(self.history(person))

    def history(self, person: Person) -> Sequence[Review]:
        """The reviews of a person with all mentors."""
        return self._histories.get(person.id, ())

    @cached_property
    def _histories(self) -> dict[str, list[Review]]:
        found: dict[str, list[Review]] = {}
        for seen in (seen for of in self.reviews.values() for seen in of):
            found.setdefault(seen.review.mentee, []).append(seen.review)
        return found

    @cached_property
    def reviews(self) -> dict[Key, tuple[SeenReview, ...]]:
        """The reviews of each pairing that have a page, by slot."""
        of: dict[tuple[str, ...], Pairing] = {
            (one.mentee, one.mentor, str(one.n)): one for one in self.pairings
        }
        found: dict[Key, list[SeenReview]] = {}
        for key in sorted(self.snapshot.pages.by_key):
            parts = key_parts(key)
            pairing = of.get((*parts.subjects[:2], str(parts.n))) if parts.kind == "review" else None
            if pairing is not None:
                found.setdefault(pairing.key, []).append(self.review(pairing, review_slot(key)))
        return {key: tuple(seen) for key, seen in found.items()}

    def review(self, pairing: Pairing, slot: date) -> SeenReview:
        """The review of a pairing whose meeting has this slot."""
        key = self.key("review", pairing.mentee, pairing.mentor, slot.isoformat(), n=pairing.n)
        skills, most = self.program.skills, self.program.limits.focus_skills
        stored = self.snapshot.pages.get(key)
        if stored is not None:
            stored = stored.model_copy(update={"item": tongue(self.program.language).read(stored.item)})
        return seen_review(key, pairing, slot, stored, skills, most, self.now)

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
        courses, _ = self._courses
        return tuple(courses[key].observed() for key in sorted(courses))

    @property
    def not_reopened(self) -> Sequence[tuple[Key, str]]:
        """Pairings that are asked to be reopened and cannot be, and why."""
        return self._courses[1]

    @cached_property
    def _courses(self) -> tuple[dict[Key, Course], list[tuple[Key, str]]]:
        courses: dict[Key, Course] = {}
        again: list[tuple[Key, date]] = []
        for request in self.program.pairings:
            key = pairing_key(self.program.id, request.mentee, request.mentor, request.n)
            if request.reopens:
                again.append((key, request.asked))
                continue
            asked = Pairing(
                key=key,
                mentee=self.program.person(request.mentee).id,
                mentor=self.program.person(request.mentor).id,
                n=request.n,
                asked=request.asked,
                focus=request.focus,
            )
            courses[key] = self._course(asked)
        return courses, list(reopen(courses, again, self.capacity, self.writable, self.today))

    def _course(self, asked: Pairing) -> Course:
        """How far the pairing has come.

        A page that must not be written tells nothing new: what cannot be noted down would be new, and
        be acted on, every day.
        """
        stored = self.snapshot.pages.get(asked.key)
        opened = datetime.combine(asked.asked, datetime.min.time(), self.now.tzinfo)
        if stored is None:
            course = Course(asked, (), min(opened, self.now))
            course.move(Stage.REQUESTED)
            return course
        mark = stored.mark
        course = Course(asked, mark.ledger if mark else (), self.now)
        if not blocked(stored):
            course.answer_by = self.answer_by(asked)
            course.reflect_from = self._reflect_from(asked.key, course)
            course.reason = steps.reason(tongue(self.program.language).read(stored.item))
            course.signs = self._signs(asked, course.round)
            course.advance()
        return course

    def answer_by(self, asked: Pairing) -> datetime:
        """Until when a request waits for an answer: some days from when its page was there to be ticked."""
        stored = self.snapshot.pages.get(asked.key)
        made = (stored.mark.made if stored is not None and stored.mark else None) or self.now
        opened = datetime.combine(asked.asked, datetime.min.time(), self.now.tzinfo)
        return max(made, opened) + timedelta(days=self.program.limits.request_days)

    def reflection_key(self, pairing: Pairing, whose: str, count: int) -> Key:
        """The reflection page of a side, or of ``both``, in a round of the pairing."""
        subject = whose if count == 1 else f"{whose}-{count}"
        return self.key("reflection", pairing.mentee, pairing.mentor, subject, n=pairing.n)

    def _signs(self, pairing: Pairing, count: int) -> dict[str, tuple[str, datetime | None]]:
        """Every box that was ticked on the pairing's page and on the reflections of this round."""
        keys = [pairing.key, *(self.reflection_key(pairing, side, count) for side in SIDES)]
        found: dict[str, tuple[str, datetime | None]] = {}
        for page in filter(None, map(self.page, keys)):
            found = pairing_page.ticks(page) | found
        return found

    def _reflect_from(self, pairing: Key, course: Course) -> datetime | None:
        """When reflecting begins by itself: some days before the closing meeting of this round."""
        since = course.reopenings[-1].at if course.reopenings else None
        closings = [
            meeting.start
            for meeting in self.meetings.get(pairing, ())
            if meeting.kind is MeetingKind.CLOSING and (since is None or meeting.start > since)
        ]
        return max(closings) - REFLECT_DAYS if closings else None

    @property
    def pairings(self) -> Sequence[Pairing]:
        """Every pairing as it stands now."""
        return [observed.pairing for observed in self.observed]

    def mentors_of(self, person: str) -> frozenset[str]:
        """The people who mentor this person now."""
        return frozenset(p.mentor for p in self.pairings if p.mentee == person and p.stage.together)

    def capacity(self, person: str) -> int:
        """How many mentees the person has room for at once; the profile page wins over people.csv.

        A head of department has room for no more than the program allows.
        """
        profile = self.profiles.get(person)
        said = profile.capacity if profile else None
        room = self.program.person(person).capacity if said is None else said
        return min(room, self.program.limits.head_mentees) if self.heads(person) else room

    def heads(self, person: str) -> bool:
        """Whether the person manages so many people that this is a department."""
        return self._reports[self.program.person(person).id] >= self.program.limits.head_reports

    @cached_property
    def _reports(self) -> Counter[str]:
        managers = (self.program.find_person(one.manager or "") for one in self.program.people)
        return Counter(manager.id for manager in managers if manager is not None)

    def offers(self, person: Person) -> bool:
        """Whether the person is ready to mentor; the profile page wins over people.csv."""
        profile = self.profiles.get(person.id)
        return ((profile and profile.mentoring) or person.mentoring).gives

    def takes(self, person: Person) -> bool:
        """Whether the person would like a mentor; the profile page wins over people.csv."""
        profile = self.profiles.get(person.id)
        return ((profile and profile.mentoring) or person.mentoring).takes

    def places_left(self, person: Person) -> int:
        """How many more mentees the person has room for; never below 0."""
        taken = sum(p.mentor == person.id and p.stage.open for p in self.pairings)
        return max(0, self.capacity(person.id) - taken)

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

    def notes_key(self, pairing: Pairing, meeting: Meeting) -> Key:
        """The page for the notes of a meeting."""
        return self.key("notes", pairing.mentee, pairing.mentor, meeting_subject(meeting), n=pairing.n)

    @cached_property
    def notes(self) -> dict[Key, dict[str, Notes]]:
        """What is written on the pages for notes, by pairing and by the subject of the meeting."""
        found: dict[Key, dict[str, Notes]] = {}
        for pairing in self.pairings:
            zone = ZoneInfo(self.program.person(pairing.mentee).timezone)
            for meeting in self.meetings.get(pairing.key, ()):
                page = self.page(self.notes_key(pairing, meeting))
                if page is not None:
                    written = read_notes(page, zone, meeting.start)
                    found.setdefault(pairing.key, {})[meeting_subject(meeting)] = written
        return found
