# SPDX-License-Identifier: Apache-2.0
"""Rich text: built from plain words, read back into them, and the same through JSON."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from mentorkit.domain.keys import Key
from mentorkit.domain.richtext import (
    Blocks,
    Cell,
    Day,
    Heading,
    Link,
    Lozenge,
    Mention,
    Panel,
    Ref,
    Task,
    Tasks,
    Text,
    Unknown,
    inlines,
    para,
    table,
    words,
)

BLOCKS = TypeAdapter(Blocks)
INLINE = st.one_of(
    st.builds(Text, text=st.text(), strong=st.booleans()),
    st.builds(Mention, person=st.sampled_from(["ana", ""])),
    st.builds(Day, day=st.dates()),
    st.builds(Link, url=st.just("https://e.org"), text=st.text()),
    st.builds(Ref, key=st.just(Key("a/b/c/1")), text=st.text()),
    st.builds(Lozenge, text=st.text()),
)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (inlines("a", Text(text="b", strong=True)), "ab"),
        (inlines(Mention(person="ana"), " helps"), "@ana helps"),
        (inlines(Day(day=date(2026, 2, 2))), "2026-02-02"),
        (inlines(Link(url="https://e.org")), "https://e.org"),
        (inlines(Link(url="https://e.org", text="here")), "here"),
        (inlines(Lozenge(text="2 Working")), "2 Working"),
        (inlines("\xa0 a\xa0b "), "a b"),
        ((), ""),
    ],
)
def test_words(content: Any, expected: str) -> None:
    assert words(content) == expected


def test_empty_strings_are_left_out() -> None:
    assert inlines("", "a", "") == (Text(text="a"),)
    assert para("").content == ()


def test_a_table_has_a_head_and_cells_of_all_sorts() -> None:
    made = table(("Skill", "Who"), [("Git", Mention(person="ana")), ("", inlines("a", "b"))])
    assert [cell.head for cell in made.rows[0]] == [True, True]
    assert made.rows[1] == (Cell(content=(Text(text="Git"),)), Cell(content=(Mention(person="ana"),)))
    assert made.rows[2][0].content == ()


@given(st.lists(INLINE, max_size=4))
def test_json_brings_everything_back(content: Any) -> None:
    blocks: Blocks = (
        para(*content),
        Panel(blocks=(Heading(text="x"), Tasks(items=(Task(content=tuple(content), anchor="mk-x"),)))),
        table(("a",), [(tuple(content),)]),
        Unknown(name="chart"),
    )
    assert BLOCKS.validate_json(BLOCKS.dump_json(blocks)) == blocks


def test_what_the_tree_has_no_word_for_is_refused() -> None:
    with pytest.raises(ValidationError):
        BLOCKS.validate_python([{"t": "script", "text": "x"}])
