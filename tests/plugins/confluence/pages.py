# SPDX-License-Identifier: Apache-2.0
"""A private page, and what else the tests of the page store share."""

from typing import Any

from mentorkit.domain.keys import Key, make_key
from mentorkit.domain.richtext import para
from mentorkit.ports import (
    Audience,
    Document,
    Generated,
)
from mentorkit.testing.factories import ANA, BORIS, PROGRAM, home

HOME = home()[0]
PAIR = frozenset({ANA, BORIS})
SECRET = Generated(name="notes", content=(para("Only for the two."),), private=True)


def pairing(n: int = 1, *blocks: Generated, audience: Audience | None = None) -> tuple[Key, Document]:
    """A private page."""
    key = make_key(PROGRAM, "pairing", (ANA, BORIS), n)
    given = blocks or (Generated(name="stage", content=(para("growing"),)), SECRET)
    return key, Document(
        kind="pairing",
        title=f"Pairing {n}",
        parent=HOME,
        audience=audience or Audience(view=PAIR),
        blocks=given,
    )


def only(outcomes: Any) -> Any:
    (outcome,) = list(outcomes)
    return outcome
