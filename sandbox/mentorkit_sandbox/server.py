# SPDX-License-Identifier: Apache-2.0
"""The sandbox as a real server on this machine."""

import json
import signal
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from mentorkit_sandbox import seed
from mentorkit_sandbox.app import create_app
from mentorkit_sandbox.site import Site
from mentorkit_sandbox.tables import Tables

_POLL_SECONDS = 0.02
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class _Handler(WSGIRequestHandler):
    """Quiet, with connections kept open, and closed without an answer where a fault asks for it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: the site keeps its own log."""

    def connection_dropped(self, *_: Any) -> None:
        """End the connection instead of waiting for its next request."""
        self.close_connection = True


class Serving:
    """A running server; use it as a context manager, or call ``close``."""

    def __init__(self, app: Flask, port: int = 0, host: str = "127.0.0.1") -> None:
        if host not in _LOOPBACK:
            raise ValueError(f"the sandbox serves this machine only, not {host}")
        self._server = make_server(host, port, app, threaded=True, request_handler=_Handler)
        self._server.daemon_threads = True  # type: ignore[attr-defined]  # of the threading mix-in
        name = f"[{host}]" if ":" in host else host
        self.url = f"http://{name}:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_POLL_SECONDS,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop answering and free the port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> "Serving":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def serve(app: Flask, port: int = 0, host: str = "127.0.0.1") -> Serving:
    """Serve `app` on loopback, in a thread; port 0 takes a free one. Raises ValueError for any other host."""
    return Serving(app, port, host)


def run(
    port: int = 0,
    host: str = "127.0.0.1",
    as_json: bool = False,
    seed_file: Path | None = None,
    program: Path | None = None,
    state: Path | None = None,
    feeds: Path | None = None,
) -> None:
    """Serve a site until the process is told to end (SIGINT or SIGTERM).

    The first line on standard output is ready to use: with `as_json` one object ``{"url", "people"}``,
    otherwise the address; then one line a person. With `state` everything is kept in that file, and a site
    found there is served as it is: seeds are read for an empty one only.
    """
    site = Site(Tables(state))
    if not site.people:
        if program is not None:
            seed.from_program(site, program)
        if seed_file is not None:
            seed.from_file(site, seed_file)
        if not site.people:
            seed.seed_people(site, [seed.ADMINISTRATOR])
        site.tables.commit()
    with serve(create_app(site, feeds), port, host) as serving:
        site.base_url = serving.url
        _announce(site, serving.url, as_json)
        _until_told_to_end()
    site.tables.close()


def _announce(site: Site, url: str, as_json: bool) -> None:
    people = [
        {key: asdict(person)[key] for key in ("name", "email", "token", "account_id")}
        for person in site.people
    ]
    if as_json:
        print(json.dumps({"url": url, "people": people}, ensure_ascii=False), flush=True)
        return
    print(url)
    for person in people:
        print(f"{person['name']}  {person['email']}  {person['token']}")
    sys.stdout.flush()


def _until_told_to_end() -> None:
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()
