# SPDX-License-Identifier: Apache-2.0
"""Issues over HTTP: one by one and in bulk."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox import auth
from mentorkit_sandbox.errors import ApiError, jira_error, not_supported
from mentorkit_sandbox.jira import access, issues, render, wire, world
from mentorkit_sandbox.site import Site
from mentorkit_sandbox.tables import Record

_MAX_CREATE, _MAX_FETCH = 50, 100


def blueprint(site: Site) -> Blueprint:
    """Create, read, edit, move, delete; bulk create and bulk fetch."""
    bp = Blueprint("jira-issues", __name__, url_prefix="/rest/api/3/issue")
    _single(bp, site)
    _bulk(bp, site)
    _workflow(bp, site)
    return bp


def _single(bp: Blueprint, site: Site) -> None:
    @bp.post("")
    def create() -> ResponseReturnValue:
        person = auth.person()
        wire.only_arguments("updateHistory")
        return jsonify(issues.create(site, person, wire.json_object())), 201

    @bp.get("/<name>")
    def one(name: str) -> ResponseReturnValue:
        person = auth.person()
        issue = access.issue(site, person, name)
        wire.only_arguments("fields", "expand", "properties", "updateHistory", "fieldsByKeys", "failFast")
        return jsonify(_shown(site, issue))

    @bp.put("/<name>")
    def change(name: str) -> ResponseReturnValue:
        person = auth.person()
        issue = access.issue(site, person, name)
        wire.only_arguments(
            "notifyUsers", "returnIssue", "expand", "overrideScreenSecurity", "overrideEditableFlag"
        )
        _check_quiet(site, issue)
        issues.change(site, person, issue, wire.json_object())
        if wire.flag("returnIssue"):
            return jsonify(_shown(site, access.issue(site, person, issue["id"])))
        return "", 204

    @bp.delete("/<name>")
    def delete(name: str) -> ResponseReturnValue:
        person = auth.person()
        issue = access.issue(site, person, name)
        wire.only_arguments("deleteSubtasks")
        issues.delete(site, person, issue, with_subtasks=wire.flag("deleteSubtasks"))
        return "", 204

    @bp.put("/<name>/assignee")
    def assign(name: str) -> ResponseReturnValue:
        person = auth.person()
        issue = access.issue(site, person, name)
        account_id = wire.json_object().get("accountId")
        assignee = None if account_id is None else {"accountId": account_id}
        issues.change(site, person, issue, {"fields": {"assignee": assignee}})
        return "", 204


def _bulk(bp: Blueprint, site: Site) -> None:
    @bp.post("/bulk")
    def create_many() -> ResponseReturnValue:
        person = auth.person()
        wanted = wire.json_list(wire.json_object(), "issueUpdates")
        if not 1 <= len(wanted) <= _MAX_CREATE:
            message = f"Between 1 and {_MAX_CREATE} issues can be created in one request."
            raise ApiError(400, {"issues": [], "errors": [_failed(0, jira_error(400, message))]})
        made, errors = [], []
        for number, details in enumerate(wanted):
            try:
                if not isinstance(details, dict):
                    raise jira_error(400, "Invalid request payload.")
                made.append(issues.create(site, person, details))
            except ApiError as error:
                if error.status == 501:
                    raise
                errors.append(_failed(number, error))
        return jsonify({"issues": made, "errors": errors}), 201 if made else 400

    @bp.post("/bulkfetch")
    def fetch_many() -> ResponseReturnValue:
        """From the database, in the order of ids. What does not exist or may not be seen is simply absent."""
        person = auth.person()
        body = wire.json_object("issueIdsOrKeys", "fields", "properties", "expand", "fieldsByKeys")
        names = wire.json_list(body, "issueIdsOrKeys")
        if not 1 <= len(names) <= _MAX_FETCH:
            raise jira_error(400, f"Between 1 and {_MAX_FETCH} issues can be fetched in one request.")
        view = render.View(
            fields=wire.json_list(body, "fields") or ["*navigable"],
            properties=wire.json_list(body, "properties"),
            expand=render.read_expand(wire.json_list(body, "expand")),
        )
        found = (access.find_issue(site, str(name)) for name in names)
        known = {issue["id"]: issue for issue in found if issue is not None}
        visible = [known[id_] for id_ in sorted(known, key=int) if access.may_see(site, person, known[id_])]
        shown = [render.issue(site, person, issue, view) for issue in visible]
        return jsonify({"issues": shown, "issueErrors": []})


def _failed(number: int, error: ApiError) -> Record:
    return {"status": error.status, "elementErrors": error.body, "failedElementNumber": number}


def _workflow(bp: Blueprint, site: Site) -> None:
    @bp.get("/<name>/transitions")
    def transitions(name: str) -> ResponseReturnValue:
        issue = access.issue(site, auth.person(), name)
        wire.only_arguments(
            "transitionId", "expand", "includeUnavailableTransitions", "sortByOpsBarAndStatus"
        )
        if request.args.get("expand"):
            raise not_supported("expand of transitions")
        wanted = request.args.get("transitionId")
        known = world.transitions(site, access.project_of(site, issue))
        shown = [world.transition(site, id_, to) for id_, to in known.items() if wanted in (None, id_)]
        return jsonify({"expand": "transitions", "transitions": shown})

    @bp.post("/<name>/transitions")
    def move(name: str) -> ResponseReturnValue:
        person = auth.person()
        issues.move(site, person, access.issue(site, person, name), wire.json_object())
        return "", 204


def _shown(site: Site, issue: Record) -> Record:
    view = render.View(
        fields=wire.listed("fields") or ["*all"],
        properties=wire.listed("properties"),
        expand=render.read_expand(wire.listed("expand")),
    )
    shown = render.issue(site, auth.person(), issue, view)
    if "names" in view.expand:
        shown["names"] = render.names(site, view)
    if "schema" in view.expand:
        shown["schema"] = render.schema(site, view)
    return shown


def _check_quiet(site: Site, issue: Record) -> None:
    """Only administrators may edit without notifying people."""
    if wire.flag("notifyUsers", default=True):
        return
    if not access.administers(auth.person(), access.project_of(site, issue)):
        raise jira_error(
            400, "To discard the user notification either admin or project admin permissions are required."
        )
