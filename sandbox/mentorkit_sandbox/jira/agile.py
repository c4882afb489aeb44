# SPDX-License-Identifier: Apache-2.0
"""Issues as Jira Software sees them: on boards, in epics, in the backlog, and by rank."""

from operator import itemgetter

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox import auth
from mentorkit_sandbox.errors import jira_error
from mentorkit_sandbox.jira import access, boards, filters, jql, render, search, store, wire, world
from mentorkit_sandbox.jira.index import Index
from mentorkit_sandbox.site import Site, SitePerson
from mentorkit_sandbox.tables import Record

_AT_ONCE = 50
_SMALLEST_STEP = 1e-6


def blueprint(site: Site, index: Index) -> Blueprint:
    """Board, backlog and epic contents; ranking."""
    bp = Blueprint("jira-agile", __name__, url_prefix="/rest/agile/1.0")
    _contents(bp, site, index)
    _moving(bp, site)
    return bp


def _contents(bp: Blueprint, site: Site, index: Index) -> None:
    @bp.get("/board/<int:id_>/issue")
    def on_board(id_: int) -> ResponseReturnValue:
        person = auth.person()
        return _listed(site, person, _on_board(site, index, person, id_))

    @bp.get("/board/<int:id_>/backlog")
    def backlog(id_: int) -> ResponseReturnValue:
        """On a kanban board the backlog is its first column."""
        person = auth.person()
        board = boards.visible_board(site, person, id_)
        first = (site.tables.peek("project", board["project"]) or {})["statuses"][0]
        found = _on_board(site, index, person, id_)
        return _listed(site, person, [issue for issue in found if issue["status"] == first])

    @bp.get("/epic/<name>/issue")
    def in_epic(name: str) -> ResponseReturnValue:
        person = auth.person()
        epic = access.issue(site, person, name)
        if epic["type"] != world.EPIC:
            raise jira_error(404, f"The requested epic '{name}' does not exist.")
        text = _bounded(f"parent = {epic['id']}", "rank")
        return _listed(site, person, search.found(site, index, person, text))


def _moving(bp: Blueprint, site: Site) -> None:
    @bp.put("/issue/rank")
    def rank() -> ResponseReturnValue:
        person = auth.person()
        body = wire.json_object("issues", "rankBeforeIssue", "rankAfterIssue", "rankCustomFieldId")
        moved = _named(site, person, wire.json_list(body, "issues"))
        before = body.get("rankBeforeIssue")
        if (before is None) == (body.get("rankAfterIssue") is None):
            raise jira_error(400, "One of rankBeforeIssue and rankAfterIssue must be given.")
        anchor = access.issue(site, person, str(before or body["rankAfterIssue"]))
        _rank(site, moved, anchor, after=before is None)
        return "", 204

    @bp.post("/backlog/issue")
    def to_backlog() -> ResponseReturnValue:
        """Takes issues out of sprints; on a kanban board there are none, so nothing changes."""
        _named(site, auth.person(), wire.json_list(wire.json_object("issues"), "issues"))
        return "", 204


def _on_board(site: Site, index: Index, person: SitePerson, board_id: int) -> list[Record]:
    board = boards.visible_board(site, person, board_id)
    text = filters.find(site, person, board["filter"])["jql"]
    query = jql.parse(text)
    if query.where is None:
        text = f"project = {board['project']} {text}"
    found = search.found(site, index, person, text)
    wanted = request.args.get("jql")
    if wanted:
        kept = {issue["id"] for issue in search.found(site, index, person, wanted)}
        found = [issue for issue in found if issue["id"] in kept]
    return found


def _bounded(restriction: str, order: str) -> str:
    wanted = request.args.get("jql")
    extra = f" AND ({wanted})" if wanted else ""
    return f"{restriction}{extra} ORDER BY {order}"


def _listed(site: Site, person: SitePerson, issues: list[Record]) -> ResponseReturnValue:
    wire.only_arguments("startAt", "maxResults", "jql", "validateQuery", "fields", "expand")
    view = render.View(
        fields=wire.listed("fields") or ["*navigable"], expand=render.read_expand(wire.listed("expand"))
    )
    page = wire.page(site, issues, maximum=100)
    shown = [render.issue(site, person, issue, view) for issue in page["values"]]
    kept = {key: page[key] for key in ("startAt", "maxResults", "total")}
    return jsonify({"expand": "names,schema", **kept, "issues": shown})


def _named(site: Site, person: SitePerson, names: list[str]) -> list[Record]:
    if not 1 <= len(names) <= _AT_ONCE:
        raise jira_error(400, f"Between 1 and {_AT_ONCE} issues can be moved at once.")
    return [access.issue(site, person, str(name)) for name in names]


def _rank(site: Site, moved: list[Record], anchor: Record, *, after: bool) -> None:
    """Put the issues beside the anchor, in their order, between it and its neighbor."""
    ids = {issue["id"] for issue in moved}
    if anchor["id"] in ids:
        raise jira_error(400, "An issue cannot be ranked relative to itself.")
    others = sorted(
        (one for one in site.tables.rows("issue") if one["id"] not in ids), key=itemgetter("rank")
    )
    place = [one["id"] for one in others].index(anchor["id"]) + after
    low = others[place - 1]["rank"] if place > 0 else others[0]["rank"] - 1
    high = others[place]["rank"] if place < len(others) else others[-1]["rank"] + 1
    step = (high - low) / (len(moved) + 1)
    if step > _SMALLEST_STEP:
        _set_ranks(site, {issue["id"]: low + number * step for number, issue in enumerate(moved, start=1)})
        return
    everything = [*others[:place], *moved, *others[place:]]
    _set_ranks(site, {issue["id"]: float(number) for number, issue in enumerate(everything, start=1)})


def _set_ranks(site: Site, ranks: dict[str, float]) -> None:
    for id_, rank in ranks.items():
        site.tables.put("issue", id_, {**store.load(site, id_), "rank": rank})
