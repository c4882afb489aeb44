# SPDX-License-Identifier: Apache-2.0
"""``mentorkit review``: where the reviews stand. A review is closed by the two, on its page."""

import rich_click as click

from mentorkit_cli import completion
from mentorkit_cli.asking import asking, consent_options
from mentorkit_cli.context import App, pass_app
from mentorkit_cli.lazy import Section
from mentorkit_cli.next_step import next_step
from mentorkit_cli.progress import looking


@click.group(cls=Section)
def review() -> None:
    """Quarterly reviews: their steps, and an early start."""


@review.command("status")
@click.option("--person", shell_complete=completion.people, help="Those of one person.")
@pass_app
def status(app: App, person: str | None) -> None:
    """Show where the reviews stand: every one whose page is out, and the next of each pairing.

    The steps are: pages out, self, mentor, meeting, agreed, closed. States and dates only: no level
    and no word of anybody.

    \b
    Examples:
        mentorkit review status
        mentorkit review status --person jonas-weber --json
    """
    from mentorkit_cli.names import find_person
    from mentorkit_cli.views.reviews import shown

    with app.workspace() as workspace:
        only = find_person(workspace.program, person, "--person").id if person else ""
        with looking(app):
            snapshot = workspace.look()
        app.out.show(shown(workspace.world(snapshot), only))
    next_step(app, "review start MENTEE/MENTOR", "brings a page out before its two weeks begin")


@review.command("start")
@click.argument("pairing", metavar="MENTEE/MENTOR", shell_complete=completion.pairings)
@consent_options
@pass_app
@click.pass_context
def start(ctx: click.Context, app: App, pairing: str, yes: bool, look: bool) -> None:
    """Bring the page of the next review of a pairing out now, earlier than two weeks before.

    Shows what would change, and asks. The meeting stays where it is (see meetings move).

    \b
    Examples:
        mentorkit review start jonas-weber/mila-stoyanova
        mentorkit review start jonas-weber/mila-stoyanova --yes
    """
    from mentorkit.domain.meetings import MeetingKind
    from mentorkit.domain.reviews import OUT_ASKED
    from mentorkit_cli.failures import Refusal
    from mentorkit_cli.names import Names, pairing_name

    with asking(app, "review start", yes=yes, look=look, pairing=pairing) as asked:
        world, found = asked.world, asked.pairing
        coming = [
            meeting
            for meeting in world.meetings.get(found.key, ())
            if meeting.kind is MeetingKind.REVIEW and meeting.start > world.now
        ]
        if not found.stage.working or not coming:
            raise Refusal(
                f"{Names(world.program).pair(found)} have no review ahead",
                f"the pairing is {found.stage.value}, with {len(coming)} reviews in the calendar",
                f"see mentorkit meetings list --pairing {pairing_name(found)} --days 100",
            )
        slot = coming[0].slot
        out = world.page(world.review(found, slot).review.key) is not None
        wish = None if out else asked.fact(OUT_ASKED, slot.isoformat())
        already = f"The page of the review of {slot.isoformat()} is out already."
        ctx.exit(asked.make(wish, already=already, following="review status"))
