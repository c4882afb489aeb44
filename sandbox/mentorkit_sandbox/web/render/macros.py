# SPDX-License-Identifier: Apache-2.0
"""Macros: panels, folds, lozenges, and what a site evaluates when a page is looked at."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from lxml import etree
from markupsafe import Markup

from mentorkit_sandbox.confluence.markup import qname
from mentorkit_sandbox.web import addresses
from mentorkit_sandbox.web.render import html, inline, reports, tables

if TYPE_CHECKING:
    from mentorkit_sandbox.web.render.body import Body

Element = etree._Element
Parameters = dict[str, str]
_INLINE = frozenset(("status", "anchor", "jira"))
_PANELS = {"info": "", "tip": "good", "note": "warn", "warning": "bad", "panel": ""}


def parameters(macro: Element) -> Parameters:
    """The parameters of a macro by name, as texts."""
    found = macro.findall(qname("ac:parameter"))
    return {str(one.get(qname("ac:name"), "")): one.text or "" for one in found}


def is_inline(macro: Element) -> bool:
    """Whether a macro stands in a line rather than between blocks."""
    name = macro.get(qname("ac:name"))
    return name in _INLINE and not (name == "jira" and parameters(macro).get("jqlQuery"))


def render(body: "Body", macro: Element, *, inline: bool) -> Markup:
    """A macro as this person sees it."""
    name = str(macro.get(qname("ac:name"), ""))
    given = parameters(macro)
    made = _MACROS.get(name)
    if made is not None:
        return made(body, macro, given)
    note = html.tag("span", f"A macro this sandbox does not know: {name}", class_="tag")
    content = macro.find(qname("ac:rich-text-body"))
    if inline or content is None:
        plain = macro.findtext(qname("ac:plain-text-body"))
        return html.join([note, html.source(plain)]) if plain and not inline else note
    return html.tag("div", html.tag("p", note), body.inside(content), class_="unknown")


def _jira(body: "Body", macro: Element, given: Parameters) -> Markup:
    if given.get("jqlQuery"):
        return reports.issues(body, macro, given)
    key = given.get("key", "")
    return html.link(addresses.issue(key), key)


def _children(body: "Body", macro: Element, given: Parameters) -> Markup:
    return _below(body, body.page["id"], deep=given.get("all") == "true") or html.tag(
        "p", "No page below this one that you may see.", class_="muted"
    )


def _below(body: "Body", page_id: str, *, deep: bool) -> Markup:
    front = body.front
    items = []
    for page in front.wiki.children(page_id):
        if front.wiki.can_view(page, front.me):
            named = html.link(addresses.page(body.space, page), page["title"])
            items.append(
                html.tag("li", named, _below(body, page["id"], deep=True) if deep else "", dir="auto")
            )
    return html.tag("ul", *items) if items else Markup("")


def _panel(body: "Body", macro: Element, given: Parameters) -> Markup:
    look = _PANELS[str(macro.get(qname("ac:name")))]
    icon = html.ALERT if look in ("warn", "bad") else html.INFO
    title = html.tag("p", html.tag("b", given["title"]), dir="auto") if given.get("title") else Markup("")
    return html.tag("div", icon, html.tag("div", title, _content(body, macro)), class_=f"note {look}".strip())


def _expand(body: "Body", macro: Element, given: Parameters) -> Markup:
    summary = html.tag("summary", given.get("title") or "More", dir="auto")
    return html.tag("details", summary, _content(body, macro), class_="fold")


def _details(body: "Body", macro: Element, given: Parameters) -> Markup:
    if given.get("hidden") == "true":
        return Markup("")
    content = macro.find(qname("ac:rich-text-body"))
    table = None if content is None else content.find("table")
    return _content(body, macro) if table is None else tables.properties(body, table)


def _code(body: "Body", macro: Element, given: Parameters) -> Markup:
    return html.source(macro.findtext(qname("ac:plain-text-body")) or "")


def _content(body: "Body", macro: Element) -> Markup:
    content = macro.find(qname("ac:rich-text-body"))
    return Markup("") if content is None else body.inside(content)


def _status(body: "Body", macro: Element, given: Parameters) -> Markup:
    return inline.status(given)


def _anchor(body: "Body", macro: Element, given: Parameters) -> Markup:
    name = given.get("", "")
    return Markup("") if name.startswith("mk.") else html.tag("span", id=name)


def _excerpt(body: "Body", macro: Element, given: Parameters) -> Markup:
    return _content(body, macro)


_MACROS: dict[str, Callable[["Body", Element, Parameters], Markup]] = {
    **dict.fromkeys(_PANELS, _panel),
    "anchor": _anchor,
    "children": _children,
    "code": _code,
    "details": _details,
    "detailssummary": reports.properties,
    "excerpt": _excerpt,
    "expand": _expand,
    "jira": _jira,
    "noformat": _code,
    "status": _status,
    "tasks-report-macro": reports.tasks,
}
