# SPDX-License-Identifier: Apache-2.0
"""The control interface."""

from typing import Any

import pytest
import requests

from mentorkit_sandbox.inprocess import URL
from mentorkit_sandbox.site import Site

CONTROL = f"{URL}/_sandbox"


def test_people(session: requests.Session) -> None:
    people = session.get(f"{CONTROL}/people").json()
    assert [(one["email"], one["token"], one["admin"]) for one in people] == [
        ("ana@example.com", "token-ana-example-com", True),
        ("ben@example.com", "token-ben-example-com", False),
    ]


def test_clock(session: requests.Session, bare_site: Site) -> None:
    body = {"now": "2027-01-04T10:00:00+01:00", "frozen": True}
    assert session.put(f"{CONTROL}/clock", json=body).json() == {
        "now": "2027-01-04T09:00:00+00:00",
        "frozen": True,
    }
    session.put(f"{CONTROL}/clock", json={"advance_seconds": 90})
    assert session.get(f"{CONTROL}/clock").json()["now"] == "2027-01-04T09:01:30+00:00"
    assert bare_site.clock.now().isoformat() == "2027-01-04T09:01:30+00:00"


def test_the_clock_is_part_of_the_state(session: requests.Session) -> None:
    session.put(f"{CONTROL}/clock", json={"now": "2027-01-04T09:00:00Z", "frozen": True})
    restored = Site()
    restored.load(session.get(f"{CONTROL}/state").json())
    assert restored.clock.now().isoformat() == "2027-01-04T09:00:00+00:00"
    assert restored.clock.frozen


@pytest.mark.parametrize(
    "body", [{"now": "tomorrow"}, {"now": "2027-01-04T10:00:00"}, {"advance_seconds": "x"}]
)
def test_a_wrong_moment_is_refused(session: requests.Session, body: dict[str, Any]) -> None:
    assert session.put(f"{CONTROL}/clock", json=body).status_code == 400


def test_the_request_log(session: requests.Session) -> None:
    session.get(f"{URL}/rest/api/3/myself?expand=")
    session.post(f"{URL}/rest/api/3/search/approximate-count", json={"jql": "labels = x"})
    log = session.get(f"{CONTROL}/requests").json()
    assert [(one["method"], one["path"], one["status"]) for one in log] == [
        ("GET", "/rest/api/3/myself", 501),
        ("POST", "/rest/api/3/search/approximate-count", 200),
    ]
    assert log[1]["actor"] == "ana@example.com"
    assert log[1]["body"] == {"jql": "labels = x"}
    assert log[0]["query"] == "expand="
    assert session.delete(f"{CONTROL}/requests").status_code == 204
    assert session.get(f"{CONTROL}/requests").json() == []


def test_settings(session: requests.Session, bare_site: Site) -> None:
    changed = session.put(f"{CONTROL}/settings", json={"index_lag_seconds": 30, "free_plan": True}).json()
    assert changed["index_lag_seconds"] == 30
    assert bare_site.settings.free_plan is True


@pytest.mark.parametrize("body", [{"index_lag": 3}, {"free_plan": "yes"}, {"workflow": "Done"}])
def test_a_wrong_setting_is_refused_and_nothing_changes(
    session: requests.Session, bare_site: Site, body: dict[str, Any]
) -> None:
    answer = session.put(f"{CONTROL}/settings", json={"hide_emails": True, **body})
    assert answer.status_code == 400
    assert bare_site.settings.hide_emails is False


def test_faults(session: requests.Session) -> None:
    made = session.post(f"{CONTROL}/faults", json={"kind": "500", "path": "myself", "count": 3})
    assert made.status_code == 201
    assert session.get(f"{URL}/rest/api/3/myself").status_code == 500
    assert session.get(f"{CONTROL}/faults").json()[0]["count"] == 2
    assert session.delete(f"{CONTROL}/faults").status_code == 204
    assert session.get(f"{URL}/rest/api/3/myself").status_code == 200


@pytest.mark.parametrize("body", [{"kind": "explode"}, {"kind": "500", "when": 3}, {}])
def test_a_wrong_fault_is_refused(session: requests.Session, body: dict[str, Any]) -> None:
    assert session.post(f"{CONTROL}/faults", json=body).status_code == 400


def test_state_can_be_taken_and_put_back(session: requests.Session) -> None:
    project = {"key": "WORK", "name": "Work", "projectTypeKey": "software"}
    before = session.get(f"{CONTROL}/state").json()
    session.post(f"{URL}/rest/api/3/project", json=project)
    assert session.get(f"{URL}/rest/api/3/project/WORK").status_code == 200
    assert session.put(f"{CONTROL}/state", json=before).status_code == 204
    assert session.get(f"{URL}/rest/api/3/project/WORK").status_code == 404


def test_reset_keeps_people_and_settings(session: requests.Session, bare_site: Site) -> None:
    session.put(f"{CONTROL}/settings", json={"hide_emails": True})
    session.post(
        f"{URL}/rest/api/3/project", json={"key": "WORK", "name": "Work", "projectTypeKey": "software"}
    )
    assert session.post(f"{CONTROL}/reset").status_code == 204
    assert session.get(f"{URL}/rest/api/3/project/WORK").status_code == 404
    assert len(bare_site.people) == 2
    assert bare_site.settings.hide_emails is True


def test_other_hosts_are_turned_away(session: requests.Session) -> None:
    answer = session.get(f"{CONTROL}/people", headers={"Host": "evil.example"})
    assert answer.status_code == 403


def test_a_body_that_is_no_object_is_refused(session: requests.Session) -> None:
    assert session.put(f"{CONTROL}/settings", json=[1]).status_code == 400
