# SPDX-License-Identifier: Apache-2.0
"""The manglings of pages of any kind: those that are read as before, and those that are reported."""

import re
from collections.abc import Callable

from tests.acceptance.mangled.everywhere import (
    ADF,
    BESIDE,
    CODE,
    FENCE,
    LAYOUT,
    Parts,
    blanks,
    boxes_moved,
    boxes_retyped,
    column_added,
    fence,
    first_block,
    local_ids,
    macro,
    marks,
    numbered,
    old_editor,
    people,
    reordered,
    retyped,
    row_added,
    rows_moved,
    spans,
    strong_heads,
    tables,
    thead,
    uuids,
    wrapped_cells,
)

Change = Callable[[str], str]
MINE = (
    '<p><ac:structured-macro ac:name="anchor"><ac:parameter ac:name="">mk.mine</ac:parameter>'
    "</ac:structured-macro>top</p>"
)
RIGHT_TO_LEFT = '<p dir="rtl">שלום &rlm;עולם \u202eabc\u202c</p>'
UNKNOWN = '<p><at:var at:name="x" /><ac:structured-macro ac:name="toc" /></p>'


def ends_typed(body: str) -> str:
    """Words in the paragraph of every fence's end."""
    return re.sub(r"(\.end</ac:parameter></ac:structured-macro>)</p>", r"\1 typed behind</p>", body)


def bare_fences(body: str) -> str:
    """The anchors without their paragraphs."""
    return FENCE.sub(lambda found: re.sub(r"^<p[^>]*>|</p>$", "", found[0]), body)


def swapped(body: str) -> str:
    """The first generated block and the last one in each other's place."""
    parts = Parts.of(body)
    first, last = parts.block, parts.last
    if first == last:
        return body
    return body.replace(first, "@").replace(last, first).replace("@", last)


def nested(body: str) -> str:
    """The last generated block inside the first one."""
    parts = Parts.of(body)
    without = body.replace(parts.last, "")
    at = next(FENCE.finditer(without)).end()
    return without[:at] + parts.last + without[at:]


def over_two_cells(body: str) -> str:
    """The page as a layout in which the first block ends in another cell."""
    at = list(FENCE.finditer(body))[1].start()
    cells = f"{body[:at]}</ac:layout-cell><ac:layout-cell>{body[at:]}"
    return f"{LAYOUT}{cells}</ac:layout-cell></ac:layout-section></ac:layout>"


def ends_swapped(body: str) -> str:
    start, end = list(FENCE.finditer(body))[:2]
    return body[: start.start()] + end[0] + body[start.end() : end.start()] + start[0] + body[end.end() :]


READ: dict[str, Change] = {
    "words before": lambda body: f"<p>Mine.</p>{body}",
    "words after": lambda body: f"{body}<p>Mine &ndash; &uuml; &lt;b&gt; ]]&gt;</p>",
    "columns reordered": tables(reordered),
    "rows moved": tables(rows_moved),
    "row added": tables(row_added),
    "column added": tables(column_added),
    "numbered column": tables(numbered),
    "old editor's table": tables(old_editor),
    "content wrappers in cells": tables(wrapped_cells),
    "hard blanks in cells": tables(blanks),
    "head of the table apart": tables(thead),
    "column headings retyped": people(retyped),
    "column headings bold": people(strong_heads),
    "colored text in cells": people(spans),
    "mark elements in cells": people(marks),
    "tables in a panel": tables(lambda table: macro("panel", table)),
    "tables in an expand": tables(lambda table: macro("expand", f"<p>here</p>{table}")),
    "tables in an excerpt": tables(lambda table: macro("excerpt", table)),
    "tables in a quote": tables(lambda table: f"<blockquote>{table}</blockquote>"),
    "tables in a layout": tables(lambda table: LAYOUT + table + BESIDE),
    "page in a layout": lambda body: LAYOUT + body + BESIDE,
    "page in a division": lambda body: f'<div class="content-wrapper">{body}</div>',
    "headings translated": people(lambda part: re.sub(r"(<h\d[^>]*>)[^<]*", r"\1Überschrift", part)),
    "headings as paragraphs": people(lambda part: re.sub(r"<(/?)h\d[^>]*>", r"<\1p>", part)),
    "local ids everywhere": local_ids,
    "editor's boxes": uuids,
    "boxes moved into another list": boxes_moved,
    "words of the boxes retyped": people(boxes_retyped),
    "unknown macros": lambda body: macro("gliffy", "<p>x</p>") + body + UNKNOWN,
    "a table in an unknown macro before": lambda body: (
        macro("gliffy", "<table><tbody><tr><td>x</td></tr></tbody></table>") + body
    ),
    "right to left": lambda body: RIGHT_TO_LEFT + body + RIGHT_TO_LEFT,
    "comments": lambda body: f"<!-- mk. a comment -->{body}<!-- </p> -->",
    "code with tags and CDATA": lambda body: CODE + body + CODE,
    "the new editor's own panel": lambda body: ADF + body,
    "words in the paragraphs of the marks": ends_typed,
    "marks without paragraphs": bare_fences,
    "blocks in another order": swapped,
    "own anchors": lambda body: MINE + body,
    "a block deleted": first_block(lambda _: "<p>No box here.</p>"),
    "a block rewritten": first_block(lambda block: re.sub(r">[^<>.]+ [^<>]*<", ">mine<", block)),
}
"""What people and editors do without any harm: the program reads the same as before, and goes on writing."""

REPORTED: dict[str, tuple[Change, str]] = {
    "end deleted": (fence(1), "has lost its end"),
    "beginning deleted": (fence(0), "has lost its beginning"),
    "block doubled": (first_block(lambda block: block * 2), "stands there twice"),
    "ends in the wrong order": (ends_swapped, "ends before it begins"),
    "block moved into a table": (
        first_block(lambda block: f"<table><tbody><tr><td>{block}</td></tr></tbody></table>"),
        "was moved into a table, a list or a panel",
    ),
    "block moved into an expand": (
        first_block(lambda block: macro("expand", block)),
        "was moved into a table, a list or a panel",
    ),
    "block over two cells": (over_two_cells, "begins and ends in different places"),
    "block inside a block": (nested, "holds a part of another block"),
    "emptied": (lambda _: "", "has lost the marks"),
    "under construction": (lambda _: "<p>Under construction.</p>", "has lost the marks"),
    "saved by a tool that drops anchors": (
        lambda body: FENCE.sub("", body),
        "has lost the marks",
    ),
}
"""What damages the program's own part: told with its remedy, and nothing is written until it is healed."""
ONE_BLOCK = {"reflection"}
"""Kinds with a single generated block, in which no other can stand."""
