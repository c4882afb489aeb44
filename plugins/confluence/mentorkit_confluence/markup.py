# SPDX-License-Identifier: Apache-2.0
"""The XML of Confluence's storage format: names, parsing, serializing, and texts that may stand in it.

A stored body is a fragment without a root and without namespace declarations, and it uses the entities
that HTML 4 names. Here it is wrapped into a root and given an internal DTD, so that nothing is ever
fetched; a DOCTYPE inside a body is then a parse error, and entities cannot nest.
"""

import html.entities
import re

from lxml import etree

AC = "http://atlassian.com/content"
RI = "http://atlassian.com/resource/identifier"
NSMAP = {"ac": AC, "ri": RI}
MAX_BYTES = 5 * 1024 * 1024
"""What Confluence takes at most (413 above it), and what is read at most."""

OPEN_TASKS = "tasks-report-macro"
"""The macro that lists boxes. ``tasks-report`` is taken, too, and then shown as one that nobody knows."""

_ENTITIES = "".join(
    f'<!ENTITY {name} "&#{code};">'
    for name, code in html.entities.name2codepoint.items()
    if name not in ("amp", "lt", "gt", "quot")
)
PROLOG = f'<!DOCTYPE r [{_ENTITIES}]><r xmlns:ac="{AC}" xmlns:ri="{RI}" xmlns:at="{AC}/template">'
EPILOG = "</r>"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class StorageError(ValueError):
    """A body that is not well-formed, or larger than Confluence allows."""


def ac(name: str) -> str:
    """``ac:name`` as lxml writes it."""
    return f"{{{AC}}}{name}"


def ri(name: str) -> str:
    """``ri:name`` as lxml writes it."""
    return f"{{{RI}}}{name}"


def clean(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def one_line(text: str) -> str:
    """The text on one line, without control characters and with single blanks."""
    return " ".join(clean(text).split())


def parse(body: str) -> etree._Element:
    """The body under an artificial root; comments are left out. Raises StorageError."""
    if len(body) > MAX_BYTES or len(body.encode("utf-8", "replace")) > MAX_BYTES:
        raise StorageError("the page is larger than 5 MB")
    # huge_tree only lifts limits on size and depth; with our own DTD there is nothing to blow up.
    parser = etree.XMLParser(
        resolve_entities="internal",  # type: ignore[arg-type]  # the stubs are older than lxml 5
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    try:
        return etree.fromstring(f"{PROLOG}{body}{EPILOG}", parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise StorageError("the page is not well-formed") from error


def new_root() -> etree._Element:
    """An empty root whose content ``inner`` serializes."""
    return etree.Element("r", nsmap=NSMAP)


def inner(root: etree._Element) -> str:
    """What stands inside a root made by ``new_root``, as Confluence wants it: no declarations."""
    whole = etree.tostring(root, encoding="unicode")
    if whole.endswith("/>"):
        return ""
    return whole[whole.index(">") + 1 : whole.rindex("</")]


def words_of(element: etree._Element) -> str:
    """All text inside an element, on one line."""
    return one_line("".join(str(part) for part in element.itertext()))
