# SPDX-License-Identifier: Apache-2.0
"""Links between issues, links elsewhere, watchers, attachments."""

from typing import Any

import pytest

from mentorkit_sandbox.site import account_id_of
from tests.sandbox.jira.client import Client, document

BEN = account_id_of("ben@example.com")


@pytest.fixture
def two(ada: Client) -> Client:
    ada.create("One")
    ada.create("Two")
    return ada


def link(source: str, target: str, kind: str = "Blocks") -> dict[str, Any]:
    return {"type": {"name": kind}, "inwardIssue": {"key": source}, "outwardIssue": {"key": target}}


def test_both_sides_show_the_link(two: Client) -> None:
    two.post("issueLink", link("MENT-1", "MENT-2"), expect=201)
    (there,) = two.issue("MENT-1")["fields"]["issuelinks"]
    (back,) = two.issue("MENT-2")["fields"]["issuelinks"]
    assert (there["type"]["outward"], there["outwardIssue"]["key"]) == ("blocks", "MENT-2")
    assert (back["type"]["inward"], back["inwardIssue"]["fields"]["summary"]) == ("is blocked by", "One")
    entry = two.get("issue/MENT-2/changelog")["values"][0]["items"][0]
    assert entry["toString"] == "This issue is blocked by MENT-1"
    found = two.get(f"issueLink/{there['id']}")
    assert (found["inwardIssue"]["key"], found["outwardIssue"]["key"]) == ("MENT-1", "MENT-2")


def test_the_same_link_is_made_once(two: Client) -> None:
    for _ in range(2):
        two.post("issueLink", link("MENT-1", "MENT-2"), expect=201)
    assert len(two.issue("MENT-1")["fields"]["issuelinks"]) == 1


def test_removing(two: Client) -> None:
    two.post(
        "issueLink", {**link("MENT-1", "MENT-2", "Relates"), "comment": {"body": document("See")}}, expect=201
    )
    assert two.issue("MENT-2")["fields"]["comment"]["total"] == 1
    (made,) = two.issue("MENT-1")["fields"]["issuelinks"]
    two.delete(f"issueLink/{made['id']}")
    two.get(f"issueLink/{made['id']}", expect=404)
    assert two.issue("MENT-2")["fields"]["issuelinks"] == []


def test_a_deleted_issue_leaves_no_link(two: Client) -> None:
    two.post("issueLink", link("MENT-1", "MENT-2"), expect=201)
    two.delete("issue/MENT-2")
    assert two.issue("MENT-1")["fields"]["issuelinks"] == []


def test_links_refused(two: Client) -> None:
    two.post("issueLink", link("MENT-1", "MENT-2", "Likes"), expect=404)
    two.post("issueLink", link("MENT-1", "MENT-9"), expect=404)
    two.post("issueLink", {**link("MENT-1", "MENT-2"), "comment": {}}, expect=400)


def test_types(two: Client) -> None:
    types = two.get("issueLinkType")["issueLinkTypes"]
    assert [one["name"] for one in types] == ["Blocks", "Cloners", "Duplicate", "Relates"]
    assert two.get("issueLinkType/10003")["name"] == "Relates"
    two.get("issueLinkType/9", expect=404)


def test_a_remote_link_is_written_once(two: Client) -> None:
    body = {
        "globalId": "mk-1",
        "object": {"title": "Page", "url": "https://wiki.example/1"},
        "relationship": "is planned on",
    }
    made = two.post("issue/MENT-1/remotelink", body, expect=201)
    again = two.post(
        "issue/MENT-1/remotelink", {"globalId": "mk-1", "object": {"title": "Page 2", "url": "https://x"}}
    )
    assert made["id"] == again["id"]
    (found,) = two.get("issue/MENT-1/remotelink")
    assert found["object"]["title"] == "Page 2"
    assert "relationship" not in found
    assert two.get("issue/MENT-1/remotelink", globalId="mk-1") == found
    two.get("issue/MENT-1/remotelink", expect=404, globalId="mk-2")


def test_remote_links_by_id(two: Client) -> None:
    body = {"object": {"title": "Page", "url": "https://wiki.example/1"}}
    made = two.post("issue/MENT-1/remotelink", body, expect=201)
    path = f"issue/MENT-1/remotelink/{made['id']}"
    two.put(path, {"object": {"title": "New", "url": "https://x"}})
    assert two.get(path)["object"]["title"] == "New"
    two.delete(path)
    two.get(path, expect=404)
    two.post("issue/MENT-1/remotelink", {**body, "globalId": "g"}, expect=201)
    two.delete("issue/MENT-1/remotelink", globalId="g")
    two.delete("issue/MENT-1/remotelink", expect=404, globalId="g")
    two.post("issue/MENT-1/remotelink", {"object": {"title": "", "url": "u"}}, expect=400)
    two.post("issue/MENT-1/remotelink", {"object": {"title": "t", "url": ""}}, expect=400)


def test_watchers(two: Client, ben: Client) -> None:
    two.post("issue/MENT-1/watchers", BEN, expect=204)
    two.post("issue/MENT-1/watchers", BEN, expect=204)
    found = ben.get("issue/MENT-1/watchers")
    assert (found["watchCount"], found["isWatching"]) == (2, True)
    two.delete("issue/MENT-1/watchers", accountId=BEN)
    assert ben.issue("MENT-1")["fields"]["watches"]["isWatching"] is False
    two.post("issue/MENT-1/watchers", "nobody", expect=400)


def test_attachments(two: Client, ben: Client) -> None:
    upload = {"files": {"file": ("levels.png", b"\x89PNG\x00", "image/png")}}
    path = "issue/MENT-1/attachments"
    two.call("POST", path, 403, **upload)
    (made,) = two.call("POST", path, 200, headers={"X-Atlassian-Token": "no-check"}, **upload)
    assert (made["filename"], made["mimeType"], made["size"]) == ("levels.png", "image/png", 5)
    assert ben.get(f"attachment/content/{made['id']}", redirect="false") == b"\x89PNG\x00"
    assert ben.get(f"attachment/{made['id']}")["filename"] == "levels.png"
    assert ben.issue("MENT-1")["fields"]["attachment"][0]["id"] == made["id"]
    ben.delete(f"attachment/{made['id']}", expect=403)
    two.delete(f"attachment/{made['id']}")
    ben.get(f"attachment/{made['id']}", expect=404)
    assert two.get("issue/MENT-1/changelog")["total"] == 2
    assert two.get("attachment/meta")["enabled"] is True
