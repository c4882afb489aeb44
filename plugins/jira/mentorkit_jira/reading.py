# SPDX-License-Identifier: Apache-2.0
"""Reading plan items: everything from the database, or what changed since a cursor.

A full look asks for issue keys by the hundred, since the search index lags; the index is asked only for the
highest key to begin with. With a cursor it takes two requests when nothing changed: a search by date, and a
sweep of all ids that shows what is gone.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from mentorkit.domain.keys import Key
from mentorkit.errors import Refused
from mentorkit.ports.items import PlanItem
from mentorkit.ports.records import Cursor, Reading, Stored
from mentorkit_jira import jql
from mentorkit_jira.container import Container
from mentorkit_jira.issue_map import FIELDS, Reader, key_of, moment, number
from mentorkit_jira.site import Site

OVERLAP = timedelta(minutes=5)
INSTANT = timedelta(milliseconds=1)
"""How long after a change the index is not trusted to know it."""
_WINDOW = 100
_PAGE = 100
_SWEEP = 5000


class _Seen(BaseModel):
    """What a cursor holds: every issue's id with its key ("" for people's own), and the latest changes.

    ``since`` is where the next search begins: behind the newest change that was seen, or at the time of
    reading less the overlap if that is earlier, so that a burst of changes is not read again for ever;
    None as long as there is no project. In an empty project any issue is new, and the sweep shows it.
    ``recent`` are the changes from there on, so that none is told twice.
    """

    model_config = ConfigDict(extra="forbid")
    newest: str = ""
    since: AwareDatetime | None = None
    recent: dict[str, str] = {}
    ids: dict[str, str] = {}
    high: int = 0
    participants: str = ""


class IssueReader:
    """Reads one project, and remembers which issue carries which key.

    ``_high`` is the highest issue number below which everything is known; None as long as nothing is. Only
    looking at every window raises it: an issue made after a lost answer may stand below one made since.
    """

    def __init__(self, site: Site, container: Container, now: Callable[[], datetime]) -> None:
        self._site, self._container, self._now = site, container, now
        self._keys: dict[str, Key | None] = {}
        self._high: int | None = None

    def full(self) -> Reading[PlanItem]:
        """Everything that stands in the project. Raises AdapterError."""
        project = self._site.project()
        if project is None:
            return Reading[PlanItem](records=(), cursor=_cursor(_Seen()), ready=False)
        issues = self._everything()
        records = self.records(issues)
        board = self._container.record(project)
        cursor = self._next(_Seen(), issues, {str(issue["id"]) for issue in issues})
        return Reading[PlanItem](records=(*([board] if board else []), *records), cursor=cursor)

    def changed(self, since: Cursor) -> Reading[PlanItem]:
        """What changed since the cursor; everything, if it is not understood. Raises AdapterError."""
        seen = _parsed(since)
        if seen is None or seen.since is None:
            return self.full()
        self._recall(seen)
        try:
            touched = self._touched(seen, seen.since)
            swept = {str(issue["id"]) for issue in self._sweep()}
        except Refused:
            if self._site.reread() is not None:
                raise
            gone = tuple(sorted(seen.ids, key=int))
            return Reading[PlanItem](records=(), gone=gone, cursor=_cursor(_Seen()), ready=False)
        here = swept | {str(issue["id"]) for issue in touched}
        doubtful = sorted((here - seen.ids.keys() | seen.ids.keys() - here) - _ids(touched), key=int)
        checked = self._site.fetch(doubtful, expand=("changelog",)) if doubtful else []
        gone = tuple(id_ for id_ in doubtful if id_ in seen.ids and id_ not in _ids(checked))
        fresh = [
            issue for issue in touched if seen.recent.get(str(issue["id"])) != issue["fields"]["updated"]
        ]
        strays = {str(issue["id"]) for issue in checked if issue["fields"]["project"]["key"] != self._project}
        kept = (here | _ids(checked)) - strays - set(gone)
        records = self.records([*fresh, *checked])  # before the cursor, which holds the keys learned here
        cursor = self._next(seen, [*touched, *checked], kept)
        return Reading[PlanItem](records=records, gone=gone, cursor=cursor)

    def locate(self, keys: Collection[Key]) -> dict[Key, Stored[PlanItem]]:
        """The records with these keys, from the database: those remembered, and the newest."""
        known = [id_ for id_, key in self._keys.items() if key in keys]
        issues = self._site.fetch(known, expand=("changelog",)) if known else []
        issues += self._windows(self._high or 0, expand=("changelog",))
        found: dict[Key, Stored[PlanItem]] = {}
        for record in self.records(issues):
            if record.mark is not None and record.mark.key in keys:
                found.setdefault(record.mark.key, record)
        return found

    def ref(self, key: Key) -> str:
        """The id of the issue with this key, "" when there is none."""
        found = [id_ for id_, known in self._keys.items() if known == key]
        if not found and self._high is None:
            self.locate([key])
            found = [id_ for id_, known in self._keys.items() if known == key]
        return min(found, key=int, default="")

    def records(self, issues: Iterable[Mapping[str, Any]]) -> tuple[Stored[PlanItem], ...]:
        """The records of issues that were read, the oldest first; their addresses are remembered."""
        found = sorted(
            {str(issue["id"]): issue for issue in issues}.values(), key=lambda issue: int(issue["id"])
        )
        if not found:
            return ()
        self._remember(found)
        self._find_parents(found)
        reader = Reader(
            names=self._site.names,
            service=self._site.service,
            participants=self._site.participants,
            parents={id_: key for id_, key in self._keys.items() if key is not None},
        )
        records = tuple(record for record in map(reader.record, found) if record is not None)
        for record in reversed(records):
            if record.mark is not None:
                self._site.names.learn(record.mark.key, record.url)
        return records

    @property
    def _project(self) -> str:
        return self._site.names.project

    def _everything(self) -> list[dict[str, Any]]:
        first = next(iter(self._site.search(jql.newest_first(self._project), ["key"], page=1)), None)
        highest = 0 if first is None else number(first["key"])
        known = self._names(0, highest - highest % _WINDOW)
        issues = self._site.fetch(known, expand=("changelog",)) if known else []
        return issues + self._windows(len(known), expand=("changelog",))

    def _windows(self, after: int, expand: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        """Issues with a number above ``after``, a window at a time until one is empty."""
        found: list[dict[str, Any]] = []
        start = after
        while window := self._site.fetch(self._names(start, start + _WINDOW), expand=expand):
            found += window
            start += _WINDOW
        self._high = max([after, *(number(issue["key"]) for issue in found if self._is_here(issue))])
        return found

    def _names(self, after: int, until: int) -> list[str]:
        return [f"{self._project}-{n}" for n in range(after + 1, until + 1)]

    def _is_here(self, issue: Mapping[str, Any]) -> bool:
        return bool(issue["fields"]["project"]["key"] == self._project)

    def _touched(self, seen: _Seen, since: datetime) -> list[dict[str, Any]]:
        query = jql.changed(self._project, since)
        fields = [*FIELDS, *([seen.participants] if seen.participants else [])]
        found = list(self._site.search(query, fields, page=_PAGE, expand="changelog", properties=True))
        if not seen.participants and any(issue["fields"].get("security") for issue in found):
            return self._site.fetch(sorted(_ids(found), key=int), expand=("changelog",))
        return found

    def _sweep(self) -> Iterable[dict[str, Any]]:
        return self._site.search(jql.everything(self._project), ["id"], page=_SWEEP)

    def _recall(self, seen: _Seen) -> None:
        self._keys = {id_: Key(key) if key else None for id_, key in seen.ids.items()} | self._keys
        self._high = max(self._high or 0, seen.high)
        if seen.participants:
            self._site.participants = seen.participants

    def _remember(self, issues: Iterable[Mapping[str, Any]]) -> None:
        for issue in issues:
            creator = (issue["fields"].get("creator") or {}).get("accountId")
            self._keys[str(issue["id"])] = key_of(issue) if creator in self._site.service else None

    def _find_parents(self, issues: Iterable[Mapping[str, Any]]) -> None:
        parents = (issue["fields"].get("parent") for issue in issues)
        unknown = sorted({str(parent["id"]) for parent in parents if parent} - self._keys.keys(), key=int)
        if unknown:
            self._remember(self._site.fetch(unknown, fields=["creator"]))
            self._keys |= dict.fromkeys(set(unknown) - self._keys.keys())

    def _next(self, seen: _Seen, issues: list[dict[str, Any]], kept: set[str]) -> Cursor:
        updated = {str(issue["id"]): str(issue["fields"]["updated"]) for issue in issues}
        recent = {id_: stamp for id_, stamp in (seen.recent | updated).items() if id_ in kept}
        newest = max([stamp for stamp in (seen.newest, *recent.values()) if stamp], key=moment, default="")
        since = self._now() - OVERLAP
        if newest:
            since = min(moment(newest) + INSTANT, since)
        return _cursor(
            _Seen(
                newest=newest,
                since=since,
                recent={id_: stamp for id_, stamp in recent.items() if moment(stamp) >= since},
                ids={id_: self._keys.get(id_) or "" for id_ in sorted(kept, key=int)},
                high=self._high or 0,
                participants=self._site.participants_if_known,
            )
        )


def _ids(issues: Iterable[Mapping[str, Any]]) -> set[str]:
    return {str(issue["id"]) for issue in issues}


def _cursor(seen: _Seen) -> Cursor:
    return Cursor(seen.model_dump_json())


def _parsed(cursor: Cursor) -> _Seen | None:
    try:
        return _Seen.model_validate(json.loads(cursor))
    except (ValueError, ValidationError):
        return None
