# SPDX-License-Identifier: Apache-2.0
"""API v1: labels, attachments, moving, archiving, copying, versions, people, templates."""

import pytest

from .conftest import V1, V2, World, storage


def test_content_by_id(world: World) -> None:
    page = world.page("Ana", "<h1>one</h1>")
    world.save(page, "<h1>two</h1>")
    address = f"{V1}/content/{page['id']}"
    found = world.ana.get(address)
    assert (found["version"]["number"], found["space"]["key"], found["history"]["latest"]) == (
        2,
        "MENT",
        True,
    )
    old = world.ana.get(address, version=1, expand="body.storage")
    assert "one" in old["body"]["storage"]["value"]
    world.archive(page)
    world.ana.get(address, 404)
    assert world.ana.get(address, status="archived")["status"] == "archived"


def test_an_earlier_version_is_restored(world: World) -> None:
    page = world.page("Ana", "<h1>one</h1>")
    world.save(page, "<h1>two</h1>", title="Ana P")
    address = f"{V1}/content/{page['id']}/version"

    def restore(number: int, **more: object) -> dict[str, object]:
        return {"operationKey": "restore", "params": {"versionNumber": number, "message": "back", **more}}

    assert world.ana.post(address, restore(1))["number"] == 3
    assert "one" in world.body(page)
    assert world.ana.get(f"{V2}/pages/{page['id']}")["title"] == "Ana P"
    world.ana.post(address, restore(1, restoreTitle=True))
    assert world.ana.get(f"{V2}/pages/{page['id']}")["title"] == "Ana"
    world.ana.post(address, restore(4), 400)
    world.ana.post(address, restore(9), 400)


def test_labels_are_added_read_and_removed(world: World) -> None:
    page = world.page("Ana")
    address = f"{V1}/content/{page['id']}/label"
    added = world.ana.post(address, [{"prefix": "global", "name": "Role-Dev"}, {"prefix": "my", "name": "x"}])
    assert [label["label"] for label in added["results"]] == ["role-dev", "x"]
    world.ana.post(address, {"prefix": "global", "name": "role-dev"})
    assert [label["name"] for label in world.ana.get(address, prefix="global")["results"]] == ["role-dev"]
    listed = world.ana.all(f"{V2}/pages/{page['id']}/labels", prefix="global")
    included = world.ana.get(f"{V2}/pages/{page['id']}", include_labels="true")["labels"]["results"]
    assert listed == included[:1]
    other = world.page("Bo")
    again = world.ana.post(f"{V1}/content/{other['id']}/label", [{"prefix": "global", "name": "role-dev"}])
    assert again["results"][0]["id"] == listed[0]["id"]
    world.ana.call("DELETE", address, 204, params={"name": "role-dev"})
    world.ana.delete(f"{address}/x")
    assert world.ana.get(address)["results"] == []


@pytest.mark.parametrize("name", ["two words", "", "a:b", "l" * 256])
def test_a_wrong_label_is_refused(world: World, name: str) -> None:
    page = world.page("Ana")
    world.ana.post(f"{V1}/content/{page['id']}/label", [{"prefix": "global", "name": name}], 400)
    assert world.ana.get(f"{V1}/content/{page['id']}/label")["results"] == []


def test_files_are_attached_replaced_and_read(world: World) -> None:
    page = world.page("Ana")
    first = world.attach(page, "levels.png", b"one", comment="drawn")["results"][0]
    assert first["extensions"] == {"mediaType": "image/png", "fileSize": 3, "comment": "drawn"}
    refusal = world.attach(page, "levels.png", b"two", expect=400)
    assert "same file name as an existing attachment: levels.png" in refusal["message"]
    second = world.attach(page, "levels.png", b"two!", method="PUT")["results"][0]
    assert (second["id"], second["version"]["number"]) == (first["id"], 2)
    [listed] = world.ana.all(f"{V2}/pages/{page['id']}/attachments", filename="levels.png")
    assert (listed["fileSize"], listed["version"]["number"]) == (4, 2)
    assert world.ana.all(f"{V2}/pages/{page['id']}/attachments", mediaType="text/plain") == []
    assert world.ana.get(f"{V1}/content/{page['id']}/child/attachment")["results"][0]["id"] == first["id"]
    address = f"{V1}/content/{page['id']}/child/attachment/{first['id']}"
    files = {"file": ("levels.png", b"three")}
    headers = {"X-Atlassian-Token": "no-check"}
    world.admin.call("POST", f"{address}/data", files=files, data={"minorEdit": "true"}, headers=headers)
    moved = world.ana.call("GET", f"{address}/download", 302, allow_redirects=False)
    assert world.ana.call("GET", moved.headers["Location"]).content == b"three"
    assert world.ana.call("GET", f"{address}/download?version=1").content == b"one"
    world.ana.get(f"{address}/download", 404, version=9)


def test_attaching_needs_the_header_and_the_right_to_edit(world: World) -> None:
    page = world.page("Ana")
    world.restrict(page, update=[world.admin])
    address = f"{V1}/content/{page['id']}/child/attachment"
    options = {"files": {"file": ("a.txt", b"a")}, "data": {"minorEdit": "true"}}
    assert "XSRF" in world.admin.call("POST", address, 403, **options).json()["message"]
    world.ana.call("POST", address, 403, headers={"X-Atlassian-Token": "nocheck"}, **options)


def test_pages_move(world: World) -> None:
    first, second, third = (world.page(name) for name in ("First", "Second", "Third"))

    def move(page: dict[str, str], position: str, target: dict[str, str], expect: int = 200) -> None:
        world.ana.call("PUT", f"{V1}/content/{page['id']}/move/{position}/{target['id']}", expect)

    def children(page_id: str) -> list[str]:
        return [one["title"] for one in world.ana.all(f"{V2}/pages/{page_id}/children")]

    move(third, "before", first)
    assert children(world.home_id) == ["Third", "First", "Second"]
    move(third, "after", first)
    assert children(world.home_id) == ["First", "Third", "Second"]
    move(third, "append", second)
    assert (children(world.home_id), children(second["id"])) == (["First", "Second"], ["Third"])
    move(second, "append", third, 400)
    move(second, "into", third, 400)
    move(second, "append", {"id": "1"}, 404)


def test_a_page_moves_to_another_space_with_what_is_below(world: World) -> None:
    space = world.admin.post(f"{V2}/spaces", {"key": "DEV", "name": "Dev"}, 201)
    page = world.page("Top", "<ac:task-list><ac:task><ac:task-body>x</ac:task-body></ac:task></ac:task-list>")
    child = world.page("Below", parentId=page["id"])
    world.admin.call("PUT", f"{V1}/content/{page['id']}/move/append/{space['homepageId']}")
    assert world.ana.get(f"{V2}/pages/{child['id']}")["spaceId"] == space["id"]
    assert len(world.ana.all(f"{V2}/tasks", space_id=space["id"])) == 1
    world.page("Top")
    again = world.admin.get(f"{V2}/pages", title="Top", space_id=world.space_id)["results"][0]
    world.admin.call("PUT", f"{V1}/content/{again['id']}/move/append/{space['homepageId']}", 400)


def test_archived_pages_leave_the_tree_and_keep_their_titles(world: World) -> None:
    top = world.page("Top")
    child, other = world.page("Below", parentId=top["id"]), world.page("Other", parentId=top["id"])
    answer = world.archive(top, child)
    assert world.admin.get("/wiki" + answer["links"]["status"])["finished"] is True
    assert [page["title"] for page in world.ana.all(f"{V2}/pages", status="archived")] == ["Top", "Below"]
    assert world.ana.get(f"{V2}/pages/{child['id']}")["parentId"] == top["id"]
    assert world.ana.get(f"{V2}/pages/{other['id']}")["parentId"] == world.home_id
    world.page("Top", expect=400)
    world.archive(top, expect=400)
    world.archive({"id": "1"}, expect=400)
    assert world.save(top, "<p/>")["status"] == "current"
    world.admin.get(f"{V1}/longtask/1", 404)


def test_archiving_is_all_or_nothing(world: World) -> None:
    page = world.page("Ana")
    world.archive(page, {"id": "1"}, expect=400)
    assert world.ana.get(f"{V2}/pages/{page['id']}")["status"] == "current"


def test_a_page_is_copied_with_what_was_asked_for(world: World) -> None:
    page = world.page("Ana", "<h1>one</h1>")
    world.admin.post(f"{V1}/content/{page['id']}/label", [{"prefix": "global", "name": "x"}])
    world.admin.post(f"{V2}/pages/{page['id']}/properties", {"key": "k", "value": 1})
    world.attach(page, "a.txt", b"a")
    world.restrict(page, read=[world.admin])
    target = {"type": "parent_page", "value": world.home_id}
    address = f"{V1}/content/{page['id']}/copy"
    world.admin.post(address, {"destination": target}, 400)
    plain = world.admin.post(address, {"destination": target, "pageTitle": "Copy"})
    assert "one" in world.body(plain)
    assert world.ana.all(f"{V2}/pages/{plain['id']}/labels") == []
    along = {f"copy{name}": True for name in ("Labels", "Properties", "Attachments", "Permissions")}
    space = {"type": "space", "value": "MENT"}
    full = world.admin.post(address, {"destination": space, "pageTitle": "Full copy", **along})
    world.ana.get(f"{V2}/pages/{full['id']}", 404)
    assert "parentId" not in world.admin.get(f"{V2}/pages/{full['id']}")
    for part in ("labels", "properties", "attachments"):
        assert len(world.admin.all(f"{V2}/pages/{full['id']}/{part}")) == 1
    body = {"storage": storage("<h1>other</h1>")}
    other = world.admin.post(address, {"destination": target, "pageTitle": "Other", "body": body})
    assert "other" in world.body(other)
    world.admin.post(address, {"destination": {"type": "existing_page", "value": world.home_id}}, 501)


def test_a_tree_is_copied(world: World) -> None:
    top = world.page("Top 2026")
    world.page("Below 2026", parentId=top["id"])
    world.page("Hidden 2026", parentId=top["id"], private=True)
    titles = {"prefix": "New ", "search": "2026", "replace": "2027"}
    wish = {"destinationPageId": world.home_id, "titleOptions": titles}
    answer = world.ana.call("POST", f"{V1}/content/{top['id']}/pagehierarchy/copy", 202, json=wish).json()
    assert world.ana.get("/wiki" + answer["links"]["status"])["percentageComplete"] == 100
    found = [page["title"] for page in world.admin.all(f"{V2}/pages") if page["title"].startswith("New")]
    assert found == ["New Top 2027", "New Below 2027"]


def test_people(world: World) -> None:
    assert world.ana.get(f"{V1}/user/current")["accountId"] == world.ana.account_id
    assert world.ana.get(f"{V1}/user", accountId=world.bo.account_id)["email"] == "bo@example.com"
    world.ana.get(f"{V1}/user", 404, accountId="712020:nobody")
    wanted = [world.bo.account_id, "712020:nobody", world.ana.account_id]
    found = world.ana.post(f"{V2}/users-bulk", {"accountIds": wanted})["results"]
    assert [one["displayName"] for one in found] == ["Bo", "Ana"]
    world.ana.post(f"{V2}/users-bulk", {"accountIds": ["a"] * 251}, 400)
    world.site.configure({"hide_emails": True})
    assert world.ana.get(f"{V1}/user/current")["email"] == ""
    assert world.ana.post(f"{V2}/users-bulk", {"accountIds": wanted})["results"][0]["email"] == ""


def test_comments(world: World) -> None:
    page = world.page("Ana")
    address = f"{V2}/footer-comments"
    first = world.ana.post(address, {"pageId": page["id"], "body": storage("<p>ü</p>")}, 201)
    reply = world.bo.post(address, {"parentCommentId": first["id"], "body": storage("<p>yes</p>")}, 201)
    [listed] = world.bo.all(f"{V2}/pages/{page['id']}/footer-comments", body_format="storage")
    assert listed["body"]["storage"]["value"] == "<p>&uuml;</p>"
    assert listed["version"]["authorId"] == world.ana.account_id
    assert [one["id"] for one in world.bo.all(f"{address}/{first['id']}/children")] == [reply["id"]]
    assert world.bo.get(f"{address}/{reply['id']}")["parentCommentId"] == first["id"]
    world.ana.post(address, {"pageId": page["id"], "body": storage("<p>")}, 400)
    world.ana.post(address, {"pageId": "1", "body": storage("<p/>")}, 404)


def test_templates(world: World) -> None:
    wish = {"name": "Growth", "templateType": "page", "body": {"storage": storage("<p>ü</p>")}}
    made = world.admin.post(f"{V1}/template", {**wish, "space": {"key": "MENT"}})
    assert made["body"]["storage"]["value"] == "<p>&uuml;</p>"
    world.ana.post(f"{V1}/template", wish, 403)
    address = f"{V1}/template/{made['templateId']}"
    assert world.ana.get(address)["name"] == "Growth"
    assert len(world.ana.get(f"{V1}/template/page", spaceKey="MENT")["results"]) == 1
    assert world.ana.get(f"{V1}/template/page")["results"] == []
    changed = {**wish, "name": "Growth 2", "templateId": made["templateId"], "space": {"key": "MENT"}}
    assert world.admin.put(f"{V1}/template", changed)["name"] == "Growth 2"
    world.admin.post(f"{V1}/template", {**wish, "name": ""}, 400)
    world.admin.delete(address)
    world.admin.get(address, 403)
