# SPDX-License-Identifier: Apache-2.0
"""Filling in tables and words on a page, the way a person would in an editor. Pure."""

import copy
from collections.abc import Sequence

from lxml import etree

from mentorkit_sandbox.confluence.markup import inner_xml
from mentorkit_sandbox.confluence.storage import parse

Element = etree._Element


def fill_table(body: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    root = parse(body)
    for table in root.iter("table"):
        lines = list(table.iter("tr"))
        heads = [_words(cell) for cell in lines[0]] if lines else []
        if all(column in heads for column in columns):
            places = [heads.index(column) for column in columns]
            for row in rows:
                line = _line(lines[1:], places[0], row[0])
                if line is None:
                    line = copy.deepcopy(lines[-1])
                    lines[-1].addnext(line)
                    lines.append(line)
                for place, words in zip(places, row, strict=False):
                    _write(line[place], words)
            return inner_xml(root)
    raise ValueError(f"no table with the columns {', '.join(columns)}")


def _line(lines: Sequence[Element], place: int, name: str) -> Element | None:
    named = [line for line in lines if _words(line[place]) == name]
    return next(iter(named or [line for line in lines if not _words(line[place])]), None)


def _words(element: Element) -> str:
    return "".join(str(part) for part in element.itertext()).strip()


def _write(cell: Element, words: str) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.text = None
    paragraph = etree.SubElement(cell, "p")
    if words.startswith("@"):
        paragraph.append(parse(f'<ac:link><ri:user ri:account-id="{words[1:]}" /></ac:link>')[0])
    else:
        paragraph.text = words


def write_under(body: str, heading: str, words: str) -> str:
    root = parse(body)
    for element in root.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        if _words(element) == heading:
            paragraph = etree.Element("p")
            paragraph.text = words
            element.addnext(paragraph)
            return inner_xml(root)
    raise ValueError(f"no heading {heading}")


def add_box(body: str, heading: str, account: str, words: str, until: str) -> str:
    """A box under a heading: who (by account), what, until when (an ISO date)."""
    root = parse(body)
    number = 1 + max((int(one.text or 0) for one in root.iter("{*}task-id")), default=0)
    box = parse(
        f"<ac:task-list><ac:task><ac:task-id>{number}</ac:task-id>"
        "<ac:task-status>incomplete</ac:task-status><ac:task-body>"
        f'<ac:link><ri:user ri:account-id="{account}" /></ac:link> <span> </span>'
        f'<time datetime="{until}" /></ac:task-body></ac:task></ac:task-list>'
    )[0]
    said = next(box.iter("span"))
    said.text = words + " "
    for element in root.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        if _words(element) == heading:
            element.addnext(box)
            return inner_xml(root)
    raise ValueError(f"no heading {heading}")
