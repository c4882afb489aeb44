# SPDX-License-Identifier: Apache-2.0
"""Each kind of fault on each kind of request: the same end, no duplicate, no lost edit; and its table."""

import re
from pathlib import Path

import pytest

from tests.acceptance.fault_matrix import FAULTS, Cases, Chapter, chapters, reads

RELIABILITY = Path(__file__).parents[2] / "docs" / "reliability.md"
CHAPTERS = ("first-apply", "accepted", "plan", "worked-with-the-disk-wiped")
_STORY: list[Chapter] = []


@pytest.fixture
def story(tmp_path: Path) -> list[Chapter]:
    """The story, played once a process."""
    if not _STORY:
        _STORY.extend(chapters(tmp_path))
    return _STORY


@pytest.mark.slow
@pytest.mark.seed("N16")
@pytest.mark.parametrize("number", range(len(CHAPTERS)), ids=CHAPTERS)
def test_struck_anywhere_the_next_runs_end_the_same(
    story: list[Chapter], number: int, tmp_path: Path
) -> None:
    chapter = story[number]
    assert any(not reads(kind) for kind in chapter.fresh), "there is something to write"
    struck = Cases(chapter, tmp_path / "company")().struck
    assert all(struck[kind, fault] for kind in chapter.fresh for fault in FAULTS)


def test_the_table_that_is_published_has_a_row_for_every_kind_of_request(story: list[Chapter]) -> None:
    """Where it fails: run ``make bench`` and put the table it prints into docs/reliability.md."""
    text = RELIABILITY.read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if re.match(r"\| `(GET|POST|PUT|DELETE) /", line)]
    head = next(line for line in text.splitlines() if line.startswith("| request |"))
    assert [cell.strip() for cell in head.strip("|").split("|")] == ["request", *FAULTS]
    published = {row.split("`")[1]: [cell.strip() for cell in row.strip("|").split("|")[1:]] for row in rows}
    assert set(published) == {kind for chapter in story for kind in chapter.sent}
    assert all(int(count) > 0 for counts in published.values() for count in counts)
