# SPDX-License-Identifier: Apache-2.0
"""The example company of the sandbox is a program without a problem, and enough to show everything."""

from pathlib import Path

import pytest

from mentorkit.domain.meetings import MeetingKind
from mentorkit.domain.people import Mentoring
from mentorkit.program.loader import load_program
from mentorkit.program.schema import Program
from mentorkit.program.yaml_file import read_yaml

COMPANY = Path(__file__).parents[3] / "sandbox/mentorkit_sandbox/company"


@pytest.fixture(scope="module")
def company() -> Program:
    return load_program(COMPANY)


def test_the_company_loads(company: Program) -> None:
    assert company.id == "agency"
    assert len(company.people) == 12
    assert set(company.roles) == {"drupal-developer", "react-developer", "symfony-developer", "qa-engineer"}
    assert 30 <= len(company.skills) <= 40
    assert company.plans.visibility == "pair"
    assert {kind.value for kind in MeetingKind} <= set(company.agendas)


def test_people_are_varied_and_invented(company: Program) -> None:
    assert len({person.timezone for person in company.people}) >= 6
    assert {person.mentoring for person in company.people} == set(Mentoring)
    assert {person.grade for person in company.people} == {"junior", "middle", "senior", "lead"}
    assert all(person.email.endswith(".example") for person in company.people)
    offers = [person for person in company.people if person.mentoring.gives]
    wants = [person for person in company.people if person.mentoring.takes]
    assert sum(person.capacity for person in offers) >= len(wants)


def test_matrices_are_whole(company: Program) -> None:
    resources = {skill: [one for one in company.resources if one.skill == skill] for skill in company.skills}
    for role in company.roles.values():
        assert 12 <= len(role.requires) <= 14
        core = {skill for skill, requirement in role.requires.items() if requirement.core}
        assert 4 <= len(core) <= 8
        assert all(len(resources[skill]) >= 2 for skill in core), role.id
        assert set(company.baseline) <= set(role.requires)
    assert set(company.skills) == {skill for role in company.roles.values() for skill in role.requires}


def test_the_work_that_is_there_shows_skills(company: Program) -> None:
    site, _ = read_yaml((COMPANY / "site.yaml").read_text(encoding="utf-8"), "site.yaml")
    (project,) = site["projects"]
    labels = {label for skill in company.skills.values() for label in skill.words.labels}
    emails = {person.email for person in company.people}
    issues = project["issues"]
    assert 12 <= len(issues) <= 16
    for issue in issues:
        assert set(issue["labels"]) <= labels, issue["summary"]
        assert issue.get("assignee", company.people[0].email) in emails
    assert {issue["status"] for issue in issues} == {"Backlog", "Doing", "Done"}
    assert sum("assignee" not in issue for issue in issues) >= 5
