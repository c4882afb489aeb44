# SPDX-License-Identifier: Apache-2.0
"""Making issues, fifty a request, each whole: mark, labels, dates, links, comment and first status at once.

An answer names the issues made but not which wish each of them is, and it may be lost altogether: what was
made is always found by reading the marks back. A creation is never sent again unless Jira refused it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mentorkit.domain.keys import Key
from mentorkit.errors import AdapterError, NotFound, PermissionDenied, Refused, Retriable, Unavailable
from mentorkit.ports.changes import Create, Failed, Outcome
from mentorkit.ports.items import PlanItem, Status
from mentorkit.ports.records import Stored
from mentorkit_jira import status_map
from mentorkit_jira.client import error_text
from mentorkit_jira.issue_map import Writer
from mentorkit_jira.mark_map import PROPERTY, to_property
from mentorkit_jira.reading import IssueReader
from mentorkit_jira.site import Project, Site
from mentorkit_jira.writing import all_failed, applied, body_of

_BULK = 50
_CONFIRM = 100
_OPTIONAL = frozenset({"comment", "issuelinks"})
"""What a site may keep off its create screen; it is then added by a second request."""
_EMPTY = frozenset({"title", "body", "due", "assignee", "parent", "audience"})


@dataclass(frozen=True)
class _Wish:
    """One creation and its request. ``later`` is what of it a second request has to bring."""

    change: Create[PlanItem]
    body: Mapping[str, Any]
    later: Mapping[str, Any]


class Creator:
    """Makes the issues of one wave after another."""

    def __init__(self, site: Site, reader: IssueReader, project: Project, writer: Writer) -> None:
        self._site, self._reader, self._project, self._writer = site, reader, project, writer
        self._offered: dict[str, list[dict[str, Any]]] = {}

    def create(self, changes: Sequence[Create[PlanItem]]) -> Iterator[Outcome[PlanItem]]:
        """Make these issues, whose parents stand already; one outcome each."""
        for start in range(0, len(changes), _CONFIRM):
            wishes = []
            for change in changes[start : start + _CONFIRM]:
                try:
                    wishes.append(_Wish(change, self._body(change), {}))
                except AdapterError as error:
                    yield Failed(key=change.key, error=error)
            yield from self._make(wishes)

    def _make(self, wishes: Sequence[_Wish]) -> Iterator[Outcome[PlanItem]]:
        """Send these wishes, fifty a request, and read back once what came of them."""
        sent, made, again = list[_Wish](), list[str](), list[_Wish]()
        for start in range(0, len(wishes), _BULK):
            chunk = wishes[start : start + _BULK]
            try:
                answer = self._post(chunk)
            except Retriable as error:
                yield from self._found(chunk, error) if error.unknown else all_failed(_changes(chunk), error)
                continue
            except AdapterError as error:
                yield from all_failed(_changes(chunk), error)
                continue
            made += [str(issue["id"]) for issue in answer.get("issues") or ()]
            refused = {int(one["failedElementNumber"]): one for one in answer.get("errors") or ()}
            sent += [wish for n, wish in enumerate(chunk) if n not in refused]
            for number, one in refused.items():
                if _only_optional(chunk[number], one):
                    again.append(_without_optional(chunk[number]))
                else:
                    yield Failed(key=chunk[number].change.key, error=self._refusal(chunk[number], one))
        yield from self._confirm(sent, made)
        if again:
            yield from self._make(again)

    def _post(self, wishes: Sequence[_Wish]) -> Any:
        """The vendor's answer to one bulk creation; it says 400 when it refused every one."""
        body = {"issueUpdates": [wish.body for wish in wishes]}
        ref = self._site.names.project
        answer = self._site.client.write("POST", "/rest/api/3/issue/bulk", json=body, ref=ref, answers=(400,))
        if "issues" not in answer:
            raise Refused(self._site.names.instance, ref, error_text(answer))
        return answer

    def _body(self, change: Create[PlanItem]) -> dict[str, Any]:
        item = change.item
        type_ = self._project.types.get(item.kind)
        if type_ is None:
            raise Refused(
                self._site.names.instance, change.key, f"the project has no issue type for a {item.kind}"
            )
        wanted = {name for name in _EMPTY if getattr(item, name) not in (None, ())}
        fields = self._writer.fields(item, wanted, self._parent(change))
        fields |= {"project": {"id": self._project.id}, "issuetype": {"id": type_}}
        if item.labels:
            fields["labels"] = sorted(item.labels)
        empty = item.model_copy(update={"work": frozenset(), "labels": item.labels})
        update = self._writer.additions(item, empty, {"work"})
        if change.notice is not None:
            update["comment"] = self._writer.comment(change.notice.body)
        transition = self._transition(change, type_)
        instance, canceled = self._site.names.instance, change.move == Status.CANCELED
        state = to_property(change.mark, item, instance, canceled=canceled)
        return body_of(
            update,
            fields=fields,
            properties=[{"key": PROPERTY, "value": state}],
            transition={"id": transition} if transition else None,
        )

    def _parent(self, change: Create[PlanItem]) -> str:
        if change.item.parent is None:
            return ""
        found = self._reader.ref(change.item.parent)
        if not found:
            raise NotFound(self._site.names.instance, change.item.parent, "the parent is not in the project")
        return found

    def _transition(self, change: Create[PlanItem], type_: str) -> str:
        """The first transition, as soon as one issue of the type was seen that offers it."""
        if change.move is None or type_ not in self._offered:
            return ""
        return status_map.transition(Status(change.move), self._offered[type_])

    def _refusal(self, wish: _Wish, one: Mapping[str, Any]) -> AdapterError:
        kind = PermissionDenied if one.get("status") == 403 else Refused
        return kind(self._site.names.instance, wish.change.key, error_text(one.get("elementErrors") or {}))

    def _confirm(self, wishes: Sequence[_Wish], made: Sequence[str]) -> Iterator[Outcome[PlanItem]]:
        """Match the issues made with the wishes by their marks, and bring what is left to bring."""
        if not wishes:
            return
        lost = Unavailable(self._site.names.instance, self._site.names.project, "not confirmed", unknown=True)
        expand = ("transitions",) if any(wish.change.move for wish in wishes) else ()
        try:
            issues = self._site.fetch(made, expand=expand) if made else []
            records = self._reader.records(issues)
        except AdapterError:
            yield from all_failed(_changes(wishes), lost)
            return
        by_key = {record.mark.key: record for record in records if record.mark is not None}
        wire = {str(issue["id"]): issue for issue in issues}
        for issue in issues:
            if "transitions" in issue:
                self._offered[str(issue["fields"]["issuetype"]["id"])] = issue["transitions"]
        missing = [wish for wish in wishes if wish.change.key not in by_key]
        late = []
        for wish in wishes:
            record = by_key.get(wish.change.key)
            if record is not None and (step := self._left(wish, wire[record.ref])):
                late.append((wish, record, step))
            elif record is not None:
                yield applied(wish.change, record)
        yield from self._finish(late)
        if missing:
            yield from self._found(missing, lost)

    def _found(self, wishes: Sequence[_Wish], error: AdapterError) -> Iterator[Outcome[PlanItem]]:
        """After a lost answer: what stands in the database was made; of the rest nobody knows."""
        try:
            located = self._reader.locate([wish.change.key for wish in wishes])
        except AdapterError:
            located = {}
        for wish in wishes:
            record = located.get(wish.change.key)
            yield Failed(key=wish.change.key, error=error) if record is None else applied(wish.change, record)

    def _left(self, wish: _Wish, issue: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
        """The second request that an issue still needs: its path's end and its body; None for most."""
        move = wish.change.move
        offered = issue.get("transitions") or []
        body = dict(wish.later)
        if move is not None and not status_map.stands(Status(move), issue["fields"]["status"], offered):
            transition = status_map.transition(Status(move), offered)
            if transition:
                return "/transitions", body | {"transition": {"id": transition}}
        return ("", body) if body else None

    def _finish(
        self, late: Sequence[tuple[_Wish, Stored[PlanItem], tuple[str, dict[str, Any]]]]
    ) -> Iterator[Outcome[PlanItem]]:
        failed: dict[Key, AdapterError] = {}
        for wish, record, (end, body) in late:
            try:
                method = "POST" if end else "PUT"
                self._site.client.write(
                    method, f"/rest/api/3/issue/{record.ref}{end}", json=body, ref=record.name
                )
            except AdapterError as error:
                failed[wish.change.key] = error
        yield from (Failed(key=key, error=error) for key, error in failed.items())
        done = [(wish, record) for wish, record, _ in late if wish.change.key not in failed]
        if done:
            yield from self._reread(done)

    def _reread(self, done: Sequence[tuple[_Wish, Stored[PlanItem]]]) -> Iterator[Outcome[PlanItem]]:
        try:
            now = {
                one.ref: one for one in self._reader.records(self._site.fetch([one.ref for _, one in done]))
            }
        except AdapterError:
            now = {}
        for wish, record in done:
            yield applied(wish.change, now.get(record.ref, record))


def _changes(wishes: Sequence[_Wish]) -> list[Create[PlanItem]]:
    return [wish.change for wish in wishes]


def _only_optional(wish: _Wish, error: Mapping[str, Any]) -> bool:
    """Whether a creation was refused for nothing but what can be added afterwards."""
    fields = set((error.get("elementErrors") or {}).get("errors") or ())
    return bool(fields) and fields <= _OPTIONAL and bool(_OPTIONAL & set(wish.body.get("update") or ()))


def _without_optional(wish: _Wish) -> _Wish:
    update = wish.body["update"]
    kept = {name: part for name, part in update.items() if name not in _OPTIONAL}
    later = {"update": {name: part for name, part in update.items() if name in _OPTIONAL}}
    rest = {name: part for name, part in wish.body.items() if name != "update"}
    return replace(wish, body=body_of(kept, **rest), later=later)
