# SPDX-License-Identifier: Apache-2.0
"""Names, text and serialization of the XML that Confluence storage format is made of."""

import functools
import html.entities
import re

from lxml import etree

AC = "http://atlassian.com/content"
RI = "http://atlassian.com/resource/identifier"
NAMESPACES = {"ac": AC, "ri": RI, "at": "http://atlassian.com/template"}

_PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items()} | {
    "http://www.w3.org/XML/1998/namespace": "xml"
}
_PLAIN_TEXT = frozenset(("ac:plain-text-body", "ac:plain-text-link-body"))
_INLINE = frozenset(
    ("a", "b", "code", "em", "i", "span", "strong", "sub", "sup", "u", "time", "ac:link", "ac:link-body")
)
_WITHOUT_WORDS = frozenset(("ac:task-id", "ac:task-uuid", "ac:task-status", "ac:adf-attribute"))
_NAMED = {chr(code): f"&{name};" for code, name in html.entities.codepoint2name.items()}
_IN_TEXT = re.compile("[" + "".join(re.escape(character) for character in sorted(_NAMED)) + "]")


def qname(name: str) -> str:
    """`ac:name` in lxml's notation; a name without a prefix as it is."""
    prefix, colon, local = name.rpartition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if colon else name


def tag_of(element: etree._Element) -> str:
    """The name of an element with the prefix Confluence uses."""
    return _prefixed(str(element.tag))


def inner_xml(element: etree._Element, *, reverse_attributes: bool = False) -> str:
    """What stands between an element's tags, as Confluence writes it: named entities, CDATA in plain-text
    bodies, ``<p />`` for an empty element, attributes ordered by name (or the other way round).
    """
    parts: list[str] = []
    _write_content(element, parts, reverse_attributes)
    return "".join(parts)


def to_text(element: etree._Element) -> str:
    """The words of an element on one line, for a search index. Of parameters only titles are words."""
    parts: list[str] = []
    _collect_words(element, parts)
    return " ".join("".join(parts).split())


def _write_content(element: etree._Element, parts: list[str], reverse: bool) -> None:
    if tag_of(element) in _PLAIN_TEXT and not len(element):
        parts.append("<![CDATA[" + (element.text or "").replace("]]>", "]]]]><![CDATA[>") + "]]>")
        return
    parts.append(_escape(element.text))
    for child in element:
        _write_element(child, parts, reverse)
        parts.append(_escape(child.tail))


def _write_element(element: etree._Element, parts: list[str], reverse: bool) -> None:
    name = tag_of(element)
    named = sorted((_prefixed(str(key)), str(value)) for key, value in element.attrib.items())
    attributes = "".join(
        f' {key}="{_escape(value)}"' for key, value in (reversed(named) if reverse else named)
    )
    if not len(element) and not element.text and name not in _PLAIN_TEXT:
        parts.append(f"<{name}{attributes} />")
        return
    parts.append(f"<{name}{attributes}>")
    _write_content(element, parts, reverse)
    parts.append(f"</{name}>")


def _collect_words(element: etree._Element, parts: list[str]) -> None:
    name = tag_of(element)
    if name in _WITHOUT_WORDS or (name == "ac:parameter" and element.get(qname("ac:name")) != "title"):
        return
    space = "" if name in _INLINE else " "
    parts.append(space + (element.text or ""))
    for child in element:
        _collect_words(child, parts)
        parts.append(child.tail or "")
    parts.append(space)


def _escape(text: str | None) -> str:
    return _IN_TEXT.sub(lambda found: _NAMED[found[0]], text) if text else ""


@functools.lru_cache(maxsize=4096)
def _prefixed(name: str) -> str:
    uri, closed, local = name[1:].partition("}")
    return f"{_PREFIXES.get(uri, uri)}:{local}" if closed else name
