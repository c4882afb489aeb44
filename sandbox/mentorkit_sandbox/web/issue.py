# SPDX-License-Identifier: Apache-2.0
"""One issue: its words, steps, comments, history and mark; moving it, editing it, saying something."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox.jira import access, history, wire
from mentorkit_sandbox.tables import Record
from mentorkit_sandbox.web import addresses, adf_text, board, cards, shell, words
from mentorkit_sandbox.web.front import Front, Refusal
from mentorkit_sandbox.web.render import adf

_FIELDS = {"summary": "title", "description": "description", "duedate": "due", "issuelinks": "links"}
_PROPOSED = {"body": "description", "work": "links"}


def install(bp: Blueprint, front: Front) -> None:
    """Add the issue's page and its forms."""

    @bp.get("/browse/<key>")
    def issue(key: str) -> ResponseReturnValue:
        return _shown(front, access.issue(front.site, front.me, key))

    @bp.post("/browse/<key>/move")
    def move(key: str) -> ResponseReturnValue:
        record = access.issue(front.site, front.me, key)
        board.move(front, record, request.form.get("to", ""))
        return redirect(addresses.issue(record["key"]), HTTPStatus.SEE_OTHER)

    @bp.post("/browse/<key>/comments")
    def comment(key: str) -> ResponseReturnValue:
        record = access.issue(front.site, front.me, key)
        said = request.form.get("body", "")
        try:
            body = {"body": adf_text.from_text(said)}
            front.send("POST", f"/rest/api/3/issue/{record['key']}/comment", body)
        except Refusal as refusal:
            return _shown(front, record, said=said, refusal=refusal), refusal.status or HTTPStatus.BAD_GATEWAY
        return redirect(f"{addresses.issue(record['key'])}#talk", HTTPStatus.SEE_OTHER)

    @bp.get("/browse/<key>/edit")
    def edit(key: str) -> ResponseReturnValue:
        record = access.issue(front.site, front.me, key)
        return render_template("issue_edit.html", **_form(front, record), refusal=None)

    @bp.post("/browse/<key>/edit")
    def save(key: str) -> ResponseReturnValue:
        record = access.issue(front.site, front.me, key)
        before = _form(front, record)["values"]
        given = {name: request.form.get(name, value) for name, value in before.items() if value is not None}
        changed = {
            name: _value(name, text) for name, text in given.items() if _lines(text) != _lines(before[name])
        }
        try:
            if changed:
                front.send("PUT", f"/rest/api/3/issue/{record['key']}", {"fields": changed})
        except Refusal as refusal:
            form = _form(front, record) | {"values": before | given}
            status = refusal.status or HTTPStatus.BAD_GATEWAY
            return render_template("issue_edit.html", **form, refusal=refusal), status
        return redirect(addresses.issue(record["key"]), HTTPStatus.SEE_OTHER)


def _value(name: str, text: str) -> Any:
    if name == "description":
        return adf_text.from_text(text) if text.strip() else None
    return text.strip() or None


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _form(front: Front, issue: Record) -> dict[str, Any]:
    fields = issue["fields"]
    return {
        "issue": issue,
        "crumbs": _crumbs(front, issue),
        "values": {
            "summary": fields["summary"],
            "duedate": fields["duedate"] or "",
            "description": adf_text.to_text(fields["description"]),
        },
        "description": adf.render(front, fields["description"]),
    }


def _shown(front: Front, issue: Record, said: str = "", refusal: Refusal | None = None) -> str:
    project, fields = access.project_of(front.site, issue), issue["fields"]
    children = [
        front.site.tables.peek("issue", id_) for id_ in front.site.tables.ids(f"children:{issue['id']}")
    ]
    below = [child for child in children if child and access.may_see(front.site, front.me, child)]
    parent = _parent(front, issue)
    return render_template(
        "issue.html",
        issue=issue,
        card=cards.card(front, issue),
        columns=cards.columns(front, project),
        crumbs=_crumbs(front, issue),
        description=adf.render(front, fields["description"]),
        steps=[cards.card(front, child) for child in below],
        comments=[_comment(front, row) for row in front.site.tables.rows(f"comment:{issue['id']}")],
        log=_log(front, issue),
        due=words.full_day(shell.day_of(fields["duedate"])) if fields["duedate"] else "",
        due_look=cards.due_words(front, issue)[1],
        levels=cards.levels(issue) or (cards.levels(parent) if parent else None),
        milestone=_milestone(front, issue),
        work=cards.linked(front, issue),
        seen=cards.seen_by(front, issue),
        mark=_mark(front, issue),
        said=said,
        refusal=refusal,
    )


def _parent(front: Front, issue: Record) -> Record | None:
    parent = front.site.tables.peek("issue", issue["fields"]["parent"] or "")
    return parent if parent and access.may_see(front.site, front.me, parent) else None


def _crumbs(front: Front, issue: Record) -> list[tuple[str, str]]:
    project = access.project_of(front.site, issue)
    boards = [row for row in front.site.tables.rows("board") if row["project"] == project["id"]]
    first = (project["name"], addresses.board(project, boards[0]) if boards else "")
    parent = _parent(front, issue)
    above = [(cards.goal_title(parent), addresses.issue(parent["key"]))] if parent else []
    return [first, *above, (issue["key"], "")]


def _comment(front: Front, row: Record) -> dict[str, Any]:
    return {
        "author": row["author"],
        "at": wire.moment(row["created"]).isoformat(),
        "html": adf.render(front, row["body"]),
        "notice": shell.names(front).is_program(row["author"]),
    }


def _milestone(front: Front, issue: Record) -> Record | None:
    """The milestone an activity leads to, found by the key that its mark names."""
    wanted = cards.details(issue).get("milestone")
    for other in front.site.tables.rows("issue") if wanted else ():
        if cards.mark(other).get("key") == wanted and access.may_see(front.site, front.me, other):
            return other
    return None


def _log(front: Front, issue: Record) -> list[dict[str, Any]]:
    """What happened to an issue, newest first; its making is the oldest entry."""
    made = {"author": issue["creator"], "at": issue["created"], "items": []}
    found = [
        {"author": entry["author"]["accountId"], "at": entry["created"], "items": entry["items"]}
        for entry in history.entries(front.site, issue["id"])
    ]
    return [
        {**entry, "at": wire.moment(entry["at"]).isoformat(), "told": _told(front, entry)}
        for entry in [made, *found][::-1]
    ]


def _told(front: Front, entry: dict[str, Any]) -> list[dict[str, Any]]:
    told = []
    for item in entry["items"]:
        before, after = item["fromString"] or "", item["toString"] or ""
        name = _FIELDS.get(item["fieldId"], item["field"])
        if item["fieldId"] == "status":
            moved = [cards.column(front, item["from"]), cards.column(front, item["to"])]
            told.append({"kind": "status", "from": moved[0], "to": moved[1]})
        elif item["fieldId"] == "summary":
            told.append({"kind": "renamed", "from": before})
        elif item["fieldId"] == "description":
            told.append({"kind": "words", "name": name})
        elif item["fieldId"] == "issuelinks":
            told.append({"kind": "link", "to": after or f"no longer: {before}"})
        elif item["fieldId"] == "duedate":
            days = [
                words.date_words(shell.day_of(day), front.today()) if day else ""
                for day in (item["from"], item["to"])
            ]
            told.append({"kind": "field", "name": name, "from": days[0], "to": days[1]})
        elif item["fieldId"] != "resolution":
            told.append({"kind": "field", "name": name, "from": before, "to": after})
    return told


def _mark(front: Front, issue: Record) -> dict[str, Any] | None:
    """The mark in words: which fields people made their own, and which the program still proposes."""
    mark = cards.mark(issue)
    if not mark:
        return None
    names = shell.names(front)
    own = {
        _FIELDS.get(item["fieldId"], item["field"])
        for entry in history.entries(front.site, issue["id"])
        if not names.is_program(entry["author"]["accountId"])
        for item in entry["items"]
        if item["fieldId"] not in ("status", "resolution")
    }
    proposed = {_PROPOSED.get(name, name) for name in mark.get("base") or {}}
    return {
        "key": str(mark.get("key", "")),
        "v": mark.get("v", ""),
        "own": sorted(own & proposed),
        "proposed": sorted(proposed - own),
        "labels": [name for name in issue["fields"]["labels"] if name.startswith("mk-")],
    }
