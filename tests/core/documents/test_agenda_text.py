# SPDX-License-Identifier: Apache-2.0
"""Agendas as plain text."""

from mentorkit.documents.agenda_text import agenda_text
from mentorkit.domain.meetings import Agenda, AgendaItem

AGENDA = Agenda(
    kind="monitoring",
    title="Monitoring meeting",
    minutes=30,
    tools=("plan", "guide:mentor-handbook"),
    purpose="Look at what moved.",
    before="Move the cards.\n- Write one question.",
    after="One sentence of outcome.",
    items=(
        AgendaItem(title="How are you", minutes=10, notes=("A real question.",)),
        AgendaItem(title="Board", minutes=20),
    ),
)


def test_an_agenda_with_everything() -> None:
    text = agenda_text(
        AGENDA, [("Notes", "https://wiki.example.org/1"), ("Board", "https://plans.example.org/2")]
    )
    assert text == (
        "Look at what moved.\n\n"
        "Before\n- Move the cards.\n- Write one question.\n\n"
        "Agenda (30 min)\n- How are you (10 min)\n- Board (20 min)\n\n"
        "Tools: plan, guide mentor handbook\n\n"
        "After\n- One sentence of outcome.\n\n"
        "Notes: https://wiki.example.org/1\nBoard: https://plans.example.org/2"
    )


def test_parts_that_are_not_there_leave_no_gap() -> None:
    bare = AGENDA.model_copy(update={"tools": (), "purpose": "", "before": "", "after": ""})
    assert agenda_text(bare) == "Agenda (30 min)\n- How are you (10 min)\n- Board (20 min)"
