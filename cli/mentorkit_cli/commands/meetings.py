# SPDX-License-Identifier: Apache-2.0
"""``mentorkit meetings``: what is in the calendar."""

import rich_click as click

from mentorkit_cli import completion
from mentorkit_cli.context import App, pass_app
from mentorkit_cli.lazy import Section
from mentorkit_cli.next_step import next_step
from mentorkit_cli.progress import looking


@click.group(cls=Section)
def meetings() -> None:
    """Meetings of the pairings."""


@meetings.command("list")
@click.option(
    "--person", shell_complete=completion.people, help="Those of one person, in that person's zone."
)
@click.option(
    "--pairing",
    metavar="MENTEE/MENTOR",
    shell_complete=completion.pairings,
    help="Those of one pairing, in the mentee's zone.",
)
@click.option("--days", type=click.IntRange(1, 400), default=14, show_default=True, help="How far to look.")
@pass_app
def list_meetings(app: App, person: str | None, pairing: str | None, days: int) -> None:
    """List the meetings to come.

    \b
    Examples:
        mentorkit meetings list
        mentorkit meetings list --person mila-stoyanova --days 90
        mentorkit meetings list --pairing jonas-weber/mila-stoyanova
    """
    from mentorkit.domain.pairings import pairing_key
    from mentorkit_cli.names import find_pairing, find_person
    from mentorkit_cli.views.meetings import shown

    with app.workspace() as workspace:
        program = workspace.program
        who = find_person(program, person, "--person").id if person else ""
        request = find_pairing(program, pairing, "--pairing") if pairing else None
        key = pairing_key(program.id, request.mentee, request.mentor, request.n) if request else None
        with looking(app):
            snapshot = workspace.look()
        app.out.show(shown(workspace.world(snapshot), person=who, pairing=key, days=days))
    next_step(app, f"plan show {who}" if who else "status")
