# SPDX-License-Identifier: Apache-2.0
"""Benchmarks: where each program goal stood at the outset and at the beginning of every quarter since.

Each is a fact of the coordinator's page, so that a goal's earlier figures and targets are kept when the
goal is adjusted in program.yaml.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from mentorkit.documents.report import Section
from mentorkit.domain.calendar import quarter_ends
from mentorkit.domain.keys import Key
from mentorkit.domain.reviews import quarter
from mentorkit.ports import Fact
from mentorkit.reports.facts import Facts
from mentorkit.reports.goals import goal_now, goal_words
from mentorkit.rules.world import World

BENCHMARK = "benchmark/"
"""The subject is the goal's id; the detail is the quarter, the target and the figure then."""

_BETWEEN = " | "


def benchmarks(world: World, page: Key, facts: Facts) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """All benchmarks by time, and those of them that are new: of a new quarter, goal or target."""
    known = tuple(fact for fact in world.ledger(page) if fact.name.startswith(BENCHMARK))
    fresh = tuple(_fresh(world, facts, known)) if world.writable(page) else ()
    return (*known, *fresh), fresh


def _fresh(world: World, facts: Facts, known: Sequence[Fact]) -> Iterator[Fact]:
    latest = {fact.name: fact.detail.rpartition(_BETWEEN)[0] for fact in known}
    for goal in world.program.goals:
        begins = f"{quarter(facts.today)}{_BETWEEN}{goal_words(goal)[2]}"
        if latest.get(f"{BENCHMARK}{goal.id}") != begins:
            now = goal_now(goal, world.program, facts)
            yield Fact(name=f"{BENCHMARK}{goal.id}", at=world.now, detail=f"{begins}{_BETWEEN}{now}")


def benchmark_section(world: World, facts: Facts, known: Sequence[Fact]) -> Section:
    """The benchmarks as a table, with the day on which the goals are to be looked at again."""
    texts = {f"{BENCHMARK}{goal.id}": goal.text for goal in world.program.goals}
    rows = [
        (texts.get(fact.name, fact.name.removeprefix(BENCHMARK)), *fact.detail.split(_BETWEEN, 2))
        for fact in sorted(known, key=lambda fact: (fact.name, fact.at))
    ]
    end = next(quarter_ends(facts.today, date(facts.today.year, 12, 31)))
    return Section(
        name="benchmarks",
        title="Goals over time",
        heads=("Goal", "Quarter", "Target", "Stood at"),
        rows=tuple(rows),
        nothing="The program has set no goals.",
        lead=f"To be looked at again on {end:%-d %B %Y}. A new target stands beside the old.",
    )
