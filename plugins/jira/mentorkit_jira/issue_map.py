# SPDX-License-Identifier: Apache-2.0
"""Plan items as Jira issues, and back. Field names: the vendor's platform REST API v3."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mentorkit.domain.keys import Key
from mentorkit.domain.richtext import Blocks
from mentorkit.domain.value import digest
from mentorkit.errors import AdapterError, PermissionDenied
from mentorkit.ports.items import PlanItem, PlanKind, Status
from mentorkit.ports.records import Stored
from mentorkit_jira import adf_map, adf_read, mark_map, status_map
from mentorkit_jira.mark_map import PROPERTY, Imprint
from mentorkit_jira.names import Names

LINK_TYPE = "Relates"
FIELDS = (
    "summary",
    "description",
    "duedate",
    "assignee",
    "parent",
    "labels",
    "issuelinks",
    "status",
    "issuetype",
    "project",
    "creator",
    "security",
    "updated",
)
"""What is read of an issue, beside its mark and the participants."""

_HISTORY = {
    "summary": "title",
    "description": "body",
    "duedate": "due",
    "assignee": "assignee",
    "parent": "parent",
    "IssueParentAssociation": "parent",
    "labels": "labels",
    "issuelinks": "work",
    "Link": "work",
    "status": "status",
}
_LABEL_MAX = 255


@dataclass(frozen=True)
class Reader:
    """Turns issues into records. ``service`` writes for the program; ``parents`` is issue id to key."""

    names: Names
    service: frozenset[str]
    participants: str
    parents: Mapping[str, Key]

    def record(self, issue: Mapping[str, Any]) -> Stored[PlanItem] | None:
        """The record of an issue; None for one that carries the mark of another program."""
        fields, problems = issue["fields"], list[str]()
        try:
            imprint = imprint_of(issue)
        except mark_map.UnreadableMark:
            imprint = None
            problems.append("its mark cannot be read; it was made by a newer version or changed by hand")
        if imprint is not None and imprint.mark.program != self.names.program:
            return None
        ours = imprint is not None and _account(fields.get("creator")) in self.service
        mark = imprint.mark if imprint is not None and ours else None
        if mark is not None and mark.v > mark_map.VERSION:
            problems.append("its mark was made by a newer version")
        done = status_map.is_done(fields["status"])
        return Stored[PlanItem](
            ref=str(issue["id"]),
            name=issue["key"],
            revision=revision(issue),
            item=self._item(fields, imprint, done=done),
            url=self.names.browse(issue["key"]),
            mark=mark,
            edits=self._edits(issue.get("changelog") or {}),
            problems=tuple(problems),
            archived=mark is not None and done and imprint is not None and imprint.archived,
            stray=fields["project"]["key"] != self.names.project,
        )

    def _item(self, fields: Mapping[str, Any], imprint: Imprint | None, *, done: bool) -> PlanItem:
        canceled = done and imprint is not None and imprint.canceled
        return PlanItem(
            kind=_kind(fields["issuetype"]) if imprint is None else imprint.kind,
            title=title(fields.get("summary") or ""),
            body=adf_read.blocks(fields.get("description"), self.names),
            due=_day(fields.get("duedate")),
            assignee=self._assignee(fields.get("assignee")),
            parent=self._parent(fields.get("parent")),
            labels=frozenset(fields.get("labels") or ()),
            work=self._work(fields.get("issuelinks") or ()),
            details={} if imprint is None else imprint.details,
            audience=self._audience(fields),
            status=Status.CANCELED if canceled else status_map.status(fields["status"]),
        )

    def _assignee(self, user: Any) -> str | None:
        return self.names.person(_account(user)) if user else None

    def _parent(self, parent: Any) -> Key | None:
        return self.parents.get(str(parent["id"])) if parent else None

    def _work(self, links: Collection[Mapping[str, Any]]) -> frozenset[str]:
        return frozenset(name for name, _ in work_links(links, self.names.project))

    def _audience(self, fields: Mapping[str, Any]) -> frozenset[str] | None:
        if not fields.get("security"):
            return None
        people = {self.names.person(_account(user)) for user in fields.get(self.participants) or ()}
        return frozenset(people - {""})

    def _edits(self, changelog: Mapping[str, Any]) -> dict[str, str]:
        """Who of the people last changed each field; histories come newest first."""
        found: dict[str, tuple[str, int, str]] = {}
        for history in changelog.get("histories") or ():
            account = _account(history.get("author"))
            if account in self.service:
                continue
            when = (str(history["created"]), int(history["id"]), self.names.person(account))
            for change in history["items"]:
                field = _HISTORY.get(change.get("fieldId") or "") or _HISTORY.get(change["field"])
                if field and when > found.get(field, ("", 0, "")):
                    found[field] = when
        return {field: person for field, (_, _, person) in sorted(found.items())}


def work_links(links: Collection[Mapping[str, Any]], project: str) -> list[tuple[str, str]]:
    """The names of linked real work items, each with the id of its link."""
    found = []
    for link in links:
        other = link.get("outwardIssue") or link.get("inwardIssue")
        if other and link["type"]["name"] == LINK_TYPE and other["key"].rpartition("-")[0] != project:
            found.append((other["key"], str(link["id"])))
    return found


def imprint_of(issue: Mapping[str, Any]) -> Imprint | None:
    """The mark on an issue, whoever made the issue. Raises UnreadableMark."""
    return mark_map.from_property((issue.get("properties") or {}).get(PROPERTY))


def key_of(issue: Mapping[str, Any]) -> Key | None:
    """The key that an issue's mark names, None for no mark or an unreadable one."""
    try:
        imprint = imprint_of(issue)
    except mark_map.UnreadableMark:
        return None
    return None if imprint is None else imprint.mark.key


def revision(issue: Mapping[str, Any]) -> str:
    """What changes when the issue does. Writing a property need not move the issue's own date."""
    return f"{issue['fields']['updated']} {digest((issue.get('properties') or {}).get(PROPERTY))}"


def moment(stamp: str) -> datetime:
    """A date-time of Jira's (``2026-11-21T08:00:00.000+0000``), aware."""
    return datetime.fromisoformat(stamp)


def number(name: str) -> int:
    """The number in an issue's name (``MENT-7``)."""
    return int(name.rpartition("-")[2])


def title(text: str) -> str:
    """A title as a summary keeps it: one line, trimmed, at most 255 characters."""
    return " ".join(adf_map.clean(text).split())[:255].strip() or "Untitled"


def canon(item: PlanItem, names: Names) -> PlanItem:
    """What is read back when an item is saved. Pure and idempotent.

    People without an account here cannot be named; "" stands for somebody outside the program.
    """
    known = names.accounts.keys()
    audience = item.audience if item.audience is None else frozenset(item.audience & known)
    return item.model_copy(
        update={
            "title": title(item.title),
            "body": adf_map.canon(item.body, names),
            "assignee": item.assignee if item.assignee == "" or item.assignee in known else None,
            "labels": frozenset(_label(label) for label in item.labels if label.strip()),
            "work": frozenset(name.strip().upper() for name in item.work if name.strip()),
            "details": dict(sorted(item.details.items())),
            "audience": audience,
        }
    )


@dataclass(frozen=True)
class Writer:
    """Turns items into what is sent. ``level`` and ``participants`` are ids of the site, "" for none.

    ``denied`` says why there is no level: what must be kept to some people is refused with it.
    """

    names: Names
    level: str = ""
    participants: str = ""
    denied: AdapterError | None = None

    def fields(self, item: PlanItem, wanted: Collection[str], parent: str) -> dict[str, Any]:
        """The ``fields`` of a request for these fields of an item; ``parent`` is an issue id or "".

        Labels and links are not among them: they are added, see ``additions``. Raises Refused and
        PermissionDenied.
        """
        made: dict[str, Any] = {}
        if "title" in wanted:
            made["summary"] = title(item.title)
        if "body" in wanted:
            made["description"] = adf_map.document(item.body, self.names) if item.body else None
        if "due" in wanted:
            made["duedate"] = None if item.due is None else item.due.isoformat()
        if "assignee" in wanted:
            account = self.names.accounts.get(item.assignee or "")
            made["assignee"] = {"accountId": account} if account else None
        if "parent" in wanted and parent:
            made["parent"] = {"id": parent}
        if "audience" in wanted:
            made |= self._audience(item.audience)
        return made

    def _audience(self, audience: frozenset[str] | None) -> dict[str, Any]:
        if audience is None:
            return {"security": None} | ({self.participants: None} if self.participants else {})
        if not self.level or not self.participants:
            raise self.denied or PermissionDenied(
                self.names.instance, "", "no way to keep an issue to the pair"
            )
        accounts = sorted(self.names.accounts[person] for person in audience if person in self.names.accounts)
        return {
            "security": {"id": self.level},
            self.participants: [{"accountId": account} for account in accounts],
        }

    def additions(self, item: PlanItem, found: PlanItem, wanted: Collection[str]) -> dict[str, Any]:
        """The ``update`` of a request: labels and links to add beside those that ``found`` has."""
        made: dict[str, Any] = {}
        if "labels" in wanted and item.labels - found.labels:
            made["labels"] = [{"add": label} for label in sorted(item.labels - found.labels)]
        if "work" in wanted and item.work - found.work:
            made["issuelinks"] = [{"add": _link(name)} for name in sorted(item.work - found.work)]
        if "parent" in wanted and item.parent is None:
            made["parent"] = [{"set": {"none": True}}]
        return made

    def comment(self, body: Blocks) -> list[dict[str, Any]]:
        """The ``update.comment`` that says something once. Raises Refused."""
        return [{"add": {"body": adf_map.document(body, self.names)}}]


def _link(name: str) -> dict[str, Any]:
    return {"type": {"name": LINK_TYPE}, "outwardIssue": {"key": name}}


def _label(label: str) -> str:
    return "-".join(adf_map.clean(label).split())[:_LABEL_MAX]


def _kind(issue_type: Mapping[str, Any]) -> PlanKind:
    if issue_type.get("subtask"):
        return PlanKind.STEP
    return PlanKind.GOAL if (issue_type.get("hierarchyLevel") or 0) > 0 else PlanKind.ACTIVITY


def _account(user: Any) -> str:
    return str((user or {}).get("accountId", ""))


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
