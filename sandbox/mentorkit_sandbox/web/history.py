# SPDX-License-Identifier: Apache-2.0
"""The versions of a page, and what changed from one to another."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox.confluence import versions
from mentorkit_sandbox.confluence.storage import parse
from mentorkit_sandbox.web import addresses, diff, page
from mentorkit_sandbox.web.front import Front


def install(bp: Blueprint, front: Front) -> None:
    """Add the history of a page."""

    @bp.get("/wiki/spaces/<key>/pages/<int:page_id>/history")
    def history(key: str, page_id: int) -> ResponseReturnValue:
        space, record = page.of(front, key, page_id)
        known = versions.of_page(front.wiki, record)
        latest = int(record["version"]["number"])
        older, newer = sorted((_number("from", latest - 1), _number("to", latest)))
        before = versions.one(front.wiki, record, max(1, older))
        after = versions.one(front.wiki, record, max(1, newer))
        found = diff.changes(parse(before["body"]), parse(after["body"]))
        lines, total = diff.source(before["body"], after["body"])
        between = [row for row in known if before["number"] < row["number"] <= after["number"]]
        return render_template(
            "history.html",
            page=record,
            crumbs=[*page.crumbs(front, space, record), (record["title"], addresses.page(space, record))],
            address=addresses.page(space, record),
            versions=known,
            before=before,
            after=after,
            written=[change for change in found if not change.kept],
            kept=[change for change in found if change.kept],
            title=diff.words(before["title"], after["title"]) if before["title"] != after["title"] else [],
            lines=lines,
            total=total,
            authors=list(dict.fromkeys(row["authorId"] for row in between)),
        )


def _number(name: str, default: int) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isdecimal() else default
