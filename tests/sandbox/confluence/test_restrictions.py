# SPDX-License-Identifier: Apache-2.0
"""Who sees and who edits: in every operation, per person."""

from collections.abc import Callable

import pytest

from .conftest import V1, V2, Caller, World, box


def names(answer: dict[str, object], operation: str) -> list[str]:
    """The account ids a restriction answer names for an operation."""
    entries: list[dict[str, dict[str, dict[str, list[dict[str, str]]]]]] = answer["results"]  # type: ignore[assignment]  # JSON
    entry = next(one for one in entries if one["operation"] == operation)  # type: ignore[comparison-overlap]  # JSON
    return [user["accountId"] for user in entry["restrictions"]["user"]["results"]]


READS: dict[str, Callable[[Caller, str], bool]] = {
    "page": lambda who, id_: who.call_status("GET", f"{V2}/pages/{id_}") == 200,
    "content": lambda who, id_: who.call_status("GET", f"{V1}/content/{id_}") == 200,
    "list": lambda who, id_: id_ in [one["id"] for one in who.all(f"{V2}/pages")],
    "by id": lambda who, id_: bool(who.all(f"{V2}/pages", id=id_)),
    "by title": lambda who, id_: bool(who.all(f"{V2}/pages", title="Secret")),
    "children": lambda who, id_: id_ in [one["id"] for one in who.all(f"{V2}/pages/{_home(who)}/children")],
    "direct children": lambda who, id_: (
        id_ in [one["id"] for one in who.all(f"{V2}/pages/{_home(who)}/direct-children")]
    ),
    "descendants": lambda who, id_: (
        id_ in [one["id"] for one in who.all(f"{V2}/pages/{_home(who)}/descendants")]
    ),
    "search": lambda who, id_: bool(who.get(f"{V1}/search", cql=f"id = {id_}")["results"]),
    "content search": lambda who, id_: bool(who.get(f"{V1}/content/search", cql=f"id = {id_}")["results"]),
    "tasks": lambda who, id_: bool(who.all(f"{V2}/tasks", page_id=id_)),
    "task": lambda who, id_: who.call_status("GET", f"{V2}/tasks/1") == 200,
    "comments": lambda who, id_: who.call_status("GET", f"{V2}/pages/{id_}/footer-comments") == 200,
    "comment": lambda who, id_: who.call_status("GET", f"{V2}/footer-comments/{_comment(who)}") == 200,
    "labels": lambda who, id_: who.call_status("GET", f"{V2}/pages/{id_}/labels") == 200,
    "labels v1": lambda who, id_: who.call_status("GET", f"{V1}/content/{id_}/label") == 200,
    "versions": lambda who, id_: who.call_status("GET", f"{V2}/pages/{id_}/versions") == 200,
    "version": lambda who, id_: who.call_status("GET", f"{V2}/pages/{id_}/versions/1") == 200,
    "operations": lambda who, id_: who.call_status("GET", f"{V2}/pages/{id_}/operations") == 200,
    "ancestors": lambda who, id_: who.call_status("GET", f"{V2}/pages/{id_}/ancestors") == 200,
    "properties": lambda who, id_: who.call_status("GET", f"{V2}/pages/{id_}/properties") == 200,
    "attachments": lambda who, id_: who.call_status("GET", f"{V2}/pages/{id_}/attachments") == 200,
    "attachments v1": lambda who, id_: who.call_status("GET", f"{V1}/content/{id_}/child/attachment") == 200,
    "file": lambda who, id_: who.call_status("GET", f"/wiki/download/attachments/{id_}/a.txt") == 200,
    "restrictions": lambda who, id_: who.call_status("GET", f"{V1}/content/{id_}/restriction") == 200,
}


def _home(who: Caller) -> str:
    return str(who.get(f"{V2}/spaces")["results"][0]["homepageId"])


def _comment(who: Caller) -> str:
    return str(who.site.tables.rows("page_comment")[0]["id"])


@pytest.fixture
def secret(world: World) -> str:
    """A private page of the administrator with everything on it."""
    page = world.page("Secret", box(1, "do it"), private=True)
    world.admin.post(
        f"{V2}/footer-comments",
        {"pageId": page["id"], "body": {"representation": "storage", "value": "c"}},
        201,
    )
    world.attach(page, "a.txt", b"secret")
    return str(page["id"])


@pytest.mark.parametrize("way", READS)
def test_a_private_page_is_there_for_its_maker_alone(world: World, secret: str, way: str) -> None:
    assert READS[way](world.admin, secret)
    assert not READS[way](world.ana, secret)
    world.restrict({"id": secret}, read=[world.admin, world.ana])
    assert READS[way](world.ana, secret)
    assert not READS[way](world.bo, secret)


@pytest.mark.parametrize("way", ["page", "list", "search", "tasks", "descendants"])
def test_reading_restrictions_hold_below(world: World, secret: str, way: str) -> None:
    child = world.page("Below", box(1, "this too"), parentId=secret)
    leaf = world.page("Further below", box(1, "this too"), parentId=child["id"])
    assert READS[way](world.admin, leaf["id"]) or way == "descendants"
    assert not READS[way](world.ana, leaf["id"])
    world.restrict({"id": secret}, read=[])
    assert READS[way](world.ana, leaf["id"]) or way == "descendants"


def test_a_child_may_be_narrower_than_its_parent_but_not_wider(world: World) -> None:
    parent = world.page("Parent")
    world.restrict(parent, read=[world.admin, world.ana])
    child = world.page("Child", parentId=parent["id"])
    world.restrict(child, read=[world.admin, world.bo])
    world.ana.get(f"{V2}/pages/{child['id']}", 404)
    world.bo.get(f"{V2}/pages/{child['id']}", 404)
    world.admin.get(f"{V2}/pages/{child['id']}")


def test_editing_restrictions_hold_for_the_page_alone(world: World) -> None:
    page = world.page("Profile")
    child = world.page("Below", parentId=page["id"])
    world.restrict(page, update=[world.admin, world.ana])
    assert world.bo.get(f"{V2}/pages/{page['id']}")["title"] == "Profile"
    world.save(page, "<p/>", by=world.bo, expect=404)
    world.bo.delete(f"{V2}/pages/{page['id']}", 404)
    world.bo.put(f"{V2}/pages/{page['id']}/title", {"status": "current", "title": "x"}, 404)
    world.bo.post(f"{V1}/content/{page['id']}/label", [{"prefix": "global", "name": "x"}], 403)
    world.restrict(page, by=world.bo, update=[], expect=404)
    operations = world.bo.get(f"{V2}/pages/{page['id']}/operations")["operations"]
    assert [one["operation"] for one in operations] == ["read", "copy"]
    world.save(page, "<p/>", by=world.ana)
    world.save(child, "<p/>", by=world.bo)


def test_a_tick_needs_the_right_to_edit(world: World) -> None:
    page = world.page("Boxes", box(1, "agree"))
    world.restrict(page, update=[world.admin])
    world.ana.put(f"{V2}/tasks/1", {"status": "complete"}, 404)
    assert world.ana.get(f"{V2}/tasks/1")["status"] == "incomplete"


def test_put_replaces_what_it_names_and_answers_with_what_is_saved(world: World) -> None:
    page = world.page("Pairing", private=True)
    both = world.restrict(page, read=[world.ana, world.admin], update=[world.admin])
    assert names(both, "read") == [world.ana.account_id, world.admin.account_id]
    assert names(both, "update") == [world.admin.account_id]
    again = world.restrict(page, read=[world.admin, world.bo])
    assert names(again, "read") == [world.admin.account_id, world.bo.account_id]
    assert names(again, "update") == [world.admin.account_id]
    assert world.admin.get(f"{V1}/content/{page['id']}/restriction") == again
    assert both["restrictionsHash"] != again["restrictionsHash"]
    opened = world.restrict(page, read=[], update=[])
    assert names(opened, "read") == names(opened, "update") == []
    world.ana.get(f"{V2}/pages/{page['id']}")


@pytest.mark.parametrize("operation", ["read", "update"])
def test_nobody_locks_themselves_out(world: World, operation: str) -> None:
    page = world.page("Pairing")
    others = [world.ana]
    refusal = (
        world.restrict(page, read=others, expect=400)
        if operation == "read"
        else world.restrict(page, update=others, expect=400)
    )
    assert "your own permission" in refusal["message"]
    assert names(world.admin.get(f"{V1}/content/{page['id']}/restriction"), operation) == []
    address = f"{V1}/content/{page['id']}/restriction/byOperation/{operation}/user"
    world.admin.call("PUT", address, 400, params={"accountId": world.ana.account_id})


def test_restrictions_by_operation_and_person(world: World) -> None:
    page = world.page("Pairing")
    world.restrict(page, read=[world.admin, world.ana])
    address = f"{V1}/content/{page['id']}/restriction/byOperation"
    by_operation = world.admin.get(address)
    read = world.admin.get(f"{address}/read")
    assert by_operation["read"] == read
    assert read["restrictions"]["user"]["size"] == 2
    one = f"{address}/read/user"
    world.admin.call("GET", one, params={"accountId": world.ana.account_id})
    world.admin.call("GET", one, 404, params={"accountId": world.bo.account_id})
    world.admin.call("PUT", one, params={"accountId": world.bo.account_id})
    world.admin.call("GET", one, params={"accountId": world.bo.account_id})
    world.admin.call("DELETE", one, params={"accountId": world.ana.account_id})
    world.admin.call("GET", one, 404, params={"accountId": world.ana.account_id})
    world.admin.call("GET", one, 404, params={"accountId": "712020:nobody"})
    purge = f"{address}/purge/user"
    world.admin.call("GET", purge, 404, params={"accountId": world.ana.account_id})


def test_restrictions_are_added_and_removed(world: World) -> None:
    page = world.page("Pairing")
    world.restrict(page, read=[world.admin])
    entry = {
        "operation": "read",
        "restrictions": {"user": [{"type": "known", "accountId": world.ana.account_id}]},
    }
    address = f"{V1}/content/{page['id']}/restriction"
    added = world.admin.post(address, [entry])
    assert names(added, "read") == [world.admin.account_id, world.ana.account_id]
    assert (
        names(world.admin.put(address, {"results": [entry | {"restrictions": {"user": []}}]}), "read") == []
    )
    world.restrict(page, update=[world.admin])
    assert names(world.admin.call("DELETE", address).json(), "update") == []


@pytest.mark.parametrize(
    ("entry", "expect"),
    [
        ({"operation": "read", "restrictions": {"user": [{"type": "known", "accountId": "nobody"}]}}, 400),
        ({"operation": "read", "restrictions": {"group": [{"type": "group", "name": "staff"}]}}, 501),
        ({"operation": "delete", "restrictions": {"user": []}}, 400),
    ],
)
def test_wrong_restrictions_are_refused(world: World, entry: dict[str, object], expect: int) -> None:
    world.admin.put(f"{V1}/content/{world.home_id}/restriction", [entry], expect)


def test_the_free_plan_has_no_restrictions(world: World) -> None:
    page = world.page("Pairing")
    world.site.configure({"free_plan": True})
    world.restrict(page, read=[world.admin], expect=403)
    world.admin.get(f"{V1}/content/{page['id']}/restriction", 403)
    world.page("Private", private=True, expect=403)
    assert [one["title"] for one in world.admin.all(f"{V2}/pages")] == ["Mentoring", "Pairing"]


def test_a_page_lifted_out_of_a_private_tree_is_open(world: World, secret: str) -> None:
    """The vendor's tree does this too: what hid the child was its parent."""
    child = world.page("Below", parentId=secret)
    world.ana.get(f"{V2}/pages/{child['id']}", 404)
    world.admin.delete(f"{V2}/pages/{secret}")
    world.ana.get(f"{V2}/pages/{child['id']}")
    world.ana.get(f"{V2}/pages/{secret}", 404)
