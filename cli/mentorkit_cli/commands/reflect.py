# SPDX-License-Identifier: Apache-2.0
"""``mentorkit reflect``: who has written the reflection at the end, and an early begin."""

import rich_click as click

from mentorkit_cli import completion
from mentorkit_cli.applying import ask_for, consent_options, need_consent
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
    need_consent(app, yes=yes or look, look="mentorkit reflect start … --look")
    from mentorkit.domain.pairings import REFLECT_ASKED, Stage
    from mentorkit.ports import Document, Fact
    from mentorkit.reconcile.wishes import Wish
    from mentorkit_cli.failures import Refusal
    from mentorkit_cli.names import Names, as_it_stands, find_pairing

    with app.workspace() as workspace:
        request = find_pairing(workspace.program, pairing, "MENTEE/MENTOR")
        with looking(app):
            snapshot = workspace.look()
        world = workspace.world(snapshot)
        found = as_it_stands(world, request)
        if found.stage is Stage.REFLECTING:
            app.say("The two are reflecting already.")
            next_step(app, "reflect status")
            return
        if found.stage is not Stage.GROWING:
            raise Refusal(
                f"{Names(world.program).pair(found)} have nothing to look back on now",
                f"the pairing is {found.stage.value}; reflecting follows on growing",
                "see mentorkit pair list for what the pairing waits for",
            )
        fact = Fact(name=REFLECT_ASKED, at=world.now, detail=str(found.round))
        wish = Wish[Document](key=found.key, facts=(fact,))
        ctx.exit(ask_for(app, workspace, snapshot, wish, yes=yes, look=look, following="reflect status"))
