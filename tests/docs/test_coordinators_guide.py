# SPDX-License-Identifier: Apache-2.0
"""The coordinator's guide agrees with the program: its figures, its sentences, and who sees what."""

import inspect
import re
from collections.abc import Callable

import pytest

from mentorkit.documents import steps
from mentorkit.domain.reviews import OUT_DAYS
from mentorkit.program.schema import Limits, Nudges
from mentorkit.reconcile.limits import SHARE
from mentorkit.rules import endings, enrolment, pairings, reviewing
from mentorkit_confluence import fences
from tests.acceptance.company import Company
from tests.docs.commands import ROOT

GUIDE = (ROOT / "docs" / "coordinator.md").read_text(encoding="utf-8")
FOLDED = " ".join(GUIDE.split())
LIMITS = Limits()


@pytest.mark.parametrize(
    "sentence",
    [
        f"more than {LIMITS.open_requests} open requests",
        f"After {LIMITS.request_days} days without both, the request expires",
        f"the first one within {LIMITS.first_meeting_days} days",
        f"a goal for each focus skill ({LIMITS.focus_skills} at most)",
        f"what has not moved for {Nudges().stale_days} days",
        f"{OUT_DAYS} days before the review | its page is out",
        f"More than {SHARE:.0%}".replace("%", " %"),
    ],
)
def test_its_figures_are_those_of_the_program(sentence: str) -> None:
    assert sentence in FOLDED


def test_its_words_for_trouble_are_those_of_the_program() -> None:
    modules = (endings, enrolment, pairings, reviewing, fences, steps)
    said = "\n".join(inspect.getsource(module) for module in modules)
    trouble = GUIDE.split("## When something goes wrong")[1].split("## ")[0]
    for phrase in ("expired", "is on hold", "ended early", "has lost its end", "stands there twice"):
        assert f"*{phrase}*" in trouble
        assert phrase in said
    for phrase, words in {
        "was declined by the mentor": "was declined by the ",
        "has no account here": "has no account here",
        "waits for an account of …": "waits for an account of ",
    }.items():
        assert f"*{phrase}*" in trouble
        assert words in said


COLUMNS = ("mentee", "mentor", "coordinator", "everybody else")
PEOPLE = dict(zip(COLUMNS, ("jonas-weber", "ines-carvalho", "elena-marinova", "samir-aziz"), strict=True))
TITLES = {
    "home, directory, role matrices, guides": "Directory",
    "skill profile: role, levels, offers, places left": "Skills: Jonas Weber",
    "My growth: wishes, mentors one would like, gaps": "My growth: Jonas Weber",
    "pairing page: request, agreement, meetings": "Pairing: Jonas Weber, Inês Carvalho",
}


def table() -> dict[str, dict[str, str]]:
    """What the guide says who may do, by row and column."""
    part = GUIDE.split("## Who sees what")[1].split("## ")[0]
    rows = [re.split(r" *\| *", line.strip("| ")) for line in part.splitlines() if line.startswith("| ")]
    return {what: dict(zip(COLUMNS, cells, strict=True)) for what, *cells in rows[1:]}


@pytest.mark.parametrize("row", TITLES)
def test_who_sees_what_is_so_on_the_site(row: str, company_at: Callable[[str], Company]) -> None:
    company = company_at("growing")
    for column, said in table()[row].items():
        sees = company.person(PEOPLE[column]).find_page(TITLES[row]) is not None
        assert sees is bool(re.match(r"reads|writes", said)), (row, column, said)


def test_a_plan_is_seen_by_whom_the_guide_says(company_at: Callable[[str], Company]) -> None:
    company = company_at("growing")
    for column, said in table()["plan, with `visibility: pair`"].items():
        sees = bool(company.person(PEOPLE[column]).issues("project = MENT AND labels = kind-practice"))
        assert sees is bool(re.match(r"reads|writes", said)), (column, said)
