# SPDX-License-Identifier: Apache-2.0
"""Projects: made, found, changed, removed."""

import re

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox import auth
from mentorkit_sandbox.errors import jira_error, not_supported
from mentorkit_sandbox.jira import access, boards, fields, issues, people, wire, world
from mentorkit_sandbox.site import Site, SitePerson
from mentorkit_sandbox.tables import Record

KANBAN = "com.pyxis.greenhopper.jira:gh-simplified-kanban-classic"
_BUSINESS = "com.atlassian.jira-core-project-templates:jira-core-simplified-"
_KEY = re.compile(r"[A-Z][A-Z0-9_]{1,9}")
_READ = frozenset(
    {"key", "name", "description", "leadAccountId", "assigneeType", "projectTypeKey", "projectTemplateKey"}
    | {"issueSecurityScheme", "url"}
)
_TYPES = ("software", "business")


def make(site: Site, lead: SitePerson, body: Record) -> Record:
    """Store a new project with its workflow and screen, and a board where the template brings one."""
    template = body.get("projectTemplateKey", KANBAN)
    id_ = str(site.tables.next_id("project"))
    scheme = body.get("issueSecurityScheme")
    project = {
        "id": id_,
        "key": body["key"],
        "name": body["name"],
        "description": body.get("description", ""),
        "lead": lead.account_id,
        "type": body.get("projectTypeKey") or ("software" if "greenhopper" in template else "business"),
        "assigneeType": body.get("assigneeType", "UNASSIGNED"),
        "private_to": body.get("private_to"),
        "security_scheme": None if scheme is None else str(scheme),
        "statuses": world.new_workflow(site, template),
        "screen": fields.new_screen(site, f"{body['key']}: Default Issue Screen"),
        "properties": {},
    }
    site.tables.put("project", id_, project)
    site.tables.put("project_key", body["key"], {"id": id_})
    if "greenhopper" in template:
        boards.make_for_project(site, lead, project)
    return project


def bean(site: Site, project: Record) -> Record:
    """A project as lists show it."""
    base = f"{site.base_url}/rest/api/3/project/{project['id']}"
    avatar = f"{site.base_url}/images/projects/{project['id']}"
    return {
        "expand": "description,lead,issueTypes,url,projectKeys,permissions,insight",
        "self": base,
        "id": project["id"],
        "key": project["key"],
        "name": project["name"],
        "avatarUrls": {f"{size}x{size}": f"{avatar}?size={size}" for size in (16, 24, 32, 48)},
        "projectTypeKey": project["type"],
        "simplified": False,
        "style": "classic",
        "isPrivate": project["private_to"] is not None,
        "properties": {},
    }


def blueprint(site: Site) -> Blueprint:
    """Create, read, update, delete and search; and the statuses and roles of a project."""
    bp = Blueprint("jira-projects", __name__, url_prefix="/rest/api/3/project")
    _reading(bp, site)
    _writing(bp, site)
    _parts(bp, site)
    return bp


def _reading(bp: Blueprint, site: Site) -> None:
    @bp.get("/search")
    def search() -> ResponseReturnValue:
        person = auth.person()
        wire.only_arguments(
            "startAt", "maxResults", "orderBy", "id", "keys", "query", "typeKey", "expand", "status", "action"
        )
        found = [row for row in site.tables.rows("project") if _wanted(person, row)]
        order = request.args.get("orderBy", "key")
        key = order.lstrip("+-")
        if key not in ("key", "name"):
            raise not_supported(f"orderBy={order} of projects")
        found.sort(key=lambda row: str(row[key]), reverse=order.startswith("-"))
        shown = [_expanded(site, row) for row in found]
        return jsonify(wire.page(site, shown, maximum=100))

    @bp.get("/<name>")
    def one(name: str) -> ResponseReturnValue:
        project = access.project(site, auth.person(), name)
        wire.only_arguments("expand", "properties")
        types = [world.issue_type(site, id_) for id_ in world.ISSUE_TYPES]
        shown = {
            **bean(site, project),
            "description": project["description"],
            "lead": people.user(site, project["lead"]),
            "components": [],
            "issueTypes": types,
            "assigneeType": project["assigneeType"],
            "versions": [],
            "roles": _roles(site, project),
        }
        stored = project["properties"]
        shown["properties"] = {key: stored[key] for key in wire.listed("properties") if key in stored}
        return jsonify(shown)


def _writing(bp: Blueprint, site: Site) -> None:
    @bp.post("")
    def create() -> ResponseReturnValue:
        person, body = auth.person(), wire.json_object()
        access.require_administrator(person)
        _check_new(site, body)
        lead = site.person(body.get("leadAccountId", person.account_id))
        if lead is None:
            raise jira_error(400, errors={"projectLead": "You must specify a valid project lead."})
        project = make(site, lead, body)
        return jsonify(
            {key: bean(site, project)[key] for key in ("self", "key")} | {"id": int(project["id"])}
        ), 201

    @bp.put("/<name>")
    def change(name: str) -> ResponseReturnValue:
        person = auth.person()
        found = access.project(site, person, name)
        access.require_project_administrator(person, found)
        body = wire.json_object()
        for key in body.keys() - {"name", "description", "leadAccountId", "assigneeType"}:
            raise not_supported(f"changing '{key}' of a project")
        if "name" in body:
            _check_name(site, body["name"], but=found["id"])
        if "leadAccountId" in body and site.person(body["leadAccountId"]) is None:
            raise jira_error(400, errors={"projectLead": "You must specify a valid project lead."})
        project = site.tables.get("project", found["id"]) or {}
        project["lead"] = body.pop("leadAccountId", project["lead"])
        project.update(body)
        site.tables.put("project", project["id"], project)
        return one_project(project)

    def one_project(project: Record) -> ResponseReturnValue:
        lead = people.user(site, project["lead"])
        return jsonify({**bean(site, project), "description": project["description"], "lead": lead})

    @bp.delete("/<name>")
    def delete(name: str) -> ResponseReturnValue:
        person = auth.person()
        project = access.project(site, person, name)
        wire.only_arguments("enableUndo")
        if not person.admin:
            raise jira_error(404, "You do not have permission to delete the project.")
        for issue in site.tables.rows("issue"):
            if issue["project"] == project["id"] and site.tables.peek("issue", issue["id"]) is not None:
                issues.delete(site, person, issue, with_subtasks=True)
        site.tables.delete("project_key", project["key"])
        site.tables.delete("project", project["id"])
        return "", 204


def _parts(bp: Blueprint, site: Site) -> None:
    @bp.get("/<name>/statuses")
    def statuses(name: str) -> ResponseReturnValue:
        project = access.project(site, auth.person(), name)
        known = [world.status(site, id_) for id_ in project["statuses"]]
        kept = ("self", "id", "name", "subtask")
        types = [world.issue_type(site, id_) for id_ in world.ISSUE_TYPES]
        return jsonify([{**{key: type_[key] for key in kept}, "statuses": known} for type_ in types])

    @bp.get("/<name>/role")
    def roles(name: str) -> ResponseReturnValue:
        return jsonify(_roles(site, access.project(site, auth.person(), name)))

    @bp.get("/<name>/role/<role_id>")
    def role(name: str, role_id: str) -> ResponseReturnValue:
        project = access.project(site, auth.person(), name)
        if role_id != access.ADMINISTRATORS_ROLE:
            raise jira_error(404, f"There is no project role with id '{role_id}'.")
        holders = [one for one in site.people if access.administers(one, project)]
        return jsonify(
            {
                "self": _roles(site, project)["Administrators"],
                "name": "Administrators",
                "id": int(role_id),
                "description": "Those who administer this project",
                "actors": [_actor(number, one) for number, one in enumerate(holders, start=10000)],
            }
        )


def _actor(number: int, person: SitePerson) -> Record:
    return {
        "id": number,
        "displayName": person.name,
        "type": "atlassian-user-role-actor",
        "actorUser": {"accountId": person.account_id},
    }


def _wanted(person: SitePerson, project: Record) -> bool:
    keys, ids = wire.listed("keys"), wire.listed("id")
    words = request.args.get("query", "").lower()
    return (
        access.may_browse(person, project)
        and (not keys or project["key"] in keys)
        and (not ids or project["id"] in ids)
        and (words in project["name"].lower() or words in project["key"].lower())
        and request.args.get("typeKey", project["type"]) == project["type"]
        and request.args.get("status", "live") == "live"
    )


def _expanded(site: Site, project: Record) -> Record:
    wanted = wire.listed("expand")
    extra: Record = {}
    if "description" in wanted:
        extra["description"] = project["description"]
    if "lead" in wanted:
        extra["lead"] = people.user(site, project["lead"])
    if "issueTypes" in wanted:
        extra["issueTypes"] = [world.issue_type(site, id_) for id_ in world.ISSUE_TYPES]
    return {**bean(site, project), **extra}


def _roles(site: Site, project: Record) -> Record:
    base = f"{site.base_url}/rest/api/3/project/{project['id']}/role"
    return {"Administrators": f"{base}/{access.ADMINISTRATORS_ROLE}"}


def _check_new(site: Site, body: Record) -> None:
    for unknown in sorted(body.keys() - _READ):
        raise not_supported(f"'{unknown}' when creating a project")
    errors: dict[str, str] = {}
    key = body.get("key")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        errors["projectKey"] = (
            "Project keys must start with an uppercase letter, followed by one or more uppercase "
            "alphanumeric characters."
        )
    elif (taken := access.find_project(site, key)) is not None:
        errors["projectKey"] = f"Project '{taken['name']}' uses this project key."
    if body.get("projectTypeKey", "software") not in _TYPES:
        errors["projectTypeKey"] = "An invalid project type was specified."
    scheme = body.get("issueSecurityScheme")
    if scheme is not None and site.tables.peek("security_scheme", str(scheme)) is None:
        errors["issueSecurityScheme"] = "Invalid issue security scheme id."
    if errors:
        raise jira_error(400, errors=errors)
    template = str(body.get("projectTemplateKey", KANBAN))
    if template != KANBAN and not template.startswith(_BUSINESS):
        if not template.startswith("com."):
            raise jira_error(400, errors={"projectTemplateKey": "An invalid project template was specified."})
        raise not_supported(f"the project template '{template}'")
    _check_name(site, body.get("name"))


def _check_name(site: Site, name: object, but: str | None = None) -> None:
    if not isinstance(name, str) or not 2 <= len(name) <= 80:
        raise jira_error(400, errors={"projectName": "You must specify a valid project name."})
    if any(row["name"] == name and row["id"] != but for row in site.tables.rows("project")):
        raise jira_error(400, errors={"projectName": "A project with that name already exists."})
