# SPDX-License-Identifier: Apache-2.0
"""API v2: reading pages, one by one and in lists."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from mentorkit_sandbox.auth import person
from mentorkit_sandbox.confluence import properties, query, v2_wire, versions
from mentorkit_sandbox.confluence.paging import v2_list
from mentorkit_sandbox.confluence.refusals import not_found
from mentorkit_sandbox.confluence.wiki import LISTED, Wiki, can_edit
from mentorkit_sandbox.site import SitePerson
from mentorkit_sandbox.tables import Record

LIST_FILTERS = ("sort", "status", "title", "body-format")
_SORTS = ("id", "created-date", "modified-date", "title")
_STATUSES = ("current", "archived", "deleted", "trashed")
_INCLUDES = tuple(f"include-{name}" for name in ("labels", "properties", "operations", "versions", "version"))


def listed(wiki: Wiki, asker: SitePerson) -> list[Record]:
    """The pages that the request's status, title and sort ask for."""
    statuses = query.words("status", _STATUSES) or LISTED
    title = request.args.get("title")
    found = [
        page
        for page in wiki.pages(asker)
        if page["status"] in statuses and (title is None or page["title"].casefold() == title.casefold())
    ]
    sort = query.choice("sort", [*_SORTS, *(f"-{name}" for name in _SORTS)], "id") or "id"
    found.sort(key=lambda page: (_sort_value(page, sort), int(page["id"])), reverse=sort.startswith("-"))
    return found


def install(bp: Blueprint, wiki: Wiki) -> None:
    """Add the operations that read pages."""

    @bp.get("/pages")
    def get_pages() -> Response:
        query.only("id", "space-id", *LIST_FILTERS, *query.PAGING)
        ids, spaces = query.ids("id", most=250), query.ids("space-id", most=100)
        found = [
            page
            for page in listed(wiki, person())
            if (ids is None or page["id"] in ids) and (spaces is None or page["spaceId"] in spaces)
        ]
        with_body = query.body_format()
        return v2_list(wiki.site, found, lambda page: v2_wire.page(wiki, page, body=with_body))

    @bp.get("/pages/<int:page_id>")
    def get_page(page_id: int) -> Response:
        query.only("body-format", "get-draft", "status", "version", *_INCLUDES)
        page = wiki.page(str(page_id), person())
        statuses = query.words("status", ("current", "archived", "trashed", "deleted", "historical", "draft"))
        if page["status"] == "draft" and not (query.flag("get-draft") or "draft" in (statuses or ())):
            raise not_found(f"Cannot find content with id [{page_id}]")
        if statuses is not None and page["status"] not in statuses and "historical" not in statuses:
            raise not_found(f"Cannot find content with id [{page_id}]")
        if "version" in request.args:
            page = versions.as_of(wiki, page, query.integer("version", 0))
        wire = single(
            wiki, page, body=query.body_format(), with_version=query.flag("include-version", default=True)
        )
        return jsonify(wire | _included(wiki, page, person()))


def single(wiki: Wiki, page: Record, *, body: bool = False, with_version: bool = True) -> dict[str, Any]:
    """One page as the whole answer, which names the site as its base."""
    wire = v2_wire.page(wiki, page, body=body, with_version=with_version)
    wire["_links"]["base"] = f"{wiki.site.base_url}/wiki"
    return wire


def _included(wiki: Wiki, page: Record, asker: SitePerson) -> dict[str, Any]:
    address = f"/wiki/api/v2/pages/{page['id']}"
    parts: dict[str, Any] = {}
    if query.flag("include-labels"):
        parts["labels"] = [v2_wire.label(label) for label in page["labels"]]
    if query.flag("include-properties"):
        rows = wiki.tables.rows(f"page_property:{page['id']}")
        parts["properties"] = [properties.page_property(row) for row in rows]
    if query.flag("include-operations"):
        parts["operations"] = v2_wire.operations(editable=can_edit(page, asker))
    if query.flag("include-versions"):
        parts["versions"] = [v2_wire.version(row) for row in versions.of_page(wiki, page)]
    return {name: v2_wire.enclosed(entries, f"{address}/{name}") for name, entries in parts.items()}


def _sort_value(page: Record, sort: str) -> str:
    match sort.removeprefix("-"):
        case "created-date":
            return str(page["createdAt"])
        case "modified-date":
            return str(page["version"]["createdAt"])
        case "title":
            return str(page["title"]).casefold()
    return ""
