# SPDX-License-Identifier: Apache-2.0
"""``mentorkit apply``: show what would change, ask, and make the changes."""

from pathlib import Path

import rich_click as click

from mentorkit_cli.applying import make, need_consent
from mentorkit_cli.context import App, pass_app
from mentorkit_cli.lazy import Command
from mentorkit_cli.progress import looking


@click.command(cls=Command)
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--full", is_flag=True, help="Read everything again, not only what changed since the last look."
)
@click.option("--force", is_flag=True, help="Go past the limit of 30 % for this one run.")
@pass_app
@click.pass_context
def apply(ctx: click.Context, app: App, file: Path | None, yes: bool, full: bool, force: bool) -> None:
    """Make the changes that `mentorkit diff` shows.

    It may be stopped at any time and run again: what was begun is found and finished, nothing is
    made twice, and what people wrote stands. With FILE (from `diff --out`) it makes exactly the
    changes shown there, and refuses when they would be others now.

    \b
    Examples:
        mentorkit apply
        mentorkit apply --yes --quiet           every night
        mentorkit apply monday.json --yes
    """
    need_consent(app, yes=yes, look="mentorkit diff")
    from mentorkit_cli import saved

    plan = saved.load(file) if file else None
    with app.workspace(at=plan.at if plan else None) as workspace:
        with looking(app):
            snapshot = workspace.look(full=full, force=force)
            changes = workspace.decide(snapshot)
        if plan is not None:
            plan.check(workspace.program.id, changes.fingerprint())
        ctx.exit(make(app, workspace, snapshot, changes, yes=yes, force=force))
