# SPDX-License-Identifier: Apache-2.0
"""A company in whose every text field somebody wrote something harmful, by the ways that are open to them."""

import csv
import json
from dataclasses import dataclass, field
from typing import Any

from mentorkit.domain.meetings import MeetingKind
from mentorkit.program.edit import append_pairing
from mentorkit.program.file_models import PairingEntry
from mentorkit.reconcile.changeset import Report
from mentorkit.rules import World
from mentorkit_sandbox.actor import Actor, Refused
from mentorkit_sandbox.handwriting import write_under
from tests.acceptance.company import Company, trimmed
from tests.injection.corpus import CONTROL, CORPUS

JONAS, INES, ELENA, STEFAN = "jonas-weber", "ines-carvalho", "elena-marinova", "stefan-kolev"
EVIL_NAME, EVIL_TEAM = CORPUS["image handler"], CORPUS["script tag"]
TITLES = {name: text for name, text in CORPUS.items() if len(text) <= 120}
SKILLS = {f"evil-{number}": text for number, text in enumerate(TITLES.values())}
RATED = {
    skill: text
    for (skill, name), text in zip(SKILLS.items(), CORPUS.values(), strict=False)
    if not (name.startswith("@") or text.startswith("@"))  # the actor's sign for a mention
}
"""Skills that are rated, and the evidence that is written beside each."""
CHANNEL = CORPUS["calendar"] + CORPUS["script tag"]
RESOURCES = {name: text for name, text in CORPUS.items() if len(text) <= 250}


@dataclass
class Poisoned:
    """The company, its world after the last run, and what people could not save."""

    company: Company
    world: World
    report: Report
    refused: list[str] = field(default_factory=list)

    def title(self, kind: str, *subjects: str) -> str:
        """What the page of that key is called."""
        return self.world.snapshot.pages.by_key[self.world.key(kind, *subjects)].name

    def bodies(self, reader: str) -> dict[str, str]:
        """Every page that somebody may read, by title."""
        actor = self.company.person(reader)
        pages = actor.call("GET", "/wiki/api/v2/pages", body_format="storage", limit=250)["results"]
        return {page["title"]: page["body"]["storage"]["value"] for page in pages}


def poison(company: Company) -> Poisoned:
    """Plays it."""
    company.checked = False
    trimmed(company, JONAS, INES, ELENA, STEFAN)
    _folder(company)
    jonas, ines, stefan = (company.person(one) for one in (JONAS, INES, STEFAN))
    _work(company)
    company.apply()
    refused = _profiles(company, jonas)
    company.pass_days(1)
    today = company.now().date()
    for entry in (
        PairingEntry(mentee=JONAS, mentor=INES, focus=("web-accessibility",), asked=today),
        PairingEntry(mentee=INES, mentor=STEFAN, asked=today),
    ):
        append_pairing(company.folder, entry)
    report, world, _ = company.apply()
    done = Poisoned(company, world, report, refused)
    pairing, declined = done.title("pairing", JONAS, INES), done.title("pairing", INES, STEFAN)
    _decline(stefan, declined)
    for actor, side in ((jonas, "mentee"), (ines, "mentor")):
        actor.tick(pairing, f"mk-accept-{side}")
    company.apply()
    ines.fill_table(pairing, ("About", "What we agree"), [("Channel", CHANNEL), ("Boundaries", EVIL_TEAM)])
    for actor, side in ((jonas, "mentee"), (ines, "mentor")):
        actor.tick(pairing, f"mk-agree-{side}")
    _, world, _ = company.apply()
    done.refused += _board(jonas, world)
    first = next(
        one for one in world.meetings[world.key("pairing", JONAS, INES)] if one.kind is MeetingKind.REVIEW
    )
    company.pass_days((first.start - company.now()).total_seconds() / 86400 - 10)
    _, done.world, _ = company.apply()
    review = done.title("review", JONAS, INES, first.slot.isoformat())
    rows = [(SKILLS[skill], text, text) for skill, text in RATED.items()]
    jonas.fill_table(review, ("Skill", "Self", "Evidence"), rows)
    jonas.tick(pairing, "mk-done-mentee")
    _, done.world, _ = company.apply()
    for actor, side in ((jonas, "mentee"), (ines, "mentor")):
        mine = done.title("reflection", JONAS, INES, side)
        _write_all(actor, mine, "What I am proud of")
        actor.fill_table(mine, ("For the other side", "Words"), [("Keep", EVIL_TEAM), ("Change", EVIL_NAME)])
        actor.tick(mine, f"mk-complete-{side}")
    done.report, done.world, _ = company.apply()
    return done


def _folder(company: Company) -> None:
    """What a coordinator may write into the program folder."""
    folder = company.folder
    text = json.dumps(" | ".join(CORPUS.values()), ensure_ascii=False)
    company.settings(name=json.dumps(f"Mentoring {EVIL_TEAM}"), purpose=text)
    goals = [
        f"  - {{id: evil-{number}, text: {json.dumps(one, ensure_ascii=False)}}}"
        for number, one in enumerate(RESOURCES.values())
    ]
    _replace(company, "program.yaml", "\ngoals:\n", "\ngoals:\n" + "\n".join(goals) + "\n")
    skills = "".join(
        f"- {{id: {name}, name: {json.dumps(one, ensure_ascii=False)}, kind: practice}}\n"
        for name, one in SKILLS.items()
    )
    (folder / "skills" / "evil.yaml").write_text(skills, encoding="utf-8")
    with (folder / "roles" / "drupal-developer.yaml").open("a", encoding="utf-8") as role:
        role.writelines(f"  {name}: {{junior: 1, middle: 2, senior: 3, lead: 3}}\n" for name in SKILLS)
    resources = "".join(
        f"- {{id: evil-{number}, title: {json.dumps(one, ensure_ascii=False)}, kind: docs,"
        f" skill: web-accessibility, from: 0, to: 4, minutes: {number + 1},"
        f" url: \"https://example.com/{number}?a=1&b='2'\"}}\n"
        for number, one in enumerate(RESOURCES.values())
    )
    (folder / "resources" / "evil.yaml").write_text(resources, encoding="utf-8")
    _replace(
        company, "agendas/monitoring.md", "title: Every-other-week meeting", f"title: {json.dumps(EVIL_TEAM)}"
    )
    notes = "".join(f"- {one}\n" for one in CORPUS.values() if not one.startswith("#"))
    _replace(company, "agendas/monitoring.md", "- A real answer is welcome, also a short one.\n", notes)
    with (folder / "guides" / "client-work.md").open("a", encoding="utf-8") as guide:
        guide.writelines(f"\n{one}\n" for one in CORPUS.values())
    path = folder / "people.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["team"] = EVIL_TEAM
        row["name"] = EVIL_NAME if row["id"] == INES else row["name"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _replace(company: Company, name: str, old: str, new: str) -> None:
    path = company.folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _work(company: Company) -> None:
    """Client work whose title the plan will take over."""
    actor = company.person(JONAS)
    project, kind = _project(actor, "WEB"), "Task"
    for text in (EVIL_TEAM, EVIL_NAME):
        actor.create(project=project, issuetype={"name": kind}, summary=text, labels=["accessibility"])


def _project(actor: Actor, key: str) -> dict[str, Any]:
    return {"id": str(actor.call("GET", f"/rest/api/3/project/{key}")["id"])}


def _profiles(company: Company, jonas: Actor) -> list[str]:
    """Levels, evidence, words and wishes; gives what the site would not take."""
    rows = [(SKILLS[skill], "2", text) for skill, text in RATED.items()]
    title, growth = "Skills: Jonas Weber", "My growth: Jonas Weber"
    jonas.fill_table(title, ("Skill", "Level", "Evidence"), [("Web accessibility", "0", EVIL_NAME), *rows])
    _write_all(jonas, title, "I can share")
    wishes = [("Web accessibility", EVIL_TEAM), (EVIL_TEAM, EVIL_NAME), (CORPUS["path"], CORPUS["CQL"])]
    jonas.fill_table(growth, ("Skill", "Why now"), wishes)
    refused = []
    for name, text in CONTROL.items():
        try:
            jonas.edit(title, lambda body, text=text: f"{body}<p>{text}</p>")  # type: ignore[misc]
        except Refused as error:
            if error.status != 400:
                raise
            refused.append(name)
    return refused


def _write_all(actor: Actor, title: str, heading: str) -> None:
    """Every text as a paragraph under a heading."""

    def change(body: str) -> str:
        for text in CORPUS.values():
            body = write_under(body, heading, text)
        return body

    actor.edit(title, change)


def _decline(stefan: Actor, title: str) -> None:
    stefan.fill_table(title, ("Reason", "Mine"), [("Another reason", EVIL_TEAM), (EVIL_TEAM, EVIL_NAME)])
    stefan.tick(title, "mk-decline-mentor")


def _board(jonas: Actor, world: World) -> list[str]:
    """Summaries, descriptions and comments of the plan, as the mentee changes them."""
    refused = []
    items = [stored.name for stored in world.snapshot.plans.by_key.values() if stored.item.kind == "activity"]
    for number, (name, text) in enumerate((CORPUS | CONTROL).items()):
        issue = items[number % len(items)]
        try:
            jonas.change(issue, summary=text[:255], description=_document(text))
            jonas.call("POST", f"/rest/api/3/issue/{issue}/comment", body={"body": _document(text)})
        except Refused as error:
            if error.status != 400:
                raise
            refused.append(name)
    jonas.change(items[0], summary=EVIL_NAME, description=_document(EVIL_TEAM))
    return refused


def _document(text: str) -> dict[str, Any]:
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": text}]}
    return {"version": 1, "type": "doc", "content": [paragraph]}
