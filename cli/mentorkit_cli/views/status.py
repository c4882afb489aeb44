# SPDX-License-Identifier: Apache-2.0
"""The state of a program in counts and states: nothing here says what anybody wrote."""

from collections import Counter
from datetime import datetime, timedelta

from mentorkit.documents.pairing import STAGE_NAMES
from mentorkit.domain.meetings import ends
from mentorkit.domain.pairings import Stage
from mentorkit.ports import PlanItem, PlanKind, Status
from mentorkit.rules import World
from mentorkit.rules.default_mentors import DefaultMentor, default_mentors
from mentorkit_cli.names import Names, day, moment
from mentorkit_cli.output import Line, Shown, Table, line
from mentorkit_cli.views.pairings import Waiting, waiting

_NAMED = 3


def shown(world: World) -> Shown:
    """People, pairings, plans, meetings, and what waits for whom."""
    names, program = Names(world.program), world.program
    people, stages = _people(world), Counter(pairing.stage for pairing in world.pairings)
    plans, meetings = _plans(world), _meetings(world)
    waits = list(waiting(world))
    first = _next(world)
    coming = f", the next on {moment(first, program.timezone)}" if first else ""
    parts: list[str | Line | Table] = [
        line((program.name, "bold"), f", {day(world.today)} ({program.timezone})"),
        _people_line(people),
        "Pairings   "
        + (", ".join(f"{stages[s]} {STAGE_NAMES[s].lower()}" for s in Stage if stages[s]) or "none"),
        _plans_line(plans),
        f"Meetings   {meetings['held']} held, {meetings['planned']} planned" + coming,
    ]
    mentors = list(default_mentors(world))
    open_ones = [one for one in mentors if one.state != "chosen"]
    if open_ones:
        proposals = [(names.person(one.mentee), _proposal(one, names), one.why) for one in open_ones]
        parts += ["", Table(("Without a mentor", "Proposed", "Why"), proposals)]
    if waits:
        rows = [(_who(wait, names), wait.what, day(wait.since) if wait.since else "–") for wait in waits]
        parts += ["", Table(("Waits for", "To", "Since"), rows)]
    data = {
        "program": program.id,
        "today": world.today.isoformat(),
        "timezone": program.timezone,
        "people": people,
        "pairings": {stage.value: stages[stage] for stage in Stage},
        "plans": plans,
        "meetings": {**meetings, "next": first.isoformat() if first else None},
        "default_mentors": [one.model_dump(mode="json", exclude={"skill"}) for one in mentors],
        "waiting": [
            {
                "who": list(wait.who),
                "what": wait.what,
                "since": wait.since.isoformat() if wait.since else None,
                "pairing": wait.pairing or None,
            }
            for wait in waits
        ],
    }
    return Shown("mentorkit.status/1", data, parts)


def _people_line(of: dict[str, int]) -> str:
    return (
        f"People     {of['enrolled']} of {of['people']} enrolled, {of['profiles_filled']} rated their skills;"
        f" {of['offering']} offer mentoring, {of['wanting']} would like a mentor"
    )


def _plans_line(of: dict[str, int]) -> str:
    return (
        f"Plans      {of['goals_done']} of {of['goals']} goals reached,"
        f" {of['activities_done']} of {of['activities']} activities done, {of['overdue']} overdue"
    )


def _proposal(of: DefaultMentor, names: Names) -> str:
    return names.person(of.mentor) if of.mentor else "–"


def _who(wait: Waiting, names: Names) -> str:
    first = ", ".join(names.person(person) for person in wait.who[:_NAMED])
    rest = len(wait.who) - _NAMED
    return f"{first} and {rest} more" if rest > 0 else first


def _people(world: World) -> dict[str, int]:
    """Enrolled is who has a profile page; the page wins over people.csv in what they offer."""
    offers = [
        (profile.mentoring if (profile := world.profiles.get(person.id)) else None) or person.mentoring
        for person in world.program.people
    ]
    return {
        "people": len(world.program.people),
        "enrolled": len(world.profiles),
        "profiles_filled": sum(bool(profile.ratings) for profile in world.profiles.values()),
        "without_account": len(world.snapshot.missing_people),
        "offering": sum(mentoring.gives for mentoring in offers),
        "wanting": sum(mentoring.takes for mentoring in offers),
    }


def _plans(world: World) -> dict[str, int]:
    """Goals and activities that were not canceled, also those that people added by hand."""
    views = world.snapshot.plans
    goals = {
        key: stored.item
        for key, stored in views.by_key.items()
        if stored.item.kind is PlanKind.GOAL and not stored.archived
    }
    records = [*views.by_key.values(), *views.theirs]
    activities = [
        stored.item
        for stored in records
        if stored.item.kind is PlanKind.ACTIVITY and stored.item.parent in goals and not stored.archived
    ]
    return {
        "goals": _left(list(goals.values())),
        "goals_done": _done(list(goals.values())),
        "activities": _left(activities),
        "activities_done": _done(activities),
        "overdue": sum(
            item.due is not None and item.due < world.today and not item.status.over for item in activities
        ),
    }


def _left(items: list[PlanItem]) -> int:
    return sum(item.status is not Status.CANCELED for item in items)


def _done(items: list[PlanItem]) -> int:
    return sum(item.status is Status.DONE for item in items)


def _meetings(world: World) -> dict[str, int]:
    """Held is what was in the calendar, was not canceled, and is over."""
    found = [meeting for of in world.meetings.values() for meeting in of]
    held = sum(ends(meeting) <= world.now for meeting in found)
    soon = sum(world.now < ends(meeting) <= world.now + timedelta(days=14) for meeting in found)
    return {"held": held, "planned": len(found) - held, "planned_in_14_days": soon}


def _next(world: World) -> datetime | None:
    starts = [meeting.start for of in world.meetings.values() for meeting in of if meeting.start > world.now]
    return min(starts, default=None)
