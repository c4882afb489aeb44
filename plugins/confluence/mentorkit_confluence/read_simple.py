# SPDX-License-Identifier: Apache-2.0
"""Stored elements that say all they say by themselves: breaks, dates, emoticons, images, lines across."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from lxml import etree

from mentorkit.domain.richtext import Block, Day, Divider, Inline, Text, Unknown
from mentorkit_confluence.markup import ac, words_of
from mentorkit_confluence.normal import worded

_BLANKS = re.compile(r"[ \t\r\n]+")
Node = Inline | Block


def styled(text: str | None, style: Text) -> Iterator[Text]:
    """Text of the page in a given look; line ends of the markup are only blanks."""
    if text:
        yield worded(style, _BLANKS.sub(" ", text))


def _line_break(_element: etree._Element, style: Text) -> Iterator[Node]:
    yield worded(style, "\n")


def _day(element: etree._Element, style: Text) -> Iterator[Node]:
    stated = element.get("datetime") or ""
    try:
        yield Day(day=date.fromisoformat(stated[:10]))
    except ValueError:
        yield from styled(stated or words_of(element), style)


def _emoticon(element: etree._Element, style: Text) -> Iterator[Node]:
    names = ("emoji-fallback", "emoji-shortname", "name")
    yield from styled(next((shown for name in names if (shown := element.get(ac(name)))), ""), style)


def _image(element: etree._Element, _style: Text) -> Iterator[Node]:
    yield Unknown(name="image", text=element.get(ac("alt")) or "")


def _rule(_element: etree._Element, _style: Text) -> Iterator[Node]:
    yield Divider()


SIMPLE: Mapping[object, Callable[[etree._Element, Text], Iterator[Node]]] = {
    "br": _line_break,
    "hr": _rule,
    "time": _day,
    ac("emoticon"): _emoticon,
    ac("image"): _image,
}
"""Tag to what reads it, in the look of the text around."""
