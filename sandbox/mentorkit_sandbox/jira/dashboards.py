# SPDX-License-Identifier: Apache-2.0
"""Dashboards and their gadgets."""

from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox import auth
from mentorkit_sandbox.errors import jira_error
from mentorkit_sandbox.jira import filters, people, wire
from mentorkit_sandbox.site import Site, SitePerson
from mentorkit_sandbox.tables import Record

_COLORS = ("blue", "red", "yellow", "green", "cyan", "purple", "gray", "white")


def blueprint(site: Site) -> Blueprint:
    """Create, read, delete, search; add and list gadgets."""
    bp = Blueprint("jira-dashboards", __name__, url_prefix="/rest/api/3/dashboard")
    _dashboards(bp, site)
    _gadgets(bp, site)
    return bp


def _dashboards(bp: Blueprint, site: Site) -> None:
    @bp.post("")
    def create() -> ResponseReturnValue:
        person = auth.person()
        body = wire.json_object("name", "description", "sharePermissions", "editPermissions")
        if not isinstance(body.get("name"), str) or not body["name"].strip():
            raise jira_error(400, errors={"name": "The dashboard name is required."})
        id_ = str(site.tables.next_id("dashboard"))
        row = {
            "id": id_,
            "name": body["name"],
            "description": body.get("description", ""),
            "owner": person.account_id,
            "shares": filters.read_shares(site, body.get("sharePermissions")),
            "edits": filters.read_shares(site, body.get("editPermissions")),
            "gadgets": [],
        }
        site.tables.put("dashboard", id_, row)
        return jsonify(_bean(site, person, row))

    @bp.get("")
    def listed() -> ResponseReturnValue:
        person = auth.person()
        wire.only_arguments("startAt", "maxResults", "filter")
        mine = request.args.get("filter") == "my"
        rows = [row for row in _visible(site, person) if not mine or row["owner"] == person.account_id]
        page = wire.page(site, [_bean(site, person, row) for row in rows], default=20, maximum=1000)
        kept = {key: page[key] for key in ("startAt", "maxResults", "total")}
        return jsonify({**kept, "dashboards": page["values"]})

    @bp.get("/search")
    def search() -> ResponseReturnValue:
        person = auth.person()
        wire.only_arguments("dashboardName", "accountId", "startAt", "maxResults", "expand")
        words, owner = request.args.get("dashboardName", "").lower(), request.args.get("accountId")
        shown = [
            _bean(site, person, row)
            for row in _visible(site, person)
            if words in row["name"].lower() and owner in (None, row["owner"])
        ]
        return jsonify(wire.page(site, shown, maximum=100))

    @bp.get("/<id_>")
    def one(id_: str) -> ResponseReturnValue:
        person = auth.person()
        return jsonify(_bean(site, person, _find(site, person, id_)))

    @bp.delete("/<id_>")
    def delete(id_: str) -> ResponseReturnValue:
        person = auth.person()
        _writable(person, _find(site, person, id_))
        site.tables.delete("dashboard", id_)
        return "", 204


def _gadgets(bp: Blueprint, site: Site) -> None:
    @bp.get("/<id_>/gadget")
    def gadgets(id_: str) -> ResponseReturnValue:
        return jsonify({"gadgets": _find(site, auth.person(), id_)["gadgets"]})

    @bp.post("/<id_>/gadget")
    def add(id_: str) -> ResponseReturnValue:
        person = auth.person()
        _writable(person, _find(site, person, id_))
        body = wire.json_object(
            "color", "ignoreUriAndModuleKeyValidation", "moduleKey", "position", "title", "uri"
        )
        if ("moduleKey" in body) == ("uri" in body):
            raise jira_error(400, "One of moduleKey and uri must be given.")
        if body.get("color", "blue") not in _COLORS:
            raise jira_error(400, f"The color must be one of {', '.join(_COLORS)}.")
        row = site.tables.get("dashboard", id_) or {}
        gadget = _gadget(site, body, len(row["gadgets"]))
        row["gadgets"].append(gadget)
        site.tables.put("dashboard", id_, row)
        return jsonify(gadget)


def _gadget(site: Site, body: Record, count: int) -> Record:
    place: dict[str, Any] = {key: body[key] for key in ("moduleKey", "uri") if key in body}
    return {
        "id": site.tables.next_id("gadget"),
        **place,
        "color": body.get("color", "blue"),
        "position": body.get("position", {"row": count, "column": 0}),
        "title": body.get("title", "Gadget"),
    }


def _visible(site: Site, person: SitePerson) -> list[Record]:
    return [row for row in site.tables.rows("dashboard") if filters.visible(site, person, row)]


def _find(site: Site, person: SitePerson, id_: str) -> Record:
    row = site.tables.peek("dashboard", id_)
    if row is None or not filters.visible(site, person, row):
        raise jira_error(404, f"The dashboard with id '{id_}' does not exist.")
    return row


def _writable(person: SitePerson, row: Record) -> None:
    if row["owner"] != person.account_id:
        raise jira_error(400, "You do not have permission to change this dashboard.")


def _bean(site: Site, person: SitePerson, row: Record) -> Record:
    return {
        "id": row["id"],
        "isFavourite": False,
        "name": row["name"],
        "description": row["description"],
        "owner": people.avatar_owner(site, row["owner"]),
        "popularity": 0,
        "self": f"{site.base_url}/rest/api/3/dashboard/{row['id']}",
        "sharePermissions": [filters.share_bean(site, share) for share in row["shares"]],
        "editPermissions": [filters.share_bean(site, share) for share in row["edits"]],
        "view": f"{site.base_url}/jira/dashboards/{row['id']}",
        "isWritable": row["owner"] == person.account_id,
        "systemDashboard": False,
    }
