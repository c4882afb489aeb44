# SPDX-License-Identifier: Apache-2.0
"""Task boxes on a page: their numbers, and the anchors by which they are known.

Confluence keeps who ticked a box, and when, under the box's number on its page. So a box that is
written again keeps its number, and a new one gets a number above all others on the page.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from lxml import etree

from mentorkit.domain.richtext import Block, Blocks, Expand, Panel, Tasks
from mentorkit_confluence.markup import StorageError, ac, parse
from mentorkit_confluence.normal import anchor_of


@dataclass
class TaskIds:
    """Hands out numbers; ``known`` are those of boxes about to be written again, by anchor."""

    known: dict[str, int] = field(default_factory=dict)
    highest: int = 0
    ticked: set[str] = field(default_factory=set)
    """Anchors of the known boxes that are ticked."""

    def number(self, anchor: str) -> int:
        """The number of the next box; no number is handed out twice."""
        if anchor in self.known:
            return self.known.pop(anchor)
        self.highest += 1
        return self.highest


def task_ids(body: str, replaced: list[str]) -> TaskIds:
    """The numbers for writing into ``body``, where the fragments ``replaced`` are about to go."""
    ids = TaskIds(highest=max((box.number for box in _boxes(body)), default=0))
    for box in (box for fragment in replaced for box in _boxes(fragment) if box.anchor):
        ids.known.setdefault(box.anchor, box.number)
        if box.done:
            ids.ticked.add(box.anchor)
    return ids


def ticked(blocks: Blocks, anchors: Collection[str]) -> Blocks:
    """The blocks with these boxes ticked: a tick that came meanwhile is never taken away."""
    return tuple(_ticked(block, anchors) for block in blocks) if anchors else blocks


@dataclass(frozen=True)
class _Box:
    number: int
    anchor: str
    done: bool


def _ticked(block: Block, anchors: Collection[str]) -> Block:
    match block:
        case Tasks():
            return Tasks(
                items=tuple(
                    task.model_copy(update={"done": task.done or task.anchor in anchors})
                    for task in block.items
                )
            )
        case Panel() | Expand():
            return block.model_copy(update={"blocks": ticked(block.blocks, anchors)})
    return block


def _boxes(body: str) -> Iterator[_Box]:
    try:
        root = parse(body)
    except StorageError:
        return
    for task in root.iter(ac("task")):
        number = (task.findtext(ac("task-id")) or "").strip()
        if number.isdecimal():
            done = (task.findtext(ac("task-status")) or "").strip() == "complete"
            yield _Box(int(number), _anchor_in(task.find(ac("task-body"))), done)


def _anchor_in(body: etree._Element | None) -> str:
    links = () if body is None else body.iter("a")
    return next((anchor for link in links if (anchor := anchor_of(link.get("href") or ""))), "")
