# SPDX-License-Identifier: Apache-2.0
"""Requests to a Jira site: readings, writes, and the vendor's tasks that go on after their answer.

Readings may be POST as well, where Jira wants that. How requests are paced, repeated and refused is the
matter of ``mentorkit_atlassian.transport``.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

import requests

from mentorkit.adapters import AdapterContext
from mentorkit.errors import Unavailable
from mentorkit_atlassian.transport import Request, Transport, Wording, decoded, presentable

_TAKEN = re.compile(r"already (exists|in use)|must be unique|same name|uses this project key", re.IGNORECASE)
_ANSWERS = range(400)  # an operation that goes on answers with a redirection to its task


def error_text(body: Mapping[str, Any]) -> str:
    """What one of Jira's error collections says, at most 200 characters, without addresses and tokens."""
    return presentable(_message(body))


def _message(body: Mapping[str, Any]) -> str:
    messages = [str(message) for message in body.get("errorMessages") or ()]
    fields = body.get("errors")
    if isinstance(fields, dict):
        messages += [f"{field}: {message}" for field, message in fields.items()]
    return "; ".join(messages)


WORDING = Wording(_message, _TAKEN)


class JiraClient:
    """Requests to one Jira Cloud site. Safe in threads."""

    def __init__(self, transport: Transport) -> None:
        self.instance = transport.instance
        self._transport = transport

    @classmethod
    def of(cls, url: str, context: AdapterContext) -> "JiraClient":
        """A client for a site with the secrets of the instance or of ``atlassian``. Raises ConfigError."""
        return cls(Transport.of(url, context, WORDING))

    def read(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Mapping[str, Any] | None = None,
        ref: str = "",
    ) -> Any:
        """Ask for something; the decoded answer. Raises AdapterError, and never with ``unknown``."""
        try:
            return self._transport.read(Request(method, path, params, json, ref, _ANSWERS), decoded)
        except Unavailable as error:
            raise Unavailable(self.instance, ref, error.reason) from None

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

        Raises AdapterError; Unavailable with ``unknown`` when it may have been done.
        """
        accepted = (*_ANSWERS, *answers)
        return self._transport.write(Request(method, path, json=json, ref=ref, answers=accepted), decoded)

    def wait(self, attempt: int) -> None:
        """Wait as after the attempt of this number (0 the first)."""
        self._transport.back_off(attempt)

    def start(self, method: str, path: str, json: Any, ref: str = "") -> str:
        """Start one of the vendor's asynchronous operations; the id of its task. Raises AdapterError."""
        request = Request(method, path, json=json, ref=ref, answers=_ANSWERS)
        task = self._transport.write(request, _task)
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
            self._transport.back_off(attempt)
        raise Unavailable(self.instance, ref, "the task did not complete", unknown=True)


def _task(response: requests.Response) -> str:
    location = response.headers.get("Location", "")
    return urlsplit(location).path.rstrip("/").rpartition("/")[2]
