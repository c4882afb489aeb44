# SPDX-License-Identifier: Apache-2.0
"""Requests to a Confluence site: answers with the site's own time, and lists followed page after page.

How requests are paced, repeated and refused is the matter of ``mentorkit_atlassian.transport``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

from mentorkit.adapters import AdapterContext
from mentorkit.errors import InvalidResponse
from mentorkit_atlassian.transport import Request, Transport, Wording, decoded

_TAKEN = re.compile(r"already exists|same title", re.IGNORECASE)
Params = Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """What the site said, and when by its own clock (None where it does not say)."""

    body: Any
    at: datetime | None


def _message(error: Mapping[str, Any]) -> str:
    """What an error of either version of the API says."""
    errors = error.get("errors")
    titles = [str(one.get("title") or "") for one in errors if isinstance(one, dict)] if errors else []
    return "; ".join(titles) or str(error.get("message") or "")


WORDING = Wording(_message, _TAKEN)


class Client:
    """Requests to one Confluence Cloud site. Safe in threads."""

    def __init__(self, transport: Transport) -> None:
        self.instance = transport.instance
        self._transport = transport

    @classmethod
    def of(cls, url: str, context: AdapterContext) -> "Client":
        """A client for a site with the secrets of the instance or of ``atlassian``. Raises ConfigError."""
        return cls(Transport.of(url, context, WORDING))

    def get(self, path: str, params: Params | None = None, *, ref: str = "") -> Answer:
        """Read something. Raises AdapterError."""
        return self._transport.read(Request("GET", path, params, ref=ref), _answer)

    def every(self, path: str, params: Params, *, ref: str = "") -> Iterator[Mapping[str, Any]]:
        """All results of a list, page after page, also when pages come short. Raises AdapterError.

        The next page is asked for by the cursor of the ``next`` link, since the two versions of the API
        disagree on what its path is relative to.
        """
        cursor = ""
        while True:
            body = self.get(path, {**params, "cursor": cursor} if cursor else params, ref=ref).body
            yield from self.results(body, ref)
            following = str((body.get("_links") or {}).get("next") or "")
            if not following:
                return
            cursor = parse_qs(urlsplit(following).query).get("cursor", [""])[0]
            if not cursor:
                raise InvalidResponse(self.instance, ref, "a list goes on without a cursor")

    def results(self, body: Any, ref: str = "") -> list[Mapping[str, Any]]:
        """The ``results`` of an answer. Raises InvalidResponse."""
        found = body.get("results") if isinstance(body, dict) else None
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            raise InvalidResponse(self.instance, ref, "a list without results")
        return found

    def send(
        self,
        method: str,
        path: str,
        json: Any,
        *,
        params: Params | None = None,
        ref: str = "",
        repeatable: bool = False,
    ) -> Answer:
        """Write something. Raises AdapterError; Unavailable with ``unknown`` when it may have been done."""
        request = Request(method, path, params, json, ref)
        return self._transport.write(request, _answer, repeatable=repeatable)


def _answer(response: requests.Response) -> Answer:
    return Answer(decoded(response), _date(response))


def _date(response: requests.Response) -> datetime | None:
    try:
        stated = parsedate_to_datetime(response.headers.get("Date") or "")
    except (TypeError, ValueError):
        return None
    return stated.astimezone(UTC) if stated.tzinfo else stated.replace(tzinfo=UTC)
