# SPDX-License-Identifier: Apache-2.0
"""Issues as the API shows them to one person."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from mentorkit_sandbox.errors import not_supported
from mentorkit_sandbox.jira import access, attachments, comments, fields, history, links, people, world
from mentorkit_sandbox.jira.brief import brief
from mentorkit_sandbox.site import Site, SitePerson
from mentorkit_sandbox.tables import Record

_EXPANDABLE = ("names", "schema", "changelog", "transitions")
_NOT_NAVIGABLE = ("comment", "attachment")


@dataclass(frozen=True)
class View:
    """What of an issue is asked for. Fields as in the vendor's parameter: ids, ``*all``, ``*navigable``,
    ``-id``."""

    fields: Sequence[str] = ("*all",)
    properties: Sequence[str] = ()
    expand: frozenset[str] = field(default_factory=frozenset)


def read_expand(names: Iterable[str]) -> frozenset[str]:
    """The wanted expansions; 501 for one the sandbox does not give."""
    wanted = frozenset(name for name in names if name)
    for name in sorted(wanted - set(_EXPANDABLE)):
        raise not_supported(f"expand={name} of issues")
    return wanted


def issue(site: Site, person: SitePerson, record: Record, view: View) -> Record:
    """One issue. With ``id`` alone asked for, as the new search does by default, it is the id alone."""
    if list(view.fields) == ["id"] and not view.properties and not view.expand:
        return {"id": record["id"]}
    shown: dict[str, Any] = {
        "expand": ",".join(_EXPANDABLE),
        "id": record["id"],
        "self": f"{site.base_url}/rest/api/3/issue/{record['id']}",
        "key": record["key"],
    }
    wanted = included(site, view.fields)
    if wanted:
        shown["fields"] = {id_: _value(site, person, record, known) for id_, known in wanted.items()}
    if view.properties:
        stored, all_ = record["properties"], "*all" in view.properties
        shown["properties"] = {key: stored[key] for key in stored if all_ or key in view.properties}
    if "changelog" in view.expand:
        shown["changelog"] = history.embedded(site, record["id"])
    if "transitions" in view.expand:
        project = access.project_of(site, record)
        shown["transitions"] = [
            world.transition(site, id_, to) for id_, to in world.transitions(site, project).items()
        ]
    return shown


def names(site: Site, view: View) -> dict[str, str]:
    """``expand=names``: the name of each field asked for."""
    return {id_: known.name for id_, known in included(site, view.fields).items()}


def schema(site: Site, view: View) -> dict[str, Any]:
    """``expand=schema``: the schema of each field asked for."""
    return {
        id_: known.schema for id_, known in included(site, view.fields).items() if known.schema is not None
    }


def included(site: Site, asked: Sequence[str]) -> dict[str, fields.Field]:
    """The fields a request asks for, by id; unknown names are passed over, as the vendor does."""
    chosen: dict[str, fields.Field] = {}
    for name in asked:
        if name in ("*all", "*navigable"):
            hidden = _NOT_NAVIGABLE if name == "*navigable" else ()
            chosen |= {known.id: known for known in fields.everything(site) if known.id not in hidden}
    for name in asked:
        known = fields.find(site, name)
        if known is not None:
            chosen[name] = known
        elif name.startswith("-"):
            chosen.pop(name[1:], None)
    chosen.pop("issuekey", None)
    return chosen


def _value(site: Site, person: SitePerson, record: Record, known: fields.Field) -> Any:
    own = _OWN.get(known.id)
    if own is not None:
        return own(site, person, record)
    if known.kind is None:
        return record.get(known.id)
    return known.value.show(site, record["fields"].get(known.id))


def _parent(site: Site, person: SitePerson, record: Record) -> Any:
    parent = site.tables.peek("issue", record["fields"].get("parent") or "")
    return None if parent is None or not access.may_see(site, person, parent) else brief(site, parent)


def _subtasks(site: Site, person: SitePerson, record: Record) -> Any:
    found = [site.tables.peek("issue", id_) for id_ in site.tables.ids(f"children:{record['id']}")]
    return [
        brief(site, child)
        for child in found
        if child is not None and child["type"] == world.SUBTASK and access.may_see(site, person, child)
    ]


def _project(site: Site, _: SitePerson, record: Record) -> Any:
    project = access.project_of(site, record)
    return {
        "self": f"{site.base_url}/rest/api/3/project/{project['id']}",
        "id": project["id"],
        "key": project["key"],
        "name": project["name"],
        "projectTypeKey": project["type"],
        "simplified": False,
    }


def _watches(site: Site, person: SitePerson, record: Record) -> Any:
    return {
        "self": f"{site.base_url}/rest/api/3/issue/{record['key']}/watchers",
        "watchCount": len(record["watchers"]),
        "isWatching": person.account_id in record["watchers"],
    }


def _resolution(site: Site, _: SitePerson, record: Record) -> Any:
    if record["resolution"] is None:
        return None
    return {"self": f"{site.base_url}/rest/api/3/resolution/{record['resolution']}", **world.DONE_RESOLUTION}


def _status_category(site: Site, _: SitePerson, record: Record) -> Any:
    return world.category(site, world.status_record(site, record["status"])["category"])


_OWN: dict[str, Callable[[Site, SitePerson, Record], Any]] = {
    "issuetype": lambda site, _, record: world.issue_type(site, record["type"]),
    "project": _project,
    "parent": _parent,
    "subtasks": _subtasks,
    "status": lambda site, _, record: world.status(site, record["status"]),
    "statusCategory": _status_category,
    "creator": lambda site, _, record: people.user(site, record["creator"]),
    "resolution": _resolution,
    "comment": lambda site, _, record: comments.embedded(site, record["id"]),
    "issuelinks": links.shown_on,
    "attachment": lambda site, _, record: attachments.shown_on(site, record["id"]),
    "watches": _watches,
    fields.RANK: lambda _, __, record: f"0|{record['rank']:017.6f}:",
    "customfield_10014": lambda *_: None,
}
