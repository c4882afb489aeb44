# SPDX-License-Identifier: Apache-2.0
"""Search over an index that lags behind, beside content operations that do not."""

from datetime import timedelta

from .conftest import V1, V2, World


def test_search_finds_published_pages(world: World) -> None:
    page = world.page("Ana & Bo", "<p>SQL</p>")
    answer = world.ana.get(f"{V1}/search", cql='text ~ "sql" and type = page', excerpt="indexed")
    [row] = answer["results"]
    assert (row["title"], row["content"]["title"]) == ("Ana &amp; Bo", "Ana & Bo")
    assert (row["content"]["id"], row["excerpt"], row["entityType"]) == (page["id"], "SQL", "content")
    assert row["url"] == row["content"]["_links"]["webui"]
    assert row["resultGlobalContainer"] == {"title": "Mentoring", "displayUrl": "/spaces/MENT"}
    assert (answer["totalSize"], answer["size"]) == (1, 1)
    world.archive(page)
    assert world.search('text ~ "sql"') == []


def test_search_pages_by_cursor(world: World) -> None:
    for number in range(5):
        world.page(f"Page {number}")
    first = world.ana.get(f"{V1}/search", cql="title ~ page order by title", limit=2, excerpt="none")
    following = first["_links"]["next"]
    assert following.startswith("/rest/api/search?next=true&")
    assert "excerpt" not in following
    titles = [row["content"]["title"] for row in first["results"]]
    while following:
        answer = world.ana.get("/wiki" + following)
        titles += [row["content"]["title"] for row in answer["results"]]
        following = answer["_links"].get("next")
    assert titles == [f"Page {number}" for number in range(5)]


def test_content_search_expands(world: World) -> None:
    page = world.page("Ana", "<h1>x</h1>")
    world.admin.post(f"{V1}/content/{page['id']}/label", [{"prefix": "global", "name": "mk-profile"}])
    world.restrict(page, update=[world.admin])
    expand = (
        "restrictions.read.restrictions.user,restrictions.update.restrictions.user,metadata.labels,version,"
        "ancestors,body.storage,space,history.lastUpdated"
    )
    [found] = world.ana.get(f"{V1}/content/search", cql="label = mk-profile", expand=expand)["results"]
    users = found["restrictions"]["update"]["restrictions"]["user"]["results"]
    assert [user["accountId"] for user in users] == [world.admin.account_id]
    assert found["restrictions"]["read"]["restrictions"]["user"]["results"] == []
    assert [label["name"] for label in found["metadata"]["labels"]["results"]] == ["mk-profile"]
    assert (found["version"]["number"], found["version"]["by"]["displayName"]) == (1, "Admin")
    assert [one["id"] for one in found["ancestors"]] == [world.home_id]
    assert found["space"]["key"] == "MENT"
    assert "x" in found["body"]["storage"]["value"]
    bare = world.ana.get(f"{V1}/content/search", cql="label = mk-profile")["results"][0]
    assert not {"restrictions", "metadata", "version", "ancestors", "body"} & set(bare)
    world.ana.get(f"{V1}/content/search", 501, cql="label = mk-profile", expand="children.page")


def test_search_expands_content(world: World) -> None:
    row = world.ana.get(f"{V1}/search", cql="type = page", expand="content.version")["results"][0]
    assert row["content"]["version"]["number"] == 1
    world.ana.get(f"{V1}/search", 400, cql="type = page", expand="version")


def test_a_query_that_cannot_be_answered_is_refused(world: World) -> None:
    for path in ("search", "content/search"):
        assert "status" in world.ana.get(f"{V1}/{path}", 400, cql="status = current")["message"]
        world.ana.get(f"{V1}/{path}", 400, cql="type = bogus")


def test_the_index_lags_and_content_does_not(world: World) -> None:
    page = world.page("Old title", "<p>old</p>")
    world.site.configure({"index_lag_seconds": 60})
    world.save(page, "<p>new</p>", title="New title")
    world.admin.post(f"{V1}/content/{page['id']}/label", [{"prefix": "global", "name": "late"}])
    fresh = world.page("Fresh")
    world.restrict(page, read=[world.admin])
    assert sorted(world.search("type = page", world.ana)) == ["Mentoring", "Old title"]
    assert world.search("label = late") == []
    assert world.admin.get(f"{V2}/pages/{page['id']}")["title"] == "New title"
    world.ana.get(f"{V2}/pages/{page['id']}", 404)
    expand = "restrictions.read.restrictions.user"
    [found] = world.admin.get(f"{V1}/content/search", cql=f"id = {page['id']}", expand=expand)["results"]
    assert found["restrictions"]["read"]["restrictions"]["user"]["size"] == 0
    world.site.clock.advance(timedelta(seconds=60))
    assert world.search("type = page", world.ana) == ["Fresh", "Mentoring"]
    assert world.search("label = late") == ["New title"]
    world.admin.delete(f"{V2}/pages/{fresh['id']}")
    assert world.search("title = Fresh") == ["Fresh"]
    world.admin.delete(f"{V2}/pages/{fresh['id']}?purge=true")
    assert world.search("title = Fresh") == ["Fresh"]
    world.site.clock.advance(timedelta(seconds=61))
    assert world.search("title = Fresh") == []


def test_many_changes_within_the_lag_come_one_by_one(world: World) -> None:
    world.site.configure({"index_lag_seconds": 30})
    page = world.page("Version 1")
    for number in (2, 3, 4):
        world.site.clock.advance(timedelta(seconds=10))
        page = world.save(page, "<p/>", title=f"Version {number}")
    seen = []
    for _ in range(4):
        seen += world.search("title ~ version")
        world.site.clock.advance(timedelta(seconds=10))
    assert seen == [f"Version {number}" for number in (1, 2, 3, 4)]


def test_people_are_found(world: World) -> None:
    def found(cql: str) -> list[str]:
        answer = world.ana.get(f"{V1}/search/user", cql=cql)
        return [row["user"]["displayName"] for row in answer["results"]]

    assert found('user.fullname ~ "an"') == ["Ana"]
    assert found(f'user.accountid = "{world.bo.account_id}"') == ["Bo"]
    assert found("type = user and user = currentUser()") == ["Ana"]
    world.ana.get(f"{V1}/search/user", 400, cql="city = Sofia")
