# SPDX-License-Identifier: Apache-2.0
"""Storage format as HTML, block by block, for one person looking at one page."""

import json
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

from lxml import etree
from markupsafe import Markup

from mentorkit_sandbox.confluence import tasks
from mentorkit_sandbox.confluence.markup import tag_of, to_text
from mentorkit_sandbox.tables import Record
from mentorkit_sandbox.web import addresses
from mentorkit_sandbox.web.front import Front
from mentorkit_sandbox.web.render import boxes, html, inline, macros, reports, tables

Element = etree._Element
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CONTAINERS = ("div", "section", "ac:layout", "ac:layout-cell", "ac:rich-text-body")
_BLOCKS = frozenset(
    (
        *_HEADINGS,
        *_CONTAINERS,
        "p",
        "ul",
        "ol",
        "table",
        "blockquote",
        "hr",
        "pre",
        "ac:task-list",
    )
)


class Body:
    """Renders the parts of a page. `page` is the record the body belongs to."""

    def __init__(self, front: Front, page: Record) -> None:
        self.front = front
        self.page = page
        self.space = front.site.tables.peek("space", page["spaceId"]) or {}
        self.tasks = {row["localId"]: row for row in tasks.of_page(front.wiki, page["id"])}

    def flow(self, elements: Iterable[Element]) -> Markup:
        """Blocks one after the other."""
        return html.join(self.block(element) for element in elements)

    def inside(self, element: Element) -> Markup:
        """The blocks inside an element; a line where there are none."""
        if not any(tag_of(child) in _BLOCKS or self._is_block_macro(child) for child in element):
            return inline.line(self, element)
        loose = (element.text or "").strip()
        parts = [html.tag("p", loose)] if loose else []
        for child in element:
            parts.append(self.block(child))
            if (child.tail or "").strip():
                parts.append(html.tag("p", child.tail or ""))
        return html.join(parts)

    def block(self, element: Element) -> Markup:
        """One block."""
        name = tag_of(element)
        match name:
            case "table":
                return tables.table(self, element)
            case "ac:task-list":
                return boxes.task_list(self, element)
            case "ac:structured-macro":
                return self.macro(element, inline=False)
            case "pre":
                return html.source(to_text(element) if len(element) else element.text or "")
            case "ac:layout-section":
                cells = [html.tag("div", self.inside(cell)) for cell in element]
                return html.tag("div", *cells, class_=f"layout of{len(cells)}") if cells else Markup("")
        if name in _CONTAINERS:
            return self.inside(element)
        return self._text(name, element)

    def _text(self, name: str, element: Element) -> Markup:
        """A block of words: a heading, a paragraph, a list, a quotation, a line."""
        match name:
            case "p" if any(self._is_block_macro(child) for child in element):
                return html.tag("div", self.inside(element))
            case "p":
                said = inline.line(self, element)
                return html.tag("p", said, dir="auto") if said.strip() else Markup("")
            case "ul" | "ol":
                items = (item for item in element if tag_of(item) == "li")
                return html.tag(name, *(html.tag("li", self.inside(item), dir="auto") for item in items))
            case "blockquote":
                return html.tag(name, self.inside(element), dir="auto")
            case "hr":
                return html.void(name)
        if name in _HEADINGS:
            return html.tag(f"h{max(2, int(name[1]))}", inline.line(self, element), dir="auto")
        return html.tag("p", inline.one(self, element))

    def macro(self, element: Element, *, inline: bool) -> Markup:
        """A macro; one that is not known here is shown as such, with its words."""
        return macros.render(self, element, inline=inline)

    def local(self, address: str) -> str:
        """An address of this very site without its host, so that links stay here."""
        base = self.front.site.base_url
        return (address[len(base) :] or "/") if address.startswith(base + "/") else address

    def page_address(self, space_key: str | None, title: str) -> str:
        """Where the page of a title is, "" when this person sees none."""
        wanted = space_key or self.space["key"]
        for page in self.front.wiki.pages(self.front.me):
            if page["title"] == title and page["status"] == "current":
                space = self.front.site.tables.peek("space", page["spaceId"]) or {}
                if space["key"] == wanted:
                    return addresses.page(space, page)
        return ""

    def issue_list_link(self, element: Element) -> Markup:
        """The link that the vendor's newer editor makes for a list of issues."""
        try:
            jql = str(json.loads(element.get("data-datasource") or "")["parameters"]["jql"])
        except (ValueError, KeyError, TypeError):
            jql = parse_qs(urlsplit(element.get("href") or "").query).get("jql", [""])[0]
        return reports.issues(self, {"jqlQuery": jql})

    def _is_block_macro(self, element: Element) -> bool:
        return tag_of(element) == "ac:structured-macro" and not macros.is_inline(element)
