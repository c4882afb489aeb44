# SPDX-License-Identifier: Apache-2.0
"""Fields and screens: listing them, making custom fields, putting those where issues can show them.

A new custom field can be set when an issue is created only after it was put on the project's screen; the
screen of a project is the one named after its key.
"""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox import auth
from mentorkit_sandbox.errors import jira_error, not_supported
from mentorkit_sandbox.jira import access, fields, wire
from mentorkit_sandbox.site import Site
from mentorkit_sandbox.tables import Record


def blueprint(site: Site) -> Blueprint:
    """``/field`` and ``/screens``."""
    bp = Blueprint("jira-fields", __name__, url_prefix="/rest/api/3")
    _fields(bp, site)
    _screens(bp, site)
    return bp


def _fields(bp: Blueprint, site: Site) -> None:
    @bp.get("/field")
    def listed() -> ResponseReturnValue:
        auth.person()
        return jsonify([fields.bean(known) for known in fields.everything(site)])

    @bp.post("/field")
    def create() -> ResponseReturnValue:
        access.require_administrator(auth.person())
        body = wire.json_object("name", "type", "description", "searcherKey")
        name, type_ = body.get("name"), body.get("type")
        if not isinstance(name, str) or not name.strip() or len(name) > 255:
            raise jira_error(
                400, errors={"name": "The name of the field is required, with 255 characters at most."}
            )
        try:
            made = fields.make_custom(site, name, str(type_), body.get("description", ""))
        except KeyError as error:
            raise not_supported(f"custom fields of the type '{type_}'") from error
        return jsonify(fields.bean(made)), 201


def _screens(bp: Blueprint, site: Site) -> None:
    @bp.get("/screens")
    def screens() -> ResponseReturnValue:
        access.require_administrator(auth.person())
        wire.only_arguments("startAt", "maxResults", "id", "queryString")
        ids, words = wire.listed("id"), request.args.get("queryString", "").lower()
        found = [
            {"id": int(row["id"]), "name": row["name"], "description": ""}
            for row in site.tables.rows("screen")
            if (not ids or row["id"] in ids) and words in row["name"].lower()
        ]
        return jsonify(wire.page(site, found, default=100, maximum=100))

    @bp.get("/screens/<int:screen_id>/tabs")
    def tabs(screen_id: int) -> ResponseReturnValue:
        access.require_administrator(auth.person())
        return jsonify([{"id": int(_screen(site, screen_id)["tab"]), "name": "Field Tab"}])

    @bp.get("/screens/<int:screen_id>/tabs/<int:tab_id>/fields")
    def tab_fields(screen_id: int, tab_id: int) -> ResponseReturnValue:
        access.require_administrator(auth.person())
        return jsonify([_on_tab(site, id_) for id_ in _screen(site, screen_id, tab_id)["fields"]])

    @bp.post("/screens/<int:screen_id>/tabs/<int:tab_id>/fields")
    def add(screen_id: int, tab_id: int) -> ResponseReturnValue:
        access.require_administrator(auth.person())
        screen, field_id = _screen(site, screen_id, tab_id), wire.json_object("fieldId").get("fieldId")
        if fields.find(site, str(field_id)) is None:
            raise jira_error(400, f"The field '{field_id}' does not exist.")
        if field_id in screen["fields"]:
            raise jira_error(400, f"The field '{field_id}' already exists on the screen.")
        fields.put_on_screen(site, screen["id"], str(field_id))
        return jsonify(_on_tab(site, str(field_id)))

    @bp.post("/screens/addToDefault/<field_id>")
    def add_to_default(field_id: str) -> ResponseReturnValue:
        access.require_administrator(auth.person())
        if fields.find(site, field_id) is None:
            raise jira_error(404, f"The field '{field_id}' does not exist.")
        fields.put_on_screen(site, fields.default_screen(site), field_id)
        return jsonify({})


def _screen(site: Site, screen_id: int, tab_id: int | None = None) -> Record:
    screen = site.tables.peek("screen", str(screen_id))
    if screen is None or (tab_id is not None and screen["tab"] != str(tab_id)):
        raise jira_error(404, f"Screen with id '{screen_id}' or its tab does not exist.")
    return screen


def _on_tab(site: Site, field_id: str) -> Record:
    known = fields.find(site, field_id)
    return {"id": field_id, "name": field_id if known is None else known.name}
