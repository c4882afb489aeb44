# SPDX-License-Identifier: Apache-2.0
"""The pairing page: what it shows at each stage, and whose ticks are read from it."""

from datetime import date, timedelta
from typing import Any

import pytest

from mentorkit.documents.pairing import (
    ACCEPT_MENTEE,
    ACCEPT_MENTOR,
    AGREE_MENTEE,
    ticks,
    title,
    write_pairing,
)
from mentorkit.domain.keys import make_key
from mentorkit.domain.meetings import Meeting, MeetingKind
from mentorkit.domain.pairings import Pairing, Stage
from mentorkit.domain.people import Person
from mentorkit.domain.plans import Goal
from mentorkit.domain.richtext import Panel, Task, Tasks, inlines
from mentorkit.ports import Document, Own
from tests.core.company import MONDAY, PAIRING

ANA, BEN = (
    Person(
        id=name.lower(), name=name, email=f"{name}@example.com", role="r", grade="g", timezone="Europe/Sofia"
    )
    for name in ("Ana", "Ben")
)


def page(stage: Stage = Stage.REQUESTED, **values: Any) -> Document:
    pairing = Pairing(key=PAIRING, mentee="ana", mentor="ben", n=1, asked=date(2026, 1, 20), stage=stage)
    fields: dict[str, Any] = {"goals": (), "meetings": (), "agendas": {}, "now": MONDAY, **values}
    return write_pairing(pairing, ANA, BEN, parent=make_key("agency", "pairings", ("pairings",)), **fields)


def names(of: Document) -> list[str]:
    return [getattr(block, "name", "") for block in of.blocks]


def ticked(*boxes: Task) -> dict[str, Any]:
    return ticks(Document(kind="pairing", title="x", blocks=(Own(content=(Tasks(items=boxes),)),)))


def box(anchor: str = ACCEPT_MENTEE, **values: Any) -> Task:
    fields: dict[str, Any] = {"done": True, "done_by": "ana", "done_at": MONDAY, **values}
    return Task(content=inlines("whatever it says"), anchor=anchor, **fields)


def test_only_the_two_may_see_it() -> None:
    audience = page().audience
    assert audience.view == audience.edit == frozenset({"ana", "ben"})


@pytest.mark.parametrize(
    ("stage", "agreement"),
    [
        (Stage.REQUESTED, False),
        (Stage.DECLINED, False),
        (Stage.EXPECTATIONS, True),
        (Stage.GROWING, True),
        (Stage.CLOSED, True),
    ],
)
def test_the_agreement_comes_when_both_have_accepted(stage: Stage, agreement: bool) -> None:
    assert ("agreement" in names(page(stage))) is agreement


def test_goals_and_meetings_are_private_blocks() -> None:
    start = MONDAY + timedelta(days=3)
    meeting = Meeting(kind=MeetingKind.FIRST, slot=start.date(), start=start, minutes=60)
    goal = Goal(title="Git 1 → 2", skill="git", current=1, target=2, due=None, done=1, total=3)
    full = page(Stage.GROWING, goals=[goal], meetings=[meeting])
    goals, meetings = full.generated("goals"), full.generated("meetings")
    assert goals is not None
    assert goals.private
    assert "1 of 3 done" in str(goals)
    assert meetings is not None
    assert meetings.private
    assert "11:00" in str(meetings), "in the mentee's zone"
    assert "datetime.date(2026, 2, 5)" in str(full.generated("glance")), "the next meeting"


def test_later_pairings_of_the_same_two_are_counted() -> None:
    assert [title(ANA, BEN, n) for n in (1, 2)] == ["Pairing: Ana, Ben", "Pairing: Ana, Ben (2)"]


def test_both_boxes_are_read_by_their_anchors() -> None:
    found = ticked(box(), box(ACCEPT_MENTOR, done_by="ben"), box(""), box(AGREE_MENTEE, done=False))
    assert found == {ACCEPT_MENTEE: ("ana", MONDAY), ACCEPT_MENTOR: ("ben", MONDAY)}


def test_a_tick_by_nobody_we_know_does_not_count() -> None:
    assert ticked(box(done_by="")) == {}


def test_of_two_boxes_with_one_anchor_the_first_is_read() -> None:
    assert ticked(box(done=False, done_by=""), box()) == {}


def test_a_box_that_was_framed_is_still_read() -> None:
    framed = Panel(blocks=(Tasks(items=(box(),)),))
    assert ticks(Document(kind="pairing", title="x", blocks=(Own(content=(framed,)),))) == {
        ACCEPT_MENTEE: ("ana", MONDAY)
    }


def test_an_untouched_page_has_no_tick() -> None:
    assert ticks(page(Stage.GROWING)) == {}
