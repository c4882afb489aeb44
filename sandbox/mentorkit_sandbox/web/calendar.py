# SPDX-License-Identifier: Apache-2.0
"""The calendar: a month, what is coming, and one event with its agenda, from the person's own feed."""

import calendar as months
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import quote

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox.web import ics, shell, words
from mentorkit_sandbox.web.front import Front
from mentorkit_sandbox.web.render import html

_LISTED = 8
_LOOKS = (("circle", "circle"), ("review", "review"), ("midpoint", "review"), ("reflection", "review"))


@dataclass(frozen=True)
class Shown:
    """An event as the calendar shows it, on the wall clock of whom the browser acts as."""

    event: ics.Event
    title: str
    begins: datetime
    ends: datetime
    when: str
    look: str
    address: str
    page: str
    people: tuple[tuple[str, str | None], ...]


def install(bp: Blueprint, front: Front) -> None:
    """Add the calendar."""

    @bp.get("/calendar")
    def calendar() -> ResponseReturnValue:
        feed = feed_of(front)
        month = _month(request.args.get("month", ""), front.today())
        events = [_shown(front, event, month) for event in (feed.events if feed else ())]
        coming = [one for one in events if one.ends >= front.now()]
        chosen = next((one for one in events if one.event.uid == request.args.get("event")), None)
        return render_template(
            "calendar.html",
            feed=feed,
            month=month,
            weeks=_weeks(month, events),
            before=(month - timedelta(days=1)).replace(day=1),
            after=(month + timedelta(days=31)).replace(day=1),
            coming=coming[:_LISTED],
            waiting=len([one for one in coming if not one.event.canceled]),
            chosen=chosen or next((one for one in coming if not one.event.canceled), None),
            picked=chosen is not None,
            subscribe=f"{request.host_url}feeds/{quote(feed.path)}" if feed else "",
        )


def feed_of(front: Front) -> ics.Feed | None:
    """The feed that carries this person's name."""
    for feed in ics.feeds(front.feeds):
        if feed.name == front.me.name or feed.name.endswith(f": {front.me.name}"):
            return feed
    return None


def _month(text: str, today: date) -> date:
    """The first of the month asked for; of this one where the text is none."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)


def _weeks(month: date, events: list[Shown]) -> list[list[tuple[date, list[Shown]]]]:
    """The days of a month in whole weeks from Monday, each with its events."""
    days = months.Calendar().monthdatescalendar(month.year, month.month)
    return [[(day, [one for one in events if one.begins.date() == day]) for day in week] for week in days]


def _shown(front: Front, event: ics.Event, month: date) -> Shown:
    begins, ends = event.begins.astimezone(front.zone), event.ends.astimezone(front.zone)
    names = " ".join((*event.categories, event.title)).casefold()
    day = words.sentence(words.day(begins.date(), front.today()))
    return Shown(
        event=event,
        title=_title(front, event),
        begins=begins,
        ends=ends,
        when=f"{day}, {begins:%H:%M} to {ends:%H:%M}",
        look="off" if event.canceled else next((look for word, look in _LOOKS if word in names), ""),
        address=f"/calendar?month={month:%Y-%m}&event={quote(event.uid, safe='')}#event",
        page=event.url.removeprefix(front.site.base_url) if html.safe(event.url) else "",
        people=tuple((name, _account(front, email)) for name, email in event.attendees),
    )


def _account(front: Front, email: str) -> str | None:
    person = front.site.person_by_email(email)
    return person.account_id if person else None


def _title(front: Front, event: ics.Event) -> str:
    """What it is and with whom: the names in the title without the own one."""
    kind, colon, people = event.title.partition(": ")
    others = [name for name in people.split(", ") if name != front.me.name]
    if not colon or len(others) == len(people.split(", ")):
        return event.title
    return f"{kind} with {words.listed([shell.first(name) for name in others])}" if others else kind
