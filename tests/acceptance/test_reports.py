# SPDX-License-Identifier: Apache-2.0
"""Reports by people's own tokens: the coordinator's week, goals on the home page, figures that move."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from mentorkit_cli.demo.story import MENTEE, MENTOR, PAGE
from tests.acceptance.commands import answer, run
from tests.acceptance.company import Company, Pair
from tests.acceptance.reading import Row, properties, table, words
from tests.acceptance.test_lifecycle import settled

At = Callable[[str], Company]
COORDINATOR, STRANGER = "elena-marinova", "samir-aziz"
WEEK, RECORD, HOME = "This week", "Mentors' record", "Mentoring at Tidewren"
JONAS_AND_INES = "Jonas Weber, Inês Carvalho"


def week(company: Company, *heads: str) -> list[Row]:
    """A table of the coordinator's page, as the coordinator reads it."""
    return table(company.person(COORDINATOR).body(WEEK), *heads)


def figures(company: Company) -> dict[str, Row]:
    return {row["KPI"]: row for row in week(company, "KPI", "Value")}


def stages(company: Company) -> dict[str, str]:
    return {row["Stage"]: row["Pairings"] for row in week(company, "Stage", "Pairings")}


def activities(company: Company) -> list[dict[str, Any]]:
    """The cards of Jonas's plan, as he sees them."""
    found = company.person(MENTEE).issues("project = MENT ORDER BY key")
    return [one for one in found if one["fields"]["issuetype"]["name"] == "Task" and _has_kind(one)]


def _has_kind(issue: dict[str, Any]) -> bool:
    return bool({"kind-learn", "kind-practice"} & set(issue["fields"]["labels"]))


def test_nobody_but_the_coordinator_reads_the_reports(company_at: At) -> None:
    company = company_at("worked")
    settled(company)
    for title in (WEEK, RECORD):
        assert company.person(COORDINATOR).find_page(title) is not None
        for person in (STRANGER, MENTEE, MENTOR, "stefan-kolev"):
            assert company.person(person).find_page(title) is None, (title, person)


def test_a_week_is_written_once_and_again_only_after_somebody_acted(company_at: At) -> None:
    company = company_at("worked")
    settled(company)
    before = company.person(COORDINATOR).page(WEEK)["version"]["number"]
    report, _, requests = company.apply()
    assert (report.writes, requests <= 10) == (0, True)
    company.pass_days(0.5)
    company.apply()
    assert company.person(COORDINATOR).page(WEEK)["version"]["number"] == before
    company.person(MENTOR).tick(PAGE, "mk-hold-mentor")
    settled(company)
    assert company.person(COORDINATOR).page(WEEK)["version"]["number"] == before + 1


@pytest.mark.seed("G1", "G2")
def test_goals_with_measure_and_aim_are_on_the_home_page_and_in_the_report(company_at: At) -> None:
    company = company_at("growing")
    company.settings(kpis="[overlap]")
    path = company.folder / "program.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "measure: target-share\n    target: 0.66", "measure: overlap\n    target: 0.5"
    )
    path.write_text(text, encoding="utf-8")
    settled(company)
    heads = ("Goal", "Measured by", "Target", "Serves")
    first, second = table(company.person(STRANGER).body(HOME), *heads)
    assert (first["Measured by"], first["Target"], first["Serves"]) == (
        "Learning inside real work",
        "50 %",
        "quality",
    )
    assert (second["Target"], second["Serves"]) == ("4", "growth")
    shown, by_hand = week(company, *heads, "Now")
    assert {name: shown[name] for name in heads} == {name: first[name] for name in heads}
    assert by_hand["Now"] == "counted by hand"
    before = shown["Now"]
    link(company, unlinked(company))
    settled(company)
    assert week(company, *heads, "Now")[0]["Now"] != before
    goal = answer(company, "report")["goals"][0]
    assert (goal["serves"], goal["measure"], goal["target"]) == ("quality", "overlap", 50)
    assert week(company, *heads, "Now")[0]["Now"] == f"{goal['value']:.0f} %"
    assert "quality" in run(company, "report").stdout


def unlinked(company: Company) -> str:
    """A card of the plan that is linked with no real work."""
    return next(one["key"] for one in activities(company) if not one["fields"]["issuelinks"])


def link(company: Company, card: str) -> None:
    """Jonas links a card with a piece of client work."""
    company.pass_days(0.1)
    jonas = company.person(MENTEE)
    work = jonas.issues('project = WEB AND summary ~ "OpenAPI"')[0]["key"]
    ends = {"inwardIssue": {"key": card}, "outwardIssue": {"key": work}}
    jonas.call("POST", "/rest/api/3/issueLink", body={"type": {"name": "Relates"}, **ends})


@pytest.mark.seed("T7")
def test_how_much_of_a_plan_is_real_work_stands_on_the_plan_and_in_the_report(company_at: At) -> None:
    company = company_at("growing")
    company.settings(kpis="[overlap]")
    settled(company)
    total = len(activities(company))
    linked = sum(bool(one["fields"]["issuelinks"]) for one in activities(company))
    for more in (0, 1):
        share = round(100 * (linked + more) / total)
        assert f"{linked + more} of {total} activities are linked with real work ({share} %)" in words(
            company.person(MENTOR).body(PAGE)
        )
        found = figures(company)["Learning inside real work"]
        assert (found["Value"], found["n"]) == (f"{share} %", str(total))
        if not more:
            link(company, unlinked(company))
            settled(company)


@pytest.mark.seed("KP1", "KP11")
def test_each_program_has_the_kpis_that_it_chose_or_none(company_at: At) -> None:
    company = company_at("growing")
    company.settings(kpis="[waiting, overlap]")
    settled(company)
    assert list(figures(company)) == ["People waiting", "Learning inside real work"]
    assert [kpi["id"] for kpi in answer(company, "report")["kpis"]] == ["waiting", "overlap"]
    company.settings(kpis="[]")
    settled(company)
    body = words(company.person(COORDINATOR).body(WEEK))
    assert "This program has chosen no KPIs, so none are reported." in body
    assert figures(company) == {}
    assert "People waiting" not in body
    assert stages(company)["Growing"] == "1", "states stay"
    assert answer(company, "report")["kpis"] == []
    assert "has chosen no KPIs" in run(company, "report").stdout
    company.person(MENTEE).tick(PAGE, "mk-done-mentee")
    report, _ = settled(company)
    assert report.whole
    assert stages(company)["Reflecting"] == "1", "the program runs whole"
    assert company.person(MENTEE).find_page("Reflection: Jonas Weber, with Inês Carvalho")


@pytest.mark.seed("L1")
def test_the_four_stages_are_on_the_page_and_in_the_report(company_at: At) -> None:
    company = company_at("requested")
    pair = Pair(company, MENTEE, MENTOR)
    jonas = company.person(MENTEE)
    seen = []
    for step in ("", "accept", "agree", "done", "complete"):
        if step == "complete":
            for person, other, side in ((MENTEE, MENTOR, "mentee"), (MENTOR, MENTEE, "mentor")):
                title = f"Reflection: {_names(company, person, other)}"
                company.person(person).tick(title, f"mk-complete-{side}")
        elif step:
            pair.tick(step)
        settled(company)
        stage = properties(jonas.body(PAGE))["Stage"]
        assert int(stages(company)[stage]) >= 1
        seen.append(stage)
    assert seen == ["Requested", "Expectations and goals", "Growing", "Reflecting", "Closed"]
    assert answer(company, "report")["pairings"]["closed"] == 1


def _names(company: Company, person: str, other: str) -> str:
    return f"{company.person(person).name}, with {company.person(other).name}"


@pytest.mark.seed("KP8")
def test_figures_are_fresh_at_each_run_and_come_as_json_and_csv(company_at: At) -> None:
    company = company_at("growing")
    company.settings(kpis="[goals-reached, plan-progress]")
    company.pass_days(40)
    settled(company)
    before = answer(company, "report")
    assert before["schema"] == "mentorkit.report/1"
    for card in activities(company):
        company.person(MENTEE).move(card["key"], "Done")
    after = answer(company, "report")
    progress = [report["kpis"][1]["value"] for report in (before, after)]
    assert progress[0] < progress[1] == 100, "with no apply in between"
    rows = list(csv.DictReader(io.StringIO(run(company, "report", "--csv", "-").stdout)))
    assert {row["id"]: row["value"] for row in rows if row["what"] == "kpi"}["plan-progress"] == "100.0"
    assert figures(company)["Plan progress"]["Value"] != "100 %"
    settled(company)
    assert figures(company)["Plan progress"]["Value"] == "100 %"


@pytest.mark.seed("KP9")
def test_the_report_proposes_an_adjustment_with_its_reason_until_it_helped(company_at: At) -> None:
    company = company_at("growing")
    company.settings(kpis="[plan-progress]")
    company.pass_days(40)
    settled(company)
    (step,) = week(company, "Step", "Because")
    assert step["Step"] == "Make plans smaller: fewer tasks at once, each of an hour or two."
    assert step["Because"] == "Plan progress: 0 % of n = 1, under 50 %"
    assert answer(company, "report")["proposals"] == [
        {"kpi": "plan-progress", "step": step["Step"], "reason": step["Because"]}
    ]
    for card in activities(company):
        company.person(MENTEE).move(card["key"], "Done")
    settled(company)
    assert week(company, "Step", "Because") == []


@pytest.mark.seed("KP7")
def test_who_earned_the_certificate_of_the_plan(company_at: At) -> None:
    company = company_at("growing")
    company.settings(kpis="[certificates, certification-rate]")
    jonas, card = company.person(MENTEE), activities(company)[0]
    jonas.change(card["key"], labels=[*card["fields"]["labels"], "kind-certify"])
    company.pass_days(60)
    settled(company)
    rate = figures(company)["Certification rate"]
    assert (rate["Value"], rate["n"]) == ("0 %", "1")
    jonas.move(card["key"], "Done")
    settled(company)
    rate = figures(company)["Certification rate"]
    assert (rate["Value"], rate["n"]) == ("100 %", "1")
    assert figures(company)["Certificates earned"]["Value"] == "1"


@pytest.mark.seed("S14")
def test_who_is_below_the_baseline_is_listed_and_offered_a_plan(company_at: At) -> None:
    company = company_at("profiled")
    settled(company)
    samir = company.person(STRANGER)
    listed = [row for row in week(company, "Who", "Skill", "Offer") if row["Who"] == samir.name]
    assert [row["Skill"] for row in listed] == ["Git"]
    (offer,) = table(samir.body("My growth: Samir Aziz"), "Skill", "Offer")
    assert offer["Offer"] == listed[0]["Offer"]
    assert "Pro Git" in offer["Offer"]
    assert company.person(MENTEE).find_page("My growth: Samir Aziz") is None
    samir.fill_table("My growth: Samir Aziz", ("Skill", "Why now"), [("Git", "I would rather not guess")])
    pair = Pair(company, STRANGER, "hannah-brooks").ask()
    settled(company)
    for step in ("accept", "agree"):
        pair.tick(step)
        settled(company)
    plan = [issue["fields"]["summary"] for issue in samir.issues('project = MENT AND labels = "skill-git"')]
    assert any(title.startswith("Git 0 → 1") for title in plan), plan
    assert "Learn: Pro Git" in plan
    samir.fill_table("Skills: Samir Aziz", ("Skill", "Level", "Evidence"), [("Git", "2", "My last branch")])
    settled(company)
    assert not [row for row in week(company, "Who", "Skill", "Offer") if row["Who"] == samir.name]
    assert "Company baseline" not in samir.body("My growth: Samir Aziz")


@pytest.mark.seed("P20")
def test_a_mentors_record_is_on_the_profile_and_an_export(company_at: At) -> None:
    company = company_at("accepted")
    settled(company)
    reader = company.person(STRANGER)
    said = properties(reader.body("Skills: Inês Carvalho"))["As a mentor"]
    assert said == "1 mentee since 2026-11-03"
    assert "As a mentor" not in properties(reader.body("Skills: Jonas Weber"))
    Pair(company, MENTEE, MENTOR).tick("agree")
    settled(company)
    company.pass_days(30)
    company.person(MENTEE).tick(PAGE, "mk-done-mentee")
    settled(company)
    for person, other, side in ((MENTEE, MENTOR, "mentee"), (MENTOR, MENTEE, "mentor")):
        title = f"Reflection: {_names(company, person, other)}"
        company.person(person).tick(title, f"mk-complete-{side}")
    settled(company)
    said = properties(reader.body("Skills: Inês Carvalho"))["As a mentor"]
    assert said == "1 mentee since 2026-11-03, 1 completed"
    (row,) = csv.DictReader(io.StringIO(run(company, "report", "--mentors", "--csv", "-").stdout))
    assert (row["mentor"], row["mentee"], row["from"], row["stage"]) == (
        MENTOR,
        MENTEE,
        "2026-11-03",
        "closed",
    )
    assert int(row["days"]) == 30
    (line,) = table(company.person(COORDINATOR).body(RECORD), "Mentor", "Mentee", "From", "Until")
    assert (line["Mentor"], line["Mentee"]) == ("Inês Carvalho", "Jonas Weber")


def test_who_has_no_mentor_is_listed_with_the_reason(company_at: At) -> None:
    company = company_at("profiled")
    settled(company)

    def why(name: str) -> str:
        return next((row["Why"] for row in week(company, "Who", "Why") if row["Who"] == name), "")

    assert why("Jonas Weber") == "nobody was asked; Inês Carvalho was wished for and has a place left"
    assert "named no mentor yet" in why("Priya Raman")
    pair = Pair(company, MENTEE, MENTOR).ask()
    settled(company)
    assert why("Jonas Weber") == "Inês Carvalho was asked and has not answered with both ticks yet"
    (request,) = week(company, "Who", "Asked", "Waits until")
    assert (request["Who"], request["Waits until"]) == (JONAS_AND_INES, "2026-11-05")
    pair.tick("accept")
    settled(company)
    assert why("Jonas Weber") == ""
    assert week(company, "Who", "Asked", "Waits until") == []


def test_silence_and_a_stale_plan_put_a_pairing_on_the_list_with_a_step(company_at: At) -> None:
    company = company_at("growing")
    settled(company)
    assert "No pairing shows a sign of risk." in words(company.person(COORDINATOR).body(WEEK))
    company.pass_days(35)
    settled(company)
    silent, stale = week(company, "Who", "Why", "What helps")
    assert {silent["Who"], stale["Who"]} == {JONAS_AND_INES}
    assert "no meeting is noted as held" in silent["Why"]
    assert "fit check" in silent["What helps"]
    assert "open tasks are overdue" in stale["Why"]
    for card in activities(company):
        company.person(MENTEE).move(card["key"], "Done")
    settled(company)
    assert [row["Why"] for row in week(company, "Who", "Why", "What helps")] == [silent["Why"]]
