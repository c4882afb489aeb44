# SPDX-License-Identifier: Apache-2.0
"""What goes on: who takes part, who meets whom, how fast requests are answered, who carries how much.

Each function takes the facts and the beginning of the period, and gives a figure. The formulas in
words stand in the catalogue (``content/kpis``).
"""

from collections import Counter
from datetime import datetime, timedelta

from mentorkit.reports.facts import Facts, MetFact
from mentorkit.reports.figures import NOTHING, Figure, middle, share

RECENT = timedelta(days=28)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def profile_completeness(facts: Facts, _since: datetime) -> Figure:
    """People whose profile has every core skill, of all."""
    return share(sum(person.filled for person in facts.people), len(facts.people))


def participation(facts: Facts, _since: datetime) -> Figure:
    """People in an open pairing, of all; those who are not, by team."""
    within = {person for pair in facts.open for person in (pair.mentee, pair.mentor)}
    left: dict[str, int] = {}
    for person in facts.people:
        if person.id not in within:
            left[person.team or "no team"] = left.get(person.team or "no team", 0) + 1
    note = "not in: " + ", ".join(f"{team} {left[team]}" for team in sorted(left)) if left else ""
    return share(sum(person.id in within for person in facts.people), len(facts.people), note=note)


def active_pairings(facts: Facts, _since: datetime) -> Figure:
    """Open pairings that met in the last 28 days."""
    met = sum(bool(pair.held(facts.now - RECENT)) for pair in facts.open)
    return share(met, len(facts.open))


def meetings_held(facts: Facts, since: datetime) -> Figure:
    """Meetings held, of those that were due; what nobody has told yet is not held."""
    due = past(facts, since)
    untold = sum(meeting.held is None for meeting in due)
    note = f"{untold} not told yet" if untold else ""
    return share(sum(bool(meeting.held) for meeting in due), len(due), note=note)


def past(facts: Facts, since: datetime) -> list[MetFact]:
    """The meetings of the period that were due until now, or that somebody has told about."""
    return [one for pair in facts.pairs for one in pair.meetings if one.start >= since and one.due(facts.now)]


def mentor_use(facts: Facts, _since: datetime) -> Figure:
    """Mentors with an open pairing, of those who offer places."""
    mentors = {person.id for person in facts.people if person.gives and person.places}
    return share(len(mentors & {pair.mentor for pair in facts.open}), len(mentors))


def mentor_load(facts: Facts, _since: datetime) -> Figure:
    """Open pairings against the places offered; mentors with more than their places counted apart."""
    places = {person.id: person.places if person.gives else 0 for person in facts.people}
    taken = Counter(pair.mentor for pair in facts.open)
    over = sum(taken[mentor] > room for mentor, room in places.items())
    note = f"{over} over their own limit" if over else ""
    return share(sum(taken.values()), sum(places.values()), note=note)


def answer_time(facts: Facts, since: datetime) -> Figure:
    """Median hours from a request to its answer; one that expired counts as the whole limit."""
    limit = timedelta(days=facts.request_days)
    found = [
        (pair.answered - pair.asked if pair.answered else limit) / HOUR
        for pair in facts.pairs
        if pair.asked >= since and (pair.answered or pair.stage.value == "expired")
    ]
    return middle(max(0.0, hours) for hours in found)


def time_to_first_meeting(facts: Facts, since: datetime) -> Figure:
    """Median days from both having accepted to the first meeting held."""
    return middle(
        (pair.held(pair.began)[0].start - pair.began) / DAY
        for pair in facts.pairs
        if pair.began and pair.began >= since and pair.held(pair.began)
    )


def mentoring_hours(facts: Facts, since: datetime) -> Figure:
    """Hours of the meetings held, with half as much again for preparing."""
    held = [meeting for pair in facts.pairs for meeting in pair.held(since)]
    hours = 1.5 * sum(meeting.minutes for meeting in held) / 60
    return Figure(value=hours if held else None, n=len(held), note="" if held else NOTHING)


def cross_department(facts: Facts, _since: datetime) -> Figure:
    """Open pairings of two people of different teams."""
    teams = {person.id: person.team for person in facts.people}
    known = [pair for pair in facts.open if teams.get(pair.mentee) and teams.get(pair.mentor)]
    across = sum(teams[pair.mentee] != teams[pair.mentor] for pair in known)
    return share(across, len(known), note=f"{across} of {len(known)} pairings" if known else "")
