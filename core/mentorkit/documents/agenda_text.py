# SPDX-License-Identifier: Apache-2.0
"""An agenda as plain text, for the description of a calendar event."""

from collections.abc import Sequence

from mentorkit.domain.meetings import Agenda


def agenda_text(agenda: Agenda, links: Sequence[tuple[str, str]] = ()) -> str:
    """Purpose, what to do before, items with their minutes, tools, what to do after, and links.

    Parts are set apart by an empty line and left out where the agenda does not have them. ``links``
    are names and addresses, one a line.
    """
    minutes = [f"{item.title} ({item.minutes} min)" for item in agenda.items]
    parts = [
        agenda.purpose,
        _listed("Before", agenda.before),
        "\n".join([f"Agenda ({agenda.minutes} min)", *(f"- {line}" for line in minutes)]),
        f"Tools: {', '.join(_spoken(tool) for tool in agenda.tools)}" if agenda.tools else "",
        _listed("After", agenda.after),
        "\n".join(f"{name}: {url}" for name, url in links),
    ]
    return "\n\n".join(part.strip() for part in parts if part.strip())


def _listed(title: str, lines: str) -> str:
    """A heading and its lines, each as a list item; empty when there is nothing to list."""
    items = [line.strip().removeprefix("- ") for line in lines.splitlines() if line.strip()]
    return "\n".join([title, *(f"- {item}" for item in items)]) if items else ""


def _spoken(tool: str) -> str:
    """The name of a tool without its punctuation: ``guide:mentor-handbook`` is guide mentor handbook."""
    return tool.replace(":", " ").replace("-", " ")
