# SPDX-License-Identifier: Apache-2.0
"""Macros: panels, folds, lozenges, and what a site evaluates when a page is looked at."""

from collections.abc import Callable
from dataclasses import dataclass
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


@dataclass(frozen=True)
class _Call:
    """A macro on a page, with its parameters."""

    body: "Body"
    macro: Element
    given: Parameters


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
        return made(_Call(body, macro, given))
    note = html.tag("span", f"A macro this sandbox does not know: {name}", class_="tag")
    content = macro.find(qname("ac:rich-text-body"))
    if inline or content is None:
        plain = macro.findtext(qname("ac:plain-text-body"))
        return html.join([note, html.source(plain)]) if plain and not inline else note
    return html.tag("div", html.tag("p", note), body.inside(content), class_="unknown")


def _jira(call: _Call) -> Markup:
    if call.given.get("jqlQuery"):
        return reports.issues(call.body, call.given)
    key = call.given.get("key", "")
    return html.link(addresses.issue(key), key)


def _children(call: _Call) -> Markup:
    return _below(call.body, call.body.page["id"], deep=call.given.get("all") == "true") or html.tag(
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


def _panel(call: _Call) -> Markup:
    look = _PANELS[str(call.macro.get(qname("ac:name")))]
    icon = html.ALERT if look in ("warn", "bad") else html.INFO
    said = call.given.get("title", "")
    title = html.tag("p", html.tag("b", said), dir="auto") if said else Markup("")
    return html.tag("div", icon, html.tag("div", title, _content(call)), class_=f"note {look}".strip())


def _expand(call: _Call) -> Markup:
    summary = html.tag("summary", call.given.get("title") or "More", dir="auto")
    return html.tag("details", summary, _content(call), class_="fold")


def _details(call: _Call) -> Markup:
    if call.given.get("hidden") == "true":
        return Markup("")
    content = call.macro.find(qname("ac:rich-text-body"))
    table = None if content is None else content.find("table")
    return _content(call) if table is None else tables.properties(call.body, table)


def _code(call: _Call) -> Markup:
    return html.source(call.macro.findtext(qname("ac:plain-text-body")) or "")


def _content(call: _Call) -> Markup:
    content = call.macro.find(qname("ac:rich-text-body"))
    return Markup("") if content is None else call.body.inside(content)


def _status(call: _Call) -> Markup:
    return inline.status(call.given)


def _anchor(call: _Call) -> Markup:
    name = call.given.get("", "")
    return Markup("") if name.startswith("mk.") else html.tag("span", id=name)


_MACROS: dict[str, Callable[[_Call], Markup]] = {
    **dict.fromkeys(_PANELS, _panel),
    "anchor": _anchor,
    "children": _children,
    "code": _code,
    "details": _details,
    "detailssummary": lambda call: reports.properties(call.body, call.given),
    "excerpt": _content,
    "expand": _expand,
    "jira": _jira,
    "noformat": _code,
    "status": _status,
    "tasks-report-macro": lambda call: reports.tasks(call.body, call.given),
}
