# SPDX-License-Identifier: Apache-2.0
"""Events: meetings as a calendar holds them."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from mentorkit.domain.keys import Key
from mentorkit.domain.value import Value
from mentorkit.ports.fields import Ownership


class Event(Value):
    """One meeting in a calendar.

    ``start`` is aware; ``timezone`` is the IANA zone it is shown in. ``description`` is plain text
    (agenda, tools, links). ``feeds`` names the feeds it belongs to: ``person/<id>``,
    ``pairing/<short key>``, ``program``. ``page`` is the key of the page that the event links.
    """

    kind: Annotated[str, Ownership.DERIVED]
    title: Annotated[str, Field(min_length=1, max_length=250), Ownership.DERIVED]
    start: Annotated[AwareDatetime, Ownership.DERIVED]
    minutes: Annotated[int, Field(ge=1, le=1440), Ownership.DERIVED]
    timezone: Annotated[str, Ownership.DERIVED]
    people: Annotated[tuple[str, ...], Ownership.DERIVED] = ()
    description: Annotated[str, Ownership.DERIVED] = ""
    place: Annotated[str, Ownership.DERIVED] = ""
    page: Annotated[Key | None, Ownership.DERIVED] = None
    categories: Annotated[tuple[str, ...], Ownership.DERIVED] = ()
    feeds: Annotated[tuple[str, ...], Ownership.DERIVED] = ()
    status: Annotated[Literal["confirmed", "canceled"], Ownership.DERIVED] = "confirmed"
