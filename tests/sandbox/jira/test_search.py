# SPDX-License-Identifier: Apache-2.0
"""Searching: pages, tokens, fields, the lagging index, counting and matching."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from mentorkit_sandbox.site import Site
from tests.sandbox.jira.client import Client


@pytest.fixture
def many(ada: Client) -> Client:
    """Seven issues."""
    fields: dict[str, Any] = {"project": {"key": "MENT"}, "issuetype": {"name": "Task"}}
    updates: list[dict[str, Any]] = [
        {"fields": {**fields, "summary": f"n{n}"}, "properties": [{"key": "mentorkit", "value": n}]}
        for n in range(7)
    ]
    ada.post("issue/bulk", {"issueUpdates": updates}, expect=201)
    return ada


def pages(client: Client, body: dict[str, Any]) -> list[list[str]]:
    """The ids on each page, following the token to the end."""
    found = []
    while True:
        answer = client.post("search/jql", body)
        found.append([issue["id"] for issue in answer["issues"]])
        assert answer["isLast"] == ("nextPageToken" not in answer)
        assert "total" not in answer
        if answer["isLast"]:
            return found
        body = {**body, "nextPageToken": answer["nextPageToken"]}


def test_ids_alone_by_default(many: Client) -> None:
    assert many.post("search/jql", {"jql": "key = MENT-1"})["issues"] == [{"id": "10000"}]


def test_fields_and_properties(many: Client) -> None:
    body = {"jql": "key = MENT-3", "fields": ["summary"], "properties": ["mentorkit", "other"]}
    (issue,) = many.post("search/jql", body)["issues"]
    assert (issue["key"], issue["fields"], issue["properties"]) == (
        "MENT-3",
        {"summary": "n2"},
        {"mentorkit": 2},
    )
    (issue,) = many.get("search/jql", jql="key = MENT-3", fields="summary,labels", properties="mentorkit")[
        "issues"
    ]
    assert (issue["fields"], issue["properties"]) == ({"summary": "n2", "labels": []}, {"mentorkit": 2})
    many.post("search/jql", {**body, "properties": list("abcdef")}, expect=400)


def test_token_paging(many: Client) -> None:
    ids = [str(10000 + n) for n in range(7)]
    found = pages(many, {"jql": "project = MENT ORDER BY key", "maxResults": 3})
    assert found == [ids[:3], ids[3:6], ids[6:]]


def test_short_pages_lose_nothing(many: Client, site: Site) -> None:
    site.settings.page_size_jitter = 2
    found = pages(many, {"jql": "project = MENT ORDER BY key", "maxResults": 3})
    assert [id_ for page in found for id_ in page] == [str(10000 + n) for n in range(7)]
    assert {len(page) for page in found[:-1]} - {3}


def test_a_token_serves_its_own_search_only(many: Client) -> None:
    token = many.post("search/jql", {"jql": "project = MENT", "maxResults": 1})["nextPageToken"]
    other = {"jql": "project = MENT ORDER BY key", "maxResults": 1, "nextPageToken": token}
    many.post("search/jql", other, expect=400)
    many.post("search/jql", {**other, "nextPageToken": "!!"}, expect=400)


def test_big_pages_are_for_bare_searches(ada: Client) -> None:
    fields = {"project": {"key": "MENT"}, "issuetype": {"name": "Task"}, "summary": "x"}
    for _ in range(3):
        ada.post("issue/bulk", {"issueUpdates": [{"fields": fields}] * 50}, expect=201)
    assert len(ada.keys("project = MENT", maxResults=5000)) == 150
    answer = ada.post("search/jql", {"jql": "project = MENT", "fields": ["summary"], "maxResults": 5000})
    assert len(answer["issues"]) == 100
    assert len(ada.post("search/jql", {"jql": "project = MENT"})["issues"]) == 50


def test_expansions(many: Client) -> None:
    body = {"jql": "key = MENT-1", "fields": ["summary"], "expand": "names,schema,changelog"}
    answer = many.post("search/jql", body)
    assert answer["names"] == {"summary": "Summary"}
    assert answer["schema"]["summary"]["type"] == "string"
    assert answer["issues"][0]["changelog"]["total"] == 0


def test_unknown_keys_are_refused(many: Client) -> None:
    response = many.session.post(
        "http://sandbox.test/rest/api/3/search/approximate-count",
        json={"jql": "project = MENT", "startAt": 0},
    )
    assert response.status_code == 400


def test_the_index_lags_behind(ada: Client, site: Site) -> None:
    site.settings.index_lag_seconds = 60
    ada.create("New")
    assert ada.keys("project = MENT") == []
    assert ada.issue("MENT-1")["fields"]["summary"] == "New"
    assert len(ada.post("issue/bulkfetch", {"issueIdsOrKeys": ["MENT-1"]})["issues"]) == 1
    site.clock.advance(timedelta(seconds=60))
    assert ada.keys("project = MENT") == ["MENT-1"]
    ada.put("issue/MENT-1", {"fields": {"labels": ["late"]}})
    assert ada.keys("labels = late") == []
    ada.delete("issue/MENT-1")
    assert ada.post("search/jql", {"jql": "project = MENT"})["issues"] == [{"id": "10000"}]
    site.clock.advance(timedelta(seconds=60))
    assert ada.post("search/jql", {"jql": "project = MENT"})["issues"] == []


def test_reconciled_issues_are_read_from_the_database(ada: Client, site: Site) -> None:
    ada.create("Old")
    site.settings.index_lag_seconds = 60
    ada.create("New")
    ada.put("issue/MENT-1", {"fields": {"labels": ["late"]}})
    assert ada.keys("project = MENT ORDER BY key", reconcileIssues=[10001]) == ["MENT-1", "MENT-2"]
    assert ada.keys("labels = late", reconcileIssues=[10000]) == ["MENT-1"]
    ada.delete("issue/MENT-1")
    assert ada.keys("project = MENT", reconcileIssues=[10000]) == []
    ada.post("search/jql", {"jql": "project = MENT", "reconcileIssues": list(range(51))}, expect=400)


def test_a_loaded_state_is_indexed_at_once(many: Client, site: Site) -> None:
    state = site.dump()
    site.settings.index_lag_seconds = 60
    many.create("Late")
    site.load(state)
    site.settings.index_lag_seconds = 60
    assert len(many.keys("project = MENT")) == 7


def test_counting_and_matching(many: Client) -> None:
    assert many.post("search/approximate-count", {"jql": "project = MENT"}) == {"count": 7}
    many.post("search/approximate-count", {"jql": ""}, expect=400)
    answer = many.post(
        "jql/match", {"jqls": ["key = MENT-1", "color = red"], "issueIds": [10000, 10001, 999]}
    )
    assert answer["matches"][0] == {"matchedIssues": [10000], "errors": []}
    assert answer["matches"][1]["matchedIssues"] == []
    assert "color" in answer["matches"][1]["errors"][0]


def test_the_old_search_is_gone(ada: Client, client_of: Callable[[str], Client]) -> None:
    assert "removed" in ada.get("search", expect=410, jql="project = MENT")["errorMessages"][0]
    ada.post("search", {"jql": "project = MENT"}, expect=410)
