# SPDX-License-Identifier: Apache-2.0
"""Rich text of every kind, for tests by hypothesis."""

from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st

from mentorkit.domain.keys import Key
from mentorkit.domain.richtext import (
    Block,
    Blocks,
    Bullets,
    Cell,
    Children,
    Day,
    Divider,
    Expand,
    Heading,
    Inline,
    Inlines,
    Link,
    Lozenge,
    Mention,
    OpenTasks,
    Panel,
    Paragraph,
    PlanQuery,
    Properties,
    PropertiesReport,
    Ref,
    Table,
    Task,
    Tasks,
    Text,
    Unknown,
)

KNOWN, UNKNOWN = Key("demo/profile/ana-petrova/1"), Key("demo/goal/ana-petrova/7")

words = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from(" \n\t\r\xa0\x00\x0b<>&\"'|,#üЯ–“”→]]>\u200f\u202e👍"),
    ),
    max_size=12,
)
urls = st.one_of(
    st.sampled_from(
        (
            "https://example.com/a?b=c&d=<e>",
            "http://example.com",
            "mailto:ana@example.com",
            "javascript:alert(1)",
            "ftp://example.com",
            "/wiki/spaces/MENT/pages/101",
            "http://sandbox.test/wiki/spaces/MENT/pages/101/Title#part",
            "https://example.com/#mk-abc",
            "",
        )
    ),
    words,
)
anchors = st.sampled_from(("", "mk-abc", "mk-abcdefghijkl-accept", "not an anchor"))
unknown = st.builds(Unknown, name=words, text=words)


def contents_of(people: Sequence[str], *more: st.SearchStrategy[Block]) -> st.SearchStrategy[Blocks]:
    """Rich text of every kind a program writes, mentioning these people, and ``more`` blocks."""
    flat = st.one_of(_flat(_lines(people)), *more)
    nested = st.recursive(
        flat,
        lambda inner: st.one_of(
            st.builds(
                Panel,
                kind=st.sampled_from(("info", "success", "warning", "error")),
                blocks=st.lists(inner, max_size=3).map(tuple),
            ),
            st.builds(Expand, title=words, blocks=st.lists(inner, max_size=3).map(tuple)),
        ),
        max_leaves=5,
    )
    return st.lists(nested, max_size=4).map(tuple)


def _lines(people: Sequence[str]) -> st.SearchStrategy[Inlines]:
    inlines: st.SearchStrategy[Inline] = st.one_of(
        st.builds(Text, text=words, strong=st.booleans(), code=st.booleans()),
        st.builds(Mention, person=st.sampled_from(people)),
        st.builds(Day, day=st.dates(date(1, 1, 2))),
        st.builds(Link, url=urls, text=words),
        st.builds(Ref, key=st.sampled_from((KNOWN, UNKNOWN)), text=words),
        st.builds(
            Lozenge, text=words, color=st.sampled_from(("grey", "red", "yellow", "green", "blue", "purple"))
        ),
    )
    return st.lists(inlines, max_size=4).map(tuple)


def _flat(lines: st.SearchStrategy[Inlines]) -> st.SearchStrategy[Block]:
    tasks = st.builds(Task, content=lines, done=st.booleans(), anchor=anchors)
    cells = st.builds(Cell, content=lines, head=st.booleans())
    return st.one_of(
        st.builds(Paragraph, content=lines),
        st.builds(Heading, level=st.integers(1, 6), text=words),
        st.builds(Bullets, items=st.lists(lines, max_size=3).map(tuple), ordered=st.booleans()),
        st.builds(Tasks, items=st.lists(tasks, max_size=3).map(tuple)),
        st.builds(Table, rows=st.lists(st.lists(cells, max_size=3).map(tuple), max_size=3).map(tuple)),
        st.builds(Properties, rows=st.lists(st.tuples(words, lines), max_size=3).map(tuple)),
        st.builds(PropertiesReport, label=words, first=words, columns=st.lists(words, max_size=3).map(tuple)),
        st.builds(PlanQuery, label=words, limit=st.integers(1, 1000)),
        st.builds(OpenTasks, label=words),
        st.just(Children()),
        st.just(Divider()),
    )


contents = contents_of(("ana-petrova", "boris-ivanov", "nobody-here", ""), unknown)
