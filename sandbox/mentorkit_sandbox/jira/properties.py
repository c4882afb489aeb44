# SPDX-License-Identifier: Apache-2.0
"""Entity properties: JSON that programs keep with an issue or a project."""

import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox import auth
from mentorkit_sandbox.errors import jira_error
from mentorkit_sandbox.jira import access, tasks
from mentorkit_sandbox.limits import issue_written
from mentorkit_sandbox.site import Site
from mentorkit_sandbox.tables import Record

MAX_LENGTH = 32_768
_MAX_KEY = 255


def check(key: Any, value: Any) -> None:
    """Raise the vendor's 400 for a key or a value that cannot be stored."""
    if not isinstance(key, str) or not 1 <= len(key) <= _MAX_KEY:
        raise jira_error(400, "The property key must have between 1 and 255 characters.")
    if len(json.dumps(value, ensure_ascii=False, separators=(",", ":"))) > MAX_LENGTH:
        raise jira_error(400, f"The length of the property value must be at most {MAX_LENGTH} characters.")


def read_inline(details: Record) -> dict[str, Any]:
    """The ``properties`` of a create or an edit, as a mapping."""
    given = details.get("properties") or []
    if not isinstance(given, list) or not all(
        isinstance(one, dict) and {"key", "value"} == set(one) for one in given
    ):
        raise jira_error(400, "Each property must have a key and a value.")
    for one in given:
        check(one["key"], one["value"])
    return {one["key"]: one["value"] for one in given}


def blueprint(site: Site) -> Blueprint:
    """Properties of issues and of projects.

    Setting one does not count as an edit: ``updated`` stays as it is, and there is no entry in the history.
    """
    bp = Blueprint("jira-properties", __name__, url_prefix="/rest/api/3")

    def issue(name: str, write: bool) -> Record:
        found = access.issue(site, auth.person(), name)
        if write:
            issue_written(site, found["id"])
        return found

    def project(name: str, write: bool) -> Record:
        person = auth.person()
        found = access.project(site, person, name)
        if write:
            access.require_project_administrator(person, found)
        return found

    _operations(bp, site, "issue", issue)
    _operations(bp, site, "project", project)
    _many(bp, site)
    return bp


def _operations(bp: Blueprint, site: Site, kind: str, find: Callable[[str, bool], Record]) -> None:
    @bp.get(f"/{kind}/<name>/properties", endpoint=f"{kind}-keys")
    def keys(name: str) -> ResponseReturnValue:
        owner = find(name, False)
        base = f"{site.base_url}/rest/api/3/{kind}/{owner['id']}/properties"
        return jsonify(
            {"keys": [{"self": f"{base}/{key}", "key": key} for key in sorted(owner["properties"])]}
        )

    @bp.get(f"/{kind}/<name>/properties/<key>", endpoint=f"{kind}-get")
    def get(name: str, key: str) -> ResponseReturnValue:
        return jsonify({"key": key, "value": _value(find(name, False), key)})

    @bp.put(f"/{kind}/<name>/properties/<key>", endpoint=f"{kind}-put")
    def put(name: str, key: str) -> ResponseReturnValue:
        owner = find(name, True)
        try:
            value = json.loads(request.get_data())
        except ValueError as error:
            raise jira_error(400, "The property value must be valid, non-empty JSON.") from error
        check(key, value)
        existed = key in owner["properties"]
        _set(site, kind, owner["id"], {key: value})
        body = f'"Property {"updated" if existed else "created"}."'
        return body, 200 if existed else 201, {"Content-Type": "application/json"}

    @bp.delete(f"/{kind}/<name>/properties/<key>", endpoint=f"{kind}-delete")
    def delete(name: str, key: str) -> ResponseReturnValue:
        owner = find(name, True)
        _value(owner, key)
        record = site.tables.get(kind, owner["id"]) or {}
        del record["properties"][key]
        site.tables.put(kind, owner["id"], record)
        return "", 204


def _many(bp: Blueprint, site: Site) -> None:
    @bp.post("/issue/properties/multi")
    def multi() -> ResponseReturnValue:
        """Set on each issue what can be set: a task that ends at once, and is not transactional."""
        person = auth.person()
        body = request.get_json(silent=True)
        wanted = body.get("issues") if isinstance(body, dict) else None
        if not isinstance(wanted, list) or not 1 <= len(wanted) <= 100:
            raise jira_error(400, "Between 1 and 100 issues must be given.")
        for entry in wanted:
            given = entry.get("properties") or {}
            if not 1 <= len(given) <= 10:
                raise jira_error(400, "Between 1 and 10 properties must be given for each issue.")
            for key, value in given.items():
                check(key, value)
        done = []
        for entry in wanted:
            found = access.find_issue(site, str(entry.get("issueID")))
            if found is not None and access.may_see(site, person, found):
                _set(site, "issue", found["id"], entry["properties"])
                done.append(int(found["id"]))
        return tasks.finished(site, person, "Set issue properties", {"entitiesUpdated": done})


def _value(owner: Record, key: str) -> Any:
    if key not in owner["properties"]:
        raise jira_error(404, f"The property with key '{key}' does not exist.")
    return owner["properties"][key]


def _set(site: Site, kind: str, id_: str, values: dict[str, Any]) -> None:
    record = site.tables.get(kind, id_) or {}
    record["properties"].update(values)
    site.tables.put(kind, id_, record)
