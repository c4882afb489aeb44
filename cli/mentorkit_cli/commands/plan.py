# SPDX-License-Identifier: Apache-2.0
"""``mentorkit plan``: development plans."""

from datetime import datetime, timedelta

import rich_click as click

from mentorkit_cli import completion
from mentorkit_cli.asking import asking, consent_options
from mentorkit_cli.context import App, pass_app
from mentorkit_cli.lazy import Section
from mentorkit_cli.next_step import next_step
from mentorkit_cli.progress import looking

_COLUMNS = ("backlog", "this-fortnight", "doing", "show-to-mentor", "done", "canceled")


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


@plan.command("add")
@click.argument("pairing", metavar="MENTEE/MENTOR", shell_complete=completion.pairings)
@click.option("--title", required=True, help="What is to be done, in a line.")
@click.option(
    "--skill",
    shell_complete=completion.skills,
    help="The skill that it is for, by id or name. Default: that of the goal due next.",
)
@click.option(
    "--due",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Until when. Default: the last working day within two weeks.",
)
@click.option("--kind", type=click.Choice(["learn", "practice"]), default="practice", show_default=True)
@click.option("--work", metavar="KEY", help="An open work item of the team to practice on; it is linked.")
@consent_options
@pass_app
@click.pass_context
def add(
    ctx: click.Context,
    app: App,
    pairing: str,
    title: str,
    skill: str | None,
    due: datetime | None,
    kind: str,
    work: str | None,
    yes: bool,
    look: bool,
) -> None:
    """Add an activity to the plan of a pairing, below the goal for its skill.

    Shows what would change, and asks. From then on the activity is the mentee's, like any other.

    \b
    Examples:
        mentorkit plan add jonas-weber/mila-stoyanova --title "Read the cache chapter" --kind learn
        mentorkit plan add jonas-weber/mila-stoyanova --title "Review the search" --work WEB-212
    """
    from mentorkit.domain.plans import workday
    from mentorkit.rules.adding import added_activity
    from mentorkit_cli.names import find_skill
    from mentorkit_cli.plan_checks import check_title, choose_goal, find_work

    with asking(app, "plan add", yes=yes, look=look, pairing=pairing) as asked:
        world, found = asked.world, asked.pairing
        item = find_work(asked.workspace, work) if work else None
        known = find_skill(world.program, skill, "--skill") if skill else ""
        goal, about = choose_goal(world, found, known)
        until = due.date() if due else workday(world.today + timedelta(days=14))
        if until < world.today:
            raise click.BadParameter(f"{until} is past", param_hint="--due")
        there = check_title(world, goal, title)
        wish = added_activity(
            world, found, goal, title=title, kind=kind, due=until, skill=known or about, work=item
        )
        ctx.exit(
            asked.make(
                None if there else wish,
                already=f"It is in the plan already: {there}.",
                following=f"plan show {found.mentee}",
            )
        )


@plan.command("move")
@click.argument("issue", shell_complete=completion.plan_items)
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The new due date.")
@click.option("--to", "column", type=click.Choice(_COLUMNS), help="The column to move it to.")
@consent_options
@pass_app
@click.pass_context
def move(
    ctx: click.Context,
    app: App,
    issue: str,
    due: datetime | None,
    column: str | None,
    yes: bool,
    look: bool,
) -> None:
    """Give ISSUE (as MENT-7) another due date, or move it to another column.

    What somebody wrote on the board stands: a due date that a person set is changed there. Shows what
    would change, and asks.

    \b
    Examples:
        mentorkit plan move MENT-7 --due 2026-12-04
        mentorkit plan move MENT-7 --to show-to-mentor --yes
    """
    from mentorkit.ports import Status
    from mentorkit_cli.names import find_item
    from mentorkit_cli.plan_checks import moved

    if due is None and column is None:
        raise click.UsageError("Say what to change: --due DATE, --to COLUMN, or both.")
    with asking(app, "plan move", yes=yes, look=look) as asked:
        stored = find_item(asked.world, issue, "ISSUE")
        wish = moved(asked.world, stored, due.date() if due else None, Status(column) if column else None)
        following = f"plan show {stored.item.assignee}" if stored.item.assignee else "status"
        ctx.exit(asked.make(wish, already=f"{stored.name} stands so already.", following=following))
