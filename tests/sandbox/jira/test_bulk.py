# SPDX-License-Identifier: Apache-2.0
"""Many issues at once."""

from typing import Any

from tests.sandbox.jira.client import Client, document


def wanted(summary: str, **fields: Any) -> dict[str, Any]:
    return {
        "fields": {"project": {"key": "MENT"}, "issuetype": {"name": "Task"}, "summary": summary, **fields}
    }


def test_all_made_in_order(ada: Client) -> None:
    answer = ada.post("issue/bulk", {"issueUpdates": [wanted(f"n{n}") for n in range(50)]}, expect=201)
    assert [issue["key"] for issue in answer["issues"]] == [f"MENT-{n}" for n in range(1, 51)]
    assert answer["errors"] == []


def test_some_made(ada: Client) -> None:
    body = {"issueUpdates": [wanted("a"), wanted("b", issuetype={"name": "Wish"}), wanted("c"), wanted("")]}
    answer = ada.post("issue/bulk", body, expect=201)
    assert [issue["key"] for issue in answer["issues"]] == ["MENT-1", "MENT-2"]
    assert [(one["failedElementNumber"], one["status"]) for one in answer["errors"]] == [(1, 400), (3, 400)]
    assert answer["errors"][0]["elementErrors"]["errors"] == {
        "issuetype": "The issue type selected is invalid."
    }
    assert ada.issue("MENT-2")["fields"]["summary"] == "c"


def test_none_made(ada: Client) -> None:
    answer = ada.post("issue/bulk", {"issueUpdates": [wanted("")]}, expect=400)
    assert answer["issues"] == []
    assert len(answer["errors"]) == 1


def test_too_many(ada: Client) -> None:
    ada.post("issue/bulk", {"issueUpdates": [wanted("x")] * 51}, expect=400)
    ada.post("issue/bulk", {"issueUpdates": []}, expect=400)
    assert ada.keys("project = MENT") == []


def test_transitions_and_properties_go_along(ada: Client) -> None:
    first = {**wanted("a"), "transition": {"id": "51"}, "properties": [{"key": "p", "value": [1]}]}
    second = {**wanted("b"), "transition": {"id": "99"}}
    answer = ada.post("issue/bulk", {"issueUpdates": [first, second]}, expect=201)
    assert [issue["transition"]["status"] for issue in answer["issues"]] == [204, 400]
    assert answer["errors"] == []
    assert ada.issue("MENT-1")["fields"]["status"]["name"] == "Done"
    assert ada.issue("MENT-1", properties="p")["properties"] == {"p": [1]}
    assert ada.issue("MENT-2")["fields"]["status"]["name"] == "Backlog"


def test_fetching_from_the_database(ada: Client) -> None:
    for number in range(3):
        ada.create(f"n{number}", labels=["x"])
    body = {
        "issueIdsOrKeys": ["MENT-3", "10000", "ment-3", "MENT-99"],
        "fields": ["summary"],
        "properties": ["none"],
        "expand": ["changelog"],
    }
    answer = ada.post("issue/bulkfetch", body)
    assert [(issue["key"], issue["fields"]) for issue in answer["issues"]] == [
        ("MENT-1", {"summary": "n0"}),
        ("MENT-3", {"summary": "n2"}),
    ]
    assert answer["issues"][0]["properties"] == {}
    assert answer["issues"][0]["changelog"]["histories"] == []


def test_fetching_too_many(ada: Client) -> None:
    ada.post("issue/bulkfetch", {"issueIdsOrKeys": [f"MENT-{n}" for n in range(101)]}, expect=400)


def test_the_whole_issue_by_default(ada: Client) -> None:
    ada.create(description=document("x"))
    fields = ada.post("issue/bulkfetch", {"issueIdsOrKeys": ["MENT-1"]})["issues"][0]["fields"]
    assert fields["description"]["type"] == "doc"
    assert "comment" not in fields
