# SPDX-License-Identifier: Apache-2.0
"""Links from an issue to something elsewhere. A global id makes writing one idempotent."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox import auth
from mentorkit_sandbox.errors import jira_error
from mentorkit_sandbox.jira import access, store, wire
from mentorkit_sandbox.limits import issue_written
from mentorkit_sandbox.site import Site
from mentorkit_sandbox.tables import Record

_KEPT = ("globalId", "application", "relationship", "object")


def blueprint(site: Site) -> Blueprint:
    """List, write, change and remove remote links."""
    bp = Blueprint("jira-remote-links", __name__, url_prefix="/rest/api/3/issue/<name>/remotelink")
    _many(bp, site)
    _one(bp, site)
    return bp


def _many(bp: Blueprint, site: Site) -> None:
    @bp.get("")
    def listed(name: str) -> ResponseReturnValue:
        issue = access.issue(site, auth.person(), name)
        wire.only_arguments("globalId")
        shown = [_bean(site, issue, row) for row in site.tables.rows(f"remote:{issue['id']}")]
        if "globalId" not in request.args:
            return jsonify(shown)
        wanted = [link for link in shown if link.get("globalId") == request.args["globalId"]]
        if not wanted:
            raise jira_error(404, "There is no remote link with this global id.")
        return jsonify(wanted[0])

    @bp.post("")
    def write(name: str) -> ResponseReturnValue:
        """Create, or update the one with the same global id: what is not given is then empty."""
        issue = access.issue(site, auth.person(), name)
        issue_written(site, issue["id"])
        given = _read()
        rows = site.tables.rows(f"remote:{issue['id']}")
        known = [row for row in rows if given["globalId"] and row["globalId"] == given["globalId"]]
        id_ = known[0]["id"] if known else str(site.tables.next_id("remote_link"))
        _put(site, issue, {**given, "id": id_})
        self_ = f"{site.base_url}/rest/api/3/issue/{issue['id']}/remotelink/{id_}"
        return jsonify({"id": int(id_), "self": self_}), 200 if known else 201

    @bp.delete("")
    def remove_by_global_id(name: str) -> ResponseReturnValue:
        issue = access.issue(site, auth.person(), name)
        wire.only_arguments("globalId")
        for row in site.tables.rows(f"remote:{issue['id']}"):
            if row["globalId"] == request.args.get("globalId"):
                site.tables.delete(f"remote:{issue['id']}", row["id"])
                store.touch(site, issue["id"])
                return "", 204
        raise jira_error(404, "There is no remote link with this global id.")


def _one(bp: Blueprint, site: Site) -> None:
    @bp.get("/<id_>")
    def one(name: str, id_: str) -> ResponseReturnValue:
        issue = access.issue(site, auth.person(), name)
        return jsonify(_bean(site, issue, _find(site, issue, id_)))

    @bp.put("/<id_>")
    def change(name: str, id_: str) -> ResponseReturnValue:
        issue = access.issue(site, auth.person(), name)
        _find(site, issue, id_)
        issue_written(site, issue["id"])
        _put(site, issue, {**_read(), "id": id_})
        return "", 204

    @bp.delete("/<id_>")
    def remove(name: str, id_: str) -> ResponseReturnValue:
        issue = access.issue(site, auth.person(), name)
        _find(site, issue, id_)
        site.tables.delete(f"remote:{issue['id']}", id_)
        store.touch(site, issue["id"])
        return "", 204


def _read() -> Record:
    body = wire.json_object()
    target = body.get("object")
    if not isinstance(target, dict) or not target.get("title"):
        raise jira_error(400, errors={"title": "'title' is required."})
    if not isinstance(target.get("url"), str) or not target["url"]:
        raise jira_error(400, errors={"url": "'url' is required."})
    return {key: body.get(key) for key in _KEPT}


def _put(site: Site, issue: Record, row: Record) -> None:
    """Store the link; the issue counts as updated, as with every edit."""
    site.tables.put(f"remote:{issue['id']}", row["id"], row)
    store.touch(site, issue["id"])


def _find(site: Site, issue: Record, id_: str) -> Record:
    row = site.tables.peek(f"remote:{issue['id']}", id_)
    if row is None:
        raise jira_error(404, f"The remote link with id '{id_}' does not exist.")
    return row


def _bean(site: Site, issue: Record, row: Record) -> Record:
    shown = {
        "id": int(row["id"]),
        "self": f"{site.base_url}/rest/api/3/issue/{issue['id']}/remotelink/{row['id']}",
    }
    return shown | {key: row[key] for key in _KEPT if row[key] is not None}
