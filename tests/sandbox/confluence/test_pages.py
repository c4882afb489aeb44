# SPDX-License-Identifier: Apache-2.0
"""Pages of API v2: making, reading, listing, changing, trashing."""

from datetime import timedelta

import pytest

from .conftest import V2, World, storage


def test_a_page_is_made_below_the_home_page_and_read_back(world: World) -> None:
    made = world.page("Growth · Ana", "<p>ü</p>", by=world.ana)
    read = world.bo.get(f"{V2}/pages/{made['id']}", body_format="storage")
    assert read["parentId"] == world.home_id
    assert (
        read["body"]["storage"]["value"] == "<p>&uuml;</p>" or "local-id" in read["body"]["storage"]["value"]
    )
    assert (read["authorId"], read["status"], read["createdAt"]) == (
        world.ana.account_id,
        "current",
        "2026-11-21T08:00:00.000Z",
    )
    assert read["version"] == {
        "number": 1,
        "authorId": world.ana.account_id,
        "createdAt": "2026-11-21T08:00:00.000Z",
        "message": "",
        "minorEdit": False,
    }
    links = read["_links"]
    assert links["webui"] == f"/spaces/MENT/pages/{made['id']}/Growth+%C2%B7+Ana"
    assert links["base"] == "http://sandbox.test/wiki"
    assert links["tinyui"].startswith("/x/")


def test_a_page_may_stand_below_another_or_at_the_root(world: World) -> None:
    parent = world.page("Parent")
    assert world.page("Child", parentId=parent["id"])["parentId"] == parent["id"]
    wish = {"spaceId": world.space_id, "status": "current", "title": "Root", "body": storage("<p/>")}
    root = world.admin.post(f"{V2}/pages?root-level=true", wish)
    assert "parentId" not in root
    world.admin.post(f"{V2}/pages?root-level=true", {**wish, "title": "x", "parentId": parent["id"]}, 400)
    roots = world.admin.all(f"{V2}/spaces/{world.space_id}/pages", depth="root")
    assert [page["title"] for page in roots] == ["Mentoring", "Root"]


def test_titles_are_unique_in_their_space_whatever_their_case(world: World) -> None:
    page = world.page("Ana")
    refusal = world.page("ANA", expect=400)
    assert refusal["errors"][0]["title"] == (
        "A page with this title already exists: A page already exists with the same TITLE in this space"
    )
    other = world.page("Bo")
    world.save(other, "<p/>", title="ana", expect=400)
    world.admin.put(f"{V2}/pages/{other['id']}/title", {"status": "current", "title": "aNa"}, 400)
    assert world.save(page, "<p/>", title="ANA")["title"] == "ANA"
    space = world.admin.post(f"{V2}/spaces", {"key": "DEV", "name": "Dev"}, 201)
    world.page("Ana", spaceId=space["id"], parentId=space["homepageId"])


def test_an_unreadable_page_holds_its_title_too(world: World) -> None:
    world.page("Secret", private=True)
    world.page("secret", by=world.ana, expect=400)


@pytest.mark.parametrize(
    ("changes", "expect"),
    [
        ({"title": ""}, 400),
        ({"title": "x" * 256}, 400),
        ({"body": {"value": "<p/>"}}, 400),
        ({"body": {"storage": {"value": "<p/>"}}}, 400),
        ({"body": {"representation": "storage"}}, 400),
        ({"body": {"representation": "atlas_doc_format", "value": "{}"}}, 501),
        ({"body": storage("<p>a & b</p>")}, 400),
        ({"body": storage("<!DOCTYPE x><p/>")}, 400),
        ({"body": storage("x" * (5 * 1024 * 1024 + 1))}, 413),
        ({"spaceId": "1"}, 404),
        ({"parentId": "1"}, 404),
        ({"parentId": "home"}, 400),
        ({"subtype": "live"}, 501),
    ],
)
def test_a_wrong_page_is_refused_and_leaves_nothing(
    world: World, changes: dict[str, object], expect: int
) -> None:
    before = world.site.dump()
    wish = {"spaceId": world.space_id, "status": "current", "title": "New", "body": storage("<p/>")}
    world.admin.post(f"{V2}/pages", wish | changes, expect)
    assert world.site.dump() == before


def test_a_body_that_does_not_parse_tells_where(world: World) -> None:
    title = world.page("New", "<p>a & b</p>", expect=400)["errors"][0]["title"]
    assert title.startswith("Error parsing xhtml: ")
    assert title.endswith("[row,col {unknown-source}]: [1,7]")


def test_a_parent_in_another_space_is_refused(world: World) -> None:
    space = world.admin.post(f"{V2}/spaces", {"key": "DEV", "name": "Dev"}, 201)
    world.page("Lost", parentId=space["homepageId"], expect=400)


def test_the_next_version_must_be_the_next(world: World) -> None:
    page = world.page("Ana")
    world.site.clock.advance(timedelta(hours=1))
    second = world.save(page, "<p>two</p>", by=world.ana)
    assert second["version"] == {
        "number": 2,
        "authorId": world.ana.account_id,
        "createdAt": "2026-11-21T09:00:00.000Z",
        "message": "by test",
        "minorEdit": False,
    }
    for number in (2, 4):
        stale = world.save(page, "<p>stale</p>", number=number, expect=409)["errors"][0]
        assert stale["code"] == "CONFLICT"
        assert stale["title"] == (
            "Version must be incremented when updating a page."
            f" Current Version: [2]. Provided version: [{number}]"
        )
    assert "two" in world.body(page)


@pytest.mark.parametrize("missing", ["id", "status", "title", "body", "version"])
def test_an_update_names_everything(world: World, missing: str) -> None:
    page = world.page("Ana")
    wish = {
        "id": page["id"],
        "status": "current",
        "title": "Ana",
        "body": storage("<p/>"),
        "version": {"number": 2},
    }
    del wish[missing]
    world.admin.put(f"{V2}/pages/{page['id']}", wish, 400)


def test_an_update_may_move_within_the_space_only(world: World) -> None:
    top, page = world.page("Top"), world.page("Ana")
    moved = world.save(page, "<p/>", parentId=top["id"])
    assert moved["parentId"] == top["id"]
    world.save(top, "<p/>", parentId=page["id"], expect=400)
    assert world.save(top, "<p/>", parentId=top["id"], expect=400)["errors"][0]["title"] == (
        "Can not set page as its own parent"
    )
    space = world.admin.post(f"{V2}/spaces", {"key": "DEV", "name": "Dev"}, 201)
    world.save(moved, "<p/>", parentId=space["homepageId"], expect=400)
    world.save(moved, "<p/>", spaceId=space["id"], expect=400)


def test_versions_stay_readable(world: World) -> None:
    page = world.page("Ana", "<h1>one</h1>")
    world.save(page, "<h1>two</h1>", title="Ana P", by=world.ana)
    address = f"{V2}/pages/{page['id']}"
    old = world.bo.get(address, version=1, body_format="storage")
    assert (old["title"], old["status"], old["version"]["number"]) == ("Ana", "historical", 1)
    assert "one" in old["body"]["storage"]["value"]
    world.bo.get(address, 404, version=9)
    listed = world.bo.all(f"{address}/versions", body_format="storage", limit=1)
    assert [one["number"] for one in listed] == [2, 1]
    assert "two" in listed[0]["page"]["body"]["storage"]["value"]
    detail = world.bo.get(f"{address}/versions/1")
    assert (detail["number"], detail["nextVersion"], "prevVersion" in detail) == (1, 2, False)
    world.bo.get(f"{address}/versions/3", 404)


def test_renaming_is_a_version(world: World) -> None:
    page = world.page("Ana")
    renamed = world.admin.put(f"{V2}/pages/{page['id']}/title", {"status": "current", "title": "Ana P"})
    assert (renamed["title"], renamed["version"]["number"]) == ("Ana P", 2)
    world.admin.put(f"{V2}/pages/{page['id']}/title", {"status": "draft", "title": "Ana P"}, 400)


def test_one_answer_may_include_the_rest(world: World) -> None:
    page = world.page("Ana")
    world.admin.post(f"{V2}/pages/{page['id']}/properties", {"key": "k", "value": 1})
    names = ("labels", "properties", "operations", "versions")
    wanted = "&".join(f"include-{name}=true" for name in names)
    read = world.ana.get(f"{V2}/pages/{page['id']}?{wanted}")
    assert read["labels"]["results"] == []
    assert [one["key"] for one in read["properties"]["results"]] == ["k"]
    assert {"operation": "update", "targetType": "page"} in read["operations"]["results"]
    assert [one["number"] for one in read["versions"]["results"]] == [1]
    assert "version" not in world.ana.get(f"{V2}/pages/{page['id']}", include_version="false")


def test_lists_filter_and_sort(world: World) -> None:
    first, second = world.page("B"), world.page("a")
    world.site.clock.advance(timedelta(minutes=5))
    world.save(first, "<p>newer</p>")
    address = f"{V2}/pages"

    def titles(**query: object) -> list[str]:
        return [page["title"] for page in world.ana.all(address, **query)]

    assert titles(space_id=world.space_id, sort="title") == ["a", "B", "Mentoring"]
    assert titles(sort="-modified-date")[0] == "B"
    assert titles(sort="-created-date") == ["a", "B", "Mentoring"]
    assert titles(sort="-id") == ["a", "B", "Mentoring"]
    assert titles(id=f"{first['id']},{second['id']}") == ["B", "a"]
    assert titles(title="b") == ["B"]
    assert titles(title="") == []
    assert titles(space_id="9") == []
    world.ana.get(address, 400, status="draft")
    world.ana.get(address, 400, id=",".join(str(number) for number in range(251)))
    world.ana.get(address, 400, limit=251)
    world.ana.get(address, 400, limit=0)
    world.ana.get(address, 400, cursor="nonsense")
    world.ana.get(address, 501, body_format="atlas_doc_format")
    world.ana.get(address, 501, subtype="page")


def test_cursors_lead_to_the_end(world: World) -> None:
    made = [world.page(f"Page {number}")["id"] for number in range(7)]
    response = world.ana.call("GET", f"{V2}/pages?limit=3&sort=id&space-id={world.space_id}")
    following = response.json()["_links"]["next"]
    assert following.startswith(f"{V2}/pages?limit=3&sort=id&space-id={world.space_id}&cursor=")
    assert f'<{following}>; rel="next"' in response.headers["Link"]
    found = [page["id"] for page in world.ana.all(f"{V2}/pages", limit=3, sort="id")]
    assert found == [world.home_id, *made]


def test_a_cursor_survives_what_happens_between(world: World) -> None:
    made = [world.page(f"Page {number}") for number in range(4)]
    first = world.ana.get(f"{V2}/pages", limit=3, sort="id")
    world.admin.delete(f"{V2}/pages/{made[0]['id']}")
    rest = world.ana.get(first["_links"]["next"])
    assert [page["title"] for page in rest["results"]] == ["Page 2", "Page 3"]


def test_pages_of_a_list_may_be_short(world: World) -> None:
    for number in range(12):
        world.page(f"Page {number}")
    world.site.configure({"page_size_jitter": 3})
    sizes, following = [], f"{V2}/pages?limit=4"
    while following:
        answer = world.ana.get(following)
        sizes.append(len(answer["results"]))
        following = answer["_links"].get("next")
    assert sum(sizes) == 13
    assert min(sizes[:-1]) < 4


def test_trash_restore_and_purge(world: World) -> None:
    page = world.page("Ana", "<h1>one</h1>")
    child = world.page("Child", parentId=page["id"])
    address = f"{V2}/pages/{page['id']}"
    world.admin.delete(address)
    assert [one["title"] for one in world.ana.all(f"{V2}/pages", status="trashed")] == ["Ana"]
    assert "Ana" not in [one["title"] for one in world.ana.all(f"{V2}/pages")]
    trashed = world.ana.get(address)
    assert trashed["status"] == "trashed"
    assert "parentId" not in trashed
    world.ana.get(address, 404, status="current")
    assert world.ana.get(f"{V2}/pages/{child['id']}")["parentId"] == world.home_id
    world.page("Ana")
    world.save(page, "<p/>", expect=400)
    other = world.admin.get(f"{V2}/pages", title="Ana")["results"][0]
    world.admin.delete(f"{V2}/pages/{other['id']}")
    restored = world.save(page, "<h1>changed</h1>", title="Changed")
    assert (restored["status"], restored["title"]) == ("current", "Ana")
    assert "one" in world.body(page)
    world.admin.delete(f"{address}?purge=true", 400)
    world.admin.delete(address)
    world.ana.delete(f"{address}?purge=true", 404)
    world.admin.delete(f"{address}?purge=true")
    world.admin.get(address, 404)
    world.admin.get(f"{address}/versions", 404)


def test_a_home_page_stays(world: World) -> None:
    world.admin.delete(f"{V2}/pages/{world.home_id}", 400)


def test_drafts_are_for_their_writer_until_published(world: World) -> None:
    wish = {"spaceId": world.space_id, "status": "draft", "title": "Idea", "body": storage("<p>a</p>")}
    draft = world.ana.post(f"{V2}/pages", wish)
    address = f"{V2}/pages/{draft['id']}"
    world.ana.get(address, 404)
    assert world.ana.get(address, get_draft="true")["status"] == "draft"
    world.bo.get(address, 404, get_draft="true")
    assert "Idea" not in [page["title"] for page in world.ana.all(f"{V2}/pages")]
    world.save(draft, "<h1>b</h1>", by=world.ana, number=1)
    assert world.bo.get(address)["version"]["number"] == 1
    second = world.ana.post(f"{V2}/pages", {**wish, "title": "Idea 2"})
    update = {
        "id": second["id"],
        "status": "draft",
        "title": "Idea 3",
        "body": storage(""),
        "version": {"number": 1},
    }
    assert world.ana.put(f"{V2}/pages/{second['id']}", update)["title"] == "Idea 3"
    world.ana.delete(f"{V2}/pages/{second['id']}", 404)
    world.ana.delete(f"{V2}/pages/{second['id']}?draft=true")
    world.ana.get(f"{V2}/pages/{second['id']}", 404, get_draft="true")
    world.admin.put(address, {**update, "id": draft["id"]}, 501)


def test_the_family_of_a_page(world: World) -> None:
    top = world.page("Top")
    first, second = (world.page(name, parentId=top["id"]) for name in ("First", "Second"))
    leaf = world.page("Leaf", parentId=first["id"])
    address = f"{V2}/pages/{top['id']}"
    assert [one["title"] for one in world.ana.all(f"{address}/children", limit=1)] == ["First", "Second"]
    direct = world.ana.all(f"{address}/direct-children")
    assert [(one["id"], one["type"]) for one in direct] == [(first["id"], "page"), (second["id"], "page")]
    below = world.ana.all(f"{address}/descendants")
    assert [(one["title"], one["depth"]) for one in below] == [("First", 1), ("Second", 1), ("Leaf", 2)]
    assert len(world.ana.all(f"{address}/descendants", depth=1)) == 2
    above = world.ana.get(f"{V2}/pages/{leaf['id']}/ancestors")["results"]
    assert [one["id"] for one in above] == [world.home_id, top["id"], first["id"]]


def test_what_is_not_imitated_says_so(world: World) -> None:
    answer = world.admin.get(f"{V2}/pages", 501, colour="red")
    assert "colour" in str(answer)
    world.admin.get(f"{V2}/blogposts", 501)
