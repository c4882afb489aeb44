# SPDX-License-Identifier: Apache-2.0
"""JQL against issues: which match, and in which order. Works on stored issues or on snapshots of them."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from mentorkit_sandbox.jira import jql_dates, jql_terms, wire
from mentorkit_sandbox.jira.jql import Both, Clause, JqlError, Node, Not, Query
from mentorkit_sandbox.jira.jql_terms import Scope, Term
from mentorkit_sandbox.tables import Record

Matcher = Callable[[Record], bool]

_MAX_ORDER = 7
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
_EMPTINESS = {"is", "is not"}
_MEMBERSHIP = {"=", "!=", "in", "not in"}
_OPERATORS: dict[str, set[str]] = {
    "choice": _MEMBERSHIP | _EMPTINESS,
    "key": _MEMBERSHIP | set(_COMPARE),
    "moment": _MEMBERSHIP | set(_COMPARE) | _EMPTINESS,
    "date": _MEMBERSHIP | set(_COMPARE) | _EMPTINESS,
    "number": _MEMBERSHIP | set(_COMPARE) | _EMPTINESS,
    "text": {"~", "!~"} | _EMPTINESS,
}


def matcher(scope: Scope, query: Query) -> Matcher:
    """Whether an issue matches; raises JqlError when a field, operator or value does not exist."""
    if query.where is None:
        raise JqlError(
            "Unbounded JQL queries are not allowed here. Please add a search restriction to your query."
        )
    return _node(scope, query.where)


def in_order(scope: Scope, query: Query, issues: list[Record]) -> list[Record]:
    """The issues sorted as the query says; without ``ORDER BY`` the newest first."""
    if len(query.order) > _MAX_ORDER:
        raise JqlError(f"The number of ORDER BY fields must not exceed {_MAX_ORDER}.")
    ordered = sorted(issues, key=lambda issue: int(issue["id"]), reverse=not query.order)
    for name, descending in reversed(query.order):
        term = jql_terms.find(scope, name)
        filled = [issue for issue in ordered if _sort_key(scope, term, issue) is not None]
        empty = [issue for issue in ordered if _sort_key(scope, term, issue) is None]
        filled.sort(key=lambda issue, term=term: _sort_key(scope, term, issue), reverse=descending)  # type: ignore[misc]  # the default binds the loop's term
        ordered = filled + empty
    return ordered


def _node(scope: Scope, node: Node) -> Matcher:
    if isinstance(node, Clause):
        return _clause(scope, node)
    if isinstance(node, Not):
        inner = _node(scope, node.part)
        return lambda issue: not inner(issue)
    parts = [_node(scope, part) for part in node.parts]
    if isinstance(node, Both):
        return lambda issue: all(part(issue) for part in parts)
    return lambda issue: any(part(issue) for part in parts)


def _clause(scope: Scope, clause: Clause) -> Matcher:
    term = jql_terms.find(scope, clause.field)
    if clause.operator not in _OPERATORS[term.kind]:
        raise JqlError(f"The operator '{clause.operator}' is not supported by the '{clause.field}' field.")
    if clause.operator in _EMPTINESS:
        wanted = clause.operator == "is"
        return lambda issue: (not _filled(term.read(issue))) == wanted
    if term.kind in ("choice", "key") and clause.operator in _MEMBERSHIP:
        return _member(scope, term, clause)
    if term.kind == "text":
        return _contains(term, clause)
    if clause.operator in ("in", "not in"):
        parts = [_clause(scope, Clause(clause.field, "=", (value,))) for value in clause.values]
        if clause.operator == "in":
            return lambda issue: any(part(issue) for part in parts)
        return lambda issue: _filled(term.read(issue)) and not any(part(issue) for part in parts)
    return _comparison(scope, term, clause)


def _filled(value: Any) -> bool:
    """A resolution of "" means unresolved, which JQL counts as empty; 0 is a value."""
    return value not in (None, "", set(), {""})


def _member(scope: Scope, term: Term, clause: Clause) -> Matcher:
    wanted = {jql_terms.choice(scope, term, value) for value in clause.values}
    if term.kind == "key":
        positive = clause.operator in ("=", "in")
        return lambda issue: (issue["id"] in wanted) == positive
    if clause.operator in ("=", "in"):
        return lambda issue: not wanted.isdisjoint(term.read(issue))
    return lambda issue: _filled(term.read(issue)) and wanted.isdisjoint(term.read(issue))


def _contains(term: Term, clause: Clause) -> Matcher:
    """All the words, in any order; a phrase in inner quotes in its order; ``*`` stands for the rest of a
    word."""
    text = jql_terms.literal(clause.values[0], term).text.lower()
    phrases = re.findall(r'"([^"]+)"', text)
    words = [*phrases, *re.sub(r'"[^"]*"', " ", text).split()]
    patterns = [_word_pattern(word) for word in words]
    if not patterns:
        raise JqlError(f"The query for the field '{term.name}' is empty.")
    positive = clause.operator == "~"

    def matches(issue: Record) -> bool:
        held = str(term.read(issue)).lower()
        return all(pattern.search(held) for pattern in patterns) == positive

    return matches


def _word_pattern(word: str) -> re.Pattern[str]:
    body = re.escape(word).replace(r"\*", r"\w*").replace(r"\?", r"\w")
    return re.compile(rf"(?<!\w){body}(?!\w)")


def _comparison(scope: Scope, term: Term, clause: Clause) -> Matcher:
    compare = _COMPARE[clause.operator]
    if term.kind == "key":
        bound = int(jql_terms.choice(scope, term, clause.values[0]))
        return lambda issue: compare(int(issue["id"]), bound)
    if term.kind == "number":
        return _number(term, clause, compare)
    value = clause.values[0]
    at = jql_dates.moment(value, clause.field, scope.now, scope.zone)
    if term.kind == "date":
        day = at.astimezone(scope.zone).date().isoformat()
        return lambda issue: term.read(issue) is not None and compare(term.read(issue), day)
    if clause.operator in ("=", "!=") and jql_dates.minute_exact(value):
        positive = clause.operator == "="
        return lambda issue: _moment(
            term, issue, lambda held: (at <= held < at + timedelta(minutes=1)) == positive
        )
    return lambda issue: _moment(term, issue, lambda held: compare(held, at))


def _moment(term: Term, issue: Record, test: Callable[[datetime], bool]) -> bool:
    held = term.read(issue)
    return held is not None and test(wire.moment(held))


def _number(term: Term, clause: Clause, compare: Callable[[Any, Any], bool]) -> Matcher:
    text = jql_terms.literal(clause.values[0], term).text
    try:
        number = float(text)
    except ValueError as error:
        raise JqlError(f"'{text}' is an invalid number for the field '{clause.field}'.") from error
    return lambda issue: term.read(issue) is not None and compare(term.read(issue), number)


def _sort_key(scope: Scope, term: Term, issue: Record) -> Any:
    value = term.read(issue)
    if term.kind == "key":
        project, number = issue["key"].rsplit("-", 1)
        return project, int(number)
    if term.name == "status":
        return int(issue["status"])
    if term.name == "priority":
        return -int(issue["fields"]["priority"])
    if term.kind == "choice":
        return _choice_key(scope, term, value)
    return value if _filled(value) else None


def _choice_key(scope: Scope, term: Term, value: set[str]) -> str | None:
    held = sorted(one for one in value if one)
    if not held:
        return None
    if term.name in ("assignee", "reporter", "creator"):
        person = scope.site.person(held[0])
        return held[0] if person is None else person.name.lower()
    return " ".join(held)
