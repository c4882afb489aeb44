# SPDX-License-Identifier: Apache-2.0
"""The mark as one entity property of an issue or a project, and back.

The property holds the mark and what Jira has no field for: the kind of item, its details, and whether an
issue in a "done" status was called off or put away. The vendor takes 32,768 characters.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from mentorkit.domain.keys import Key
from mentorkit.domain.value import Value
from mentorkit.errors import Refused
from mentorkit.ports.items import PlanItem, PlanKind
from mentorkit.ports.records import Fact, Mark

PROPERTY = "mentorkit"
VERSION = 1
_MAX_BYTES = 32_768


class Imprint(Value):
    """What a property says. The flags count only while the issue stands in a "done" status."""

    mark: Mark
    kind: PlanKind
    details: Mapping[str, str] = {}
    canceled: bool = False
    archived: bool = False


class UnreadableMark(Exception):
    """There is a mark, but not one that this version can read."""


def to_property(
    mark: Mark, item: PlanItem, instance: str, *, canceled: bool = False, archived: bool = False
) -> dict[str, Any]:
    """The property of a record. Raises Refused when it is too large to be kept."""
    made: dict[str, Any] = {
        "v": mark.v,
        "key": mark.key,
        "program": mark.program,
        "base": dict(sorted(mark.base.items())),
        "ledger": [[fact.name, fact.at.isoformat(), fact.by, fact.detail] for fact in mark.ledger],
        "made": None if mark.made is None else mark.made.isoformat(),
        "details": dict(sorted(item.details.items())),
        "kind": item.kind.value,
    }
    made |= {name: True for name, flag in (("canceled", canceled), ("archived", archived)) if flag}
    size = len(json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode())
    if size > _MAX_BYTES:
        raise Refused(instance, "", f"the mark takes {size} bytes, {_MAX_BYTES} are possible")
    return made


def from_property(value: Any) -> Imprint | None:
    """What a property says; None where there is none. Raises UnreadableMark."""
    if value is None:
        return None
    try:
        mark = Mark(
            v=value["v"],
            key=Key(value["key"]),
            program=value["program"],
            base=value.get("base") or {},
            ledger=tuple(_fact(line) for line in value.get("ledger") or ()),
            made=None if value.get("made") is None else datetime.fromisoformat(value["made"]),
        )
        return Imprint(
            mark=mark,
            kind=PlanKind(value["kind"]),
            details=value.get("details") or {},
            canceled=bool(value.get("canceled")),
            archived=bool(value.get("archived")),
        )
    except (AttributeError, KeyError, TypeError, ValueError, ValidationError) as error:
        raise UnreadableMark from error


def _fact(line: Any) -> Fact:
    name, at, by, detail = line
    return Fact(name=name, at=datetime.fromisoformat(at), by=by, detail=detail)
