# SPDX-License-Identifier: Apache-2.0
"""Entity properties of issues and projects."""

from datetime import timedelta
from typing import Any

import pytest

from mentorkit_sandbox.site import Site
from tests.sandbox.jira.client import Client


@pytest.mark.parametrize("owner", ["issue/MENT-1", "project/MENT"])
def test_a_propertys_life(ada: Client, owner: str) -> None:
    ada.create()
    path = f"{owner}/properties/mentorkit"
    ada.get(path, expect=404)
    ada.put(path, {"v": 1}, expect=201)
    ada.put(path, {"v": 2}, expect=200)
    assert ada.get(path) == {"key": "mentorkit", "value": {"v": 2}}
    (key,) = ada.get(f"{owner}/properties")["keys"]
    assert key["key"] == "mentorkit"
    ada.delete(path)
    ada.delete(path, expect=404)
    assert ada.get(f"{owner}/properties")["keys"] == []


def test_the_longest_value(ada: Client) -> None:
    ada.create()
    ada.put("issue/MENT-1/properties/p", "x" * 32_766, expect=201)
    ada.put("issue/MENT-1/properties/p", "x" * 32_767, expect=400)


def test_no_json_no_property(ada: Client) -> None:
    ada.create()
    options = {"data": b"{", "headers": {"Content-Type": "application/json"}}
    ada.call("PUT", "issue/MENT-1/properties/p", 400, **options)
    ada.call("PUT", f"issue/MENT-1/properties/{'k' * 256}", 400, json=1)


def test_setting_one_does_not_count_as_an_edit(ada: Client, site: Site) -> None:
    ada.create()
    before = ada.issue("MENT-1")["fields"]["updated"]
    site.clock.advance(timedelta(hours=1))
    ada.put("issue/MENT-1/properties/p", 1, expect=201)
    assert ada.issue("MENT-1")["fields"]["updated"] == before


def test_project_properties_are_for_administrators(ada: Client, ben: Client) -> None:
    ben.put("project/MENT/properties/p", 1, expect=403)
    ada.put("project/MENT/properties/p", 1, expect=201)
    assert ben.get("project/MENT/properties/p")["value"] == 1
    assert ben.get("project/MENT", properties="p,q")["properties"] == {"p": 1}


def test_many_issues_at_once(ada: Client) -> None:
    for _ in range(2):
        ada.create()
    issues = [{"issueID": 10000 + n, "properties": {"p": {"n": n}}} for n in range(3)]
    task = ada.post("issue/properties/multi", {"issues": issues}, expect=303)
    assert ada.headers["Location"].endswith(f"/rest/api/3/task/{task['id']}")
    assert ada.get(f"task/{task['id']}")["result"] == {"entitiesUpdated": [10000, 10001]}
    assert ada.get("issue/MENT-2/properties/p")["value"] == {"n": 1}
    ada.post("issue/properties/multi", {"issues": []}, expect=400)
    many: dict[str, Any] = {f"p{n}": {} for n in range(11)}
    ada.post("issue/properties/multi", {"issues": [{"issueID": 10000, "properties": many}]}, expect=400)
    ada.get("task/999", expect=404)


@pytest.mark.parametrize(
    "properties", [[{"key": "p"}], [{"key": "", "value": 1}], [{"key": "p", "value": "x" * 40_000}]]
)
def test_wrong_properties_inside_an_edit(ada: Client, properties: list[object]) -> None:
    ada.create()
    ada.put("issue/MENT-1", {"properties": properties}, expect=400)
