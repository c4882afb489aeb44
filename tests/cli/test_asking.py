# SPDX-License-Identifier: Apache-2.0
"""Commands that ask for a record change: shown, asked, made through the loop, and so ever after."""

from datetime import datetime, timedelta

import pytest

from tests.cli.conftest import Company, flat
from tests.core.company import ANA, BEN, CARLA, PAIRING, key
from tests.core.company import Company as People

PAIR = f"{ANA}/{BEN}"


def settled(company: Company) -> None:
    """Nothing is left to do."""
    assert company.json("diff")["counts"] == {"add": 0, "change": 0, "archive": 0}


def reviews(people: People) -> list[str]:
    return [str(record) for record in people.ours("pages") if "/review/" in record]


def test_a_review_is_brought_out_early(grown: Company, people: People) -> None:
    before = grown.json("review", "status")
    assert [(one["next"], one["done"]) for one in before["reviews"]] == [("out", [])]
    assert before["waiting"]["out"] == 1
    shown = grown.run("review", "start", PAIR, "--look").stdout
    assert "add     review page" in shown
    assert not reviews(people)
    done = grown.run("review", "start", PAIR, "--yes")
    assert "1 added" in done.stdout
    assert done.stderr.strip().endswith(" review status")
    assert len(reviews(people)) == 1
    settled(grown)
    after = grown.json("review", "status")["reviews"]
    assert [(one["next"], one["done"]) for one in after] == [("self", ["out"]), ("out", [])]
    assert "is out already" in grown.run("review", "start", PAIR, "--yes").stderr
    assert "the mentee's own levels" in grown.run("review", "status", "--person", ANA).stdout
    assert "No review is ahead" in grown.run("review", "status", "--person", CARLA).stdout


def test_reflecting_begins_when_it_is_asked_for(grown: Company, people: People) -> None:
    assert grown.json("reflect", "status")["reflections"][0]["mentee_state"] == "later"
    done = grown.json("reflect", "start", PAIR, "--yes")
    assert done["counts"]["added"] == 2
    settled(grown)
    (one,) = grown.json("reflect", "status")["reflections"]
    assert (one["stage"], one["mentee_state"], one["mentor_state"]) == ("reflecting", "waiting", "waiting")
    assert "reflecting already" in grown.run("reflect", "start", PAIR, "--yes").stderr
    people.tick(key("reflection", ANA, BEN, "mentee"), "mk-complete-mentee", ANA)
    assert "has written" in grown.run("reflect", "status").stdout


def test_a_pairing_ends_early_and_is_opened_again(grown: Company, people: People) -> None:
    assert "is not over" in grown.run("pair", "reopen", PAIR, code=6).stderr
    done = grown.run("pair", "end", PAIR, "--yes")
    assert "ended early, without a reason owed" in done.stdout
    assert grown.json("pair", "list")["pairings"][0]["stage"] == "ended-early"
    assert grown.json("meetings", "list", "--days", "400")["meetings"] == []
    settled(grown)
    assert "is over" in grown.run("pair", "end", PAIR, "--yes", code=6).stderr
    assert "nothing to look back on" in grown.run("reflect", "start", PAIR, "--yes", code=6).stderr
    assert "no review ahead" in grown.run("review", "start", PAIR, "--yes", code=6).stderr
    data = grown.json("pair", "reopen", PAIR)
    assert data["pairing"]["reopens"] is True
    assert grown.text("pairings.yaml").splitlines()[-1] == (
        "- {mentee: ana, mentor: ben, asked: 2026-02-02, reopens: true}"
    )
    grown.run("apply", "--yes", "--force")
    assert grown.json("pair", "list")["pairings"][0]["stage"] == "expectations"
    grown.run("pair", "end", PAIR, "--yes")
    assert grown.json("pair", "list")["pairings"][0]["stage"] == "ended-early", "in the second round, too"


def test_a_full_mentor_takes_nobody_back(grown: Company) -> None:
    grown.run("pair", "end", PAIR, "--yes")
    for mentee in ("dora", CARLA):
        grown.run("pair", "add", "--mentee", mentee, "--mentor", BEN)
    assert "Ben has no place left" in grown.run("pair", "reopen", PAIR, code=6).stderr


def test_a_request_is_not_ended_by_others(grown: Company) -> None:
    grown.run("pair", "add", "--mentee", "dora", "--mentor", BEN)
    refused = grown.run("pair", "end", "dora/ben", "--yes", code=6).stderr
    assert "have not both accepted yet" in refused


def first(grown: Company) -> dict[str, str]:
    found: dict[str, str] = grown.json("meetings", "list", "--days", "400")["meetings"][0]
    return found


def at(grown: Company, name: str) -> str | None:
    found = grown.json("meetings", "list", "--days", "400")["meetings"]
    return next((one["start"] for one in found if one["name"] == name), None)


def test_a_moved_meeting_stays_moved(grown: Company, people: People) -> None:
    meeting = first(grown)
    name, before = meeting["name"], datetime.fromisoformat(meeting["start"])
    later = (before + timedelta(days=1)).replace(hour=15, minute=0)
    words = ["meetings", "move", name, "--to", later.strftime("%Y-%m-%dT%H:%M")]
    assert "start: " in grown.run(*words, "--look").stdout
    assert at(grown, name) == before.isoformat()
    grown.run(*words, "--yes")
    assert at(grown, name) == later.isoformat()
    settled(grown)
    people.fresh()
    people.tool("meetings").records.clear()
    grown.run("apply", "--yes", "--force")
    assert at(grown, name) == later.isoformat(), "also when the feeds were deleted"
    assert "at that time already" in grown.run(*words, "--yes").stderr
    grown.run("meetings", "move", name, "--to", before.isoformat(), "--yes")
    assert at(grown, name) == before.isoformat()
    settled(grown)


def test_a_canceled_meeting_stays_canceled_until_it_is_moved(grown: Company) -> None:
    meeting = first(grown)
    name = meeting["name"]
    number = len(grown.json("meetings", "list", "--days", "400")["meetings"])
    shown = grown.run("meetings", "cancel", name, "--yes").stdout
    assert "status: confirmed → canceled" in shown
    assert at(grown, name) is None
    settled(grown)
    assert len(grown.json("meetings", "list", "--days", "400")["meetings"]) == number - 1
    assert "canceled already" in grown.run("meetings", "cancel", name, "--yes").stderr
    grown.run("meetings", "move", name, "--to", meeting["start"], "--yes")
    assert at(grown, name) == meeting["start"]
    settled(grown)


def test_nobody_is_moved_into_two_meetings(grown: Company) -> None:
    one, two = grown.json("meetings", "list", "--days", "400")["meetings"][:2]
    refused = grown.run("meetings", "move", one["name"], "--to", two["start"], "--yes", code=6).stderr
    assert "cannot be in two meetings at once" in refused


def test_a_time_outside_of_working_hours_is_worth_a_word(grown: Company) -> None:
    said = grown.run("meetings", "move", first(grown)["name"], "--to", "2026-02-14T22:00", "--look").stderr
    assert "Note: that is outside of the working hours" in said


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2026-01-14T10:00", "that time is past"),
        ("2026-02-14", "is not a day with a time"),
        ("soon, I hope, after lunch", "is not a day with a time"),
    ],
)
def test_times_that_are_none(grown: Company, when: str, said: str) -> None:
    assert said in flat(
        grown.run("meetings", "move", first(grown)["name"], "--to", when, "--yes", code=2).stderr
    )


def test_a_meeting_that_is_over_is_not_moved(grown: Company, people: People) -> None:
    name = first(grown)["name"]
    grown.today = (people.now + timedelta(days=60)).isoformat()
    grown.run("apply", "--yes", "--force")
    assert "has taken place" in grown.run("meetings", "cancel", name, "--yes", code=6).stderr


def test_the_plan_of_the_calendar_names_what_finds_no_time(grown: Company) -> None:
    data = grown.json("meetings", "plan")
    assert {one["state"] for one in data["meetings"]} == {"kept"}
    assert data["unplaced"] == []
    name = data["meetings"][0]["name"]
    grown.run("meetings", "cancel", name, "--yes")
    assert name not in grown.run("meetings", "plan", "--pairing", PAIR).stdout
    grown.replace("people.csv", "Europe/Berlin", "Pacific/Honolulu")
    grown.run("pair", "add", "--mentee", "dora", "--mentor", BEN)
    assert "as it is" in grown.run("meetings", "plan").stdout


def test_an_activity_is_added_and_moved(grown: Company, people: People) -> None:
    words = ["plan", "add", PAIR, "--title", "Read about rebasing", "--kind", "learn", "--due", "2026-02-20"]
    assert "add     activity        Read about rebasing" in grown.run(*words, "--look").stdout
    grown.run(*words, "--yes")
    settled(grown)
    (goal,) = grown.json("plan", "show", ANA)["pairings"][0]["goals"]
    (added,) = [one for one in goal["activities"] if one["title"] == "Read about rebasing"]
    assert (added["due"], added["status"]) == ("2026-02-20", "backlog")
    assert "in the plan already: Read about rebasing" in grown.run(*words, "--yes").stderr
    grown.run("plan", "move", added["name"].lower(), "--due", "2026-02-27", "--to", "doing", "--yes")
    settled(grown)
    (goal,) = grown.json("plan", "show", ANA)["pairings"][0]["goals"]
    (added,) = [one for one in goal["activities"] if one["title"] == "Read about rebasing"]
    assert (added["due"], added["status"]) == ("2026-02-27", "doing")
    assert "stands so already" in grown.run("plan", "move", added["name"], "--to", "doing", "--yes").stderr
    for column in ("backlog", "doing"):
        grown.run("plan", "move", added["name"], "--to", column, "--yes")
    assert people.held(key("activity", ANA, BEN, "p1-c1")).item.status == "doing"


def test_real_work_is_linked(grown: Company, people: People) -> None:
    grown.run("plan", "add", PAIR, "--title", "Merge it", "--skill", "Git", "--work", "WEB-1", "--yes")
    assert people.held(key("activity", ANA, BEN, "p1-c1")).item.work == {"WEB-1"}
    failed = grown.run("plan", "add", PAIR, "--title", "Other", "--work", "WEB-2", "--yes", code=2)
    assert "there is no open work item 'WEB-2'; did you mean 'WEB-1'?" in flat(failed.stderr)


def test_what_a_person_set_on_the_board_stands(grown: Company, people: People) -> None:
    activity = people.held(key("activity", ANA, BEN, "p1-1-1"))
    people.tool("plans").edit(activity.ref, ANA, due=people.now.date())
    name = grown.json("plan", "show", ANA)["pairings"][0]["goals"][0]["activities"][0]["name"]
    refused = grown.run("plan", "move", name, "--due", "2026-03-02", "--yes", code=6).stderr
    assert "Ana set the due date" in refused
    assert "change it on the board" in refused


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["plan", "add", PAIR, "--title", " ", "--yes"], "a title of 1 to 250"),
        (["plan", "add", PAIR, "--title", "x", "--due", "2026-01-02", "--yes"], "2026-01-02 is past"),
        (["plan", "add", "ana/bent", "--title", "x", "--yes"], "did you mean 'ana/ben'?"),
        (["plan", "move", "NO-1", "--to", "doing", "--yes"], "there is no plan item 'NO-1'"),
        (["plan", "move", "NO-1", "--yes"], "Say what to change"),
        (["meetings", "cancel", "ana/ben/none", "--yes"], "there is no meeting 'ana/ben/none'"),
        (["pair", "end", PAIR], "Look with `mentorkit pair end … --look`, then add --yes"),
    ],
)
def test_usage(grown: Company, words: list[str], said: str) -> None:
    assert said in flat(grown.run(*words, code=2).stderr)


def test_a_pairing_without_a_plan_takes_no_activity(grown: Company) -> None:
    grown.run("pair", "add", "--mentee", "dora", "--mentor", BEN)
    refused = grown.run("plan", "add", "dora/ben", "--title", "x", "--yes", code=6).stderr
    assert "Dora and Ben have no open goal" in refused


def test_a_page_that_cannot_be_written_is_left_alone(grown: Company, people: People) -> None:
    people.tool("pages").records[people.held(PAIRING).ref].stray = True
    shown = grown.run("pair", "end", PAIR, "--yes")
    assert "was moved out of the program's place" in shown.stdout
    assert grown.json("pair", "list")["pairings"][0]["stage"] == "growing"
