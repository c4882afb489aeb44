# SPDX-License-Identifier: Apache-2.0
"""Who watches an issue."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox import auth
from mentorkit_sandbox.errors import jira_error
from mentorkit_sandbox.jira import access, people, wire
from mentorkit_sandbox.site import Site


def blueprint(site: Site) -> Blueprint:
    """List, add and remove watchers."""
    bp = Blueprint("jira-watchers", __name__, url_prefix="/rest/api/3/issue/<name>/watchers")

    @bp.get("")
    def listed(name: str) -> ResponseReturnValue:
        person = auth.person()
        issue = access.issue(site, person, name)
        return jsonify(
            {
                "self": f"{site.base_url}/rest/api/3/issue/{issue['key']}/watchers",
                "isWatching": person.account_id in issue["watchers"],
                "watchCount": len(issue["watchers"]),
                "watchers": [people.user(site, account_id) for account_id in issue["watchers"]],
            }
        )

    @bp.post("")
    def add(name: str) -> ResponseReturnValue:
        person = auth.person()
        issue = access.issue(site, person, name)
        account_id = request.get_json(silent=True) or person.account_id
        watcher = site.person(account_id) if isinstance(account_id, str) else None
        if watcher is None or not access.may_see(site, watcher, issue):
            raise jira_error(400, f"The user with account ID '{account_id}' cannot watch this issue.")
        _put(site, issue["id"], [*issue["watchers"], watcher.account_id])
        return "", 204

    @bp.delete("")
    def remove(name: str) -> ResponseReturnValue:
        issue = access.issue(site, auth.person(), name)
        wire.only_arguments("accountId")
        leaving = request.args.get("accountId")
        _put(site, issue["id"], [one for one in issue["watchers"] if one != leaving])
        return "", 204

    return bp


def _put(site: Site, issue_id: str, watchers: list[str]) -> None:
    record = site.tables.get("issue", issue_id) or {}
    site.tables.put("issue", issue_id, {**record, "watchers": list(dict.fromkeys(watchers))})
