# SPDX-License-Identifier: Apache-2.0
"""The next meeting: what to start from, a tip, and, until there is a page for notes, its agenda."""

from collections.abc import Sequence
from datetime import date

from mentorkit.documents.library import agenda_blocks
from mentorkit.domain.keys import Key
from mentorkit.domain.meetings import Agenda
from mentorkit.domain.richtext import (
    Block,
    Blocks,
    Bullets,
    Day,
    Heading,
    Inline,
    Inlines,
    Link,
    Ref,
    Text,
    inlines,
    para,
)
from mentorkit.domain.value import Value


class Card(Value):
    """An activity as it stands on the board."""

    name: str
    title: str
    url: str = ""
    due: date | None = None
    helps: tuple[tuple[str, str], ...] = ()
    """Title and address of what the mentor may point to instead of solving it."""


class Standing(Value):
    """Where the plan stands: what was done since the last meeting, and what does not move.

    ``reached`` are titles of milestones, ``carried`` what the two meant to talk about last time and did not.
    """

    since: date | None = None
    done: tuple[Card, ...] = ()
    reached: tuple[str, ...] = ()
    overdue: tuple[Card, ...] = ()
    stuck: tuple[Card, ...] = ()
    carried: tuple[str, ...] = ()
    tips: tuple[str, ...] = ()


def write_next_meeting(agenda: Agenda, day: date, standing: Standing, notes: Key | None) -> Blocks:
    """The block on the pairing page. Once there is a page for ``notes``, all but the way there is on that."""
    head = (Heading(text="Next meeting"), para(Text(text=f"{agenda.title}, ", strong=True), Day(day=day)))
    if notes is not None:
        return (*head, para(Ref(key=notes, text="Your notes"), ": where the plan stands, agenda, new tasks."))
    return (
        *head,
        *write_standing(standing),
        Heading(text="Agenda", level=3),
        *agenda_blocks(agenda),
    )


def write_standing(standing: Standing) -> Blocks:
    """Stuck and overdue work first: a meeting is there to get on with something real."""
    start: list[Block] = [
        *_cards(
            "Stuck", standing.stuck, "in hand for more than two weeks: what was tried, what is in the way?"
        ),
        *_cards("Overdue", standing.overdue, "smaller, later, or dropped?"),
        *_said("Left over from last time", standing.carried),
    ]
    since: Sequence[Block] = [
        *_said("Milestone reached", standing.reached),
        *_cards("Done", standing.done, "what did it teach you, and where does it count as evidence?"),
    ]
    last = inlines("Since last time, ", Day(day=standing.since)) if standing.since else inlines("So far")
    return (
        Heading(text="Start here", level=3),
        *(start or [para("Nothing is stuck and nothing is overdue.")]),
        para(*last),
        *(since or [para("Nothing was finished.")]),
        *(para(tip) for tip in standing.tips),
    )


def _cards(state: str, cards: Sequence[Card], ask: str) -> list[Block]:
    return [Bullets(items=tuple(_line(state, card, ask) for card in cards))] if cards else []


def _said(state: str, lines: Sequence[str]) -> list[Block]:
    items = tuple((Text(text=f"{state}: ", strong=True), *inlines(line)) for line in lines)
    return [Bullets(items=items)] if items else []


def _line(state: str, card: Card, ask: str) -> Inlines:
    name = Link(url=card.url, text=card.name) if card.url else Text(text=card.name)
    due = (*inlines(", due "), Day(day=card.due)) if card.due else ()
    return (
        Text(text=f"{state}: ", strong=True),
        name,
        *inlines(f" {card.title}"),
        *due,
        *inlines(f": {ask}"),
        *_helps(card),
    )


def _helps(card: Card) -> Inlines:
    if not card.helps:
        return ()
    links: list[Inline] = []
    for title, url in card.helps:
        links += [*inlines(", " if links else " For the mentor, to point to: "), Link(url=url, text=title)]
    return (*links, *inlines("."))
