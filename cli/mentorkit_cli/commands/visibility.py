# SPDX-License-Identifier: Apache-2.0
"""``mentorkit visibility``: who may see what in the tools, and where that is not as the program wants it."""

import rich_click as click

from mentorkit_cli.context import App, pass_app
from mentorkit_cli.lazy import Command
from mentorkit_cli.next_step import next_step
from mentorkit_cli.progress import looking


@click.command(cls=Command)
@pass_app
@click.pass_context
def visibility(ctx: click.Context, app: App) -> None:
    """Read back who may see each kind of page and plan item, and name every difference.

    The tools are asked anew for the restrictions that are in force. Private pages are named by their
    kind and their two people, never by a title. Exit code 1 when anything can be seen by more or by
    fewer people than the program wants. Nothing is changed.

    \b
    Examples:
        mentorkit visibility
        mentorkit visibility --json
    """
    from mentorkit.ports import AudienceReader
    from mentorkit.rules.visibility import visible
    from mentorkit_cli.failures import FAILURE
    from mentorkit_cli.views.visibility import shown

    with app.workspace() as workspace:
        with looking(app):
            snapshot = workspace.look(full=True)
            pages = workspace.stores()["pages"]
            refs = [stored.ref for stored in snapshot.pages.by_key.values() if not stored.archived]
            in_force = pages.in_force(refs) if isinstance(pages, AudienceReader) else {}
        canon = {name: store.canon for name, store in workspace.stores().items()}
        world, desired = workspace.world(snapshot), workspace.loop.rules(snapshot)
        found = tuple(visible(world, desired, in_force, canon))
        app.out.show(shown(world, found))
    if all(one.as_wanted for one in found):
        next_step(app, "status")
        return
    next_step(app, "apply --full", "puts back what the program wants")
    ctx.exit(FAILURE)
