# SPDX-License-Identifier: Apache-2.0
"""Comments."""

from datetime import timedelta
from typing import Any

import pytest

from mentorkit_sandbox.site import Site
from tests.sandbox.jira.client import Client, document


@pytest.fixture
def issue(ada: Client) -> str:
    return str(ada.create()["key"])


def test_a_comments_life(ben: Client, site: Site, issue: str) -> None:
    site.clock.advance(timedelta(hours=1))
    made = ben.post(f"issue/{issue}/comment", {"body": document("First")}, expect=201)
    assert made["author"]["displayName"] == "Ben Mentor"
    assert ben.issue(issue)["fields"]["updated"] == made["created"] == "2026-03-02T10:00:00.000+0000"
    site.clock.advance(timedelta(hours=1))
    changed = ben.put(f"issue/{issue}/comment/{made['id']}", {"body": document("Second")}, expect=200)
    assert changed["body"]["content"][0]["content"][0]["text"] == "Second"
    assert (changed["created"], changed["updated"][11:13]) == (made["created"], "11")
    assert ben.get(f"issue/{issue}/comment/{made['id']}") == changed
    ben.delete(f"issue/{issue}/comment/{made['id']}")
    ben.get(f"issue/{issue}/comment/{made['id']}", expect=404)


def test_pages_and_order(ben: Client, issue: str) -> None:
    for number in range(3):
        ben.post(f"issue/{issue}/comment", {"body": document(f"n{number}")}, expect=201)
    page = ben.get(f"issue/{issue}/comment", orderBy="-created", startAt=1, maxResults=1)
    assert (page["total"], len(page["comments"])) == (3, 1)
    assert page["comments"][0]["body"]["content"][0]["content"][0]["text"] == "n1"
    ben.get(f"issue/{issue}/comment", expect=501, expand="renderedBody")


def test_properties_of_comments(ben: Client, issue: str) -> None:
    body = {"body": document("x"), "properties": [{"key": "mk", "value": {"nudge": 1}}]}
    made = ben.post(f"issue/{issue}/comment", body, expect=201, expand="properties")
    assert made["properties"] == body["properties"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "Comment body can not be empty!"),
        ({"body": {"version": 1, "type": "doc", "content": []}}, "Comment body can not be empty!"),
        (
            {"body": {"version": 1, "type": "doc", "content": [{"type": "text"}]}},
            "Comment body is not valid!",
        ),
    ],
)
def test_bodies_refused(ben: Client, issue: str, body: dict[str, Any], words: str) -> None:
    assert ben.post(f"issue/{issue}/comment", body, expect=400)["errors"] == {"comment": words}


def test_only_the_author_and_administrators_change_a_comment(ada: Client, ben: Client, issue: str) -> None:
    hers = ada.post(f"issue/{issue}/comment", {"body": document("x")}, expect=201)
    his = ben.post(f"issue/{issue}/comment", {"body": document("x")}, expect=201)
    ben.put(f"issue/{issue}/comment/{hers['id']}", {"body": document("y")}, expect=400)
    ben.delete(f"issue/{issue}/comment/{hers['id']}", expect=400)
    ada.put(f"issue/{issue}/comment/{his['id']}", {"body": document("y")}, expect=200)


def test_a_visibility_is_not_pretended(ben: Client, issue: str) -> None:
    body = {"body": document("x"), "visibility": {"type": "role", "value": "Administrators"}}
    ben.post(f"issue/{issue}/comment", body, expect=501)
