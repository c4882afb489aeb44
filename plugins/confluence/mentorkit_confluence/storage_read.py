# SPDX-License-Identifier: Apache-2.0
"""Storage format to rich text: tolerant of whatever people and editors make of a page.

Nothing that Confluence accepts makes it fail: what the tree has no word for becomes ``Unknown`` or plain
words, placeholders vanish, layouts are walked through in reading order. Time grows with the size of the
page alone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from mentorkit.domain.richtext import (
    Block,
    Blocks,
    Bullets,
    Cell,
    Day,
    Heading,
    Inline,
    Inlines,
    Link,
    Lozenge,
    Mention,
    Paragraph,
    Ref,
    Table,
    Task,
    Tasks,
    Text,
    Unknown,
    words,
)
from mentorkit_confluence.flatten import flatten
from mentorkit_confluence.markup import ac, one_line, parse, words_of
from mentorkit_confluence.names import Names
from mentorkit_confluence.normal import anchor_of, tidy, worded
from mentorkit_confluence.read_links import InertRef, read_address, read_datasource, read_link
from mentorkit_confluence.read_macros import BREAK, Break, Marker, read_macro
from mentorkit_confluence.read_simple import SIMPLE, styled
from mentorkit_confluence.table_grid import grid

_DEEPEST = 40  # elements inside elements; deeper, only the words are read
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_APART = frozenset(("div", "blockquote", "center", "section", "dl", "dt", "dd"))
_SILENT = frozenset((ac("placeholder"), ac("parameter"), ac("adf-fallback"), "colgroup", "style", "script"))

_INLINES = (Text, Mention, Day, Link, Ref, Lozenge)

Ticks = Mapping[str, tuple[str, datetime | None]]
"""Number of a task box on its page to who ticked it (person id) and when."""
Node = Inline | Block | Marker | Break


@dataclass(frozen=True)
class TaskAnchor:
    """The link in a task box by which the box is recognized."""

    name: str


def read(body: str, names: Names, ticks: Ticks | None = None) -> Blocks:
    """All of a body as rich text. Raises StorageError for what Confluence would not accept either."""
    return tidy(block for block in Reader(names, ticks or {}).page(body) if not isinstance(block, Marker))


class Reader:
    """Walks one page. ``inert`` counts references met that could get their real address by now."""

    def __init__(self, names: Names, ticks: Ticks, markers: Mapping[str, Marker] | None = None) -> None:
        self._names = names
        self._ticks = ticks
        self._markers = markers or {}
        self._depth = 0
        self._in_box = False
        self.inert = 0

    def page(self, body: str) -> Iterator[Block | Marker]:
        """The blocks of a body in reading order, and a marker for each anchor that was asked for.

        Raises StorageError.
        """
        yield from self._grouped(self._inside(parse(body), Text(text="")))

    def blocks(self, element: etree._Element) -> Blocks:
        """What stands inside an element, as blocks; anchors are passed over."""
        nodes = self._grouped(self._inside(element, Text(text="")))
        return tuple(node for node in nodes if not isinstance(node, Marker))

    def line(self, element: etree._Element | None) -> Inlines:
        """What stands inside an element, as inlines: one line a block."""
        return () if element is None else flatten(self.blocks(element))

    def _grouped(self, nodes: Iterable["Node | TaskAnchor"]) -> Iterator[Block | Marker]:
        """Inlines between two blocks are a paragraph."""
        line: list[Inline] = []
        for node in nodes:
            if isinstance(node, _INLINES):
                line.append(node)
                continue
            yield from _paragraph(line)
            line = []
            if not isinstance(node, Break | TaskAnchor):
                yield node
        yield from _paragraph(line)

    def _inside(self, element: etree._Element, style: Text) -> Iterator["Node | TaskAnchor"]:
        """The nodes inside an element; ``style`` is the look that texts get."""
        if self._depth >= _DEEPEST:
            yield from styled(words_of(element), style)
            return
        self._depth += 1
        yield from styled(element.text, style)
        for child in element:
            yield from self._element(child, style)
            yield from styled(child.tail, style)
        self._depth -= 1

    def _element(self, element: etree._Element, style: Text) -> Iterator["Node | TaskAnchor"]:
        tag = element.tag
        if tag in _SILENT:
            return
        if (simple := SIMPLE.get(tag)) is not None:
            yield from simple(element, style)
        elif (read := _READERS.get(tag)) is not None:
            yield from read(self, element, style)
        elif tag in _HEADINGS:
            yield from self._heading(element)
        elif tag in _APART:
            yield BREAK
            yield from self._inside(element, style)
            yield BREAK
        else:
            yield from self._inside(element, style)

    def _paragraph(self, element: etree._Element, style: Text) -> Iterator["Node | TaskAnchor"]:
        """A paragraph. Words beside a fence stay outside of it: before its beginning, after its end."""
        nodes = list(self._inside(element, style))
        fences = [node for node in nodes if isinstance(node, Marker)]
        words = [node for node in nodes if not isinstance(node, Marker)]
        yield BREAK
        yield from (fence for fence in fences if not fence.opening)
        yield from words
        yield BREAK
        yield from (fence for fence in fences if fence.opening)

    def _heading(self, element: etree._Element) -> Iterator["Node"]:
        inside = list(self._grouped(self._inside(element, Text(text=""))))
        shown = flatten(node for node in inside if not isinstance(node, Marker))
        fences = [node for node in inside if isinstance(node, Marker)]
        yield from (fence for fence in fences if not fence.opening)
        yield Heading(level=_HEADINGS[str(element.tag)], text=_shown(shown))
        yield from (fence for fence in fences if fence.opening)

    def _link(self, element: etree._Element, style: Text) -> Iterator["Node | TaskAnchor"]:
        address = element.get("href") or ""
        if element.get("data-datasource"):
            found = read_datasource(element)
            yield found or Unknown(name="datasource", text=words_of(element))
        elif self._in_box and (anchor := anchor_of(address)):
            yield TaskAnchor(anchor)
        else:
            text = _shown(flatten(self.blocks(element)))
            node = read_address(address, text, self._names)
            if isinstance(node, InertRef):
                self.inert += 1
                node = Text(text=node.text)
            yield worded(style, node.text) if isinstance(node, Text) else node

    def _stored_link(self, element: etree._Element, style: Text) -> Iterator[Node]:
        node = read_link(element, self._names)
        yield worded(style, node.text) if isinstance(node, Text) else node

    def _list(self, element: etree._Element, _style: Text) -> Iterator[Node]:
        yield Bullets(items=tuple(self._items(element)), ordered=element.tag == "ol")

    def _items(self, element: etree._Element) -> Iterator[Inlines]:
        """The items, with those of lists inside them after the item that holds them."""
        for item in element:
            own: list[Block] = []
            for block in self.blocks(item):
                if isinstance(block, Bullets):
                    yield from _line_of(own)
                    yield from block.items
                    own = []
                else:
                    own.append(block)
            yield from _line_of(own)

    def _table(self, element: etree._Element, _style: Text) -> Iterator[Node]:
        read: dict[int, Inlines] = {}
        rows = []
        for row in grid(element):
            for place in row:
                if id(place) not in read:
                    read[id(place)] = self.line(place.element)
            rows.append(tuple(Cell(content=read[id(place)], head=place.head) for place in row))
        yield Table(rows=tuple(rows))

    def _tasks(self, element: etree._Element, _style: Text) -> Iterator[Node]:
        yield Tasks(items=tuple(task for box in element.iterchildren(ac("task")) for task in self._box(box)))

    def _box(self, box: etree._Element) -> Iterator[Task]:
        """A box, then the boxes nested below it (after its words, or inside them)."""
        body = box.find(ac("task-body"))
        outer, self._in_box = self._in_box, True
        nodes = [] if body is None else list(self._inside(body, Text(text="")))
        self._in_box = outer
        anchors = [node.name for node in nodes if isinstance(node, TaskAnchor)]
        blocks = list(self._grouped(node for node in nodes if not isinstance(node, TaskAnchor)))
        done = (box.findtext(ac("task-status")) or "").strip() == "complete"
        number = (box.findtext(ac("task-id")) or "").strip()
        by, at = self._ticks.get(number, ("", None)) if done else ("", None)
        yield Task(
            content=flatten(block for block in blocks if not isinstance(block, Tasks | Marker)),
            done=done,
            anchor=anchors[0] if anchors else "",
            done_by=by,
            done_at=at,
        )
        for block in blocks:
            if isinstance(block, Tasks):
                yield from block.items
        for below in box.iterchildren(ac("task-list")):
            yield from (task for inner in below.iterchildren(ac("task")) for task in self._box(inner))

    def _macro(self, element: etree._Element, _style: Text) -> Iterator[Node]:
        yield from read_macro(element, self.blocks, self._markers)

    def _preformatted(self, element: etree._Element, _style: Text) -> Iterator[Node]:
        yield BREAK
        yield Text(text="".join(str(part) for part in element.itertext()), code=True)
        yield BREAK


def _paragraph(line: list[Inline]) -> Iterator[Block]:
    if line:
        yield Paragraph(content=tuple(line))


def _line_of(blocks: list[Block]) -> Iterator[Inlines]:
    if line := flatten(blocks):
        yield line


def _shown(content: Inlines) -> str:
    """What a link or heading shows, on one line."""
    return one_line(words(content))


def _strong(reader: Reader, element: etree._Element, style: Text) -> Iterator["Node | TaskAnchor"]:
    return reader._inside(element, style.model_copy(update={"strong": True}))


def _code(reader: Reader, element: etree._Element, style: Text) -> Iterator["Node | TaskAnchor"]:
    return reader._inside(element, style.model_copy(update={"code": True}))


_READERS: Mapping[object, Callable[[Reader, etree._Element, Text], Iterator[Node | TaskAnchor]]] = {
    "p": Reader._paragraph,
    "a": Reader._link,
    "ul": Reader._list,
    "ol": Reader._list,
    "table": Reader._table,
    "pre": Reader._preformatted,
    **dict.fromkeys(("strong", "b"), _strong),
    **dict.fromkeys(("code", "tt", "kbd", "samp"), _code),
    ac("link"): Reader._stored_link,
    ac("task-list"): Reader._tasks,
    ac("structured-macro"): Reader._macro,
    ac("macro"): Reader._macro,
    ac("adf-extension"): Reader._macro,
}
