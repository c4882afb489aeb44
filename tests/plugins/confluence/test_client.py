# SPDX-License-Identifier: Apache-2.0
"""The client: retries, limits, paging, and the vendor's errors as ours, with no secret in them."""

from datetime import UTC, datetime
from typing import Any

import pytest
import requests
import responses

from mentorkit.errors import (
    AdapterError,
    AlreadyExists,
    Conflict,
    InvalidResponse,
    NotAuthenticated,
    NotFound,
    PermissionDenied,
    RateLimited,
    Refused,
    Unavailable,
)
from mentorkit_atlassian.transport import Transport
from mentorkit_confluence.client import WORDING, Client

URL = "https://example.atlassian.net"
PATH = "/wiki/api/v2/pages"


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def client(waits: list[float]) -> Client:
    return Client(
        Transport(URL, "me@example.com", "token-1", "pages", WORDING, sleep=waits.append, clock=lambda: 0.0)
    )


@responses.activate
@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Refused),
        (401, NotAuthenticated),
        (403, PermissionDenied),
        (404, NotFound),
        (409, Conflict),
        (413, Refused),
        (501, Refused),
        (302, Refused),
        (500, Unavailable),
        (503, Unavailable),
        (429, RateLimited),
    ],
)
def test_the_vendors_errors_become_ours(client: Client, status: int, kind: type[AdapterError]) -> None:
    body = {"errors": [{"status": status, "code": "X", "title": "No, me@example.com ATATT3xyz!" + "x" * 300}]}
    responses.add("PUT", URL + PATH, json=body, status=status)
    with pytest.raises(kind) as caught:
        client.send("PUT", PATH, {"a": 1}, ref="7")
    assert type(caught.value) is kind
    assert (caught.value.adapter, caught.value.ref) == ("pages", "7")
    assert len(caught.value.reason) <= 210
    assert "me@example.com" not in str(caught.value)
    assert "ATATT3xyz" not in str(caught.value)


@responses.activate
@pytest.mark.parametrize(
    "body",
    [
        {
            "errors": [
                {"title": "A page with this title already exists: A page already exists with the same TITLE"}
            ]
        },
        {"statusCode": 400, "message": "A space already exists with key MENT"},
    ],
)
def test_a_name_that_is_taken_is_said(client: Client, body: Any) -> None:
    responses.add("POST", URL + PATH, json=body, status=400)
    with pytest.raises(AlreadyExists):
        client.send("POST", PATH, {})


@responses.activate
def test_readings_are_repeated_four_times(client: Client, waits: list[float]) -> None:
    for status in (500, 502, 503, 429):
        responses.add("GET", URL + PATH, status=status)
    responses.add("GET", URL + PATH, json={"ok": 1}, headers={"Date": "Sat, 21 Nov 2026 08:00:00 GMT"})
    answer = client.get(PATH)
    assert (answer.body, answer.at) == ({"ok": 1}, datetime(2026, 11, 21, 8, 0, tzinfo=UTC))
    assert len(waits) == 4
    assert all(0.7 * 2 <= wait <= 1.3 * 30 for wait in waits)
    for _ in range(5):
        responses.add("GET", URL + "/always", body=requests.ConnectionError("reset"))
    with pytest.raises(Unavailable):
        client.get("/always")


@responses.activate
@pytest.mark.parametrize("broken", [500, 503, "drop", "cut"])
def test_a_write_of_unknown_outcome_is_never_sent_again(
    client: Client, broken: int | str, waits: list[float]
) -> None:
    if broken == "drop":
        responses.add("POST", URL + PATH, body=requests.ConnectionError("reset"))
    elif broken == "cut":
        responses.add("POST", URL + PATH, body=b'{"id": "1')
    else:
        responses.add("POST", URL + PATH, status=int(broken))
    with pytest.raises(Unavailable) as caught:
        client.send("POST", PATH, {})
    assert caught.value.unknown
    assert len(responses.calls) == 1
    assert waits == []


@responses.activate
def test_a_repeatable_write_is_repeated(client: Client) -> None:
    responses.add("PUT", URL + PATH, status=503)
    responses.add("PUT", URL + PATH, body=b"<html>")
    responses.add("PUT", URL + PATH, json={})
    assert client.send("PUT", PATH, {}, repeatable=True).body == {}


@responses.activate
def test_a_429_is_obeyed_up_to_a_minute(client: Client, waits: list[float]) -> None:
    responses.add("POST", URL + PATH, status=429, headers={"Retry-After": "7"})
    responses.add("POST", URL + PATH, json={})
    client.send("POST", PATH, {})
    assert waits == [7.0]
    responses.add("POST", URL + "/busy", status=429, headers={"Retry-After": "61"})
    with pytest.raises(RateLimited) as caught:
        client.send("POST", "/busy", {})
    assert caught.value.retry_after == 61.0
    assert waits == [7.0]


@responses.activate
def test_a_connection_that_was_never_made_is_known_not_to_have_acted(client: Client) -> None:
    responses.add("POST", URL + PATH, body=requests.ConnectTimeout("no"))
    with pytest.raises(Unavailable) as caught:
        client.send("POST", PATH, {})
    assert not caught.value.unknown


@responses.activate
@pytest.mark.parametrize("prefix", ["/wiki/api/v2/pages", "/rest/api/content/search", ""])
def test_lists_are_followed_by_their_cursor(client: Client, prefix: str) -> None:
    following = {"results": [{"n": 1}], "_links": {"next": f"{prefix}?limit=5&cursor=a%2Bb%3D"}}
    responses.add(
        "GET", URL + PATH, json=following, match=[responses.matchers.query_param_matcher({"limit": "2"})]
    )
    last = responses.matchers.query_param_matcher({"limit": "2", "cursor": "a+b="})
    responses.add("GET", URL + PATH, json={"results": [{"n": 2}], "_links": {}}, match=[last])
    assert [entry["n"] for entry in client.every(PATH, {"limit": 2})] == [1, 2]


@responses.activate
@pytest.mark.parametrize(
    "body", [[], {}, {"results": 1}, {"results": [1]}, {"results": [], "_links": {"next": "/x?y=1"}}]
)
def test_a_list_of_another_shape_is_refused(client: Client, body: Any) -> None:
    responses.add("GET", URL + PATH, json=body)
    with pytest.raises(InvalidResponse):
        list(client.every(PATH, {}))
