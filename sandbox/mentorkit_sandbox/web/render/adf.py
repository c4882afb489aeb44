# SPDX-License-Identifier: Apache-2.0
"""Documents of issues and comments (Atlassian Document Format) as HTML."""

from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup

from mentorkit_sandbox.web import words
from mentorkit_sandbox.web.front import Front
from mentorkit_sandbox.web.render import html, inline

Node = dict[str, Any]
_MARKS = {"strong": "strong", "em": "em", "strike": "s", "underline": "u", "code": "code"}
_WRAPS = {
    "paragraph": "p",
    "bulletList": "ul",
    "orderedList": "ol",
    "listItem": "li",
    "blockquote": "blockquote",
    "tableRow": "tr",
    "tableHeader": "th",
    "tableCell": "td",
    "decisionList": "ul",
    "decisionItem": "li",
}
_PANELS = {"warning": "warn", "error": "bad"}


def render(front: Front, document: Any) -> Markup:
    """A document; nothing for one that is empty."""
    return _content(front, document) if isinstance(document, dict) else Markup("")


def _content(front: Front, node: Node) -> Markup:
    return html.join(_node(front, child) for child in node.get("content") or ())


def _node(front: Front, node: Node) -> Markup:  # noqa: C901, PLR0912  # one case a kind
    kind, given = node["type"], node.get("attrs") or {}
    if kind in _WRAPS:
        return html.tag(_WRAPS[kind], _content(front, node), dir="auto")
    match kind:
        case "text":
            return _text(front, node)
        case "hardBreak":
            return Markup("<br>")
        case "heading":
            return html.tag(f"h{max(3, given['level'])}", _content(front, node), dir="auto")
        case "rule":
            return Markup("<hr>")
        case "codeBlock":
            return html.source("".join(str(child.get("text", "")) for child in node.get("content") or ()))
        case "mention":
            person = front.site.person(given.get("id"))
            return html.tag(
                "span", person.name if person else str(given.get("text", "")), class_="person", dir="auto"
            )
        case "date":
            day = datetime.fromtimestamp(int(given["timestamp"]) / 1000, UTC).date()
            return html.tag("time", words.date_words(day, front.today()), datetime=day.isoformat())
        case "status":
            return inline.status({"title": given["text"], "colour": given.get("color", "")})
        case "emoji":
            return html.join([str(given.get("text") or given["shortName"])])
        case "inlineCard":
            return html.link(_local(front, str(given.get("url", ""))), str(given.get("url", "")))
        case "panel":
            look = _PANELS.get(given["panelType"], "")
            return html.tag(
                "div", html.INFO, html.tag("div", _content(front, node)), class_=f"note {look}".strip()
            )
        case "expand" | "nestedExpand":
            summary = html.tag("summary", given.get("title") or "More", dir="auto")
            return html.tag("details", summary, _content(front, node), class_="fold")
        case "taskList":
            return html.tag("ul", _content(front, node), class_="tasks")
        case "taskItem":
            done = "done" if given["state"] == "DONE" else "not done"
            return html.tag(
                "li", html.tag("span", f"{done}: ", class_="muted"), _content(front, node), dir="auto"
            )
        case "table":
            return html.tag(
                "div", html.tag("table", html.tag("tbody", _content(front, node))), class_="scroll"
            )
    return html.tag("p", html.tag("span", f"A part this sandbox does not show: {kind}", class_="tag"))


def _text(front: Front, node: Node) -> Markup:
    said = html.join([str(node["text"])])
    for mark in node.get("marks") or ():
        if mark["type"] == "link":
            said = html.link(_local(front, str(mark["attrs"]["href"])), said)
        elif mark["type"] in _MARKS:
            said = html.tag(_MARKS[mark["type"]], said)
    return said


def _local(front: Front, address: str) -> str:
    base = front.site.base_url
    return address.removeprefix(base) if address.startswith(base + "/") else address
