# SPDX-License-Identifier: Apache-2.0
"""Task boxes: whose they are, who ticked them, and the form that ticks one."""

from typing import TYPE_CHECKING

from lxml import etree
from markupsafe import Markup

from mentorkit_sandbox.confluence.markup import qname, tag_of
from mentorkit_sandbox.confluence.wiki import can_edit
from mentorkit_sandbox.tables import Record
from mentorkit_sandbox.web import shell, words
from mentorkit_sandbox.web.render import html, inline

if TYPE_CHECKING:
    from mentorkit_sandbox.web.render.body import Body

Element = etree._Element


def task_list(body: "Body", element: Element) -> Markup:
    """The boxes of a list, those inside of boxes too."""
    return html.tag("ul", *(item(body, task) for task in element.iter(qname("ac:task"))), class_="tasks")


def item(body: "Body", task: Element, wrong: str = "") -> Markup:
    """A box with its sentence; `wrong` is why the last tick was refused."""
    number = id_of(task)
    row = body.tasks.get(number)
    ticked, why, told = is_ticked(task), closed(body, row), story(body, row)
    name = f"task-{number}"
    failed = html.tag("b", f"Not saved. {wrong} ", class_="late", role="alert") if wrong else ""
    note = html.tag("small", failed, " ".join(part for part in (told, why) if part), id=f"{name}-note")
    box = html.void(
        "input",
        type="checkbox",
        name="done",
        value="1",
        id=name,
        checked=ticked,
        disabled=bool(why),
        aria_describedby=f"{name}-note",
    )
    sentence = html.tag("label", label(body, task), for_=name, dir="auto")
    if why:
        return html.tag("li", box, sentence, note)
    action = f"/wiki/spaces/{body.space['key']}/pages/{body.page['id']}/tasks/{number}"
    save = html.tag("button", "Save the tick", class_="quiet tick-save")
    form = html.tag(
        "form",
        *(box, sentence, note, save),
        method="post",
        action=action,
        class_="tick",
        hx_post=action,
        hx_trigger="change, submit",
        hx_target=f"#box-{number}",
        hx_swap="outerHTML",
    )
    return html.tag("li", form, id=f"box-{number}")


def id_of(task: Element) -> str:
    """The number a box has on its page."""
    return (task.findtext(qname("ac:task-id")) or "").strip()


def is_ticked(task: Element) -> bool:
    """Whether a box is ticked in this body."""
    return (task.findtext(qname("ac:task-status")) or "").strip() == "complete"


def label(body: "Body", task: Element) -> Markup:
    """The sentence beside a box."""
    said = task.find(qname("ac:task-body"))
    if said is None:
        return Markup("")
    parts = [html.join([said.text or ""])]
    for child in said:
        if tag_of(child) != "ac:task-list":
            parts += [inline.one(body, child), html.join([child.tail or ""])]
    return html.join(parts)


def closed(body: "Body", row: Record | None) -> str:
    """Why this person cannot tick a box, "" where they can."""
    if row is None:
        return "This is an earlier version; its boxes are closed."
    owner = row["assignedTo"]
    if owner and owner != body.front.me.account_id:
        return f"Only {shell.names(body.front).short(owner)}'s own tick counts, so this one is closed to you."
    return "" if can_edit(body.page, body.front.me) else "Only who may change this page can tick."


def story(body: "Body", row: Record | None) -> str:
    """Who ticked a box and when, or until when it waits."""
    if row is None:
        return ""
    if row["completedBy"]:
        when = shell.moment(body.front, row["completedAt"])
        return f"Ticked by {shell.names(body.front).short(row['completedBy'])}, {when}."
    due = row["dueAt"]
    return f"By {words.date_words(shell.day_of(due), body.front.today())}." if due else ""
