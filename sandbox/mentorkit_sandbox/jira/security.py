# SPDX-License-Identifier: Apache-2.0
"""Issue security: schemes with levels, whose members alone see the issues of that level.

Enforcement is in `access`. Schemes belong to the paid plans: on a site with ``free_plan`` there are none.
"""

from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox import auth
from mentorkit_sandbox.errors import jira_error
from mentorkit_sandbox.jira import access, fields, tasks, wire
from mentorkit_sandbox.site import Site, SitePerson
from mentorkit_sandbox.tables import Record

HOLDERS = (
    *("reporter", "assignee", "user", "projectLead", "userCustomField"),
    *("projectRole", "applicationRole", "anyone"),
)
"""The kinds of member a level may have here; groups the sandbox does not have."""


def offer_mentoring(site: Site) -> None:
    """What a site's administrator may have prepared for mentoring, once.

    A multi-user field "Participants" that stands on the screens of all new projects, and a scheme "Mentoring"
    with the level "Pair only": reporter, assignee, participants and the project's lead.
    """
    if any(scheme["name"] == "Mentoring" for scheme in site.tables.rows("security_scheme")):
        return
    made = fields.make_custom(
        site, "Participants", "multiuserpicker", "Who takes part, and may see the issue."
    )
    fields.put_on_new_screens(site, made.id)
    members: list[Record] = [
        {"type": "reporter"},
        {"type": "assignee"},
        {"type": "userCustomField", "parameter": made.id},
        {"type": "projectLead"},
    ]
    level = {
        "name": "Pair only",
        "description": "The pair and the coordinator",
        "members": members,
        "isDefault": True,
    }
    _create(site, {"name": "Mentoring", "description": "Private development plans", "levels": [level]})


def levels_of_project(site: Site, project: Record) -> list[Record]:
    """The levels that issues of a project may have."""
    scheme = site.tables.peek("security_scheme", project["security_scheme"] or "")
    return [] if scheme is None else _levels_of(site, scheme)


def blueprint(site: Site) -> Blueprint:
    """Schemes, levels, members, and which project uses what."""
    bp = Blueprint("jira-security", __name__, url_prefix="/rest/api/3")
    _schemes(bp, site)
    _levels(bp, site)
    _projects(bp, site)
    return bp


def _schemes(bp: Blueprint, site: Site) -> None:
    @bp.get("/issuesecurityschemes")
    def listed() -> ResponseReturnValue:
        _administrator(site)
        rows = site.tables.rows("security_scheme")
        return jsonify({"issueSecuritySchemes": [_scheme_bean(site, row) for row in rows]})

    @bp.post("/issuesecurityschemes")
    def create() -> ResponseReturnValue:
        _administrator(site)
        body = wire.json_object()
        if not isinstance(body.get("name"), str) or not body["name"].strip():
            raise jira_error(400, errors={"name": "The name of the issue security scheme is required."})
        if any(row["name"] == body["name"] for row in site.tables.rows("security_scheme")):
            raise jira_error(400, errors={"name": "An issue security scheme with this name already exists."})
        return jsonify({"id": _create(site, body)}), 201

    @bp.get("/issuesecurityschemes/<int:id_>")
    def one(id_: int) -> ResponseReturnValue:
        person, scheme = auth.person(), _scheme(site, str(id_))
        users = [project for project in site.tables.rows("project") if project["security_scheme"] == str(id_)]
        if not person.admin and not any(access.administers(person, project) for project in users):
            access.require_administrator(person)
        return jsonify({**_scheme_bean(site, scheme), "levels": _levels_of(site, scheme)})


def _levels(bp: Blueprint, site: Site) -> None:
    @bp.get("/issuesecurityschemes/level")
    def levels() -> ResponseReturnValue:
        _administrator(site)
        wire.only_arguments("startAt", "maxResults", "id", "schemeId", "onlyDefault")
        ids, schemes = request.args.getlist("id"), request.args.getlist("schemeId")
        found = [
            _level_bean(site, row)
            for row in site.tables.rows("security_level")
            if not (ids or schemes) or row["id"] in ids or row["scheme"] in schemes
        ]
        if wire.flag("onlyDefault"):
            found = [bean for bean in found if bean["isDefault"]]
        return jsonify(wire.page(site, found))

    @bp.get("/issuesecurityschemes/level/member")
    def members() -> ResponseReturnValue:
        _administrator(site)
        wire.only_arguments("startAt", "maxResults", "id", "schemeId", "levelId", "expand")
        ids, schemes, levels = (request.args.getlist(name) for name in ("id", "schemeId", "levelId"))
        found = [
            _member_bean(level, member)
            for level in site.tables.rows("security_level")
            for member in level["members"]
            if not (ids or schemes or levels)
            or (member["id"] in ids or level["id"] in levels or level["scheme"] in schemes)
        ]
        return jsonify(wire.page(site, found))

    @bp.put("/issuesecurityschemes/<scheme_id>/level/<level_id>/member")
    def add_members(scheme_id: str, level_id: str) -> ResponseReturnValue:
        _administrator(site)
        level = site.tables.get("security_level", level_id)
        if level is None or level["scheme"] != scheme_id:
            raise jira_error(404, f"The issue security level '{level_id}' does not exist.")
        body = wire.json_object("members")
        level["members"] += [_member(site, given) for given in wire.json_list(body, "members")]
        site.tables.put("security_level", level_id, level)
        return "", 204

    @bp.get("/securitylevel/<id_>")
    def level(id_: str) -> ResponseReturnValue:
        auth.person()
        row = site.tables.peek("security_level", id_)
        if row is None:
            raise jira_error(404, f"The issue security level '{id_}' does not exist.")
        return jsonify(_level_bean(site, row))


def _projects(bp: Blueprint, site: Site) -> None:
    @bp.get("/issuesecurityschemes/project")
    def mappings() -> ResponseReturnValue:
        _administrator(site)
        wire.only_arguments("startAt", "maxResults", "issueSecuritySchemeId", "projectId")
        schemes, projects = request.args.getlist("issueSecuritySchemeId"), request.args.getlist("projectId")
        found = [
            {"issueSecuritySchemeId": project["security_scheme"], "projectId": project["id"]}
            for project in site.tables.rows("project")
            if project["security_scheme"] is not None
            and (
                not (schemes or projects)
                or project["id"] in projects
                or project["security_scheme"] in schemes
            )
        ]
        return jsonify(wire.page(site, found))

    @bp.put("/issuesecurityschemes/project")
    def associate() -> ResponseReturnValue:
        person = _administrator(site)
        body = wire.json_object("projectId", "schemeId", "oldToNewSecurityLevelMappings")
        project = access.find_project(site, str(body.get("projectId", "")))
        scheme = site.tables.peek("security_scheme", str(body.get("schemeId", "")))
        if project is None or scheme is None:
            raise jira_error(404, "The project or the issue security scheme does not exist.")
        mappings = wire.json_list(body, "oldToNewSecurityLevelMappings")
        _remap(site, project, {one["oldLevelId"]: one["newLevelId"] for one in mappings})
        record = site.tables.get("project", project["id"]) or {}
        site.tables.put("project", project["id"], {**record, "security_scheme": scheme["id"]})
        return tasks.finished(site, person, "Associate issue security scheme", None)

    @bp.get("/project/<name>/issuesecuritylevelscheme")
    def scheme_of(name: str) -> ResponseReturnValue:
        person = auth.person()
        project = access.project(site, person, name)
        access.require_project_administrator(person, project)
        if project["security_scheme"] is None:
            raise jira_error(404, "The project has no issue security scheme.")
        scheme = _scheme(site, project["security_scheme"])
        return jsonify({**_scheme_bean(site, scheme), "levels": _levels_of(site, scheme)})

    @bp.get("/project/<name>/securitylevel")
    def levels_of(name: str) -> ResponseReturnValue:
        person = auth.person()
        project = access.project(site, person, name)
        may_set = access.administers(person, project)
        return jsonify({"levels": levels_of_project(site, project) if may_set else []})


def _administrator(site: Site) -> SitePerson:
    person = auth.person()
    access.require_administrator(person)
    if site.settings.free_plan:
        raise jira_error(403, "Issue security schemes are not available on the Free plan.")
    return person


def _create(site: Site, body: Record) -> str:
    id_ = str(site.tables.next_id("security_scheme"))
    default = None
    for given in wire.json_list(body, "levels"):
        level_id = str(site.tables.next_id("security_level"))
        level = {
            "id": level_id,
            "scheme": id_,
            "name": given["name"],
            "description": given.get("description", ""),
            "members": [_member(site, member) for member in given.get("members", [])],
        }
        site.tables.put("security_level", level_id, level)
        default = level_id if given.get("isDefault") else default
    scheme = {"id": id_, "name": body["name"], "description": body.get("description", ""), "default": default}
    site.tables.put("security_scheme", id_, scheme)
    return id_


def _member(site: Site, given: Record) -> Record:
    kind, parameter = given.get("type"), given.get("parameter")
    if kind not in HOLDERS:
        raise jira_error(400, errors={"type": f"The member type '{kind}' is not valid."})
    if kind == "user" and site.person(parameter) is None:
        raise jira_error(400, errors={"parameter": f"The user '{parameter}' does not exist."})
    if kind == "userCustomField" and fields.find(site, str(parameter)) is None:
        raise jira_error(400, errors={"parameter": f"The custom field '{parameter}' does not exist."})
    id_ = str(site.tables.next_id("security_member"))
    return {"id": id_, "type": kind} | ({} if parameter is None else {"parameter": str(parameter)})


def _remap(site: Site, project: Record, mapping: dict[str, str]) -> None:
    """Give the project's secured issues their new levels; "-1" means none."""
    for issue in site.tables.rows("issue"):
        old = issue["fields"].get("security")
        if issue["project"] != project["id"] or old is None:
            continue
        if old not in mapping:
            raise jira_error(400, f"A mapping for the issue security level '{old}' is missing.")
        record: Any = site.tables.get("issue", issue["id"])
        record["fields"]["security"] = None if mapping[old] == "-1" else mapping[old]
        site.tables.put("issue", issue["id"], record)


def _scheme(site: Site, id_: str) -> Record:
    scheme = site.tables.peek("security_scheme", id_)
    if scheme is None:
        raise jira_error(404, f"The issue security scheme '{id_}' does not exist.")
    return scheme


def _scheme_bean(site: Site, scheme: Record) -> Record:
    shown = {
        "self": f"{site.base_url}/rest/api/3/issuesecurityschemes/{scheme['id']}",
        "id": int(scheme["id"]),
        "name": scheme["name"],
        "description": scheme["description"],
    }
    return shown if scheme["default"] is None else {**shown, "defaultSecurityLevelId": int(scheme["default"])}


def _levels_of(site: Site, scheme: Record) -> list[Record]:
    rows = site.tables.rows("security_level")
    return [_level_bean(site, row) for row in rows if row["scheme"] == scheme["id"]]


def _level_bean(site: Site, level: Record) -> Record:
    scheme = _scheme(site, level["scheme"])
    return {
        "self": f"{site.base_url}/rest/api/3/securitylevel/{level['id']}",
        "id": level["id"],
        "description": level["description"],
        "name": level["name"],
        "isDefault": scheme["default"] == level["id"],
        "issueSecuritySchemeId": level["scheme"],
    }


def _member_bean(level: Record, member: Record) -> Record:
    holder = {key: member[key] for key in ("type", "parameter") if key in member}
    return {
        "id": member["id"],
        "issueSecurityLevelId": level["id"],
        "issueSecuritySchemeId": level["scheme"],
        "holder": holder,
        "managed": False,
    }
