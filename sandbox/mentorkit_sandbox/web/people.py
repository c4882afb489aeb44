# SPDX-License-Identifier: Apache-2.0
"""Everybody on the site: name, role, what they offer, and places left, from the profiles one may read."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from mentorkit_sandbox.tables import Record
from mentorkit_sandbox.web import addresses, fences
from mentorkit_sandbox.web.front import Front


def install(bp: Blueprint, front: Front) -> None:
    """Add the list of people."""

    @bp.get("/people")
    def people() -> ResponseReturnValue:
        found = profiles(front)
        return render_template(
            "people.html", profiles={account: _row(front, page) for account, page in found.items()}
        )


def profiles(front: Front) -> dict[str, Record]:
    """The open profile of each account, as far as this person may read it."""
    found: dict[str, Record] = {}
    for page in front.wiki.pages(front.me):
        if page["status"] == "current" and "mentorkit-profile" in {label["name"] for label in page["labels"]}:
            about = fences.properties(page["body"]).get("Person")
            if about is not None and about.account:
                found.setdefault(about.account, page)
    return found


def _row(front: Front, page: Record) -> dict[str, str]:
    about = fences.properties(page["body"])
    space = front.site.tables.peek("space", page["spaceId"]) or {}
    said: dict[str, str] = {
        name: about[name].text for name in ("Role", "Mentoring", "Places left") if name in about
    }
    return said | {"address": addresses.page(space, page)}
