# SPDX-License-Identifier: Apache-2.0
"""Reviewing: each review of a pairing has its page two weeks before the meeting."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mentorkit.documents.review import write_review
from mentorkit.domain.meetings import Meeting, MeetingKind
from mentorkit.domain.pairings import Pairing
from mentorkit.domain.reviews import OUT_ASKED, OUT_DAYS
from mentorkit.domain.skills import gaps
from mentorkit.reconcile.wishes import Told, Wish
from mentorkit.rules.review_facts import SeenReview
from mentorkit.rules.world import World

WINDOW = timedelta(days=OUT_DAYS)


def review(world: World) -> Iterator["Wish[Any] | Told"]:
    """The pages of the reviews of every working pairing, from two weeks before or when asked for.

    One that was missed for two weeks is not made.
    """
    for pairing in world.pairings:
        if not pairing.stage.working:
            continue
        asked = {fact.detail for fact in world.ledger(pairing.key) if fact.name == OUT_ASKED}
        for meeting in world.meetings.get(pairing.key, ()):
            if meeting.kind is not MeetingKind.REVIEW:
                continue
            seen = world.review(pairing, meeting.slot)
            near = meeting.start - WINDOW <= world.now < meeting.start + WINDOW
            if near or meeting.slot.isoformat() in asked or world.page(seen.review.key) is not None:
                yield _page(world, pairing, meeting, seen)
                if world.writable(seen.review.key):
                    yield from _problems(pairing, seen)


def _page(world: World, pairing: Pairing, meeting: Meeting, seen: SeenReview) -> Wish[Any]:
    mentee, mentor = world.program.person(pairing.mentee), world.program.person(pairing.mentor)
    role, review = world.program.role_of(mentee), seen.review
    levels = {**world.levels(mentee), **review.answers.own, **review.answers.mentor, **review.levels}
    page = write_review(
        review,
        mentee,
        mentor,
        parent=pairing.key,
        meeting=meeting.start.astimezone(ZoneInfo(mentee.timezone)).date(),
        needed=role.required(mentee.grade),
        gaps=gaps(role, mentee.grade, levels),
        skills=world.program.skills,
        most=world.program.limits.focus_skills,
    )
    return Wish(key=review.key, item=page, facts=seen.fresh)


def _problems(pairing: Pairing, seen: SeenReview) -> Iterator[Told]:
    """What cannot be read, as a number: what the two wrote there is theirs."""
    if count := len(seen.review.answers.problems):
        where = "cell" if count == 1 else "cells"
        yield Told(pairing.key, f"{count} {where} of the review cannot be read", "ask the two to look at it")
