# SPDX-License-Identifier: Apache-2.0
"""A page of ours taken apart, and the ways in which people put it together again."""

import re
from dataclasses import dataclass

from mentorkit.domain.keys import Key
from mentorkit.domain.richtext import Heading, para, table
from mentorkit.ports import Document, Form, Generated, Mark
from mentorkit_confluence.boxes import TaskIds
from mentorkit_confluence.page_map import fenced, new_body
from mentorkit_sandbox.confluence import storage
from tests.plugins.confluence.test_storage import names

KEY, OTHER = Key("demo/profile/ana-petrova/1"), Key("demo/pairing/ana-petrova_boris-ivanov/1")
SKILLS = table(("Skill", "Level", "Evidence"), [("SQL", "1", "joins ü"), ("Git", "2", "")])
PAGE = Document(
    kind="profile",
    title="Skills",
    blocks=(
        Generated(name="summary", content=(para("Kept by the program."),)),
        Form(name="skills", content=(Heading(text="Skills"), SKILLS)),
        Generated(name="needed", content=(para("SQL 3"),)),
    ),
)
MARK = Mark(key=KEY, program="demo", base={"title": "abc", "block:needed": "0123456789"})
BODY = storage.save(new_body(PAGE, MARK, names()), seed="1", local_ids=True).value
MACRO = re.compile(
    r"<ac:structured-macro(?:(?!</ac:structured-macro>).)*>mk\.(?!mine)[^<]*</ac:parameter></ac:structured-macro>"
)
_FENCE = re.compile(rf"(<p[^>]*>(?:{MACRO.pattern})+</p>)")

_, S, SUMMARY, S_END, FORM, N, NEEDED, N_END, _ = _FENCE.split(BODY)
"""The page in parts: beginning, content and end of *summary*; people's form; the same of *needed*."""
WHOLE_S, WHOLE_N = S + SUMMARY + S_END, N + NEEDED + N_END
PASTED = fenced(OTHER, "goals", (para("Goal"),), [], names(), TaskIds())
CELL = "</ac:layout-cell><ac:layout-cell>"


@dataclass(frozen=True)
class Case:
    """A page somebody worked on.

    ``blocks`` can still be read; ``said`` are words of the problems, one for each; ``form`` tells
    whether the table of skills still reads as it was seeded.
    """

    body: str
    blocks: tuple[str, ...] = ("summary", "needed")
    said: tuple[str, ...] = ()
    form: bool = True


def layout(body: str) -> str:
    """The page as one cell of a layout, with another cell beside it."""
    section = '<ac:layout><ac:layout-section ac:type="two_equal"><ac:layout-cell>'
    return f"{section}{body}{CELL}<p>beside</p></ac:layout-cell></ac:layout-section></ac:layout>"


def macro(name: str, body: str) -> str:
    """A macro with a body."""
    return (
        f'<ac:structured-macro ac:name="{name}"><ac:rich-text-body>{body}</ac:rich-text-body>'
        "</ac:structured-macro>"
    )


def typed(fence: str) -> str:
    """A fence with words in its paragraph, behind its anchors."""
    return fence.replace("</p>", " typed</p>")


def bare(fence: str) -> str:
    """The anchors of a fence without their paragraph."""
    return "".join(MACRO.findall(fence))


def columns_moved() -> str:
    """The form with its columns the other way round."""
    row = re.compile(r"<tr>(<t[hd]>.*?</t[hd]>)(<t[hd]>.*?</t[hd]>)(<t[hd]>.*?</t[hd]>)</tr>")
    return row.sub(r"<tr>\3\2\1</tr>", FORM)


def numbered() -> str:
    """The form with the editor's numbers."""
    return FORM.replace("<tr><th>", '<tr><th class="numberingColumn" /><th>').replace(
        "<tr><td>", '<tr><td class="numberingColumn">1</td><td>'
    )


def old_editor() -> str:
    """The form as the old editor stores it."""
    cells = re.sub(r"<(th|td)><p[^>]*>([^<]*)</p></\1>", r"<\1>\2</\1>", FORM)
    empty = '<td><div class="content-wrapper"><p>&nbsp;</p></div></td>'
    head = '<table class="wrapped"><colgroup><col /><col /><col /></colgroup>'
    return re.sub(r"<td><p[^>]* /></td>", empty, cells).replace("<table>", head)


ROW = "<tr><td>SQL</td><td>2</td><td /></tr></tbody>"
CODE = (
    '<ac:structured-macro ac:name="code"><ac:plain-text-body><![CDATA[<p>mk.demo ]]]]><![CDATA[></p>]]>'
    "</ac:plain-text-body></ac:structured-macro>"
)
MINE = (
    '<ac:structured-macro ac:name="anchor"><ac:parameter ac:name="">mk.mine</ac:parameter>'
    "</ac:structured-macro>"
)
LEGACY = '<ac:parameter ac:name="legacyAnchorId">LEGACY-mk</ac:parameter><ac:parameter ac:name="">mk.'

CASES = {
    "words before": Case(f"<p>Mine.</p>{BODY}"),
    "words after": Case(f"{BODY}<p>Mine &ndash; &uuml;.</p>"),
    "words in the paragraph of an end": Case(S + SUMMARY + typed(S_END) + FORM + WHOLE_N),
    "words in the paragraph of a beginning": Case(typed(S) + SUMMARY + S_END + FORM + WHOLE_N),
    "words before a beginning": Case(
        S.replace("<ac:structured-macro", "typed <ac:structured-macro", 1) + BODY.removeprefix(S)
    ),
    "columns reordered": Case(WHOLE_S + columns_moved() + WHOLE_N, form=False),
    "numbered column": Case(WHOLE_S + numbered() + WHOLE_N),
    "old editor's table": Case(WHOLE_S + old_editor() + WHOLE_N),
    "row added": Case(BODY.replace("</tbody>", ROW), form=False),
    "page in a layout": Case(layout(BODY)),
    "table in a cell of a layout": Case(layout(WHOLE_S + CELL + FORM + CELL + WHOLE_N)),
    "fence over two cells": Case(
        layout(S + SUMMARY + CELL + S_END + FORM + WHOLE_N),
        ("needed",),
        ("summary” begins and ends in different places",),
    ),
    "unknown macros": Case(BODY + macro("gliffy", "<p>x</p>") + '<ac:structured-macro ac:name="toc" />'),
    "unknown markup": Case(BODY + "<p><at:var at:name='x' /><x-y z='1'>words</x-y></p>"),
    "right to left": Case(f"<p dir='rtl'>שלום &rlm;עולם</p>{BODY}"),
    "comments": Case(f"<!-- a comment --><?pi x?>{BODY}"),
    "code with tags in it": Case(BODY + CODE),
    "end deleted": Case(S + SUMMARY + FORM + WHOLE_N, ("needed",), ("summary” has lost its end",)),
    "beginning deleted": Case(
        SUMMARY + S_END + FORM + WHOLE_N, ("needed",), ("summary” has lost its beginning",)
    ),
    "both ends deleted": Case(SUMMARY + FORM + WHOLE_N, ("needed",)),
    "block deleted": Case(FORM + WHOLE_N, ("needed",)),
    "block doubled": Case(WHOLE_S + BODY, ("needed",), ("summary” stands there twice",)),
    "ends swapped": Case(
        S_END + SUMMARY + S + FORM + WHOLE_N, ("needed",), ("summary” ends before it begins",)
    ),
    "interleaved": Case(
        S + N + SUMMARY + S_END + FORM + NEEDED + N_END,
        (),
        ("summary” holds a part of another", "needed” holds a part of another"),
    ),
    "block inside a block": Case(
        S + WHOLE_N + SUMMARY + S_END + FORM, ("needed",), ("summary” holds a part of another",)
    ),
    "blocks swapped": Case(WHOLE_N + FORM + WHOLE_S, ("needed", "summary")),
    "block moved into a table": Case(
        f"<table><tbody><tr><td>{WHOLE_S}</td></tr></tbody></table>{FORM}{WHOLE_N}",
        ("needed",),
        ("summary” was moved into a table",),
    ),
    "block moved into an expand": Case(
        macro("expand", WHOLE_S) + FORM + WHOLE_N, ("needed",), ("summary” was moved into a table, a list",)
    ),
    "block of another page pasted": Case(BODY + PASTED, said=("“goals” was pasted from another page",)),
    "pasted into a block": Case(
        WHOLE_S + FORM + N + NEEDED + PASTED + N_END,
        ("summary",),
        ("“goals” was pasted", "needed” holds a part of another"),
    ),
    "fences without their paragraphs": Case(
        bare(S) + SUMMARY + bare(S_END) + FORM + bare(N) + NEEDED + bare(N_END)
    ),
    "fences in headings": Case(f"<h2>{bare(S)}</h2>{SUMMARY}<h2>{bare(S_END)}</h2>{FORM}{WHOLE_N}"),
    "an end and a beginning in one paragraph": Case(
        f"{S}{SUMMARY}<p>{bare(S_END)}between{bare(N)}</p>{NEEDED}{N_END}{FORM}"
    ),
    "parameters added": Case(BODY.replace('<ac:parameter ac:name="">mk.', LEGACY)),
    "indented": Case(BODY.replace("<p", "\n    <p").replace("<tr>", "\n  <tr>\n")),
    "a person's own anchors": Case(f"<p>{MINE}top</p>{BODY}"),
    "five megabytes": Case(f"{BODY}<p>{'ü word ' * 600_000}</p>"),
}
