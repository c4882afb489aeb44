# SPDX-License-Identifier: Apache-2.0
"""The sandbox behind an ordinary `requests.Session`, with no socket and no thread of its own."""

import io
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse

from mentorkit_sandbox.faults import ConnectionDropped, TooSlow
from mentorkit_sandbox.gate import TIMEOUT, Wsgi

URL = "http://sandbox.test"
"""Where `session` mounts the site; the name resolves nowhere."""


class SandboxTransport(HTTPAdapter):
    """Answers requests by calling the WSGI application. Safe to use from several threads.

    `before` sees each request before anything happens, `after` also its answer; what either raises goes to
    the caller, which is how a test ends a run at a chosen request. A dropped connection is
    `requests.ConnectionError`, a fault slower than the timeout is `requests.ReadTimeout`.
    """

    def __init__(
        self,
        app: Wsgi,
        before: Callable[[requests.PreparedRequest], None] | None = None,
        after: Callable[[requests.PreparedRequest, requests.Response], None] | None = None,
    ) -> None:
        super().__init__()
        self._app = app
        self._before = before
        self._after = after

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: bool | str = True,  # noqa: ARG002  # the signature of requests' adapters
        cert: Any = None,  # noqa: ARG002
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002
    ) -> requests.Response:
        """Run the request to its end and give the answer."""
        if self._before is not None:
            self._before(request)
        raw = self._call(request, timeout[1] if isinstance(timeout, tuple) else timeout)
        response: requests.Response = self.build_response(request, raw)
        if not stream:
            _ = response.content
        if self._after is not None:
            self._after(request, response)
        return response

    def _call(self, request: requests.PreparedRequest, timeout: float | None) -> HTTPResponse:
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], _: Any = None) -> Any:
            started.append((status, headers))

        body = io.BytesIO()
        try:
            for part in self._app(_environ(request, timeout), start):
                body.write(part)
        except ConnectionDropped as error:
            if not started:
                raise requests.ConnectionError("Connection aborted.", request=request) from error
        except TooSlow as error:
            raise requests.ReadTimeout("Read timed out.", request=request) from error
        body.seek(0)
        status, headers = started[-1]
        code, _, reason = status.partition(" ")
        return HTTPResponse(
            body,
            headers=HTTPHeaderDict(headers),
            status=int(code),
            reason=reason,
            preload_content=False,
            request_method=request.method,
        )


def session(app: Wsgi) -> requests.Session:
    """A session for which the site stands at ``http://sandbox.test/``."""
    made = requests.Session()
    made.trust_env = False
    made.mount(URL, SandboxTransport(app))
    return made


def _bytes(body: Any) -> bytes:
    """A body as requests may hold it: nothing, text, bytes, a file, or parts."""
    if body is None or isinstance(body, str):
        return (body or "").encode()
    if isinstance(body, bytes):
        return body
    return bytes(body.read()) if hasattr(body, "read") else b"".join(body)


def _environ(request: requests.PreparedRequest, timeout: float | None) -> dict[str, Any]:
    url = urlsplit(request.url or "")
    body = _bytes(request.body)
    environ = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(url.path).decode("latin-1"),
        "QUERY_STRING": url.query,
        "SERVER_NAME": url.hostname or "sandbox.test",
        "SERVER_PORT": str(url.port or 80),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": request.headers.get("Content-Type", ""),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": url.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        TIMEOUT: timeout,
    }
    for name, value in request.headers.items():
        key = name.upper().replace("-", "_")
        if key not in ("CONTENT_LENGTH", "CONTENT_TYPE", "TRANSFER_ENCODING"):
            environ[f"HTTP_{key}"] = value if isinstance(value, str) else value.decode("latin-1")
    environ.setdefault("HTTP_HOST", url.netloc)
    return environ
