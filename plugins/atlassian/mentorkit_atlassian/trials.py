# SPDX-License-Identifier: Apache-2.0
"""Trials of what the vendor's documents leave open: how one is judged, and how their records go again."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from mentorkit.errors import AdapterError, LeftBehind, NotFound
from mentorkit.ports import Diagnosis


class Otherwise(Exception):
    """The site does something else than was assumed; the argument says what."""


@dataclass(frozen=True)
class Trial:
    """One assumption. ``run`` says what was seen, or raises Otherwise or AdapterError.

    Where it does not hold, ``remedy`` says what follows; ``state`` how bad that is.
    """

    assumed: str
    remedy: str
    run: Callable[[], str]
    state: Literal["warning", "failed"] = "failed"


def judged(trials: Iterable[Trial]) -> Iterator[Diagnosis]:
    """One finding a trial; one that fails does not keep the others from being made."""
    for trial in trials:
        try:
            seen = trial.run()
        except Otherwise as other:
            yield Diagnosis(check=trial.assumed, state=trial.state, found=str(other), remedy=trial.remedy)
        except (AdapterError, KeyError, TypeError) as error:
            reason = getattr(error, "reason", "")
            found = f"{type(error).__name__} {reason}".strip()
            yield Diagnosis(check=trial.assumed, state=trial.state, found=found, remedy=trial.remedy)
        else:
            yield Diagnosis(check=trial.assumed, state="ok", found=seen)


def expect(seen: object, wanted: object, words: str) -> None:
    """Raise Otherwise, with what it is about, unless the two are equal."""
    if seen != wanted:
        raise Otherwise(f"{words}: {seen!r} instead of {wanted!r}"[:200])


def remove(instance: str, made: Mapping[str, str], delete: Callable[[str], object]) -> None:
    """Remove the records of a trial (id to the name that people see). Raises LeftBehind naming the rest."""
    left, reasons = [], set[str]()
    for ref, name in made.items():
        try:
            delete(ref)
        except NotFound:
            continue
        except AdapterError as error:
            left.append(name)
            reasons.add(f"{type(error).__name__} {error.reason}".strip())
    if left:
        raise LeftBehind(instance, ", ".join(left), "; ".join(sorted(reasons)))
