# SPDX-License-Identifier: Apache-2.0
"""A small site to look at: two people in a pairing, a coordinator, a stranger; pages, a plan, a feed."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from mentorkit_sandbox import inprocess, seed
from mentorkit_sandbox.app import create_app
from mentorkit_sandbox.site import Site, SitePerson, account_id_of

NOW = datetime(2026, 11, 23, 8, 10, tzinfo=UTC)
PEOPLE = ("Site Administrator", "Mira Ivanova", "Tobias Lang", "Ines Costa", "Anouk Vos")
PROJECT, SPACE = "GROW", "MENT"


def tree(text: str) -> Any:
    """A page as a tree of elements."""
    return html.document_fromstring(text)


def email(name: str) -> str:
    """The address of one of the people, by first name."""
    return f"{name.split(maxsplit=1)[0].lower()}@example.com"


def account(name: str) -> str:
    """The account of one of the people, by first name."""
    return account_id_of(email(name))


def anchor(name: str) -> str:
    """A paragraph with an anchor macro."""
    return (
        '<p><ac:structured-macro ac:name="anchor"><ac:parameter ac:name="">'
        f"{name}</ac:parameter></ac:structured-macro></p>"
    )


def fenced(kind: str, subjects: str, block: str, inside: str) -> str:
    """A block that a program keeps."""
    start = anchor(f"mk.agency.{kind}.{subjects}.1.{block}.1.0a1b2c3d4e")
    return start + inside + anchor(f"mk.mk-t7tnholapqif.{block}.end")


def mention(name: str) -> str:
    """A person in a text."""
    return f'<ac:link><ri:user ri:account-id="{account(name)}" /></ac:link>'


def table(*rows: tuple[str, ...]) -> str:
    """A table whose first row is its head."""
    lines = [
        "<tr>" + "".join(f"<{tag}><p>{cell}</p></{tag}>" for cell in row) + "</tr>"
        for number, row in enumerate(rows)
        for tag in ["td" if number else "th"]
    ]
    return f"<table><tbody>{''.join(lines)}</tbody></table>"


def status(title: str, color: str = "Green") -> str:
    """A lozenge."""
    return (
        f'<ac:structured-macro ac:name="status"><ac:parameter ac:name="colour">{color}</ac:parameter>'
        f'<ac:parameter ac:name="title">{title}</ac:parameter></ac:structured-macro>'
    )


def macro(name: str, inside: str = "", **parameters: str) -> str:
    """A macro with a body of rich text."""
    given = "".join(
        f'<ac:parameter ac:name="{key}">{value}</ac:parameter>' for key, value in parameters.items()
    )
    body = f"<ac:rich-text-body>{inside}</ac:rich-text-body>" if inside else ""
    return f'<ac:structured-macro ac:name="{name}">{given}{body}</ac:structured-macro>'


def task(number: int, words: str, done: bool = False) -> str:
    """A task box."""
    state = "complete" if done else "incomplete"
    return (
        f"<ac:task><ac:task-id>{number}</ac:task-id><ac:task-status>{state}</ac:task-status>"
        f"<ac:task-body>{words}</ac:task-body></ac:task>"
    )


PROFILE = (
    fenced("profile", "mira", "intro", macro("info", "<p>Everybody can read this page.</p>"))
    + fenced(
        "profile",
        "mira",
        "about",
        macro(
            "details",
            "<table><tbody>"
            f"<tr><th><p>Person</p></th><td><p>{mention('Mira')}</p></td></tr>"
            "<tr><th><p>Role</p></th><td><p>React developer, middle</p></td></tr>"
            "<tr><th><p>Mentoring</p></th><td><p>wants a mentor</p></td></tr>"
            "<tr><th><p>Places left</p></th><td><p>1 of 1</p></td></tr>"
            "</tbody></table>",
        ),
    )
    + "<h2>Skills</h2>"
    + table(
        ("Skill", "Level", "Evidence"),
        ("Accessibility", "1", "Joined the June audit"),
        ("React", "3", "Owns the filter panel"),
        ("Git", "4", ""),
        ("", "", ""),
    )
    + "<h2>I can share</h2><p>Untangling a Git history without fear.</p>"
)
GROWTH = (
    "<h2>I want to grow</h2>"
    + table(("Skill", "Why now"), ("Accessibility", "The checkout has to pass an audit"), ("", ""))
    + "<h2>Mentors I would like</h2>"
    + table(("Wish", "Who"), ("First", mention("Tobias")), ("Second", ""))
    + fenced(
        "growth",
        "mira",
        "needed",
        "<h2>Needed and now</h2>"
        + table(("Skill", "Needed", "Now"), ("Accessibility", status("2 Working"), status("1 Aware"))),
    )
)
PAIRING = (
    fenced(
        "pairing",
        "mira_tobias",
        "glance",
        macro(
            "details",
            "<table><tbody>"
            f"<tr><th><p>Mentee</p></th><td><p>{mention('Mira')}</p></td></tr>"
            f"<tr><th><p>Mentor</p></th><td><p>{mention('Tobias')}</p></td></tr>"
            f"<tr><th><p>Stage</p></th><td><p>{status('Growing')}</p></td></tr>"
            "</tbody></table>",
        ),
    )
    + "<h2>Request</h2><p>One box a side.</p><ac:task-list>"
    + task(1, f'{mention("Mira")} asks <a href="http://sandbox.test/wiki#mk-accept-mentee">·</a>', done=True)
    + task(2, f'{mention("Tobias")} accepts <a href="http://sandbox.test/wiki#mk-accept-mentor">·</a>')
    + "</ac:task-list><h2>Agreement</h2>"
    + table(("About", "What we agree"), ("Boundaries", "Not about pay."), ("Recording", "No."))
    + fenced(
        "pairing",
        "mira_tobias",
        "goals",
        "<h2>Goals</h2>"
        + macro("jira", jqlQuery=f"project = {PROJECT} ORDER BY key", columns="key,summary,status,due"),
    )
)
DIRECTORY = fenced(
    "directory",
    "all",
    "directory",
    macro(
        "detailssummary",
        cql='label = "mentorkit-profile" and space = currentSpace()',
        firstcolumn="Profile",
        headings="Role, Places left",
    ),
)
FEED = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//EN
X-WR-CALNAME:Mentoring: Mira Ivanova
BEGIN:VEVENT
UID:one@example.com
DTSTAMP:20261101T000000Z
DTSTART:20261123T130000Z
DTEND:20261123T133000Z
SUMMARY:Monitoring: Mira Ivanova\\, Tobias Lang
DESCRIPTION:Keep going.\\n\\nAgenda (30 min)\\n- How are you (3 min)\\n- One problem in
  depth (17 min)\\n- Next step (10 min)
ATTENDEE;CN="Mira Ivanova":mailto:mira@example.com
ATTENDEE;CN="Tobias Lang":mailto:tobias@example.com
URL:http://sandbox.test/wiki/spaces/MENT
STATUS:CONFIRMED
END:VEVENT
BEGIN:VEVENT
UID:two@example.com
DTSTAMP:20261101T000000Z
DTSTART:20261127T090000Z
DTEND:20261127T091500Z
SUMMARY:Fit check: Mira Ivanova\\, Tobias Lang
STATUS:CANCELLED
END:VEVENT
END:VCALENDAR
"""


@dataclass
class Town:
    """The site with what was put there. ``pages`` are page ids by a short name."""

    site: Site
    app: Flask
    pages: dict[str, str]
    board: str
    built: dict[str, Any] = field(default_factory=dict)

    def rewind(self) -> None:
        """Put everything back to where it was when the town was built."""
        self.site.load(self.built)
        self.site.faults.clear()
        self.site.log.clear()

    def person(self, name: str) -> SitePerson:
        """One of the people, by first name."""
        found = self.site.person(account(name))
        assert found is not None
        return found

    def browser(self, name: str) -> "Browser":
        """A browser that acts as somebody."""
        client = self.app.test_client()
        client.set_cookie("act-as", account(name))
        return Browser(client, self)

    def call(self, name: str, method: str, path: str, body: Any = None) -> Any:
        """A request of the API with somebody's own token."""
        answer = inprocess.session(self.app.wsgi_app).request(
            method, inprocess.URL + path, json=body, auth=(email(name), self.person(name).token)
        )
        assert answer.status_code < 400, answer.text
        return answer.json() if answer.content else None

    def page(self, name: str, part: str = "") -> str:
        """The address of a page in the browser."""
        return f"/wiki/spaces/{SPACE}/pages/{self.pages[name]}" + (f"/{part}" if part else "")

    def add_page(self, name: str, title: str, body: str, *, by: str = "Site", parent: str = "") -> str:
        """A page; its address in the browser."""
        wish = {
            "spaceId": self.call("Site", "GET", f"/wiki/api/v2/spaces?keys={SPACE}")["results"][0]["id"],
            "title": title,
            "status": "current",
            "body": {"representation": "storage", "value": body},
            **({"parentId": self.pages[parent]} if parent else {}),
        }
        self.pages[name] = str(self.call(by, "POST", "/wiki/api/v2/pages", wish)["id"])
        return self.page(name)

    def restrict(self, name: str, read: tuple[str, ...], update: tuple[str, ...]) -> None:
        """Keep a page to some people."""
        lists = {"read": read, "update": update}
        body = [
            {
                "operation": operation,
                "restrictions": {
                    "user": [{"type": "known", "accountId": account(person)} for person in people],
                    "group": [],
                },
            }
            for operation, people in lists.items()
        ]
        self.call("Site", "PUT", f"/wiki/rest/api/content/{self.pages[name]}/restriction", body)

    def body(self, name: str, by: str = "Site") -> str:
        """The stored body of a page."""
        found = self.call(by, "GET", f"/wiki/api/v2/pages/{self.pages[name]}?body-format=storage")
        return str(found["body"]["storage"]["value"])


@dataclass
class Browser:
    """Somebody at a browser without scripts."""

    client: FlaskClient
    town: Town

    def get(self, path: str, expect: int = 200, /) -> str:
        """The HTML at an address."""
        answer = self.client.get(path)
        assert answer.status_code == expect, answer.text[:500]
        return answer.text

    def post(self, path: str, expect: int = 303, /, **form: Any) -> TestResponse:
        """What a form answers."""
        answer = self.client.post(path, data=form)
        assert answer.status_code == expect, answer.text[:500]
        return answer


def build(folder: Path) -> Town:
    """The town, on the Monday of the fourth week."""
    site = Site()
    site.clock.set(NOW, frozen=True)
    site.keep_clock()
    people: list[dict[str, Any]] = [
        {"name": name, "email": email(name), "time_zone": "Europe/Berlin"} for name in PEOPLE
    ]
    people[0]["admin"] = True
    pair = [email("Site"), email("Mira"), email("Tobias")]
    seed.from_data(
        site,
        {
            "people": people,
            "spaces": [{"key": SPACE, "name": "Mentoring space"}],
            "projects": [
                {"key": "WEB", "name": "Client sites", "issues": [{"summary": "Fix the menu"}]},
                {"key": PROJECT, "name": "Plans", "private_to": pair},
            ],
        },
    )
    (folder / "people").mkdir(parents=True)
    (folder / "people" / "mira.ics").write_text(FEED.replace("\n", "\r\n"), encoding="utf-8")
    town = Town(site, create_app(site, folder), {}, "")
    _plan(town)
    _pages(town)
    town.built = site.dump()
    return town


def _pages(town: Town) -> None:
    town.add_page("directory", "Directory", DIRECTORY)
    town.add_page("profile", "Skills: Mira", PROFILE)
    town.call(
        "Site",
        "POST",
        f"/wiki/rest/api/content/{town.pages['profile']}/label",
        [{"prefix": "global", "name": "mentorkit-profile"}],
    )
    town.restrict("profile", (), ("Site", "Mira", "Ines"))
    town.add_page("growth", "My growth: Mira", GROWTH, parent="profile")
    town.restrict("growth", ("Site", "Mira", "Tobias", "Ines"), ("Site", "Mira", "Ines"))
    town.add_page("pairing", "Pairing: Mira, Tobias", PAIRING)
    town.restrict("pairing", ("Site", "Mira", "Tobias"), ("Site", "Mira", "Tobias"))


def _plan(town: Town) -> None:
    boards = town.call("Site", "GET", f"/rest/agile/1.0/board?projectKeyOrId={PROJECT}")["values"]
    town.board = f"/jira/software/c/projects/{PROJECT}/boards/{boards[0]['id']}"
    goal = _issue(town, "Accessibility 1 → 3 by 31 Mar 2027", "Epic", "goal", due="2027-03-31")
    for title, kind, due in (
        ("Make the date picker work by keyboard", "practice", "2026-11-26"),
        ("Write down what the first audit found", "practice", "2026-11-21"),
        ("Teach the team: focus order", "teach", "2027-03-12"),
    ):
        _issue(town, title, "Task", kind, due=due, parent=goal)
    ends = {"inwardIssue": {"key": f"{PROJECT}-2"}, "outwardIssue": {"key": "WEB-1"}}
    town.call("Site", "POST", "/rest/api/3/issueLink", {"type": {"name": "Relates"}, **ends})


def _issue(town: Town, title: str, type_: str, kind: str, *, due: str, parent: str = "") -> str:
    mark = {
        "v": 1,
        "key": f"agency/{kind}/mira/{title[:5].strip().lower()}",
        "base": {"title": "00", "due": "00", "body": "00"},
        "details": {"from": "1", "to": "3"} if type_ == "Epic" else {"skill": "accessibility"},
    }
    said = [
        {"type": "text", "text": "Why: ", "marks": [{"type": "strong"}]},
        {"type": "text", "text": "the shortest way."},
    ]
    why = {"type": "paragraph", "content": said}
    fields: dict[str, Any] = {
        "project": {"key": PROJECT},
        "issuetype": {"name": type_},
        "summary": title,
        "labels": [f"kind-{kind}", "skill-accessibility", "mk-t7tnholapqif"],
        "duedate": due,
        "assignee": {"id": account("Mira")},
        "description": {"version": 1, "type": "doc", "content": [why]},
    }
    if parent:
        fields["parent"] = {"key": parent}
    wish = {"fields": fields, "properties": [{"key": "mentorkit", "value": mark}]}
    return str(town.call("Site", "POST", "/rest/api/3/issue", wish)["key"])
