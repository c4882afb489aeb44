# SPDX-License-Identifier: Apache-2.0
"""What a site holds from the start."""

from pathlib import Path

import pytest

from mentorkit_sandbox import seed
from mentorkit_sandbox.jira import access
from mentorkit_sandbox.site import Site, account_id_of

SEED = """
people:
  - {name: Ana Petrova, email: Ana@example.com, time_zone: Europe/Sofia}
  - {name: Ben Stone, email: ben@example.com, token: given, account_id: "557058:x"}
projects:
  - key: WORK
    name: Client work
    private_to: [ben@example.com]
    issues:
      - {summary: Fix the menu, type: Bug, assignee: ben@example.com, labels: [drupal], status: Doing,
         due: 2026-04-01, description: "First line\\n\\nSecond line"}
spaces:
  - {key: TEAM, name: Team}
"""


@pytest.fixture
def seeded(tmp_path: Path) -> Site:
    file = tmp_path / "seed.yaml"
    file.write_text(SEED)
    site = Site()
    seed.from_file(site, file)
    return site


def test_people(seeded: Site) -> None:
    ana, ben = seeded.people
    assert (ana.admin, ana.time_zone, ana.token) == (True, "Europe/Sofia", "token-ana-example-com")
    assert ana.account_id == account_id_of("ana@example.com")
    assert ana.account_id.startswith("712020:")
    assert (ben.admin, ben.time_zone, ben.token, ben.account_id) == (False, "Etc/UTC", "given", "557058:x")
    assert seeded.person_by_email("ANA@EXAMPLE.COM") == ana


def test_work(seeded: Site) -> None:
    issue = access.find_issue(seeded, "WORK-1") or {}
    assert issue["fields"]["summary"] == "Fix the menu"
    assert issue["fields"]["duedate"] == "2026-04-01"
    assert (seeded.tables.peek("status", issue["status"]) or {})["name"] == "Doing"
    ana, ben = seeded.people
    assert not access.may_see(seeded, ana, issue)
    assert access.may_see(seeded, ben, issue)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a list", "a seed file has the keys"),
        ("persons: []", "a seed file has the keys"),
        (SEED.replace("assignee: ben", "assignee: bob"), "bob@example.com"),
        (SEED.replace("status: Doing", "status: Asleep"), "Asleep"),
    ],
)
def test_a_wrong_seed_is_refused(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "seed.yaml"
    file.write_text(text)
    with pytest.raises(ValueError, match=message):
        seed.from_file(Site(), file)


def test_a_program_folder_gives_its_people_and_an_administrator(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(
        "id,name,email,role,timezone,account_id\n"
        "ana,Ana Petrova,ana@firm.example,developer,Europe/Sofia,\n"
        "ben,Ben Stone,ben@firm.example,developer,,557058:y\n"
        "eva,Eva Without,,developer,,\n"
    )
    site = Site()
    seed.from_program(site, tmp_path)
    assert [(one.name, one.email, one.admin) for one in site.people] == [
        ("Site Administrator", "admin@firm.example", True),
        ("Ana Petrova", "ana@firm.example", False),
        ("Ben Stone", "ben@firm.example", False),
    ]
    assert [one.time_zone for one in site.people] == ["Etc/UTC", "Europe/Sofia", "Etc/UTC"]
    assert site.people[2].account_id == "557058:y"
    assert [scheme["name"] for scheme in site.tables.rows("security_scheme")] == ["Mentoring"]
