# SPDX-License-Identifier: Apache-2.0
"""Every link and picture of the documentation leads somewhere, and every command it names is one."""

import re
from pathlib import Path

import pytest

from tests.docs.commands import PAGES, ROOT, links, mentioned, unknown

BY_NAME = {str(page.relative_to(ROOT)): page for page in PAGES}


def anchors(page: Path) -> set[str]:
    """The headings of a page as its links name them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", BY_NAME)
def test_links_and_pictures_are_there(name: str) -> None:
    page = BY_NAME[name]
    for target in links(page.read_text(encoding="utf-8")):
        path, _, anchor = target.partition("#")
        place = (page.parent / path).resolve() if path else page
        assert place.exists(), f"{name} points at {target}"
        assert place.is_relative_to(ROOT), f"{name} points out of the project: {target}"
        if anchor:
            assert anchor in anchors(place), f"{name} points at {target}"


@pytest.mark.parametrize("name", BY_NAME)
def test_commands_that_are_named_exist(name: str) -> None:
    wrong = {line: why for line in mentioned(BY_NAME[name].read_text("utf-8")) if (why := unknown(line))}
    assert not wrong


def test_every_picture_is_shown_somewhere() -> None:
    shown = {(page.parent / target).resolve() for page in PAGES for target in links(page.read_text("utf-8"))}
    kept = set((ROOT / "docs" / "screenshots").iterdir())
    assert kept <= shown, sorted(path.name for path in kept - shown)


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("mentorkit apply --yes --quiet", True),
        ("mentorkit --today 2027-01-11 diff", True),
        ("mentorkit pair add --mentee <id> --mentor <id>", True),
        ("mentorkit pair divorce", False),
        ("mentorkit conquer", False),
        ("mentorkit apply --carefully", False),
    ],
)
def test_a_command_that_is_none_is_noticed(line: str, right: bool) -> None:
    assert (unknown(line) == "") is right
