# SPDX-License-Identifier: Apache-2.0
"""What the person who asks may do: on the site, in a project, with an issue."""

from collections.abc import Callable

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox import auth
from mentorkit_sandbox.errors import jira_error
from mentorkit_sandbox.jira import access, wire
from mentorkit_sandbox.site import Site, SitePerson
from mentorkit_sandbox.tables import Record

_GLOBAL: dict[str, str] = {
    "ADMINISTER": "Administer Jira",
    "BULK_CHANGE": "Make bulk changes",
    "CREATE_SHARED_OBJECTS": "Share dashboards and filters",
    "USER_PICKER": "Browse users and groups",
}
_FOR_ADMINISTRATORS: dict[str, str] = {
    "ADMINISTER_PROJECTS": "Administer Projects",
    "DELETE_ISSUES": "Delete Issues",
    "DELETE_ALL_COMMENTS": "Delete All Comments",
    "EDIT_ALL_COMMENTS": "Edit All Comments",
    "MODIFY_REPORTER": "Modify Reporter",
    "SET_ISSUE_SECURITY": "Set Issue Security",
}
_FOR_ALL: dict[str, str] = {
    "ADD_COMMENTS": "Add Comments",
    "ASSIGNABLE_USER": "Assignable User",
    "ASSIGN_ISSUES": "Assign Issues",
    "BROWSE_PROJECTS": "Browse Projects",
    "CREATE_ATTACHMENTS": "Create Attachments",
    "CREATE_ISSUES": "Create Issues",
    "DELETE_OWN_COMMENTS": "Delete Own Comments",
    "EDIT_ISSUES": "Edit Issues",
    "EDIT_OWN_COMMENTS": "Edit Own Comments",
    "LINK_ISSUES": "Link Issues",
    "RESOLVE_ISSUES": "Resolve Issues",
    "SCHEDULE_ISSUES": "Schedule Issues",
    "TRANSITION_ISSUES": "Transition Issues",
}
_ALL = {**_GLOBAL, **_FOR_ADMINISTRATORS, **_FOR_ALL}


def blueprint(site: Site) -> Blueprint:
    """``mypermissions``."""
    bp = Blueprint("jira-permissions", __name__, url_prefix="/rest/api/3")

    @bp.get("/mypermissions")
    def mine() -> ResponseReturnValue:
        person = auth.person()
        wire.only_arguments("permissions", "projectKey", "projectId", "issueKey", "issueId")
        wanted = wire.listed("permissions")
        unknown = [key for key in wanted if key not in _ALL]
        if not wanted or unknown:
            raise jira_error(400, f"Unrecognized permission(s): {', '.join(unknown) or 'none given'}.")
        holds = _in_context(site, person)
        return jsonify({"permissions": {key: _bean(key, holds(key)) for key in wanted}})

    return bp


def _in_context(site: Site, person: SitePerson) -> Callable[[str], bool]:
    """Whether a permission is held: in the project named, or (as the vendor has it) in any project."""
    issue = request.args.get("issueKey") or request.args.get("issueId")
    project = request.args.get("projectKey") or request.args.get("projectId")
    if issue is not None:
        places = [access.project_of(site, access.issue(site, person, issue))]
    elif project is not None:
        places = [access.project(site, person, project)]
    else:
        places = [row for row in site.tables.rows("project") if access.may_browse(person, row)]

    def holds(key: str) -> bool:
        if key in _GLOBAL:
            return person.admin or key not in ("ADMINISTER", "BULK_CHANGE")
        if key == "SET_ISSUE_SECURITY" and site.settings.free_plan:
            return False
        if key in _FOR_ADMINISTRATORS:
            return any(access.administers(person, place) for place in places)
        return bool(places)

    return holds


def _bean(key: str, held: bool) -> Record:
    return {
        "id": str(list(_ALL).index(key)),
        "key": key,
        "name": _ALL[key],
        "type": "GLOBAL" if key in _GLOBAL else "PROJECT",
        "description": _ALL[key],
        "havePermission": held,
    }
