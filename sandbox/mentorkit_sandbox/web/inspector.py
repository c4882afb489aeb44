# SPDX-License-Identifier: Apache-2.0
"""Requests, faults and marks: what clients asked and got, what will go wrong next, what a program put where.

A request's body is shown to who sent it and to administrators: it may hold what others must not read.
"""

import json
import statistics
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mentorkit_sandbox.faults import KINDS
from mentorkit_sandbox.jira import access
from mentorkit_sandbox.web import addresses, cards, fences, shell
from mentorkit_sandbox.web.front import Front, Refusal

_SHOWN = 200
_API = ("/rest/", "/wiki/api/", "/wiki/rest/", "/feeds/")
Row = dict[str, Any]


def install(bp: Blueprint, front: Front) -> None:
    """Add the inspector and what can be done there."""

    @bp.get("/requests")
    def requests() -> ResponseReturnValue:
        shown = request.args.get("show", "")
        if shown == "faults":
            return _faults(front)
        if shown == "marks":
            return render_template("marks.html", marks=_marks(front))
        rows = _filtered(front)
        opened = request.args.get("open", "")
        return render_template(
            "requests.html",
            rows=[_told(front, row, opened) for row in rows[:_SHOWN]],
            more=max(0, len(rows) - _SHOWN),
            figures=_figures(rows),
            actors=_actors(front),
            chosen=request.args,
            waiting=len(front.site.faults.listed()),
            query={name: value for name, value in request.args.items() if name != "open"},
        )

    @bp.post("/requests/clear")
    def clear() -> ResponseReturnValue:
        front.send("DELETE", "/_sandbox/requests")
        return redirect(url_for("web.requests"), HTTPStatus.SEE_OTHER)

    @bp.post("/requests/faults")
    def order_fault() -> ResponseReturnValue:
        try:
            front.send("POST", "/_sandbox/faults", _wish(request.form))
        except Refusal as refusal:
            return _faults(front, refusal), HTTPStatus.BAD_REQUEST
        return redirect(url_for("web.requests", show="faults"), HTTPStatus.SEE_OTHER)

    @bp.post("/requests/faults/clear")
    def clear_faults() -> ResponseReturnValue:
        front.send("DELETE", "/_sandbox/faults")
        return redirect(url_for("web.requests", show="faults"), HTTPStatus.SEE_OTHER)


def _filtered(front: Front) -> list[Row]:
    """The requests that every filter lets through, newest first."""
    given = request.args
    tests: list[Callable[[Row], bool]] = []
    if given.get("of") != "all":
        tests.append(lambda row: row["path"].startswith(_API))
    tests.append(lambda row: not row["path"].startswith("/_web/"))
    if (method := given.get("method", "")) == "writes":
        tests.append(lambda row: row["method"] != "GET")
    elif method:
        tests.append(lambda row: row["method"] == method)
    if path := given.get("path", "").strip():
        tests.append(lambda row: path in f"{row['path']}?{row['query']}")
    if status := given.get("status", ""):
        tests.append(lambda row: str(row["status"] or "")[:1] == status[:1])
    if actor := given.get("actor", ""):
        tests.append(lambda row: row["actor"] == actor)
    if given.get("fault"):
        tests.append(lambda row: row["fault"] is not None)
    return [row for row in reversed(front.site.log) if all(test(row) for test in tests)]


def _told(front: Front, row: Row, opened: str) -> Row:
    person = front.site.person_by_email(row["actor"] or "")
    status = row["status"]
    return {
        **row,
        "time": f"{datetime.fromisoformat(row['at']).astimezone(front.zone):%H:%M:%S.%f}"[:12],
        "person": person,
        "who": shell.names(front).short(person.account_id) if person else "Nobody known",
        "full": row["path"] + (f"?{row['query']}" if row["query"] else ""),
        "words": _words(status),
        "group": f"c{str(status or 5)[0]}",
        "open": str(row["n"]) == opened,
        "asked": _asked(front, row),
        "answered": [
            f"{status} {_words(status)}" if status else "The connection was dropped without an answer.",
            f"{row['size']} bytes" if row["size"] is not None else "",
            f"{row['ms']} ms",
        ],
    }


def _asked(front: Front, row: Row) -> list[str]:
    lines = [f"{row['method']} {row['path']}", *(f"  {part}" for part in row["query"].split("&") if part)]
    lines.append(f"Authorization: Basic ({row['actor']})" if row["actor"] else "No credentials")
    if row["body"] is None:
        return lines
    if not front.me.admin and row["actor"] != front.me.email:
        return [*lines, " ", "The body is shown to its sender and to administrators."]
    return [*lines, " ", *json.dumps(row["body"], ensure_ascii=False, indent=2).splitlines()]


def _words(status: int | None) -> str:
    if status is None:
        return "No answer"
    try:
        return HTTPStatus(status).phrase.capitalize().replace("Ok", "OK")
    except ValueError:
        return ""


def _figures(rows: list[Row]) -> Row:
    return {
        "requests": len(rows),
        "writes": sum(row["method"] != "GET" for row in rows),
        "faults": sum(row["fault"] is not None for row in rows),
        "median": round(statistics.median(row["ms"] for row in rows)) if rows else 0,
    }


def _actors(front: Front) -> list[tuple[str, str]]:
    seen = dict.fromkeys(row["actor"] for row in front.site.log if row["actor"])
    people = [person for email in seen if (person := front.site.person_by_email(email))]
    return sorted((shell.names(front).short(person.account_id), person.email) for person in people)


def _faults(front: Front, refusal: Refusal | None = None) -> str:
    return render_template(
        "faults.html",
        faults=front.site.faults.listed(),
        kinds=KINDS,
        said=shell.FAULTS,
        refusal=refusal,
        given=request.form,
    )


def _wish(form: Any) -> Row:
    wish: Row = {
        "kind": form.get("kind", ""),
        "path": form.get("path", "").strip(),
        "method": form.get("method") or None,
    }
    for name in ("skip", "count"):
        wish[name] = int(form[name]) if form.get(name, "").isdecimal() else {"skip": 0, "count": 1}[name]
    if wish["kind"] == "429":
        wish["retry_after"] = 2
    if wish["kind"] == "slow":
        wish["seconds"] = 5.0
    return wish


def _marks(front: Front) -> list[Row]:
    """The marks on pages and issues that this person may see."""
    found = []
    for page in front.wiki.pages(front.me):
        for key in fences.keys_on(page["body"])[:1]:
            space = front.site.tables.peek("space", page["spaceId"]) or {}
            found.append(
                {"key": key, "name": page["title"], "address": addresses.page(space, page), "where": "Page"}
            )
    for issue in front.site.tables.rows("issue"):
        mark = cards.mark(issue).get("key")
        if mark and access.may_see(front.site, front.me, issue):
            name = f"{issue['key']} {issue['fields']['summary']}"
            found.append(
                {"key": str(mark), "name": name, "address": addresses.issue(issue["key"]), "where": "Issue"}
            )
    return sorted(({**row, "kind": row["key"].split("/")[1]} for row in found), key=lambda row: row["key"])
