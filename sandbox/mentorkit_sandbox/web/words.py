# SPDX-License-Identifier: Apache-2.0
"""Days, moments, names and counts as a person would say them. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

_NEAR = timedelta(days=7)
_SAME_YEAR = timedelta(days=300)


def day(value: date, today: date) -> str:
    """Today, yesterday, Friday, 14 October, 14 October 2025: as little as tells it apart."""
    if value in (today, today - timedelta(days=1), today + timedelta(days=1)):
        return {0: "today", 1: "tomorrow"}.get((value - today).days, "yesterday")
    if timedelta(0) < today - value < _NEAR:
        return f"{value:%A}"
    return date_words(value, today)


def date_words(value: date, today: date) -> str:
    """18 January, with the year where it is far from today."""
    return f"{value.day} {value:%B}" + (f" {value.year}" if abs(value - today) > _SAME_YEAR else "")


def full_day(value: date) -> str:
    """Monday 23 November 2026."""
    return f"{value:%A} {value.day} {value:%B %Y}"


def moment(value: datetime, now: datetime) -> str:
    """today, 02:10; Friday, 09:31; 14 October, 02:10. In the time zone of `now`."""
    local = value.astimezone(now.tzinfo)
    return f"{day(local.date(), now.date())}, {local:%H:%M}"


def due(value: date, today: date) -> tuple[str, str]:
    """A due date that is still open, in words, and its class: "late", "soon" or ""."""
    left = (value - today).days
    if left < 0:
        return f"{count(-left, 'day')} late", "late"
    if left < 2:
        return f"Due {day(value, today)}", "soon"
    if left < 7:
        return f"Due {value:%A}", "soon"
    return (f"Due in {left} days" if left < 14 else f"Due {date_words(value, today)}"), ""


def count(number: int, word: str) -> str:
    """1 card, 3 cards, no cards."""
    return f"{number or 'no'} {word}{'' if number == 1 else 's'}"


def listed(names: Sequence[str]) -> str:
    """Mira; Mira and Tobias; Mira, Tobias and Ines."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def initials(name: str) -> str:
    """Two characters that stand for a person."""
    return "".join(character for character in name if character.isalnum())[:2] or "?"


def sentence(text: str) -> str:
    """Text with a capital at its beginning."""
    return text[:1].upper() + text[1:]
