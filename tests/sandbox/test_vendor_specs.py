# SPDX-License-Identifier: Apache-2.0
"""The check against the vendors' documents finds what is wrong, and only that."""

import json
from typing import Any

import pytest

from tests.vendor_specs import Exchange, SpecChecker, require


@pytest.fixture
def found() -> SpecChecker:
    return require()


def exchange(
    method: str,
    url: str,
    status: int = 200,
    request: Any = None,
    answer: Any = None,
    kind: str = "application/json",
) -> Exchange:
    return Exchange(
        method=method,
        url=f"http://sandbox.test{url}",
        request_type=kind,
        request_body=b"" if request is None else json.dumps(request).encode(),
        status=status,
        response_type="application/json",
        response_body=b"" if answer is None else json.dumps(answer).encode(),
    )


SEARCH = "/rest/api/3/search/jql"
PAGE = {"spaceId": "1", "title": "t", "body": {"representation": "storage", "value": "<p />"}}


@pytest.mark.parametrize(
    "right",
    [
        exchange("POST", SEARCH, request={"jql": "x"}, answer={"issues": [], "isLast": True}),
        exchange("GET", f"{SEARCH}?jql=x&fields=a,b&maxResults=5", answer={"issues": []}),
        exchange("POST", SEARCH, 401, request={"jql": "x"}, answer={}),
        exchange("POST", SEARCH, 429, request={"jql": "x"}, answer={}),
        exchange("GET", "/rest/api/3/search?jql=x", 410, answer={}),
        exchange("GET", "/rest/api/3/anything", 501, answer={}),
        exchange("GET", "/rest/agile/1.0/board/1/configuration", answer={"id": 1}),
        exchange("POST", "/wiki/api/v2/pages", request=PAGE, answer={"id": "1"}),
        exchange("GET", "/wiki/rest/api/user/current", 403, answer={}),
        exchange("GET", "/feeds/ana.ics"),
    ],
)
def test_what_is_as_documented_passes(found: SpecChecker, right: Exchange) -> None:
    assert found.faults(right) == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (exchange("GET", "/rest/api/3/nothing"), "no such operation"),
        (exchange("DELETE", SEARCH), "no such operation"),
        (exchange("POST", SEARCH, request={"jql": 1}, answer={}), "request: jql"),
        (exchange("POST", SEARCH, request={"sql": "x"}, answer={}), "request: (root)"),
        (exchange("POST", SEARCH, answer={}), "a body is required"),
        (exchange("POST", SEARCH, request={}, answer={}, kind="text/plain"), "content type 'text/plain'"),
        (exchange("POST", SEARCH, request={}, answer={"issues": [{"id": 1}]}), "answer: issues/0/id"),
        (exchange("POST", SEARCH, request={}, answer={"total": 3}), "answer: (root)"),
        (exchange("POST", SEARCH, 418, request={}, answer={}), "the status 418 is not documented"),
        (exchange("GET", f"{SEARCH}?limit=3", answer={}), "no query parameter 'limit'"),
        (exchange("GET", f"{SEARCH}?maxResults=many", answer={}), "parameter maxResults"),
        (exchange("GET", "/rest/api/3/issuetype/project", answer=[]), "'projectId' is required"),
        (exchange("GET", "/rest/agile/1.0/board/one/configuration", answer={}), "parameter boardId"),
        (exchange("GET", "/rest/api/3/project/search?orderBy=size", answer={}), "parameter orderBy"),
        (exchange("POST", "/wiki/api/v2/pages", request={**PAGE, "body": 3}, answer={}), "request: body"),
    ],
)
def test_what_is_not_is_named(found: SpecChecker, wrong: Exchange, words: str) -> None:
    assert any(words in fault for fault in found.faults(wrong)), found.faults(wrong)
