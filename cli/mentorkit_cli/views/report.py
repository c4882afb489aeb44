# SPDX-License-Identifier: Apache-2.0
"""The program's report: goals, chosen KPIs, pairings by stage, who is at risk, and what to adjust."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from mentorkit.content.models import Kpi
from mentorkit.documents.pairing import STAGE_NAMES
from mentorkit.domain.pairings import Stage
from mentorkit.reports.facts import Facts
from mentorkit.reports.figures import Figure
from mentorkit.reports.figures import shown as words
from mentorkit.reports.goals import goal_figure, goal_now, goal_target, goal_unit, goal_words
from mentorkit.reports.health import Sign, signs
from mentorkit.reports.kpis import chosen, measure
from mentorkit.reports.proposals import Proposal, proposals
from mentorkit.reports.sheet import Cell, sheet
from mentorkit.rules import World
from mentorkit.rules.report_facts import report_facts
from mentorkit_cli.names import Names, day
from mentorkit_cli.output import Line, Shown, Table, line

OFF = "This program has chosen no KPIs (kpis: [] in program.yaml), so none are reported."

Measured = Sequence[tuple[Kpi, Figure]]


def begins(world: World, since: date | None) -> datetime:
    """From when on is counted: a day where the program is at home."""
    day = since or world.program.starts
    return datetime.combine(day, datetime.min.time(), ZoneInfo(world.program.timezone))


def shown(world: World, since: datetime) -> tuple[Shown, str]:
    """The report, and the same as one CSV table."""
    facts = report_facts(world)
    figures = [(kpi, measure(kpi, facts, since)) for kpi in chosen(world.program)]
    risks, steps = signs(facts), proposals(figures)
    goals = list(_goals(world, facts, since))
    stages = {stage.value: sum(pair.stage is stage for pair in facts.pairs) for stage in Stage}
    data = {
        "program": world.program.id,
        "today": world.today.isoformat(),
        "since": since.date().isoformat(),
        "people": len(facts.people),
        "pairings": stages,
        "milestones_reached": sum(pair.milestones for pair in facts.pairs),
        "goals": goals,
        "kpis": [_kpi(kpi, figure) for kpi, figure in figures],
        "at_risk": [_sign(sign) for sign in risks],
        "proposals": [one.model_dump() for one in steps],
    }
    parts = list(_parts(world, since, figures, facts, risks, steps, stages))
    return Shown("mentorkit.report/1", data, parts), _csv(figures, goals, stages)


def _goals(world: World, facts: Facts, since: datetime) -> Iterator[dict[str, Any]]:
    for goal in world.program.goals:
        figure = goal_figure(goal, world.program, facts, since)
        yield {
            "id": goal.id,
            "text": goal.text,
            "serves": goal.serves,
            "measure": goal.measure,
            "unit": goal_unit(goal),
            "target": goal_target(goal),
            "value": _rounded(figure.value),
            "n": figure.n,
            "note": figure.note,
        }


def _kpi(kpi: Kpi, figure: Figure) -> dict[str, Any]:
    rows = [{"name": row.name, "people": row.people, **dict(row.counts)} for row in figure.rows]
    return {
        "id": kpi.id,
        "name": kpi.name,
        "level": kpi.level,
        "unit": kpi.unit,
        "value": _rounded(figure.value),
        "n": figure.n,
        "guide": list(kpi.guide) if kpi.guide else None,
        "note": figure.note,
        "rows": rows,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _sign(sign: Sign) -> dict[str, Any]:
    return {
        "pairing": sign.pair.key,
        "mentee": sign.pair.mentee,
        "mentor": sign.pair.mentor,
        "reason": sign.reason,
        "since": sign.since.isoformat() if sign.since else None,
        "step": sign.step,
    }


def _parts(
    world: World,
    since: datetime,
    figures: Measured,
    facts: Facts,
    risks: Sequence[Sign],
    steps: Sequence[Proposal],
    stages: dict[str, int],
) -> Iterator[str | Line | Table]:
    names = Names(world.program)
    yield line((world.program.name, "bold"), f", {day(world.today)}; counted from {day(since.date())}")
    counted = ", ".join(f"{stages[s.value]} {STAGE_NAMES[s].lower()}" for s in Stage if stages[s.value])
    yield f"Pairings   {counted or 'none'}"
    if world.program.goals:
        rows = [
            (*goal_words(goal), goal_now(goal, world.program, facts, since)) for goal in world.program.goals
        ]
        yield Table(("Goal", "Measured by", "Target", "Serves", "Now"), rows, "\nProgram goals")
    if not figures:
        yield ""
        yield OFF
    else:
        heads = ("KPI", "Value", "n", "Seen in the field", "Note")
        yield Table(heads, [_figure(kpi, figure) for kpi, figure in figures], "\nKPIs")
    for title, lines in _by_skill(names, figures):
        yield Table(("Skill", "People", "What"), lines, f"\n{title}")
    if risks:
        lines = [_risk(names, sign) for sign in risks]
        yield Table(("Who", "Why", "What helps"), lines, "\nPairings at risk")
    if steps:
        yield Table(("Step", "Because"), [(one.step, one.reason) for one in steps], "\nWhat to adjust")


def _figure(kpi: Kpi, figure: Figure) -> tuple[str, ...]:
    guide = "–" if kpi.guide is None else f"{kpi.guide[0]:g} to {words(kpi.guide[1], kpi.unit)}"
    return kpi.name, words(figure.value, kpi.unit), str(figure.n), guide, figure.note or "–"


def _by_skill(names: Names, figures: Measured) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    for kpi, figure in figures:
        if figure.rows:
            yield (
                kpi.name,
                [
                    (
                        names.skill(row.name),
                        str(row.people) if row.counts else "–",
                        ", ".join(f"{count} {name}" for name, count in row.counts)
                        or f"withheld, n under {kpi.minimum_n}",
                    )
                    for row in figure.rows
                ],
            )


def _risk(names: Names, sign: Sign) -> tuple[str, str, str]:
    who = f"{names.person(sign.pair.mentee)}, {names.person(sign.pair.mentor)}"
    return who, sign.reason + (f" {day(sign.since)}" if sign.since else ""), sign.step


def _csv(figures: Measured, goals: Sequence[dict[str, Any]], stages: dict[str, int]) -> str:
    rows: list[tuple[Cell, ...]] = [
        ("pairings", stage, stage, count, "count", None, None, None) for stage, count in stages.items()
    ]
    rows += [
        ("goal", one["id"], one["text"], one["value"], one["unit"], one["n"], one["target"], one["note"])
        for one in goals
    ]
    for kpi, figure in figures:
        rows.append(("kpi", kpi.id, kpi.name, _rounded(figure.value), kpi.unit, figure.n, None, figure.note))
        for row in figure.rows:
            counts = row.counts or (("withheld", None),)
            rows += [
                (f"kpi {kpi.id}", row.name, what, count, "people", row.people or None, None, "")
                for what, count in counts
            ]
    return sheet(("what", "id", "name", "value", "unit", "n", "target", "note"), rows)
