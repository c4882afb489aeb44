# SPDX-License-Identifier: Apache-2.0
"""Where pages stand: moving, trashing, archiving, purging and copying.

A page that leaves the tree lifts its children to its own parent, as the vendor's interface says it does.
"""

from collections.abc import Sequence
from typing import Literal

from mentorkit_sandbox.confluence import tasks, writing
from mentorkit_sandbox.confluence.refusals import bad_request
from mentorkit_sandbox.confluence.wiki import Wiki
from mentorkit_sandbox.site import SitePerson
from mentorkit_sandbox.tables import Record

_MOST_ARCHIVED = 300
Position = Literal["before", "after", "append"]


def move(wiki: Wiki, person: SitePerson, page: Record, position: Position, target_id: str) -> None:
    """Put a page below, before or after another one, which may stand in another space."""
    target = wiki.page(target_id, person)
    parent_id = target["id"] if position == "append" else target["parentId"]
    if parent_id is not None:
        writing.check_parent(wiki, person, parent_id, target["spaceId"], child=page["id"])
    if target["spaceId"] != page["spaceId"]:
        _change_space(wiki, page, target["spaceId"])
    page["parentId"] = parent_id
    if position == "append":
        page["position"] = wiki.tables.next_id("content", 65537)
        wiki.put(page)
        return
    siblings = [
        one
        for one in wiki.tables.rows("page")
        if one["parentId"] == parent_id and one["spaceId"] == target["spaceId"] and one["id"] != page["id"]
    ]
    siblings.sort(key=lambda one: (one["position"], int(one["id"])))
    at = [one["id"] for one in siblings].index(target_id) + (position == "after")
    for number, sibling in enumerate([*siblings[:at], page, *siblings[at:]]):
        wiki.put({**sibling, "position": number})


def trash(wiki: Wiki, page: Record) -> None:
    """Take a published page out of the tree; it can be restored."""
    _leave(wiki, page, "trashed")


def archive(wiki: Wiki, person: SitePerson, page_ids: Sequence[str]) -> None:
    """Archive published pages, all or none; raises 400 in the sense of the vendor's list of conditions."""
    if len(page_ids) > _MOST_ARCHIVED:
        raise bad_request(f"The number of pages to archive is larger than the limit of {_MOST_ARCHIVED}.")
    readable = {page["id"]: page for page in wiki.pages(person)}
    for page_id in page_ids:
        if page_id not in readable:
            raise bad_request(f"Content id [{page_id}] does not resolve to a page.")
        if readable[page_id]["status"] != "current":
            raise bad_request(f"The page [{page_id}] is already archived or not published.")
    for page_id in page_ids:
        _leave(wiki, wiki.editable_page(page_id, person), "archived", together=frozenset(page_ids))


def purge(wiki: Wiki, person: SitePerson, page: Record) -> None:
    """Erase a trashed page with all that hangs on it; for administrators of the space."""
    if page["status"] != "trashed":
        raise bad_request("Only a trashed page can be purged.")
    wiki.administered_space(page["spaceId"], person)
    erase(wiki, page["id"])


def erase(wiki: Wiki, page_id: str) -> None:
    """Remove a page, its versions, properties, tasks, comments and attachments."""
    tasks.forget(wiki, page_id)
    for comment in wiki.tables.rows("page_comment"):
        if comment["pageId"] == page_id:
            wiki.tables.delete("page_comment", comment["id"])
    for attachment in wiki.tables.rows("page_attachment"):
        if attachment["pageId"] == page_id:
            wiki.tables.delete("page_attachment", attachment["id"])
            wiki.tables.drop(f"attachment_data:{attachment['id']}")
    wiki.tables.drop(f"page_version:{page_id}")
    wiki.tables.drop(f"page_property:{page_id}")
    wiki.remove(page_id)


def _change_space(wiki: Wiki, page: Record, space_id: str) -> None:
    """Take a page to another space, with everything below it."""
    writing.check_title(wiki, space_id, page["title"], but=page["id"])
    page["spaceId"] = space_id
    for child in wiki.tables.rows("page"):
        if child["parentId"] == page["id"]:
            moved = dict(child)
            _change_space(wiki, moved, space_id)
            wiki.put(moved)
    for task in tasks.of_page(wiki, page["id"]):
        wiki.tables.put("inline_task", task["id"], {**task, "spaceId": space_id})


def _leave(wiki: Wiki, page: Record, status: str, together: frozenset[str] = frozenset()) -> None:
    if any(space["homepageId"] == page["id"] for space in wiki.tables.rows("space")):
        raise bad_request("The home page of a space cannot be removed.")
    for child in wiki.tables.rows("page"):
        if child["parentId"] == page["id"] and child["status"] != "trashed" and child["id"] not in together:
            wiki.put({**child, "parentId": page["parentId"]})
    wiki.put({**page, "status": status})
