# SPDX-License-Identifier: Apache-2.0
"""``mentorkit diff``: look at every tool and show what would change. Nothing is written there."""

from pathlib import Path

import rich_click as click

from mentorkit_cli.context import App, pass_app
from mentorkit_cli.lazy import Command
from mentorkit_cli.next_step import next_step
from mentorkit_cli.progress import looking


@click.command(cls=Command)
@click.option(
    "--full", is_flag=True, help="Read everything again, not only what changed since the last look."
)
@click.option("--exit-code", is_flag=True, help="Exit with 3 when changes are pending.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Save what is shown, with its fingerprint, for `mentorkit apply FILE`.",
)
@pass_app
@click.pass_context
def diff(ctx: click.Context, app: App, full: bool, exit_code: bool, out: Path | None) -> None:
    """Show what would change.

    One line a record: + to add, ~ to change, - to archive, then the fields. What people changed
    themselves stays, and is named. Of pages only the names and lengths of their parts are shown.

    \b
    Examples:
        mentorkit diff
        mentorkit diff --exit-code --quiet      in CI: 3 when something waits
        mentorkit diff --out monday.json        then: mentorkit apply monday.json
        mentorkit --today 2027-01-11 diff       what that day would bring
    """
    from shlex import quote

    from mentorkit.errors import UnsafeChangeSet
    from mentorkit.reconcile.limits import check_limits
    from mentorkit_cli.failures import PENDING, explain
    from mentorkit_cli.saved import save
    from mentorkit_cli.views.changes import shown

    with app.workspace() as workspace:
        with looking(app):
            changes = workspace.decide(workspace.look(full=full))
        view = shown(changes, workspace.program)
        app.out.show(view)
        if out is not None:
            save(out, view.data, workspace.now())
        if not len(changes):
            next_step(app, "status")
            return
        try:
            check_limits(changes)
        except UnsafeChangeSet as error:
            app.say(f"Note: apply will be {explain(error).what}")
        next_step(app, f"apply {quote(str(out))}" if out else "apply")
        ctx.exit(PENDING if exit_code else 0)
