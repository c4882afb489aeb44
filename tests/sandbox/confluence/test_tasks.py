# SPDX-License-Identifier: Apache-2.0
"""Task boxes: rows that follow the pages, filters, and ticking by API."""

from datetime import datetime, timedelta

import pytest

from mentorkit_sandbox.confluence import storage

from .conftest import START, V2, World, box


def mention(account_id: str) -> str:
    return f'<ac:link><ri:user ri:account-id="{account_id}" /></ac:link>'


def ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def test_boxes_become_tasks(world: World) -> None:
    words = f'{mention(world.ana.account_id)} accepts <time datetime="2026-12-01" />'
    page = world.page("Pairing", box(4, words))
    [task] = world.ana.all(f"{V2}/tasks", body_format="storage")
    assert task["localId"] == "4"
    assert (task["pageId"], task["spaceId"], task["status"]) == (page["id"], world.space_id, "incomplete")
    assert (task["assignedTo"], task["createdBy"]) == (world.ana.account_id, world.admin.account_id)
    assert task["dueAt"] == "2026-12-01T00:00:00.000Z"
    assert "accepts" in task["body"]["storage"]["value"]
    assert not {"completedBy", "completedAt"} & set(task)
    assert world.ana.get(f"{V2}/tasks/{task['id']}")["id"] == task["id"]


def test_a_tick_by_api_is_written_into_the_page(world: World) -> None:
    page = world.page("Pairing", "<p>before</p>" + box(1, "agree"))
    world.site.clock.advance(timedelta(hours=2))
    done = world.ana.put(f"{V2}/tasks/1?body-format=storage", {"status": "complete"})
    assert (done["status"], done["completedBy"]) == ("complete", world.ana.account_id)
    assert done["completedAt"] == done["updatedAt"] == "2026-11-21T10:00:00.000Z"
    [kept] = storage.save(world.body(page), seed="x", local_ids=False).tasks
    assert kept.complete
    assert world.ana.get(f"{V2}/pages/{page['id']}")["version"]["number"] == 2
    world.bo.put(f"{V2}/tasks/1", {"status": "complete"})
    assert world.ana.get(f"{V2}/tasks/1")["completedBy"] == world.ana.account_id
    undone = world.bo.put(f"{V2}/tasks/1", {"status": "incomplete"})
    assert not {"completedBy", "completedAt"} & set(undone)
    world.bo.put(f"{V2}/tasks/1", {"status": "half"}, 400)
    world.bo.put(f"{V2}/tasks/9", {"status": "complete"}, 404)


def test_whoever_saves_a_ticked_box_has_completed_it(world: World) -> None:
    page = world.page("Pairing", box(1, "one") + box(2, "two"))
    first, second = world.ana.all(f"{V2}/tasks")
    world.save(page, box(2, "two", done=True) + box(3, "three"), by=world.bo)
    left = {task["localId"]: task for task in world.ana.all(f"{V2}/tasks")}
    assert set(left) == {"2", "3"}
    assert left["2"]["id"] == second["id"]
    assert left["2"]["completedBy"] == world.bo.account_id
    assert left["3"]["createdBy"] == world.bo.account_id
    world.ana.get(f"{V2}/tasks/{first['id']}", 404)


def test_tasks_of_pages_that_are_gone_are_gone(world: World) -> None:
    page = world.page("Pairing", box(1, "one"))
    world.admin.delete(f"{V2}/pages/{page['id']}")
    assert world.ana.all(f"{V2}/tasks") == []
    world.ana.get(f"{V2}/tasks/1", 404)
    world.save(page, "<p/>")
    assert len(world.ana.all(f"{V2}/tasks")) == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "complete"}, "2"),
        ({"status": "incomplete"}, "134"),
        ({"include_blank_tasks": "false"}, "123"),
        ({"task_id": "1,3"}, "13"),
        ({"assigned_to": "ANA"}, "1"),
        ({"assigned_to": "ANA,BO"}, "13"),
        ({"created_by": "ANA"}, "3"),
        ({"completed_by": "BO"}, "2"),
        ({"completed_by": "ANA"}, ""),
        ({"space_id": "1"}, ""),
        ({"due_at_from": ms(START), "due_at_to": ms(START + timedelta(days=10))}, "1"),
        ({"due_at_from": ms(START + timedelta(days=10))}, ""),
        ({"created_at_to": ms(START)}, "124"),
        ({"created_at_from": ms(START + timedelta(hours=1))}, "3"),
        ({"completed_at_from": ms(START + timedelta(hours=1))}, "2"),
        ({"completed_at_to": ms(START)}, ""),
    ],
)
def test_tasks_are_filtered(world: World, query: dict[str, object], found: str) -> None:
    ana, bo = world.ana.account_id, world.bo.account_id
    due = '<time datetime="2026-12-01" />'
    world.page("Admin's", box(1, f"{mention(ana)} a {due}") + box(2, "b") + box(3, ""))
    world.site.clock.advance(timedelta(hours=1))
    world.page("Ana's", box(1, f"{mention(bo)} c"), by=world.ana)
    world.bo.put(f"{V2}/tasks/2", {"status": "complete"})
    numbers = {"1": "1", "2": "2", "4": "3", "3": "4"}
    ids = {name: str(value).replace("ANA", ana).replace("BO", bo) for name, value in query.items()}
    if "task_id" in ids:
        ids["task_id"] = "1,4"
    hits = [numbers[task["id"]] for task in world.ana.all(f"{V2}/tasks", limit=1, **ids)]
    assert "".join(sorted(hits)) == found


def test_wrong_filters_are_refused(world: World) -> None:
    world.ana.get(f"{V2}/tasks", 400, status="done")
    world.ana.get(f"{V2}/tasks", 400, due_at_from="yesterday")
    world.ana.get(f"{V2}/tasks", 501, blogpost_id="1")
