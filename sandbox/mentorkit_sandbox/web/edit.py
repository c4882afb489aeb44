# SPDX-License-Identifier: Apache-2.0
"""Editing a page: a form over what people wrote, or the source. A save is the API's own update of a page.

The form says from which version it started. When somebody saved in between, the site refuses, and the
form comes back with the person's words; saved again, what was changed goes into the latest version, and the
rest stays.
"""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox.confluence import versions
from mentorkit_sandbox.confluence.markup import inner_xml
from mentorkit_sandbox.confluence.storage import parse
from mentorkit_sandbox.tables import Record
from mentorkit_sandbox.web import addresses, fields, looks, page, tree
from mentorkit_sandbox.web.front import Front, Refusal
from mentorkit_sandbox.web.render import boxes
from mentorkit_sandbox.web.render.body import Body

_MOST_NEW_ROWS = 20


@dataclass
class Draft:
    """What somebody is writing: from which version, the changed fields, rows to add, and what was refused."""

    base: int
    number: int
    changes: dict[str, str] = field(default_factory=dict)
    new_rows: dict[str, list[list[str]]] = field(default_factory=dict)
    refusal: Refusal | None = None
    lost: list[str] = field(default_factory=list)

    def value(self, one: fields.Field) -> str:
        """What a field shows: what was written, else what the page says."""
        return self.changes.get(one.name, one.value)


def install(bp: Blueprint, front: Front) -> None:
    """Add the form, the source, and saving."""

    @bp.get("/wiki/spaces/<key>/pages/<int:page_id>/edit")
    @bp.get("/wiki/spaces/<key>/pages/edit-v2/<int:page_id>")
    def edit_page(key: str, page_id: int) -> ResponseReturnValue:
        space, record = _open(front, key, page_id)
        number = record["version"]["number"]
        if request.args.get("source"):
            return _source(front, space, record, number, record["body"], None)
        return _form(front, space, record, Draft(number, number))

    @bp.post("/wiki/spaces/<key>/pages/<int:page_id>/edit")
    def save_page(key: str, page_id: int) -> ResponseReturnValue:
        space, record = _open(front, key, page_id)
        draft = _draft(front, record)
        if request.form.get("add"):
            added = draft.new_rows.setdefault(request.form["add"], [])
            if len(added) < _MOST_NEW_ROWS:
                added.append([])
            return _form(front, space, record, draft)
        title = _title(front, record, draft.base)
        if not draft.changes and not any(map(_written, draft.new_rows.values())) and title == record["title"]:
            return redirect(addresses.page(space, record), HTTPStatus.SEE_OTHER)
        form = fields.Form(parse(_body_of(front, record, draft.number)), front.site.people)
        draft.lost = form.fill(draft.changes)
        draft.lost += [
            name for name, rows in draft.new_rows.items() if not form.add_rows(name, _written(rows))
        ]
        if draft.lost:
            return _form(front, space, record, draft), HTTPStatus.CONFLICT
        try:
            _put(front, record, title, inner_xml(form.root), draft.number)
        except Refusal as refusal:
            draft.refusal = refusal
            return _form(front, space, record, draft), refusal.status or HTTPStatus.BAD_GATEWAY
        return redirect(addresses.page(space, record), HTTPStatus.SEE_OTHER)

    @bp.post("/wiki/spaces/<key>/pages/<int:page_id>/edit-source")
    def save_source(key: str, page_id: int) -> ResponseReturnValue:
        space, record = _open(front, key, page_id)
        number, body = _number("number", record), request.form.get("source", "")
        try:
            _put(front, record, _title(front, record, number), body.replace("\r\n", "\n"), number)
        except Refusal as refusal:
            status = refusal.status or HTTPStatus.BAD_GATEWAY
            return _source(front, space, record, number, body, refusal), status
        return redirect(f"{addresses.page(space, record)}?view=source", HTTPStatus.SEE_OTHER)


def _open(front: Front, key: str, page_id: int) -> tuple[Record, Record]:
    """The space and the page, which this person may change; else the vendor's 404."""
    space, record = page.of(front, key, page_id)
    return space, front.wiki.editable_page(record["id"], front.me)


def _number(name: str, record: Record) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isdecimal() else int(record["version"]["number"])


def _draft(front: Front, record: Record) -> Draft:
    """What the form that came in says, measured against the version it started from."""
    base = _number("base", record)
    form = fields.Form(parse(_body_of(front, record, base)), front.site.people)
    changes = {}
    names = request.form.getlist("field")
    for place, name in enumerate(names):
        one = form.fields.get(name)
        given = request.form.get(f"f{place}", "").replace("\r\n", "\n").strip()
        if one is None or (
            given != one.value and not (one.kind == "box" and f"f{place}-open" not in request.form)
        ):
            changes[name] = given
    rows = {
        name: [request.form.getlist(f"t{place}r{row}") for row in range(_rows(place))]
        for place, name in enumerate(request.form.getlist("table"))
    }
    return Draft(
        base, _number("number", record), changes, {name: found for name, found in rows.items() if found}
    )


def _rows(place: int) -> int:
    """How many new rows the form holds for a table."""
    return next(
        (row for row in range(_MOST_NEW_ROWS) if f"t{place}r{row}" not in request.form), _MOST_NEW_ROWS
    )


def _written(rows: list[list[str]]) -> list[list[str]]:
    return [row for row in rows if any(value.strip() for value in row)]


def _body_of(front: Front, record: Record, number: int) -> str:
    return str(versions.one(front.wiki, record, number)["body"])


def _title(front: Front, record: Record, base: int) -> str:
    """The title to save: the one written, or the latest where nobody wrote here since the version `base`."""
    given = request.form.get("title", "").strip()
    before = versions.one(front.wiki, record, base)["title"]
    return given if given and given != before else str(record["title"])


def _put(front: Front, record: Record, title: str, body: str, number: int) -> None:
    """The update of a page as any client sends it. Raises Refusal."""
    wish = {
        "id": record["id"],
        "status": "current",
        "title": title,
        "body": {"representation": "storage", "value": body},
        "version": {"number": number + 1, "message": request.form.get("message", "").strip()},
    }
    front.send("PUT", f"/wiki/api/v2/pages/{record['id']}", wish)


def _form(front: Front, space: Record, record: Record, draft: Draft) -> str:
    fresh = front.wiki.page(record["id"], front.me)
    if draft.refusal is not None and draft.refusal.status == HTTPStatus.CONFLICT:
        draft.number = fresh["version"]["number"]
    form = fields.Form(parse(_body_of(front, record, draft.base)), front.site.people)
    return render_template(
        "edit.html",
        **_around(front, space, fresh),
        form=form,
        draft=draft,
        body=Body(front, record),
        hand=page.author_of(front, record),
        index={name: place for place, name in enumerate(form.fields)},
        table_index={name: place for place, name in enumerate(form.tables)},
        boxes=boxes,
        level_of=looks.level,
        latest=fresh["version"],
        title=request.form.get("title", record["title"]),
        message=request.form.get("message", ""),
    )


def _source(
    front: Front, space: Record, record: Record, number: int, body: str, refusal: Refusal | None
) -> str:
    fresh = front.wiki.page(record["id"], front.me)
    return render_template(
        "edit_source.html",
        **_around(front, space, fresh),
        source=body,
        number=fresh["version"]["number"] if refusal and refusal.status == HTTPStatus.CONFLICT else number,
        started=number,
        refusal=refusal,
        latest=fresh["version"],
        title=request.form.get("title", record["title"]),
        message=request.form.get("message", ""),
    )


def _around(front: Front, space: Record, record: Record) -> dict[str, Any]:
    address = addresses.page(space, record)
    return {
        "page": record,
        "tree": tree.of_space(front, space, record["id"]),
        "crumbs": [*page.crumbs(front, space, record), (record["title"], address)],
        "address": address,
    }
