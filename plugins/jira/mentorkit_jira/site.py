# SPDX-License-Identifier: Apache-2.0
"""What the site says about itself and the program's project; asked once, when it is first needed."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from mentorkit.errors import NotFound, PermissionDenied, Unavailable
from mentorkit.ports.items import PlanKind
from mentorkit_atlassian.config import SiteConfig
from mentorkit_jira.client import JiraClient
from mentorkit_jira.issue_map import FIELDS
from mentorkit_jira.mark_map import PROPERTY
from mentorkit_jira.names import Names

LEVEL = "Pair only"
"""The issue security level that keeps plans to the pair."""
PARTICIPANTS = ("Mentoring participants", "Participants")
"""What the field may be called that names who takes part; the first is how it is made."""
WORKERS = 6
_FETCH = 100
_MULTI_USER = "multiuserpicker"


@dataclass(frozen=True)
class Project:
    """The project that holds the plans. ``state`` is what its property says, empty where there is none."""

    id: str
    name: str
    archived: bool
    types: Mapping[PlanKind, str]
    state: Mapping[str, Any]


class Site:
    """One site as one opened adapter sees it. Every question raises AdapterError when it fails."""

    def __init__(self, client: JiraClient, config: SiteConfig, names: Names, service: Iterable[str]) -> None:
        self.client, self.names = client, names
        self._others = frozenset(service) | frozenset(config.service_accounts)
        self._project: Project | None = None
        self._participants: str | None = None
        self.pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="jira")

    @cached_property
    def me(self) -> Mapping[str, Any]:
        """The account that the token belongs to."""
        found: Mapping[str, Any] = self.client.read("GET", "/rest/api/3/myself")
        return found

    @cached_property
    def service(self) -> frozenset[str]:
        """The accounts that write for the program, the own one among them."""
        return self._others | {str(self.me["accountId"])}

    @property
    def path(self) -> str:
        """The path of the project."""
        return f"/rest/api/3/project/{self.names.project}"

    def project(self) -> Project | None:
        """The project; None where there is none that this token may see. Remembered once it is there."""
        if self._project is None:
            self._project = self.reread()
        return self._project

    def keep_state(self, project: Project, state: Mapping[str, Any]) -> Project:
        """Write the project's property; the project as it is then. Raises AdapterError."""
        self.client.write(
            "PUT", f"{self.path}/properties/{PROPERTY}", json=dict(state), ref=self.names.project
        )
        self._project = replace(project, state=dict(state))
        return self._project

    def reread(self) -> Project | None:
        """The project as it stands now."""
        try:
            found = self.client.read(
                "GET", self.path, params={"properties": PROPERTY}, ref=self.names.project
            )
        except NotFound:
            self._project = None
        else:
            self._project = Project(
                id=str(found["id"]),
                name=found["name"],
                archived=bool(found.get("archived")),
                types=_types(found.get("issueTypes") or ()),
                state=(found.get("properties") or {}).get(PROPERTY) or {},
            )
            self._participants = self._project.state.get("participants") or self._participants
        return self._project

    @property
    def participants(self) -> str:
        """The id of the field that names who takes part, "" where the site has none."""
        return self.find_participants() if self._participants is None else self._participants

    @participants.setter
    def participants(self, field: str) -> None:
        self._participants = field

    @property
    def participants_if_known(self) -> str:
        """The same without asking: "" also as long as nobody asked."""
        return self._participants or ""

    def find_participants(self) -> str:
        """The same, asked anew."""
        fields = self.client.read("GET", "/rest/api/3/field")
        found = {
            field["name"]: str(field["id"])
            for field in fields
            if str((field.get("schema") or {}).get("custom", "")).endswith(":" + _MULTI_USER)
        }
        self._participants = next((found[name] for name in PARTICIPANTS if name in found), "")
        return self._participants

    def level(self) -> str:
        """The id of the level that keeps an issue to the pair, "" where the project offers none."""
        try:
            answer = self.client.read("GET", f"{self.path}/securitylevel", ref=self.names.project)
        except (NotFound, PermissionDenied):
            return ""
        return next((str(level["id"]) for level in answer["levels"] if level["name"] == LEVEL), "")

    def fetch(
        self, names: Sequence[str], *, fields: Sequence[str] | None = None, expand: Sequence[str] = ()
    ) -> list[dict[str, Any]]:
        """Issues by id or key from the vendor's database; what is not there is left out."""
        wanted = (
            [*FIELDS, *([self.participants] if self.participants else [])] if fields is None else list(fields)
        )
        chunks = [names[start : start + _FETCH] for start in range(0, len(names), _FETCH)]
        if len(chunks) < 2:
            return [issue for chunk in chunks for issue in self._fetch(chunk, wanted, expand)]
        found = self.pool.map(lambda chunk: self._fetch(chunk, wanted, expand), chunks)
        return [issue for chunk in found for issue in chunk]

    def _fetch(self, names: Sequence[str], fields: list[str], expand: Sequence[str]) -> list[dict[str, Any]]:
        body = {
            "issueIdsOrKeys": list(names),
            "fields": fields,
            "properties": [PROPERTY],
            "expand": list(expand),
        }
        answer = self.client.read("POST", "/rest/api/3/issue/bulkfetch", json=body, ref=self.names.project)
        if answer.get("issueErrors"):
            raise Unavailable(self.names.instance, self.names.project, "some issues could not be fetched")
        issues: list[dict[str, Any]] = answer["issues"]
        return issues

    def search(
        self, query: str, fields: Sequence[str], *, page: int, expand: str = "", properties: bool = False
    ) -> Iterable[dict[str, Any]]:
        """Issues from the search index, page by page until no page is left; short pages are not the end."""
        body: dict[str, Any] = {"jql": query, "fields": list(fields), "maxResults": page}
        if expand:
            body["expand"] = expand
        if properties:
            body["properties"] = [PROPERTY]
        while True:
            answer = self.client.read("POST", "/rest/api/3/search/jql", json=body, ref=self.names.project)
            yield from answer["issues"]
            token = answer.get("nextPageToken")
            if not token:
                return
            body["nextPageToken"] = token


def _types(types: Iterable[Mapping[str, Any]]) -> dict[PlanKind, str]:
    """Which issue type each kind of item is: by its place in the hierarchy, the usual name preferred."""
    by_level: dict[int, dict[str, str]] = {}
    for one in types:
        level = -1 if one.get("subtask") else int(one.get("hierarchyLevel") or 0)
        by_level.setdefault(level, {})[one["name"]] = str(one["id"])
    found = {}
    for kind, level, usual in _USUAL:
        names = by_level.get(level, {})
        if names:
            found[kind] = names.get(usual) or next(iter(names.values()))
    return found


_USUAL = (
    (PlanKind.GOAL, 1, "Epic"),
    (PlanKind.MILESTONE, 0, "Task"),
    (PlanKind.ACTIVITY, 0, "Task"),
    (PlanKind.CONSULT, 0, "Task"),
    (PlanKind.STEP, -1, "Sub-task"),
)
