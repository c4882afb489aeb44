# SPDX-License-Identifier: Apache-2.0
"""Filters, boards, ranks and dashboards."""

from typing import Any

import pytest

from mentorkit_sandbox.site import account_id_of
from tests.sandbox.jira.client import Client

AGILE = "/rest/agile/1.0"
BEN, CLEO = account_id_of("ben@example.com"), account_id_of("cleo@example.com")


def saved(
    client: Client, name: str = "Plans", jql: str = "project = MENT ORDER BY Rank ASC", **more: Any
) -> str:
    return str(client.post("filter", {"name": name, "jql": jql, **more})["id"])


def shared(kind: str, **more: Any) -> dict[str, Any]:
    return {"sharePermissions": [{"type": kind, **more}]}


def test_a_filters_life(ben: Client) -> None:
    id_ = saved(ben, description="All plans")
    assert ben.get(f"filter/{id_}")["jql"] == "project = MENT ORDER BY Rank ASC"
    changed = ben.put(f"filter/{id_}", {"name": "New", "jql": "labels = x"}, expect=200)
    assert (changed["name"], changed["jql"], changed["description"]) == ("New", "labels = x", "All plans")
    (found,) = ben.get("filter/search", filterName="ne", expand="jql,owner")["values"]
    assert (found["jql"], found["owner"]["accountId"]) == ("labels = x", BEN)
    assert "description" not in found
    ben.delete(f"filter/{id_}")
    ben.get(f"filter/{id_}", expect=400)


def test_filters_are_private_until_shared(ada: Client, ben: Client) -> None:
    own = saved(ada)
    ben.get(f"filter/{own}", expect=400)
    for number, share in enumerate(
        (
            shared("loggedin"),
            shared("project", project={"id": "10000"}),
            shared("user", user={"accountId": BEN}),
        )
    ):
        id_ = saved(ada, f"Shared {number}", **share)
        assert ben.get(f"filter/{id_}")["sharePermissions"][0]["type"] == share["sharePermissions"][0]["type"]
        ben.put(f"filter/{id_}", {"name": "Mine"}, expect=400)
    theirs = saved(ada, "Cleo's", **shared("user", user={"accountId": CLEO}))
    ben.get(f"filter/{theirs}", expect=400)


def test_editors_may_change_a_filter(ada: Client, ben: Client) -> None:
    id_ = saved(ada, editPermissions=[{"type": "user", "user": {"accountId": BEN}}])
    assert ben.put(f"filter/{id_}", {"name": "Better"}, expect=200)["owner"]["displayName"] == "Ada Admin"
    changed = ada.put(f"filter/{id_}", {"name": "Better", "editPermissions": []}, expect=200)
    assert changed["editPermissions"] == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "", "jql": "labels = x"}, "filterName"),
        ({"name": "Plans", "jql": "labels = x"}, "filterName"),
        ({"name": "y", "jql": "color = x"}, "jql"),
        ({"name": "y", "jql": "labels ="}, "jql"),
    ],
)
def test_filters_refused(ben: Client, body: dict[str, Any], field: str) -> None:
    saved(ben)
    assert set(ben.post("filter", body, expect=400)["errors"]) == {field}


def test_filters_may_be_unbounded(ben: Client) -> None:
    saved(ben, jql="ORDER BY created")


def test_the_templates_board(ada: Client) -> None:
    (board,) = ada.get(f"{AGILE}/board", projectKeyOrId="MENT")["values"]
    assert (board["name"], board["type"], board["location"]["projectKey"]) == ("MENT board", "kanban", "MENT")
    configuration = ada.get(f"{AGILE}/board/{board['id']}/configuration")
    columns = configuration["columnConfig"]["columns"]
    assert [column["name"] for column in columns] == [
        "Backlog",
        "This fortnight",
        "Doing",
        "Show to mentor",
        "Done",
    ]
    (user,) = ada.get(f"{AGILE}/board/filter/{configuration['filter']['id']}")["values"]
    assert user["id"] == board["id"]
    assert ada.get(f"{AGILE}/board/{board['id']}/project")["values"][0]["key"] == "MENT"


def test_a_board_of_ones_own(ada: Client, ben: Client) -> None:
    ada.create(labels=["mk"])
    ada.create()
    ada.post("issue/MENT-1/transitions", {"transition": {"id": "31"}}, expect=204)
    filter_ = int(saved(ben, jql="labels = mk"))
    body = {
        "name": "Plans",
        "type": "kanban",
        "filterId": filter_,
        "location": {"type": "project", "projectKeyOrId": "MENT"},
    }
    board = ben.post(f"{AGILE}/board", body, expect=201)
    answer = ben.get(f"{AGILE}/board/{board['id']}/issue", fields="summary", jql="status = Doing")
    assert [(issue["key"], issue["fields"]) for issue in answer["issues"]] == [
        ("MENT-1", {"summary": "Read the book"})
    ]
    assert ben.get(f"{AGILE}/board/{board['id']}/backlog")["total"] == 0
    assert ben.get(f"{AGILE}/board", name="pla", orderBy="-name")["total"] == 1
    ada.get(f"{AGILE}/board/{board['id']}", expect=404)
    ben.delete(f"{AGILE}/board/{board['id']}")
    ben.get(f"{AGILE}/board/{board['id']}", expect=404)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"name": ""}, 400),
        ({"type": "scrum"}, 501),
        ({"type": None}, 400),
        ({"filterId": 77}, 400),
        ({"location": {"type": "user"}}, 501),
        ({"location": {"type": "project", "projectKeyOrId": "NO"}}, 404),
    ],
)
def test_boards_refused(ben: Client, change: dict[str, Any], status: int) -> None:
    body = {
        "name": "B",
        "type": "kanban",
        "filterId": int(saved(ben)),
        "location": {"type": "project", "projectKeyOrId": "MENT"},
    }
    ben.post(f"{AGILE}/board", {**body, **change}, expect=status)


def test_ranking(ada: Client) -> None:
    for _ in range(4):
        ada.create()

    def order() -> list[str]:
        return [key.removeprefix("MENT-") for key in ada.keys("project = MENT ORDER BY Rank")]

    ada.put(f"{AGILE}/issue/rank", {"issues": ["MENT-4", "MENT-3"], "rankBeforeIssue": "MENT-1"})
    assert order() == ["4", "3", "1", "2"]
    ada.put(f"{AGILE}/issue/rank", {"issues": ["MENT-4"], "rankAfterIssue": "MENT-2"})
    assert order() == ["3", "1", "2", "4"]
    ada.put(f"{AGILE}/issue/rank", {"issues": ["MENT-4"], "rankAfterIssue": "MENT-3"})
    assert order() == ["3", "4", "1", "2"]
    ada.put(f"{AGILE}/issue/rank", {"issues": ["MENT-4"], "rankAfterIssue": "MENT-4"}, expect=400)
    ada.put(f"{AGILE}/issue/rank", {"issues": ["MENT-4"]}, expect=400)
    ada.put(f"{AGILE}/issue/rank", {"issues": [], "rankAfterIssue": "MENT-3"}, expect=400)
    ada.put(f"{AGILE}/issue/rank", {"issues": ["MENT-9"], "rankAfterIssue": "MENT-3"}, expect=404)


def test_ranking_in_one_place_again_and_again(ada: Client) -> None:
    for _ in range(3):
        ada.create()
    for _ in range(30):
        for key in ("MENT-2", "MENT-3"):
            ada.put(f"{AGILE}/issue/rank", {"issues": [key], "rankAfterIssue": "MENT-1"})
            assert ada.keys("project = MENT ORDER BY Rank")[:2] == ["MENT-1", key]


def test_epics_and_backlog(ada: Client) -> None:
    ada.create("Goal", "Epic")
    ada.create(parent={"key": "MENT-1"}, labels=["x"])
    ada.create(parent={"key": "MENT-1"})
    assert ada.get(f"{AGILE}/epic/MENT-1/issue")["total"] == 2
    assert ada.get(f"{AGILE}/epic/MENT-1/issue", jql="labels = x")["total"] == 1
    ada.get(f"{AGILE}/epic/MENT-2/issue", expect=404)
    assert ada.get(f"{AGILE}/board/1/backlog")["total"] == 3
    ada.post(f"{AGILE}/backlog/issue", {"issues": ["MENT-2"]}, expect=204)


def test_dashboards(ada: Client, ben: Client) -> None:
    body = {"name": "Mentoring", "description": "d", "editPermissions": [], **shared("loggedin")}
    made = ada.post("dashboard", body)
    assert made["owner"]["displayName"] == "Ada Admin"
    assert (made["isWritable"], ben.get(f"dashboard/{made['id']}")["isWritable"]) == (True, False)
    private = ada.post("dashboard", {"name": "Own", "sharePermissions": [], "editPermissions": []})
    ben.get(f"dashboard/{private['id']}", expect=404)
    assert [one["name"] for one in ben.get("dashboard")["dashboards"]] == ["Mentoring"]
    assert ben.get("dashboard", filter="my")["total"] == 0
    assert ada.get("dashboard/search", dashboardName="own")["total"] == 1
    gadget = {"moduleKey": "com.example:gadget", "title": "Open plans", "color": "green"}
    added = ada.post(f"dashboard/{made['id']}/gadget", {**gadget, "position": {"row": 0, "column": 1}})
    assert added["position"] == {"row": 0, "column": 1}
    assert ben.get(f"dashboard/{made['id']}/gadget")["gadgets"] == [added]
    ada.post(f"dashboard/{made['id']}/gadget", {"title": "x"}, expect=400)
    ben.post(f"dashboard/{made['id']}/gadget", gadget, expect=400)
    ada.post("dashboard", {"name": "", "sharePermissions": [], "editPermissions": []}, expect=400)
    ben.call("DELETE", f"dashboard/{made['id']}", 400)
    ada.delete(f"dashboard/{made['id']}")
    assert ben.get("dashboard")["total"] == 0
