# SPDX-License-Identifier: Apache-2.0
"""The sandbox as a real server on loopback."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask

from mentorkit_sandbox.faults import Fault
from mentorkit_sandbox.server import serve
from mentorkit_sandbox.site import Site

pytestmark = [pytest.mark.server, pytest.mark.enable_socket]


def test_it_answers_and_closes(bare_app: Flask) -> None:
    with serve(bare_app) as serving:
        answer = requests.get(
            f"{serving.url}/rest/api/3/myself", auth=("ana@example.com", "token-ana-example-com"), timeout=10
        )
        assert answer.json()["emailAddress"] == "ana@example.com"
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{serving.url}/rest/api/3/serverInfo", timeout=10)


@pytest.mark.parametrize("kind", ["drop-before", "drop-after"])
def test_a_dropped_connection(bare_app: Flask, bare_site: Site, kind: str) -> None:
    bare_site.faults.add(Fault(kind))
    with serve(bare_app) as serving, pytest.raises(requests.ConnectionError):
        requests.get(f"{serving.url}/rest/api/3/serverInfo", timeout=10)


def test_a_body_cut_short(bare_app: Flask, bare_site: Site) -> None:
    bare_site.faults.add(Fault("cut-body"))
    with serve(bare_app) as serving, pytest.raises(requests.exceptions.ChunkedEncodingError):
        requests.get(f"{serving.url}/rest/api/3/serverInfo", timeout=10)


def test_only_this_machine(bare_app: Flask) -> None:
    with pytest.raises(ValueError, match=r"not 0\.0\.0\.0"):
        serve(bare_app, host="0.0.0.0")


def test_the_command_keeps_its_state(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,name,email\nana,Ana Petrova,ana@firm.example\n")
    command = [sys.executable, "-m", "mentorkit_sandbox", "--json", "--program", str(tmp_path)]
    command += ["--state", str(tmp_path / "state.db")]
    body = {"key": "WORK", "name": "Work", "projectTypeKey": "software"}
    first, process = start(command)
    assert [person["email"] for person in first["people"]] == ["admin@firm.example", "ana@firm.example"]
    assert set(first["people"][0]) == {"name", "email", "token", "account_id"}
    auth = (first["people"][0]["email"], first["people"][0]["token"])
    made = requests.post(f"{first['url']}/rest/api/3/project", json=body, auth=auth, timeout=10)
    assert made.status_code == 201
    assert made.json()["self"].startswith(first["url"])
    stop(process)
    second, process = start(command)
    found = requests.get(f"{second['url']}/rest/api/3/project/WORK", auth=auth, timeout=10)
    assert found.json()["name"] == "Work"
    stop(process)


def start(command: list[str]) -> tuple[dict[str, Any], "subprocess.Popen[str]"]:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ})
    assert process.stdout is not None
    return json.loads(process.stdout.readline()), process


def stop(process: "subprocess.Popen[str]") -> None:
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    assert process.stdout is not None
    process.stdout.close()
