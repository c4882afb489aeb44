# SPDX-License-Identifier: Apache-2.0
"""What the calendar would plan from now on, and what finds no time."""

from typing import Any

from mentorkit.domain.keys import Key, key_parts
from mentorkit.domain.pairings import pairing_key
from mentorkit.ports import Event
from mentorkit.reconcile.wishes import Told
from mentorkit.rules import World
from mentorkit.rules.meetings import schedule
from mentorkit_cli.names import Names, meeting_name, moment
from mentorkit_cli.output import Line, Shown, Table, line

_WORDS = {"new": "new", "moved": "moved", "canceled": "to be canceled", "kept": "as it is"}


def shown(world: World, only: Key | None = None) -> Shown:
    """The meetings to come of every working pairing, or of one; then those without a time, with reasons."""
    names = Names(world.program)
    planned: list[dict[str, Any]] = []
    unplaced: list[dict[str, str]] = []
    for wish in schedule(world):
        if isinstance(wish, Told):
            if only in (None, wish.about):
                unplaced.append({"pairing": wish.about, "what": wish.what, "reason": wish.remedy})
        elif isinstance(wish.item, Event) and wish.item.start > world.now and only in (None, _of(wish.key)):
            planned.append(_data(world, wish.key, wish.item))
    planned.sort(key=lambda one: (one["at"], one["name"]))
    rows = [
        (moment(one["at"], one["timezone"]), one["title"], _WORDS[one["state"]], one["name"])
        for one in planned
    ]
    parts: list[str | Line | Table] = (
        [Table(("When", "Meeting", "In the calendar", "Name"), rows)] if rows else []
    )
    parts += [
        line(("!", "magenta"), f" {names.record(one['pairing'])}: {one['what']}: {one['reason']}")
        for one in unplaced
    ]
    data = {
        "program": world.program.id,
        "meetings": [
            {**{name: value for name, value in one.items() if name != "at"}, "start": one["at"].isoformat()}
            for one in planned
        ],
        "unplaced": unplaced,
    }
    return Shown("mentorkit.meeting-plan/1", data, parts or ["No pairing is at work, so nothing is planned."])


def _data(world: World, key: Key, event: Event) -> dict[str, Any]:
    return {
        "name": meeting_name(key),
        "pairing": _of(key),
        "kind": event.kind,
        "title": event.title,
        "at": event.start,
        "minutes": event.minutes,
        "timezone": event.timezone,
        "state": _state(world, key, event),
    }


def _state(world: World, key: Key, event: Event) -> str:
    """How the event differs from the calendar's."""
    stored = world.snapshot.meetings.get(key)
    if event.status == "canceled":
        return "canceled"
    if stored is None or stored.item.status == "canceled":
        return "new"
    return "kept" if stored.item.start == event.start else "moved"


def _of(key: Key) -> Key:
    parts = key_parts(key)
    mentee, mentor, _ = parts.subjects
    return pairing_key(parts.program, mentee, mentor, parts.n)
