# SPDX-License-Identifier: Apache-2.0
"""Gaps between a person and a role, and the resources and focus skills that follow from them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.domain.plans import focus_skills, workday
from mentorkit.domain.resources import Resource, fitting
from mentorkit.domain.skills import Requirement, Role, gaps
from mentorkit.testing.factories import NOW

ROLE = Role(
    id="developer",
    name="Developer",
    grades=("junior", "senior"),
    requires={
        "git": Requirement(levels={"junior": 2, "senior": 3}, core=True),
        "php": Requirement(levels={"junior": 1, "senior": 4}, weight=3),
        "sql": Requirement(levels={"junior": 1, "senior": 4}),
        "aws": Requirement(levels={"junior": 0, "senior": 4}),
    },
)


def test_core_skills_come_first_then_the_heavier_then_by_name() -> None:
    assert [gap.skill for gap in gaps(ROLE, "senior", {"git": 2})] == ["git", "php", "aws", "sql"]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ({}, {"git": 2, "php": 1, "sql": 1}),
        ({"git": 1, "php": 1}, {"git": 1, "sql": 1}),
        ({"git": 4, "php": 4, "sql": 4, "unknown": 0}, {}),
    ],
)
def test_gaps_at_a_grade(levels: dict[str, int], expected: dict[str, int]) -> None:
    assert {gap.skill: gap.missing for gap in gaps(ROLE, "junior", levels)} == expected


@given(st.dictionaries(st.sampled_from(sorted(ROLE.requires)), st.integers(0, 4)))
def test_a_gap_is_what_is_missing_and_nothing_else(levels: dict[str, int]) -> None:
    found = {gap.skill: gap for gap in gaps(ROLE, "senior", levels)}
    for skill, needed in ROLE.required("senior").items():
        here = levels.get(skill, 0)
        assert (skill in found) == (here < needed)
        if skill in found:
            assert (found[skill].current, found[skill].required, found[skill].missing) == (
                here,
                needed,
                needed - here,
            )


def resource(name: str, start: int, to: int, minutes: int = 60, skill: str = "git") -> Resource:
    fields: dict[str, Any] = {"from": start, "to": to, "minutes": minutes, "skill": skill, "id": name}
    return Resource(title=name, url="https://example.org", kind="book", **fields)


@pytest.mark.parametrize(
    ("current", "target", "expected"),
    [
        (0, 1, ["start", "tour"]),
        (1, 2, ["start", "tour", "middle"]),
        (2, 3, ["middle", "tour"]),
        (3, 4, ["tour"]),
        (4, 4, []),
    ],
)
def test_fitting_resources_best_first(current: int, target: int, expected: list[str]) -> None:
    offered = [resource("tour", 0, 4), resource("start", 0, 2), resource("middle", 1, 3)]
    found = {
        one.id for one in fitting([*offered, resource("other", 0, 4, skill="php")], "git", current, target)
    }
    assert found == set(expected)


def test_the_closest_then_the_shorter_then_by_name() -> None:
    offered = [resource("d", 0, 2), resource("c", 1, 2, 90), resource("b", 1, 2), resource("a", 1, 2)]
    assert [one.id for one in fitting(offered, "git", 1, 2)] == ["a", "b", "c", "d"]


def test_focus_skills_wishes_that_are_gaps_then_wishes_then_gaps() -> None:
    found = gaps(ROLE, "junior", {})
    assert focus_skills(("rust", "php"), found, 9) == ("php", "rust", "git", "sql")
    assert focus_skills(("rust", "php"), found, 2) == ("php", "rust")
    assert focus_skills((), (), 3) == ()


@pytest.mark.parametrize(("day", "expected"), [(2, 2), (6, 6), (7, 6), (8, 6)])
def test_a_weekend_gives_way_to_its_friday(day: int, expected: int) -> None:
    november = NOW.date()
    assert workday(november.replace(day=day)) == november.replace(day=expected)
