# SPDX-License-Identifier: Apache-2.0
"""The lease of the one writer of a program: a versioned property of its space.

Two runs that take it at once write the same next version, and the site lets only one of them. Times are
those of the site's answers.
"""

from datetime import datetime, timedelta
from typing import Any

from mentorkit.errors import AlreadyExists, Conflict, InvalidResponse, NotFound
from mentorkit.ports.stores import Lease
from mentorkit_confluence.client import Answer
from mentorkit_confluence.site import Site
from mentorkit_confluence.wire import Space, moment

_KEY = "mentorkit-lease"


def peek(site: Site) -> Lease:
    """Who holds the lease; a free one where the space or the property does not exist yet."""
    space = site.space()
    return Lease(now=site.now()) if space is None else _found(site, space)


def take(site: Site, seen: Lease, holder: str, seconds: int) -> Lease:
    """Take the lease that was seen. Where there is no space yet there is nothing to take, nor to fight for.

    Raises Conflict when somebody took it since.
    """
    space = site.space()
    until = seen.now + timedelta(seconds=seconds)
    if space is None:
        return Lease(holder=holder, until=until, now=seen.now)
    if not seen.free_for(holder):
        raise Conflict(site.instance, _KEY, f"held by {seen.holder}")
    return _written(site, space, seen, holder, until)


def release(site: Site, held: Lease) -> None:
    """Give the lease back. One that was taken before there was a space holds nobody up."""
    space = site.space()
    if space is not None and held.token:
        _written(site, space, held, "", None)


def _found(site: Site, space: Space) -> Lease:
    answer = site.api.space_property(space.id, _KEY)
    entries = site.api.client.results(answer.body)
    if not entries:
        return Lease(now=answer.at or site.now())
    return _lease(site, answer, entries[0])


def _written(site: Site, space: Space, seen: Lease, holder: str, until: datetime | None) -> Lease:
    value = {"holder": holder, "until": until.isoformat() if until else ""}
    if not seen.token:
        try:
            answer = site.api.make_space_property(space.id, _KEY, value)
        except AlreadyExists as error:
            raise Conflict(site.instance, _KEY, "somebody took it meanwhile") from error
        return _lease(site, answer, answer.body)
    number, version = seen.token.split(":")
    try:
        answer = site.api.change_space_property(space.id, number, _KEY, value, int(version) + 1)
    except NotFound as error:
        raise Conflict(site.instance, _KEY, "somebody removed it meanwhile") from error
    return _lease(site, answer, answer.body)


def _lease(site: Site, answer: Answer, entry: Any) -> Lease:
    try:
        value = entry["value"]
        until = moment(value["until"]) if value.get("until") else None
        token = f"{entry['id']}:{int(entry['version']['number'])}"
        return Lease(holder=str(value["holder"]), until=until, now=answer.at or site.now(), token=token)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise InvalidResponse(site.instance, _KEY, "the lease cannot be read") from None
