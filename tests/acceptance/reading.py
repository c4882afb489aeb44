# SPDX-License-Identifier: Apache-2.0
"""Reading pages and feeds the way a person does: words, tables and boxes, not markup."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import icalendar
from lxml import etree

from mentorkit_sandbox.actor import Actor
from mentorkit_sandbox.confluence.markup import qname
from mentorkit_sandbox.confluence.storage import parse

Row = dict[str, str]


def words(body: str) -> str:
    """Everything that can be read on a page, blanks folded."""
    return _words(parse(body))


def table(body: str, *heads: str) -> list[Row]:
    """The rows of the first table with these headings, as heading to words."""
    return next(iter(tables(body, *heads)), [])


def tables(body: str, *heads: str) -> Iterator[list[Row]]:
    """Every table with these headings."""
    for found in parse(body).iter("table"):
        lines = [[_words(cell) for cell in line] for line in found.iter("tr")]
        if lines and set(heads) <= set(lines[0]):
            yield [dict(zip(lines[0], line, strict=False)) for line in lines[1:]]


def properties(body: str) -> Row:
    """The page's properties: what an overview shows of it."""
    found = _macro(parse(body), "details")
    lines = [list(line) for line in found.iter("tr")] if found is not None else []
    return {_words(line[0]): _words(line[1]) for line in lines}


def overview(reader: Actor, title: str) -> dict[str, Row]:
    """What an overview page shows to somebody: properties by page title, of the pages they may see."""
    report = _macro(parse(reader.body(title)), "detailssummary")
    assert report is not None, f"{title} collects nothing"
    given = {str(one.get(qname("ac:name"))): _words(one) for one in report.iter(qname("ac:parameter"))}
    space = reader.call("GET", "/wiki/api/v2/spaces", keys="MENTOR")["results"][0]["key"]
    cql = given["cql"].replace("currentSpace()", f'"{space}"').replace("currentSpace ( )", f'"{space}"')
    pages = reader.call("GET", "/wiki/rest/api/content/search", cql=cql, limit=100)["results"]
    columns = [name.strip() for name in given["headings"].split(",")]
    shown = {page["title"]: properties(reader.body(page["title"])) for page in pages}
    return {name: {column: about[column] for column in columns} for name, about in shown.items()}


def queries(body: str) -> list[str]:
    """The JQL of each list of issues on a page."""
    found = (macro for macro in parse(body).iter(qname("ac:structured-macro")) if _name(macro) == "jira")
    return [
        _words(given)
        for macro in found
        for given in macro.iter(qname("ac:parameter"))
        if given.get(qname("ac:name")) == "jqlQuery"
    ]


def events(feed: str) -> list[Any]:
    """The events of a feed by their start."""
    calendar = icalendar.Calendar.from_ical(feed)
    found: list[Any] = calendar.walk("VEVENT")
    return sorted(found, key=lambda event: event.start)


def kind(event: Any) -> str:
    """What kind of meeting an event is."""
    return str(event.categories[0])


def span(event: Any) -> tuple[datetime, datetime]:
    """When an event begins and ends."""
    return event.start, event.end


def apart(starts: list[datetime]) -> list[timedelta]:
    """How far each day is from the one before."""
    days = [start.date() for start in starts]
    return [later - earlier for earlier, later in pairwise(days)]


def adf(document: Any) -> str:
    """The words of a comment or a description in Jira's document format; a mention is @ and the account."""
    if isinstance(document, list):
        return "".join(map(adf, document))
    if document.get("type") == "mention":
        return f"@{document['attrs']['id']}"
    if document.get("type") == "date":
        moment = int(document["attrs"]["timestamp"]) / 1000
        return datetime.fromtimestamp(moment, UTC).date().isoformat()
    inner = str(document.get("text", "")) + adf(document.get("content", []))
    return inner if document.get("type") == "text" else inner + " "


def _macro(root: etree._Element, name: str) -> "etree._Element | None":
    macros = root.iter(qname("ac:structured-macro"))
    return next((macro for macro in macros if _name(macro) == name), None)


def _name(macro: etree._Element) -> str:
    return str(macro.get(qname("ac:name")))


_SILENT = {qname("ac:task-id"), qname("ac:task-status")}


def _words(element: etree._Element) -> str:
    return " ".join("".join(_parts(element)).split())


def _parts(element: etree._Element) -> Iterator[str]:
    if element.tag in _SILENT:
        return
    if element.tag == "time":
        yield str(element.get("datetime"))
    if element.tag == qname("ri:user"):
        yield "@" + str(element.get(qname("ri:account-id")))
    if element.tag == qname("ac:parameter") and element.get(qname("ac:name")) not in (
        "title",
        "cql",
        "headings",
        "jqlQuery",
    ):
        return
    yield element.text or ""
    for child in element:
        yield from _parts(child)
        yield (" " if child.tag in ("p", "h2", "h3", "h4", "li", "td", "th", "tr") else "") + (
            child.tail or ""
        )
