# SPDX-License-Identifier: Apache-2.0
"""The one way to the site: authentication, pacing, retries, and the vendor's errors turned into ours.

Readings (also those that Jira wants as POST) are repeated on 429, 5xx and broken connections, four times at
most. A write is repeated after a 429 only, which says that nothing was done; after anything else that leaves
its outcome open it fails as ``Unavailable(unknown=True)``.
"""

import logging
import re
import time
from collections.abc import Callable, Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

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
    Unavailable,
)
from mentorkit_jira.rate import Pace, backoff

_ATTEMPTS = 5
_PATIENCE = 60.0
_TIMEOUT = 75
_TAKEN = re.compile(r"already (exists|in use)|must be unique|same name|uses this project key", re.IGNORECASE)
_SECRET = re.compile(r"\S+@\S+\.\S+|\b(?:ATATT|ATCTT|Bearer |Basic )\S+")

logging.getLogger("atlassian").setLevel(logging.WARNING)  # below that it logs whole bodies


class JiraClient:
    """Requests to one Jira Cloud site. Safe in threads; ``sleep`` and ``clock`` are for tests."""

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
    def of(cls, url: str, context: AdapterContext) -> "JiraClient":
        """A client for a site with the secrets of the instance or of ``atlassian``. Raises ConfigError."""
        email = context.secrets.need("email", context.instance, "atlassian").get_secret_value()
        token = context.secrets.need("token", context.instance, "atlassian").get_secret_value()
        session = context.session() if context.session is not None else None
        if session is not None and not isinstance(session, requests.Session):
            raise TypeError("the session of a Jira adapter is a requests.Session")
        return cls(url, email, token, context.instance, session=session)

    def read(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Mapping[str, Any] | None = None,
        ref: str = "",
    ) -> Any:
        """Ask for something; the decoded answer. Raises AdapterError."""
        failure: AdapterError = Unavailable(self.instance, ref)
        for attempt in range(_ATTEMPTS):
            try:
                return _decoded(self.instance, self._answer(method, path, params, json, ref), ref)
            except Unavailable as error:
                failure = Unavailable(self.instance, ref, error.reason)
            except (RateLimited, InvalidResponse) as error:
                failure = error
            self._wait(attempt, failure)
        raise failure

    def write(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        ref: str = "",
        answers: Collection[int] = (),
    ) -> Any:
        """Change something, once; the decoded answer, also of the error statuses in ``answers``.

        Raises AdapterError.
        """
        response = self._write(method, path, json, ref, answers)
        try:
            return _decoded(self.instance, response, ref)
        except InvalidResponse as error:
            raise Unavailable(self.instance, ref, error.reason, unknown=True) from error

    def start(self, method: str, path: str, json: Any, ref: str = "") -> str:
        """Start one of the vendor's asynchronous operations; the id of its task. Raises AdapterError."""
        location = self._write(method, path, json, ref).headers.get("Location", "")
        task = urlsplit(location).path.rstrip("/").rpartition("/")[2]
        if not task:
            raise Unavailable(self.instance, ref, "no task was named", unknown=True)
        return task

    def finish(self, task: str, ref: str = "") -> None:
        """Wait for a task, two minutes at most. Raises Unavailable (unknown) when it does not succeed."""
        for attempt in range(8):
            state = self.read("GET", f"/rest/api/3/task/{task}", ref=ref).get("status")
            if state == "COMPLETE":
                return
            if state not in ("ENQUEUED", "RUNNING"):
                break
            self._sleep(backoff(attempt))
        raise Unavailable(self.instance, ref, "the task did not complete", unknown=True)

    def _write(
        self, method: str, path: str, json: Any, ref: str, answers: Collection[int] = ()
    ) -> requests.Response:
        failure: AdapterError = Unavailable(self.instance, ref)
        for attempt in range(_ATTEMPTS):
            try:
                return self._answer(method, path, None, json, ref, answers)
            except RateLimited as error:
                failure = error
            self._wait(attempt, failure)
        raise failure

    def _answer(
        self,
        method: str,
        path: str,
        params: Mapping[str, Any] | None,
        json: Any,
        ref: str,
        answers: Collection[int] = (),
    ) -> requests.Response:
        self._pace.wait(method, path)
        try:
            response = self._api.request(
                method,
                path,
                params=dict(params) if params else None,
                json=json,
                advanced_mode=True,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            sent = not isinstance(error, requests.ConnectTimeout)
            raise Unavailable(self.instance, ref, type(error).__name__, unknown=sent) from None
        if response.status_code >= 400 and response.status_code not in answers:
            raise _failure(self.instance, response, ref)
        return response

    def _wait(self, attempt: int, failure: AdapterError) -> None:
        asked = failure.retry_after if isinstance(failure, RateLimited) else None
        if attempt + 1 == _ATTEMPTS or (asked is not None and asked > _PATIENCE):
            raise failure
        self._sleep(backoff(attempt) if asked is None else asked)


def _decoded(instance: str, response: requests.Response, ref: str) -> Any:
    if not response.content:
        return {}
    try:
        return response.json()
    except ValueError:
        raise InvalidResponse(instance, ref, "the answer is not JSON") from None


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
    """The vendor's own words, cut short, without addresses and tokens."""
    try:
        body = response.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return response.reason or ""
    return error_text(body)


def error_text(body: Mapping[str, Any]) -> str:
    """What one of Jira's error collections says, at most 200 characters, without addresses and tokens."""
    messages = [str(message) for message in body.get("errorMessages") or ()]
    fields = body.get("errors")
    if isinstance(fields, dict):
        messages += [f"{field}: {message}" for field, message in fields.items()]
    return _SECRET.sub("…", "; ".join(messages))[:200]


def _seconds(header: str | None) -> float | None:
    try:
        return None if header is None else max(0.0, float(header))
    except ValueError:
        return None
