# SPDX-License-Identifier: Apache-2.0
"""``mentorkit meetings``: what is in the calendar, what will be, and meetings moved or canceled by hand."""

from datetime import datetime

import rich_click as click

from mentorkit_cli import completion
from mentorkit_cli.asking import asking, consent_options
from mentorkit_cli.context import App, pass_app
from mentorkit_cli.lazy import Section
from mentorkit_cli.next_step import next_step
from mentorkit_cli.options import LocalTime
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


@meetings.command("plan")
@click.option(
    "--pairing", metavar="MENTEE/MENTOR", shell_complete=completion.pairings, help="Of one pairing."
)
@pass_app
def plan_meetings(app: App, pairing: str | None) -> None:
    """Show what the calendar would plan from now on, and what finds no time, with the reason.

    Nothing is written; the next apply makes it so.

    \b
    Examples:
        mentorkit meetings plan
        mentorkit meetings plan --pairing jonas-weber/mila-stoyanova --json
    """
    from mentorkit_cli.names import as_it_stands, find_pairing
    from mentorkit_cli.views.meeting_plan import shown

    with app.workspace() as workspace:
        request = find_pairing(workspace.program, pairing, "--pairing") if pairing else None
        with looking(app):
            snapshot = workspace.look()
        world = workspace.world(snapshot)
        only = as_it_stands(world, request).key if request else None
        app.out.show(shown(world, only))
    next_step(app, "apply", "puts what is new into the calendar")


@meetings.command("move")
@click.argument("meeting", shell_complete=completion.meetings)
@click.option(
    "--to",
    "when",
    type=LocalTime(),
    required=True,
    metavar="WHEN",
    help="Day and time, as 2026-11-24T15:00, in the mentee's zone where no zone is written.",
)
@consent_options
@pass_app
@click.pass_context
def move(ctx: click.Context, app: App, meeting: str, when: datetime, yes: bool, look: bool) -> None:
    """Move MEETING (its name in `meetings list`) to another time, where it stays.

    A time at which one of the two is in another meeting is refused. A canceled meeting takes place
    again. Shows what would change, and asks.

    \b
    Examples:
        mentorkit meetings move jonas-weber/mila-stoyanova/monitoring-on-2026-11-24 \\
            --to 2026-11-25T15:00
    """
    from mentorkit_cli.meeting_checks import check_time, concerns, find_meeting, set_wish

    with asking(app, "meetings move", yes=yes, look=look) as asked:
        found = find_meeting(asked.world, meeting, "MEETING")
        start = found.at(asked.world, when)
        check_time(asked.world, found, start)
        for concern in concerns(asked.world, found, start):
            app.say(f"Note: {concern}.")
        wish = set_wish(asked.world, found, start)
        ctx.exit(asked.make(wish, already="It is at that time already.", following=found.listing))


@meetings.command("cancel")
@click.argument("meeting", shell_complete=completion.meetings)
@consent_options
@pass_app
@click.pass_context
def cancel(ctx: click.Context, app: App, meeting: str, yes: bool, look: bool) -> None:
    """Cancel MEETING (its name in `meetings list`); it stays canceled until it is moved.

    Subscribed calendars show it as canceled. Shows what would change, and asks.

    \b
    Examples:
        mentorkit meetings cancel jonas-weber/mila-stoyanova/monitoring-on-2026-11-24
    """
    from mentorkit_cli.meeting_checks import check_open, find_meeting, set_wish

    with asking(app, "meetings cancel", yes=yes, look=look) as asked:
        found = find_meeting(asked.world, meeting, "MEETING")
        check_open(asked.world, found)
        wish = set_wish(asked.world, found, None)
        ctx.exit(asked.make(wish, already="It is canceled already.", following=found.listing))
