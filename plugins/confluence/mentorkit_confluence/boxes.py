# SPDX-License-Identifier: Apache-2.0
"""Task boxes on a page: their numbers, and the anchors by which they are known.

Confluence keeps who ticked a box, and when, under the box's number on its page. So a box that is
written again keeps its number, and a new one gets a number above all others on the page.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from mentorkit_confluence.markup import StorageError, ac, parse
from mentorkit_confluence.normal import TASK_ANCHOR


@dataclass
class TaskIds:
    """Hands out numbers: ``known`` are those of boxes about to be written again, by anchor."""

    known: dict[str, int] = field(default_factory=dict)
    highest: int = 0

    def number(self, anchor: str) -> int:
        """The number of the next box; no number is handed out twice."""
        if anchor in self.known:
            return self.known.pop(anchor)
        self.highest += 1
        return self.highest


def task_ids(body: str, replaced: list[str]) -> TaskIds:
    """The numbers for writing into ``body``, where the fragments ``replaced`` are about to go."""
    known: dict[str, int] = {}
    for fragment in replaced:
        for number, anchor in _boxes(fragment):
            if anchor:
                known.setdefault(anchor, number)
    return TaskIds(known, max((number for number, _ in _boxes(body)), default=0))


def anchor_of(address: str) -> str:
    """The ``mk-…`` fragment of a link's address; "" when it has none."""
    fragment = address.rpartition("#")[2] if "#" in address else ""
    return fragment if TASK_ANCHOR.fullmatch(fragment) else ""


def _boxes(body: str) -> Iterator[tuple[int, str]]:
    try:
        root = parse(body)
    except StorageError:
        return
    for task in root.iter(ac("task")):
        number = (task.findtext(ac("task-id")) or "").strip()
        if number.isdecimal():
            yield int(number), _anchor_in(task.find(ac("task-body")))


def _anchor_in(body: etree._Element | None) -> str:
    links = () if body is None else body.iter("a")
    return next((anchor for link in links if (anchor := anchor_of(link.get("href") or ""))), "")
