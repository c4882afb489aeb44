# SPDX-License-Identifier: Apache-2.0
"""A plan that the whole company may read names skills and activities, and no level."""

import re
from pathlib import Path

import pytest

from mentorkit.ports import PlanItem
from tests.core.company import TEXTS, Company, write_folder

LEVEL = re.compile(r"\blevels?\b|→|\blevel-\d")


def plan(tmp_path: Path, visibility: str) -> list[PlanItem]:
    program = TEXTS["program.yaml"] + f"plans: {{visibility: {visibility}}}\n"
    company = Company(write_folder(tmp_path, program=program)).grown()
    found = [held.item for held in company.ours("plans").values() if held.item.kind.value != "board"]
    assert {item.kind.value for item in found} == {"goal", "milestone", "activity"}
    return found


def said(item: PlanItem) -> str:
    return " ".join(
        [item.title, *sorted(item.labels), *(str(block) for block in item.body if "text=" in str(block))]
    )


def test_no_level_where_everybody_may_read(tmp_path: Path) -> None:
    for item in plan(tmp_path, "company"):
        texts = re.sub(r"level=\d", "", said(item))
        assert not LEVEL.search(texts), texts


@pytest.mark.parametrize("visibility", ["pair", "program"])
def test_levels_for_those_whom_it_concerns(tmp_path: Path, visibility: str) -> None:
    goals = [item for item in plan(tmp_path, visibility) if item.kind.value == "goal"]
    assert all("→" in goal.title for goal in goals)
    assert all(any(label.startswith("level-") for label in goal.labels) for goal in goals)
