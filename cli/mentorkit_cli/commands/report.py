# SPDX-License-Identifier: Apache-2.0
"""``mentorkit report``: figures, goals and states, for reading and for spreadsheets."""

from datetime import datetime
from pathlib import Path

import rich_click as click

from mentorkit_cli.context import App, pass_app
from mentorkit_cli.lazy import Command
from mentorkit_cli.next_step import next_step
from mentorkit_cli.progress import looking

_STDOUT = Path("-")


@click.command(cls=Command)
@click.option("--mentors", is_flag=True, help="The mentors' record: who mentored whom, how long, how often.")
@click.option(
    "--csv",
    "file",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Write a table for a spreadsheet; - writes it to standard output.",
)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Count what happened from this day on. Default: the day on which the program began.",
)
@pass_app
def report(app: App, mentors: bool, file: Path | None, since: datetime | None) -> None:
    """Show goals, the KPIs that the program chose, and pairings at risk.

    Counts and states only. What tells of the levels of fewer than five people is withheld. The figures
    are of this moment; nothing is changed.

    \b
    Examples:
        mentorkit report
        mentorkit report --since 2026-10-01 --csv report.csv
        mentorkit report --mentors --csv -
    """
    from mentorkit_cli.views import mentor_record
    from mentorkit_cli.views import report as view

    if file == _STDOUT and app.out.mode == "json":
        raise click.UsageError("--json and --csv - both want standard output; give --csv a file")
    with app.workspace() as workspace:
        with looking(app):
            snapshot = workspace.look()
        world = workspace.world(snapshot)
        begins = view.begins(world, since.date() if since else None)
        shown, table = mentor_record.shown(world) if mentors else view.shown(world, begins)
    if file == _STDOUT:
        click.echo(table, nl=False)
    else:
        app.out.show(shown)
    if file is not None and file != _STDOUT:
        from mentorkit.program.files import write_at_once

        write_at_once(file, table)
        app.say(f"Wrote {file}")
    next_step(app, "status", "what waits for whom")
