# SPDX-License-Identifier: Apache-2.0
"""Status, plans and meetings as the tools hold them."""

from datetime import timedelta

from mentorkit.ports import PlanKind, Status
from tests.cli.conftest import Company, flat
from tests.core.company import ANA, BEN
from tests.core.company import Company as People


def activities(people: People) -> list[str]:
    """The refs of the activities."""
    return [held.ref for held in people.ours("plans").values() if held.item.kind is PlanKind.ACTIVITY]


def test_status_before_anything_was_applied(company: Company) -> None:
    data = company.json("status")
    assert (data["schema"], data["today"]) == ("mentorkit.status/1", "2026-11-02")
    assert data["people"]["enrolled"] == 0
    assert data["meetings"] == {"held": 0, "planned": 0, "planned_in_14_days": 0, "next": None}
    assert data["waiting"] == []
    assert not company.plugin.tools["pages"].records


def test_status_counts(grown: Company, people: People) -> None:
    first, second, *_ = activities(people)
    people.tool("plans").edit(first, ANA, status=Status.DONE)
    people.tool("plans").edit(second, ANA, status=Status.SHOW)
    data = grown.json("status")
    assert data["people"]["enrolled"] == 4
    assert data["people"]["profiles_filled"] == 1
    assert data["pairings"]["growing"] == 1
    assert data["plans"]["activities_done"] == 1
    assert data["plans"]["activities"] == len(activities(people))
    assert {"who": [BEN], "what": "look at one activity on the board", "since": None}.items() <= (
        data["waiting"][0].items()
    )
    shown = grown.run("status").stdout
    assert "Pairings   1 growing" in shown
    assert "Ben, Carla, Dora  rate their skills on the profile page" in shown


def test_status_moves_with_time(grown: Company, people: People) -> None:
    before = grown.json("status")["meetings"]
    assert before["held"] == 0
    grown.today = (people.now + timedelta(days=100)).isoformat()
    after = grown.json("status")
    assert 0 < after["meetings"]["held"] < before["planned"]
    assert after["meetings"]["held"] + after["meetings"]["planned"] == before["planned"]
    assert after["plans"]["overdue"] > 0


def test_status_names_who_has_no_account(company: Company) -> None:
    company.plugin.directory.missing = frozenset({"jonas-weber"})
    company.run("apply", "--yes")
    (unrated, account) = company.json("status")["waiting"]
    assert len(unrated["who"]) == 11
    assert account["who"] == ["elena-marinova"]
    assert "and 8 more" in company.run("status").stdout


def test_canceled_activities_do_not_count(grown: Company, people: People) -> None:
    before = grown.json("status")["plans"]["activities"]
    people.tool("plans").edit(activities(people)[0], ANA, status=Status.CANCELED)
    assert grown.json("status")["plans"]["activities"] == before - 1


def test_plan_shows_the_board(grown: Company, people: People) -> None:
    people.tool("plans").edit(activities(people)[0], ANA, status=Status.DOING)
    shown = grown.run("plan", "show", ANA)
    assert "Ana with Ben, growing" in shown.stdout
    assert "doing" in shown.stdout
    assert shown.stderr.strip().endswith("meetings list --person ana")
    (pairing,) = grown.json("plan", "show", "ANA@example.com")["pairings"]
    (goal,) = pairing["goals"]
    assert (goal["skill"], goal["done"], goal["total"]) == ("git", 0, len(activities(people)))
    assert [one["kind"] for one in goal["milestones"]] == ["milestone"]
    assert [one["due"] for one in goal["activities"]] == sorted(one["due"] for one in goal["activities"])


def test_plan_of_somebody_without_one(grown: Company) -> None:
    assert "Ben has no pairing as a mentee" in grown.run("plan", "show", BEN).stdout


def test_plan_that_is_not_made_yet(company: Company) -> None:
    company.write("pairings.yaml", "- {mentee: jonas-weber, mentor: mila-stoyanova, asked: 2026-10-20}\n")
    assert "No plan yet" in company.run("plan", "show", "jonas-weber").stdout


def test_meetings_are_shown_in_the_zone_of_who_asks(grown: Company) -> None:
    sofia = grown.run("meetings", "list", "--days", "30").stdout
    berlin = grown.run("meetings", "list", "--days", "30", "--person", BEN).stdout
    assert "Mon 9 Feb 2026 " in sofia
    assert "Europe/Sofia" in sofia
    assert "Europe/Berlin" in berlin
    assert "Europe/Sofia" not in berlin
    by_program = grown.json("meetings", "list", "--days", "30")["meetings"][0]["start"]
    by_person = grown.json("meetings", "list", "--days", "30", "--person", BEN)["meetings"][0]["start"]
    assert by_program.endswith("+02:00")
    assert by_person.endswith("+01:00")


def test_meetings_of_one_pairing(grown: Company) -> None:
    data = grown.json("meetings", "list", "--pairing", "ana/ben", "--days", "365")
    assert data["timezone"] == "Europe/Sofia"
    assert [one["start"] for one in data["meetings"]] == sorted(one["start"] for one in data["meetings"])
    assert {one["pairing"] for one in data["meetings"]} == {"agency/pairing/ana_ben/1"}
    failed = grown.run("meetings", "list", "--pairing", "ana/bem", code=2).stderr
    assert "did you mean 'ana/ben'?" in flat(failed)


def test_no_meetings(company: Company) -> None:
    assert "No meeting in the next 3 days." in company.run("meetings", "list", "--days", "3").stdout
