# SPDX-License-Identifier: Apache-2.0
"""API v2: what belongs to one page: its family, labels, versions, operations and attachments."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from mentorkit_sandbox.auth import person
from mentorkit_sandbox.confluence import attachments, query, v2_wire, versions
from mentorkit_sandbox.confluence.paging import v2_list
from mentorkit_sandbox.confluence.wiki import Wiki, can_edit
from mentorkit_sandbox.tables import Record

_MODIFIED = ("modified-date", "-modified-date")


def install(bp: Blueprint, wiki: Wiki) -> None:
    """Add the operations on the parts of a page."""
    _install_family(bp, wiki)

    @bp.get("/pages/<int:page_id>/labels")
    def get_labels(page_id: int) -> Response:
        query.only("prefix", *query.PAGING)
        prefix = query.choice("prefix", ("my", "team", "global", "system"))
        found = [
            label
            for label in wiki.page(str(page_id), person())["labels"]
            if prefix in (None, label["prefix"])
        ]
        return v2_list(wiki.site, found, v2_wire.label)

    @bp.get("/pages/<int:page_id>/operations")
    def get_operations(page_id: int) -> Response:
        query.only()
        asker = person()
        page = wiki.page(str(page_id), asker)
        return jsonify({"operations": v2_wire.operations(editable=can_edit(page, asker))})

    @bp.get("/pages/<int:page_id>/versions")
    def get_versions(page_id: int) -> Response:
        query.only("body-format", "sort", *query.PAGING)
        page, with_body = wiki.page(str(page_id), person()), query.body_format()
        found = [{"id": str(row["number"]), **row} for row in versions.of_page(wiki, page)]
        if query.choice("sort", _MODIFIED) == "modified-date":
            found.reverse()

        def wire(row: Record) -> dict[str, Any]:
            body = {"storage": v2_wire.storage(row["body"])} if with_body else {}
            return v2_wire.version(row) | {"page": {"id": page["id"], "title": row["title"], "body": body}}

        return v2_list(wiki.site, found, wire)

    @bp.get("/pages/<int:page_id>/versions/<int:number>")
    def get_version(page_id: int, number: int) -> Response:
        query.only()
        page = wiki.page(str(page_id), person())
        detail = v2_wire.version(versions.one(wiki, page, number))
        detail |= {"contentTypeModified": False, "collaborators": [detail["authorId"]]}
        if number > 1:
            detail["prevVersion"] = number - 1
        if number < page["version"]["number"]:
            detail["nextVersion"] = number + 1
        return jsonify(detail)

    @bp.get("/pages/<int:page_id>/attachments")
    def get_attachments(page_id: int) -> Response:
        query.only("sort", "status", "mediaType", "filename", *query.PAGING)
        page = wiki.page(str(page_id), person())
        statuses = query.words("status", ("current", "archived", "trashed")) or ["current", "archived"]
        found = [
            row
            for row in attachments.of_page(wiki, page)
            if "current" in statuses
            and request.args.get("filename") in (None, row["title"])
            and request.args.get("mediaType") in (None, row["mediaType"])
        ]
        sort = query.choice("sort", ("created-date", "-created-date", *_MODIFIED), "created-date") or ""
        field = "createdAt" if "created" in sort else "changedAt"
        found.sort(key=lambda row: str(row[field]), reverse=sort.startswith("-"))
        return v2_list(wiki.site, found, lambda row: attachments.v2_wire(wiki, row), default=50)


def _install_family(bp: Blueprint, wiki: Wiki) -> None:
    def readable(pages: list[Record]) -> list[Record]:
        asker = person()
        return [page for page in pages if wiki.can_view(page, asker)]

    @bp.get("/pages/<int:page_id>/children")
    def get_children(page_id: int) -> Response:
        query.only(*query.PAGING)
        page = wiki.page(str(page_id), person())
        return v2_list(wiki.site, readable(wiki.children(page["id"])), v2_wire.child)

    @bp.get("/pages/<int:page_id>/direct-children")
    def get_direct_children(page_id: int) -> Response:
        query.only(*query.PAGING)
        page = wiki.page(str(page_id), person())
        found = readable(wiki.children(page["id"]))
        return v2_list(wiki.site, found, lambda child: {**v2_wire.child(child), "type": "page"})

    @bp.get("/pages/<int:page_id>/ancestors")
    def get_ancestors(page_id: int) -> Response:
        query.only("limit")
        limit = query.integer("limit", 25, least=1, most=250)
        above = wiki.ancestors(wiki.page(str(page_id), person()))[-limit:]
        results = [{"id": page["id"], "type": "page"} for page in above]
        return jsonify({"results": results, "_links": {"base": f"{wiki.site.base_url}/wiki"}})

    @bp.get("/pages/<int:page_id>/descendants")
    def get_descendants(page_id: int) -> Response:
        query.only("depth", *query.PAGING)
        depth = query.integer("depth", 2, least=1, most=10)
        found: list[Record] = []
        level = [wiki.page(str(page_id), person())]
        for below in range(1, depth + 1):
            level = [child for page in level for child in readable(wiki.children(page["id"]))]
            found += [{**page, "depth": below} for page in level]
        return v2_list(wiki.site, found, _descendant)


def _descendant(page: Record) -> dict[str, Any]:
    wire = v2_wire.child(page) | {"type": "page", "parentId": page["parentId"], "depth": page["depth"]}
    del wire["spaceId"]
    return wire
