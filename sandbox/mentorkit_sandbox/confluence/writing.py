# SPDX-License-Identifier: Apache-2.0
"""Making and changing spaces and pages: every save ends here, by API or by hand.

Refusals use the vendor's words where published traces show them: the taken title, the version that is not the
next one, the body that does not parse.
"""

import re

from mentorkit_sandbox.confluence import storage, tasks
from mentorkit_sandbox.confluence.inline_tasks import set_status
from mentorkit_sandbox.confluence.markup import inner_xml
from mentorkit_sandbox.confluence.refusals import bad_request, conflict, not_found, too_large
from mentorkit_sandbox.confluence.wiki import Wiki
from mentorkit_sandbox.site import SitePerson
from mentorkit_sandbox.tables import Record

_MAX_BODY = 5 * 1024 * 1024
_MAX_TITLE = 255
_KEY = re.compile(r"[A-Za-z0-9]{1,255}")
TITLE_TAKEN = "A page with this title already exists: A page already exists with the same TITLE in this space"


def create_space(
    wiki: Wiki,
    person: SitePerson,
    *,
    key: str,
    name: str,
    description: str = "",
    private: bool = False,
    members: tuple[str, ...] = (),
) -> Record:
    """A new space with its home page. Only `members` and its maker may enter a private one."""
    if not _KEY.fullmatch(key):
        raise bad_request(f"Invalid space key: {key}")
    if any(space["key"].lower() == key.lower() for space in wiki.tables.rows("space")):
        raise bad_request(f"A space already exists with key {key}")
    space: Record = {
        "id": str(wiki.tables.next_id("space", 32770)),
        "key": key,
        "name": name,
        "type": "global",
        "status": "current",
        "authorId": person.account_id,
        "createdAt": wiki.now(),
        "description": description,
        "private": private,
        "members": sorted({person.account_id, *members}),
        "homepageId": None,
    }
    wiki.tables.put("space", space["id"], space)
    home = create_page(wiki, person, space_id=space["id"], title=name, body="", root_level=True)
    space["homepageId"] = home["id"]
    wiki.tables.put("space", space["id"], space)
    return space


def create_page(
    wiki: Wiki,
    person: SitePerson,
    *,
    space_id: str,
    title: str,
    body: str,
    parent_id: str | None = None,
    root_level: bool = False,
    private: bool = False,
    status: str = "current",
) -> Record:
    """A new page: below `parent_id`, at the root of its space, or else below the space's home page."""
    space = wiki.space(space_id, person)
    if parent_id is None and not root_level:
        parent_id = space["homepageId"]
    if parent_id is not None:
        check_parent(wiki, person, parent_id, space_id)
    if status == "current":
        check_title(wiki, space_id, title)
    number = wiki.tables.next_id("content", 65537)
    only = [person.account_id] if private else []
    page = {
        "id": str(number),
        "spaceId": space_id,
        "parentId": parent_id,
        "position": number,
        "title": title,
        "status": status,
        "createdAt": wiki.now(),
        "authorId": person.account_id,
        "labels": [],
        "contributors": [],
        "read": list(only),
        "update": list(only),
        "version": {"number": 0},
    }
    save(wiki, person, page, title=title, body=body, message="")
    return page


def update_page(
    wiki: Wiki,
    person: SitePerson,
    page: Record,
    *,
    title: str,
    body: str,
    number: int,
    message: str = "",
) -> Record:
    """The next version of a page; `number` must be the one after the latest. A draft is published as 1.

    A trashed or archived page comes back as it was: of a restored page only the status changes.
    """
    latest = 0 if page["status"] == "draft" else page["version"]["number"]
    if number != latest + 1:
        raise conflict(
            "Version must be incremented when updating a page."
            f" Current Version: [{latest}]. Provided version: [{number}]"
        )
    if page["status"] in ("trashed", "archived"):
        title, body = page["title"], page["body"]
        _bring_back(wiki, page)
    check_title(wiki, page["spaceId"], title, but=page["id"])
    page["status"] = "current"
    page["version"]["number"] = latest
    save(wiki, person, page, title=title, body=body, message=message)
    return page


def update_draft(wiki: Wiki, person: SitePerson, page: Record, *, title: str, body: str) -> Record:
    """Keep working on a page that was never published; it stays version 1."""
    page["version"]["number"] = 0
    save(wiki, person, page, title=title, body=body, message="")
    return page


def rename_page(wiki: Wiki, person: SitePerson, page: Record, title: str) -> Record:
    """A new title, which is a new version too."""
    check_title(wiki, page["spaceId"], title, but=page["id"])
    save(wiki, person, page, title=title, body=page["body"], message="")
    return page


def tick(wiki: Wiki, person: SitePerson, task: Record, *, complete: bool) -> None:
    """Write a task's status into its page.

    Here this makes a minor version. On a live site apps see a page update; whether its number grows is
    not documented.
    """
    page = wiki.editable_page(task["pageId"], person)
    root = storage.parse(page["body"])
    if not set_status(root, task["localId"], complete=complete):
        raise not_found(f"Cannot find task with id [{task['id']}]")
    if (task["status"] == "complete") != complete:
        save(wiki, person, page, title=page["title"], body=inner_xml(root), message="", minor=True)


def save(
    wiki: Wiki,
    person: SitePerson,
    page: Record,
    *,
    title: str,
    body: str,
    message: str,
    minor: bool = False,
) -> None:
    """Store the next version of `page`, which is changed in place: history, task rows and index included."""
    if len(body.encode()) > _MAX_BODY:
        raise too_large("The request is too large in size (over 5 MB).")
    number = page["version"]["number"] + 1
    try:
        saved = storage.save(body, seed=f"{page['id']}.{number}", local_ids=int(page["id"]) % 3 == 0)
    except storage.StorageError as error:
        raise bad_request(str(error)) from None
    version = {
        "number": number,
        "createdAt": wiki.now(),
        "authorId": person.account_id,
        "message": message,
        "minorEdit": minor,
    }
    page |= {"title": title, "body": saved.value, "text": saved.text, "version": version}
    if person.account_id not in page["contributors"]:
        page["contributors"].append(person.account_id)
    wiki.put(page)
    wiki.tables.put(
        f"page_version:{page['id']}", str(number), {**version, "title": title, "body": saved.value}
    )
    if page["status"] != "draft":
        tasks.sync(wiki, page, saved.tasks, person)


def _bring_back(wiki: Wiki, page: Record) -> None:
    """Hang a restored page below its old parent, or the home page where that one is gone too."""
    parent = wiki.tables.peek("page", page["parentId"] or "")
    space = wiki.tables.peek("space", page["spaceId"])
    if (parent is None or parent["status"] != "current") and space is not None:
        page["parentId"] = space["homepageId"]


def check_title(wiki: Wiki, space_id: str, title: str, but: str | None = None) -> None:
    """Refuse an empty, too long or taken title. An archived page keeps its title, a trashed one does not."""
    if not title.strip():
        raise bad_request("Title must not be empty.")
    if len(title) > _MAX_TITLE:
        raise bad_request(f"Title cannot be longer than {_MAX_TITLE} characters.")
    folded = title.casefold()
    for page in wiki.tables.rows("page"):
        if (
            page["spaceId"] == space_id
            and page["title"].casefold() == folded
            and page["status"] in ("current", "archived")
            and page["id"] != but
        ):
            raise bad_request(TITLE_TAKEN)


def check_parent(
    wiki: Wiki, person: SitePerson, parent_id: str, space_id: str, child: str | None = None
) -> None:
    """Refuse a parent that is not there, not published, in another space, or below the page itself."""
    parent = wiki.page(parent_id, person)
    if parent["status"] != "current":
        raise not_found(f"Cannot find content with id [{parent_id}]")
    if parent["spaceId"] != space_id:
        raise bad_request("Parent page must be in the same space as the page.")
    if child == parent_id:
        raise bad_request("Can not set page as its own parent")
    if child in {page["id"] for page in wiki.ancestors(parent)}:
        raise bad_request("Can not move a page below one of its own descendants.")
