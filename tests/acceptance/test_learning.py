# SPDX-License-Identifier: Apache-2.0
"""Beside the plan: recommendations to tick, help for stuck work, the next plan, a stretch."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from mentorkit.program.loader import load_program
from mentorkit_sandbox.actor import Actor
from tests.acceptance.company import Company, Pair
from tests.acceptance.reading import adf, queries, table, words
from tests.acceptance.test_lifecycle import settled
from tests.acceptance.test_plan import GOALS, INES, JONAS, PAGE, SAMIR, of_kind, plan, skill

CompanyAt = Callable[[str], Company]
OWN = """
- id: house-style
  title: How the web team tests with a keyboard
  url: https://wiki.tidewren.example/keyboard
  kind: manual
  skill: web-accessibility
  from: 0
  to: 4
  minutes: 900
  team: "{team}"
"""


def offered(reader: Actor, page: str = PAGE) -> list[str]:
    """The ids of the resources that a pairing page recommends, in order."""
    return re.findall(r"#mk-add-([a-z0-9-]+)", reader.body(page))


def summaries(reader: Actor) -> list[str]:
    return [str(issue["fields"]["summary"]) for issue in plan(reader)]


@pytest.mark.seed("T10", "K2")
def test_one_tick_beside_a_recommendation_makes_the_issue_once(company_at: CompanyAt) -> None:
    company = company_at("growing")
    for name in ("first", "second", "third"):
        text = OWN.format(team="").replace("house-style", name).replace("How", name)
        (company.folder / "resources" / f"{name}.yaml").write_text(text, encoding="utf-8")
    company.apply()
    jonas, ines = company.person(JONAS), company.person(INES)
    resources = {one.id: one for one in load_program(company.folder).resources}
    first, *rest = offered(jonas)
    assert offered(ines) == [first, *rest]
    before = summaries(jonas)
    skills = {skill(issue) for issue in plan(jonas)}
    for one in (first, *rest):
        assert resources[one].skill in skills
        assert f"Learn: {resources[one].title}" not in before
    ines.tick(PAGE, f"mk-add-{first}")
    settled(company)
    title = f"Learn: {resources[first].title}"
    assert summaries(jonas).count(title) == 1
    added = next(issue for issue in plan(jonas) if issue["fields"]["summary"] == title)
    assert added["fields"]["assignee"]["displayName"] == "Jonas Weber"
    assert resources[first].url in str(jonas.issue(added["key"])["description"])
    assert first not in offered(jonas)
    assert not company.person(SAMIR).may("GET", f"/rest/api/3/issue/{added['key']}")
    company.actor(company.site.people[0].email).delete(added["key"])
    settled(company)
    assert title not in summaries(jonas), "what somebody threw away does not come back"
    assert first not in offered(jonas)


@pytest.mark.seed("K7", "K10")
def test_the_mentor_finds_resources_beside_stuck_tasks_the_teams_own_first(company_at: CompanyAt) -> None:
    company = company_at("growing")
    for team, name in (("web", "own"), ("platform", "other")):
        text = OWN.format(team=team).replace("house-style", f"{name}-style")
        (company.folder / "resources" / f"{name}.yaml").write_text(text, encoding="utf-8")
    company.apply()
    jonas, ines = company.person(JONAS), company.person(INES)
    assert offered(jonas)[0] == "own-style", "how the own team does it comes first, however long it is"
    assert "other-style" not in offered(jonas)
    stuck = next(issue for issue in of_kind(plan(jonas), "kind-learn") if skill(issue) == "web-accessibility")
    company.pass_days(0.1)
    jonas.move(stuck["key"], "Doing")
    company.apply()
    assert "For the mentor, to point to" not in words(ines.body(PAGE))
    company.pass_days(15)
    settled(company)
    shown = words(ines.body(PAGE))
    line = shown[shown.index(f"Stuck: {stuck['key']}") :].partition("Overdue: ")[0]
    assert "For the mentor, to point to: How the web team tests with a keyboard" in line
    resources = {one.title: one for one in load_program(company.folder).resources}
    pointed = [title for title in resources if title in line.partition("to point to:")[2]]
    assert pointed
    assert all(resources[title].skill == "web-accessibility" for title in pointed)
    assert stuck["fields"]["summary"].removeprefix("Learn: ") not in pointed


@pytest.mark.seed("T9")
def test_a_plan_that_is_done_asks_for_the_next_and_one_tick_starts_it(company_at: CompanyAt) -> None:
    company = company_at("growing")
    jonas, ines = company.person(JONAS), company.person(INES)
    goals = [issue for issue in plan(jonas) if issue["fields"]["issuetype"]["name"] == "Epic"]
    assert "What next" not in words(jonas.body(PAGE))
    last = max(goals, key=lambda goal: (goal["fields"]["duedate"], goal["key"]))
    for goal in goals:
        company.pass_days(1)
        jonas.move(goal["key"], "Done")
        settled(company)
    for reader in (jonas, ines):
        assert "Every goal of this plan is done. What is the next one about?" in words(reader.body(PAGE))
    said = [adf(c["body"]) for goal in goals for c in ines.comments(goal["key"])]
    assert [one for one in said if "What comes next?" in one] == said
    assert len(said) == 1
    assert f"@{ines.account_id}" in said[0]
    assert last["key"] in {goal["key"] for goal in goals}
    before = {issue["key"] for issue in plan(jonas)}
    jonas.tick(PAGE, "mk-next-plan-1")
    company.pass_days(1)
    settled(company)
    fresh = [issue for issue in plan(jonas) if issue["key"] not in before]
    epics = [issue for issue in fresh if issue["fields"]["issuetype"]["name"] == "Epic"]
    assert 1 <= len(epics) <= 3
    assert of_kind(fresh, "kind-learn")
    assert "What next" not in words(jonas.body(PAGE))
    reached = {skill(goal): goal["fields"]["summary"].split(" by ")[0][-1] for goal in goals}
    for epic in epics:
        days = date.fromisoformat(epic["fields"]["duedate"]) - company.now().date()
        assert 85 <= days.days <= 92, "three months again"
        start = epic["fields"]["summary"].split(" by ")[0].split()[-3]
        assert start == reached.get(skill(epic), start), "it goes on from what was reached"
    rows = table(ines.body(PAGE), *GOALS)
    assert {epic["fields"]["summary"] for epic in epics} <= {row["Goal"] for row in rows}


@pytest.mark.seed("T14")
def test_a_stretch_task_outside_the_role_is_possible_and_marked(company_at: CompanyAt) -> None:
    company = company_at("requested")
    program = load_program(company.folder)
    assert "ui-test-automation" not in program.roles["react-developer"].requires
    pair = Pair(company, "tomasz-lis", "hannah-brooks").ask("ui-test-automation", "web-accessibility")
    for step in ("", "accept", "agree"):
        if step:
            pair.tick(step)
        company.apply()
    tomasz = company.person("tomasz-lis")
    issues = tomasz.issues(queries(tomasz.body(pair.page))[0])
    stretch = of_kind(issues, "kind-stretch")
    assert {skill(issue) for issue in stretch} == {"ui-test-automation"}
    assert {issue["fields"]["issuetype"]["name"] for issue in stretch} == {"Epic", "Task"}
    goal = next(issue for issue in stretch if issue["fields"]["issuetype"]["name"] == "Epic")
    assert "A stretch: the role React developer does not ask for it" in adf(
        company.person("hannah-brooks").issue(goal["key"])["description"]
    )
    assert "web-accessibility" in {skill(issue) for issue in issues}
