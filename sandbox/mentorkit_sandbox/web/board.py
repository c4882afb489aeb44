# SPDX-License-Identifier: Apache-2.0
"""The board: goals as lanes, activities as cards, a move by drag, by menu or by key."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox.jira import access, boards, world
from mentorkit_sandbox.tables import Record
from mentorkit_sandbox.web import addresses, cards, shell, words
from mentorkit_sandbox.web.front import Front, Refusal

_FORTNIGHT = timedelta(days=14)
FILTERS: dict[str, str] = {
    "": "Everything",
    "fortnight": "Due this fortnight",
    "mentor": "Waiting for mentor",
    "work": "Linked to real work",
    "stale": "Nothing for 14 days",
}
"""What a board can be narrowed to."""


def install(bp: Blueprint, front: Front) -> None:
    """Add the list of boards, the board, and the move of a card."""

    @bp.get("/jira")
    def all_boards() -> ResponseReturnValue:
        found = [(project, row) for project, row in _visible(front)]
        return render_template("boards.html", boards=found, address=addresses.board)

    @bp.get("/jira/software/c/projects/<key>/boards/<int:board_id>")
    def board(key: str, board_id: int) -> ResponseReturnValue:
        project, row = _board(front, key, board_id)
        issues = [found for found in _issues(front, board_id) if found["type"] != world.SUBTASK]
        chosen = request.args.get("show", "")
        lanes = _lanes(front, issues, _filter(front, chosen))
        columns = cards.columns(front, project)
        return render_template(
            "board.html",
            title=_title(front, project, issues),
            seen=_seen(front, issues),
            columns=columns,
            counts={column.id: sum(len(lane.of(column)) for lane in lanes) for column in columns},
            lanes=[lane for lane in lanes if lane.cards or not chosen],
            filters=FILTERS,
            chosen=chosen,
            address=addresses.board(project, row),
        )

    @bp.post("/jira/software/c/projects/<key>/boards/<int:board_id>/cards/<name>")
    def move_card(key: str, board_id: int, name: str) -> ResponseReturnValue:
        project, row = _board(front, key, board_id)
        issue = access.issue(front.site, front.me, name)
        try:
            move(front, issue, request.form.get("to", ""))
            _rank(front, issue, request.form.get("before", ""))
        except Refusal as refusal:
            if "X-Card" not in request.headers:
                raise
            return {"sentence": refusal.sentence}, refusal.status or HTTPStatus.BAD_GATEWAY
        if "X-Card" not in request.headers:
            return redirect(f"{addresses.board(project, row)}#card-{issue['key']}", HTTPStatus.SEE_OTHER)
        fresh = cards.card(front, access.issue(front.site, front.me, name))
        return render_template(
            "_card.html",
            card=fresh,
            columns=cards.columns(front, project),
            address=addresses.board(project, row),
        )


def move(front: Front, issue: Record, status_id: str) -> None:
    """Move an issue to a status by its transition; nothing is sent when it is there. Raises Refusal."""
    if status_id == issue["status"]:
        return
    known = world.transitions(front.site, access.project_of(front.site, issue))
    transition = next((id_ for id_, to in known.items() if to["status"] == status_id), "")
    front.send("POST", f"/rest/api/3/issue/{issue['key']}/transitions", {"transition": {"id": transition}})


def _rank(front: Front, issue: Record, before: str) -> None:
    """Put a card before another one, or after the last of its column. Raises Refusal."""
    wish: dict[str, Any] = {"issues": [issue["key"]]}
    if before:
        wish["rankBeforeIssue"] = before
    else:
        fresh = access.issue(front.site, front.me, issue["key"])
        last = max(_beside(front, fresh), key=lambda other: float(other["rank"]), default=None)
        if last is None or last["rank"] < fresh["rank"]:
            return
        wish["rankAfterIssue"] = last["key"]
    front.send("PUT", "/rest/agile/1.0/issue/rank", wish)


def _beside(front: Front, issue: Record) -> list[Record]:
    """The other cards of the same goal in the same column."""
    return [
        other
        for other in front.site.tables.rows("issue")
        if other["id"] != issue["id"]
        and (other["project"], other["status"]) == (issue["project"], issue["status"])
        and other["fields"]["parent"] == issue["fields"]["parent"]
        and access.may_see(front.site, front.me, other)
    ]


def _visible(front: Front) -> list[tuple[Record, Record]]:
    found = []
    for row in front.site.tables.rows("board"):
        project = front.site.tables.peek("project", row["project"])
        if project is not None and access.may_browse(front.me, project):
            found.append((project, row))
    return found


def _board(front: Front, key: str, board_id: int) -> tuple[Record, Record]:
    project = access.project(front.site, front.me, key)
    return project, boards.visible_board(front.site, front.me, board_id)


def _issues(front: Front, board_id: int) -> list[Record]:
    """The issues on a board in their order, as the site's own API lists them for this person."""
    found: list[dict[str, Any]] = []
    while True:
        part = front.ask(
            "GET",
            f"/rest/agile/1.0/board/{board_id}/issue",
            fields="summary",
            startAt=str(len(found)),
            maxResults="100",
        )
        found += part["issues"]
        if not part["issues"] or len(found) >= part["total"]:
            break
    records = [access.find_issue(front.site, issue["key"]) for issue in found]
    there = [record for record in records if record and access.may_see(front.site, front.me, record)]
    return sorted(there, key=lambda issue: float(issue["rank"]))


def _lanes(front: Front, issues: list[Record], wanted: Callable[[cards.Card], bool]) -> list[cards.Lane]:
    goals = [issue for issue in issues if issue["type"] == world.EPIC]
    lanes = {goal["id"]: cards.lane(front, goal) for goal in goals}
    rest = cards.Lane("rest", "Without a goal" if goals else "Everything", "", None, "")
    for issue in issues:
        if issue["type"] != world.EPIC:
            card = cards.card(front, issue)
            if wanted(card):
                lanes.get(issue["fields"]["parent"] or "", rest).cards.append(card)
    return [*lanes.values(), *([rest] if rest.cards else [])]


def _filter(front: Front, chosen: str) -> Callable[[cards.Card], bool]:
    soon, stale = (front.today() + _FORTNIGHT).isoformat(), front.now() - _FORTNIGHT
    wanted: dict[str, Callable[[cards.Card], bool]] = {
        "fortnight": lambda card: not card.column.done and "" < card.due_date <= soon,
        "mentor": lambda card: card.column.look == "show",
        "work": lambda card: bool(card.work),
        "stale": lambda card: not card.column.done and card.updated < stale,
    }
    return wanted.get(chosen, lambda _: True)


def _title(front: Front, project: Record, issues: list[Record]) -> str:
    """Whose plan it is, where all goals are one person's."""
    owners = {issue["fields"]["assignee"] for issue in issues if issue["type"] == world.EPIC}
    if len(owners) != 1 or None in owners:
        return str(project["name"])
    return f"{shell.names(front).short(owners.pop())}'s plan"


def _seen(front: Front, issues: list[Record]) -> str:
    """Who sees the cards, where all of them are for the same few."""
    groups = {tuple(cards.seen_by(front, issue)) for issue in issues}
    if len(groups) != 1:
        return ""
    people = groups.pop()
    return f"{words.listed(people)} only" if people else ""
