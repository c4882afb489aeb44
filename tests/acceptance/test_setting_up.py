# SPDX-License-Identifier: Apache-2.0
"""From nothing to a running program, by command line and guide; and what ships with it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from mentorkit.program.loader import load_program
from mentorkit_sandbox.actor import Actor
from mentorkit_sandbox.app import create_app
from tests.acceptance.commands import answer, run
from tests.acceptance.company import Company, Pair, Saved, email
from tests.acceptance.reading import events, kind, properties, queries, table, tables, words

ROLES = ("drupal-developer", "frontend-developer-react", "qa-engineer", "symfony-developer")
COORDINATOR, JONAS, INES = "elena-marinova", "jonas-weber", "ines-carvalho"
_FOUNDED: list[Saved] = []


def started(place: Path) -> Company:
    """The agency's people and work on a site, and a folder that ``init`` has just made."""
    company = Company(place / "agency")
    people = (company.folder / "people.csv").read_text(encoding="utf-8")
    company.folder = place / "mentoring"
    company.app = create_app(company.site, company.folder / "feeds")
    answers = {
        "name": "Mentoring",
        "coordinator": "Elena Marinova",
        "email": "elena.marinova@tidewren.example",
        "site": company.url,
        "timezone": "Europe/Sofia",
        "starts": "2026-10-01",
    }
    options = [word for name, value in answers.items() for word in (f"--{name}", value)]
    roles = [word for role in ROLES for word in ("--role", role)]
    run(company, "init", str(company.folder), "--no-input", *options, *roles)
    arrivals = people.replace("react-developer", "frontend-developer-react")
    (place / "people.csv").write_text(arrivals, encoding="utf-8")
    run(company, "people", "import", str(place / "people.csv"))
    return company


@pytest.fixture
def founded(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A program that was started with ``init``, after its first apply."""
    if not _FOUNDED:
        company = started(tmp_path_factory.mktemp("started"))
        run(company, "apply", "--yes")
        _FOUNDED.append(company.save())
        company.close()
    return _FOUNDED[0].open(tmp_path / "founded")


@pytest.mark.seed("TC12")
def test_the_coordinators_guide_leads_to_a_running_program(tmp_path: Path) -> None:
    company = started(tmp_path)
    guide = (company.folder / "guides" / "coordinator-guide.md").read_text(encoding="utf-8")
    steps = guide.partition("## Every week")[0]
    commands = re.findall(r"^    mentorkit ([^#\n]+?)(?:\s+#.*)?$", steps, re.MULTILINE)
    assert [command.split()[0] for command in commands] == [
        *("init", "doctor", "people", "diff", "apply", "pair", "apply")
    ]
    known = {"<id>": iter((JONAS, INES)), "export.csv": iter([str(tmp_path / "people.csv")] * 2)}
    for command in commands[1:]:
        words_of = [next(known[word]) if word in known else word for word in command.split()]
        if words_of[0] == "pair":
            jonas = company.person(JONAS)
            rated = [("Web accessibility", "0"), ("PHP", "2")]
            jonas.fill_table("Skills: Jonas Weber", ("Skill", "Level"), rated)
        run(company, *words_of, *(["--yes"] if words_of[0] == "apply" else []))
    elena = company.person(COORDINATOR)
    assert "Weeks 1 and 2: what is it for" in words(
        elena.body("Guide: Coordinator guide, from first idea to yearly review")
    )
    pair = Pair(company, JONAS, INES)
    for step in ("accept", "agree"):
        pair.tick(step)
        run(company, "apply", "--yes")
    assert properties(jonas.body(pair.page))["Stage"] == "Growing"
    assert len(jonas.issues(queries(jonas.body(pair.page))[0])) > 3
    assert len(events(jonas.text("/feeds/people/jonas-weber.ics"))) > 30
    status = answer(company, "status")
    assert status["pairings"]["growing"] == 1
    assert (
        "nothing to change" in run(company, "diff").output.casefold()
        or not answer(company, "diff")["changes"]
    )


def guide_links(reader: Actor, title: str) -> set[str]:
    """The guides that a page links."""
    return set(re.findall(r'ri:content-title="(Guide: [^"]+)"', reader.body(title)))


@pytest.mark.seed("TC3", "TC4")
def test_handbooks_and_tool_guides_are_published_and_linked(founded: Company) -> None:
    jonas, ines = founded.person(JONAS), founded.person(INES)
    assert "Ask before you advise" in words(ines.body("Guide: Mentor handbook"))
    assert len(words(jonas.body("Guide: Mentee handbook")).split()) > 300
    tools = {title for title in guide_links(jonas, "Mentoring") if "How to use" in title or "How" in title}
    assert len(tools) == 3
    for title in tools:
        assert len(words(jonas.body(title)).split()) > 200
    run(founded, "pair", "add", "--mentee", JONAS, "--mentor", INES)
    founded.apply()
    Pair(founded, JONAS, INES).tick("accept")
    founded.apply()
    feed = events(jonas.text("/feeds/people/jonas-weber.ics"))
    for meeting, guide in (
        ("first-meeting", "What stays between us"),
        ("review", "Mentor handbook"),
        ("plan", "board"),
    ):
        text = next(str(event["DESCRIPTION"]) for event in feed if kind(event) == meeting)
        links = re.findall(r"^(.*): (http\S+/pages/(\d+))$", text, re.MULTILINE)
        found = {name: number for name, _, number in links if guide.casefold() in name.casefold()}
        assert len(found) == 1, (meeting, links)
        (number,) = found.values()
        assert guide.casefold() in jonas.call("GET", f"/wiki/api/v2/pages/{number}")["title"].casefold()


@pytest.mark.seed("S3", "K1", "K4", "K5")
def test_the_library_is_large_sound_and_open_to_everybody_enrolled(founded: Company) -> None:
    roles = answer(founded, "content", "list", "roles")["roles"]
    assert len(roles) >= 60
    assert "0 faults" in run(founded, "content", "check").output
    skills: dict[str, int] = {}
    for resource in answer(founded, "content", "list", "resources")["resources"]:
        skills[resource["skill"]] = skills.get(resource["skill"], 0) + 1
    for role in roles:
        core = [skill for skill, asks in role["requires"].items() if asks["core"]]
        assert core
        assert all(skills.get(skill, 0) >= 2 for skill in core), role["id"]
    for of_kind in ("course", "workshop", "manual", "talk"):
        listed = answer(founded, "content", "list", "resources", "--kind", of_kind)["resources"]
        assert {resource["kind"] for resource in listed} == {of_kind}
    program = load_program(founded.folder)
    for person in program.people:
        body = founded.person(person.id).body("Learning resources")
        found = {
            heading: len(rows)
            for heading, rows in zip(
                re.findall(r"<h2[^>]*>([^<]+)</h2>", body),
                tables(body, "What", "Kind", "From, to"),
                strict=True,
            )
        }
        matrix = program.role_of(person)
        for skill, asks in matrix.requires.items():
            if asks.core:
                name = program.skills[skill].name.replace("&", "&amp;")
                assert found.get(name, 0) >= 2, (person.id, skill)
    published = table(founded.person(JONAS).body("Role matrix: QA engineer"), "Skill", "Kind", "Core")
    shipped = next(role for role in roles if role["id"] == "qa-engineer")
    assert len(published) == len(shipped["requires"])


CompanyAt = Callable[[str], Company]


@pytest.mark.seed("X1")
def test_nobody_needs_a_new_tool_or_login(company_at: CompanyAt) -> None:
    company = company_at("requested")
    before = {person.account_id for person in company.site.people}
    members = {email(person) for person in (JONAS, INES)}
    company.site.log.clear()
    pair = Pair(company, JONAS, INES)
    for step in ("accept", "agree"):
        pair.tick(step)
        company.apply()
    jonas = company.person(JONAS)
    (task, *_) = [
        issue
        for issue in jonas.issues(queries(jonas.body(pair.page))[0])
        if "kind-learn" in issue["fields"]["labels"]
    ]
    jonas.move(task["key"], "Done")
    company.apply()
    assert "1 of " in next(
        row["Progress"]
        for row in table(jonas.body(pair.page), "Goal", "Progress")
        if row["Progress"][0] != "0"
    )
    assert {person.account_id for person in company.site.people} == before
    used = {str(entry["path"]) for entry in company.site.log if entry["actor"] in members}
    assert len(used) > 5
    assert all(path.startswith(("/rest/api/3/", "/wiki/api/v2/", "/wiki/rest/api/")) for path in used)
    assert "apps" not in jonas.body(pair.page)
