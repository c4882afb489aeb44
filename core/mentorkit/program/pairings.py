# SPDX-License-Identifier: Apache-2.0
"""The pairs a coordinator asks for: which pairing of the same two an entry means."""

from collections.abc import Iterator, Mapping, Sequence

from mentorkit.errors import Problem
from mentorkit.program.file_models import PairingEntry
from mentorkit.program.places import Sourced
from mentorkit.program.schema import PairingRequest


def numbered(entries: Sequence[Sourced[PairingEntry]], ids: Mapping[str, str]) -> tuple[PairingRequest, ...]:
    """The requests in the order of the file, each pair's counted from 1.

    ``ids`` leads from every name of a person to the present id. A reopened pairing keeps the names
    and the number it was asked with.
    """
    latest: dict[tuple[str, str], PairingRequest] = {}
    requests = []
    for entry in entries:
        asked = PairingRequest.model_validate(entry.value.model_dump())
        pair = (ids[asked.mentee], ids[asked.mentor])
        before = latest.get(pair)
        if before and asked.reopens:
            update = {"mentee": before.mentee, "mentor": before.mentor, "n": before.n}
            latest[pair] = asked.model_copy(update=update)
        else:
            latest[pair] = asked.model_copy(update={"n": before.n + 1 if before else 1})
        requests.append(latest[pair])
    return tuple(requests)


def order_problems(entries: Sequence[Sourced[PairingEntry]], ids: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with the order of entries about the same two people."""
    latest: dict[tuple[str, str], Sourced[PairingEntry]] = {}
    for entry in entries:
        asked, place = entry.value, entry.place
        pair = (ids.get(asked.mentee, asked.mentee), ids.get(asked.mentor, asked.mentor))
        before = latest.get(pair)
        if before is None and asked.reopens:
            what = "reopens a pairing that no entry before it asks for"
            yield place.problem(("reopens",), what, "remove `reopens` or put it below the first request")
        elif before and asked.asked == before.value.asked:
            what = f"asks for the same two on the same day as line {before.place.line()}"
            yield place.problem(("asked",), what, "keep one of the two")
        elif before and asked.asked < before.value.asked:
            what = f"is older than line {before.place.line()}, which is about the same two"
            yield place.problem(("asked",), what, "put the older one first: its place gives it its number")
        latest[pair] = entry
