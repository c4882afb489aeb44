# SPDX-License-Identifier: Apache-2.0
"""What lies ahead of a pairing: the steps in their order, with dates and effort, from the first day on."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from mentorkit.domain.calendar import quarter_ends
from mentorkit.domain.meetings import Agenda, Meeting, MeetingKind
from mentorkit.domain.pairings import Pairing
from mentorkit.domain.richtext import Blocks, Day, Heading, Inline, Inlines, inlines, table
from mentorkit.program.schema import Program

YEAR = timedelta(days=365)
WEEK = timedelta(days=7)

_KINDS = (MeetingKind.REVIEW, MeetingKind.PLAN)


def write_ahead(pairing: Pairing, meetings: Sequence[Meeting], program: Program) -> Blocks:
    """The steps as a table. Once there are meetings their days count, before that what the cadence says."""
    answer = pairing.asked + timedelta(days=program.limits.request_days)
    days = _days(meetings) or _expected(max(answer, program.starts), program)
    every = program.cadence.monitoring_days
    rows: list[tuple[str | Inline | Inlines, ...]] = [
        ("Both accept, or say no", inlines("by ", Day(day=answer)), "5 minutes each"),
        ("First meeting", _listed(days[MeetingKind.FIRST]), _minutes(program.agendas, MeetingKind.FIRST)),
        ("Agreement, ticked by both", "within a week of the first meeting", "20 minutes each"),
        ("Plan on the board", "the next day", "2 to 4 hours a week for three months"),
        (
            f"A short meeting every {every} days",
            _span(days),
            _minutes(program.agendas, MeetingKind.MONITORING),
        ),
        *(
            (program.agendas[kind].title, _listed(days[kind]), _minutes(program.agendas, kind))
            for kind in _KINDS
        ),
        ("Closing", _listed(days[MeetingKind.CLOSING]), _minutes(program.agendas, MeetingKind.CLOSING)),
    ]
    return (Heading(text="What lies ahead"), table(("Step", "When", "Effort"), rows))


def _days(meetings: Sequence[Meeting]) -> dict[MeetingKind, list[date]]:
    """The days of each kind of meeting; empty when there are none."""
    if not meetings:
        return {}
    return {
        kind: [meeting.start.date() for meeting in meetings if meeting.kind is kind] for kind in MeetingKind
    }


def _expected(begins: date, program: Program) -> dict[MeetingKind, list[date]]:
    """The days that the cadence leads to when both accept on the last day."""
    first = begins + timedelta(days=program.limits.first_meeting_days)
    closing = begins + YEAR
    ends = list(quarter_ends(begins + WEEK, closing + WEEK - timedelta(days=1)))
    return {
        MeetingKind.FIRST: [first],
        MeetingKind.REVIEW: [end - WEEK for end in ends],
        MeetingKind.PLAN: ends,
        MeetingKind.MONITORING: [first + timedelta(days=program.cadence.monitoring_days), closing],
        MeetingKind.CLOSING: [closing],
    }


def _span(days: Mapping[MeetingKind, Sequence[date]]) -> Inlines:
    found = days[MeetingKind.MONITORING]
    return inlines("from ", Day(day=found[0]), " to ", Day(day=found[-1])) if found else inlines("–")


def _listed(days: Iterable[date]) -> Inlines:
    found: list[Inline] = []
    for day in days:
        found += [*inlines(", " if found else ""), Day(day=day)]
    return tuple(found) or inlines("–")


def _minutes(agendas: Mapping[str, Agenda], kind: MeetingKind) -> str:
    return (
        f"{agendas[kind].minutes} minutes each time" if kind in _KINDS else f"{agendas[kind].minutes} minutes"
    )
