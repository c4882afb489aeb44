# SPDX-License-Identifier: Apache-2.0
"""Searching by JQL: the vendor's token-paged search, counting and matching. All of it reads the lagging
index."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox import auth
from mentorkit_sandbox.errors import jira_error
from mentorkit_sandbox.jira import access, jql, jql_match, render, wire
from mentorkit_sandbox.jira.index import Index
from mentorkit_sandbox.jira.jql_terms import Scope
from mentorkit_sandbox.site import Site, SitePerson
from mentorkit_sandbox.tables import Record

_DEFAULT_SIZE, _MAX_SIZE, _MAX_BARE_SIZE = 50, 100, 5000
_MAX_PROPERTIES, _MAX_RECONCILED = 5, 50
_REMOVED = (
    "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration "
    "guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046"
)


@dataclass(frozen=True)
class Wanted:
    """One search request, from the query or the body."""

    jql: str
    fields: list[str]
    token: str | None = None
    size: int = _DEFAULT_SIZE
    properties: list[str] = field(default_factory=list)
    expand: frozenset[str] = frozenset()
    reconcile: list[int] = field(default_factory=list)


def found(
    site: Site, index: Index, person: SitePerson, text: str, reconcile: list[int] | None = None
) -> list[Record]:
    """The issues a query finds for `person`, in order; those to reconcile are read from the database.

    Raises the vendor's 400 for a query that is wrong, unbounded or beyond what the sandbox knows.
    """
    scope = Scope(site, person, site.clock.now())
    seen = {issue["id"]: issue for issue in index.issues()}
    for number in reconcile or []:
        fresh = site.tables.peek("issue", str(number))
        seen.pop(str(number), None)
        if fresh is not None:
            seen[fresh["id"]] = fresh
    try:
        query = jql.parse(text)
        matches = jql_match.matcher(scope, query)
        hits = [issue for issue in seen.values() if matches(issue) and _visible(site, person, issue)]
        return jql_match.in_order(scope, query, hits)
    except jql.JqlError as error:
        raise jira_error(400, str(error)) from error


def blueprint(site: Site, index: Index) -> Blueprint:
    """``/search`` and ``/jql``."""
    bp = Blueprint("jira-search", __name__, url_prefix="/rest/api/3")
    _search(bp, site, index)
    _count_and_match(bp, site, index)
    return bp


def _search(bp: Blueprint, site: Site, index: Index) -> None:
    @bp.get("/search/jql")
    def by_query() -> ResponseReturnValue:
        person = auth.person()
        wire.only_arguments(
            *("jql", "nextPageToken", "maxResults", "fields", "expand", "properties", "fieldsByKeys"),
            *("failFast", "reconcileIssues"),
        )
        wanted = Wanted(
            jql=request.args.get("jql", ""),
            fields=wire.listed("fields") or ["id"],
            token=request.args.get("nextPageToken"),
            size=wire.integer("maxResults", _DEFAULT_SIZE),
            properties=wire.listed("properties"),
            expand=render.read_expand(wire.listed("expand")),
            reconcile=[int(one) for one in wire.listed("reconcileIssues")],
        )
        return jsonify(_page(site, index, person, wanted))

    @bp.post("/search/jql")
    def by_body() -> ResponseReturnValue:
        person = auth.person()
        body = wire.json_object(
            *("jql", "nextPageToken", "maxResults", "fields", "expand", "properties", "fieldsByKeys"),
            "reconcileIssues",
        )
        expand = body.get("expand") or ""
        if not isinstance(expand, str):
            raise jira_error(400, "Invalid request payload. 'expand' is a string here.")
        wanted = Wanted(
            jql=str(body.get("jql") or ""),
            fields=wire.json_list(body, "fields") or ["id"],
            token=body.get("nextPageToken"),
            size=int(body.get("maxResults") or _DEFAULT_SIZE),
            properties=wire.json_list(body, "properties"),
            expand=render.read_expand(expand.split(",")),
            reconcile=[int(one) for one in wire.json_list(body, "reconcileIssues")],
        )
        return jsonify(_page(site, index, person, wanted))

    @bp.route("/search", methods=["GET", "POST"])
    def removed() -> ResponseReturnValue:
        raise jira_error(410, _REMOVED)


def _count_and_match(bp: Blueprint, site: Site, index: Index) -> None:
    @bp.post("/search/approximate-count")
    def count() -> ResponseReturnValue:
        person, body = auth.person(), wire.json_object("jql")
        return jsonify({"count": len(found(site, index, person, str(body.get("jql") or "")))})

    @bp.post("/jql/match")
    def match() -> ResponseReturnValue:
        person, body = auth.person(), wire.json_object("jqls", "issueIds")
        wanted = {str(id_) for id_ in wire.json_list(body, "issueIds")}
        scope = Scope(site, person, site.clock.now())
        seen = [issue for issue in index.issues() if issue["id"] in wanted and _visible(site, person, issue)]
        return jsonify(
            {"matches": [_matches(scope, str(text), seen) for text in wire.json_list(body, "jqls")]}
        )


def _matches(scope: Scope, text: str, issues: list[Record]) -> Record:
    try:
        matches = jql_match.matcher(scope, jql.parse(text))
    except jql.JqlError as error:
        return {"matchedIssues": [], "errors": [str(error)]}
    return {"matchedIssues": [int(issue["id"]) for issue in issues if matches(issue)], "errors": []}


def _page(site: Site, index: Index, person: SitePerson, wanted: Wanted) -> Record:
    if len(wanted.properties) > _MAX_PROPERTIES:
        raise jira_error(400, f"The number of properties must not exceed {_MAX_PROPERTIES}.")
    if len(wanted.reconcile) > _MAX_RECONCILED:
        raise jira_error(400, f"The number of issues to reconcile must not exceed {_MAX_RECONCILED}.")
    hits = found(site, index, person, wanted.jql, wanted.reconcile)
    start = _read_token(wanted)
    bare = set(wanted.fields) <= {"id", "key"} and not wanted.properties
    size = min(wanted.size, _MAX_BARE_SIZE if bare else _MAX_SIZE)
    size = max(1, size - _shortened(site, start))
    view = render.View(wanted.fields, wanted.properties, wanted.expand)
    end = start + size
    answer: dict[str, Any] = {
        "issues": [render.issue(site, person, issue, view) for issue in hits[start:end]],
        "isLast": end >= len(hits),
    }
    if not answer["isLast"]:
        answer["nextPageToken"] = _token(wanted, end)
    if "names" in view.expand:
        answer["names"] = render.names(site, view)
    if "schema" in view.expand:
        answer["schema"] = render.schema(site, view)
    return answer


def _visible(site: Site, person: SitePerson, issue: Record) -> bool:
    """Whether `person` may see the issue as indexed, and as it is now where it still exists."""
    present = site.tables.peek("issue", issue["id"])
    if site.tables.peek("project", issue["project"]) is None:
        return False
    return access.may_see(site, person, issue) and (present is None or access.may_see(site, person, present))


def _shortened(site: Site, start: int) -> int:
    """By how much this page is short: up to the setting, the same for the same page."""
    jitter = site.settings.page_size_jitter
    return (start * 7919 + 1) % (jitter + 1) if jitter > 0 else 0


def _digest(wanted: Wanted) -> str:
    parts = json.dumps([wanted.jql, wanted.fields, wanted.properties, wanted.reconcile])
    return hashlib.sha256(parts.encode()).hexdigest()[:16]


def _token(wanted: Wanted, start: int) -> str:
    return base64.urlsafe_b64encode(f"{start}:{_digest(wanted)}".encode()).decode("ascii")


def _read_token(wanted: Wanted) -> int:
    """Where the page begins; a token serves only the search that gave it."""
    if wanted.token is None:
        return 0
    try:
        start, _, digest = base64.urlsafe_b64decode(wanted.token).decode().partition(":")
    except ValueError:
        start, digest = "", ""
    if digest != _digest(wanted) or not start.isdigit():
        raise jira_error(400, "The provided next page token is invalid or expired!")
    return int(start)
