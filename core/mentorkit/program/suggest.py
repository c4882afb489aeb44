# SPDX-License-Identifier: Apache-2.0
"""Near misses: what somebody probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(wrong: str, known: Iterable[str]) -> str:
    """The known word most like ``wrong``, "" when none is."""
    return next(iter(get_close_matches(wrong[:80], sorted(known), n=1)), "")


def did_you_mean(wrong: str, known: Iterable[str], otherwise: str) -> str:
    """The question "did you mean …?", or ``otherwise`` when nothing known is near."""
    near = nearest(wrong, known)
    return f"did you mean {near!r}?" if near else otherwise
