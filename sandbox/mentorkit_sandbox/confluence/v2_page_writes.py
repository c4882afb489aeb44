# SPDX-License-Identifier: Apache-2.0
"""API v2: creating, changing and deleting pages."""

from typing import Any

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue

from mentorkit_sandbox.auth import person
from mentorkit_sandbox.confluence import query, tree, writing
from mentorkit_sandbox.confluence.refusals import bad_request, not_found
from mentorkit_sandbox.confluence.restrictions import check_plan
from mentorkit_sandbox.confluence.v2_pages import single
from mentorkit_sandbox.confluence.wiki import Wiki
from mentorkit_sandbox.errors import not_supported
from mentorkit_sandbox.site import SitePerson
from mentorkit_sandbox.tables import Record


def install(bp: Blueprint, wiki: Wiki) -> None:
    """Add the operations that write pages."""

    @bp.post("/pages")
    def create_page() -> Response:
        query.only("private", "root-level")
        wish, root_level = query.json_object(), query.flag("root-level")
        status = _status(wish, default="current")
        if "subtype" in wish:
            raise not_supported("live docs")
        if root_level and wish.get("parentId"):
            raise bad_request("A parentId may not be supplied together with root-level.")
        if query.flag("private"):
            check_plan(wiki)
        page = writing.create_page(
            wiki,
            person(),
            space_id=query.text_field(wish, "spaceId"),
            title=query.text_field(wish, "title", default=""),
            body=query.storage_body(wish) if "body" in wish else "",
            parent_id=_parent(wish),
            root_level=root_level,
            private=query.flag("private"),
            status=status,
        )
        return jsonify(single(wiki, page))

    @bp.put("/pages/<int:page_id>")
    def update_page(page_id: int) -> Response:
        query.only()
        return jsonify(single(wiki, _update(wiki, person(), str(page_id), query.json_object())))

    @bp.delete("/pages/<int:page_id>")
    def delete_page(page_id: int) -> ResponseReturnValue:
        query.only("purge", "draft")
        page = wiki.editable_page(str(page_id), person())
        if query.flag("draft") != (page["status"] == "draft"):
            raise not_found(f"Cannot find content with id [{page_id}]")
        if query.flag("draft"):
            tree.erase(wiki, page["id"])
        elif query.flag("purge"):
            tree.purge(wiki, person(), page)
        else:
            tree.trash(wiki, page)
        return "", 204

    @bp.put("/pages/<int:page_id>/title")
    def update_title(page_id: int) -> Response:
        query.only()
        wish = query.json_object()
        page = wiki.editable_page(str(page_id), person())
        if _status(wish) != page["status"]:
            raise bad_request(f"The page is not {wish['status']}.")
        title = query.text_field(wish, "title")
        return jsonify(single(wiki, writing.rename_page(wiki, person(), page, title)))


def _update(wiki: Wiki, asker: SitePerson, page_id: str, wish: dict[str, Any]) -> Record:
    page = wiki.editable_page(page_id, asker)
    if query.text_field(wish, "id") != page_id:
        raise bad_request("The id in the body is not the id in the address.")
    if wish.get("spaceId", page["spaceId"]) != page["spaceId"]:
        raise bad_request("Moving a page to another space is not supported by this operation.")
    version = wish.get("version")
    if not isinstance(version, dict) or not isinstance(version.get("number"), int):
        raise bad_request("'version' must be given with a number.")
    title, body, status = query.text_field(wish, "title"), query.storage_body(wish), _status(wish)
    parent_id = _parent(wish)
    if parent_id not in (None, page["parentId"]):
        writing.check_parent(wiki, asker, parent_id or "", page["spaceId"], child=page_id)
        page["parentId"] = parent_id
    if status == "draft":
        if page["status"] != "draft":
            raise not_supported("drafts of published pages")
        return writing.update_draft(wiki, asker, page, title=title, body=body)
    message = str(version.get("message") or "")
    return writing.update_page(
        wiki,
        asker,
        page,
        title=title,
        body=body,
        number=version["number"],
        message=message,
    )


def _status(wish: dict[str, Any], default: str | None = None) -> str:
    status = query.text_field(wish, "status", default=default)
    if status not in ("current", "draft"):
        raise bad_request(f"Invalid status {status}: a page is saved as current or draft.")
    return status


def _parent(wish: dict[str, Any]) -> str | None:
    parent_id = wish.get("parentId")
    if parent_id is not None and not (isinstance(parent_id, str) and parent_id.isdecimal()):
        raise bad_request("'parentId' must be the id of a page, as a text.")
    return parent_id
