# SPDX-License-Identifier: Apache-2.0
"""Calendar feeds served as files."""

from pathlib import Path

import pytest
import requests

from mentorkit_sandbox import inprocess
from mentorkit_sandbox.app import create_app
from mentorkit_sandbox.inprocess import URL
from mentorkit_sandbox.site import Site


@pytest.fixture
def reader(bare_site: Site, tmp_path: Path) -> requests.Session:
    (tmp_path / "feeds" / "people").mkdir(parents=True)
    (tmp_path / "feeds" / "people" / "ana.ics").write_text("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", newline="")
    (tmp_path / "secret.txt").write_text("secret")
    return inprocess.session(create_app(bare_site, tmp_path / "feeds"))


def test_a_feed_needs_no_credentials(reader: requests.Session) -> None:
    answer = reader.get(f"{URL}/feeds/people/ana.ics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert answer.text == "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def test_an_unchanged_feed_is_not_sent_again(reader: requests.Session) -> None:
    tag = reader.get(f"{URL}/feeds/people/ana.ics").headers["ETag"]
    again = reader.get(f"{URL}/feeds/people/ana.ics", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path", ["../secret.txt", "%2e%2e/secret.txt", "people/..%2f..%2fsecret.txt", "none.ics"]
)
def test_nothing_else_can_be_read(reader: requests.Session, path: str) -> None:
    request = requests.Request("GET", URL).prepare()
    request.url = f"{URL}/feeds/{path}"
    answer = reader.send(request)
    assert answer.status_code == 404
    assert "secret" not in answer.text.replace("secret.txt", "")
