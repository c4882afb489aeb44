# SPDX-License-Identifier: Apache-2.0
"""The task boxes in a body: finding them when a page is saved, ticking one by API.

A box is known by its ``ac:task-id``, which a save keeps; a missing or repeated one gets the next free number.
The first mention in a task's words is the person it is assigned to, the first date its due date. Live
Confluence documents neither rule; both are what its interface shows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lxml import etree

from mentorkit_sandbox.confluence.markup import inner_xml, qname, to_text

_TASK, _ID, _STATUS, _BODY = (qname(f"ac:{name}") for name in ("task", "task-id", "task-status", "task-body"))
_MENTION, _ACCOUNT = qname("ri:user"), qname("ri:account-id")


@dataclass(frozen=True)
class InlineTask:
    """One box: `body` is storage format, `due` an ISO date; `blank` when nothing is written beside it."""

    local_id: str
    complete: bool
    body: str
    assigned_to: str | None
    due: str | None
    blank: bool


def number_tasks(root: etree._Element) -> None:
    """Give each box without an id of its own the next free number."""
    tasks = list(root.iter(_TASK))
    numbers = [int(found) for task in tasks if (found := _id_of(task)).isdecimal()]
    following = max(numbers, default=0)
    seen: set[str] = set()
    for task in tasks:
        if _id_of(task) in seen | {""}:
            following += 1
            _child(task, _ID, 0).text = str(following)
        seen.add(_id_of(task))


def extract_tasks(root: etree._Element) -> list[InlineTask]:
    """The boxes of a body whose boxes are numbered, in the order of the page."""
    return [_read(task) for task in root.iter(_TASK)]


def set_status(root: etree._Element, local_id: str, *, complete: bool) -> bool:
    """Tick or untick one box in a parsed body; False when there is no such box."""
    for task in root.iter(_TASK):
        if _id_of(task) == local_id:
            _child(task, _STATUS, 1).text = "complete" if complete else "incomplete"
            return True
    return False


def _read(task: etree._Element) -> InlineTask:
    body = task.find(_BODY)
    own = [] if body is None else list(_without_nested(body))
    accounts = (element.get(_ACCOUNT) for element in own if element.tag == _MENTION)
    dates = (element.get("datetime") for element in own if element.tag == "time")
    assigned_to = next((account for account in accounts if account), None)
    return InlineTask(
        local_id=_id_of(task),
        complete=(task.findtext(_STATUS) or "").strip() == "complete",
        body="" if body is None else inner_xml(body),
        assigned_to=assigned_to,
        due=next((day for day in dates if day and _is_date(day)), None),
        blank=body is None or (to_text(body) == "" and assigned_to is None),
    )


def _without_nested(body: etree._Element) -> Iterator[etree._Element]:
    """The elements of a task's words, without those of tasks inside it."""
    for child in body.iterchildren(etree.Element):
        if child.tag != qname("ac:task-list"):
            yield child
            yield from _without_nested(child)


def _id_of(task: etree._Element) -> str:
    return (task.findtext(_ID) or "").strip()


def _child(task: etree._Element, tag: str, position: int) -> etree._Element:
    """The child of that name, made where it is missing."""
    found = task.find(tag)
    if found is None:
        found = etree.Element(tag)
        task.insert(position, found)
    return found


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
