# SPDX-License-Identifier: Apache-2.0
"""What people and editors do to a page of any kind, as changes of its body."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from mentorkit_sandbox.confluence.markup import inner_xml
from mentorkit_sandbox.confluence.storage import parse

_ANCHOR = (
    r'<ac:structured-macro(?: [^>]*)?ac:name="anchor"[^>]*>(?:(?!</ac:structured-macro>).)*>'
    r"mk\.[^<]*</ac:parameter></ac:structured-macro>"
)
ANCHOR = re.compile(_ANCHOR)
FENCE = re.compile(rf"<p(?: [^>]*)?>(?:{_ANCHOR})+</p>")
TABLE = re.compile(r"<table.*?</table>")

LAYOUT = '<ac:layout><ac:layout-section ac:type="two_equal"><ac:layout-cell>'
BESIDE = "</ac:layout-cell><ac:layout-cell><p>beside</p></ac:layout-cell></ac:layout-section></ac:layout>"


def macro(name: str, body: str) -> str:
    return (
        f'<ac:structured-macro ac:name="{name}"><ac:rich-text-body>{body}</ac:rich-text-body>'
        "</ac:structured-macro>"
    )


@dataclass(frozen=True)
class Parts:
    """A page cut at its fences: people's parts at even places, generated blocks (with fences) at odd ones."""

    parts: tuple[str, ...]

    @classmethod
    def of(cls, body: str) -> "Parts":
        ends = list(FENCE.finditer(body))
        cuts = [
            0,
            *(
                at
                for start, end in zip(ends[::2], ends[1::2], strict=True)
                for at in (start.start(), end.end())
            ),
        ]
        return cls(tuple(body[a:b] for a, b in zip(cuts, [*cuts[1:], len(body)], strict=True)))

    @property
    def block(self) -> str:
        """The first generated block."""
        return self.parts[1]

    @property
    def last(self) -> str:
        """The last generated block but the history."""
        return next(part for part in reversed(self.parts[1::2]) if "._history." not in part)

    def people(self, change: Callable[[str], str]) -> str:
        """The page with people's parts changed."""
        return "".join(part if at % 2 else change(part) for at, part in enumerate(self.parts))


def people(change: Callable[[str], str]) -> Callable[[str], str]:
    """Change what stands outside the generated blocks."""
    return lambda body: Parts.of(body).people(change)


def tables(change: Callable[[str], str]) -> Callable[[str], str]:
    """Change every table outside the generated blocks."""
    return people(lambda part: TABLE.sub(lambda found: change(found[0]), part))


def first_block(change: Callable[[str], str]) -> Callable[[str], str]:
    """Change the first generated block with its fences."""
    return lambda body: body.replace(Parts.of(body).block, change(Parts.of(body).block), 1)


def fence(at: int, to: str = "") -> Callable[[str], str]:
    """Put something else in the place of one of the page's fences."""

    def change(body: str) -> str:
        found = list(FENCE.finditer(body))[at]
        return body[: found.start()] + to + body[found.end() :]

    return change


def reordered(table: str) -> str:
    root = parse(table)
    for row in root.iter("tr"):
        row[:] = list(reversed(row))
    return inner_xml(root)


def rows_moved(table: str) -> str:
    root = parse(table)
    for body in root.iter("tbody"):
        body[:] = [body[0], *reversed(list(body)[1:])]
    return inner_xml(root)


def row_added(table: str) -> str:
    root = parse(table)
    for body in root.iter("tbody"):
        row = body.makeelement("tr")
        body.append(row)
        for _ in body[0]:
            row.append(row.makeelement("td"))
    return inner_xml(root)


def numbered(table: str) -> str:
    head = '<tr><th class="numberingColumn" />'
    count = iter(range(1, 100))
    body = re.sub(
        r"<tr(?: [^>]*)?>(?=<td)", lambda _: f'<tr><td class="numberingColumn">{next(count)}</td>', table
    )
    return re.sub(r"<tr(?: [^>]*)?>(?=<th)", head, body, count=1)


def column_added(table: str) -> str:
    return table.replace("</tr>", "<td><p>note</p></td></tr>")


def old_editor(table: str) -> str:
    bare = re.sub(r"<(t[hd])(?: [^>]*)?><p(?: [^>]*)?>((?:(?!</?p|<ac:).)*)</p></\1>", r"<\1>\2</\1>", table)
    empty = r'<td><div class="content-wrapper"><p>&nbsp;</p></div></td>'
    return re.sub(r"<td><p[^>]* ?/></td>", empty, bare).replace("<table", '<table class="wrapped"', 1)


def wrapped_cells(table: str) -> str:
    opened = re.sub(r"<(t[hd])((?: [^>]*)?)>", r'<\1\2><div class="content-wrapper">', table)
    return re.sub(r"</(t[hd])>", r"</div></\1>", opened)


def blanks(part: str) -> str:
    return (
        part.replace("<td><p", "<td><p>&nbsp;</p><p")
        .replace("<th><p>", "<th><p>&nbsp;")
        .replace("</p></th>", " </p></th>")
    )


def thead(table: str) -> str:
    head = re.search(r"<tr.*?</tr>", table)
    assert head is not None
    return table.replace(head[0], "", 1).replace("<tbody>", f"<thead>{head[0]}</thead><tbody>")


def spans(part: str) -> str:
    return re.sub(
        r"<(t[hd])><p(?: [^>]*)?>([^<]+)</p>",
        r'<\1><p><span style="color: rgb(7,71,166);">\2</span></p>',
        part,
    )


def marks(part: str) -> str:
    return re.sub(r"<td><p(?: [^>]*)?>([^<]+)</p>", r"<td><p><mark>\1</mark></p>", part)


def strong_heads(part: str) -> str:
    return re.sub(r"<th><p(?: [^>]*)?>([^<]+)</p>", r"<th><p><strong><em>\1</em></strong></p>", part)


def retyped(part: str) -> str:
    return re.sub(r"<th><p(?: [^>]*)?>([^<]+)</p>", lambda found: f"<th><p> {found[1].upper()}: </p>", part)


def local_ids(body: str) -> str:
    count = iter(range(10**6))
    ids = re.sub(
        r"<(p|h[1-6]|ul|li|table|tr|td|th|time|a)((?: (?!local-id)[^>]*?)?)( ?/?)>",
        lambda found: f'<{found[1]} local-id="{next(count):012x}"{found[2]}{found[3]}>',
        body,
    )
    return ids.replace("<ac:task-list>", '<ac:task-list ac:task-list-id="77">')


def uuids(body: str) -> str:
    boxed = re.sub(
        r"<ac:task-body>(.*?)</ac:task-body>",
        r'<ac:task-body><span class="placeholder-inline-tasks">\1</span></ac:task-body>',
        body,
    )
    return re.sub(
        r"(</ac:task-id>)", r"\1<ac:task-uuid>2f6e1b6c-1c1e-4d8a-9f0e-0a0b0c0d0e0f</ac:task-uuid>", boxed
    )


def boxes_moved(body: str) -> str:
    """Every box outside the generated blocks into one list at the end."""
    box = re.compile(r"<ac:task>.*?</ac:task>")
    taken = "".join(found for part in Parts.of(body).parts[::2] for found in box.findall(part))
    rest = people(lambda part: re.sub(r"<ac:task-list[^>]*>.*?</ac:task-list>", "", part))(body)
    return rest + (f"<ul><li><p>boxes</p></li></ul><ac:task-list>{taken}</ac:task-list>" if taken else "")


def boxes_retyped(part: str) -> str:
    return re.sub(r"(<ac:task-body>).*?(<a [^>]*>.*?</a>)", r"\1yes, fine with me \2", part)


CODE = (
    '<ac:structured-macro ac:name="code"><ac:plain-text-body><![CDATA[<p>mk.demo ]]]]><![CDATA[></p>]]>'
    "</ac:plain-text-body></ac:structured-macro>"
)
ADF = (
    '<ac:adf-extension><ac:adf-node type="panel"><ac:adf-attribute key="panel-type">note</ac:adf-attribute>'
    "<ac:adf-content><p>purple</p></ac:adf-content></ac:adf-node></ac:adf-extension>"
)
