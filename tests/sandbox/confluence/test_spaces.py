# SPDX-License-Identifier: Apache-2.0
"""Spaces, and the versioned properties of spaces and pages."""

import pytest

from .conftest import V1, V2, World


def test_a_space_comes_with_its_home_page(world: World) -> None:
    made = world.admin.post(f"{V2}/spaces", {"key": "DEV", "name": "Dev", "description": {"value": "d"}}, 201)
    home = world.ana.get(f"{V2}/pages/{made['homepageId']}")
    assert (home["title"], home["spaceId"], home.get("parentId")) == ("Dev", made["id"], None)
    assert home["_links"]["webui"] == "/spaces/DEV/overview"
    read = world.ana.get(f"{V2}/spaces/{made['id']}", description_format="plain")
    assert read["description"]["plain"]["value"] == "d"
    assert world.ana.get(f"{V1}/space/dev")["id"] == int(made["id"])


def test_only_administrators_make_spaces_and_keys_are_unique(world: World) -> None:
    world.ana.post(f"{V2}/spaces", {"key": "DEV", "name": "Dev"}, 404)
    world.admin.post(f"{V2}/spaces", {"key": "ment", "name": "Again"}, 400)
    world.admin.post(f"{V2}/spaces", {"key": "no key", "name": "Bad"}, 400)
    world.admin.post(f"{V2}/spaces", {"name": "None"}, 400)


def test_a_private_space_is_not_there_for_others(world: World) -> None:
    wish = {"key": "SEC", "name": "Secret", "createPrivateSpace": True}
    made = world.admin.post(f"{V2}/spaces", wish, 201)
    assert [one["key"] for one in world.admin.all(f"{V2}/spaces", sort="-key")] == ["SEC", "MENT"]
    assert [one["key"] for one in world.ana.all(f"{V2}/spaces")] == ["MENT"]
    world.ana.get(f"{V2}/spaces/{made['id']}", 404)
    world.ana.get(f"{V2}/spaces/{made['id']}/pages", 404)
    world.ana.get(f"{V2}/pages/{made['homepageId']}", 404)
    world.ana.get(f"{V1}/space/SEC", 404)
    assert "Secret" in world.search("type = page")
    assert "Secret" not in world.search("type = page", world.ana)


def test_spaces_are_found_by_key_id_type_and_status(world: World) -> None:
    def keys(**query: str) -> list[str]:
        return [one["key"] for one in world.ana.all(f"{V2}/spaces", **query)]

    assert keys(keys="ment,nope") == ["MENT"]
    assert keys(ids=world.space_id) == ["MENT"]
    assert keys(type="personal") == []
    assert keys(status="archived") == []
    world.ana.get(f"{V2}/spaces", 400, ids="MENT")
    world.ana.get(f"{V2}/spaces", 400, sort="color")


@pytest.mark.parametrize(("kind", "made"), [("spaces", 201), ("pages", 200)])
def test_properties_are_versioned(world: World, kind: str, made: int) -> None:
    owner = world.space_id if kind == "spaces" else world.home_id
    address = f"{V2}/{kind}/{owner}/properties"
    first = world.admin.post(address, {"key": "lease", "value": {"holder": "a"}}, made)
    assert first["version"]["number"] == 1
    world.admin.post(address, {"key": "lease", "value": 1}, 400)
    one = f"{address}/{first['id']}"
    second = world.admin.put(one, {"key": "lease", "value": [2], "version": {"number": 2}})
    assert (second["value"], second["version"]["number"]) == ([2], 2)
    stale = world.admin.put(one, {"key": "lease", "value": 3, "version": {"number": 2}}, 409)
    assert "Current Version: [2]. Provided version: [2]" in stale["errors"][0]["title"]
    world.admin.put(one, {"key": "other", "value": 3, "version": {"number": 3}}, 400)
    assert world.ana.get(address, key="lease")["results"][0]["value"] == [2]
    assert world.ana.get(one)["key"] == "lease"
    world.admin.delete(one)
    world.admin.get(one, 404)
    assert world.admin.all(address) == []


def test_only_administrators_write_properties_of_a_space(world: World) -> None:
    world.ana.post(f"{V2}/spaces/{world.space_id}/properties", {"key": "a", "value": 1}, 404)
    world.ana.post(f"{V1}/space/MENT/property", {"key": "a", "value": "b"}, 403)
    assert world.ana.all(f"{V2}/spaces/{world.space_id}/properties") == []


def test_a_property_needs_key_and_value(world: World) -> None:
    address = f"{V2}/pages/{world.home_id}/properties"
    world.admin.post(address, {"key": "a"}, 400)
    world.admin.post(address, {"key": "", "value": 1}, 400)
    world.admin.post(address, {"key": "k" * 256, "value": 1}, 400)


def test_properties_of_an_unreadable_page_are_not_there(world: World) -> None:
    page = world.page("Private", private=True)
    address = f"{V2}/pages/{page['id']}/properties"
    made = world.admin.post(address, {"key": "a", "value": 1})
    world.ana.get(address, 404)
    world.ana.get(f"{address}/{made['id']}", 404)
    world.ana.post(address, {"key": "b", "value": 1}, 404)


def test_who_may_not_edit_a_page_may_not_write_its_properties(world: World) -> None:
    page = world.page("Read me")
    world.restrict(page, update=[world.admin])
    address = f"{V2}/pages/{page['id']}/properties"
    assert world.ana.get(address)["results"] == []
    world.ana.post(address, {"key": "b", "value": 1}, 404)


def test_properties_of_a_space_by_key(world: World) -> None:
    address = f"{V1}/space/MENT/property"
    assert world.admin.post(address, {"key": "lease", "value": {"holder": "a"}})["version"]["number"] == 1
    version = {"number": 2, "minorEdit": False, "when": "2026-11-21T08:00:00.000Z"}
    changed = world.admin.put(f"{address}/lease", {"value": {"holder": "b"}, "version": version})
    assert (changed["value"], changed["version"]["number"]) == ({"holder": "b"}, 2)
    world.admin.put(f"{address}/lease", {"value": {}, "version": version}, 409)
    world.admin.post(f"{address}/second", {"value": {"x": "y"}})
    assert [one["key"] for one in world.ana.get(address)["results"]] == ["lease", "second"]
    assert world.ana.get(f"{V2}/spaces/{world.space_id}/properties", key="lease")["results"][0]["value"] == {
        "holder": "b"
    }
    world.admin.delete(f"{address}/second")
    world.ana.get(f"{address}/second", 404)
    assert world.ana.get(f"{address}/lease")["key"] == "lease"


def test_a_seed_makes_spaces(world: World) -> None:
    from mentorkit_sandbox.confluence import seed
    from mentorkit_sandbox.site import Site

    seed(world.site, [{"key": "BOARD", "name": "Board", "private_to": ["bo@example.com"]}])
    assert [space["key"] for space in world.bo.all(f"{V2}/spaces")] == ["MENT", "BOARD"]
    assert [space["key"] for space in world.ana.all(f"{V2}/spaces")] == ["MENT"]
    seed(Site(), [])
    with pytest.raises(ValueError, match="administers"):
        seed(Site(), [{"key": "A", "name": "A"}])
