# SPDX-License-Identifier: Apache-2.0
"""`mentorkit apply --yes` in a process of its own, ended ten times by a real ``kill -9``, then run again.

Luck plays no part: the server holds a chosen request until the process that sent it is dead. Held before
it acts, the request arrives all the same and acts after its sender's death, as one that was on the wire
does; held after it acted, its answer is never heard.
"""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask

from mentorkit_sandbox.server import Serving, serve
from tests.acceptance.company import Company, Pair, trimmed
from tests.acceptance.reading import queries
from tests.acceptance.trials import comparable

JONAS, INES = "jonas-weber", "ines-carvalho"
PEOPLE = (JONAS, INES, "elena-marinova", "stefan-kolev")
PATIENCE = 60.0
READINGS = re.compile(r"/bulkfetch$|/search/jql$")
"""What is asked by POST and changes nothing."""

ANY, PAGE, ISSUES = "", "/pages", "/issue/bulk"
WRITES_OF_FIRST_APPLY = (
    *((ANY, 1, "after"), (ANY, 3, "before"), (PAGE, 3, "after"), (ANY, 8, "before"), (PAGE, 2, "after")),
)
WRITES_OF_PLAN = (
    *((ANY, 1, "after"), (ANY, 2, "before"), (ISSUES, 1, "after"), (ISSUES, 1, "before"), (PAGE, 1, "after")),
)
"""What the path of the write that a process dies of holds, the how-many-eth such write it is, and whether
it has acted by then. One that has not acts after its process is dead."""


@dataclass
class Held:
    """A WSGI application whose n-th write waits, before or after it acts, until it is let go."""

    app: Callable[..., Iterable[bytes]]
    path: str = ""
    at: int = 0
    moment: str = ""
    write: str = ""
    _count: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    reached: threading.Event = field(default_factory=threading.Event)
    gone_on: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def hold(self, path: str, at: int, moment: str) -> None:
        """From now on count writes to such a path, and hold the one of this number."""
        self.path, self.at, self.moment, self._count = path, at, moment, 0
        for event in (self.reached, self.gone_on, self.ended):
            event.clear()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not self._chosen(environ):
            return self.app(environ, start_response)
        self.write = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
        try:
            if self.moment == "before":
                self._wait()
            answer = list(self.app(environ, start_response))
            if self.moment == "after":
                self._wait()
            return answer
        finally:
            self.ended.set()

    def _wait(self) -> None:
        self.reached.set()
        assert self.gone_on.wait(PATIENCE)

    def _chosen(self, environ: dict[str, Any]) -> bool:
        path = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] == "GET" or READINGS.search(path) or self.path not in path:
            return False
        with self._lock:
            self._count += 1
            return self._count == self.at


@dataclass
class Served(Company):
    """The company on a real server: what runs in other processes speaks to it over loopback."""

    serving: Serving = field(init=False)
    held: Held = field(init=False)

    def start(self, app: Flask) -> str:
        self.app = app
        self.held = Held(app.wsgi_app)
        app.wsgi_app = self.held  # type: ignore[method-assign]  # as Flask's documentation has it
        self.serving = serve(app)
        return self.serving.url

    def session(self) -> requests.Session:
        made = requests.Session()
        made.trust_env = False
        return made

    def close(self) -> None:
        self.serving.close()
        super().close()

    def command(self) -> "subprocess.Popen[bytes]":
        """`mentorkit apply --yes` as a person's shell would start it."""
        administrator = self.site.people[0]
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("MENTORKIT_")},
            "MENTORKIT_ATLASSIAN_EMAIL": administrator.email,
            "MENTORKIT_ATLASSIAN_TOKEN": administrator.token,
            "NO_PROXY": "127.0.0.1",
        }
        words = ["-C", str(self.folder), "--today", self.now().isoformat(), "apply", "--yes"]
        return subprocess.Popen(
            [sys.executable, "-m", "mentorkit_cli", *words],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def killed(self, path: str, at: int, moment: str) -> str:
        """Run the command and kill it at this write, which is returned once it has come to its end."""
        self.held.hold(path, at, moment)
        process = self.command()
        if not self.held.reached.wait(PATIENCE):
            process.kill()
            raise AssertionError(
                f"write {at} {path} {moment} never came: {process.communicate()[1].decode()}"
            )
        assert process.poll() is None, "it runs, and waits for its answer"
        os.kill(process.pid, signal.SIGKILL)
        _, said = process.communicate()
        self.held.gone_on.set()
        assert process.returncode == -signal.SIGKILL, said.decode()
        assert self.held.ended.wait(PATIENCE)
        return self.held.write

    def runs_through(self) -> None:
        """Run the command to its end."""
        process = self.command()
        _, said = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, said.decode()


def requested(folder: Path) -> tuple[Served, Pair]:
    """Four people and a pair that was asked for, on a server, before the first run."""
    company = trimmed(Served(folder), *PEOPLE)
    company.checked = False
    return company, Pair(company, JONAS, INES).ask("web-accessibility")


def until_agreed(company: Company, pair: Pair) -> None:
    """From the end of the first run to just before the one that makes the plan."""
    pair.tick("accept")
    company.apply()
    pair.tick("agree")


def titles(company: Served) -> list[str]:
    """The plan as Jonas finds it on his page."""
    jonas = company.person(JONAS)
    page = Pair(company, JONAS, INES).page
    found: list[dict[str, Any]] = [issue for jql in queries(jonas.body(page)) for issue in jonas.issues(jql)]
    return sorted(issue["fields"]["summary"] for issue in found)


@pytest.mark.server
@pytest.mark.slow
@pytest.mark.seed("N16")
def test_killed_ten_times_and_run_again(tmp_path: Path) -> None:
    """Five die in the first apply and five in the one that makes the plan; after each five, one runs on."""
    undisturbed, pair = requested(tmp_path / "undisturbed")
    undisturbed.apply()
    until_agreed(undisturbed, pair)
    undisturbed.apply()
    wanted_titles, wanted = titles(undisturbed), comparable(undisturbed)
    undisturbed.close()
    company, pair = requested(tmp_path / "program")
    in_flight = [company.killed(*one) for one in WRITES_OF_FIRST_APPLY]
    company.runs_through()
    until_agreed(company, pair)
    in_flight += [company.killed(*one) for one in WRITES_OF_PLAN]
    company.runs_through()
    assert len(in_flight) == 10
    assert any(one.startswith("POST /wiki/api/v2/pages") for one in in_flight)
    assert sum(one == "POST /rest/api/3/issue/bulk" for one in in_flight) >= 2
    assert titles(company) == wanted_titles
    assert len(set(wanted_titles)) == len(wanted_titles) > 2
    assert comparable(company) == wanted
    company.close()
