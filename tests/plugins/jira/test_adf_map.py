# SPDX-License-Identifier: Apache-2.0
"""Rich text in Jira: what is written is valid, comes back as canon says, and hides nothing people did."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from mentorkit.domain.keys import make_key, short
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
    Link,
    Lozenge,
    Mention,
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
    para,
    table,
)
from mentorkit.errors import Refused
from mentorkit_jira import adf_map, adf_read
from mentorkit_jira.names import Names
from mentorkit_sandbox.jira import adf
from mentorkit_sandbox.site import Site
from tests.strategies import KNOWN, UNKNOWN, contents_of

LATER = make_key("demo", "page", ("later",))
NAMES = Names(
    "plans",
    "https://example.atlassian.net",
    "demo",
    "MENT",
    accounts={"ana-petrova": "acc-ana", "boris-ivanov": "acc-boris"},
    persons={"acc-ana": "ana-petrova", "acc-boris": "boris-ivanov"},
    people={"ana-petrova": "Ana Petrova", "carla": "Carla Rossi"},
)
NAMES.learn(KNOWN, "https://example.atlassian.net/wiki/spaces/MENTOR/pages/77")
NAMES.learn(UNKNOWN, "https://example.atlassian.net/wiki/spaces/MENTOR/pages/78")
SITE = Site()
HEAD = Cell(content=(Text(text="Mentor"),), head=True)
WIDE = {"type": "tableCell", "attrs": {"colspan": 2}}


def saved(blocks: Blocks) -> Blocks:
    """Blocks written, checked and changed as Jira does on saving, and read back."""
    document = adf_map.document(blocks, NAMES)
    adf.check(document)
    return adf_read.blocks(adf.save(SITE, document), NAMES)


def read(*nodes: dict[str, Any]) -> Blocks:
    return adf_read.blocks({"version": 1, "type": "doc", "content": list(nodes)}, NAMES)


@pytest.mark.parametrize(
    ("block", "back"),
    [
        (para("Why: ", Text(text="SQL", strong=True)), None),
        (para("a", "b", Text(text="c", code=True, strong=True)), para("ab", Text(text="c", code=True))),
        (para("one\ntwo\r\nthree"), para("one\ntwo\nthree")),
        (para("bell\x07 \x00and \ud800half"), para("bell and half")),
        (
            para(Mention(person="ana-petrova"), " and ", Mention(person="carla")),
            para(Mention(person="ana-petrova"), " and Carla Rossi"),
        ),
        (para("by ", Day(day=date(2027, 3, 31))), None),
        (para(Link(url="https://sql.example/joins", text="Joins")), None),
        (para(Link(url="https://sql.example/joins")), None),
        (para(Link(url="mailto:ana@example.com")), None),
        (para(Link(url="javascript:alert(1)", text="Joins")), para("Joins")),
        (para(Link(url="JaVaScRiPt:alert(1)")), para("JaVaScRiPt:alert(1)")),
        (para(Link(url="https://exa mple", text="x")), para("x")),
        (para(Ref(key=KNOWN, text="our page")), None),
        (para(Ref(key=KNOWN)), None),
        (para(Lozenge(text="LEVEL 2", color="green"), Lozenge(text="now")), None),
        (Heading(level=3, text="Done when"), None),
        (Bullets(items=((Text(text="one"),), (Text(text="two"),)), ordered=True), None),
        (
            Tasks(
                items=(
                    Task(content=(Text(text="read"),), done=True),
                    Task(content=(Mention(person="boris-ivanov"),)),
                )
            ),
            None,
        ),
        (table(("Skill", "Level"), [("SQL", Lozenge(text="3")), ("", "x")]), None),
        (Panel(kind="warning", blocks=(para("Mind."), Divider())), None),
        (Expand(title="More", blocks=(para("inside"), table(("a",), [("b",)]))), None),
        (Expand(title="Empty", blocks=()), None),
        (
            Properties(rows=(("Mentor", (Mention(person="ana-petrova"),)),)),
            Table(
                rows=(
                    (
                        Cell(content=(Text(text="Mentor"),), head=True),
                        Cell(content=(Mention(person="ana-petrova"),)),
                    ),
                )
            ),
        ),
        (
            PropertiesReport(label="mentorkit-profile", first="Name", columns=("Role",)),
            para("Pages labeled mentorkit-profile: Name, Role"),
        ),
        (Children(), para("See the pages below this one.")),
        (
            Panel(blocks=(table(("Skill", "Level"), [("SQL", "3")]),)),
            Panel(blocks=(para("Skill · Level"), para("SQL · 3"))),
        ),
        (
            Panel(blocks=(Expand(title="More", blocks=(para("inside"),)),)),
            Panel(blocks=(para(Text(text="More", strong=True)), para("inside"))),
        ),
    ],
)
def test_what_is_saved_reads_back(block: Block, back: Block | None) -> None:
    expected = (back or block,)
    assert saved((block,)) == expected
    assert adf_map.canon((block,), NAMES) == expected


def test_a_list_of_plan_items_is_a_link_to_the_search() -> None:
    ((link,),) = [b.content for b in saved((PlanQuery(label='mk-1" OR 1'),)) if isinstance(b, Paragraph)]
    assert isinstance(link, Link)
    assert link.url.startswith("https://example.atlassian.net/issues/?jql=labels%20%3D%20%22mk-1%5C%22%20OR")


@pytest.mark.parametrize(
    "block",
    [
        para(),
        para(""),
        Heading(text=" "),
        Bullets(items=()),
        Tasks(items=()),
        Table(rows=((),)),
        Panel(blocks=()),
    ],
)
def test_what_is_empty_leaves_no_trace(block: Block) -> None:
    assert saved((block, para("x"))) == (para("x"),)


def test_a_record_without_an_address_stays_a_reference_until_it_is_written() -> None:
    blocks = (para("See ", Ref(key=LATER)),)
    assert adf_map.canon(blocks, NAMES) == blocks
    assert saved(blocks) == (para(f"See {short(LATER)}"),)


@pytest.mark.parametrize(
    "node",
    [
        {"type": "codeBlock", "content": [{"type": "text", "text": "SELECT 1"}]},
        {"type": "mediaSingle", "attrs": {"layout": "center"}, "content": [{"type": "media", "attrs": {}}]},
        {"type": "paragraph", "content": [{"type": "text", "text": "mine", "marks": [{"type": "em"}]}]},
        {"type": "paragraph", "content": [{"type": "date", "attrs": {"timestamp": "99999999999999999999"}}]},
        {"type": "paragraph", "content": [{"type": "somethingNew"}]},
        {
            "type": "table",
            "content": [{"type": "tableRow", "content": [{"type": "tableCell", "attrs": {"colspan": 2}}]}],
        },
        {
            "type": "bulletList",
            "content": [{"type": "listItem", "content": [{"type": "bulletList", "content": []}]}],
        },
        {"type": "heading", "attrs": {"level": 9}, "content": []},
        {"type": "heading"},
        {},
    ],
)
def test_what_the_tree_cannot_say_is_seen_and_never_written(node: dict[str, Any]) -> None:
    (block,) = read(node)
    assert isinstance(block, Unknown)
    assert adf_map.canon((block,), NAMES) == (block,)
    with pytest.raises(Refused):
        adf_map.document((block,), NAMES)


def test_the_words_of_what_is_not_known_are_kept() -> None:
    text = {"type": "text", "text": "mine", "marks": [{"type": "em"}]}
    (block,) = read({"type": "blockquote", "content": [{"type": "paragraph", "content": [text, text]}]})
    assert block == Unknown(name="blockquote", text="minemine")


def test_a_stranger_is_mentioned_but_never_written() -> None:
    blocks = read({"type": "paragraph", "content": [{"type": "mention", "attrs": {"id": "acc-else"}}]})
    assert blocks == (para(Mention(person="")),)
    assert adf_map.canon(blocks, NAMES) == blocks
    with pytest.raises(Refused):
        adf_map.document(blocks, NAMES)


def test_what_is_too_long_is_refused_before_it_is_sent() -> None:
    with pytest.raises(Refused) as refused:
        adf_map.document((para("x" * 30_000),), NAMES)
    assert "30000" in refused.value.reason


@pytest.mark.parametrize("nothing", [None, "text", [], {}])
def test_an_empty_field_has_no_blocks(nothing: Any) -> None:
    assert adf_read.blocks(nothing, NAMES) == ()


@given(contents_of(("ana-petrova", "boris-ivanov", "nobody-here")))
@settings(max_examples=150)
def test_any_text_is_valid_and_reads_back_as_canon(blocks: Blocks) -> None:
    canonical = adf_map.canon(blocks, NAMES)
    assert saved(blocks) == canonical
    assert adf_map.canon(canonical, NAMES) == canonical
