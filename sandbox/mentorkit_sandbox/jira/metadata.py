# SPDX-License-Identifier: Apache-2.0
"""What a client asks before it writes: the site, permissions, types, statuses, fields to create with,
labels."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox import auth
from mentorkit_sandbox.errors import jira_error, not_supported
from mentorkit_sandbox.jira import access, fields, security, wire, world
from mentorkit_sandbox.site import Site
from mentorkit_sandbox.tables import Record


def blueprint(site: Site) -> Blueprint:
    """Read-only facts about the site."""
    bp = Blueprint("jira-metadata", __name__, url_prefix="/rest/api/3")
    _site(bp, site)
    _types(bp, site)
    _statuses(bp, site)
    _create(bp, site)
    return bp


def _site(bp: Blueprint, site: Site) -> None:
    @bp.get("/serverInfo")
    def server_info() -> ResponseReturnValue:
        return jsonify(
            {
                "baseUrl": site.base_url,
                "version": "1001.0.0-SNAPSHOT",
                "versionNumbers": [1001, 0, 0],
                "deploymentType": "Cloud",
                "buildNumber": 100000,
                "buildDate": "2026-01-01T00:00:00.000+0000",
                "serverTime": wire.stamp(site.clock.now()),
                "serverTimeZone": "Etc/UTC",
                "scmInfo": "sandbox",
                "serverTitle": "Jira (sandbox)",
            }
        )

    @bp.get("/label")
    def labels() -> ResponseReturnValue:
        person = auth.person()
        wire.only_arguments("startAt", "maxResults")
        seen = {
            label
            for issue in site.tables.rows("issue")
            if access.may_see(site, person, issue)
            for label in issue["fields"]["labels"]
        }
        return jsonify(wire.page(site, sorted(seen), default=1000, maximum=1000))

    @bp.get("/projectvalidate/key")
    def project_key() -> ResponseReturnValue:
        auth.person()
        wire.only_arguments("key")
        taken = access.find_project(site, request.args.get("key", "")) is not None
        errors = {"projectKey": "A project with that project key already exists."} if taken else {}
        return jsonify({"errorMessages": [], "errors": errors})


def _types(bp: Blueprint, site: Site) -> None:
    @bp.get("/issuetype")
    def types() -> ResponseReturnValue:
        auth.person()
        return jsonify([world.issue_type(site, id_) for id_ in world.ISSUE_TYPES])

    @bp.get("/issuetype/project")
    def of_project() -> ResponseReturnValue:
        person = auth.person()
        wire.only_arguments("projectId", "level")
        access.project(site, person, request.args.get("projectId", ""))
        level = wire.integer("level", 0) if request.args.get("level") != "-1" else -1
        found = [world.issue_type(site, id_) for id_ in world.ISSUE_TYPES]
        return jsonify(
            [one for one in found if "level" not in request.args or one["hierarchyLevel"] == level]
        )

    @bp.get("/issuetype/<id_>")
    def one_type(id_: str) -> ResponseReturnValue:
        auth.person()
        if id_ not in world.ISSUE_TYPES:
            raise jira_error(404, f"The issue type '{id_}' does not exist.")
        return jsonify(world.issue_type(site, id_))

    @bp.get("/priority")
    def priorities() -> ResponseReturnValue:
        auth.person()
        return jsonify([world.priority(site, id_) for id_ in world.PRIORITIES])


def _statuses(bp: Blueprint, site: Site) -> None:
    @bp.get("/status")
    def statuses() -> ResponseReturnValue:
        auth.person()
        return jsonify([world.status(site, id_) for id_ in site.tables.ids("status")])

    @bp.get("/status/<name>")
    def one_status(name: str) -> ResponseReturnValue:
        auth.person()
        for row in site.tables.rows("status"):
            if name in (row["id"], row["name"]):
                return jsonify(world.status(site, row["id"]))
        raise jira_error(404, f"The status '{name}' does not exist.")

    @bp.get("/statuscategory")
    def categories() -> ResponseReturnValue:
        auth.person()
        return jsonify([world.category(site, key) for key in world.CATEGORIES])

    @bp.get("/statuscategory/<name>")
    def one_category(name: str) -> ResponseReturnValue:
        auth.person()
        for key, known in world.CATEGORIES.items():
            if name in (key, str(known["id"])):
                return jsonify(world.category(site, key))
        raise jira_error(404, f"The status category '{name}' does not exist.")


def _create(bp: Blueprint, site: Site) -> None:
    @bp.get("/issue/createmeta/<name>/issuetypes")
    def create_types(name: str) -> ResponseReturnValue:
        access.project(site, auth.person(), name)
        wire.only_arguments("startAt", "maxResults")
        page = wire.page(site, [world.issue_type(site, id_) for id_ in world.ISSUE_TYPES], maximum=200)
        kept = {key: page[key] for key in ("startAt", "maxResults", "total")}
        return jsonify({**kept, "issueTypes": page["values"]})

    @bp.get("/issue/createmeta/<name>/issuetypes/<type_id>")
    def create_fields(name: str, type_id: str) -> ResponseReturnValue:
        person = auth.person()
        project = access.project(site, person, name)
        wire.only_arguments("startAt", "maxResults")
        if type_id not in world.ISSUE_TYPES:
            raise jira_error(404, f"The issue type '{type_id}' does not exist.")
        screen = site.tables.peek("screen", project["screen"]) or {}
        administers = access.administers(person, project)
        shown = [
            _create_field(site, project, type_id, known)
            for known in (fields.find(site, id_) for id_ in screen["fields"])
            if known is not None and (administers or known.id not in ("reporter", "security"))
        ]
        page = wire.page(site, shown, maximum=200)
        kept = {key: page[key] for key in ("startAt", "maxResults", "total")}
        return jsonify({**kept, "fields": page["values"]})

    @bp.get("/issue/createmeta")
    def old_create_metadata() -> ResponseReturnValue:
        raise not_supported("the deprecated createmeta; use createmeta/{project}/issuetypes")


def _create_field(site: Site, project: Record, type_id: str, known: fields.Field) -> Record:
    required = known.id in ("summary", "issuetype", "project", "reporter")
    if known.id == "parent":
        required = world.ISSUE_TYPES[type_id]["hierarchyLevel"] < 0
    shown: Record = {
        "required": required,
        "schema": known.schema,
        "name": known.name,
        "key": known.id,
        "fieldId": known.id,
        "hasDefaultValue": known.id in ("priority", "reporter"),
        "operations": list(known.operations),
    }
    if known.id == "issuetype":
        shown["allowedValues"] = [world.issue_type(site, type_id)]
    elif known.id == "priority":
        shown["allowedValues"] = [world.priority(site, id_) for id_ in world.PRIORITIES]
    elif known.id == "security":
        shown["allowedValues"] = security.levels_of_project(site, project)
    return shown
