# SPDX-License-Identifier: Apache-2.0
"""A figure: a value with what it was taken over, or why there is none."""

from collections.abc import Iterable
from statistics import median

from mentorkit.domain.value import Value

NOTHING = "nothing to count yet"


class Row(Value):
    """One line of a figure that is a table. ``people`` is how many people it was taken over."""

    name: str
    people: int
    counts: tuple[tuple[str, int], ...]


class Figure(Value):
    """A value over ``n`` things. ``people`` is how many people's levels it tells of, where it does.

    ``value`` is None where there is nothing to count, and where it is withheld; ``note`` says which.
    """

    value: float | None = None
    n: int = 0
    people: int | None = None
    note: str = ""
    rows: tuple[Row, ...] = ()


def share(part: int, whole: int, *, people: int | None = None, note: str = "") -> Figure:
    """A part of a whole in percent."""
    value = 100 * part / whole if whole else None
    return Figure(value=value, n=whole, people=people, note=note if whole else NOTHING)


def middle(values: Iterable[float]) -> Figure:
    """The median."""
    found = list(values)
    return Figure(value=median(found) if found else None, n=len(found), note="" if found else NOTHING)


def shown(value: float | None, unit: str) -> str:
    """A value as people read it: ``67 %``, ``1.5 levels a person``; a dash for none."""
    if value is None:
        return "–"
    number = f"{value:.0f}" if unit == "percent" else f"{value:.1f}".removesuffix(".0")
    return f"{number} %" if unit == "percent" else f"{number} {unit}".removesuffix(" count")
