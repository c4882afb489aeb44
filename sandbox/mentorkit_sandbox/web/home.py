# SPDX-License-Identifier: Apache-2.0
"""The first page: what is here, whom one acts as, how to read a page, and what the last apply did."""

from datetime import datetime
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from mentorkit_sandbox.jira import access, world
from mentorkit_sandbox.tables import Record
from mentorkit_sandbox.web import addresses, calendar, cards, fences, people, shell, words
from mentorkit_sandbox.web.front import Front

_RUN_GAP_SECONDS = 600


def install(bp: Blueprint, front: Front) -> None:
    """Add the home page."""

    @bp.get("/")
    def home() -> ResponseReturnValue:
        pages = [page for page in front.wiki.pages(front.me) if page["status"] == "current"]
        return render_template(
            "home.html",
            tour=_tour(front, pages),
            facts=_facts(front, pages),
            last=_last_apply(front),
        )


def _tour(front: Front, pages: list[Record]) -> dict[str, str]:
    """The places of the tour, as far as this person may go there."""
    profiles = people.profiles(front)
    own = profiles.get(front.me.account_id) or next(iter(profiles.values()), None)
    pairing = next((page for page in pages if fences.kind_of(page["body"]) == "pairing"), None)
    found = {"profile": own, "pairing": pairing}
    return {name: addresses.page(_space(front, page), page) for name, page in found.items() if page}


def _facts(front: Front, pages: list[Record]) -> dict[str, str]:
    """A line on each place: only what this person may see is counted."""
    issues = [row for row in front.site.tables.rows("issue") if access.may_see(front.site, front.me, row)]
    planned = [issue for issue in issues if cards.mark(issue)]
    goals = sum(issue["type"] == world.EPIC for issue in planned)
    late = sum(cards.due_words(front, issue)[1] == "late" for issue in planned)
    private = sum(bool(tuple(page["read"])) for page in pages)
    late_cards = f"{late or 'none'} late"
    asked, faulty = len(front.site.log), sum(bool(row["fault"]) for row in front.site.log)
    return {
        "board": ", ".join(
            (words.count(goals, "goal"), words.count(len(planned) - goals, "card"), late_cards)
        ),
        "wiki": f"{words.count(len(pages), 'page')}, {private or 'none'} of them private",
        "calendar": _next_meeting(front),
        "requests": f"{words.count(asked, 'request')}, {words.count(faulty, 'fault')} set off",
    }


def _next_meeting(front: Front) -> str:
    feed = calendar.feed_of(front)
    coming = [
        event for event in (feed.events if feed else ()) if event.begins >= front.now() and not event.canceled
    ]
    if not coming:
        return "No meeting to come"
    return f"Next: {words.moment(coming[0].begins, front.now())}, {coming[0].title.partition(':')[0]}"


def _last_apply(front: Front) -> dict[str, Any] | None:
    """The last run of writes with the program's account: when, and how many wrote what."""
    names = shell.names(front)
    runs: list[dict[str, Any]] = []
    for row in reversed(front.site.log):
        person = front.site.person_by_email(row["actor"] or "")
        if person is None or not names.is_program(person.account_id) or not _is_api(row["path"]):
            continue
        if runs and _seconds(row["at"], runs[-1]["at"]) > _RUN_GAP_SECONDS:
            break
        runs.append(row)
    writes = [
        row for row in runs if row["method"] in ("POST", "PUT", "DELETE") and "/search" not in row["path"]
    ]
    if not runs:
        return None
    refused = sum((row["status"] or 500) >= 400 for row in runs)
    return {"at": runs[0]["at"], "requests": len(runs), "writes": len(writes), "refused": refused}


def _is_api(path: str) -> bool:
    return path.startswith(("/rest/", "/wiki/api/", "/wiki/rest/"))


def _seconds(earlier: str, later: str) -> float:
    return (datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds()


def _space(front: Front, page: Record) -> Record:
    return front.site.tables.peek("space", page["spaceId"]) or {}
