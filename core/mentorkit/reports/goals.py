# SPDX-License-Identifier: Apache-2.0
"""The program's own goals: what measures them, their target, and where they stand."""

from datetime import datetime

from mentorkit.content.models import Kpi
from mentorkit.program.schema import Program, ProgramGoal
from mentorkit.program.shipped import shipped_kpis
from mentorkit.reports.facts import Facts
from mentorkit.reports.figures import Figure, shown
from mentorkit.reports.kpis import measure, since_start


def goal_kpi(goal: ProgramGoal) -> Kpi | None:
    """The KPI that a program goal is measured by; None where its measure is counted by hand."""
    return shipped_kpis().get(goal.measure)


def goal_unit(goal: ProgramGoal) -> str:
    """The unit of the goal's target and figure."""
    kpi = goal_kpi(goal)
    return kpi.unit if kpi else "count"


def goal_target(goal: ProgramGoal) -> float | None:
    """The target of a goal in the unit of its KPI: of a percentage, 0.66 and 66 mean the same."""
    target = goal.target
    return 100 * target if target is not None and target <= 1 and goal_unit(goal) == "percent" else target


def goal_words(goal: ProgramGoal) -> tuple[str, str, str, str]:
    """A goal of the program, its measure, its target, and the aim of the company that it serves."""
    kpi = goal_kpi(goal)
    target = shown(goal_target(goal), goal_unit(goal))
    return goal.text, kpi.name if kpi else goal.measure or "–", target, goal.serves or "–"


def goal_figure(goal: ProgramGoal, program: Program, facts: Facts, since: datetime | None = None) -> Figure:
    """Where a goal stands, counted from when the program began unless another moment is given.

    A program that has chosen no KPIs measures nothing.
    """
    kpi = goal_kpi(goal)
    if kpi is None:
        return Figure(note="counted by hand")
    begins = since or since_start(program)
    return measure(kpi, facts, begins) if program.kpis else Figure(note="not measured, KPIs are off")


def goal_now(goal: ProgramGoal, program: Program, facts: Facts, since: datetime | None = None) -> str:
    """Where a goal stands, in words."""
    figure = goal_figure(goal, program, facts, since)
    return figure.note if figure.value is None else shown(figure.value, goal_unit(goal))
