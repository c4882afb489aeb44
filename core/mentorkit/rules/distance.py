# SPDX-License-Identifier: Apache-2.0
"""Pairs at a distance: what happens by itself in a hallway stands on the agenda of every regular meeting."""

from mentorkit.domain.meetings import Agenda, AgendaItem, MeetingKind
from mentorkit.domain.pairings import Pairing
from mentorkit.rules.world import World

GUIDE = "remote-pairs"
BELONGING = AgendaItem(
    title="Life where you are",
    minutes=3,
    notes=(
        "What is going on around you, outside of work?",
        "Whom of the colleagues would you like to meet? The mentor introduces one a month.",
    ),
)


def remote(world: World, pairing: Pairing) -> bool:
    """Whether the two work in different countries or time zones."""
    mentee, mentor = world.program.person(pairing.mentee), world.program.person(pairing.mentor)
    return (mentee.country, mentee.timezone) != (mentor.country, mentor.timezone)


def agenda_of(world: World, pairing: Pairing, kind: MeetingKind) -> Agenda:
    """The agenda of a meeting of the two; a pair at a distance begins the regular ones with belonging.

    The longest item gives its minutes for that, so that the meeting takes no longer.
    """
    agenda = world.program.agendas[kind.value]
    longest = max(agenda.items, key=lambda item: item.minutes)
    if kind is not MeetingKind.MONITORING or longest.minutes <= BELONGING.minutes:
        return agenda
    if not remote(world, pairing):
        return agenda
    shorter = longest.model_copy(update={"minutes": longest.minutes - BELONGING.minutes})
    rest = (shorter if item is longest else item for item in agenda.items)
    return agenda.model_copy(update={"items": (BELONGING, *rest), "tools": (*agenda.tools, f"guide:{GUIDE}")})
