# SPDX-License-Identifier: Apache-2.0
"""The end of a plan on the pairing page: what comes next, and the box that starts it."""

from collections.abc import Sequence

from mentorkit.documents.tables import boxes
from mentorkit.domain.pairings import Pairing
from mentorkit.domain.richtext import Block, Blocks, Heading, Task, Tasks, inlines, para
from mentorkit.ports import Document

BLOCK = "next-plan"


def write_next_plan(count: int, skills: Sequence[str]) -> Blocks:
    """The block. ``count`` is how many plans there were, ``skills`` the names of what the next is about."""
    done: list[Block] = [
        Heading(text="What next"),
        para("Every goal of this plan is done. What is the next one about?"),
    ]
    if not skills:
        wish = "Nothing that the role asks for is missing: write a wish on My growth, and it stands here."
        return (*done, para(wish))
    start = Task(content=inlines(f"Start the next plan: {', '.join(skills)}"), anchor=_anchor(count))
    return (
        *done,
        para("One tick of either of you starts it. For something else, change My growth first."),
        Tasks(items=(start,)),
    )


def under_way() -> Blocks:
    """What stands there once the next plan has begun."""
    return (para("A plan is under way. When all of its goals are done, this is where the next one starts."),)


def started(page: Document, pairing: Pairing, count: int) -> bool:
    """Whether one of the two has ticked to start the next plan."""
    block = page.generated(BLOCK)
    box = boxes(block.content if block else ()).get(_anchor(count))
    return box is not None and box.done and box.done_by in (pairing.mentee, pairing.mentor)


def _anchor(count: int) -> str:
    return f"mk-next-plan-{count}"
