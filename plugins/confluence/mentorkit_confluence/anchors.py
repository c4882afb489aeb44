# SPDX-License-Identifier: Apache-2.0
"""Where the anchor macros of a stored body stand, in bytes, so that a write can splice the original.

lxml has no offsets; expat has (``CurrentByteIndex``), with the same prolog in front of the body.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from xml.parsers import expat

from mentorkit_confluence.markup import EPILOG, PROLOG, StorageError

_BEFORE = len(PROLOG.encode())
_START_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_DEEPEST = 2000  # what libxml2 takes, too
_OPEN_PLACES = frozenset(("r", "ac:layout", "ac:layout-section", "ac:layout-cell", "div"))
_CARRIERS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass
class Span:
    """Bytes from ``start`` up to and without ``end``."""

    start: int
    end: int


REMEMBERED = 256
"""Bodies whose anchors are kept: more than one reading of a small program meets, a few MB of a large one."""


@dataclass
class Anchor:
    """An anchor macro.

    ``carrier`` is the paragraph that holds it (the macro itself where it stands bare); ``place`` tells
    the element around the carrier from all others, and is None where no block of ours may stand: in a
    table, a list, a panel.
    """

    name: str
    macro: Span
    carrier: Span
    place: int | None


@dataclass
class _Element:
    tag: str
    start: int
    serial: int
    anchors: list[Anchor]


@lru_cache(maxsize=REMEMBERED)
def find_anchors(body: bytes) -> tuple[Anchor, ...]:
    """All anchor macros, in page order. Raises StorageError for a body that is not well-formed.

    Callers only read them: a body is scanned for whose it is, and again for what stands in it.
    """
    return tuple(_Scan(body).run())


class _Scan:
    """One pass over a body."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._open: list[_Element] = []
        self._found: list[Anchor] = []
        self._serial = 0
        self._name: list[str] | None = None
        self._macro: _Element | None = None

    def run(self) -> list[Anchor]:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        self._parser = parser
        try:
            parser.Parse(PROLOG.encode() + self._body + EPILOG.encode(), True)
        except expat.ExpatError as error:
            raise StorageError("the page is not well-formed") from error
        return self._found

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._serial += 1
        element = _Element(tag, self._parser.CurrentByteIndex - _BEFORE, self._serial, [])
        self._open.append(element)
        if len(self._open) > _DEEPEST:
            raise StorageError("the page is nested too deeply")
        if tag == "ac:structured-macro" and attributes.get("ac:name") == "anchor" and self._macro is None:
            self._macro, self._name = element, None
        elif self._macro is not None and tag == "ac:parameter" and attributes.get("ac:name") == "":
            self._name = []

    def _text(self, text: str) -> None:
        if self._name is not None and self._open[-1].tag == "ac:parameter":
            self._name.append(text)

    def _end(self, _tag: str) -> None:
        element = self._open.pop()
        if element is self._macro:
            self._macro = None
            if self._name is not None:
                self._add("".join(self._name).strip(), Span(element.start, self._end_of(element)))
                self._name = None
        if element.anchors:
            end = self._end_of(element)
            for anchor in element.anchors:
                anchor.carrier = Span(element.start, end)

    def _add(self, name: str, macro: Span) -> None:
        holder = next(
            (at for at, element in reversed(list(enumerate(self._open))) if element.tag in _CARRIERS), None
        )
        around = self._open if holder is None else self._open[:holder]
        free = all(element.tag in _OPEN_PLACES for element in around)
        anchor = Anchor(name, macro, macro, around[-1].serial if free else None)
        if holder is not None:
            self._open[holder].anchors.append(anchor)
        self._found.append(anchor)

    def _end_of(self, element: _Element) -> int:
        """The first byte after an element whose end the parser has just met."""
        at = self._parser.CurrentByteIndex - _BEFORE
        if self._body.startswith(b"</", at):
            return self._body.index(b">", at) + 1
        tag = _START_TAG.match(self._body, element.start)
        return tag.end() if tag else at
