# SPDX-License-Identifier: Apache-2.0
"""Saved filters. Anybody makes filters; the owner and, where shared, others see them."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox import auth
from mentorkit_sandbox.errors import jira_error, not_supported
from mentorkit_sandbox.jira import access, jql, jql_match, people, wire
from mentorkit_sandbox.jira.jql_terms import Scope
from mentorkit_sandbox.site import Site, SitePerson
from mentorkit_sandbox.tables import Record

_READ = ("name", "description", "jql", "favourite", "sharePermissions", "editPermissions")
_SHARED = ("loggedin", "authenticated", "global", "project", "user")


def make(site: Site, owner: SitePerson, body: Record) -> Record:
    """Store a new filter."""
    id_ = str(site.tables.next_id("filter"))
    row = {
        "id": id_,
        "name": body["name"],
        "description": body.get("description", ""),
        "owner": owner.account_id,
        "jql": body["jql"],
        "shares": read_shares(site, body.get("sharePermissions")),
        "edits": read_shares(site, body.get("editPermissions")),
    }
    site.tables.put("filter", id_, row)
    return row


def visible(site: Site, person: SitePerson, row: Record) -> bool:
    """Whether `person` may use the filter."""
    if row["owner"] == person.account_id:
        return True
    return any(_shared_with(site, person, share) for share in [*row["shares"], *row["edits"]])


def find(site: Site, person: SitePerson, id_: str) -> Record:
    """The filter, if `person` may use it; else the vendor's 400."""
    row = site.tables.peek("filter", id_)
    if row is None or not visible(site, person, row):
        raise jira_error(
            400,
            "The selected filter is not available to you, perhaps it has been deleted or had its permissions "
            "changed.",
        )
    return row


def blueprint(site: Site) -> Blueprint:
    """Create, read, change, delete and search."""
    bp = Blueprint("jira-filters", __name__, url_prefix="/rest/api/3/filter")

    @bp.post("")
    def create() -> ResponseReturnValue:
        person, body = auth.person(), wire.json_object()
        wire.only_arguments()
        _check(site, person, body, current=None)
        return jsonify(_bean(site, make(site, person, body)))

    @bp.get("/search")
    def search() -> ResponseReturnValue:
        person = auth.person()
        wire.only_arguments(
            "filterName", "accountId", "id", "orderBy", "startAt", "maxResults", "expand", "isSubstringMatch"
        )
        ids, words = wire.listed("id"), request.args.get("filterName", "").lower()
        owner, order = request.args.get("accountId"), request.args.get("orderBy", "name")
        if order.lstrip("+-") not in ("name", "id"):
            raise not_supported(f"orderBy={order} of filters")
        rows = [
            row
            for row in site.tables.rows("filter")
            if visible(site, person, row)
            and (not ids or row["id"] in ids)
            and words in row["name"].lower()
            and owner in (None, row["owner"])
        ]
        rows.sort(key=lambda row: row[order.lstrip("+-")].lower(), reverse=order.startswith("-"))
        return jsonify(wire.page(site, [_detail(site, row) for row in rows], maximum=100))

    @bp.get("/<id_>")
    def one(id_: str) -> ResponseReturnValue:
        return jsonify(_bean(site, find(site, auth.person(), id_)))

    @bp.put("/<id_>")
    def change(id_: str) -> ResponseReturnValue:
        person, body = auth.person(), wire.json_object()
        row = _owned(site, person, id_)
        _check(site, person, {**row, **body}, current=row)
        for key in ("name", "description", "jql"):
            row[key] = body.get(key, row[key])
        for key, stored in (("sharePermissions", "shares"), ("editPermissions", "edits")):
            if key in body:
                row[stored] = read_shares(site, body[key])
        site.tables.put("filter", id_, row)
        return jsonify(_bean(site, row))

    @bp.delete("/<id_>")
    def delete(id_: str) -> ResponseReturnValue:
        _owned(site, auth.person(), id_)
        site.tables.delete("filter", id_)
        return "", 204

    return bp


def _owned(site: Site, person: SitePerson, id_: str) -> Record:
    row = dict(find(site, person, id_))
    editors = any(_shared_with(site, person, share) for share in row["edits"])
    if row["owner"] != person.account_id and not (person.admin or editors):
        raise jira_error(400, "You are not the owner of the filter.")
    return row


def _check(site: Site, person: SitePerson, body: Record, current: Record | None) -> None:
    if current is None:
        for key in sorted(body.keys() - set(_READ)):
            raise not_supported(f"'{key}' of a filter")
    errors = {}
    name = body.get("name")
    if not isinstance(name, str) or not name.strip() or len(name) > 255:
        errors["filterName"] = "You must specify a name to save this filter as."
    for row in site.tables.rows("filter"):
        same = row["name"] == name and row["owner"] == person.account_id
        if same and (current is None or row["id"] != current["id"]):
            errors["filterName"] = "Filter with same name already exists."
    try:
        query = jql.parse(str(body.get("jql") or ""))
        if query.where is not None:
            jql_match.matcher(Scope(site, person, site.clock.now()), query)
    except jql.JqlError as error:
        errors["jql"] = str(error)
    if errors:
        raise jira_error(400, errors=errors)


def read_shares(site: Site, given: Any) -> list[Record]:
    """The shares of a request; 400 or 501 for one that cannot be."""
    return [_share(site, one) for one in given or []]


def _share(site: Site, given: Any) -> Record:
    kind = given.get("type") if isinstance(given, dict) else None
    if kind not in _SHARED:
        raise not_supported(f"sharing with the type '{kind}'")
    share: Record = {
        "id": site.tables.next_id("share"),
        "type": "loggedin" if kind == "authenticated" else kind,
    }
    if kind == "project":
        project = access.find_project(site, str((given.get("project") or {}).get("id", "")))
        if project is None:
            raise jira_error(400, errors={"shares": "The project to share with does not exist."})
        share["project"] = project["id"]
    if kind == "user":
        share["user"] = (given.get("user") or {}).get("accountId")
    return share


def _shared_with(site: Site, person: SitePerson, share: Record) -> bool:
    if share["type"] == "user":
        return bool(share["user"] == person.account_id)
    project = site.tables.peek("project", share.get("project", ""))
    return share["type"] != "project" or (project is not None and access.may_browse(person, project))


def share_bean(site: Site, share: Record) -> Record:
    """A share as the API shows it."""
    shown: Record = {"id": share["id"], "type": share["type"]}
    if share["type"] == "project":
        project = site.tables.peek("project", share["project"]) or {}
        shown["project"] = {key: project.get(key) for key in ("id", "key", "name")}
    if share["type"] == "user":
        shown["user"] = people.avatar_owner(site, share["user"])
    return shown


def _detail(site: Site, row: Record) -> Record:
    wanted = wire.listed("expand")
    shown = {"expand": "description,owner,jql,viewUrl,searchUrl", **_bean(site, row)}
    always = {"expand", "self", "id", "name"}
    return {key: value for key, value in shown.items() if key in always or key in wanted}


def _bean(site: Site, row: Record) -> Record:
    return {
        "self": f"{site.base_url}/rest/api/3/filter/{row['id']}",
        "id": row["id"],
        "name": row["name"],
        "description": row["description"],
        "owner": people.user(site, row["owner"]),
        "jql": row["jql"],
        "viewUrl": f"{site.base_url}/issues/?filter={row['id']}",
        "searchUrl": f"{site.base_url}/rest/api/3/search/jql?jql={quote(row['jql'])}",
        "favourite": False,
        "favouritedCount": 0,
        "sharePermissions": [share_bean(site, share) for share in row["shares"]],
        "editPermissions": [share_bean(site, share) for share in row["edits"]],
    }
