# SPDX-License-Identifier: Apache-2.0
"""Where the reviews stand, step by step: states and dates, neither levels nor words."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mentorkit.domain.meetings import Meeting, MeetingKind, ends
from mentorkit.domain.pairings import Pairing
from mentorkit.domain.reviews import OUT_DAYS, Review, quarter
from mentorkit.rules import World
from mentorkit_cli.names import Names, day
from mentorkit_cli.output import Shown, Table

STEPS = ("out", "self", "mentor", "meeting", "agreed", "closed")
_WAITS = {
    "out": "the page, which comes out by itself",
    "self": "the mentee's own levels",
    "mentor": "the mentor's levels",
    "meeting": "the meeting",
    "agreed": "the mentor's tick under the levels",
    "closed": "a focus skill to be chosen",
}


def shown(world: World, only: str = "") -> Shown:
    """The reviews whose page is out, and the next of every working pairing; or those of one person."""
    names = Names(world.program)
    found = [
        _data(world, pairing, meeting)
        for pairing in world.pairings
        if not only or only in (pairing.mentee, pairing.mentor)
        for meeting in _reviews(world, pairing)
    ]
    rows = [
        (
            names.person(one["mentee"]),
            names.person(one["mentor"]),
            one["quarter"],
            day(one["on"]),
            ", ".join(one["done"]) or "–",
            _WAITS[one["next"]] if one["next"] else "–",
        )
        for one in found
    ]
    counts = {step: sum(one["next"] == step for one in found) for step in STEPS}
    data = {
        "program": world.program.id,
        "waiting": counts,
        "closed": sum(not one["next"] for one in found),
        "reviews": [{**one, "on": one["on"].isoformat()} for one in found],
    }
    table = Table(("Mentee", "Mentor", "Review", "Meeting", "Done", "Waits for"), rows)
    return Shown("mentorkit.reviews/1", data, [table] if rows else ["No review is ahead, and none was held."])


def _reviews(world: World, pairing: Pairing) -> Iterator[Meeting]:
    """The meetings of reviews whose page is out, then the next one of a pairing at work."""
    meetings = [one for one in world.meetings.get(pairing.key, ()) if one.kind is MeetingKind.REVIEW]
    out = [one for one in meetings if world.page(world.review(pairing, one.slot).review.key) is not None]
    yield from out
    if pairing.stage.working:
        yield from [one for one in meetings if one not in out and ends(one) > world.now][:1]


def _data(world: World, pairing: Pairing, meeting: Meeting) -> dict[str, Any]:
    review = world.review(pairing, meeting.slot).review
    done = [step for step, is_done in zip(STEPS, _done(world, review, meeting), strict=True) if is_done]
    open_steps = [step for step in STEPS if step not in done]
    out = meeting.start - timedelta(days=OUT_DAYS)
    return {
        "pairing": pairing.key,
        "mentee": pairing.mentee,
        "mentor": pairing.mentor,
        "quarter": quarter(meeting.slot),
        "slot": meeting.slot.isoformat(),
        "out_from": out.date().isoformat(),
        "on": meeting.start.astimezone(ZoneInfo(world.program.timezone)).date(),
        "agreed_on": review.agreed_on.isoformat() if review.agreed_on else None,
        "done": done,
        "next": "" if "closed" in done else open_steps[0],
    }


def _done(world: World, review: Review, meeting: Meeting) -> Iterator[bool]:
    """Whether each step is done, in the order of the steps."""
    yield world.page(review.key) is not None
    yield bool(review.answers.own)
    yield bool(review.answers.mentor)
    yield ends(meeting) <= world.now
    yield review.agreed_on is not None
    yield review.agreed_on is not None and bool(review.focus)
