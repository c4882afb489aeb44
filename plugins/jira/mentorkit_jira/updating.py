# SPDX-License-Identifier: Apache-2.0
"""Changing issues, a hundred at a time: read them again, write what may be written, read back the result.

An issue of another revision than was decided on is left alone. A change and its mark are one request: an edit
carries mark and comment; a move is a transition that carries them, after an edit of its own for the fields (a
transition takes fields only where its screen has them). Marks alone go by the vendor's bulk operation.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mentorkit.domain.richtext import para
from mentorkit.errors import AdapterError, Conflict, NotFound, Refused, Retriable, Unavailable
from mentorkit.ports.changes import Applied, Archive, Change, Conflicted, Failed, Outcome, Update
from mentorkit.ports.items import PlanItem, Status
from mentorkit.ports.records import Stored
from mentorkit_jira import mark_map, status_map
from mentorkit_jira.issue_map import Writer, work_links
from mentorkit_jira.mark_map import PROPERTY
from mentorkit_jira.reading import IssueReader
from mentorkit_jira.site import Site
from mentorkit_jira.writing import all_failed, applied, body_of

_BATCH = 100
_SINGLY = 2


@dataclass(frozen=True)
class _Request:
    method: str
    path: str
    body: Any


@dataclass(frozen=True)
class _Job:
    """One change with what it needs: the requests in order, and the property that its last one writes."""

    change: Update[PlanItem] | Archive[PlanItem]
    requests: tuple[_Request, ...]
    state: Mapping[str, Any]
    before: Any

    @property
    def seals(self) -> bool:
        """Whether nothing but the mark is written."""
        return not self.requests


class Updater:
    """Updates and archives issues."""

    def __init__(self, site: Site, reader: IssueReader, writer: Writer) -> None:
        self._site, self._reader, self._writer = site, reader, writer

    def update(self, changes: Sequence[Update[PlanItem] | Archive[PlanItem]]) -> Iterator[Outcome[PlanItem]]:
        """Make these changes; one outcome each."""
        for start in range(0, len(changes), _BATCH):
            yield from self._chunk(changes[start : start + _BATCH])

    def _chunk(self, changes: Sequence[Update[PlanItem] | Archive[PlanItem]]) -> Iterator[Outcome[PlanItem]]:
        moves = any(isinstance(change, Archive) or change.move is not None for change in changes)
        try:
            wire, now = self._look([change.ref for change in changes], ("transitions",) if moves else ())
            stale = [one.ref for one in changes if _revision(now.get(one.ref)) != one.found.revision]
            _, others = self._look(stale, ("changelog",)) if stale else ({}, {})
        except AdapterError as error:
            yield from all_failed(changes, error)
            return
        jobs = []
        for change in changes:
            if change.ref in stale:
                yield Conflicted[PlanItem](key=change.key, found=others.get(change.ref))
                continue
            try:
                jobs.append(self._job(change, now[change.ref], wire[change.ref]))
            except AdapterError as error:
                yield Failed(key=change.key, error=error)
        errors = self._send(jobs)
        yield from self._outcomes(jobs, errors)

    def _look(
        self, refs: Sequence[str], expand: Sequence[str] = ()
    ) -> tuple[dict[str, dict[str, Any]], dict[str, Stored[PlanItem]]]:
        issues = self._site.fetch(refs, expand=expand)
        records = {record.ref: record for record in self._reader.records(issues)}
        return {str(issue["id"]): issue for issue in issues}, records

    def _job(
        self, change: Update[PlanItem] | Archive[PlanItem], found: Stored[PlanItem], issue: Mapping[str, Any]
    ) -> _Job:
        if found.mark is None or found.mark.v > mark_map.VERSION:
            raise Refused(self._site.names.instance, found.name, "the issue is not the program's to write")
        if isinstance(change, Archive):
            return self._archive(change, found, issue)
        item, before = change.item, _state(issue)
        stays = change.move is None and found.item.status == Status.CANCELED
        state = mark_map.to_property(
            change.mark,
            item,
            self._site.names.instance,
            canceled=stays or change.move == Status.CANCELED,
            archived=found.archived,
        )
        path = f"/rest/api/3/issue/{change.ref}"
        requests = [
            _Request("DELETE", f"/rest/api/3/issueLink/{id_}", None) for id_ in self._unlinked(change, issue)
        ]
        fields = self._writer.fields(item, change.fields, self._parent(change))
        update = self._writer.additions(item, found.item, change.fields)
        comment = {} if change.notice is None else {"comment": self._writer.comment(change.notice.body)}
        transition = self._transition(change.move, issue)
        mark = [{"key": PROPERTY, "value": state}]
        if transition:
            if fields or update:
                requests.append(_Request("PUT", path, body_of(update, fields=fields)))
            moved = body_of(comment, transition={"id": transition}, properties=mark)
            requests.append(_Request("POST", f"{path}/transitions", moved))
        elif fields or update or comment or requests:
            requests.append(_Request("PUT", path, body_of(update | comment, fields=fields, properties=mark)))
        return _Job(change, tuple(requests), state, before)

    def _archive(self, change: Archive[PlanItem], found: Stored[PlanItem], issue: Mapping[str, Any]) -> _Job:
        """Closing with a word why: Jira's own archive is for paid plans only, and cannot be searched."""
        open_ = not status_map.is_done(issue["fields"]["status"])
        state = mark_map.to_property(
            change.mark,
            found.item,
            self._site.names.instance,
            canceled=open_ or found.item.status == Status.CANCELED,
            archived=True,
        )
        path = f"/rest/api/3/issue/{change.ref}"
        comment = {"comment": self._writer.comment((para(change.why),))} if change.why else {}
        mark = [{"key": PROPERTY, "value": state}]
        request = _Request("PUT", path, body_of(comment, properties=mark))
        if open_:
            transition = self._transition(Status.CANCELED, issue)
            body = body_of(comment, transition={"id": transition}, properties=mark)
            request = _Request("POST", f"{path}/transitions", body)
        return _Job(change, (request,), state, _state(issue))

    def _transition(self, move: Status | None, issue: Mapping[str, Any]) -> str:
        """The transition that a move takes, "" for none. Raises Refused where the workflow has no way."""
        offered = issue.get("transitions") or []
        if move is None or status_map.stands(Status(move), issue["fields"]["status"], offered):
            return ""
        found = status_map.transition(Status(move), offered)
        if not found:
            raise Refused(self._site.names.instance, issue["key"], f"the workflow offers no way to “{move}”")
        return found

    def _unlinked(self, change: Update[PlanItem], issue: Mapping[str, Any]) -> list[str]:
        """The ids of links to work that is not wanted any more, among those that were found."""
        if "work" not in change.fields:
            return []
        links = work_links(issue["fields"].get("issuelinks") or (), self._site.names.project)
        unwanted = change.found.item.work - change.item.work
        return [id_ for name, id_ in links if name in unwanted]

    def _parent(self, change: Update[PlanItem]) -> str:
        if "parent" not in change.fields or change.item.parent is None:
            return ""
        found = self._reader.ref(change.item.parent)
        if not found:
            raise NotFound(self._site.names.instance, change.item.parent, "the parent is not in the project")
        return found

    def _send(self, jobs: Sequence[_Job]) -> dict[str, AdapterError]:
        """Send everything; what went wrong, by ref."""
        seals = [job for job in jobs if job.seals]
        errors = self._seal(seals) if len(seals) > _SINGLY else {}
        single = [job for job in jobs if not job.seals or len(seals) <= _SINGLY]
        results = self._site.pool.map(self._send_one, single)
        return errors | {ref: error for ref, error in results if error is not None}

    def _send_one(self, job: _Job) -> tuple[str, AdapterError | None]:
        change, path = job.change, f"/rest/api/3/issue/{job.change.ref}/properties/{PROPERTY}"
        try:
            for request in job.requests or (_Request("PUT", path, job.state),):
                self._site.client.write(
                    request.method, request.path, json=request.body, ref=change.found.name
                )
        except AdapterError as error:
            return change.ref, error
        return change.ref, None

    def _seal(self, jobs: Sequence[_Job]) -> dict[str, AdapterError]:
        """Write marks alone. The operation is not all-or-nothing: who got one is seen by reading back."""
        issues = [{"issueID": int(job.change.ref), "properties": {PROPERTY: job.state}} for job in jobs]
        project = self._site.names.project
        error: AdapterError = Unavailable(
            self._site.names.instance, project, "the mark was not set", unknown=True
        )
        try:
            path = "/rest/api/3/issue/properties/multi"
            self._site.client.finish(
                self._site.client.start("POST", path, {"issues": issues}, project), project
            )
        except AdapterError as refused:
            error = refused
        return {job.change.ref: error for job in jobs}

    def _outcomes(
        self, jobs: Sequence[_Job], errors: Mapping[str, AdapterError]
    ) -> Iterator[Outcome[PlanItem]]:
        """One outcome a job, from what stands there now."""
        told = [job for job in jobs if not _certain(errors.get(job.change.ref))]
        for job in jobs:
            if job not in told:
                yield Failed(key=job.change.key, error=errors[job.change.ref])
        try:
            wire, now = self._look([job.change.ref for job in told]) if told else ({}, {})
        except AdapterError as error:
            yield from self._unread(told, errors, error)
            return
        for job in told:
            yield _outcome(job, errors.get(job.change.ref), wire.get(job.change.ref), now.get(job.change.ref))

    def _unread(
        self, jobs: Sequence[_Job], errors: Mapping[str, AdapterError], error: AdapterError
    ) -> Iterator[Outcome[PlanItem]]:
        """What was said to be done is done, whatever its revision is now; the rest is not known."""
        for job in jobs:
            change = job.change
            if change.ref in errors:
                yield Failed(key=change.key, error=errors.get(change.ref, error))
            else:
                found = change.found
                yield Applied(key=change.key, ref=change.ref, name=found.name, revision="", url=found.url)


def _outcome(
    job: _Job, error: AdapterError | None, issue: Mapping[str, Any] | None, found: Stored[PlanItem] | None
) -> Outcome[PlanItem]:
    change: Change[PlanItem] = job.change
    if issue is None or found is None or isinstance(error, Conflict):
        return Conflicted[PlanItem](key=change.key, found=found)
    written = _state(issue) == dict(job.state)
    if error is None or (written and (job.seals or job.state != job.before)):
        return applied(change, found)
    return Failed(key=change.key, error=error)


def _revision(record: Stored[PlanItem] | None) -> str | None:
    return None if record is None else record.revision


def _state(issue: Mapping[str, Any]) -> Any:
    return (issue.get("properties") or {}).get(PROPERTY)


def _certain(error: AdapterError | None) -> bool:
    """Whether a failure is known to have changed nothing, and says all there is to say."""
    if error is None or isinstance(error, Conflict | NotFound):
        return False
    return not (isinstance(error, Retriable) and error.unknown)
