# SPDX-License-Identifier: Apache-2.0
"""What a site puts together when a page is looked at, always as the person who looks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from mentorkit_sandbox.confluence.markup import to_text
from mentorkit_sandbox.confluence.storage import parse
from mentorkit_sandbox.tables import Record
from mentorkit_sandbox.web import addresses, fences, looks
from mentorkit_sandbox.web.front import Refusal
from mentorkit_sandbox.web.render import html, inline, tables

if TYPE_CHECKING:
    from mentorkit_sandbox.web.render.body import Body

Parameters = dict[str, str]
_SHOWN_AT_ONCE = 100
_COLUMNS = {"key": "Key", "summary": "Summary", "status": "Where it stands", "due": "Due", "assignee": "Who"}
_FIELDS = {"due": "duedate"}


def issues(body: "Body", given: Parameters) -> Markup:
    """A list of issues by query, as this person's search finds it now."""
    columns = _listed(given.get("columns", "key,summary,status,due"))
    columns = [name for name in columns if name in _COLUMNS] or ["key", "summary"]
    most = given.get("maximumIssues", "")
    wanted = {
        "jql": given.get("jqlQuery", ""),
        "fields": ["summary", *(_FIELDS.get(name, name) for name in columns if name != "key")],
        "maxResults": min(int(most), _SHOWN_AT_ONCE) if most.isdecimal() else 20,
    }
    try:
        found = body.front.ask("POST", "/rest/api/3/search/jql", wanted)["issues"]
    except Refusal as refusal:
        return _nothing(f"The list of issues cannot be shown. {refusal.sentence}")
    lines = [
        html.tag("tr", *(_issue_cell(body, issue, name) for name in columns), role="row") for issue in found
    ]
    return _table([_COLUMNS[name] for name in columns], lines, "No issue that you may see.")


def properties(body: "Body", given: Parameters) -> Markup:
    """Page properties of every page a query finds, as this person's search finds them now."""
    front = body.front
    cql = given.get("cql", "").replace("currentSpace ( )", "currentSpace()")
    cql = cql.replace("currentSpace()", '"' + str(body.space["key"]) + '"')
    try:
        found = front.ask("GET", "/wiki/rest/api/content/search", cql=cql, limit=str(_SHOWN_AT_ONCE))[
            "results"
        ]
    except Refusal as refusal:
        return _nothing(f"The report cannot be shown. {refusal.sentence}")
    pages = [front.wiki.page(str(row["id"]), front.me) for row in found]
    if given.get("sortBy", "").casefold() == "title":
        pages.sort(key=lambda page: str(page["title"]).casefold())
    rows = [(page, fences.properties(page["body"])) for page in pages]
    asked = _listed(given.get("headings", ""))
    columns = asked or list(dict.fromkeys(name for _, about in rows for name in about))
    lines = [
        html.tag(
            "tr",
            html.tag("th", _page_link(body, page), scope="row", role="rowheader", dir="auto"),
            *(_cell(about[name].text if name in about else "", name) for name in columns),
            role="row",
        )
        for page, about in rows
    ]
    return _table([given.get("firstcolumn") or "Page", *columns], lines, "No page that you may see.")


def tasks(body: "Body", given: Parameters) -> Markup:
    """The open or finished boxes of the spaces and labels asked for, on pages this person may read."""
    front, lines = body.front, []
    wanted = given.get("status", "incomplete")
    spaces, labels = _listed(given.get("spaces", "")), set(_listed(given.get("labels", "")))
    for row in front.site.tables.rows("inline_task"):
        page = front.site.tables.peek("page", row["pageId"])
        if page is None or row["status"] != wanted or not front.wiki.can_view(page, front.me):
            continue
        space = front.site.tables.peek("space", page["spaceId"]) or {}
        named = {label["name"] for label in page["labels"]}
        if (not spaces or space["key"] in spaces) and (not labels or named & labels):
            said = to_text(parse(row["body"])).removesuffix("·").strip()
            cells = _cell(said or "A box without words", "Task"), _cell(_page_link(body, page), "Page")
            lines.append(html.tag("tr", *cells, role="row"))
    return _table(["Task", "Page"], lines, "No task that you may see.")


def _issue_cell(body: "Body", issue: dict[str, Any], column: str) -> Markup:
    value = issue["fields"].get(_FIELDS.get(column, column))
    content = html.join([str(value or "–")])
    if column == "key":
        content = html.link(addresses.issue(issue["key"]), issue["key"])
    elif column == "due" and value:
        content = inline.day(value, body.front.today())
    elif column == "status":
        content = html.lozenge(value["name"], looks.status(value["name"], value["statusCategory"]["key"]))
    elif column == "assignee" and value:
        content = html.join([value["displayName"]])
    return _cell(content, _COLUMNS[column])


def _page_link(body: "Body", page: Record) -> Markup:
    space = body.front.site.tables.peek("space", page["spaceId"]) or {}
    return html.link(addresses.page(space, page), page["title"])


def _cell(content: str, head: str) -> Markup:
    return html.tag("td", content, role="cell", dir="auto", data_h=head)


def _table(heads: Sequence[str], lines: list[Markup], none: str) -> Markup:
    return tables.wrap(list(heads), lines) if lines else _nothing(none)


def _nothing(words: str) -> Markup:
    return html.tag("p", words, class_="muted")


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
