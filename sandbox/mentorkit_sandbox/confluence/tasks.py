# SPDX-License-Identifier: Apache-2.0
"""Task rows: what a save of a page makes of the boxes in it, and ticking one from outside.

A row: ``id localId spaceId pageId status body blank createdBy assignedTo completedBy createdAt updatedAt
dueAt completedAt``. Whoever saves the page in which a box turned complete has completed the task.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from mentorkit_sandbox.confluence.inline_tasks import InlineTask
from mentorkit_sandbox.confluence.refusals import not_found
from mentorkit_sandbox.confluence.wiki import Wiki, iso
from mentorkit_sandbox.site import SitePerson
from mentorkit_sandbox.tables import Record


def of_page(wiki: Wiki, page_id: str) -> list[Record]:
    """The task rows of one page: for reading only."""
    return [row for row in wiki.tables.rows("inline_task") if row["pageId"] == page_id]


def visible(wiki: Wiki, person: SitePerson) -> list[Record]:
    """The tasks on published pages this person may read, oldest first: for reading only."""
    readable = {page["id"] for page in wiki.pages(person) if page["status"] == "current"}
    return [row for row in wiki.tables.rows("inline_task") if row["pageId"] in readable]


def one(wiki: Wiki, task_id: str, person: SitePerson) -> Record:
    """One task on a published page this person may read; raises the vendor's 404."""
    task = wiki.tables.get("inline_task", task_id)
    if task is None:
        raise not_found(f"Cannot find task with id [{task_id}]")
    if wiki.page(task["pageId"], person)["status"] != "current":
        raise not_found(f"Cannot find task with id [{task_id}]")
    return task


def sync(wiki: Wiki, page: Record, boxes: Sequence[InlineTask], person: SitePerson) -> None:
    """Make the rows of a page say what its boxes say, after `person` saved it."""
    known = {row["localId"]: row for row in of_page(wiki, page["id"])}
    for box in boxes:
        row = known.pop(box.local_id, None)
        _store(wiki, _new(wiki, page, box, person) if row is None else dict(row), box, person)
    for row in known.values():
        wiki.tables.delete("inline_task", row["id"])


def forget(wiki: Wiki, page_id: str) -> None:
    """Remove the rows of a page."""
    for row in of_page(wiki, page_id):
        wiki.tables.delete("inline_task", row["id"])


def _new(wiki: Wiki, page: Record, box: InlineTask, person: SitePerson) -> Record:
    return {
        "id": str(wiki.tables.next_id("inline_task", 1)),
        "localId": box.local_id,
        "spaceId": page["spaceId"],
        "pageId": page["id"],
        "status": "incomplete",
        "createdBy": person.account_id,
        "createdAt": wiki.now(),
        "completedBy": None,
        "completedAt": None,
    }


def _store(wiki: Wiki, row: Record, box: InlineTask, person: SitePerson) -> None:
    before = dict(row)
    status = "complete" if box.complete else "incomplete"
    if status != row["status"]:
        row["completedBy"] = person.account_id if box.complete else None
        row["completedAt"] = wiki.now() if box.complete else None
    row |= {
        "status": status,
        "body": box.body,
        "blank": box.blank,
        "assignedTo": box.assigned_to,
        "dueAt": None if box.due is None else _midnight(box.due),
    }
    if row != before:
        wiki.tables.put("inline_task", row["id"], row | {"updatedAt": wiki.now()})


def _midnight(day: str) -> str:
    return iso(datetime.fromisoformat(day).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC))
