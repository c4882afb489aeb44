# SPDX-License-Identifier: Apache-2.0
"""Boards of Jira Software: a filter, shown in the columns of its project's workflow."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox import auth
from mentorkit_sandbox.errors import jira_error, not_supported
from mentorkit_sandbox.jira import access, filters, wire
from mentorkit_sandbox.site import Site, SitePerson
from mentorkit_sandbox.tables import Record


def make_for_project(site: Site, lead: SitePerson, project: Record) -> None:
    """The board and filter that a software template brings."""
    name = f"{project['key']} board"
    shares = [{"type": "project", "project": {"id": project["id"]}}]
    jql = f"project = {project['key']} ORDER BY Rank ASC"
    made = filters.make(site, lead, {"name": f"Filter for {name}", "jql": jql, "sharePermissions": shares})
    _put(site, lead, name, made["id"], project["id"])


def blueprint(site: Site) -> Blueprint:
    """Create, find and read boards."""
    bp = Blueprint("jira-boards", __name__, url_prefix="/rest/agile/1.0/board")
    _many(bp, site)
    _one(bp, site)
    return bp


def visible_board(site: Site, person: SitePerson, id_: int) -> Record:
    """The board, if `person` may see it; else the vendor's 404."""
    row = site.tables.peek("board", str(id_))
    if row is None or not _visible(site, person, row):
        raise jira_error(
            404, f"Board with id '{id_}' does not exist or you don't have permission to view it."
        )
    return row


def _many(bp: Blueprint, site: Site) -> None:
    @bp.get("")
    def listed() -> ResponseReturnValue:
        person = auth.person()
        wire.only_arguments("startAt", "maxResults", "type", "name", "projectKeyOrId", "filterId", "orderBy")
        wanted = request.args.get("projectKeyOrId")
        project = None if wanted is None else access.project(site, person, wanted)["id"]
        words, kind = request.args.get("name", "").lower(), request.args.get("type")
        filter_id = request.args.get("filterId")
        rows = [
            row
            for row in site.tables.rows("board")
            if _visible(site, person, row)
            and project in (None, row["project"])
            and words in row["name"].lower()
            and kind in (None, row["type"])
            and filter_id in (None, row["filter"])
        ]
        order = request.args.get("orderBy")
        if order is not None:
            rows.sort(key=lambda row: row["name"].lower(), reverse=order.startswith("-"))
        return jsonify(_page(site, [_bean(site, row) for row in rows]))

    @bp.post("")
    def create() -> ResponseReturnValue:
        person, body = auth.person(), wire.json_object("name", "type", "filterId", "location")
        name = body.get("name")
        if not isinstance(name, str) or not 0 < len(name) < 255:
            raise jira_error(400, "The board name is required and must be less than 255 characters.")
        if body.get("type") == "scrum":
            raise not_supported("boards of the type 'scrum'")
        if body.get("type") != "kanban":
            raise jira_error(400, "The board type is required and must be 'kanban' or 'scrum'.")
        filter_ = filters.find(site, person, str(body.get("filterId", "")))
        location = body.get("location") or {}
        if location.get("type") != "project":
            raise not_supported("boards located elsewhere than in a project")
        project = access.project(site, person, str(location.get("projectKeyOrId", "")))
        return jsonify(_bean(site, _put(site, person, name, filter_["id"], project["id"]))), 201

    @bp.get("/filter/<int:filter_id>")
    def by_filter(filter_id: int) -> ResponseReturnValue:
        person = auth.person()
        wire.only_arguments("startAt", "maxResults")
        rows = [row for row in site.tables.rows("board") if row["filter"] == str(filter_id)]
        shown = [_bean(site, row) for row in rows if _visible(site, person, row)]
        return jsonify(_page(site, [{key: bean[key] for key in ("id", "self", "name")} for bean in shown]))


def _one(bp: Blueprint, site: Site) -> None:
    @bp.get("/<int:id_>")
    def one(id_: int) -> ResponseReturnValue:
        return jsonify(_bean(site, visible_board(site, auth.person(), id_)))

    @bp.delete("/<int:id_>")
    def delete(id_: int) -> ResponseReturnValue:
        person = auth.person()
        row = visible_board(site, person, id_)
        if row["owner"] != person.account_id and not person.admin:
            raise jira_error(403, "You do not have permission to delete this board.")
        site.tables.delete("board", row["id"])
        return "", 204

    @bp.get("/<int:id_>/configuration")
    def configuration(id_: int) -> ResponseReturnValue:
        row = visible_board(site, auth.person(), id_)
        project = site.tables.peek("project", row["project"]) or {}
        return jsonify(
            {
                "id": id_,
                "name": row["name"],
                "type": row["type"],
                "self": f"{site.base_url}/rest/agile/1.0/board/{id_}/configuration",
                "location": {"type": "project", "projectKeyOrId": project["key"]},
                "filter": {
                    "id": row["filter"],
                    "self": f"{site.base_url}/rest/api/3/filter/{row['filter']}",
                },
                "subQuery": {"query": ""},
                "columnConfig": {"columns": _columns(site, project), "constraintType": "issueCount"},
                "ranking": {"rankCustomFieldId": 10019},
            }
        )

    @bp.get("/<int:id_>/project")
    def projects(id_: int) -> ResponseReturnValue:
        row = visible_board(site, auth.person(), id_)
        wire.only_arguments("startAt", "maxResults")
        project = site.tables.peek("project", row["project"]) or {}
        shown = {
            "self": f"{site.base_url}/rest/api/3/project/{project['id']}",
            "id": project["id"],
            "key": project["key"],
            "name": project["name"],
            "projectTypeKey": project["type"],
            "simplified": False,
        }
        return jsonify(_page(site, [shown]))


def _columns(site: Site, project: Record) -> list[Record]:
    columns = []
    for id_ in project["statuses"]:
        status = site.tables.peek("status", id_) or {}
        self_ = f"{site.base_url}/rest/api/3/status/{id_}"
        columns.append({"name": status["name"], "statuses": [{"id": id_, "self": self_}]})
    return columns


def _put(site: Site, owner: SitePerson, name: str, filter_id: str, project_id: str) -> Record:
    id_ = str(site.tables.next_id("board", 1))
    row = {"id": id_, "name": name, "type": "kanban", "filter": filter_id, "project": project_id}
    row["owner"] = owner.account_id
    site.tables.put("board", id_, row)
    return row


def _visible(site: Site, person: SitePerson, row: Record) -> bool:
    filter_, project = site.tables.peek("filter", row["filter"]), site.tables.peek("project", row["project"])
    if filter_ is None or project is None or not access.may_browse(person, project):
        return False
    return filters.visible(site, person, filter_)


def _bean(site: Site, row: Record) -> Record:
    project = site.tables.peek("project", row["project"]) or {}
    return {
        "id": int(row["id"]),
        "self": f"{site.base_url}/rest/agile/1.0/board/{row['id']}",
        "name": row["name"],
        "type": row["type"],
        "location": {
            "projectId": int(project["id"]),
            "displayName": f"{project['name']} ({project['key']})",
            "projectName": project["name"],
            "projectKey": project["key"],
            "projectTypeKey": project["type"],
            "avatarURI": f"{site.base_url}/images/projects/{project['id']}",
            "name": f"{project['name']} ({project['key']})",
        },
        "isPrivate": False,
    }


def _page(site: Site, values: list[Record]) -> Record:
    """The agile API's page, which has no links."""
    page = wire.page(site, values, maximum=50)
    return {key: page[key] for key in ("maxResults", "startAt", "total", "isLast", "values")}
