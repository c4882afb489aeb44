# SPDX-License-Identifier: Apache-2.0
"""The container: a project, its board and the board's filter, as one record.

Its mark and the ids of board and filter stand in a project property. Every step looks first whether it was
done already, so that a creation that was cut short is finished by the next one, and a project that an
administrator made by hand is taken over. A kanban project comes with a board; only where there is none are a
filter and a board made.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mentorkit.domain.value import digest
from mentorkit.errors import (
    AdapterError,
    AlreadyExists,
    InvalidResponse,
    NotFound,
    PermissionDenied,
    Refused,
    Unavailable,
)
from mentorkit.ports.changes import Applied, Archive, Change, Conflicted, Create, Failed, Outcome, Update
from mentorkit.ports.items import PlanItem, PlanKind
from mentorkit.ports.records import Mark, Stored
from mentorkit_jira import jql, mark_map
from mentorkit_jira.issue_map import title
from mentorkit_jira.privacy import Privacy
from mentorkit_jira.site import Project, Site

TEMPLATE = "com.pyxis.greenhopper.jira:gh-simplified-kanban-classic"
_NAME_MAX = 80
_IDS = ("board", "filter", "participants")


def canon(item: PlanItem) -> PlanItem:
    """What a container keeps of an item: its title, as a project's name, and its details."""
    name = title(item.title)[:_NAME_MAX].strip()
    return PlanItem(kind=PlanKind.BOARD, title=name, details=dict(sorted(item.details.items())))


class Container:
    """Reads and writes the container of one program."""

    def __init__(self, site: Site, privacy: Privacy) -> None:
        self._site, self._privacy = site, privacy
        self._client, self._key = site.client, site.names.project

    def record(self, project: Project) -> Stored[PlanItem] | None:
        """The container as a record; None while its project carries no mark of this program."""
        mark = self._mark(project)
        if mark is None or mark.program != self._site.names.program:
            return None
        url = self._url(project.state)
        self._site.names.learn(mark.key, url)
        return Stored[PlanItem](
            ref=f"project-{project.id}",
            name=self._key,
            revision=digest([project.name, {n: part for n, part in project.state.items() if n not in _IDS}]),
            item=canon(
                PlanItem(kind=PlanKind.BOARD, title=project.name, details=project.state.get("details") or {})
            ),
            url=url,
            mark=mark,
            archived=project.archived,
        )

    def write(self, change: Change[PlanItem], *, private: bool) -> Outcome[PlanItem]:
        """Make one change; ``private`` says that issues will be kept to pairs."""
        try:
            match change:
                case Create():
                    return self._create(change, private=private)
                case Update():
                    return self._update(change)
                case Archive():
                    return self._archive(change)
        except AdapterError as error:
            return Failed(key=change.key, error=error)

    def _create(self, change: Create[PlanItem], *, private: bool) -> Outcome[PlanItem]:
        item = canon(change.item)
        project = self._site.project()
        if project is None:
            project = self._make_project(item.title, private=private)
        elif project.state and self.record(project) is None:
            raise AlreadyExists(self._site.names.instance, self._key, "the project holds another program")
        state = mark_map.to_property(change.mark, item, self._site.names.instance)
        kept = self._site.keep_state(project, state | self._board(project, item.title))
        return self._applied(change, kept)

    def _make_project(self, name: str, *, private: bool) -> Project:
        body: dict[str, Any] = {
            "key": self._key,
            "name": name,
            "projectTypeKey": "software",
            "projectTemplateKey": TEMPLATE,
            "leadAccountId": self._site.me["accountId"],
            "assigneeType": "UNASSIGNED",
        }
        scheme = self._scheme() if private else ""
        if scheme:
            body["issueSecurityScheme"] = int(scheme)
        try:
            self._client.write("POST", "/rest/api/3/project", json=body, ref=self._key)
        except Unavailable as error:
            if self._site.reread() is None:
                raise error from None
        project = self._site.reread()
        if project is None:
            raise NotFound(self._site.names.instance, self._key, "the new project cannot be seen")
        return project

    def _scheme(self) -> str:
        """The security scheme to make the project with; none where it cannot be had, which is said later."""
        try:
            return self._privacy.scheme()
        except (PermissionDenied, Refused):
            return ""

    def _board(self, project: Project, name: str) -> dict[str, Any]:
        """What the property is to say of the project's board and, where it was made here, its filter."""
        known = _ids(project)
        if "board" in known:
            return known
        boards = "/rest/agile/1.0/board"
        found = self._client.read("GET", boards, params={"projectKeyOrId": self._key, "type": "kanban"})
        if found["values"]:
            return known | {"board": found["values"][0]["id"]}
        filter_ = self._filter(project, f"{name} ({self._key})")
        body = {
            "name": name,
            "type": "kanban",
            "filterId": filter_,
            "location": {"type": "project", "projectKeyOrId": self._key},
        }
        board = self._client.write("POST", boards, json=body, ref=self._key)
        return known | {"board": board["id"], "filter": filter_}

    def _filter(self, project: Project, name: str) -> int:
        """The filter of that name, shared with the project: a board is seen by whom its filter is."""
        found = self._client.read(
            "GET",
            "/rest/api/3/filter/search",
            params={"filterName": name, "accountId": self._site.me["accountId"]},
        )
        for known in found["values"]:
            if known["name"] == name:
                return int(known["id"])
        body = {
            "name": name,
            "jql": jql.board(self._key),
            "sharePermissions": [{"type": "project", "project": {"id": project.id}}],
        }
        return int(self._client.write("POST", "/rest/api/3/filter", json=body, ref=self._key)["id"])

    def _update(self, change: Update[PlanItem]) -> Outcome[PlanItem]:
        project = self._site.reread()
        found = self.record(project) if project is not None else None
        if project is None or found is None or found.revision != change.found.revision:
            return Conflicted[PlanItem](key=change.key, found=found)
        item = canon(change.item)
        if "title" in change.fields and item.title != project.name:
            self._client.write("PUT", self._site.path, json={"name": item.title}, ref=self._key)
            project = replace(project, name=item.title)
        state = mark_map.to_property(change.mark, item, self._site.names.instance)
        return self._applied(change, self._site.keep_state(project, state | _ids(project)))

    def _archive(self, change: Archive[PlanItem]) -> Outcome[PlanItem]:
        project = self._site.reread()
        if project is None:
            return Conflicted[PlanItem](key=change.key, found=None)
        state = mark_map.to_property(change.mark, change.found.item, self._site.names.instance)
        kept = self._site.keep_state(project, state | _ids(project))
        self._client.write("POST", f"{self._site.path}/archive", ref=self._key)
        return self._applied(change, replace(kept, archived=True))

    def _applied(self, change: Change[PlanItem], project: Project) -> Outcome[PlanItem]:
        record = self.record(project)
        if record is None:
            raise InvalidResponse(self._site.names.instance, self._key, "the mark does not read back")
        return Applied(
            key=change.key, ref=record.ref, name=record.name, revision=record.revision, url=record.url
        )

    def _mark(self, project: Project) -> Mark | None:
        try:
            imprint = mark_map.from_property(dict(project.state) or None)
        except mark_map.UnreadableMark:
            return None
        return None if imprint is None else imprint.mark

    def _url(self, state: Mapping[str, Any]) -> str:
        board = f"/boards/{state['board']}" if "board" in state else ""
        return f"{self._site.names.site}/jira/software/c/projects/{self._key}{board}"


def _ids(project: Project) -> dict[str, Any]:
    """What the property says beside the mark: ids of the board, its filter, and the people field."""
    return {name: project.state[name] for name in _IDS if name in project.state}
