# SPDX-License-Identifier: Apache-2.0
"""Who changed what, and when."""

from datetime import timedelta

from mentorkit_sandbox.site import Site, account_id_of
from tests.sandbox.jira.client import Client, document

BEN = account_id_of("ben@example.com")


def test_every_change_is_told(ada: Client, ben: Client, site: Site) -> None:
    ada.create("Goal", "Epic")
    ada.create(labels=["a"])
    site.clock.advance(timedelta(minutes=5))
    fields = {
        "labels": ["a", "b"],
        "assignee": {"id": BEN},
        "duedate": "2026-04-01",
        "description": document("words"),
        "parent": {"key": "MENT-1"},
        "priority": {"id": "2"},
        "summary": "Read the book",
    }
    ben.put("issue/MENT-2", {"fields": fields})
    (entry,) = ada.get("issue/MENT-2/changelog")["values"]
    assert entry["author"]["displayName"] == "Ben Mentor"
    assert entry["created"] == "2026-03-02T09:05:00.000+0000"
    told = {
        item["field"]: (item["from"], item["fromString"], item["to"], item["toString"])
        for item in entry["items"]
    }
    assert told == {
        "labels": (None, "a", None, "a b"),
        "assignee": (None, None, BEN, "Ben Mentor"),
        "duedate": (None, None, "2026-04-01", "2026-04-01 00:00:00.0"),
        "description": (None, None, None, "words"),
        "parent": (None, None, "10000", "MENT-1"),
        "priority": ("3", "Medium", "2", "High"),
    }


def test_moving_tells_status_and_resolution(ada: Client) -> None:
    ada.create()
    ada.post("issue/MENT-1/transitions", {"transition": {"id": "51"}}, expect=204)
    (entry,) = ada.issue("MENT-1", expand="changelog")["changelog"]["histories"]
    assert [(item["field"], item["fromString"], item["toString"]) for item in entry["items"]] == [
        ("status", "Backlog", "Done"),
        ("resolution", None, "Done"),
    ]


def test_an_edit_that_changes_nothing_leaves_no_trace(ada: Client, site: Site) -> None:
    ada.create(labels=["a"])
    before = ada.issue("MENT-1")
    site.clock.advance(timedelta(minutes=5))
    ada.put("issue/MENT-1", {"fields": {"labels": ["a"], "duedate": None}})
    ada.put("issue/MENT-1", {"properties": [{"key": "p", "value": 1}]})
    assert ada.issue("MENT-1") == before
    assert ada.get("issue/MENT-1/changelog")["total"] == 0


def test_the_newest_come_first_inside_an_issue_and_last_in_the_list(ada: Client) -> None:
    ada.create()
    for number in range(45):
        ada.put("issue/MENT-1", {"fields": {"summary": f"n{number}"}})
    inside = ada.issue("MENT-1", expand="changelog")["changelog"]
    assert (inside["total"], len(inside["histories"])) == (45, 40)
    assert inside["histories"][0]["items"][0]["toString"] == "n44"
    page = ada.get("issue/MENT-1/changelog", startAt=44, maxResults=10)
    assert (page["isLast"], page["values"][0]["items"][0]["toString"]) == (True, "n44")


def test_many_issues_at_once_and_chosen_fields(ada: Client, site: Site) -> None:
    for _ in range(2):
        ada.create()
    for key in ("MENT-2", "MENT-1"):
        site.clock.advance(timedelta(minutes=1))
        ada.put(f"issue/{key}", {"fields": {"labels": ["x"], "summary": "New"}})
    body = {"issueIdsOrKeys": ["MENT-1", "10001", "MENT-9"], "fieldIds": ["labels"], "maxResults": 1}
    first = ada.post("changelog/bulkfetch", body)
    second = ada.post("changelog/bulkfetch", {**body, "nextPageToken": first["nextPageToken"]})
    assert [log["issueId"] for log in first["issueChangeLogs"]] == ["10001"]
    assert [log["issueId"] for log in second["issueChangeLogs"]] == ["10000"]
    assert "nextPageToken" not in second
    (history,) = first["issueChangeLogs"][0]["changeHistories"]
    assert [item["fieldId"] for item in history["items"]] == ["labels"]


def test_limits_of_the_bulk_request(ada: Client) -> None:
    ada.post("changelog/bulkfetch", {"issueIdsOrKeys": []}, expect=400)
    body = {"issueIdsOrKeys": ["MENT-1"], "fieldIds": [f"f{n}" for n in range(11)]}
    ada.post("changelog/bulkfetch", body, expect=400)
