# SPDX-License-Identifier: Apache-2.0
"""The coordinator's week: who needs a hand, what waits, what comes. Each list says what to do."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from mentorkit.documents.pairing import STAGE_NAMES
from mentorkit.documents.report import Section
from mentorkit.domain.meetings import Meeting, MeetingKind
from mentorkit.domain.pairings import Pairing, Stage
from mentorkit.domain.people import Person
from mentorkit.domain.richtext import Day, Inline, Inlines, inlines
from mentorkit.reports.facts import Facts
from mentorkit.reports.health import free_mentors, signs, without_mentor
from mentorkit.rules.baseline import offers
from mentorkit.rules.endings import next_wish
from mentorkit.rules.reviewing import WINDOW
from mentorkit.rules.world import World

Line = tuple[str | Inline | Inlines, ...]
WEEK = timedelta(days=7)


def week_sections(world: World, facts: Facts) -> Iterator[Section]:
    """The lists of the week; ``facts`` are looked at from its Monday."""
    yield Section(
        name="at-risk",
        title="Pairings at risk",
        heads=("Who", "Why", "What helps"),
        rows=tuple(_at_risk(world, facts)),
        nothing="No pairing shows a sign of risk.",
    )
    yield Section(
        name="requests",
        title="Requests that wait",
        heads=("Who", "Asked", "Waits until"),
        rows=tuple(_requests(world)),
        nothing="No request waits for an answer.",
    )
    yield Section(
        name="pairings",
        title="Pairings by stage",
        heads=("Stage", "Pairings"),
        rows=tuple(_stages(world)),
        nothing="No pairing was asked for yet.",
    )
    yield Section(
        name="meetings",
        title="Meetings of this week",
        heads=("When", "Meeting", "Who"),
        rows=tuple(_meetings(world, facts)),
        nothing="No meeting falls into this week.",
        lead=f"Times in {facts.timezone}.",
    )
    yield Section(
        name="reviews",
        title="Reviews due",
        heads=("Who", "Meeting", "State"),
        rows=tuple(_reviews(world, facts)),
        nothing="No review is due within two weeks.",
    )
    yield Section(
        name="plans",
        title="Plans that lag",
        heads=("Who", "Done", "Overdue or stuck"),
        rows=tuple(_plans(world, facts)),
        nothing="No plan lags.",
    )
    yield Section(
        name="unmatched",
        title="People without a mentor",
        heads=("Who", "Why"),
        rows=tuple(_unmatched(world, facts)),
        nothing="Everybody who wants a mentor has one.",
    )
    yield Section(
        name="baseline",
        title="Below the company baseline",
        heads=("Who", "Skill", "Offer"),
        rows=tuple(_below(world, facts)),
        nothing="Nobody who rated skills is below the baseline.",
        lead="The offer stands on the person's own growth page, too. Levels and gaps stay there.",
    )


def _pair(world: World, mentee: str, mentor: str) -> str:
    return f"{world.program.person(mentee).name}, {world.program.person(mentor).name}"


def _at_risk(world: World, facts: Facts) -> Iterator[Line]:
    for sign in signs(facts):
        since = (*inlines(" "), Day(day=sign.since)) if sign.since else ()
        yield (
            _pair(world, sign.pair.mentee, sign.pair.mentor),
            (*inlines(sign.reason), *since),
            sign.step,
        )


def _requests(world: World) -> Iterator[Line]:
    zone = ZoneInfo(world.program.timezone)
    for pairing in world.pairings:
        if pairing.stage is Stage.REQUESTED:
            until = world.answer_by(pairing).astimezone(zone).date()
            yield _pair(world, pairing.mentee, pairing.mentor), Day(day=pairing.asked), Day(day=until)


def _stages(world: World) -> Iterator[Line]:
    stages = [pairing.stage for pairing in world.pairings]
    yield from ((STAGE_NAMES[stage], str(stages.count(stage))) for stage in Stage if stage in stages)


def _meetings(world: World, facts: Facts) -> Iterator[Line]:
    zone = ZoneInfo(facts.timezone)
    found: list[tuple[Meeting, Pairing]] = [
        (meeting, pairing)
        for pairing in world.pairings
        for meeting in world.meetings.get(pairing.key, ())
        if facts.now <= meeting.start < facts.now + WEEK
    ]
    for meeting, pairing in sorted(found, key=lambda pair: (pair[0].start, pair[1].key)):
        local = meeting.start.astimezone(zone)
        kinds = (world.program.agendas[kind.value].title for kind in (meeting.kind, *meeting.also))
        yield (
            (*inlines(f"{local:%a} "), Day(day=local.date()), *inlines(f" {local:%H:%M}")),
            " + ".join(kinds),
            _pair(world, pairing.mentee, pairing.mentor),
        )


def _reviews(world: World, facts: Facts) -> Iterator[Line]:
    """Reviews of working pairings that are not agreed, around this week and the next."""
    zone = ZoneInfo(facts.timezone)
    for pairing in world.pairings:
        seen = {one.review.slot: one.review for one in world.reviews.get(pairing.key, ())}
        for meeting in world.meetings.get(pairing.key, ()) if pairing.stage.working else ():
            near = facts.now - WINDOW <= meeting.start < facts.now + WEEK + WINDOW
            review = seen.get(meeting.slot)
            if meeting.kind is MeetingKind.REVIEW and near and not (review and review.agreed_on):
                state = "page is out, levels not agreed yet" if review else "page comes two weeks before"
                day = meeting.start.astimezone(zone).date()
                yield _pair(world, pairing.mentee, pairing.mentor), Day(day=day), state


def _plans(world: World, facts: Facts) -> Iterator[Line]:
    for pair in facts.pairs:
        lagging = sum(task.lags(facts.now, facts.today) for task in pair.tasks)
        if lagging and pair.stage.working:
            done = sum(task.done for task in pair.tasks)
            yield _pair(world, pair.mentee, pair.mentor), f"{done} of {len(pair.tasks)}", str(lagging)


def _unmatched(world: World, facts: Facts) -> Iterator[Line]:
    free = free_mentors(facts)
    for person in map(world.program.person, without_mentor(facts)):
        yield person.name, _why_none(world, person, free)


def _why_none(world: World, person: Person, free: frozenset[str]) -> str:
    """The first of what stands between a person and a mentor."""
    asked = [pairing for pairing in world.pairings if pairing.mentee == person.id]
    waits = [pairing for pairing in asked if pairing.stage is Stage.REQUESTED]
    growth = world.growths.get(person.id)
    if person.id in world.snapshot.missing_people:
        return "has no account here: check the e-mail in people.csv"
    if waits:
        names = ", ".join(world.program.person(pairing.mentor).name for pairing in waits)
        return f"{names} was asked and has not answered with both ticks yet"
    last = next((one for one in reversed(asked) if not one.stage.open), None)
    before = f"the last request is {STAGE_NAMES[last.stage].lower()}; " if last else ""
    if growth is None or not growth.mentors:
        left = len(free - {person.id})
        room = (
            f"{left} mentors have a place left"
            if left
            else "no mentor has a place left: invite one, or raise a capacity"
        )
        return f"{before}named no mentor yet; {room}"
    wished = next_wish(world, person.id)
    if wished is None:
        return f"{before}nobody of the mentors wished for has a place left"
    return f"{before}nobody was asked; {wished.name} was wished for and has a place left"


def _below(world: World, facts: Facts) -> Iterator[Line]:
    for person in (world.program.person(one.id) for one in facts.people if one.below):
        yield from ((person.name, skill, offer) for skill, offer in offers(world, person))
