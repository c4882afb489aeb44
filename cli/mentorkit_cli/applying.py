# SPDX-License-Identifier: Apache-2.0
"""Show a change set, ask, and make the changes: for ``apply`` and for every command that asks for some."""

from typing import TYPE_CHECKING

import rich_click as click

from mentorkit_cli.context import App
from mentorkit_cli.next_step import next_step
from mentorkit_cli.progress import counting

if TYPE_CHECKING:
    from mentorkit.reconcile.changeset import ChangeSet
    from mentorkit.reconcile.snapshot import Snapshot
    from mentorkit.workspace import Workspace


def need_consent(app: App, *, yes: bool, look: str) -> None:
    """Raise UsageError where a question could not be answered; ``look`` is the command that only looks."""
    if not (yes or app.interactive):
        raise click.UsageError(f"Nobody is there to be asked. Look with `{look}`, then add --yes.")


def make(
    app: App,
    workspace: "Workspace",
    snapshot: "Snapshot",
    changes: "ChangeSet",
    *,
    yes: bool,
    force: bool = False,
    following: str = "status",
) -> int:
    """Show the changes, ask unless ``yes``, make them and say what came of it; the exit code.

    ``following`` is the command that comes next when all is done. Raises UnsafeChangeSet and LeaseHeld
    before anything is written.
    """
    from mentorkit.reconcile.limits import check_limits
    from mentorkit_cli.views import changes as changes_view
    from mentorkit_cli.views import result

    if app.out.mode != "json":
        app.out.show(changes_view.shown(changes, workspace.program))
    check_limits(changes, force=force)
    if len(changes) and not yes and not click.confirm("Make these changes?", err=True):
        app.say("Nothing was changed.")
        return 0
    with counting(app, len(changes)) as watch:
        report = workspace.apply(snapshot, changes, force=force, watch=watch)
    if len(changes) or app.out.mode == "json":
        app.out.show(result.shown(report, changes, workspace.program))
    if report.whole:
        next_step(app, following)
    else:
        next_step(app, "apply", "it does what is left")
    return result.exit_code(report)
