# SPDX-License-Identifier: Apache-2.0
"""``mentorkit status``: where the program stands, in counts and states."""

import rich_click as click

from mentorkit_cli.context import App, pass_app
from mentorkit_cli.lazy import Command
from mentorkit_cli.next_step import next_step
from mentorkit_cli.progress import looking


@click.command(cls=Command)
@click.option(
    "--full", is_flag=True, help="Read everything again, not only what changed since the last look."
)
@pass_app
def status(app: App, full: bool) -> None:
    """Show where the program stands and what waits for whom.

    Counts and states only: nothing that anybody wrote. Nothing is changed.

    \b
    Examples:
        mentorkit status
        mentorkit status --json
    """
    from mentorkit_cli.views.status import shown

    with app.workspace() as workspace:
        with looking(app):
            snapshot = workspace.look(full=full)
        app.out.show(shown(workspace.world(snapshot)))
    next_step(app, "diff", "what would change now")
