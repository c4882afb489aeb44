# SPDX-License-Identifier: Apache-2.0
"""The fields JQL can ask about: what an issue holds of each, and which of its values a word means."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mentorkit_sandbox.jira import access, adf, fields, world
from mentorkit_sandbox.jira.jql import Call, JqlError, Literal, Value
from mentorkit_sandbox.site import Site, SitePerson
from mentorkit_sandbox.tables import Record


@dataclass(frozen=True)
class Scope:
    """Who asks, and when."""

    site: Site
    person: SitePerson
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        """The asker's own zone, in which JQL reads dates."""
        return ZoneInfo(self.person.time_zone)


def _as_written(_: Scope, text: str) -> str:
    return text


@dataclass(frozen=True)
class Term:
    """One field. `kind` decides the operators: "choice" (a set of ids), "text", "moment", "date", "number",
    "key".

    `read` gives what an issue holds: a set of ids for choices, else one value or None. `meant` turns a word
    into the id of a choice and raises JqlError when there is none.
    """

    name: str
    kind: str
    read: Callable[[Record], Any]
    meant: Callable[[Scope, str], str] = _as_written


def find(scope: Scope, name: str) -> Term:
    """The term of a field name, in any case; raises JqlError for an unknown one."""
    known = _TERMS.get(name.lower()) or _linked(scope, name) or _custom(scope, name)
    if known is None:
        raise JqlError(f"Field '{name}' does not exist or you do not have permission to view it.")
    return known


def choice(scope: Scope, term: Term, value: Value) -> str:
    """The id of the choice a value means."""
    if isinstance(value, Call):
        if value.name.lower() != "currentuser":
            raise JqlError(f"Unable to find JQL function '{value.name}()' for the field '{term.name}'.")
        return scope.person.account_id
    return term.meant(scope, value.text)


def _missing(term: str, text: str) -> JqlError:
    return JqlError(f"The value '{text}' does not exist for the field '{term}'.")


def _project(scope: Scope, text: str) -> str:
    for row in scope.site.tables.rows("project"):
        names = (row["id"], row["key"].lower(), row["name"].lower())
        if text.lower() in names and access.may_browse(scope.person, row):
            return str(row["id"])
    raise _missing("project", text)


def _type(_: Scope, text: str) -> str:
    for id_, known in world.ISSUE_TYPES.items():
        if text.lower() in (id_, known["name"].lower()):
            return id_
    raise _missing("issuetype", text)


def _status(scope: Scope, text: str) -> str:
    for row in scope.site.tables.rows("status"):
        if text.lower() in (row["id"], row["name"].lower()):
            return str(row["id"])
    raise _missing("status", text)


def _category(_: Scope, text: str) -> str:
    for key, known in world.CATEGORIES.items():
        if text.lower() in (key, str(known["id"]), known["name"].lower()):
            return key
    raise _missing("statusCategory", text)


def _priority(_: Scope, text: str) -> str:
    for id_, name in world.PRIORITIES.items():
        if text.lower() in (id_, name.lower()):
            return id_
    raise _missing("priority", text)


def _person(scope: Scope, text: str) -> str:
    person = scope.site.person(text)
    if person is None and not scope.site.settings.hide_emails:
        person = scope.site.person_by_email(text)
    if person is None:
        raise JqlError(f"The value '{text}' does not exist for the field 'assignee'.")
    return person.account_id


def _issue(scope: Scope, text: str) -> str:
    issue = access.find_issue(scope.site, text)
    if issue is None or not access.may_see(scope.site, scope.person, issue):
        what = "id" if text.isdigit() else "key"
        raise JqlError(f"An issue with {what} '{text}' does not exist for field 'key'.")
    return str(issue["id"])


def _resolution(_: Scope, text: str) -> str:
    if text.lower() == "unresolved":
        return ""
    if text.lower() in (world.DONE_RESOLUTION["id"], world.DONE_RESOLUTION["name"].lower()):
        return str(world.DONE_RESOLUTION["id"])
    raise _missing("resolution", text)


def _level(scope: Scope, text: str) -> str:
    for row in scope.site.tables.rows("security_level"):
        if text.lower() in (row["id"], row["name"].lower()):
            return str(row["id"])
    raise _missing("level", text)


def _link_type(_: Scope, text: str) -> str:
    for id_, known in world.LINK_TYPES.items():
        if text.lower() in (id_, known["name"].lower(), known["inward"], known["outward"]):
            return id_
    raise _missing("issueLinkType", text)


def _one(name: str) -> Callable[[Record], set[str]]:
    def read(issue: Record) -> set[str]:
        value = issue["fields"].get(name)
        return set() if value is None else {value}

    return read


def _text(name: str) -> Callable[[Record], str]:
    def read(issue: Record) -> str:
        value = issue["fields"].get(name)
        return value if isinstance(value, str) else adf.text(value)

    return read


def _all_text(issue: Record) -> str:
    return " ".join(_text(name)(issue) for name in ("summary", "description", "environment"))


def _linked(scope: Scope, name: str) -> Term | None:
    """Terms whose value stands beside the issue: they read the site's present state."""
    tables = scope.site.tables
    if name.lower() == "statuscategory":
        return Term(
            name,
            "choice",
            lambda issue: {(tables.peek("status", issue["status"]) or {}).get("category")},
            _category,
        )
    if name.lower() == "comment":
        return Term(name, "text", lambda issue: _comments(scope.site, issue))
    if name.lower() == "issuelinktype":
        return Term(name, "choice", lambda issue: _link_types(scope.site, issue), _link_type)
    return None


def _comments(site: Site, issue: Record) -> str:
    return " ".join(adf.text(row["body"]) for row in site.tables.rows(f"comment:{issue['id']}"))


def _link_types(site: Site, issue: Record) -> set[str]:
    found = (site.tables.peek("link", id_) for id_ in site.tables.ids(f"link:{issue['id']}"))
    return {str(link["type"]) for link in found if link is not None}


def _custom(scope: Scope, name: str) -> Term | None:
    for known in fields.everything(scope.site):
        number = known.id.removeprefix("customfield_")
        if known.custom and known.kind and name.lower() in (known.name.lower(), f"cf[{number}]"):
            return _custom_term(name, known.id, known.kind)
    return None


def _custom_term(name: str, id_: str, kind: str) -> Term:
    if kind in ("users", "labels"):
        meant = _person if kind == "users" else _as_written
        return Term(name, "choice", lambda issue: set(issue["fields"].get(id_) or []), meant)
    if kind == "user":
        return Term(name, "choice", _one(id_), _person)
    if kind in ("date", "number"):
        return Term(name, kind, lambda issue: issue["fields"].get(id_))
    return Term(name, "text", _text(id_))


_TERMS: dict[str, Term] = {
    "project": Term("project", "choice", lambda issue: {issue["project"]}, _project),
    "issuetype": Term("issuetype", "choice", lambda issue: {issue["type"]}, _type),
    "status": Term("status", "choice", lambda issue: {issue["status"]}, _status),
    "priority": Term("priority", "choice", _one("priority"), _priority),
    "assignee": Term("assignee", "choice", _one("assignee"), _person),
    "reporter": Term("reporter", "choice", _one("reporter"), _person),
    "creator": Term("creator", "choice", lambda issue: {issue["creator"]}, _person),
    "labels": Term("labels", "choice", lambda issue: set(issue["fields"]["labels"])),
    "parent": Term("parent", "choice", _one("parent"), _issue),
    "level": Term("level", "choice", _one("security"), _level),
    "resolution": Term("resolution", "choice", lambda issue: {issue["resolution"] or ""}, _resolution),
    "key": Term("key", "key", lambda issue: issue["id"], _issue),
    "summary": Term("summary", "text", _text("summary")),
    "description": Term("description", "text", _text("description")),
    "environment": Term("environment", "text", _text("environment")),
    "text": Term("text", "text", _all_text),
    "created": Term("created", "moment", lambda issue: issue["created"]),
    "updated": Term("updated", "moment", lambda issue: issue["updated"]),
    "resolved": Term("resolved", "moment", lambda issue: issue["resolutiondate"]),
    "statuscategorychangeddate": Term(
        "statusCategoryChangedDate", "moment", lambda issue: issue["statuscategorychangedate"]
    ),
    "due": Term("due", "date", lambda issue: issue["fields"]["duedate"]),
    "rank": Term("rank", "number", lambda issue: issue["rank"]),
}
for _other, _name in {
    "type": "issuetype",
    "issuekey": "key",
    "issue": "key",
    "id": "key",
    "duedate": "due",
    "createddate": "created",
    "updateddate": "updated",
    "resolutiondate": "resolved",
    "label": "labels",
}.items():
    _TERMS[_other] = _TERMS[_name]


def literal(value: Value, term: Term) -> Literal:
    """A value that must be written out; raises JqlError for a function."""
    if isinstance(value, Call):
        raise JqlError(f"A function cannot be used with the field '{term.name}' here.")
    return value
