# SPDX-License-Identifier: Apache-2.0
"""The meetings to come, each with its time in a named zone."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from mentorkit.domain.keys import Key
from mentorkit.domain.meetings import Meeting, MeetingKind, ends, meeting_subject
from mentorkit.domain.pairings import Pairing
from mentorkit.rules import World
from mentorkit_cli.names import Names, moment, pairing_name
from mentorkit_cli.output import Shown, Table


def shown(world: World, *, person: str = "", pairing: Key | None = None, days: int = 14) -> Shown:
    """Meetings that are not over and begin within ``days``, of everybody, one person or one pairing.

    Times are in the zone of the person, of the pairing's mentee, or of the program.
    """
    names = Names(world.program)
    found = [
        (meeting, of)
        for of in world.pairings
        if (not person or person in (of.mentee, of.mentor)) and pairing in (None, of.key)
        for meeting in world.meetings.get(of.key, ())
        if ends(meeting) > world.now and meeting.start <= world.now + timedelta(days=days)
    ]
    found.sort(key=lambda pair: (pair[0].start, pair[1].key))
    zone = _zone(world, person, pairing)
    rows = [
        (
            moment(meeting.start, zone),
            _kind(world, meeting.kind) + "".join(f" + {_kind(world, also)}" for also in meeting.also),
            f"{meeting.minutes} min",
            f"{names.person(of.mentee)}, {names.person(of.mentor)}",
            _name(of, meeting),
        )
        for meeting, of in found
    ]
    data = {
        "program": world.program.id,
        "timezone": zone,
        "days": days,
        "meetings": [_data(meeting, of, zone) for meeting, of in found],
    }
    table = Table(("When", "Meeting", "Length", "Who", "Name"), rows)
    empty = f"No meeting in the next {days} days."
    return Shown("mentorkit.meetings/1", data, [table] if rows else [empty])


def _data(meeting: Meeting, of: Pairing, zone: str) -> dict[str, object]:
    return {
        "name": _name(of, meeting),
        "pairing": of.key,
        "mentee": of.mentee,
        "mentor": of.mentor,
        "kind": meeting.kind.value,
        "also": [kind.value for kind in meeting.also],
        "start": meeting.start.astimezone(ZoneInfo(zone)).isoformat(),
        "minutes": meeting.minutes,
    }


def _name(of: Pairing, meeting: Meeting) -> str:
    """What the meeting is called on the command line."""
    return f"{pairing_name(of)}/{meeting_subject(meeting)}"


def _zone(world: World, person: str, pairing: Key | None) -> str:
    if person:
        return world.program.person(person).timezone
    mentee = next((of.mentee for of in world.pairings if of.key == pairing), "")
    return world.program.person(mentee).timezone if mentee else world.program.timezone


def _kind(world: World, kind: MeetingKind) -> str:
    agenda = world.program.agendas.get(kind.value)
    return agenda.title if agenda else kind.value
