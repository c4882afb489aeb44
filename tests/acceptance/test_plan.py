# SPDX-License-Identifier: Apache-2.0
"""The development plan: ordinary issues on the board, on real work, moved and added to by the two people."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from mentorkit.program.loader import load_program
from mentorkit_sandbox.actor import Actor
from tests.acceptance.company import Company, Pair
from tests.acceptance.reading import adf, queries, table, words

CompanyAt = Callable[[str], Company]
JONAS, INES, SAMIR = "jonas-weber", "ines-carvalho", "samir-aziz"
PAGE = "Pairing: Jonas Weber, Inês Carvalho"
GOALS = ("Goal", "From, to", "Due", "Progress")
MILESTONES = ("Milestone", "Due", "Measure", "State")


def plan(reader: Actor, page: str = PAGE) -> list[dict[str, Any]]:
    """The issues that the pairing page lists, as this person finds them."""
    (jql,) = queries(reader.body(page))
    return reader.issues(jql)


def of_kind(issues: list[dict[str, Any]], label: str) -> list[dict[str, Any]]:
    """Those with a label."""
    return [issue for issue in issues if label in issue["fields"]["labels"]]


def skill(issue: dict[str, Any]) -> str:
    """The skill that an issue is about."""
    (label,) = (label for label in issue["fields"]["labels"] if label.startswith("skill-"))
    return str(label).removeprefix("skill-")


def linked(issue: dict[str, Any]) -> list[str]:
    """Which issues it is linked with."""
    ends = (link.get("inwardIssue") or link.get("outwardIssue") for link in issue["fields"]["issuelinks"])
    return [end["key"] for end in ends]


def rows(reader: Actor, *heads: str) -> list[dict[str, str]]:
    """A table of the pairing page."""
    return table(reader.body(PAGE), *heads)


@pytest.mark.seed("T2")
def test_learning_activities_fit_the_skill_and_the_step(company_at: CompanyAt) -> None:
    company = company_at("growing")
    jonas = company.person(JONAS)
    resources = {one.url: one for one in load_program(company.folder).resources}
    issues = plan(jonas)
    goals = [issue for issue in issues if issue["fields"]["issuetype"]["name"] == "Epic"]
    steps = {skill(goal): goal["fields"]["summary"].split(" by ")[0].split()[-3:] for goal in goals}
    learning = of_kind(issues, "kind-learn")
    assert {skill(issue) for issue in learning} == set(steps) == {"web-accessibility", "drupal-core-apis"}
    for issue in learning:
        description = jonas.issue(issue["key"])["description"]
        (resource,) = (
            resources[url] for url in resources if f'"{url}"' in str(description).replace("'", '"')
        )
        current, _, target = steps[skill(issue)]
        assert resource.skill == skill(issue)
        assert resource.start < int(target)
        assert resource.to > int(current)
        assert f"about {resource.minutes} minutes" in adf(description)


@pytest.mark.seed("T3", "T15")
def test_each_focus_skill_is_practiced_on_real_work_or_the_reason_is_told(company_at: CompanyAt) -> None:
    company = company_at("requested")
    known = {issue["key"] for issue in company.person(SAMIR).issues("project = WEB")}
    pair = Pair(company, "samir-aziz", "hannah-brooks").ask("ui-test-automation", "giving-feedback")
    told: list[str] = []
    for step in ("", "accept", "agree"):
        if step:
            pair.tick(step)
        report, _, _ = company.apply()
        told += [f"{one.what}; {one.remedy}" for one in report.told]
    samir = company.person(SAMIR)
    practice = of_kind(plan(samir, pair.page), "kind-practice")
    assert [skill(issue) for issue in practice] == ["ui-test-automation"]
    (work,) = linked(practice[0])
    assert work in known, "it was there before anybody thought of a plan"
    assert samir.issue(work)["summary"] in practice[0]["fields"]["summary"]
    assert f"{work} is done and you have shown it" in adf(samir.issue(practice[0]["key"])["description"])
    assert "no open work item fits Giving feedback; link one on the board by hand" in told


@pytest.mark.seed("T6")
def test_a_task_added_by_hand_joins_the_plan(company_at: CompanyAt) -> None:
    company = company_at("growing")
    jonas = company.person(JONAS)
    goal = next(issue for issue in plan(jonas) if issue["fields"]["summary"].startswith("Web accessibility"))
    before = {row["Goal"]: row["Progress"] for row in rows(jonas, *GOALS)}
    assert before[goal["fields"]["summary"]] == "0 of 2 done"
    key = jonas.create(
        project={"key": "MENT"},
        issuetype={"name": "Task"},
        summary="Watch somebody use a screen reader for an hour",
        parent={"key": goal["key"]},
    )
    company.apply()
    after = {row["Goal"]: row["Progress"] for row in rows(company.person(INES), *GOALS)}
    assert after[goal["fields"]["summary"]] == "0 of 3 done"
    company.pass_days(1)
    jonas.move(key, "Done")
    company.apply()
    after = {row["Goal"]: row["Progress"] for row in rows(company.person(INES), *GOALS)}
    assert after == {**before, goal["fields"]["summary"]: "1 of 3 done"}
    assert jonas.issue(key)["summary"] == "Watch somebody use a screen reader for an hour"


@pytest.mark.seed("T11")
def test_a_mentor_sees_and_plans_the_tasks_of_all_mentees(company_at: CompanyAt) -> None:
    company = company_at("growing")
    other = Pair(company, "tomasz-lis", INES).ask("web-accessibility")
    for step in ("", "accept", "agree"):
        if step:
            other.tick(step)
        company.apply()
    ines = company.person(INES)
    board = ines.call("GET", "/rest/agile/1.0/board", projectKeyOrId="MENT")["values"][0]["id"]
    shown = ines.call("GET", f"/rest/agile/1.0/board/{board}/issue", maxResults=100)["issues"]
    mentees = {issue["fields"]["assignee"]["displayName"] for issue in shown if issue["fields"]["assignee"]}
    assert mentees == {"Jonas Weber", "Tomasz Lis"}
    tasks = of_kind(plan(ines, other.page), "kind-learn")
    later = (date.fromisoformat(tasks[0]["fields"]["duedate"]) + timedelta(days=5)).isoformat()
    ines.change(tasks[0]["key"], duedate=later)
    added = ines.create(
        project={"key": "MENT"},
        issuetype={"name": "Task"},
        summary="Test the shop's basket with the keyboard alone",
        parent={"key": tasks[0]["fields"]["parent"]["key"]},
        assignee={"id": company.person("tomasz-lis").account_id},
        duedate=later,
    )
    company.apply()
    assert ines.issue(tasks[0]["key"])["duedate"] == later
    tomasz = company.person("tomasz-lis")
    assert tomasz.issue(added)["assignee"]["displayName"] == "Tomasz Lis"
    total = len(tasks) + len(of_kind(plan(tomasz, other.page), "kind-practice")) + 1
    progress = [row["Progress"] for row in table(tomasz.body(other.page), *GOALS)]
    assert progress == [f"0 of {total} done"]


@pytest.mark.seed("T12", "T13")
def test_both_see_the_roadmap_and_what_the_next_level_needs(company_at: CompanyAt) -> None:
    company = company_at("growing")
    jonas, ines = company.person(JONAS), company.person(INES)
    skills = load_program(company.folder).skills
    goals = [issue for issue in plan(jonas) if issue["fields"]["issuetype"]["name"] == "Epic"]
    for goal in goals:
        target = int(goal["fields"]["summary"].split(" by ")[0][-1])
        assert skills[skill(goal)].levels[target] in adf(ines.issue(goal["key"])["description"])
    first = goals[0]["key"]
    description = ines.issue(first)["description"]
    paragraph = {
        "type": "paragraph",
        "content": [{"type": "text", "text": "For me: the library's card form."}],
    }
    ines.change(first, description={**description, "content": [*description["content"], paragraph]})
    jonas.change(first, duedate="2027-02-19")
    company.apply()
    assert "For me: the library's card form." in adf(jonas.issue(first)["description"])
    wanted = {goal["fields"]["summary"]: goal["fields"]["duedate"] for goal in goals}
    wanted[goals[0]["fields"]["summary"]] = "2027-02-19"
    for reader in (jonas, ines):
        assert {row["Goal"]: row["Due"] for row in rows(reader, *GOALS)} == wanted
        assert {issue["key"] for issue in plan(reader)} >= {goal["key"] for goal in goals}


@pytest.mark.seed("ML1", "ML2")
def test_milestones_stand_on_board_and_page_and_roll_up(company_at: CompanyAt) -> None:
    company = company_at("growing")
    jonas, ines = company.person(JONAS), company.person(INES)
    milestones = of_kind(plan(jonas), "kind-milestone")
    assert len(milestones) == 2
    assert {row["Milestone"]: (row["Due"], row["State"]) for row in rows(jonas, *MILESTONES)} == {
        issue["fields"]["summary"]: (issue["fields"]["duedate"], "ahead") for issue in milestones
    }
    aim = next(issue for issue in milestones if skill(issue) == "web-accessibility")
    toward = [
        issue
        for label in ("kind-learn", "kind-practice")
        for issue in of_kind(plan(jonas), label)
        if skill(issue) == "web-accessibility"
    ]
    for number, issue in enumerate(toward, start=1):
        company.pass_days(1)
        jonas.move(issue["key"], "Done")
        company.apply()
        row = next(row for row in rows(ines, *MILESTONES) if row["Milestone"] == aim["fields"]["summary"])
        assert row["Measure"] == f"{number} of {len(toward)} activities done"
        over = number == len(toward)
        assert ines.issue(aim["key"])["status"]["name"] == ("Done" if over else "Backlog")
        assert len(ines.comments(aim["key"])) == over
    company.apply()
    assert {row["State"] for row in rows(ines, *MILESTONES)} == {"ahead", "reached"}
    (comment,) = jonas.comments(aim["key"])
    said = adf(comment["body"])
    assert f"@{jonas.account_id}" in said
    assert f"@{ines.account_id}" in said
    assert "What worked, and what comes next?" in said


@pytest.mark.seed("N1")
def test_the_plan_is_the_backlog(company_at: CompanyAt) -> None:
    company = company_at("growing")
    jonas = company.person(JONAS)
    issues = plan(jonas)
    board = jonas.call("GET", "/rest/agile/1.0/board", projectKeyOrId="MENT")["values"][0]["id"]
    shown = jonas.call("GET", f"/rest/agile/1.0/board/{board}/issue", maxResults=100)["issues"]
    assert {issue["key"] for issue in issues} == {issue["key"] for issue in shown}
    for issue in issues:
        assert issue["fields"]["issuetype"]["name"] in ("Epic", "Task")
        assert skill(issue) in ("web-accessibility", "drupal-core-apis")
        assert [label for label in issue["fields"]["labels"] if label.startswith("level-")] != []
    activities = [*of_kind(issues, "kind-learn"), *of_kind(issues, "kind-practice")]
    real = [issue for issue in activities if linked(issue)]
    assert {linked(issue)[0].partition("-")[0] for issue in real} == {"WEB"}

    def share(number: int) -> str:
        percent = round(100 * number / len(activities))
        return f"{number} of {len(activities)} activities are linked with real work ({percent} %)."

    assert share(len(real)) in words(jonas.body(PAGE))
    other = next(issue for issue in activities if not linked(issue))
    ends = {"inwardIssue": {"key": other["key"]}, "outwardIssue": {"key": "WEB-4"}}
    jonas.call("POST", "/rest/api/3/issueLink", body={"type": {"name": "Relates"}, **ends})
    company.apply()
    assert share(len(real) + 1) in words(jonas.body(PAGE))
