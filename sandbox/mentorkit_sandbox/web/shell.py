# SPDX-License-Identifier: Apache-2.0
"""What stands around every page: the strip, the bar, who is acted as, and the words templates use."""

import re
from datetime import date, datetime
from typing import Any

from flask import Blueprint, g, request
from flask.blueprints import BlueprintSetupState

from mentorkit_sandbox.jira import access
from mentorkit_sandbox.site import SitePerson
from mentorkit_sandbox.web import fences, looks, words
from mentorkit_sandbox.web.front import Front

FAULTS = {
    "drop-before": "find the connection dropped, with nothing done",
    "drop-after": "find the connection dropped, with the work done",
    "429": "are answered with 429",
    "500": "are answered with 500",
    "503-after": "are answered with 503, with the work done",
    "slow": "are answered late",
    "cut-body": "get half of the answer",
}
"""Each kind of fault, as the end of a sentence about requests."""


class Names:
    """How people are called on pages: by the first name where nobody else has it."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._firsts = [first(person.name) for person in front.site.people]
        self._program = fences.program_accounts(front.site)

    def short(self, account_id: str | None) -> str:
        """A name for running text; the account the program writes with is called Mentorkit."""
        person = self._front.site.person(account_id)
        if person is None:
            return "Former user"
        return "Mentorkit" if self.is_program(account_id) else self._short(person)

    @property
    def mine(self) -> str:
        """The name of whom the browser acts as; also the program's account is called by its own name."""
        me = self._front.me
        return me.name if self.is_program(me.account_id) else self._short(me)

    def is_program(self, account_id: str | None) -> bool:
        """Whether this account writes for the program."""
        return account_id in self._program

    def _short(self, person: SitePerson) -> str:
        name = first(person.name)
        return name if self._firsts.count(name) == 1 else person.name


def names(front: Front) -> Names:
    """The names for this request."""
    if "names" not in g:
        g.names = Names(front)
    found: Names = g.names
    return found


def first(name: str) -> str:
    """The first part of a name."""
    return (name.split() or [name])[0]


def install(bp: Blueprint, front: Front) -> None:
    """Give every template its surroundings and its words."""

    @bp.context_processor
    def surroundings() -> dict[str, Any]:
        now = front.now()
        return {
            "me": front.me,
            "now": now,
            "clock": f"{words.full_day(now.date())}, {now:%H:%M}",
            "clock_short": f"{now.day} {now:%b %Y}",
            "everybody": front.site.people,
            "names": names(front),
            "roles": roles(front),
            "places": places(front),
            "here": request.full_path.rstrip("?"),
            "section": section(request.path),
            "faults_waiting": waiting(front),
        }

    @bp.record_once
    def bits(state: BlueprintSetupState) -> None:
        """Names that parts of templates use, which see no surroundings."""
        state.app.jinja_env.globals.update(
            avatar_class=looks.avatar,
            initials=words.initials,
            person_of=front.site.person,
            short_name=lambda account_id: names(front).short(account_id),
            is_program=lambda account_id: names(front).is_program(account_id),
            level_word=looks.LEVELS.__getitem__,
            count=words.count,
            listed=words.listed,
        )

    @bp.app_template_filter("fault_words")
    def fault_words(fault: dict[str, Any]) -> str:
        after = f"After {words.count(fault['skip'], 'request')}, the" if fault["skip"] else "The"
        requests = "next request" if fault["count"] == 1 else f"next {fault['count']} requests"
        return f"{after} {requests} to {fault['path'] or 'any path'} {FAULTS[fault['kind']]}."

    @bp.app_template_filter("moment")
    def told_moment(text: str) -> str:
        return moment(front, text)

    bp.add_app_template_filter(words.sentence, "capitalize_first")

    @bp.app_template_filter("on_day")
    def told_on_day(text: str) -> str:
        local = datetime.fromisoformat(text).astimezone(front.zone).date()
        said = words.day(local, front.today())
        return said if said in ("today", "yesterday", "tomorrow") else f"on {said}"

    @bp.app_template_filter("day")
    def told_day(value: str | date) -> str:
        return words.day(day_of(value), front.today())


def moment(front: Front, text: str) -> str:
    """A moment as a vendor writes it, in words."""
    return words.moment(datetime.fromisoformat(text), front.now())


def day_of(value: str | date) -> date:
    """The day of a date, or of a text that begins with one."""
    return value if isinstance(value, date) else date.fromisoformat(value[:10])


def section(path: str) -> str:
    """Which entry of the navigation a page belongs to."""
    for name, starts in (("board", ("/jira", "/browse")), ("wiki", ("/wiki",))):
        if path.startswith(starts):
            return name
    return path.strip("/").partition("/")[0] or "home"


def places(front: Front) -> dict[str, str]:
    """Where the navigation leads: the board and the space that the program keeps, else the first ones."""
    spaces = front.wiki.spaces(front.me)
    kept = [space for space in spaces if fences.keys_on((home_of(front, space) or {}).get("body", ""))]
    space = next(iter(kept or spaces), None)
    found = {"wiki": f"/wiki/spaces/{space['key']}" if space else "/wiki/spaces"}
    for board in reversed(front.site.tables.rows("board")):
        project = front.site.tables.peek("project", board["project"])
        if project is not None and access.may_browse(front.me, project):
            address = f"/jira/software/c/projects/{project['key']}/boards/{board['id']}"
            if "board" not in found or fences.PROPERTY in project["properties"]:
                found["board"] = address
    return {"board": "/jira", **found}


def home_of(front: Front, space: dict[str, Any]) -> dict[str, Any] | None:
    """The home page of a space."""
    return front.site.tables.peek("page", space["homepageId"] or "")


def roles(front: Front) -> dict[str, str]:
    """What each account is here, from the profiles this person may read; nothing for those without one."""
    found = {}
    for page in front.wiki.pages(front.me):
        if page["status"] == "current" and "mentorkit-profile" in {label["name"] for label in page["labels"]}:
            about = fences.properties(page["body"])
            if "Person" in about:
                found[about["Person"].account] = about["Role"].text if "Role" in about else ""
    return found


def waiting(front: Front) -> list[dict[str, Any]]:
    """Faults that the next write of this page could run into."""
    return [
        fault
        for fault in front.site.faults.listed()
        if fault["method"] != "GET"
        and any(re.search(fault["path"], start) for start in _probes(request.path))
    ]


def _probes(path: str) -> tuple[str, ...]:
    """Paths of the API that pages of one section write to."""
    wiki = ("/wiki/api/v2/pages/1", "/wiki/api/v2/tasks/1")
    jira = ("/rest/api/3/issue/X-1", "/rest/api/3/issue/X-1/transitions", "/rest/agile/1.0/issue/rank")
    return {"wiki": wiki, "board": jira}.get(section(path), ())
