# SPDX-License-Identifier: Apache-2.0
"""What every Jira site has from the start: issue types, priorities, link types, status categories, and
statuses."""

from typing import Any

from mentorkit_sandbox.errors import jira_error
from mentorkit_sandbox.site import Site
from mentorkit_sandbox.tables import Record

EPIC, STORY, TASK, SUBTASK, BUG = "10000", "10001", "10002", "10003", "10004"
ISSUE_TYPES: dict[str, Record] = {
    EPIC: {"name": "Epic", "hierarchyLevel": 1, "description": "A big piece of work that is broken down."},
    STORY: {
        "name": "Story",
        "hierarchyLevel": 0,
        "description": "Something a person wants to be able to do.",
    },
    TASK: {"name": "Task", "hierarchyLevel": 0, "description": "A small, distinct piece of work."},
    SUBTASK: {"name": "Sub-task", "hierarchyLevel": -1, "description": "A part of a larger task."},
    BUG: {"name": "Bug", "hierarchyLevel": 0, "description": "A problem or error."},
}
PRIORITIES = {"1": "Highest", "2": "High", "3": "Medium", "4": "Low", "5": "Lowest"}
DEFAULT_PRIORITY = "3"
LINK_TYPES: dict[str, Record] = {
    "10000": {"name": "Blocks", "inward": "is blocked by", "outward": "blocks"},
    "10001": {"name": "Cloners", "inward": "is cloned by", "outward": "clones"},
    "10002": {"name": "Duplicate", "inward": "is duplicated by", "outward": "duplicates"},
    "10003": {"name": "Relates", "inward": "relates to", "outward": "relates to"},
}
CATEGORIES: dict[str, Record] = {
    "undefined": {"id": 1, "colorName": "medium-gray", "name": "No Category"},
    "new": {"id": 2, "colorName": "blue-gray", "name": "To Do"},
    "indeterminate": {"id": 4, "colorName": "yellow", "name": "In Progress"},
    "done": {"id": 3, "colorName": "green", "name": "Done"},
}
DONE_RESOLUTION = {"id": "10000", "name": "Done", "description": "Work has been completed on this issue."}
_NOT_BEGUN = {"Backlog", "Selected for Development", "This fortnight", "To Do"}
_KANBAN = ["Backlog", "Selected for Development", "In Progress", "Done"]
_TASKS = ["To Do", "In Progress", "Done"]


def issue_type(site: Site, id_: str) -> Record:
    """An issue type as the API shows it."""
    known = ISSUE_TYPES[id_]
    return {
        "self": f"{site.base_url}/rest/api/3/issuetype/{id_}",
        "id": id_,
        "description": known["description"],
        "iconUrl": f"{site.base_url}/images/issuetypes/{id_}.svg",
        "name": known["name"],
        "subtask": known["hierarchyLevel"] < 0,
        "avatarId": int(id_) + 300,
        "hierarchyLevel": known["hierarchyLevel"],
    }


def priority(site: Site, id_: str) -> Record:
    """A priority as the API shows it."""
    return {
        "self": f"{site.base_url}/rest/api/3/priority/{id_}",
        "iconUrl": f"{site.base_url}/images/priorities/{id_}.svg",
        "name": PRIORITIES[id_],
        "id": id_,
    }


def link_type(site: Site, id_: str) -> Record:
    """A type of issue link as the API shows it."""
    return {"id": id_, **LINK_TYPES[id_], "self": f"{site.base_url}/rest/api/3/issueLinkType/{id_}"}


def category(site: Site, key: str) -> Record:
    """A status category as the API shows it."""
    known = CATEGORIES[key]
    return {"self": f"{site.base_url}/rest/api/3/statuscategory/{known['id']}", "key": key, **known}


def status(site: Site, id_: str) -> Record:
    """A status as the API shows it."""
    record = status_record(site, id_)
    return {
        "self": f"{site.base_url}/rest/api/3/status/{id_}",
        "description": "",
        "iconUrl": f"{site.base_url}/images/icons/status_generic.gif",
        "name": record["name"],
        "id": id_,
        "statusCategory": category(site, record["category"]),
    }


def status_record(site: Site, id_: str) -> Record:
    """The name and category key of a status."""
    record = site.tables.peek("status", id_)
    if record is None:
        raise jira_error(404, f"The status with id '{id_}' does not exist.")
    return record


def new_workflow(site: Site, template: str) -> list[str]:
    """The status ids of a new project, in the order of its board; missing statuses are made.

    ``settings.workflow`` names them; where it is empty, the project's template decides. The last status means
    done; those that say that work has not begun are "To Do"; all between are "In Progress".
    """
    names = site.settings.workflow or (_KANBAN if "kanban" in template else _TASKS)
    ids = []
    for name in names:
        key = "done" if name == names[-1] else "new" if name in _NOT_BEGUN else "indeterminate"
        ids.append(_ensure_status(site, name, key))
    return ids


def transitions(site: Site, project: Record) -> dict[str, Record]:
    """The transitions of a project's workflow by id: one to every status, possible from every status."""
    return {
        str(10 * number + 1): {"name": status_record(site, id_)["name"], "status": id_}
        for number, id_ in enumerate(project["statuses"], start=1)
    }


def transition(site: Site, id_: str, to: Record) -> dict[str, Any]:
    """A transition as the API shows it."""
    return {
        "id": id_,
        "name": to["name"],
        "to": status(site, to["status"]),
        "hasScreen": False,
        "isGlobal": True,
        "isInitial": False,
        "isAvailable": True,
        "isConditional": False,
        "looped": False,
    }


def _ensure_status(site: Site, name: str, key: str) -> str:
    for record in site.tables.rows("status"):
        if record["name"] == name:
            return str(record["id"])
    id_ = str(site.tables.next_id("status"))
    site.tables.put("status", id_, {"id": id_, "name": name, "category": key})
    return id_
