# SPDX-License-Identifier: Apache-2.0
"""Ordered faults: which requests they befall, and what a client then sees."""

from typing import Any

import pytest
import requests

from mentorkit_sandbox.faults import Fault, Faults
from mentorkit_sandbox.inprocess import URL
from mentorkit_sandbox.site import Site

PROJECT = {"key": "WORK", "name": "Work", "projectTypeKey": "software"}


def order(site: Site, kind: str, **more: Any) -> None:
    site.faults.add(Fault(kind, **more))


def keys(session: requests.Session) -> list[str]:
    answer = session.get(f"{URL}/rest/api/3/project/search").json()
    return [project["key"] for project in answer["values"]]


def create(session: requests.Session, **options: Any) -> requests.Response:
    return session.post(f"{URL}/rest/api/3/project", json=PROJECT, **options)


def test_skip_and_count_choose_the_requests() -> None:
    faults = Faults()
    faults.add(Fault("500", method="POST", path="/issue$", skip=1, count=2))
    taken = [faults.take("POST", "/rest/api/3/issue") for _ in range(4)]
    assert [fault is not None for fault in taken] == [False, True, True, False]
    assert faults.listed() == []


def test_other_requests_pass() -> None:
    faults = Faults()
    faults.add(Fault("500", method="POST", path="/issue$"))
    assert faults.take("GET", "/rest/api/3/issue") is None
    assert faults.take("POST", "/rest/api/3/issue/bulk") is None
    assert len(faults.listed()) == 1


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown fault"):
        Fault("explode")


def test_dropped_before_acting(bare_site: Site, session: requests.Session) -> None:
    order(bare_site, "drop-before", method="POST")
    with pytest.raises(requests.ConnectionError):
        create(session)
    assert keys(session) == []


def test_dropped_after_acting(bare_site: Site, session: requests.Session) -> None:
    order(bare_site, "drop-after", method="POST")
    with pytest.raises(requests.ConnectionError):
        create(session)
    assert keys(session) == ["WORK"]


def test_unavailable_after_acting(bare_site: Site, session: requests.Session) -> None:
    order(bare_site, "503-after", method="POST")
    assert create(session).status_code == 503
    assert keys(session) == ["WORK"]


def test_server_error_without_acting(bare_site: Site, session: requests.Session) -> None:
    order(bare_site, "500", method="POST")
    assert create(session).status_code == 500
    assert keys(session) == []


def test_too_many_requests(bare_site: Site, session: requests.Session) -> None:
    order(bare_site, "429", retry_after=7, reason="jira-quota-tenant-based")
    order(bare_site, "429")
    first, second = create(session), create(session)
    assert (first.status_code, first.headers["Retry-After"]) == (429, "7")
    assert first.headers["RateLimit-Reason"] == "jira-quota-tenant-based"
    assert first.json()["errorMessages"] == ["Rate limit exceeded."]
    assert second.status_code == 429
    assert "Retry-After" not in second.headers


def test_a_fault_slower_than_the_timeout(bare_site: Site, session: requests.Session) -> None:
    order(bare_site, "slow", seconds=60, count=2)
    with pytest.raises(requests.ReadTimeout):
        create(session, timeout=(3, 30))
    assert session.get(f"{URL}/rest/api/3/myself", timeout=90).status_code == 200
    assert keys(session) == ["WORK"]


def test_a_body_cut_short(bare_site: Site, session: requests.Session) -> None:
    order(bare_site, "cut-body")
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        session.get(f"{URL}/rest/api/3/myself")


def test_the_log_names_the_fault(bare_site: Site, session: requests.Session) -> None:
    order(bare_site, "drop-before")
    with pytest.raises(requests.ConnectionError):
        create(session)
    entry = bare_site.log[-1]
    assert (entry["fault"], entry["status"], entry["method"]) == ("drop-before", None, "POST")
