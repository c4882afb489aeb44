# SPDX-License-Identifier: Apache-2.0
"""Shell completion of what the program folder and the mirror know: files only, and silent on errors."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import rich_click as click
from click.shell_completion import CompletionItem

from mentorkit.errors import MentorkitError
from mentorkit_cli.context import App

if TYPE_CHECKING:
    from mentorkit.program.schema import Program
    from mentorkit.reconcile.snapshot import StoreName, View

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _completes(entries: "Callable[[Program], Iterable[tuple[str, str]]]") -> Complete:
    def complete(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from mentorkit.program.loader import load_program

        try:
            program = load_program(App.of(ctx).folder)
        except (MentorkitError, OSError):
            return []
        found = [(name, words) for name, words in entries(program) if name.startswith(incomplete)]
        return [CompletionItem(name, help=words) for name, words in found]

    return complete


def _pairings(program: "Program") -> Iterable[tuple[str, str]]:
    from mentorkit_cli.names import Names, pairing_name

    names = Names(program)
    for request in program.pairings:
        yield pairing_name(request), f"{names.person(request.mentee)} with {names.person(request.mentor)}"


def _mirrored(store: "StoreName", entries: "Callable[[View[Any]], Iterable[tuple[str, str]]]") -> Complete:
    """Completes what a tool held when it was looked at last; no tool is asked."""

    def complete(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        app = App.of(ctx)
        try:
            file = app.folder / ".mentorkit" / "state.sqlite"
            if not file.is_file():
                return []
            from mentorkit.state import State

            state = State.at(file.parent, app.now)
            try:
                found = list(entries(state.view(store)))
            finally:
                state.close()
        except Exception:  # noqa: BLE001 - a shell that waits for words wants no trace, whatever it is
            return []
        return [CompletionItem(name, help=words) for name, words in found if name.startswith(incomplete)]

    return complete


def _items(view: "View[Any]") -> Iterable[tuple[str, str]]:
    for key, stored in view.by_key.items():
        if "/board/" not in key and not stored.archived:
            yield stored.name, stored.item.title


def _meetings(view: "View[Any]") -> Iterable[tuple[str, str]]:
    from mentorkit_cli.names import meeting_name

    for key, stored in view.by_key.items():
        if not stored.archived:
            yield meeting_name(key), stored.item.title


people: Complete = _completes(lambda program: ((person.id, person.name) for person in program.people))
"""Person ids."""

roles: Complete = _completes(lambda program: ((role.id, role.name) for role in program.roles.values()))
"""Role ids."""

skills: Complete = _completes(lambda program: ((skill.id, skill.name) for skill in program.skills.values()))
"""Skill ids."""

pairings: Complete = _completes(_pairings)
"""Pairings as ``mentee/mentor``."""

plan_items: Complete = _mirrored("plans", _items)
"""Names of plan items, as the board had them at the last look."""

meetings: Complete = _mirrored("meetings", _meetings)
"""Names of meetings, as the calendar had them at the last look."""
