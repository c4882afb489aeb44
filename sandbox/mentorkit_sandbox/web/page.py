# SPDX-License-Identifier: Apache-2.0
"""Pages of the wiki as people read them: tree, parts with their authors, boxes to tick, source."""

import itertools
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox.confluence.markup import qname, tag_of
from mentorkit_sandbox.confluence.refusals import not_found
from mentorkit_sandbox.confluence.storage import parse
from mentorkit_sandbox.confluence.wiki import can_edit
from mentorkit_sandbox.tables import Record
from mentorkit_sandbox.web import addresses, fences, shell, tree, words
from mentorkit_sandbox.web.front import Front, Refusal
from mentorkit_sandbox.web.render import boxes, html
from mentorkit_sandbox.web.render.body import Body
from mentorkit_sandbox.web.render.parts import Part, everywhere, split
from mentorkit_sandbox.web.source import pretty

_STAGES = ("Requested", "Expectations and goals", "Growing", "Reflecting", "Closed")


def install(bp: Blueprint, front: Front) -> None:
    """Add spaces, pages, and the ticking of boxes."""

    @bp.get("/wiki")
    @bp.get("/wiki/spaces")
    def spaces() -> ResponseReturnValue:
        return render_template("spaces.html", spaces=front.wiki.spaces(front.me))

    @bp.get("/wiki/spaces/<key>")
    @bp.get("/wiki/spaces/<key>/overview")
    def space(key: str) -> ResponseReturnValue:
        found = front.wiki.space_by_key(key, front.me)
        return _shown(front, found, front.wiki.page(found["homepageId"], front.me))

    @bp.get("/wiki/spaces/<key>/pages/<int:page_id>")
    @bp.get("/wiki/spaces/<key>/pages/<int:page_id>/<title>")
    def page(key: str, page_id: int, **_: str) -> ResponseReturnValue:
        return _shown(front, *of(front, key, page_id))

    @bp.get("/wiki/pages/viewpage.action")
    def by_id() -> ResponseReturnValue:
        record = front.wiki.page(request.args.get("pageId", ""), front.me)
        return redirect(addresses.page(front.wiki.space(record["spaceId"], front.me), record))

    @bp.post("/wiki/spaces/<key>/pages/<int:page_id>/tasks/<local_id>")
    def tick(key: str, page_id: int, local_id: str) -> ResponseReturnValue:
        found, record = of(front, key, page_id)
        row = Body(front, record).tasks.get(local_id)
        if row is None:
            raise not_found(f"There is no box {local_id} on this page")
        status = "complete" if request.form.get("done") else "incomplete"
        if "HX-Request" not in request.headers:
            front.send("PUT", f"/wiki/api/v2/tasks/{row['id']}", {"status": status})
            return redirect(f"{addresses.page(found, record)}#box-{local_id}", HTTPStatus.SEE_OTHER)
        return _ticked(front, record, local_id, row["id"], status)


def of(front: Front, key: str, page_id: int) -> tuple[Record, Record]:
    """A space and a page in it; raises the vendor's 404 for one that is elsewhere or not for this person."""
    space = front.wiki.space_by_key(key, front.me)
    page = front.wiki.page(str(page_id), front.me)
    if page["spaceId"] != space["id"] or page["status"] == "trashed":
        raise not_found(f"Cannot find content with id [{page_id}]")
    return space, page


def crumbs(front: Front, space: Record, page: Record) -> list[tuple[str, str]]:
    """The way to a page: the pages above it that this person may read."""
    above = [one for one in front.wiki.ancestors(page) if front.wiki.can_view(one, front.me)]
    return [(one["title"], addresses.page(space, one)) for one in above]


def author_of(front: Front, page: Record) -> str:
    """Who writes the parts of people, as said beside each of them."""
    named: list[str] = []
    for one in (page, front.site.tables.peek("page", page["parentId"] or "")):
        if one is not None and not named and front.wiki.can_view(one, front.me):
            about = fences.properties(one["body"])
            named = [about[row].account for row in ("Person", "Mentee", "Mentor") if row in about]
    names = [shell.names(front).short(account) for account in named if account]
    if not names:
        return "People write this"
    return f"{words.listed(names)} {'writes' if len(names) == 1 else 'write'} this"


def _shown_part(body: Body, part: Part, hand: str, ids: Iterator[int]) -> dict[str, Any]:
    """One part as its template takes it."""
    shown = []
    for element in part.elements:
        said = body.block(element)
        framed = not part.kept and tag_of(element) in ("table", "ac:task-list")
        shown.append(html.tag("div", said, class_="sheeted form") if framed else said)
    return {
        "id": f"part-{next(ids)}",
        "part": part,
        "title": part.title,
        "hand": hand,
        "html": html.join(shown),
        "columns": [[_shown_part(body, one, hand, ids) for one in column] for column in part.columns],
    }


def _shown(front: Front, space: Record, page: Record) -> ResponseReturnValue:
    body, parts, hand = Body(front, page), split(parse(page["body"])), author_of(front, page)
    notes = [part for part in parts if part.is_note and part.kept]
    ids = itertools.count(1)
    shown = [_shown_part(body, part, hand, ids) for part in parts if not (part.is_note and part.kept)]
    view = request.args.get("view", "")
    return render_template(
        "page.html",
        space=space,
        page=page,
        tree=tree.of_space(front, space, page["id"]),
        crumbs=crumbs(front, space, page),
        readers=tree.readers(front, page),
        access=tree.writers(front, page, space),
        notes=[body.flow(part.elements) for part in notes],
        rows=_beside([one for one in shown if _is_seen(one)]),
        stages=_stages(page["body"]),
        editable=can_edit(page, front.me),
        source=html.source(pretty(page["body"])) if view == "source" else None,
        address=addresses.page(space, page),
        kept=any(part.kept for part in everywhere(parts)),
    )


def _is_seen(one: dict[str, Any]) -> bool:
    """Whether a part has anything to show."""
    return bool(one["html"] or one["columns"]) or one["part"].heading is not None


def _beside(shown: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Rows of parts: properties that a program keeps stand beside the part of people that follows."""
    rows: list[list[dict[str, Any]]] = []
    for one in shown:
        before = rows[-1][0]["part"] if rows and len(rows[-1]) == 1 else None
        part = one["part"]
        if (
            before is not None
            and before.is_properties
            and before.kept
            and not part.kept
            and part.heading is not None
        ):
            rows[-1].insert(0, one)
        else:
            rows.append([one])
    return rows


def _stages(body: str) -> list[tuple[str, str]]:
    """The stages of a pairing with "past", "now" or "" each; nothing for other pages and other stages."""
    about = fences.properties(body)
    stage = about["Stage"].text if "Stage" in about else ""
    if fences.kind_of(body) != "pairing" or stage not in _STAGES:
        return []
    at = _STAGES.index(stage)
    return [
        (name, "past" if place < at else "now" if place == at else "") for place, name in enumerate(_STAGES)
    ]


def _ticked(front: Front, page: Record, local_id: str, task_id: str, status: str) -> ResponseReturnValue:
    """The box as it stands now, with what went wrong."""
    wrong = ""
    try:
        front.send("PUT", f"/wiki/api/v2/tasks/{task_id}", {"status": status})
    except Refusal as refusal:
        wrong = refusal.sentence
    fresh = Body(front, front.wiki.page(page["id"], front.me))
    for task in parse(fresh.page["body"]).iter(qname("ac:task")):
        if boxes.id_of(task) == local_id:
            return str(boxes.item(fresh, task, wrong))
    raise not_found(f"There is no box {local_id} on this page")
