# SPDX-License-Identifier: Apache-2.0
"""Results: what came of it for each participant, as a mentee and as a mentor, in numbers on the own page."""

from collections.abc import Iterator, Sequence

from mentorkit.reports.facts import PairFacts
from mentorkit.rules.report_facts import report_facts
from mentorkit.rules.world import World

Line = tuple[str, str]


def results(world: World) -> dict[str, list[Line]]:
    """The lines of everybody whose pairing has begun, by person id."""
    given: dict[str, list[PairFacts]] = {}
    taken: dict[str, list[PairFacts]] = {}
    for pair in report_facts(world).pairs:
        if pair.began is not None:
            taken.setdefault(pair.mentee, []).append(pair)
            given.setdefault(pair.mentor, []).append(pair)
    found = {person: list(_as_mentee(world, of)) for person, of in taken.items()}
    for person, of in given.items():
        found.setdefault(person, []).extend(_as_mentor(of))
    return found


def _as_mentee(world: World, pairs: Sequence[PairFacts]) -> Iterator[Line]:
    for goal in (goal for pair in pairs for goal in pair.goals):
        known = world.program.skills.get(goal.skill)
        now = "no review since" if goal.after is None else f"{goal.after} agreed"
        yield f"{known.name if known else goal.skill}, {goal.before} → {goal.target}", now
    tasks = [task for pair in pairs for task in pair.tasks]
    yield "Tasks done", f"{sum(task.done for task in tasks)} of {len(tasks)}"
    yield "Milestones reached", str(sum(pair.milestones for pair in pairs))
    yield "Meetings held", _held(pairs)


def _as_mentor(pairs: Sequence[PairFacts]) -> Iterator[Line]:
    yield "People mentored", str(len({pair.mentee for pair in pairs}))
    yield "Meetings held as a mentor", _held(pairs)


def _held(pairs: Sequence[PairFacts]) -> str:
    return str(sum(len(pair.held()) for pair in pairs))
