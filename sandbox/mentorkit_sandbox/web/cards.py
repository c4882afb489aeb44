# SPDX-License-Identifier: Apache-2.0
"""Issues as cards and goals as lanes: what of an issue is told, in the words of mentoring."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from mentorkit_sandbox.jira import access, links, world
from mentorkit_sandbox.tables import Record
from mentorkit_sandbox.web import addresses, fences, looks, shell, words
from mentorkit_sandbox.web.front import Front

_PROPOSED = re.compile(r"(.+?) [0-4] → [0-4]\b.*")
_KINDS = {
    "learn": "Learn",
    "practice": "Practice",
    "teach": "Teach",
    "milestone": "Milestone",
    "goal": "Goal",
}


@dataclass(frozen=True)
class Column:
    """A column of the board: one status, and the class of its disc."""

    id: str
    name: str
    look: str
    done: bool


@dataclass(frozen=True)
class Card:
    """One issue on the board."""

    key: str
    title: str
    address: str
    column: Column
    skill: str
    kind: str
    due: str
    due_look: str
    due_date: str
    work: tuple[str, ...]
    who: str | None
    updated: datetime
    canceled: bool


@dataclass
class Lane:
    """A goal with its cards; ``levels`` are from and to, where the mark says so."""

    id: str
    title: str
    address: str
    levels: tuple[int, int] | None
    due: str
    cards: list[Card] = field(default_factory=list)

    @property
    def done(self) -> int:
        """How many cards are done."""
        return sum(card.column.done for card in self.cards)

    def of(self, column: Column) -> list[Card]:
        """The cards in a column."""
        return [card for card in self.cards if card.column.id == column.id]


def columns(front: Front, project: Record) -> list[Column]:
    """The columns of a project's board: its statuses in their order."""
    return [column(front, id_) for id_ in project["statuses"]]


def column(front: Front, status_id: str) -> Column:
    """A status as a column."""
    record = world.status_record(front.site, status_id)
    look = looks.status(record["name"], record["category"])
    return Column(record["id"], record["name"], look, record["category"] == "done")


def card(front: Front, issue: Record) -> Card:
    """An issue as a card, for whom the browser acts as."""
    fields, stands = issue["fields"], column(front, issue["status"])
    text, look = due_words(front, issue)
    return Card(
        key=issue["key"],
        title=fields["summary"],
        address=addresses.issue(issue["key"]),
        column=stands,
        skill=skill(issue),
        kind=kind(issue),
        due=text,
        due_look=look,
        due_date=fields["duedate"] or "",
        work=tuple(other["key"] for other in linked(front, issue)),
        who=fields["assignee"],
        updated=datetime.fromisoformat(issue["updated"]),
        canceled=bool(mark(issue).get("canceled")),
    )


def lane(front: Front, goal: Record) -> Lane:
    """A goal as a lane."""
    due = goal["fields"]["duedate"]
    said = f"by {words.date_words(date.fromisoformat(due), front.today())}" if due else ""
    return Lane(goal["key"], goal_title(goal), addresses.issue(goal["key"]), levels(goal), said)


def goal_title(goal: Record) -> str:
    """A goal's title, without the levels and the date that stand beside it anyway."""
    title = str(goal["fields"]["summary"])
    proposed = _PROPOSED.fullmatch(title)
    return proposed[1] if proposed and levels(goal) else title


def mark(issue: Record) -> dict[str, Any]:
    """What a program keeps in its property of an issue; nothing where there is none."""
    value = issue["properties"].get(fences.PROPERTY)
    return value if isinstance(value, dict) else {}


def details(issue: Record) -> dict[str, str]:
    """The small facts that travel in the mark."""
    value = mark(issue).get("details")
    return {str(key): str(one) for key, one in value.items()} if isinstance(value, dict) else {}


def levels(goal: Record) -> tuple[int, int] | None:
    """The levels that a goal goes from and to, where its mark says so."""
    said = details(goal)
    start, end = said.get("from", ""), said.get("to", "")
    return (int(start), int(end)) if start in "01234" and end in "01234" and start and end else None


def skill(issue: Record) -> str:
    """The skill an issue serves, by its label."""
    label = next((name for name in issue["fields"]["labels"] if name.startswith("skill-")), "")
    return words.sentence(label.removeprefix("skill-").replace("-", " "))


def kind(issue: Record) -> str:
    """What sort of step it is, by its label or its type."""
    label = next((name for name in issue["fields"]["labels"] if name.startswith("kind-")), "")
    name = label.removeprefix("kind-")
    return (
        _KINDS.get(name, words.sentence(name.replace("-", " ")))
        if name
        else world.ISSUE_TYPES[issue["type"]]["name"]
    )


def due_words(front: Front, issue: Record) -> tuple[str, str]:
    """When it is due or was done, in words, and whether that is late or soon."""
    if world.status_record(front.site, issue["status"])["category"] == "done":
        when = issue["resolutiondate"] or issue["statuscategorychangedate"]
        local = datetime.fromisoformat(when).astimezone(front.zone).date()
        return f"Done {words.day(local, front.today())}", ""
    due = issue["fields"]["duedate"]
    return words.due(date.fromisoformat(due), front.today()) if due else ("", "")


def linked(front: Front, issue: Record) -> list[Record]:
    """Issues of other projects that this one is linked with, as far as this person may see them."""
    found = []
    for link in links.shown_on(front.site, front.me, issue):
        other = link.get("outwardIssue") or link["inwardIssue"]
        record = access.find_issue(front.site, other["key"])
        if record is not None and record["project"] != issue["project"]:
            found.append(record)
    return found


def seen_by(front: Front, issue: Record) -> list[str]:
    """Who sees an issue with a security level, by name; nobody named when everybody may."""
    if not issue["fields"].get("security"):
        return []
    names = shell.names(front)
    seeing = [person.account_id for person in front.site.people if access.may_see(front.site, person, issue)]
    return [names.short(account) for account in seeing if not names.is_program(account)] or ["Mentorkit"]
