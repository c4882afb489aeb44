# SPDX-License-Identifier: Apache-2.0
"""The one way to a site: authentication, pacing, retries, and the vendor's errors turned into ours.

Readings are repeated on 429, 5xx and broken connections, four times at most; so are writes that change
nothing when they are applied twice. Any other write is repeated after a 429 only, which says that nothing
was done; after anything else that leaves its outcome open it fails as ``Unavailable(unknown=True)``.
"""

import json
import logging
import re
import time
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from atlassian.rest_client import AtlassianRestAPI
from urllib3.exceptions import NewConnectionError

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
from mentorkit_atlassian.config import SECRETS
from mentorkit_atlassian.pacing import Pace, backoff

_ATTEMPTS = 5
_TO_REACH = 2
"""Attempts at a site that was never reached: its address is wrong more often than it is down."""
_PATIENCE = 60.0
_TIMEOUT = 75
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
_SECRET = re.compile(r"\S+@\S+\.\S+|\b(?:ATATT|ATCTT|Bearer |Basic )\S+")
_KINDS: Mapping[int, type[AdapterError]] = {
    401: NotAuthenticated,
    403: PermissionDenied,
    404: NotFound,
    409: Conflict,
}
Taken = TypeVar("Taken")

logging.getLogger("atlassian").setLevel(logging.WARNING)  # below that it logs whole bodies


@dataclass(frozen=True)
class Wording:
    """How one tool says what went wrong.

    ``message`` finds its words in the body of an error; those of a 400 that match ``name_taken`` say that
    something has this name already.
    """

    message: Callable[[Mapping[str, Any]], str]
    name_taken: re.Pattern[str]


@dataclass(frozen=True)
class Request:
    """One request to a site. ``answers`` are the statuses that are no failure, ``ref`` what it is about."""

    method: str
    path: str
    params: Mapping[str, Any] | None = None
    json: Any = None
    ref: str = ""
    answers: Container[int] = range(300)


class Transport:
    """Requests to one site. Safe in threads; ``sleep`` and ``clock`` are for tests.

    What a caller needs of an answer is taken by a function of its own, which says by a ValueError that it
    cannot be read: that is a failed attempt as any other.
    """

    def __init__(
        self,
        url: str,
        email: str,
        token: str,
        instance: str,
        wording: Wording,
        *,
        session: requests.Session | None = None,
        sleep: Callable[[float], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.instance = instance
        self._wording = wording
        self._sleep = sleep or time.sleep
        self._reached = False
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
    def of(cls, url: str, context: AdapterContext, wording: Wording) -> "Transport":
        """The way to a site with the secrets of the instance, of ``atlassian`` or of the host.

        Raises ConfigError.
        """
        host = urlsplit(url).netloc.lower()
        email, token = (
            context.secrets.need(name, context.instance, "atlassian", host=host).get_secret_value()
            for name in SECRETS
        )
        session = context.session() if context.session is not None else None
        if session is not None and not isinstance(session, requests.Session):
            raise TypeError("the session of an adapter for Atlassian is a requests.Session")
        return cls(url, email, token, context.instance, wording, session=session)

    def read(self, request: Request, take: Callable[[requests.Response], Taken]) -> Taken:
        """Ask for something. Raises AdapterError."""
        return self._send(request, take, repeatable=True)

    def write(
        self, request: Request, take: Callable[[requests.Response], Taken], *, repeatable: bool = False
    ) -> Taken:
        """Change something. Raises AdapterError; Unavailable with ``unknown`` when it may have been done."""
        try:
            return self._send(request, take, repeatable=repeatable)
        except InvalidResponse as error:
            raise Unavailable(self.instance, request.ref, error.reason, unknown=True) from error

    def back_off(self, attempt: int) -> None:
        """Wait as after the attempt of this number (0 the first)."""
        self._sleep(backoff(attempt))

    def _send(
        self, request: Request, take: Callable[[requests.Response], Taken], *, repeatable: bool
    ) -> Taken:
        attempt = 0
        while True:
            try:
                return self._once(request, take)
            except (Retriable, InvalidResponse) as error:
                asked = error.retry_after if isinstance(error, RateLimited) else None
                hopeless = not (repeatable or isinstance(error, RateLimited))
                most = _ATTEMPTS if self._reached or getattr(error, "unknown", True) else _TO_REACH
                if hopeless or attempt + 1 == most or (asked is not None and asked > _PATIENCE):
                    raise
            self._sleep(backoff(attempt) if asked is None else asked)
            attempt += 1

    def _once(self, request: Request, take: Callable[[requests.Response], Taken]) -> Taken:
        self._pace.wait(request.method, request.path)
        try:
            response = self._api.request(
                request.method,
                request.path,
                params=dict(request.params) if request.params else None,
                json=request.json,
                advanced_mode=True,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            sent = not _unconnected(error)
            raise Unavailable(self.instance, request.ref, type(error).__name__, unknown=sent) from None
        self._reached = True
        if response.status_code not in request.answers:
            raise self._failure(response, request.ref)
        try:
            return take(response)
        except ValueError:
            raise InvalidResponse(self.instance, request.ref, "the answer is not JSON") from None

    def _failure(self, response: requests.Response, ref: str) -> AdapterError:
        status, reason = response.status_code, self._reason(response)
        if status == 429:
            wait = _seconds(response.headers.get("Retry-After"))
            return RateLimited(self.instance, ref, reason, retry_after=wait)
        if status >= 500 and status != 501:
            return Unavailable(self.instance, ref, f"{status} {reason}".strip(), unknown=True)
        if status == 400 and self._wording.name_taken.search(reason):
            return AlreadyExists(self.instance, ref, reason)
        return _KINDS.get(status, Refused)(self.instance, ref, reason)

    def _reason(self, response: requests.Response) -> str:
        """The tool's own words, fit to be shown, or what HTTP calls the status."""
        try:
            said = response.json()
        except ValueError:
            said = None
        if not isinstance(said, dict):
            return response.reason or ""
        return presentable(self._wording.message(said))


def _unconnected(error: requests.RequestException) -> bool:
    """Whether no connection came about, so that nothing was sent: no such name, or nobody there."""
    cause = getattr(error.args[0] if error.args else None, "reason", None)
    return isinstance(error, requests.ConnectTimeout) or isinstance(cause, NewConnectionError)


def decoded(response: requests.Response) -> Any:
    """The JSON of an answer; ``{}`` for an empty one. Raises ValueError for something else.

    An escape may stand for half a character (a lone surrogate), which no file or database takes: it
    becomes a question mark.
    """
    found = response.json() if response.content else {}
    if _HALF.search(response.content):
        found = json.loads(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))
    return found


def presentable(words: str) -> str:
    """A tool's words as a message may repeat them: at most 200 characters, no addresses, no tokens."""
    return _SECRET.sub("…", words)[:200]


def _seconds(header: str | None) -> float | None:
    try:
        return None if header is None else max(0.0, float(header))
    except ValueError:
        return None
