# SPDX-License-Identifier: Apache-2.0
"""What ``doctor`` prints: one finding a row, each with its remedy."""

from collections.abc import Generator
from typing import Literal, Protocol, runtime_checkable

from mentorkit.domain.value import Value


class Diagnosis(Value):
    """One check. ``remedy`` is one command or one sentence to act on; empty when all is well."""

    check: str
    state: Literal["ok", "warning", "failed"]
    found: str
    remedy: str = ""


@runtime_checkable
class Prober(Protocol):
    """A store that can try out on its own site what its vendor's documents leave open."""

    def trials(self) -> str:
        """What a trial makes for itself, where, and what becomes of it: a sentence."""
        ...

    def probe(self) -> Generator[Diagnosis, None, None]:
        """Make records of its own, try with them, and remove them, also when a trial fails or is interrupted.

        One finding an assumption: what was assumed, what was seen, what to do. Raises LeftBehind where
        records could not be removed.
        """
        ...
