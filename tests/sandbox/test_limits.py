# SPDX-License-Identifier: Apache-2.0
"""Rate limits by endpoint and by issue, on the site's clock."""

from datetime import UTC, datetime, timedelta

import requests

from mentorkit_sandbox.inprocess import URL
from mentorkit_sandbox.site import Site

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MYSELF = f"{URL}/rest/api/3/myself"


def test_a_burst_is_limited_by_endpoint_and_method(bare_site: Site, session: requests.Session) -> None:
    bare_site.clock.set(NOW, frozen=True)
    bare_site.configure({"burst_limits": {"GET": 2}})
    answers = [session.get(MYSELF) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer.headers["X-RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    assert answers[1].headers["X-RateLimit-NearLimit"] == "true"
    assert answers[2].headers["Retry-After"] == "1"
    assert answers[2].headers["RateLimit-Reason"] == "jira-burst-based"
    assert answers[2].headers["X-RateLimit-Reset"] == "2026-03-02T09:00:01Z"
    assert session.get(f"{URL}/rest/api/3/field").status_code == 200
    assert session.get(f"{URL}/_sandbox/clock").status_code == 200
    bare_site.clock.advance(timedelta(seconds=1))
    assert session.get(MYSELF).status_code == 200


def test_the_site_may_not_say_how_long_to_wait(bare_site: Site, session: requests.Session) -> None:
    bare_site.clock.set(NOW, frozen=True)
    bare_site.configure({"burst_limits": {"GET": 0}, "retry_after_header": False})
    answer = session.get(f"{URL}/wiki/api/v2/spaces")
    assert answer.status_code == 429
    assert "Retry-After" not in answer.headers
    assert answer.headers["RateLimit-Reason"] == "confluence-burst-based"
    assert answer.json()["errors"][0]["code"] == "RATE_LIMITED"


def test_writes_to_one_issue_are_limited(bare_site: Site, session: requests.Session) -> None:
    bare_site.clock.set(NOW, frozen=True)
    api = f"{URL}/rest/api/3"
    session.post(f"{api}/project", json={"key": "WORK", "name": "Work", "projectTypeKey": "software"})
    fields = {"project": {"key": "WORK"}, "issuetype": {"name": "Task"}, "summary": "Write"}
    session.post(f"{api}/issue", json={"fields": fields})
    session.post(f"{api}/issue", json={"fields": fields})
    bare_site.configure({"per_issue_limit": True})
    statuses = [session.put(f"{api}/issue/WORK-1/properties/p", json=n).status_code for n in range(21)]
    assert statuses == [201] + [200] * 19 + [429]
    answer = session.put(f"{api}/issue/WORK-1", json={"fields": {"summary": "x"}})
    assert answer.headers["RateLimit-Reason"] == "jira-per-issue-on-write"
    assert answer.headers["Retry-After"] == "2"
    assert session.put(f"{api}/issue/WORK-2/properties/p", json=1).status_code == 201
    bare_site.clock.advance(timedelta(seconds=2))
    assert session.put(f"{api}/issue/WORK-1/properties/p", json=2).status_code == 200
