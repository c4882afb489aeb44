# SPDX-License-Identifier: Apache-2.0
"""Who asks, and the shape of a refusal in each API."""

import pytest
import requests
from flask import Flask

from mentorkit_sandbox import inprocess
from mentorkit_sandbox.inprocess import URL
from mentorkit_sandbox.site import Site, SitePerson


def test_the_token_is_the_password(session: requests.Session) -> None:
    assert session.get(f"{URL}/rest/api/3/myself").json()["displayName"] == "Ana Petrova"


@pytest.mark.parametrize(
    "auth", [("ana@example.com", "wrong"), ("nobody@example.com", "token-ana-example-com")]
)
@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/rest/api/3/myself", "errorMessages"),
        ("/wiki/api/v2/spaces", "errors"),
        ("/wiki/rest/api/user/current", "message"),
    ],
)
def test_wrong_credentials(bare_app: Flask, auth: tuple[str, str], path: str, key: str) -> None:
    answer = inprocess.session(bare_app).get(f"{URL}{path}", auth=auth)
    assert answer.status_code == 401
    assert key in answer.json()
    assert answer.headers["WWW-Authenticate"].startswith("Basic")


def test_no_credentials(bare_app: Flask) -> None:
    anonymous = inprocess.session(bare_app)
    assert anonymous.get(f"{URL}/rest/api/3/myself").status_code == 401
    assert anonymous.get(f"{URL}/rest/api/3/serverInfo").status_code == 200


def test_what_is_not_supported_says_so(session: requests.Session) -> None:
    answer = session.post(f"{URL}/rest/api/3/webhook", json={})
    assert answer.status_code == 501
    assert answer.json() == {"sandbox": "The sandbox does not support POST /rest/api/3/webhook."}


def test_a_token_is_not_in_the_repr() -> None:
    assert "hush" not in repr(SitePerson("Ana", "ana@example.com", "hush", "id"))


def test_a_failure_of_the_sandbox_is_an_error_and_rolls_back(
    bare_site: Site, session: requests.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        bare_site.tables.put("half", "1", {})
        raise RuntimeError("broken")

    monkeypatch.setattr("mentorkit_sandbox.jira.people.user", fail)
    assert session.get(f"{URL}/rest/api/3/myself").status_code == 500
    assert bare_site.tables.rows("half") == []
