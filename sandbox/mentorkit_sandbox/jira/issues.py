# SPDX-License-Identifier: Apache-2.0
"""What happens to issues: created, edited, moved along the workflow, deleted."""

from typing import Any

from mentorkit_sandbox.errors import ApiError, jira_error
from mentorkit_sandbox.jira import access, comments, edit, fields, history, links, store, wire, world
from mentorkit_sandbox.jira.kinds import Context
from mentorkit_sandbox.limits import issue_written
from mentorkit_sandbox.site import Site, SitePerson
from mentorkit_sandbox.tables import Record

_DEFAULTS: Record = {"assignee": None, "description": None, "labels": [], "duedate": None, "parent": None}


def create(site: Site, person: SitePerson, details: Record) -> Record:
    """Create one issue from the body of the vendor's operation, and give what that operation answers.

    Raises the vendor's 400 before anything is stored. A transition that is not possible fails alone: the
    issue is there, and the answer's ``transition`` says what was wrong.
    """
    project, type_id = _place(site, person, details)
    context = Context(site, person, project)
    wanted = edit.read(context, details, type_id, current=None)
    issue = _new(site, person, project, type_id, wanted)
    _apply_rest(site, person, issue["id"], wanted)
    answer = {
        "id": issue["id"],
        "key": issue["key"],
        "self": f"{site.base_url}/rest/api/3/issue/{issue['id']}",
    }
    if "transition" in details:
        answer["transition"] = _first_transition(site, person, issue["id"], details["transition"])
    return answer


def change(site: Site, person: SitePerson, issue: Record, details: Record) -> None:
    """Edit an issue: fields, operations, comments, links and properties, all or nothing."""
    issue_written(site, issue["id"])
    wanted = edit.read(_context(site, person, issue), details, issue["type"], current=issue)
    _write(site, person, issue["id"], wanted, [])


def move(site: Site, person: SitePerson, issue: Record, details: Record) -> None:
    """Move an issue by a transition, with the edits its body holds.

    The screen of every transition holds every field, so that an edit may go along with it. Moving to a done
    status sets the resolution, moving away from it clears it.
    """
    issue_written(site, issue["id"])
    target = _target(site, issue, details.get("transition"))
    wanted = edit.read(_context(site, person, issue), details, issue["type"], current=issue)
    _write(site, person, issue["id"], wanted, _set_status(site, issue["id"], target))


def delete(site: Site, person: SitePerson, issue: Record, *, with_subtasks: bool) -> None:
    """Delete an issue for good. Its children lose their parent; sub-tasks go with it or stop it."""
    if not access.administers(person, access.project_of(site, issue)):
        raise jira_error(403, "You do not have permission to delete issues in this project.")
    for child_id in site.tables.ids(f"children:{issue['id']}"):
        child = store.load(site, child_id)
        if child["type"] == world.SUBTASK:
            if not with_subtasks:
                raise jira_error(
                    400,
                    f"The issue '{issue['key']}' has subtasks. You must specify the 'deleteSubtasks' "
                    "parameter to delete this issue and all its subtasks.",
                )
            delete(site, person, child, with_subtasks=True)
        else:
            child["fields"]["parent"] = None
            store.save(site, child)
    links.remove_all(site, person, issue["id"])
    if issue["fields"]["parent"]:
        site.tables.delete(f"children:{issue['fields']['parent']}", issue["id"])
    for attachment_id in site.tables.ids(f"attachment:{issue['id']}"):
        site.tables.delete("attachment", attachment_id)
    for table in ("comment", "history", "remote", "attachment", "children"):
        site.tables.drop(f"{table}:{issue['id']}")
    site.tables.delete("issue_key", issue["key"])
    site.tables.delete("issue", issue["id"])


def _place(site: Site, person: SitePerson, details: Record) -> tuple[Record, str]:
    """The project and the issue type an issue is to be created in."""
    given = _object(details, "fields")
    wanted = _object(given, "project")
    project = access.find_project(site, str(wanted.get("id") or wanted.get("key") or ""))
    if project is None or not access.may_browse(person, project):
        raise jira_error(400, errors={"project": "valid project is required"})
    wanted = _object(given, "issuetype")
    for id_, known in world.ISSUE_TYPES.items():
        if str(wanted.get("id")) == id_ or wanted.get("name") == known["name"]:
            return project, id_
    message = "The issue type selected is invalid." if wanted else "Specify an issue type"
    raise jira_error(400, errors={"issuetype": message})


def _object(details: Record, name: str) -> Record:
    value = details.get(name)
    return value if isinstance(value, dict) else {}


def _new(site: Site, person: SitePerson, project: Record, type_id: str, wanted: edit.Edit) -> Record:
    number = site.tables.next_id(f"issues of {project['id']}", 1)
    id_, now = str(site.tables.next_id("issue")), wire.stamp(site.clock.now())
    issue = {
        "id": id_,
        "key": f"{project['key']}-{number}",
        "project": project["id"],
        "type": type_id,
        "status": project["statuses"][0],
        "rank": float(id_),
        "creator": person.account_id,
        "created": now,
        "updated": now,
        "statuscategorychangedate": now,
        "resolution": None,
        "resolutiondate": None,
        "watchers": [person.account_id],
        "properties": wanted.properties,
        "fields": {**_DEFAULTS, **wanted.values},
    }
    site.tables.put("issue", id_, issue)
    site.tables.put("issue_key", issue["key"], {"id": id_})
    if issue["fields"]["parent"]:
        site.tables.put(f"children:{issue['fields']['parent']}", id_, {})
    return issue


def _first_transition(site: Site, person: SitePerson, issue_id: str, given: Any) -> Record:
    issue = store.load(site, issue_id)
    try:
        target = _target(site, issue, given)
    except ApiError as error:
        return {"status": error.status, "errorCollection": error.body}
    history.note(site, issue_id, person, _set_status(site, issue_id, target))
    return {"status": 204, "errorCollection": {"errorMessages": [], "errors": {}}}


def _context(site: Site, person: SitePerson, issue: Record) -> Context:
    return Context(site, person, access.project_of(site, issue))


def _target(site: Site, issue: Record, given: Any) -> str:
    """The status a transition leads to."""
    id_ = str(given.get("id", "")) if isinstance(given, dict) else ""
    if not id_:
        raise jira_error(400, "Missing 'transition' identifier")
    known = world.transitions(site, access.project_of(site, issue))
    if id_ not in known:
        raise jira_error(400, f"Transition id '{id_}' is not valid for this issue.")
    return str(known[id_]["status"])


def _set_status(site: Site, issue_id: str, target: str) -> list[Record]:
    """Store the new status, and give the items of the history."""
    issue = store.load(site, issue_id)
    before, after = world.status_record(site, issue["status"]), world.status_record(site, target)
    items = []
    if before["id"] != after["id"]:
        told = (before["id"], before["name"]), (after["id"], after["name"])
        items.append(history.item("status", "status", *told))
    if before["category"] != after["category"]:
        issue["statuscategorychangedate"] = wire.stamp(site.clock.now())
    resolution = world.DONE_RESOLUTION["id"] if after["category"] == "done" else None
    if resolution != issue["resolution"]:
        done = (world.DONE_RESOLUTION["id"], world.DONE_RESOLUTION["name"])
        told = ((None, None), done) if resolution else (done, (None, None))
        items.append(history.item("resolution", "resolution", *told))
        issue["resolution"] = resolution
        issue["resolutiondate"] = wire.stamp(site.clock.now()) if resolution else None
    issue["status"] = target
    store.save(site, issue)
    return items


def _write(site: Site, person: SitePerson, issue_id: str, wanted: edit.Edit, moved: list[Record]) -> None:
    issue = store.load(site, issue_id)
    items = [*moved, *_set_fields(site, issue, wanted)]
    issue["properties"].update(wanted.properties)
    if items:
        store.save(site, issue)
    else:
        site.tables.put("issue", issue_id, issue)
    history.note(site, issue_id, person, items)
    _apply_rest(site, person, issue_id, wanted)


def _set_fields(site: Site, issue: Record, wanted: edit.Edit) -> list[Record]:
    items = []
    for name, value in wanted.values.items():
        before = issue["fields"].get(name)
        if before == value or (before in (None, []) and value in (None, [])):
            continue
        known = fields.find(site, name)
        if known is not None:
            told = known.value.tell(site, before), known.value.tell(site, value)
            items.append(history.item(name, known.name if known.custom else name, *told, custom=known.custom))
        if name == "parent":
            _adopt(site, issue["id"], before, value)
        issue["fields"][name] = value
    return items


def _adopt(site: Site, issue_id: str, before: str | None, after: str | None) -> None:
    if before:
        site.tables.delete(f"children:{before}", issue_id)
    if after:
        site.tables.put(f"children:{after}", issue_id, {})


def _apply_rest(site: Site, person: SitePerson, issue_id: str, wanted: edit.Edit) -> None:
    for body in wanted.comments:
        comments.add(site, person, issue_id, body)
    for link in wanted.links:
        source, target = (link.other, issue_id) if link.inward else (issue_id, link.other)
        links.make(site, person, link.type, source, target)
