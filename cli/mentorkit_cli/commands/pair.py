# SPDX-License-Identifier: Apache-2.0
"""``mentorkit pair``: ask for pairs, and see how they stand. People accept on the pairing's page."""

from datetime import datetime

import rich_click as click

from mentorkit_cli import completion
from mentorkit_cli.asking import asking, consent_options
from mentorkit_cli.context import App, pass_app
from mentorkit_cli.lazy import Section
from mentorkit_cli.next_step import next_step
from mentorkit_cli.output import Shown
from mentorkit_cli.progress import looking


@click.group(cls=Section)
def pair() -> None:
    """Pairings: a mentee and a mentor."""


@pair.command("add")
@click.option("--mentee", required=True, shell_complete=completion.people, help="Who shall be mentored.")
@click.option("--mentor", required=True, shell_complete=completion.people, help="Who shall mentor.")
@click.option(
    "--focus",
    "skills",
    multiple=True,
    metavar="SKILL",
    shell_complete=completion.skills,
    help="A skill to work on, by id or name; may be given several times.",
)
@click.option(
    "--asked",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day of the request. Default: today.",
)
@click.option(
    "--no-look", is_flag=True, help="Judge by the program folder alone: no tool is asked who has places left."
)
@pass_app
def add(
    app: App, mentee: str, mentor: str, skills: tuple[str, ...], asked: datetime | None, no_look: bool
) -> None:
    """Ask for a pair: one line more in pairings.yaml.

    The next apply makes the pairing's page; both accept there. A mentor without a place left is not
    asked; the next choices are named.

    \b
    Examples:
        mentorkit pair add --mentee jonas-weber --mentor mila-stoyanova
        mentorkit pair add --mentee jonas-weber --mentor mila-stoyanova --focus drupal-core-apis
    """
    from mentorkit.program.edit import append_pairing
    from mentorkit.program.file_models import PairingEntry
    from mentorkit.reconcile.snapshot import Snapshot
    from mentorkit_cli.names import find_person, find_skill
    from mentorkit_cli.pair_checks import check_pair, concerns

    with app.workspace() as workspace:
        program = workspace.program
        one, other = find_person(program, mentee, "--mentee"), find_person(program, mentor, "--mentor")
        focus = tuple(dict.fromkeys(find_skill(program, skill, "--focus") for skill in skills))
        if one == other:
            raise click.BadParameter("mentor and mentee are the same person", param_hint="--mentor")
        with looking(app):
            world = workspace.world(Snapshot() if no_look else workspace.look())
        check_pair(world, one, other, focus)
        for concern in concerns(world, one, other):
            app.say(f"Note: {concern}.")
        entry = PairingEntry(
            mentee=one.id, mentor=other.id, focus=focus, asked=asked.date() if asked else world.today
        )
        request = append_pairing(workspace.folder, entry)
        data = {"program": program.id, "file": "pairings.yaml", "pairing": request.model_dump(mode="json")}
        words = f"Asked for: {one.name} with {other.name}, in pairings.yaml."
        app.out.show(Shown("mentorkit.pair/1", data, [words]))
    next_step(app, "diff", "then apply: both accept on the page")


@pair.command("list")
@click.option("--person", shell_complete=completion.people, help="Those of one person.")
@pass_app
def list_pairings(app: App, person: str | None) -> None:
    """List the pairings with their stage and what each waits for.

    \b
    Examples:
        mentorkit pair list
        mentorkit pair list --person mila-stoyanova --json
    """
    from mentorkit_cli.names import find_person
    from mentorkit_cli.views.pairings import shown

    with app.workspace() as workspace:
        only = find_person(workspace.program, person, "--person").id if person else ""
        with looking(app):
            snapshot = workspace.look()
        app.out.show(shown(workspace.world(snapshot), only))
    next_step(app, "status")


@pair.command("reopen")
@click.argument("pairing", metavar="MENTEE/MENTOR", shell_complete=completion.pairings)
@pass_app
def reopen(app: App, pairing: str) -> None:
    """Ask for a pairing that is over once more: one line more in pairings.yaml, with `reopens: true`.

    The next apply opens it again with the agreement, for three months. What was stays where it is.

    \b
    Examples:
        mentorkit pair reopen jonas-weber/mila-stoyanova
    """
    from mentorkit.program.edit import append_pairing
    from mentorkit.program.file_models import PairingEntry
    from mentorkit_cli.names import Names, as_it_stands, find_pairing
    from mentorkit_cli.pair_checks import check_reopening

    with app.workspace() as workspace:
        before = find_pairing(workspace.program, pairing, "MENTEE/MENTOR")
        with looking(app):
            world = workspace.world(workspace.look())
        found = as_it_stands(world, before)
        check_reopening(world, found)
        entry = PairingEntry(mentee=found.mentee, mentor=found.mentor, asked=world.today, reopens=True)
        request = append_pairing(workspace.folder, entry)
        names = Names(world.program)
        data = {
            "program": world.program.id,
            "file": "pairings.yaml",
            "pairing": request.model_dump(mode="json"),
        }
        words = f"Asked for again: {names.person(found.mentee)} with {names.person(found.mentor)}."
        app.out.show(Shown("mentorkit.pair/1", data, [words]))
    next_step(app, "diff", "then apply: both tick the agreement anew")


@pair.command("end")
@click.argument("pairing", metavar="MENTEE/MENTOR", shell_complete=completion.pairings)
@consent_options
@pass_app
@click.pass_context
def end(ctx: click.Context, app: App, pairing: str, yes: bool, look: bool) -> None:
    """End a pairing early, without fault: nobody owes a reason, and none is asked for.

    Coming meetings are canceled; pages and plans stay. Each of the two can do the same on the page.
    Shows what would change, and asks.

    \b
    Examples:
        mentorkit pair end jonas-weber/mila-stoyanova
        mentorkit pair end jonas-weber/mila-stoyanova --look
    """
    from mentorkit.domain.pairings import END_ASKED
    from mentorkit_cli.pair_checks import check_ending

    with asking(app, "pair end", yes=yes, look=look, pairing=pairing) as asked:
        check_ending(asked.world, asked.pairing)
        wish = asked.fact(END_ASKED, str(asked.pairing.round))
        ctx.exit(asked.make(wish, already="", following="pair list"))
