# SPDX-License-Identifier: Apache-2.0
"""What stands before every request: one at a time, one transaction each, faults, and the log."""

import io
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from mentorkit_sandbox.errors import ApiError, error_for_path
from mentorkit_sandbox.faults import ConnectionDropped, Fault, TooSlow
from mentorkit_sandbox.limits import too_many_requests
from mentorkit_sandbox.site import Site

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Wsgi = Callable[[Environ, StartResponse], Iterable[bytes]]


@runtime_checkable
class _Closable(Protocol):
    """What WSGI asks a server to close after the last part."""

    def close(self) -> None: ...


_BODY_KEPT = 16_384
TIMEOUT = "sandbox.timeout"
"""Environ key of the in-process transport: the client's timeout in seconds, or None for none. Its presence
means that nobody really waits."""


@dataclass
class Answer:
    """A complete HTTP answer."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


class Gate:
    """WSGI middleware around the application of one site."""

    def __init__(self, wsgi: Wsgi, site: Site) -> None:
        self._wsgi = wsgi
        self._site = site

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request; raises ConnectionDropped or TooSlow where a fault asks for it."""
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        answer = self._run(environ) if path.startswith("/_sandbox") else self._pass(environ, path)
        start_response(answer.status, answer.headers)
        return _body(answer)

    def _pass(self, environ: Environ, path: str) -> Answer:
        size = int(environ.get("CONTENT_LENGTH") or 0)
        sent = environ["wsgi.input"].read(size) if size else b""
        environ["wsgi.input"] = io.BytesIO(sent)
        fault = self._site.faults.take(environ["REQUEST_METHOD"], path)
        began = time.perf_counter()
        answer: Answer | None = None
        try:
            answer = self._answer(environ, path, fault)
            return answer
        finally:
            self._note(environ, path, sent, fault, answer, time.perf_counter() - began)

    def _answer(self, environ: Environ, path: str, fault: Fault | None) -> Answer:
        if fault is None:
            return self._run(environ)
        if fault.kind == "drop-before":
            raise ConnectionDropped
        if fault.kind == "429":
            reason = fault.reason or "jira-burst-based"
            return _refusal(too_many_requests(self._site, path, reason, retry_after=fault.retry_after))
        if fault.kind == "500":
            return _refusal(error_for_path(path, 500, "INTERNAL_SERVER_ERROR", "Internal server error"))
        answer = self._run(environ)
        if fault.kind == "drop-after":
            raise ConnectionDropped
        if fault.kind == "503-after":
            return _refusal(error_for_path(path, 503, "SERVICE_UNAVAILABLE", "Service unavailable"))
        if fault.kind == "slow":
            _wait(environ, fault.seconds)
        if fault.kind == "cut-body":
            answer.body = answer.body[: len(answer.body) // 2]
        return answer

    def _run(self, environ: Environ) -> Answer:
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], _: Any = None) -> Any:
            started.append((status, headers))

        with self._site.lock:
            parts = self._wsgi(environ, start)
            body = b"".join(parts)
            if isinstance(parts, _Closable):
                parts.close()
            self._site.tables.commit()
        status, headers = started[-1]
        return Answer(status, headers, body)

    def _note(
        self,
        environ: Environ,
        path: str,
        sent: bytes,
        fault: Fault | None,
        answer: Answer | None,
        took: float,
    ) -> None:
        site = self._site
        with site.lock:
            site.requests_seen += 1
            site.log.append(
                {
                    "n": site.requests_seen,
                    "at": site.clock.now().isoformat(),
                    "method": environ["REQUEST_METHOD"],
                    "path": path,
                    "query": environ.get("QUERY_STRING", ""),
                    "status": None if answer is None else int(answer.status.split()[0]),
                    "actor": environ.get("sandbox.actor"),
                    "ms": round(took * 1000, 3),
                    "fault": None if fault is None else fault.kind,
                    "size": None if answer is None else len(answer.body),
                    "body": _small_json(environ, sent),
                }
            )


def _body(answer: Answer) -> Iterable[bytes]:
    """The body; one that is shorter than promised ends in a broken connection."""
    yield answer.body
    promised = dict(answer.headers).get("Content-Length")
    if answer.body and promised is not None and len(answer.body) < int(promised):
        raise ConnectionDropped


def _refusal(error: ApiError) -> Answer:
    body = json.dumps(error.body).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    return Answer(f"{error.status} Refused", [*headers, *error.headers.items()], body)


def _wait(environ: Environ, seconds: float) -> None:
    if TIMEOUT not in environ:
        time.sleep(seconds)
    elif environ[TIMEOUT] is not None and environ[TIMEOUT] <= seconds:
        raise TooSlow


def _small_json(environ: Environ, sent: bytes) -> Any:
    if not sent or len(sent) > _BODY_KEPT or "json" not in environ.get("CONTENT_TYPE", ""):
        return None
    try:
        return json.loads(sent)
    except ValueError:
        return None
