# SPDX-License-Identifier: Apache-2.0
"""API v1: people, spaces by key, and page templates."""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox.auth import person
from mentorkit_sandbox.confluence import query, storage, v1_wire
from mentorkit_sandbox.confluence.refusals import bad_request, forbidden, not_found
from mentorkit_sandbox.confluence.wiki import Wiki, administers
from mentorkit_sandbox.tables import Record


def install(bp: Blueprint, wiki: Wiki) -> None:
    """Add the operations on people, spaces and templates."""

    @bp.get("/user/current")
    def current_user() -> Response:
        query.only()
        return jsonify(v1_wire.user(wiki, person()))

    @bp.get("/user")
    def get_user() -> Response:
        query.only("accountId")
        known = wiki.site.person(request.args.get("accountId"))
        if known is None:
            raise not_found(f"No user found with account id {request.args.get('accountId')}")
        return jsonify(v1_wire.user(wiki, known))

    @bp.get("/space/<key>")
    def get_space(key: str) -> Response:
        query.only()
        return jsonify(v1_wire.space(wiki, wiki.space_by_key(key, person())))

    _install_templates(bp, wiki)


def _install_templates(bp: Blueprint, wiki: Wiki) -> None:
    @bp.post("/template")
    def create_template() -> Response:
        query.only()
        number = str(wiki.tables.next_id("content", 65537))
        return jsonify(_stored(wiki, number, query.json_object()))

    @bp.put("/template")
    def update_template() -> Response:
        query.only()
        wish = query.json_object()
        known = _template(wiki, query.text_field(wish, "templateId"))
        return jsonify(_stored(wiki, known["templateId"], wish))

    @bp.get("/template/page")
    def get_templates() -> Response:
        query.only("spaceKey", "expand", "start", "limit")
        query.words("expand", ("body",))
        start, limit = query.integer("start", 0), query.integer("limit", 25)
        key = request.args.get("spaceKey")
        space_id = None if key is None else wiki.space_by_key(key, person())["id"]
        found = [row for row in wiki.tables.rows("template") if row["spaceId"] == space_id]
        results = [_wire(wiki, row) for row in found[start : start + limit]]
        return jsonify(
            {"results": results, "start": start, "limit": limit, "size": len(results), "_links": {}}
        )

    @bp.get("/template/<template_id>")
    def get_template(template_id: str) -> Response:
        query.only()
        return jsonify(_wire(wiki, _template(wiki, template_id)))

    @bp.delete("/template/<template_id>")
    def remove_template(template_id: str) -> ResponseReturnValue:
        query.only()
        row = _template(wiki, template_id)
        _check_administers(wiki, row["spaceId"])
        wiki.tables.delete("template", row["templateId"])
        return "", 204


def _template(wiki: Wiki, template_id: str) -> Record:
    """One template; what is not there is a 403 with the vendor."""
    row = wiki.tables.get("template", template_id)
    if row is None:
        raise forbidden(f"No template with id {template_id}")
    if row["spaceId"] is not None:
        wiki.space(row["spaceId"], person())
    return row


def _stored(wiki: Wiki, template_id: str, wish: dict[str, Any]) -> dict[str, Any]:
    if not query.text_field(wish, "name"):
        raise bad_request("A template needs a name.")
    if wish.get("templateType") != "page":
        raise bad_request("Only page templates can be made.")
    space = wish.get("space")
    space_id = (
        wiki.space_by_key(query.text_field(space, "key"), person())["id"] if isinstance(space, dict) else None
    )
    _check_administers(wiki, space_id)
    try:
        body = storage.save(query.storage_body(wish), seed=template_id, local_ids=False).value
    except storage.StorageError as error:
        raise bad_request(str(error)) from None
    row = {
        "id": template_id,
        "templateId": template_id,
        "name": wish["name"],
        "description": query.text_field(wish, "description", default=""),
        "spaceId": space_id,
        "body": body,
    }
    wiki.tables.put("template", template_id, row)
    return _wire(wiki, row)


def _check_administers(wiki: Wiki, space_id: str | None) -> None:
    space = None if space_id is None else wiki.tables.peek("space", space_id)
    if not (person().admin if space is None else administers(space, person())):
        raise forbidden("The calling user does not have permission to change this template.")


def _wire(wiki: Wiki, row: Record) -> dict[str, Any]:
    wire = {
        "templateId": row["templateId"],
        "name": row["name"],
        "description": row["description"],
        "labels": [],
        "templateType": "page",
        "body": {"storage": {"value": row["body"], "representation": "storage", "_expandable": {}}},
        "_links": {"self": f"{wiki.site.base_url}/wiki/rest/api/template/{row['templateId']}"},
    }
    space = None if row["spaceId"] is None else wiki.tables.peek("space", row["spaceId"])
    return wire if space is None else wire | {"space": v1_wire.space(wiki, space)}
