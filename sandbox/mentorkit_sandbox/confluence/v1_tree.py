# SPDX-License-Identifier: Apache-2.0
"""API v1: moving, archiving and copying pages, and the tasks that run for it.

Archiving and copying a tree are done at once here; the long task is finished when its id comes back.
"""

from typing import Any, get_args

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue

from mentorkit_sandbox.auth import person
from mentorkit_sandbox.confluence import copying, query, tree, v1_wire
from mentorkit_sandbox.confluence.refusals import bad_request, forbidden, not_found
from mentorkit_sandbox.confluence.wiki import Wiki, can_edit
from mentorkit_sandbox.errors import not_supported

_COPIED = ("Attachments", "Permissions", "Properties", "Labels")


def install(bp: Blueprint, wiki: Wiki) -> None:
    """Add the operations on the tree of pages."""

    @bp.put("/content/<int:page_id>/move/<position>/<int:target_id>")
    def move_page(page_id: int, position: tree.Position, target_id: int) -> Response:
        query.only()
        if position not in get_args(tree.Position):
            raise bad_request(f"Invalid position: {position}")
        page = wiki.page(str(page_id), person())
        if not can_edit(page, person()):
            raise forbidden(f"User does not have permission to move content with id {page_id}")
        tree.move(wiki, person(), page, position, str(target_id))
        return jsonify({"pageId": page["id"]})

    @bp.post("/content/archive")
    def archive_pages() -> ResponseReturnValue:
        query.only()
        pages = query.json_object().get("pages")
        if not isinstance(pages, list) or not all(isinstance(one, dict) and "id" in one for one in pages):
            raise bad_request("'pages' must be a list of objects with an id.")
        tree.archive(wiki, person(), [str(one["id"]) for one in pages])
        return jsonify(_long_task(wiki, "archive.pages")), 202

    @bp.post("/content/<int:page_id>/copy")
    def copy_page(page_id: int) -> Response:
        query.only("expand")
        page, wish = wiki.page(str(page_id), person()), query.json_object()
        space_id, parent_id = _destination(wiki, wish)
        body = wish["body"].get("storage", {}).get("value") if isinstance(wish.get("body"), dict) else None
        made = copying.copy_page(
            wiki,
            person(),
            page,
            space_id=space_id,
            parent_id=parent_id,
            title=query.text_field(wish, "pageTitle", default=page["title"]),
            along=_along(wish),
            body=body,
        )
        return jsonify(v1_wire.content(wiki, made, v1_wire.expanded("space", "history", "version")))

    @bp.post("/content/<int:page_id>/pagehierarchy/copy")
    def copy_tree(page_id: int) -> ResponseReturnValue:
        query.only()
        page, wish = wiki.page(str(page_id), person()), query.json_object()
        parent = wiki.page(query.text_field(wish, "destinationPageId"), person())
        options = wish.get("titleOptions") or {}
        if wish.get("copyDescendants") is False:
            raise not_supported("copying a hierarchy without descendants")
        titles = copying.Titles(
            **{name: str(options.get(name) or "") for name in ("prefix", "search", "replace")}
        )
        copying.copy_tree(wiki, person(), page, parent, titles, _along(wish))
        return jsonify(_long_task(wiki, "copy.pages")), 202

    @bp.get("/longtask/<task_id>")
    def get_long_task(task_id: str) -> Response:
        query.only()
        task = wiki.tables.peek("longtask", task_id)
        if task is None:
            raise not_found(f"No long task found with id {task_id}")
        return jsonify(task)


def _destination(wiki: Wiki, wish: dict[str, Any]) -> tuple[str, str | None]:
    """The space and the parent a copy goes to."""
    destination = wish.get("destination")
    kind = destination.get("type") if isinstance(destination, dict) else None
    if not isinstance(destination, dict) or kind not in ("space", "parent_page", "existing_page"):
        raise bad_request("The destination must be a space, a parent_page or an existing_page.")
    value = query.text_field(destination, "value")
    if kind == "existing_page":
        raise not_supported("copying over an existing page")
    if kind == "space":
        return str(wiki.space_by_key(value, person())["id"]), None
    parent = wiki.page(value, person())
    return str(parent["spaceId"]), str(parent["id"])


def _along(wish: dict[str, Any]) -> copying.Along:
    return copying.Along(**{name.lower(): wish.get(f"copy{name}") is True for name in _COPIED})


def _long_task(wiki: Wiki, key: str) -> dict[str, Any]:
    """A task that is done, and the answer that tells its id."""
    number = str(wiki.tables.next_id("content", 65537))
    task = {
        "id": number,
        "name": {"key": key, "args": []},
        "elapsedTime": 0,
        "percentageComplete": 100,
        "successful": True,
        "finished": True,
        "messages": [],
        "_links": {"self": f"{wiki.site.base_url}/wiki/rest/api/longtask/{number}"},
    }
    wiki.tables.put("longtask", number, task)
    return {"id": number, "links": {"status": f"/rest/api/longtask/{number}"}}
