# SPDX-License-Identifier: Apache-2.0
"""Nudges: one comment for each occasion, to the right person, and never in quiet hours."""

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mentorkit.domain.pairings import PLAN_MADE
from mentorkit.domain.richtext import Mention, Paragraph
from mentorkit.ports import PlanKind, Status
from mentorkit.program.schema import Nudges
from mentorkit.rules.nudging import quiet
from tests.core.company import ANA, BEN, PAIRING, TEXTS, Company, write_folder

SOFIA = ZoneInfo("Europe/Sofia")


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(write_folder(tmp_path)).grown()


def said(company: Company) -> Counter[str]:
    """How often each kind of nudge was said, in all comments."""
    comments = [one for held in company.ours("plans").values() for one in held.comments]
    ids = [part for one in comments for part in one.id.split("+")]
    return Counter("/".join(one.split("/")[:2]) for one in ids if one.startswith("nudge/"))


def activity(company: Company) -> Any:
    found = [held for held in company.ours("plans").values() if held.item.kind is PlanKind.ACTIVITY]
    return min(found, key=lambda held: (held.item.due, held.ref))


def at(company: Company, day: datetime, hour: int) -> None:
    """The first weekday from ``day`` on, at this hour in Sofia."""
    local = day.astimezone(SOFIA).replace(hour=hour, minute=0)
    while local.weekday() >= 5:
        local += timedelta(days=1)
    company.now = local


def before_due(company: Company, days: int) -> datetime:
    due = activity(company).item.due
    return datetime(due.year, due.month, due.day, 12, tzinfo=SOFIA) - timedelta(days=days)


def test_due_soon_is_said_once_and_again_for_another_date(company: Company) -> None:
    at(company, before_due(company, 5), 11)
    company.run()
    assert said(company)["nudge/due-soon"] == 0
    at(company, before_due(company, 2), 11)
    company.run()
    assert said(company)["nudge/due-soon"] == 1
    for _ in range(2):
        company.fresh()
        company.run()
    assert said(company)["nudge/due-soon"] == 1
    held = activity(company)
    company.tool("plans").edit(held.ref, ANA, due=held.item.due + timedelta(days=10))
    company.run()
    at(company, before_due(company, 1), 11)
    company.run()
    assert said(company)["nudge/due-soon"] >= 2


def test_what_is_done_is_not_nudged(company: Company) -> None:
    for held in company.ours("plans").values():
        if held.item.kind is PlanKind.ACTIVITY:
            company.tool("plans").edit(held.ref, ANA, status=Status.DONE)
    at(company, before_due(company, 2), 11)
    company.run()
    assert said(company)["nudge/due-soon"] == 0


@pytest.mark.parametrize(
    ("status", "kind", "to"),
    [(Status.DOING, "nudge/stale", ANA), (Status.SHOW, "nudge/waits-for-mentor", BEN)],
)
def test_what_does_not_move_is_said_once_to_whom_it_waits_for(
    company: Company, status: Status, kind: str, to: str
) -> None:
    company.tool("plans").edit(activity(company).ref, ANA, status=status)
    company.run()
    at(company, company.now + timedelta(days=10), 11)
    company.run()
    assert said(company)[kind] == 0
    at(company, company.now + timedelta(days=6), 11)
    for _ in range(3):
        company.run()
    assert said(company)[kind] == 1
    words = [p for one in activity(company).comments if kind in one.id for p in one.body]
    content = [node for p in words if isinstance(p, Paragraph) for node in p.content]
    mentioned = {node.person for node in content if isinstance(node, Mention)}
    assert to in mentioned


def test_silence_is_broken_once_a_silence(company: Company) -> None:
    at(company, company.now + timedelta(days=19), 11)
    company.run()
    assert said(company)["nudge/silence"] == 0
    company.fresh()
    mark = company.held(PAIRING).mark
    assert mark is not None
    last = max(fact.at for fact in mark.ledger)
    assert any(fact.name == PLAN_MADE for fact in mark.ledger)
    at(company, last + timedelta(days=22), 11)
    company.run()
    company.run()
    assert said(company)["nudge/silence"] == 1


def test_pages_that_the_program_makes_for_meetings_do_not_break_the_silence(tmp_path: Path) -> None:
    program = TEXTS["program.yaml"].replace("monitoring_days: 42", "monitoring_days: 14")
    company = Company(write_folder(tmp_path, program=program)).grown()
    for _ in range(25):
        at(company, company.now + timedelta(days=1), 11)
        company.run()
    assert any("/notes/" in key for key in company.ours("pages")), "the day before a meeting has passed"
    assert said(company)["nudge/silence"] == 1


def test_in_quiet_hours_they_wait_and_the_run_says_so(company: Company) -> None:
    at(company, before_due(company, 3), 23)
    report = company.run()
    assert said(company)["nudge/due-soon"] == 0
    assert len([told for told in report.told if "for the end of quiet hours" in told.what]) == 1
    assert not len(company.decide())
    at(company, company.now + timedelta(hours=12), 11)
    company.run()
    assert said(company)["nudge/due-soon"] == 1


@pytest.mark.parametrize(
    ("day", "hour", "nudges", "silent"),
    [
        (2, 7, Nudges(), True),
        (2, 8, Nudges(), False),
        (2, 18, Nudges(), False),
        (2, 19, Nudges(), True),
        (7, 11, Nudges(), True),
        (7, 11, Nudges(weekends=True), False),
        (2, 13, Nudges(quiet_from=12, quiet_to=14), True),
        (2, 23, Nudges(quiet_from=12, quiet_to=14), False),
    ],
)
def test_quiet_hours(day: int, hour: int, nudges: Nudges, silent: bool) -> None:
    assert quiet(datetime(2026, 2, day, hour, 30, tzinfo=SOFIA), nudges) is silent
