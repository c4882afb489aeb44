# SPDX-License-Identifier: Apache-2.0
"""Whether an indexed page fulfils a query, and in which order the found pages come."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mentorkit_sandbox.confluence.cql import Call, Clause, CqlError, Junction, Negation, Node, Query

_TYPES = ("page", "blogpost", "whiteboard", "database", "folder", "embed", "slide")
_DATE_FORMS = ("%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d")
_STEP = re.compile(r"([+-]?\d+)([mhdwMy])")
_MINUTES = {"m": 1, "h": 60, "d": 1440, "w": 10080, "M": 43200, "y": 525600}


@dataclass(frozen=True)
class IndexedPage:
    """What the search index knows of a page; instants are aware."""

    id: str
    title: str
    space_key: str
    parent_id: str | None
    ancestors: frozenset[str]
    labels: frozenset[str]
    creator: str
    contributors: frozenset[str]
    created: datetime
    modified: datetime
    text: str


@dataclass(frozen=True)
class Asker:
    """Who asks and when: what functions and dates without a time zone refer to."""

    account_id: str
    time_zone: str
    now: datetime


_SORT_KEYS: dict[str, Callable[[IndexedPage], Any]] = {
    "created": lambda page: page.created,
    "id": lambda page: int(page.id),
    "lastmodified": lambda page: page.modified,
    "title": lambda page: page.title.casefold(),
}


def find(query: Query, pages: Iterable[IndexedPage], asker: Asker) -> list[IndexedPage]:
    """The pages a query means, newest change first unless it orders otherwise. Raises CqlError."""
    found = [page for page in pages if _holds(query.where, page, asker)]
    found.sort(key=lambda page: (page.modified, int(page.id)), reverse=True)
    for name, descending in reversed(query.order):
        found.sort(key=_SORT_KEYS[name], reverse=descending)
    return found


def check(query: Query, asker: Asker) -> None:
    """Refuse what could only be found wrong while matching: functions, dates, types. Raises CqlError."""
    nobody = IndexedPage(
        "0", "", "", None, frozenset(), frozenset(), "", frozenset(), asker.now, asker.now, ""
    )
    for clause in _clauses(query.where):
        _clause_holds(clause, nobody, asker)


def _clauses(node: Node) -> list[Clause]:
    if isinstance(node, Clause):
        return [node]
    parts = [node.part] if isinstance(node, Negation) else list(node.parts)
    return [clause for part in parts for clause in _clauses(part)]


def _holds(node: Node, page: IndexedPage, asker: Asker) -> bool:
    if isinstance(node, Junction):
        together = all if node.kind == "and" else any
        return together(_holds(part, page, asker) for part in node.parts)
    if isinstance(node, Negation):
        return not _holds(node.part, page, asker)
    return _clause_holds(node, page, asker)


def _clause_holds(clause: Clause, page: IndexedPage, asker: Asker) -> bool:
    if clause.field in ("created", "lastmodified"):
        moment = page.created if clause.field == "created" else page.modified
        return _compare(clause, moment, asker)
    if clause.operator in ("~", "!~"):
        words = page.title if clause.field == "title" else f"{page.title} {page.text}"
        return _contains(words, _text(clause.values[0], asker)) is (clause.operator == "~")
    wanted = {_text(value, asker).lower() for value in clause.values}
    if clause.field == "type":
        _check_types(wanted)
    met = not wanted.isdisjoint(item.lower() for item in _items(clause.field, page))
    return met is (clause.operator in ("=", "in"))


def _items(field: str, page: IndexedPage) -> Iterable[str]:
    """The values of a field that are compared for equality."""
    several: dict[str, Iterable[str]] = {
        "ancestor": page.ancestors,
        "contributor": page.contributors,
        "label": page.labels,
        "parent": () if page.parent_id is None else (page.parent_id,),
    }
    single = {
        "content": page.id,
        "creator": page.creator,
        "id": page.id,
        "space": page.space_key,
        "space.key": page.space_key,
        "title": page.title,
        "type": "page",
    }
    return several[field] if field in several else (single[field],)


def _check_types(wanted: set[str]) -> None:
    for name in wanted:
        if name not in _TYPES:
            expected = ", ".join(_TYPES)
            raise CqlError(f"Unsupported value for type, got : {name}, expected one of : [{expected}]")


def _contains(words: str, wanted: str) -> bool:
    """Every wanted word occurs, in any order; a word may end in ``*``."""
    present = re.findall(r"\w+", words.casefold())
    for word in re.findall(r"\w+\*?", wanted.casefold()):
        stem = word.removesuffix("*")
        if not any(one == stem or (stem != word and one.startswith(stem)) for one in present):
            return False
    return True


def _text(value: str | Call, asker: Asker) -> str:
    if isinstance(value, str):
        return value
    if value == Call("currentuser"):
        return asker.account_id
    raise CqlError(f"Could not parse cql : the function {value.name}() is not known here")


def _compare(clause: Clause, moment: datetime, asker: Asker) -> bool:
    """Dates in CQL have the grain of a minute, or of a day where no time is given."""
    wanted, grain = _moment(clause.values[0], asker)
    match clause.operator:
        case "<":
            return moment < wanted
        case "<=":
            return moment < wanted + grain
        case ">":
            return moment >= wanted + grain
        case ">=":
            return moment >= wanted
    return (wanted <= moment < wanted + grain) is (clause.operator == "=")


def _moment(value: str | Call, asker: Asker) -> tuple[datetime, timedelta]:
    zone = ZoneInfo(asker.time_zone)
    if isinstance(value, Call):
        return _function_moment(value, asker.now.astimezone(zone)), timedelta(minutes=1)
    for form in _DATE_FORMS:
        try:
            found = datetime.strptime(value, form).replace(tzinfo=zone)
        except ValueError:
            continue
        grain = timedelta(minutes=1) if "%H" in form else timedelta(days=1)
        return found.astimezone(UTC), grain
    raise CqlError(f"Could not parse cql : '{value}' is not a date like 2026-11-21 or 2026-11-21 08:00")


def _function_moment(call: Call, now: datetime) -> datetime:
    start_of_day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    starts = {
        "now": now,
        "startofday": start_of_day,
        "startofweek": start_of_day - timedelta(days=(now.weekday() + 1) % 7),
        "startofmonth": start_of_day.replace(day=1),
        "startofyear": start_of_day.replace(month=1, day=1),
    }
    if call.name not in starts or len(call.arguments) > 1:
        raise CqlError(f"Could not parse cql : the function {call.name}() is not known here")
    moment = starts[call.name]
    for argument in call.arguments:
        step = _STEP.fullmatch(argument)
        if step is None:
            raise CqlError(f"Could not parse cql : '{argument}' is not a period like -1d")
        moment += timedelta(minutes=int(step[1]) * _MINUTES[step[2]])
    return moment.astimezone(UTC)
