# SPDX-License-Identifier: Apache-2.0
"""The marks of a program as they can be seen from outside: fences on pages, properties on issues.

A fence is two anchor macros: ``mk.<program>.<kind>.<subjects>.<n>.<block>.<v>.<digest>`` begins a block that
a program keeps, ``mk.<short key>.<block>.end`` ends it. Everything else on a page is people's.
"""

import functools
import re
from collections import Counter
from dataclasses import dataclass

from lxml import etree

from mentorkit_sandbox.confluence.markup import qname, to_text
from mentorkit_sandbox.confluence.storage import StorageError, parse
from mentorkit_sandbox.site import Site

PROPERTY = "mentorkit"
"""The property of issues and projects that holds a program's mark."""

_OPENING = re.compile(r"mk\.([a-z0-9-]+\.[a-z0-9-]+\.[a-z0-9_-]+\.\d+)\.([a-z0-9_-]+)\.(\d+)\.[0-9a-f]*")
_CLOSING = re.compile(r"mk\.mk-[a-z0-9]+\.([a-z0-9_-]+)\.end")
_IN_TEXT = re.compile(r">(mk\.[^<]*)<")


@dataclass(frozen=True)
class Opening:
    """The beginning of a block: whose it is, what it is called, and the version of the mark."""

    key: str
    block: str
    v: int


@dataclass(frozen=True)
class Property:
    """A value in a page's properties: its words, and the account it mentions first ("" for none)."""

    text: str
    account: str


def opening(name: str) -> Opening | None:
    """What an anchor's name begins; None for any other anchor."""
    found = _OPENING.fullmatch(name)
    return None if found is None else Opening(found[1].replace(".", "/"), found[2], int(found[3]))


def closing(name: str) -> str | None:
    """The block that an anchor's name ends; None for any other anchor."""
    found = _CLOSING.fullmatch(name)
    return None if found is None else found[1]


def anchors_in(element: etree._Element) -> list[str]:
    """The names of the anchor macros inside an element."""
    macros = element.iter(qname("ac:structured-macro"))
    return [
        (parameter.text or "").strip()
        for macro in macros
        if macro.get(qname("ac:name")) == "anchor"
        for parameter in macro.findall(qname("ac:parameter"))
        if parameter.get(qname("ac:name")) == ""
    ]


@functools.lru_cache(maxsize=4096)
def keys_on(body: str) -> tuple[str, ...]:
    """The keys that a body's fences name, the most frequent first: ``program/kind/subjects/n``."""
    found = Counter(start.key for name in _IN_TEXT.findall(body) if (start := opening(name)))
    return tuple(key for key, _ in found.most_common())


def kind_of(body: str) -> str:
    """The kind of page a program made ("profile", "pairing", …); "" for a page of people."""
    return next((key.split("/")[1] for key in keys_on(body)), "")


@functools.lru_cache(maxsize=2048)
def properties(body: str) -> dict[str, Property]:
    """The rows of the first page-properties table; nothing where there is none."""
    if 'ac:name="details"' not in body:
        return {}
    try:
        root = parse(body)
    except StorageError:
        return {}
    return details_of(root)


def details_of(root: etree._Element) -> dict[str, Property]:
    """The rows of the first page-properties table in a parsed body."""
    for macro in root.iter(qname("ac:structured-macro")):
        if macro.get(qname("ac:name")) == "details":
            return dict(_row(line) for line in macro.iter("tr") if len(line) >= 2)
    return {}


def program_accounts(site: Site) -> frozenset[str]:
    """The accounts that made marked pages or issues: a program writes with them."""
    found: set[str] = set()
    for page in site.tables.rows("page"):
        if page["authorId"] not in found and keys_on(page["body"]):
            found.add(page["authorId"])
    for issue in site.tables.rows("issue"):
        if issue["creator"] not in found and PROPERTY in issue["properties"]:
            found.add(issue["creator"])
    return frozenset(found)


def _row(line: etree._Element) -> tuple[str, Property]:
    mention = next(line[1].iter(qname("ri:user")), None)
    account = "" if mention is None else str(mention.get(qname("ri:account-id"), ""))
    return to_text(line[0]), Property(to_text(line[1]), account)
