# SPDX-License-Identifier: Apache-2.0
"""Records as API v2 writes them. What the document calls "or null" without allowing null is left out."""

from typing import Any

from mentorkit_sandbox.confluence.links import page_links, space_link
from mentorkit_sandbox.confluence.wiki import Wiki
from mentorkit_sandbox.tables import Record

_TASK_FIELDS = (
    *("id", "localId", "spaceId", "pageId", "status", "createdBy", "assignedTo", "completedBy"),
    *("createdAt", "updatedAt", "dueAt", "completedAt"),
)


def space(record: Record, *, description: bool = False) -> dict[str, Any]:
    """A space; its description only where it was asked for."""
    wire = {name: record[name] for name in ("id", "key", "name", "type", "status", "authorId", "createdAt")}
    wire |= {"homepageId": record["homepageId"], "_links": {"webui": space_link(record)}}
    if description:
        wire["description"] = {"plain": {"representation": "plain", "value": record["description"]}}
    return wire


def page(wiki: Wiki, record: Record, *, body: bool = False, with_version: bool = True) -> dict[str, Any]:
    """A page; its body only where it was asked for. A trashed page has no parent to be seen."""
    wire = {
        "id": record["id"],
        "status": record["status"],
        "title": record["title"],
        "spaceId": record["spaceId"],
        "position": record["position"],
        "authorId": record["authorId"],
        "ownerId": record["authorId"],
        "lastOwnerId": None,
        "createdAt": record["createdAt"],
        "body": {"storage": storage(record["body"])} if body else {},
        "_links": page_links(record, wiki.tables.peek("space", record["spaceId"]) or {}),
    }
    if with_version:
        wire["version"] = version(record["version"])
    if record["parentId"] is not None and record["status"] != "trashed":
        wire |= {"parentId": record["parentId"], "parentType": "page"}
    return wire


def child(record: Record) -> dict[str, Any]:
    """A page as an entry among its siblings."""
    return {
        "id": record["id"],
        "status": record["status"],
        "title": record["title"],
        "spaceId": record["spaceId"],
        "childPosition": record["position"],
    }


def task(record: Record, *, body: bool = False) -> dict[str, Any]:
    """A task; what is not known of it is left out."""
    wire: dict[str, Any] = {name: record[name] for name in _TASK_FIELDS if record[name] is not None}
    wire["body"] = {"storage": storage(record["body"])} if body else {}
    return wire


def version(record: Record) -> dict[str, Any]:
    """One version of something: when, who, why, and its number."""
    return {name: record[name] for name in ("number", "createdAt", "authorId", "message", "minorEdit")}


def operations(*, editable: bool) -> list[dict[str, str]]:
    """What somebody who may read a page may do with it."""
    allowed = ("read", "update", "delete", "copy", "move", "archive") if editable else ("read", "copy")
    return [{"operation": name, "targetType": "page"} for name in allowed]


def storage(value: str) -> dict[str, str]:
    """A text in storage format."""
    return {"representation": "storage", "value": value}


def label(record: Record) -> dict[str, Any]:
    """A label."""
    return {name: record[name] for name in ("id", "name", "prefix")}


def enclosed(entries: list[dict[str, Any]], address: str) -> dict[str, Any]:
    """A list inside a page (``include-…``): the first 50, and where to read the rest."""
    return {"results": entries[:50], "meta": {"hasMore": len(entries) > 50}, "_links": {"self": address}}
