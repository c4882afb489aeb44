# SPDX-License-Identifier: Apache-2.0
"""``mentorkit plan``: development plans."""

import rich_click as click

from mentorkit_cli import completion
from mentorkit_cli.context import App, pass_app
from mentorkit_cli.lazy import Section
from mentorkit_cli.next_step import next_step
from mentorkit_cli.progress import looking


@click.group(cls=Section)
def plan() -> None:
    """Development plans: goals, milestones and activities."""


@plan.command("show")
@click.argument("person", shell_complete=completion.people)
@pass_app
def show(app: App, person: str) -> None:
    """Show the plan of PERSON (an id or an e-mail address) as it stands on the board.

    \b
    Examples:
        mentorkit plan show jonas-weber
        mentorkit plan show jonas.weber@tidewren.example --json
    """
    from mentorkit_cli.names import find_person
    from mentorkit_cli.views.plan import shown

    with app.workspace() as workspace:
        found = find_person(workspace.program, person, "PERSON")
        with looking(app):
            snapshot = workspace.look()
        app.out.show(shown(workspace.world(snapshot), found))
    next_step(app, f"meetings list --person {found.id}")
