# SPDX-License-Identifier: Apache-2.0
"""Reporting: the coordinator's week and the mentors' record, two pages that nobody else may read.

What depends on the date is looked at from last Monday, so that a run in mid-week writes only what
people changed since.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mentorkit.documents.pairing import STAGE_NAMES
from mentorkit.documents.report import Section, write_report
from mentorkit.domain.richtext import Day, Inline, Inlines, inlines
from mentorkit.reconcile.wishes import Wish
from mentorkit.reports.facts import Facts
from mentorkit.reports.figures import Figure, shown
from mentorkit.reports.goals import goal_now, goal_words
from mentorkit.reports.kpis import chosen, measure, since_start
from mentorkit.reports.mentors import records, reliance
from mentorkit.reports.proposals import proposals
from mentorkit.rules.benchmarks import benchmark_section, benchmarks
from mentorkit.rules.report_facts import report_facts
from mentorkit.rules.week import week_sections
from mentorkit.rules.world import World

Line = tuple[str | Inline | Inlines, ...]


def report(world: World) -> Iterator[Wish[Any]]:
    """Both pages, once the coordinator has an account."""
    coordinator = world.program.coordinator
    if coordinator in world.snapshot.missing_people:
        return
    facts = report_facts(world, monday(world))
    home, key = world.key("home", "home"), world.key("report", "week")
    known, fresh = benchmarks(world, key, facts)
    about = "Only you and the program's own account can read this page. It holds counts and states, no words."
    week = write_report(
        "This week",
        [f"As of Monday, {facts.today:%-d %B %Y}; what people did since is in it after each run.", about],
        [
            *week_sections(world, facts),
            *_figures(world, facts),
            benchmark_section(world, facts, known),
            _mentors(world, facts),
        ],
        parent=home,
        viewer=coordinator,
    )
    record = write_report(
        "Mentors' record",
        ["Who mentored whom, for the pay round; mentorkit report --mentors --csv gives the file.", about],
        [_record(world, facts)],
        parent=home,
        viewer=coordinator,
    )
    yield Wish(key=key, item=week, facts=fresh)
    yield Wish(key=world.key("report", "mentors"), item=record)


def monday(world: World) -> datetime:
    """The beginning of this week where the program is at home, in UTC."""
    day = world.today - timedelta(days=world.today.weekday())
    return datetime.combine(day, datetime.min.time(), ZoneInfo(world.program.timezone)).astimezone(UTC)


def _figures(world: World, facts: Facts) -> Iterator[Section]:
    """Goals with the figure now, the chosen KPIs, and what follows from them.

    With KPIs off the sections stay and say so: a block that is not wished for any more would stay as it was.
    """
    since = since_start(world.program)
    figures = [(kpi, measure(kpi, facts, since)) for kpi in chosen(world.program)]
    lines = [(kpi.name, shown(one.value, kpi.unit), str(one.n), _note(one)) for kpi, one in figures]
    yield Section(
        name="goals",
        title="Program goals",
        heads=("Goal", "Measured by", "Target", "Serves", "Now"),
        rows=tuple((*goal_words(goal), goal_now(goal, world.program, facts)) for goal in world.program.goals),
        nothing="The program has set no goals.",
    )
    yield Section(
        name="figures",
        title="Figures",
        heads=("KPI", "Value", "n", "Note"),
        rows=tuple(lines),
        nothing="This program has chosen no KPIs, so none are reported.",
    )
    yield Section(
        name="adjust",
        title="What to adjust",
        heads=("Step", "Because"),
        rows=tuple((one.step, one.reason) for one in proposals(figures)),
        nothing="No figure is outside the range that is seen to work.",
    )


def _note(figure: Figure) -> str:
    """The note and the rows of a figure in one cell."""
    rows = [
        f"{row.name}: " + (", ".join(f"{count} {name}" for name, count in row.counts) or "withheld")
        for row in figure.rows
    ]
    return "; ".join(filter(None, (figure.note, *rows)))


def _mentors(world: World, facts: Facts) -> Section:
    rows = [
        (
            world.program.person(one.mentor).name,
            f"{one.mentees} of {one.places}",
            shown(one.hours, "hours"),
            f"{one.held} of {one.due}",
        )
        for one in reliance(facts, since_start(world.program))
    ]
    return Section(
        name="mentors",
        title="Mentors",
        heads=("Mentor", "Mentees of places", "Answers within (median)", "Meetings held"),
        rows=tuple(rows),
        nothing="Nobody offers places yet.",
    )


def _record(world: World, facts: Facts) -> Section:
    rows: list[Line] = [
        (
            world.program.person(one.mentor).name,
            world.program.person(one.mentee).name,
            Day(day=one.began),
            Day(day=one.until) if one.until else inlines("goes on"),
            STAGE_NAMES[one.stage],
            f"{one.held} of {one.due}",
            f"{one.minutes / 60:.1f}",
        )
        for one in records(facts)
    ]
    return Section(
        name="record",
        title="Who mentored whom",
        heads=("Mentor", "Mentee", "From", "Until", "Stage", "Meetings held", "Hours"),
        rows=tuple(rows),
        nothing="No pairing has begun yet.",
    )
