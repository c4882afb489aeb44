# SPDX-License-Identifier: Apache-2.0
"""Confluence storage format: parsing a body, and what a save makes of it.

A save does not keep the text it was sent. It fills in macro ids and sometimes local ids, writes named
entities, reorders parameters and attributes, drops indentation and a few attributes, and puts plain text into
CDATA. The same body saved as the same version of the same page always becomes the same text.
Which local ids appear on a live site, and when, is not known: here `local_ids` decides.
"""

import html.entities
import itertools
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from mentorkit_sandbox.confluence.inline_tasks import InlineTask, extract_tasks, number_tasks
from mentorkit_sandbox.confluence.markup import AC, NAMESPACES, inner_xml, qname, tag_of, to_text

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_TABLE_PARTS = frozenset(("table", "tbody", "thead", "tfoot", "tr", "colgroup"))
_LISTS = frozenset(("ul", "ol", "ac:task-list"))
_MACRO_PARTS = frozenset(("ac:task", "ac:structured-macro", "ac:link", "ac:image", "ac:adf-extension"))
_STRUCTURAL = _TABLE_PARTS | _LISTS | _MACRO_PARTS | {"ac:layout", "ac:layout-section"}
_FLOW = frozenset(("root", "ac:rich-text-body", "td", "th", "li", "blockquote", "ac:layout-cell", "div"))
_BLOCKS = _HEADINGS | _LISTS | {"p", "table", "blockquote", "hr", "pre", "div", "ac:layout", "ac:image"}
_WITH_LOCAL_ID = _HEADINGS | {"p", "ul", "ol", "li"}
_DROPPED = {
    "ac:structured-macro": {f"{{{AC}}}breakout-mode", f"{{{AC}}}breakout-width"},
    "table": {"data-number-column"},
    "span": {"data-highlight-colour"},
}
_SCHEMA_VERSIONS = {"children": "2", "detailssummary": "3"}
_ENTITIES = "".join(
    f'<!ENTITY {name} "&#{code};">'
    for name, code in html.entities.name2codepoint.items()
    if name not in ("amp", "lt", "gt", "quot")
)
_BINDINGS = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
_HEAD = f"<!DOCTYPE root [{_ENTITIES}]>\n<root {_BINDINGS}>\n"
_HEAD_LINES = _HEAD.count("\n")
_LINE_NUMBER = re.compile(r",? line \d+(, column \d+)?")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class StorageError(ValueError):
    """A body that is not well-formed; the message has the vendor's form, with row and column in the body."""

    def __init__(self, reason: str, row: int, column: int) -> None:
        super().__init__(f"Error parsing xhtml: {reason}\n at [row,col {{unknown-source}}]: [{row},{column}]")


@dataclass(frozen=True)
class SavedBody:
    """What a save keeps: the body as it will be read, its task boxes, and its words for the search index."""

    value: str
    tasks: list[InlineTask]
    text: str


def parse(body: str) -> etree._Element:
    """The body under an artificial root element.

    Named HTML entities are known; a DOCTYPE is not allowed. Raises StorageError.
    """
    forbidden = _NOT_XML.search(body)
    if forbidden is not None:
        row = body.count("\n", 0, forbidden.start()) + 1
        column = forbidden.start() - body.rfind("\n", 0, forbidden.start())
        raise StorageError(f"Illegal character (code {ord(forbidden[0])})", row, column)
    parser = etree.XMLParser(
        resolve_entities=True, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(f"{_HEAD}{body}\n</root>".encode(), parser)
    except etree.XMLSyntaxError as error:
        row, column = error.position
        reason = _LINE_NUMBER.sub("", error.msg or "not well-formed")
        raise StorageError(reason, max(row - _HEAD_LINES, 1), max(column, 1)) from None
    _strip_frame(root)
    return root


def save(body: str, *, seed: str, local_ids: bool) -> SavedBody:
    """What Confluence keeps of a body it is sent.

    `seed` names the page and version and decides the ids made up here. Raises StorageError.
    """
    root = parse(body)
    ids = (uuid.uuid5(uuid.NAMESPACE_OID, f"{seed}/{n}") for n in itertools.count())
    number_tasks(root)
    for element in list(root.iter(etree.Element)):
        _tidy_whitespace(element)
        _tidy_attributes(element, ids, local_ids)
        _order_parameters(element)
    return SavedBody(inner_xml(root, reverse_attributes=local_ids), extract_tasks(root), to_text(root))


def _strip_frame(root: etree._Element) -> None:
    """Take away the two line ends that frame the body."""
    root.text = (root.text or "")[1:] if len(root) else (root.text or "")[1:-1]
    if len(root):
        root[-1].tail = (root[-1].tail or "")[:-1]


def _tidy_whitespace(element: etree._Element) -> None:
    name = tag_of(element)
    if name not in _STRUCTURAL and name not in _FLOW:
        return
    strict = name in _STRUCTURAL or any(tag_of(child) in _BLOCKS for child in element)
    element.text = _without_indentation(element.text, strict=strict)
    for child in element:
        child.tail = _without_indentation(child.tail, strict=strict)


def _without_indentation(text: str | None, *, strict: bool) -> str | None:
    """None for text that only indents; in running text a space between two words stays."""
    if text and text.strip(" \t\r\n") == "" and (strict or "\n" in text):
        return None
    return text


def _tidy_attributes(element: etree._Element, ids: Iterator[uuid.UUID], local_ids: bool) -> None:
    name = tag_of(element)
    for attribute in _DROPPED.get(name, set()) & set(map(str, element.attrib)):
        del element.attrib[attribute]
    if name == "ac:structured-macro":
        macro = element.get(qname("ac:name"), "")
        _fill(element, "ac:schema-version", _SCHEMA_VERSIONS.get(macro, "1"))
        if local_ids:
            _fill(element, "ac:local-id", str(next(ids)))
            _fill(element, "data-layout", "default")
        _fill(element, "ac:macro-id", str(next(ids)))
    elif local_ids and name in _WITH_LOCAL_ID:
        _fill(element, "local-id", next(ids).hex[:12])


def _fill(element: etree._Element, attribute: str, value: str) -> None:
    if element.get(qname(attribute)) is None:
        element.set(qname(attribute), value)


def _order_parameters(element: etree._Element) -> None:
    if tag_of(element) != "ac:structured-macro":
        return
    parameters = element.findall(qname("ac:parameter"))
    for parameter in parameters:
        element.remove(parameter)
    ordered = sorted(parameters, key=lambda parameter: parameter.get(qname("ac:name"), ""))
    for position, parameter in enumerate(ordered):
        element.insert(position, parameter)
