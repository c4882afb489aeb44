# SPDX-License-Identifier: Apache-2.0
"""Shell completion of what the program folder knows. It reads files only, and stays silent on errors."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import rich_click as click
from click.shell_completion import CompletionItem

from mentorkit.errors import MentorkitError
from mentorkit_cli.context import App

if TYPE_CHECKING:
    from mentorkit.program.schema import Program

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


people: Complete = _completes(lambda program: ((person.id, person.name) for person in program.people))
"""Person ids."""

roles: Complete = _completes(lambda program: ((role.id, role.name) for role in program.roles.values()))
"""Role ids."""

skills: Complete = _completes(lambda program: ((skill.id, skill.name) for skill in program.skills.values()))
"""Skill ids."""

pairings: Complete = _completes(_pairings)
"""Pairings as ``mentee/mentor``."""
