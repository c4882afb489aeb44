# SPDX-License-Identifier: Apache-2.0
"""What is recommended beside the plan: resources with a box each; one tick puts it on the board."""

from collections.abc import Mapping, Sequence

from mentorkit.documents.tables import boxes
from mentorkit.domain.pairings import Pairing
from mentorkit.domain.resources import Resource
from mentorkit.domain.richtext import Blocks, Heading, Link, Task, Tasks, inlines, para
from mentorkit.domain.skills import Skill
from mentorkit.ports import Document

BLOCK = "recommended"
_ADD = "mk-add-"


def write_recommended(resources: Sequence[Resource], skills: Mapping[str, Skill]) -> Blocks:
    """The block, a box a resource in the order given."""
    if not resources:
        return (Heading(text="Recommended", level=3), para("Nothing more at the moment."))
    items = tuple(
        Task(
            content=(
                Link(url=one.url, text=one.title),
                *inlines(
                    f" ({skills[one.skill].name if one.skill in skills else one.skill}, {one.kind},"
                    f" {one.minutes} minutes, {one.lang})"
                ),
            ),
            anchor=_anchor(one),
        )
        for one in resources
    )
    return (
        Heading(text="Recommended", level=3),
        para("They fit your goals and are not in the plan yet. One tick of either of you adds one to it."),
        Tasks(items=items),
    )


def chosen(page: Document, pairing: Pairing, resources: Sequence[Resource]) -> tuple[Resource, ...]:
    """The resources whose box one of the two has ticked."""
    block = page.generated(BLOCK)
    ticked = {
        anchor
        for anchor, box in boxes(block.content if block else ()).items()
        if box.done and box.done_by in (pairing.mentee, pairing.mentor)
    }
    return tuple(one for one in resources if _anchor(one) in ticked)


def _anchor(resource: Resource) -> str:
    return f"{_ADD}{resource.id}"[:63]
