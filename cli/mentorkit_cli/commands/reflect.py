# SPDX-License-Identifier: Apache-2.0
"""``mentorkit reflect``: who has written the reflection at the end, and an early begin."""

import rich_click as click

from mentorkit_cli import completion
from mentorkit_cli.asking import asking, consent_options
from mentorkit_cli.context import App, pass_app
from mentorkit_cli.lazy import Section
from mentorkit_cli.next_step import next_step
from mentorkit_cli.progress import looking


@click.group(cls=Section)
def reflect() -> None:
    """Reflections at the end of a pairing: who has written, and an early begin."""


@reflect.command("status")
@click.option("--person", shell_complete=completion.people, help="Those of one person.")
@pass_app
def status(app: App, person: str | None) -> None:
    """Show which pairings reflect, since when, and who has written. No word of anybody is shown.

    \b
    Examples:
        mentorkit reflect status
        mentorkit reflect status --json
    """
    from mentorkit_cli.names import find_person
    from mentorkit_cli.views.reflections import shown

    with app.workspace() as workspace:
        only = find_person(workspace.program, person, "--person").id if person else ""
        with looking(app):
            snapshot = workspace.look()
        app.out.show(shown(workspace.world(snapshot), only))
    next_step(app, "reflect start MENTEE/MENTOR", "lets the two begin before the closing is near")


@reflect.command("start")
@click.argument("pairing", metavar="MENTEE/MENTOR", shell_complete=completion.pairings)
@consent_options
@pass_app
@click.pass_context
def start(ctx: click.Context, app: App, pairing: str, yes: bool, look: bool) -> None:
    """Let a pairing begin to reflect now: the private pages of both come out.

    By itself that happens a week before the closing meeting, or when one of the two says that they
    are done. Shows what would change, and asks.

    \b
    Examples:
        mentorkit reflect start jonas-weber/mila-stoyanova
        mentorkit reflect start jonas-weber/mila-stoyanova --look
    """
    from mentorkit.domain.pairings import REFLECT_ASKED, Stage
    from mentorkit_cli.failures import Refusal
    from mentorkit_cli.names import Names

    with asking(app, "reflect start", yes=yes, look=look, pairing=pairing) as asked:
        found = asked.pairing
        if found.stage not in (Stage.GROWING, Stage.REFLECTING):
            raise Refusal(
                f"{Names(asked.world.program).pair(found)} have nothing to look back on now",
                f"the pairing is {found.stage.value}; reflecting follows on growing",
                "see mentorkit pair list for what the pairing waits for",
            )
        begun = found.stage is Stage.REFLECTING
        wish = None if begun else asked.fact(REFLECT_ASKED, str(found.round))
        already = "The two are reflecting already."
        ctx.exit(asked.make(wish, already=already, following="reflect status"))
