# SPDX-License-Identifier: Apache-2.0
"""Comments on issues."""

from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox import auth
from mentorkit_sandbox.errors import jira_error, not_supported
from mentorkit_sandbox.jira import access, kinds, people, properties, store, wire
from mentorkit_sandbox.limits import issue_written
from mentorkit_sandbox.site import Site, SitePerson
from mentorkit_sandbox.tables import Record

_EMPTY = "Comment body can not be empty!"


def parse_body(context: kinds.Context, body: Any) -> Any:
    """The document of a comment as it is stored; raises FieldError in the vendor's words."""
    if body is None:
        raise kinds.FieldError(_EMPTY)
    try:
        saved = kinds.parse_document(context, body)
    except kinds.InvalidInput as error:
        raise kinds.FieldError("Comment body is not valid!") from error
    if not saved["content"]:
        raise kinds.FieldError(_EMPTY)
    return saved


def add(
    site: Site, person: SitePerson, issue_id: str, body: Any, inline: dict[str, Any] | None = None
) -> Record:
    """Store a comment; the issue counts as updated."""
    id_, now = str(site.tables.next_id("comment")), wire.stamp(site.clock.now())
    record = {
        "id": id_,
        "author": person.account_id,
        "updater": person.account_id,
        "body": body,
        "created": now,
        "updated": now,
        "properties": inline or {},
    }
    site.tables.put(f"comment:{issue_id}", id_, record)
    store.touch(site, issue_id)
    return record


def bean(site: Site, issue_id: str, record: Record) -> Record:
    """A comment as the API shows it."""
    return {
        "self": f"{site.base_url}/rest/api/3/issue/{issue_id}/comment/{record['id']}",
        "id": record["id"],
        "author": people.user(site, record["author"]),
        "body": record["body"],
        "updateAuthor": people.user(site, record["updater"]),
        "created": record["created"],
        "updated": record["updated"],
        "jsdPublic": True,
    }


def embedded(site: Site, issue_id: str) -> Record:
    """The comments as the field ``comment`` of an issue shows them."""
    shown = [bean(site, issue_id, record) for record in site.tables.rows(f"comment:{issue_id}")]
    base = f"{site.base_url}/rest/api/3/issue/{issue_id}/comment"
    return {"comments": shown, "self": base, "maxResults": len(shown), "total": len(shown), "startAt": 0}


def blueprint(site: Site) -> Blueprint:
    """Read, write, change and remove comments."""
    bp = Blueprint("jira-comments", __name__, url_prefix="/rest/api/3/issue/<name>/comment")

    @bp.get("")
    def listed(name: str) -> ResponseReturnValue:
        issue = access.issue(site, auth.person(), name)
        wire.only_arguments("startAt", "maxResults", "orderBy", "expand")
        order = request.args.get("orderBy", "created")
        if order.lstrip("+-") != "created":
            raise jira_error(400, f"Comments cannot be ordered by '{order}'.")
        rows = site.tables.rows(f"comment:{issue['id']}")
        rows = rows[::-1] if order.startswith("-") else rows
        start, limit = wire.integer("startAt", 0), wire.integer("maxResults", 100, 5000)
        shown = [_shown(site, issue["id"], row) for row in rows[start : start + limit]]
        return jsonify({"startAt": start, "maxResults": limit, "total": len(rows), "comments": shown})

    @bp.post("")
    def create(name: str) -> ResponseReturnValue:
        person = auth.person()
        issue = access.issue(site, person, name)
        wire.only_arguments("expand")
        issue_written(site, issue["id"])
        given = wire.json_object()
        body = _body(site, person, issue, given)
        record = add(site, person, issue["id"], body, properties.read_inline(given))
        return jsonify(_shown(site, issue["id"], record)), 201

    @bp.get("/<id_>")
    def one(name: str, id_: str) -> ResponseReturnValue:
        issue = access.issue(site, auth.person(), name)
        wire.only_arguments("expand")
        return jsonify(_shown(site, issue["id"], _find(site, issue, id_)))

    @bp.put("/<id_>")
    def change(name: str, id_: str) -> ResponseReturnValue:
        person = auth.person()
        issue = access.issue(site, person, name)
        wire.only_arguments("expand", "notifyUsers")
        record = _own(site, person, issue, id_)
        issue_written(site, issue["id"])
        record["body"] = _body(site, person, issue, wire.json_object())
        record["updater"], record["updated"] = person.account_id, wire.stamp(site.clock.now())
        site.tables.put(f"comment:{issue['id']}", id_, record)
        store.touch(site, issue["id"])
        return jsonify(_shown(site, issue["id"], record))

    @bp.delete("/<id_>")
    def remove(name: str, id_: str) -> ResponseReturnValue:
        person = auth.person()
        issue = access.issue(site, person, name)
        _own(site, person, issue, id_)
        issue_written(site, issue["id"])
        site.tables.delete(f"comment:{issue['id']}", id_)
        store.touch(site, issue["id"])
        return "", 204

    return bp


def _shown(site: Site, issue_id: str, record: Record) -> Record:
    expand = request.args.get("expand", "")
    if expand not in ("", "properties"):
        raise not_supported(f"expand={expand} of comments")
    shown = bean(site, issue_id, record)
    if expand:
        shown["properties"] = [{"key": key, "value": value} for key, value in record["properties"].items()]
    return shown


def _body(site: Site, person: SitePerson, issue: Record, given: Record) -> Any:
    if "visibility" in given:
        raise not_supported("comments with a visibility")
    try:
        return parse_body(kinds.Context(site, person, access.project_of(site, issue)), given.get("body"))
    except kinds.FieldError as error:
        raise jira_error(400, errors={"comment": str(error)}) from error


def _find(site: Site, issue: Record, id_: str) -> Record:
    record = site.tables.get(f"comment:{issue['id']}", id_)
    if record is None:
        raise jira_error(404, f"Can not find a comment for the id: {id_}.")
    return record


def _own(site: Site, person: SitePerson, issue: Record, id_: str) -> Record:
    """The comment, if `person` may change it: its author, and who administers the project."""
    record = _find(site, issue, id_)
    if record["author"] != person.account_id and not access.administers(
        person, access.project_of(site, issue)
    ):
        raise jira_error(400, f"You do not have the permission for this comment: {id_}.")
    return record
