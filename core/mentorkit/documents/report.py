# SPDX-License-Identifier: Apache-2.0
"""Report pages: tables for the coordinator alone, made of counts and states."""

from collections.abc import Sequence

from mentorkit.documents.words import intro
from mentorkit.domain.keys import Key
from mentorkit.domain.richtext import Block, Heading, Inline, Inlines, para, table
from mentorkit.domain.value import Value
from mentorkit.ports import Audience, Document, Generated


class Section(Value):
    """A table under a heading. ``nothing`` is said where it has no row, ``lead`` above the rows."""

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str | Inline | Inlines, ...], ...] = ()
    nothing: str
    lead: str = ""


def write_report(
    title: str, about: Sequence[str], sections: Sequence[Section], *, parent: Key, viewer: str
) -> Document:
    """A report that one person may read; each section is a block of its own."""
    blocks = [Generated(name=one.name, content=_section(one), private=True) for one in sections]
    return Document(
        kind="report",
        title=title,
        parent=parent,
        audience=Audience(view=frozenset({viewer}), edit=frozenset({viewer})),
        blocks=(intro(*about), *blocks),
    )


def _section(section: Section) -> tuple[Block, ...]:
    if not section.rows:
        return (Heading(text=section.title), para(section.nothing))
    lead = (para(section.lead),) if section.lead else ()
    return (Heading(text=section.title), *lead, table(section.heads, [*section.rows]))
