# SPDX-License-Identifier: Apache-2.0
"""The library that adapters use as their transport works against the sandbox as against a live site."""

from typing import Any

import pytest
import requests
from atlassian.rest_client import AtlassianRestAPI

from mentorkit_sandbox.faults import Fault

from .conftest import V1, V2, World, checked_session


@pytest.fixture
def library(world: World) -> AtlassianRestAPI:
    """The plain authenticated transport, signed in as Ana."""
    person = world.ana.person
    return AtlassianRestAPI(
        url="http://sandbox.test",
        username=person.email,
        password=person.token,
        session=checked_session(world.site),
    )


def found(answer: dict[Any, Any] | None) -> dict[Any, Any]:
    """An answer that is there."""
    assert answer is not None
    return answer


def test_pages_are_written_and_read(world: World, library: AtlassianRestAPI) -> None:
    wish = {
        "spaceId": world.space_id,
        "status": "current",
        "title": "By library",
        "body": {"representation": "storage", "value": "<p>ü</p>"},
    }
    made = found(library.post(f"{V2}/pages", data=wish))
    read = found(library.get(f"{V2}/pages/{made['id']}", params={"body-format": "storage"}))
    assert read["authorId"] == world.ana.account_id
    assert "&uuml;" in read["body"]["storage"]["value"]
    stale = {**wish, "id": made["id"], "version": {"number": 1}}
    with pytest.raises(requests.HTTPError) as caught:
        library.put(f"{V2}/pages/{made['id']}", data=stale)
    assert caught.value.response.status_code == 409
    assert caught.value.response.json()["errors"][0]["code"] == "CONFLICT"


def test_lists_and_labels_work(world: World, library: AtlassianRestAPI) -> None:
    page = world.page("Ana")
    library.post(f"{V1}/content/{page['id']}/label", data={"prefix": "global", "name": "x"})
    first = found(library.get(f"{V2}/pages", params={"limit": 1}))
    second = found(library.get(first["_links"]["next"]))
    assert [one["title"] for one in first["results"] + second["results"]] == ["Mentoring", "Ana"]
    library.delete(f"{V1}/content/{page['id']}/label", params={"name": "x"})
    assert world.ana.all(f"{V2}/pages/{page['id']}/labels") == []


def test_a_lost_answer_leaves_the_page_and_a_second_try_is_refused(
    world: World, library: AtlassianRestAPI
) -> None:
    wish = {
        "spaceId": world.space_id,
        "status": "current",
        "title": "Once",
        "body": {"representation": "storage", "value": "<p/>"},
    }
    world.site.faults.add(Fault("drop-after", method="POST"))
    with pytest.raises(requests.ConnectionError):
        library.post(f"{V2}/pages", data=wish)
    with pytest.raises(requests.HTTPError) as caught:
        library.post(f"{V2}/pages", data=wish)
    assert caught.value.response.status_code == 400
    assert len(world.ana.all(f"{V2}/pages", title="Once")) == 1
