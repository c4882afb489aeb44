# SPDX-License-Identifier: Apache-2.0
"""Every mangling on a page of meeting notes, before the meeting, while both still write on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mentorkit.domain.keys import Key
from mentorkit.domain.notes import Notes
from mentorkit.reconcile.diff import RESTORE
from mentorkit.rules import World
from mentorkit_sandbox.actor import Actor
from tests.acceptance.company import Company, Pair, Saved, trimmed
from tests.acceptance.mangled.cases import READ, REPORTED
from tests.acceptance.mangled.conftest import Bench, theirs, told_of
from tests.acceptance.mangled.kinds import INES, JONAS

OF_BOXES = {"words of the boxes retyped", "editor's boxes", "boxes moved into another list"}
"""What is done to boxes of the program: notes have none."""
OUTCOME, LINE, ITEM = "We know what a landmark is.", "Name the landmarks ü", "Focus & order"


@dataclass
class Page:
    """The notes of the first meeting, a day before it, with words of both on it."""

    company: Company
    world: World

    @property
    def key(self) -> Key:
        (pairing,) = self.world.pairings
        return self.world.notes_key(pairing, self.world.meetings[pairing.key][0])

    @property
    def title(self) -> str:
        return self.world.snapshot.pages.by_key[self.key].item.title

    @property
    def jonas(self) -> Actor:
        return self.company.person(JONAS)

    def read(self, world: World) -> Notes:
        ((notes,),) = (of.values() for of in world.notes.values())
        return notes.model_copy(update={"problems": ()})

    def apply(self) -> tuple[Any, World]:
        return Bench(self.company, self.world).apply()


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Saved, World]:
    company = trimmed(
        Company(tmp_path_factory.mktemp("notes"), checked=False),
        JONAS,
        INES,
        "elena-marinova",
        "stefan-kolev",
    )
    company.apply()
    pair = Pair(company, JONAS, INES).ask("web-accessibility")
    for step in ("accept", "agree"):
        company.apply()
        pair.tick(step)
        company.pass_days(0.1)
    _, world, _ = company.apply()
    meeting = world.meetings[world.pairings[0].key][0]
    company.pass_days((meeting.start - company.now()).total_seconds() / 86400 - 0.8)
    _, world, _ = company.apply()
    page = Page(company, world)
    jonas, ines = page.jonas, company.person(INES)
    jonas.fill_table(page.title, ("We want to talk about", "Talked about"), [(ITEM, "")])
    jonas.fill_table(page.title, ("New task", "Skill", "By"), [(LINE, "Web accessibility", "2026-12-01")])
    ines.fill_table(page.title, ("Afterwards", "Your answer"), [("The outcome in a sentence", OUTCOME)])
    company.apply()
    _, world, _ = company.apply()
    return company.save(), world


@pytest.fixture
def page(saved: tuple[Saved, World], tmp_path: Path) -> Iterator[Page]:
    company = saved[0].open(tmp_path / "company")
    yield Page(company, saved[1])
    company.close()


def test_there_is_something_to_read(page: Page) -> None:
    notes = page.read(page.world)
    assert (notes.outcome, notes.waiting, notes.held) == (OUTCOME, (ITEM,), True)
    assert [(task.title, task.skill) for task in notes.tasks] == [(LINE, "Web accessibility")]


@pytest.mark.parametrize("name", [name for name in READ if name not in OF_BOXES])
def test_read_as_before_and_no_byte_of_theirs_is_changed(page: Page, name: str) -> None:
    before, issues = page.jonas.body(page.title), len(page.jonas.issues("project = MENT"))
    after = READ[name](before)
    assert after != before
    page.jonas.edit(page.title, lambda _: after)
    stood = page.jonas.body(page.title)
    page.company.pass_days(0.1)
    report, world = page.apply()
    assert page.read(world) == page.read(page.world)
    assert theirs(page.jonas.body(page.title), page.key) == theirs(stood, page.key)
    assert len(page.jonas.issues("project = MENT")) == issues, "no line became a second task"
    assert told_of(report, page.title) == []


@pytest.mark.parametrize("name", REPORTED)
def test_reported_left_alone_and_healed(page: Page, name: str) -> None:
    change, sentence = REPORTED[name]
    before, issues = page.jonas.body(page.title), len(page.jonas.issues("project = MENT"))
    page.jonas.edit(page.title, lambda _: change(before))
    stood = page.jonas.page(page.title)
    page.company.pass_days(0.1)
    report, _ = page.apply()
    assert page.jonas.page(page.title) == stood, "nothing was written"
    (told,) = told_of(report, page.title)
    assert sentence in told.what
    assert told.remedy == RESTORE
    page.jonas.edit(page.title, lambda _: before)
    page.company.pass_days(0.1)
    report, world = page.apply()
    assert told_of(report, page.title) == []
    assert page.read(world) == page.read(page.world)
    assert len(page.jonas.issues("project = MENT")) == issues, "and no task was made twice"
