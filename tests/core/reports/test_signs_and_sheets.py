# SPDX-License-Identifier: Apache-2.0
"""Pairings at risk, what to adjust, the mentors' record, and cells that are no formulas."""

import csv
import io
from datetime import date, timedelta

import pytest

from mentorkit.domain.pairings import Stage
from mentorkit.program.shipped import shipped_kpis
from mentorkit.reports.figures import Figure
from mentorkit.reports.health import signs
from mentorkit.reports.mentors import records, reliance
from mentorkit.reports.proposals import STEPS, proposals
from mentorkit.reports.sheet import safe, sheet
from tests.core.reports.test_kpis import NOW, START, ago, facts, met, pair, person, task

LATE, AHEAD = task(due=date(2026, 12, 1)), task(due=date(2027, 1, 1))
QUICK = {"meetings": (met(2),)}


@pytest.mark.parametrize(
    ("days", "at_risk"),
    [(20.9, False), (21, True)],
)
def test_silence_is_three_weeks_without_a_meeting_held(days: float, at_risk: bool) -> None:
    found = signs(facts(pair("a", "x", meetings=(met(days), met(3, held=None), met(5, held=False)))))
    assert bool(found) == at_risk
    for sign in found:
        assert sign.reason == "no meeting is noted as held since"
        assert sign.since == (NOW - timedelta(days=days)).date()
        assert "fit check" in sign.step


def test_silence_begins_when_both_have_accepted() -> None:
    assert not signs(facts(pair("a", "x", began=ago(20))))
    (sign,) = signs(facts(pair("a", "x", began=ago(22))))
    assert "at all" in sign.reason


@pytest.mark.parametrize(
    ("tasks", "at_risk"),
    [
        ((), False),
        ((AHEAD, LATE), False),
        ((AHEAD, LATE, LATE), True),
        ((AHEAD, LATE, LATE.model_copy(update={"done": True})), False),
        ((AHEAD.model_copy(update={"begun": ago(14)}),), True),
        ((AHEAD.model_copy(update={"begun": ago(13)}),), False),
    ],
)
def test_a_plan_is_stale_when_more_than_half_of_what_is_open_lags(
    tasks: tuple[object, ...], at_risk: bool
) -> None:
    found = signs(facts(pair("a", "x", tasks=tasks, **QUICK)))
    assert bool(found) == at_risk
    assert all("smaller plan" in sign.step for sign in found)


@pytest.mark.parametrize("stage", [stage for stage in Stage if not stage.working])
def test_only_working_pairings_are_at_risk(stage: Stage) -> None:
    assert not signs(facts(pair("a", "x", stage, began=ago(60), tasks=(LATE,))))


@pytest.mark.parametrize(
    ("kpi", "value", "reason"),
    [
        ("active-pairings", 50.0, "Active pairings: 50 % of n = 4, under 75 %"),
        ("active-pairings", 80.0, ""),
        ("answer-time", 60.0, "Answer time: 60 hours of n = 4, over 48 hours"),
        ("active-pairings", None, ""),
        ("mentoring-hours", 1.0, ""),
    ],
)
def test_a_figure_outside_its_range_proposes_a_step(kpi: str, value: float | None, reason: str) -> None:
    found = proposals([(shipped_kpis()[kpi], Figure(value=value, n=4))])
    assert [one.reason for one in found] == ([reason] if reason else [])


def test_every_step_is_about_a_kpi_and_has_its_sentence() -> None:
    assert set(STEPS) <= set(shipped_kpis())
    for step in STEPS.values():
        assert (step.low is None, step.high is None) == (not step.below, not step.above)


def test_the_mentors_record() -> None:
    of = facts(
        pair("b", "x", meetings=(met(9, minutes=60), met(3, held=None), met(-5, held=None))),
        pair("a", "x", Stage.CLOSED, began=ago(100), over=ago(9), meetings=(met(30), met(20))),
        pair("c", "x", Stage.REQUESTED),
    )
    first, second = records(of)
    assert (first.mentee, first.days, first.held, first.minutes) == ("a", 91, 2, 60)
    assert (second.mentee, second.until, second.held, second.due, second.minutes) == ("b", None, 1, 2, 60)


def test_how_a_mentor_answers_and_keeps_meetings() -> None:
    people = (person("x", gives=True, places=2), person("y", gives=True, places=1), person("a"))
    of = facts(pair("a", "x", answered=ago(39.5), meetings=(met(3), met(2, held=False))), people=people)
    busy, free = reliance(of, START)
    assert (busy.mentor, busy.mentees, busy.hours, busy.held, busy.due) == ("x", 1, 12, 1, 2)
    assert (free.mentor, free.hours, free.due) == ("y", None, 0)


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+cmd",
        "-2",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "  =1",
        "\n=1",
        "\u00a0=1",
        "\u200b=1",
        "\ufeff-1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20x",
        " \uff1d1",
    ],
)
def test_what_a_spreadsheet_takes_for_a_formula_is_quoted(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Ana", "a=b", "1-2", -1, 0.5, None, "–"])
def test_other_cells_stay_as_they_are(cell: object) -> None:
    assert safe(cell) == cell  # type: ignore[arg-type]  # the table holds every kind of cell


def test_a_sheet_is_a_csv_file() -> None:
    text = sheet(("name", "n"), [("Ana, the first", 1), ('=HYPERLINK("x")', None)])
    assert list(csv.reader(io.StringIO(text))) == [
        ["name", "n"],
        ["Ana, the first", "1"],
        ['\'=HYPERLINK("x")', ""],
    ]
    assert text.endswith("\r\n")
