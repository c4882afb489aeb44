# SPDX-License-Identifier: Apache-2.0
"""`mentorkit apply --yes` in a process of its own, ended by a real ``kill -9``, then run again."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask

from mentorkit_sandbox.faults import Fault
from mentorkit_sandbox.server import Serving, serve
from tests.acceptance.company import Company, Pair, trimmed
from tests.acceptance.reading import queries
from tests.acceptance.test_kill_matrix import end_state

JONAS, INES = "jonas-weber", "ines-carvalho"
PEOPLE = (JONAS, INES, "elena-marinova", "stefan-kolev")
KILLED_AT = (2, 6, 9, 12, 15, 18, 21, 25, 29, 33)
"""How many requests the site has heard when the process is killed."""
PATIENCE = 60.0


@dataclass
class Served(Company):
    """The company on a real server: what runs in other processes speaks to it over loopback."""

    serving: Serving = field(init=False)

    def start(self, app: Flask) -> str:
        self.app = app
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


def both_agreed(folder: Path) -> Served:
    """Four people and a pair just before the run that makes their plan, on a server."""
    company = trimmed(Served(folder), *PEOPLE)
    company.checked = False
    pair = Pair(company, JONAS, INES).ask("web-accessibility")
    for step in ("", "accept", "agree"):
        if step:
            pair.tick(step)
        if step != "agree":
            company.apply()
    return company


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Served]:
    made = both_agreed(tmp_path / "program")
    yield made
    made.close()


def wait_until(company: Served, seen: int, process: "subprocess.Popen[bytes]") -> None:
    """Return when the site has heard so many requests, or the process has ended."""
    ends = time.monotonic() + PATIENCE
    while company.site.requests_seen < seen and process.poll() is None:
        assert time.monotonic() < ends, "the process asks for nothing"
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.002)


def titles(company: Served) -> list[str]:
    """The plan as Jonas finds it on his page."""
    jonas = company.person(JONAS)
    page = Pair(company, JONAS, INES).page
    found: list[dict[str, Any]] = [issue for jql in queries(jonas.body(page)) for issue in jonas.issues(jql)]
    return sorted(issue["fields"]["summary"] for issue in found)


@pytest.mark.server
@pytest.mark.slow
@pytest.mark.seed("N16")
def test_killed_ten_times_and_run_again(company: Served, tmp_path: Path) -> None:
    """One process after the other is killed a little later; the last runs through."""
    undisturbed = both_agreed(tmp_path / "undisturbed")
    undisturbed.apply()
    wanted_titles, wanted = titles(undisturbed), comparable(end_state(undisturbed), undisturbed)
    undisturbed.close()
    killed = 0
    for number in KILLED_AT:
        company.site.faults.clear()
        company.site.faults.add(Fault("slow", count=1000, seconds=0.02))
        begins = company.site.requests_seen
        process = company.command()
        wait_until(company, begins + number, process)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            killed += 1
        _, said = process.communicate()
        assert b"Traceback" not in said
        assert process.returncode in (0, -signal.SIGKILL), said.decode()
    assert killed >= len(KILLED_AT) // 2
    company.site.faults.clear()
    last = company.command()
    _, said = last.communicate(timeout=PATIENCE)
    assert last.returncode == 0, said.decode()
    assert titles(company) == wanted_titles
    assert len(set(wanted_titles)) == len(wanted_titles) > 2
    assert comparable(end_state(company), company) == wanted


def comparable(state: dict[str, Any], company: Served) -> str:
    """An end state as text, without the address of the server and the numbers it gave to pages."""
    return re.sub(r"/pages/\d+", "/pages/…", repr(sorted(state.items())).replace(company.url, "http://site"))
