# SPDX-License-Identifier: Apache-2.0
"""Commands that ask for a record change: it goes through the loop, as everything else does.

Such a command is an apply with a wish more: what waits for the next apply is shown and made as well.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import rich_click as click

from mentorkit_cli.applying import make, need_consent
from mentorkit_cli.context import App
from mentorkit_cli.next_step import next_step
from mentorkit_cli.progress import looking

if TYPE_CHECKING:
    from mentorkit.domain.pairings import Pairing
    from mentorkit.program.schema import PairingRequest
    from mentorkit.reconcile.snapshot import Snapshot
    from mentorkit.reconcile.wishes import Wish
    from mentorkit.rules import World
    from mentorkit.workspace import Workspace

Command = TypeVar("Command")


def consent_options(command: Command) -> Command:
    """The options ``yes`` and ``look`` of such a command: not to ask, and only to look."""
    look = click.option("--look", is_flag=True, help="Only show what would change.")
    yes = click.option("-y", "--yes", is_flag=True, help="Do not ask.")
    return yes(look(command))  # type: ignore[type-var]  # click types what it decorates as a callable


@dataclass
class Asking:
    """The program as it was looked at, and the way to change it."""

    app: App
    workspace: "Workspace"
    snapshot: "Snapshot"
    yes: bool
    look: bool
    request: "PairingRequest | None"

    @cached_property
    def world(self) -> "World":
        """The world as rules see it."""
        return self.workspace.world(self.snapshot)

    @cached_property
    def pairing(self) -> "Pairing":
        """The pairing that the command is about, as it stands."""
        from mentorkit_cli.names import as_it_stands

        if self.request is None:
            raise LookupError("this command is about no pairing")
        return as_it_stands(self.world, self.request)

    def fact(self, name: str, detail: str) -> "Wish[Any]":
        """The wish for one more line in the pairing's ledger."""
        from mentorkit.ports import Document, Fact
        from mentorkit.reconcile.wishes import Wish

        return Wish[Document](
            key=self.pairing.key, facts=(Fact(name=name, at=self.world.now, detail=detail),)
        )

    def make(self, wish: "Wish[Any] | None", *, already: str, following: str) -> int:
        """Show, ask and make what is wished for and what follows from it; the exit code.

        Without a wish it stands so already, and that is said. ``following`` is the command that comes next.
        """
        from mentorkit_cli.views import changes as changes_view

        if wish is None:
            self.app.say(already)
            next_step(self.app, following)
            return 0
        self.workspace.ask(wish)
        changes = self.workspace.decide(self.snapshot)
        if self.look:
            self.app.out.show(changes_view.shown(changes, self.workspace.program))
            next_step(self.app, following, "nothing was changed; the same without --look makes it so")
            return 0
        return make(self.app, self.workspace, self.snapshot, changes, yes=self.yes, following=following)


@contextmanager
def asking(app: App, command: str, *, yes: bool, look: bool, pairing: str = "") -> Iterator[Asking]:
    """Look at everything for a command of this name. Raises UsageError, and for a pairing BadParameter."""
    need_consent(app, yes=yes or look, look=f"mentorkit {command} … --look")
    from mentorkit_cli.names import find_pairing

    with app.workspace() as workspace:
        request = find_pairing(workspace.program, pairing, "MENTEE/MENTOR") if pairing else None
        with looking(app):
            snapshot = workspace.look()
        yield Asking(app, workspace, snapshot, yes, look, request)
