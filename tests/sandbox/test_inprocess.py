# SPDX-License-Identifier: Apache-2.0
"""The transport without sockets."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from flask import Flask

from mentorkit_sandbox.inprocess import URL, SandboxTransport
from mentorkit_sandbox.site import Site


class Killed(Exception):
    """What a test throws to end a run."""


def mounted(transport: SandboxTransport) -> requests.Session:
    session = requests.Session()
    session.mount(URL, transport)
    session.auth = ("ana@example.com", "token-ana-example-com")
    return session


def kill(*_: object) -> None:
    raise Killed


def test_killed_before_nothing_happened(bare_app: Flask, bare_site: Site) -> None:
    session = mounted(SandboxTransport(bare_app, before=kill))
    with pytest.raises(Killed):
        session.get(f"{URL}/rest/api/3/myself")
    assert len(bare_site.log) == 0


def test_killed_after_the_request_was_done(bare_app: Flask, bare_site: Site) -> None:
    session = mounted(SandboxTransport(bare_app, after=kill))
    with pytest.raises(Killed):
        session.get(f"{URL}/rest/api/3/myself")
    assert [entry["status"] for entry in bare_site.log] == [200]


def test_many_threads_get_their_own_answers(bare_app: Flask) -> None:
    session = mounted(SandboxTransport(bare_app))
    body = {"key": "WORK", "name": "Work", "projectTypeKey": "software"}
    assert session.post(f"{URL}/rest/api/3/project", json=body).status_code == 201
    fields = {"project": {"key": "WORK"}, "issuetype": {"name": "Task"}}

    def create(number: int) -> tuple[str, str]:
        wanted = {"fields": {**fields, "summary": f"Number {number}"}}
        key = session.post(f"{URL}/rest/api/3/issue", json=wanted).json()["key"]
        shown = session.get(f"{URL}/rest/api/3/issue/{key}").json()
        return key, shown["fields"]["summary"]

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(create, range(40)))
    assert [summary for _, summary in made] == [f"Number {number}" for number in range(40)]
    assert len({key for key, _ in made}) == 40


def test_text_beyond_ascii_and_uploads_arrive_whole(bare_app: Flask) -> None:
    session = mounted(SandboxTransport(bare_app))
    answer = session.put(
        f"{URL}/_sandbox/settings",
        data='{"workflow": ["Über", "Готово"]}'.encode(),
        headers={"Content-Type": "application/json"},
    )
    assert answer.json()["workflow"] == ["Über", "Готово"]
    generated = session.put(
        f"{URL}/_sandbox/settings",
        data=iter([b'{"free_', b'plan": true}']),
        headers={"Content-Type": "application/json"},
    )
    assert generated.json()["free_plan"] is True
