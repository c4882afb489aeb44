# SPDX-License-Identifier: Apache-2.0
"""Reviews as they stand: what is written on their pages, and what was agreed and is final."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from mentorkit.documents.review import agreed_by, read_review
from mentorkit.domain.keys import Key, key_parts
from mentorkit.domain.pairings import Pairing
from mentorkit.domain.reviews import AGREED, FOCUS_FACT, LEVEL_FACT, AgreedLevel, Answers, Review
from mentorkit.domain.skills import Skill
from mentorkit.ports import Document, Fact, Stored
from mentorkit.reconcile.diff import blocked


@dataclass(frozen=True)
class SeenReview:
    """A review, and the facts that were seen just now and are not in its ledger yet."""

    review: Review
    fresh: tuple[Fact, ...] = ()


def seen_review(
    key: Key,
    pairing: Pairing,
    slot: date,
    page: Stored[Document] | None,
    skills: Mapping[str, Skill],
    most: int,
    now: datetime,
) -> SeenReview:
    """A review of this pairing. Levels are agreed by the mentor's own tick, once; so are the focus skills.

    Of more focus skills than ``most`` the first count. A page that must not be written tells nothing new.
    """
    if page is None:
        return SeenReview(Review(key=key, mentee=pairing.mentee, slot=slot, answers=Answers()))
    answers = read_review(page.item, skills, mentee=pairing.mentee, mentor=pairing.mentor)
    ledger = page.mark.ledger if page.mark else ()
    fresh = () if blocked(page) else tuple(_fresh(page.item, ledger, answers, pairing.mentor, most, now))
    facts = (*ledger, *fresh)
    agreed = next((fact for fact in facts if fact.name == AGREED), None)
    review = Review(
        key=key,
        mentee=pairing.mentee,
        slot=slot,
        answers=answers,
        agreed_on=agreed.at.date() if agreed else None,
        levels={_subject(fact): int(fact.detail) for fact in facts if fact.name.startswith(LEVEL_FACT)},
        focus=tuple(_subject(fact) for fact in sorted(_focus(facts), key=lambda fact: fact.detail)),
    )
    return SeenReview(review, fresh)


def _fresh(
    page: Document, ledger: tuple[Fact, ...], answers: Answers, mentor: str, most: int, now: datetime
) -> Iterator[Fact]:
    agreed = any(fact.name == AGREED for fact in ledger)
    box = agreed_by(page)
    if not agreed and box is not None and box.done_by == mentor and answers.mentor:
        agreed, at = True, box.done_at or now
        yield Fact(name=AGREED, at=at, by=mentor)
        for skill, level in sorted(answers.mentor.items()):
            yield Fact(name=f"{LEVEL_FACT}{skill}", at=at, by=mentor, detail=str(level))
    if agreed and not any(_focus(ledger)):
        for place, skill in enumerate(answers.focus[:most], start=1):
            yield Fact(name=f"{FOCUS_FACT}{skill}", at=now, detail=str(place))


def _focus(facts: Iterable[Fact]) -> Iterator[Fact]:
    return (fact for fact in facts if fact.name.startswith(FOCUS_FACT))


def _subject(fact: Fact) -> str:
    return fact.name.partition("/")[2]


def review_slot(key: Key) -> date:
    """The slot of the meeting that a review page belongs to."""
    return date.fromisoformat(key_parts(key).subjects[2])


def latest(reviews: Iterable[Review]) -> dict[str, AgreedLevel]:
    """The agreed level of each skill by the latest of these reviews that is about it."""
    done = [(review.agreed_on, review) for review in reviews if review.agreed_on is not None]
    return {
        skill: AgreedLevel(skill=skill, level=level, on=on)
        for on, review in sorted(done, key=lambda pair: (pair[0], pair[1].key))
        for skill, level in review.levels.items()
    }
