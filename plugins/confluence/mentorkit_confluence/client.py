# SPDX-License-Identifier: Apache-2.0
"""The one way to the site: authentication, pacing, paging, retries, and the vendor's errors turned into ours.

Readings are repeated on 429, 5xx and broken connections, four times at most; so are writes that change
nothing when they are applied twice (``repeatable``). Any other write is repeated after a 429 only, which
says that nothing was done; after anything else that leaves its outcome open it fails as
``Unavailable(unknown=True)``.
"""

import logging
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from atlassian.rest_client import AtlassianRestAPI

from mentorkit.adapters import AdapterContext
from mentorkit.errors import (
    AdapterError,
    AlreadyExists,
    Conflict,
    InvalidResponse,
    NotAuthenticated,
    NotFound,
    PermissionDenied,
    RateLimited,
    Refused,
    Retriable,
    Unavailable,
)
from mentorkit_confluence.pace import Pace, backoff

_ATTEMPTS = 5
_PATIENCE = 60.0
_TIMEOUT = 75
_TAKEN = re.compile(r"already exists|same title", re.IGNORECASE)
_SECRET = re.compile(r"\S+@\S+\.\S+|\b(?:ATATT|ATCTT|Bearer |Basic )\S+")
Params = Mapping[str, Any]

logging.getLogger("atlassian").setLevel(logging.WARNING)  # below that it logs whole bodies


@dataclass(frozen=True)
class Answer:
    """What the site said, and when by its own clock (None where it does not say)."""

    body: Any
    at: datetime | None


class Client:
    """Requests to one Confluence Cloud site. Safe in threads; ``sleep`` and ``clock`` are for tests."""

    def __init__(
        self,
        url: str,
        email: str,
        token: str,
        instance: str,
        *,
        session: requests.Session | None = None,
        sleep: Callable[[float], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.instance = instance
        self._sleep = sleep or time.sleep
        self._pace = Pace(clock, self._sleep)
        self._api = AtlassianRestAPI(
            url,
            username=email,
            password=token,
            timeout=_TIMEOUT,
            session=session,
            cloud=True,
            backoff_and_retry=False,
            retry_with_header=False,
        )

    @classmethod
    def of(cls, url: str, context: AdapterContext) -> "Client":
        """A client for a site with the secrets of the instance or of ``atlassian``. Raises ConfigError."""
        email = context.secrets.need("email", context.instance, "atlassian").get_secret_value()
        token = context.secrets.need("token", context.instance, "atlassian").get_secret_value()
        session = context.session() if context.session is not None else None
        if session is not None and not isinstance(session, requests.Session):
            raise TypeError("the session of a Confluence adapter is a requests.Session")
        return cls(url, email, token, context.instance, session=session)

    def get(self, path: str, params: Params | None = None, *, ref: str = "") -> Answer:
        """Read something. Raises AdapterError."""
        return self._send("GET", path, params, None, ref, repeatable=True)

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
        try:
            return self._send(method, path, params, json, ref, repeatable=repeatable)
        except InvalidResponse as error:
            raise Unavailable(self.instance, ref, error.reason, unknown=True) from error

    def _send(
        self, method: str, path: str, params: Params | None, json: Any, ref: str, *, repeatable: bool
    ) -> Answer:
        attempt = 0
        while True:
            try:
                return self._once(method, path, params, json, ref)
            except (Retriable, InvalidResponse) as error:
                asked = error.retry_after if isinstance(error, RateLimited) else None
                hopeless = not (repeatable or isinstance(error, RateLimited))
                if hopeless or attempt + 1 == _ATTEMPTS or (asked is not None and asked > _PATIENCE):
                    raise
            self._sleep(backoff(attempt) if asked is None else asked)
            attempt += 1

    def _once(self, method: str, path: str, params: Params | None, json: Any, ref: str) -> Answer:
        self._pace.wait(method, path)
        try:
            response = self._api.request(
                method,
                path,
                params=dict(params) if params else None,
                data=json,
                advanced_mode=True,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            sent = not isinstance(error, requests.ConnectTimeout)
            raise Unavailable(self.instance, ref, type(error).__name__, unknown=sent) from None
        if response.status_code >= 300:
            raise _failure(self.instance, response, ref)
        try:
            body = response.json() if response.content else {}
        except ValueError:
            raise InvalidResponse(self.instance, ref, "the answer is not JSON") from None
        return Answer(body, _date(response))


def _failure(instance: str, response: requests.Response, ref: str) -> AdapterError:
    status, reason = response.status_code, _reason(response)
    if status == 429:
        return RateLimited(instance, ref, reason, retry_after=_seconds(response.headers.get("Retry-After")))
    if status >= 500 and status != 501:
        return Unavailable(instance, ref, f"{status} {reason}".strip(), unknown=True)
    if status == 400 and _TAKEN.search(reason):
        return AlreadyExists(instance, ref, reason)
    kinds: dict[int, type[AdapterError]] = {
        401: NotAuthenticated,
        403: PermissionDenied,
        404: NotFound,
        409: Conflict,
    }
    return kinds.get(status, Refused)(instance, ref, reason)


def _reason(response: requests.Response) -> str:
    """The vendor's own words (of either version of the API), cut short, without addresses and tokens."""
    try:
        body = response.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return response.reason or ""
    errors = body.get("errors")
    titles = [str(one.get("title") or "") for one in errors if isinstance(one, dict)] if errors else []
    return _SECRET.sub("…", "; ".join(titles) or str(body.get("message") or ""))[:200]


def _date(response: requests.Response) -> datetime | None:
    try:
        stated = parsedate_to_datetime(response.headers.get("Date") or "")
    except (TypeError, ValueError):
        return None
    return stated.astimezone(UTC) if stated.tzinfo else stated.replace(tzinfo=UTC)


def _seconds(header: str | None) -> float | None:
    try:
        return None if header is None else max(0.0, float(header))
    except ValueError:
        return None
