# SPDX-License-Identifier: Apache-2.0
"""The history of issues: who changed which field from what to what, and when."""

from typing import Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from mentorkit_sandbox import auth
from mentorkit_sandbox.errors import jira_error
from mentorkit_sandbox.jira import access, people, wire
from mentorkit_sandbox.site import Site, SitePerson
from mentorkit_sandbox.tables import Record

Told = tuple[str | None, str | None]


def item(field_id: str, name: str, before: Told, after: Told, custom: bool = False) -> Record:
    """One changed field: the (id, text) pairs of both values."""
    return {
        "field": name,
        "fieldtype": "custom" if custom else "jira",
        "fieldId": field_id,
        "from": before[0],
        "fromString": before[1],
        "to": after[0],
        "toString": after[1],
    }


def note(site: Site, issue_id: str, person: SitePerson, items: list[Record]) -> None:
    """Add one entry to an issue's history; nothing when no field changed."""
    if items:
        id_ = str(site.tables.next_id("history"))
        entry = {
            "id": id_,
            "author": person.account_id,
            "created": wire.stamp(site.clock.now()),
            "items": items,
        }
        site.tables.put(f"history:{issue_id}", id_, entry)


def entries(site: Site, issue_id: str) -> list[Record]:
    """The history of an issue as the API shows it, oldest first."""
    return [_bean(site, entry) for entry in site.tables.rows(f"history:{issue_id}")]


def embedded(site: Site, issue_id: str) -> Record:
    """The newest forty entries, newest first, as ``expand=changelog`` puts them into an issue."""
    all_entries = entries(site, issue_id)
    shown = all_entries[::-1][:40]
    return {"startAt": 0, "maxResults": len(shown), "total": len(all_entries), "histories": shown}


def blueprint(site: Site) -> Blueprint:
    """The history of one issue, and of many."""
    bp = Blueprint("jira-history", __name__, url_prefix="/rest/api/3")

    @bp.get("/issue/<name>/changelog")
    def changelog(name: str) -> ResponseReturnValue:
        issue = access.issue(site, auth.person(), name)
        wire.only_arguments("startAt", "maxResults")
        return jsonify(wire.page(site, entries(site, issue["id"]), default=100, maximum=100))

    @bp.post("/changelog/bulkfetch")
    def bulk() -> ResponseReturnValue:
        person = auth.person()
        body = wire.json_object("issueIdsOrKeys", "fieldIds", "maxResults", "nextPageToken")
        names = wire.json_list(body, "issueIdsOrKeys")
        wanted = wire.json_list(body, "fieldIds")
        if not 1 <= len(names) <= 1000 or len(wanted) > 10:
            raise jira_error(400, "Between 1 and 1000 issues and at most 10 fields may be given.")
        found = _entries_of(site, person, names, set(wanted))
        start, limit = int(body.get("nextPageToken") or 0), min(int(body.get("maxResults") or 1000), 10_000)
        answer: dict[str, Any] = {"issueChangeLogs": _by_issue(found[start : start + limit])}
        if start + limit < len(found):
            answer["nextPageToken"] = str(start + limit)
        return jsonify(answer)

    return bp


def _entries_of(
    site: Site, person: SitePerson, names: list[Any], wanted: set[str]
) -> list[tuple[str, Record]]:
    """The (issue id, entry) pairs sorted by time and issue, with the wanted fields only."""
    found = []
    issues = [access.find_issue(site, str(name)) for name in dict.fromkeys(names)]
    for issue in {issue["id"]: issue for issue in issues if issue is not None}.values():
        if not access.may_see(site, person, issue):
            continue
        for entry in entries(site, issue["id"]):
            items = [item for item in entry["items"] if not wanted or item["fieldId"] in wanted]
            if items:
                found.append((issue["id"], {**entry, "items": items}))
    return sorted(found, key=lambda pair: (pair[1]["created"], int(pair[0]), int(pair[1]["id"])))


def _by_issue(found: list[tuple[str, Record]]) -> list[Record]:
    grouped: dict[str, list[Record]] = {}
    for issue_id, entry in found:
        grouped.setdefault(issue_id, []).append(entry)
    return [{"issueId": issue_id, "changeHistories": histories} for issue_id, histories in grouped.items()]


def _bean(site: Site, entry: Record) -> Record:
    author = people.user(site, entry["author"])
    return {"id": entry["id"], "author": author, "created": entry["created"], "items": entry["items"]}
