# SPDX-License-Identifier: Apache-2.0
"""The client: what is repeated and what never is, and how the vendor's errors become ours."""

import logging
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
    Retriable,
    Unavailable,
)
from mentorkit_atlassian.transport import Transport
from mentorkit_jira.client import WORDING, JiraClient
from tests.plugins.atlassian.waiting import Waiting

SITE = "https://example.atlassian.net"
PATH = "/rest/api/3/issue/10000"


@pytest.fixture
def waiting() -> Waiting:
    return Waiting()


@pytest.fixture
def client(waiting: Waiting) -> JiraClient:
    return JiraClient(
        Transport(
            SITE,
            "me@example.com",
            "secret-token",
            "plans",
            WORDING,
            sleep=waiting.sleep,
            clock=lambda: waiting.now,
        )
    )


def answers(*given: Any) -> responses.RequestsMock:
    """A site that gives these answers to whatever is asked, one after another."""
    mock = responses.RequestsMock(assert_all_requests_are_fired=False)
    for answer in given:
        for method in ("GET", "POST", "PUT"):
            if isinstance(answer, Exception):
                mock.add(method, SITE + PATH, body=answer)
            else:
                status, body, headers = (*answer, {}, {})[:3]
                mock.add(method, SITE + PATH, status=status, json=body, headers=headers)
    return mock


def test_a_reading_is_repeated_until_it_works(client: JiraClient, waiting: Waiting) -> None:
    with answers(
        (503,), requests.ConnectionError("cut"), (429, {}, {"Retry-After": "7"}), (200, {"id": "1"})
    ) as site:
        assert client.read("GET", PATH) == {"id": "1"}
        assert len(site.calls) == 4
    assert 1.4 <= waiting.slept[0] <= 2.6
    assert 2.8 <= waiting.slept[1] <= 5.2
    assert waiting.slept[2] == 7.0


def test_a_reading_gives_up_after_four_repetitions(client: JiraClient) -> None:
    with answers(*[(500,)] * 9) as site:
        with pytest.raises(Unavailable) as failed:
            client.read("POST", PATH, json={})
        assert len(site.calls) == 5
    assert not failed.value.unknown


@pytest.mark.parametrize(
    "fault", [(500,), (502,), requests.ConnectionError("cut"), requests.ReadTimeout("slow")]
)
def test_a_write_of_unknown_outcome_is_never_sent_again(client: JiraClient, fault: Any) -> None:
    with answers(fault, (201, {})) as site:
        with pytest.raises(Unavailable) as failed:
            client.write("POST", PATH, json={})
        assert len(site.calls) == 1
    assert failed.value.unknown


def test_a_write_that_never_left_is_known_not_to_have_happened(client: JiraClient) -> None:
    with answers(requests.ConnectTimeout("no route")), pytest.raises(Unavailable) as failed:
        client.write("POST", PATH, json={})
    assert not failed.value.unknown


def test_a_write_may_be_repeated_after_too_many_requests(client: JiraClient) -> None:
    with answers((429,), (429,), (201, {"id": "1"})) as site:
        assert client.write("POST", PATH, json={}) == {"id": "1"}
        assert len(site.calls) == 3


def test_an_answer_that_cannot_be_read_leaves_a_write_unknown(client: JiraClient) -> None:
    with responses.RequestsMock() as site:
        site.add("POST", SITE + PATH, status=201, body='{"id": "1')
        with pytest.raises(Unavailable) as failed:
            client.write("POST", PATH, json={})
    assert failed.value.unknown


def test_an_answer_that_is_no_json_is_invalid(client: JiraClient) -> None:
    with responses.RequestsMock() as site:
        site.add("GET", SITE + PATH, status=200, body="<html>")
        with pytest.raises(InvalidResponse):
            client.read("GET", PATH)


def test_a_long_quota_is_reported_and_not_waited_for(client: JiraClient, waiting: Waiting) -> None:
    with answers((429, {}, {"Retry-After": "1800"})), pytest.raises(RateLimited) as limited:
        client.read("GET", PATH)
    assert limited.value.retry_after == 1800
    assert waiting.slept == []


@pytest.mark.parametrize(
    ("status", "message", "kind"),
    [
        (400, "Field 'x' cannot be set.", Refused),
        (400, "A project with that name already exists.", AlreadyExists),
        (401, "", NotAuthenticated),
        (403, "", PermissionDenied),
        (404, "", NotFound),
        (409, "", Conflict),
        (413, "", Refused),
        (501, "", Refused),
    ],
)
def test_errors_say_how_to_recover(
    client: JiraClient, status: int, message: str, kind: type[AdapterError]
) -> None:
    with answers((status, {"errorMessages": [message], "errors": {}})) as site:
        with pytest.raises(kind) as failed:
            client.write("PUT", PATH, json={}, ref="MENT-1")
        assert len(site.calls) == 1
    assert type(failed.value) is kind
    assert (failed.value.adapter, failed.value.ref, failed.value.reason) == ("plans", "MENT-1", message)


def test_reasons_hold_no_address_and_are_short(client: JiraClient) -> None:
    body = {"errorMessages": ["for ana@example.com: " + "x" * 400], "errors": {"a": "ATATT3xFfGF0secret"}}
    with answers((400, body)), pytest.raises(Refused) as failed:
        client.read("GET", PATH)
    assert "ana@" not in failed.value.reason
    assert "ATATT" not in str(failed.value)
    assert len(failed.value.reason) == 200


def test_a_task_is_followed_to_its_end(client: JiraClient, waiting: Waiting) -> None:
    with responses.RequestsMock() as site:
        task = SITE + "/rest/api/3/task/77"
        site.add("POST", SITE + PATH, status=303, headers={"Location": task})
        site.add("GET", task, json={"status": "RUNNING"})
        site.add("GET", task, json={"status": "COMPLETE"})
        client.finish(client.start("POST", PATH, {}))
    assert len(waiting.slept) == 1


@pytest.mark.parametrize("state", ["FAILED", "CANCELLED", "DEAD"])
def test_a_task_that_fails_leaves_the_outcome_unknown(client: JiraClient, state: str) -> None:
    with responses.RequestsMock() as site:
        site.add("GET", SITE + "/rest/api/3/task/77", json={"status": state})
        with pytest.raises(Retriable) as failed:
            client.finish("77")
    assert failed.value.unknown


def test_bodies_are_not_logged(client: JiraClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), answers((200, {"secret": "words of a person"})):
        client.read("POST", PATH, json={"jql": "private"})
    assert "words of a person" not in caplog.text
    assert "private" not in caplog.text
    assert "secret-token" not in repr(client)
