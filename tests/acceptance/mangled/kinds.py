# SPDX-License-Identifier: Apache-2.0
"""The page kinds that people edit: how each is called, who edits it, and what the program reads there.

A further kind is one more entry in ``KINDS``; every mangling is then tried on it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mentorkit.documents.pairing import channel, ticks
from mentorkit.domain.keys import Key
from mentorkit.domain.meetings import MeetingKind
from mentorkit.domain.richtext import Blocks, Paragraph, words
from mentorkit.rules import World
from tests.acceptance.company import Company, Pair, Saved, trimmed

JONAS, INES = "jonas-weber", "ines-carvalho"
EVIDENCE = "Owns the <search> & filters ü"
CHANNEL = "https://meet.tidewren.example/j-i"


@dataclass(frozen=True)
class Kind:
    """A page kind. ``others`` is a page of the same kind that is about somebody else."""

    name: str
    subjects: tuple[str, ...]
    says: Callable[[World, Key], Any]
    others: tuple[str, ...] = ()

    def key(self, world: World) -> Key:
        """The key of the page that is worked on."""
        return world.key(self.name, *_subjects(world, self.subjects))

    def ref(self, world: World) -> str:
        """The number of the page that is worked on."""
        return world.snapshot.pages.by_key[self.key(world)].ref

    def read(self, world: World) -> Any:
        """What the program reads on the page."""
        return self.says(world, self.key(world))


def _subjects(world: World, subjects: tuple[str, ...]) -> tuple[str, ...]:
    slot = next(one.slot for one in _meetings(world) if one.kind is MeetingKind.REVIEW)
    return tuple(slot.isoformat() if subject == "SLOT" else subject for subject in subjects)


def _meetings(world: World) -> Any:
    return world.meetings[world.key("pairing", JONAS, INES)]


def _profile(world: World, _key: Key) -> Any:
    return {skill: (one.level, one.evidence) for skill, one in world.profiles[JONAS].ratings.items()}


def _growth(world: World, _key: Key) -> Any:
    return dict(world.growths[JONAS].wishes), world.growths[JONAS].mentors


def _pairing(world: World, key: Key) -> Any:
    page = world.page(key)
    assert page is not None
    return channel(page), world.pairings[0].stage, set(ticks(page))


def _review(world: World, _key: Key) -> Any:
    ((review,),) = ([seen.review for seen in of] for of in world.reviews.values())
    return dict(review.answers.own), dict(review.answers.mentor)


def _reflection(world: World, key: Key) -> Any:
    page = world.page(key)
    assert page is not None
    said = [one for one in _paragraphs(page.written_by_people()) if one.startswith("My first module")]
    return said[:1], {name: by for name, (by, _) in ticks(page).items()}


def _paragraphs(blocks: Blocks) -> list[str]:
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(words(block.content))
        found += _paragraphs(getattr(block, "blocks", ()))
    return found


KINDS = {
    kind.name: kind
    for kind in (
        Kind("profile", (JONAS,), _profile, (INES,)),
        Kind("growth", (JONAS,), _growth, (INES,)),
        Kind("pairing", (JONAS, INES), _pairing),
        Kind("review", (JONAS, INES, "SLOT"), _review),
        Kind("reflection", (JONAS, INES, "mentee"), _reflection, (JONAS, INES, "mentor")),
    )
}


def played(company: Company) -> tuple[Saved, World]:
    """A small company whose people have written on a page of every kind.

    Gives also the company as it was when the pairing had just been asked for.
    """
    trimmed(company, JONAS, INES, "elena-marinova", "stefan-kolev")
    company.settings(cadence="{review: quarter, plan: after-review, monitoring_days: 92}")
    company.checked = False
    company.apply()
    jonas, ines = company.person(JONAS), company.person(INES)
    for actor in (jonas, ines):
        levels = [
            ("Web accessibility", "2", EVIDENCE),
            ("Drupal core APIs", "1", ""),
            ("PHP 8", "3", "daily"),
        ]
        actor.fill_table(f"Skills: {actor.name}", ("Skill", "Level", "Evidence"), levels)
        wishes = [("Web accessibility", "The library's audit"), ("PHP 8", "Modules")]
        actor.fill_table(f"My growth: {actor.name}", ("Skill", "Why now"), wishes)
    jonas.fill_table("My growth: Jonas Weber", ("Wish", "Who"), [("First", "@" + ines.account_id)])
    pair = Pair(company, JONAS, INES)
    company.pass_days(1)
    pair.ask("web-accessibility")
    company.apply()
    asked = company.save()
    pair.tick("accept")
    company.apply()
    jonas.fill_table(pair.page, ("About", "What we agree"), [("Channel", CHANNEL)])
    pair.tick("agree")
    _, world, _ = company.apply()
    first = next(one for one in _meetings(world) if one.kind is MeetingKind.REVIEW)
    company.pass_days((first.start - company.now()).total_seconds() / 86400 - 10)
    company.apply()
    review = f"Review {first.slot}: Jonas Weber, Inês Carvalho"
    jonas.fill_table(review, ("Skill", "Self"), [("Web accessibility", "2"), ("PHP 8", "3")])
    ines.fill_table(review, ("Skill", "Mentor"), [("Web accessibility", "1"), ("PHP 8", "3")])
    jonas.tick(pair.page, "mk-done-mentee")
    company.apply()
    reflection = "Reflection: Jonas Weber, with Inês Carvalho"
    jonas.write_under(reflection, "What I am proud of", "My first module is live")
    jonas.tick(reflection, "mk-complete-mentee")
    company.apply()
    _, world, _ = company.apply()
    return asked, world
