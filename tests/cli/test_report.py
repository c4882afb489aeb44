# SPDX-License-Identifier: Apache-2.0
"""``mentorkit report``: tables, JSON and CSV of the same figures."""

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest

from mentorkit.domain.meetings import HELD, NOT_HELD, meeting_subject
from mentorkit.ports import Fact
from tests.cli.conftest import Company, flat
from tests.core.company import ANA, PAIRING
from tests.core.company import Company as People

KPIS = "kpis: [meetings-held, active-pairings, overlap, level-gain, session-worth]\n"
AIM = '- {id: work, text: "=Learn at work", serves: quality, measure: overlap, target: 0.5}\n'


@pytest.fixture
def reported(grown: Company) -> Company:
    """The company of four, which measures something, five weeks later."""
    grown.write("program.yaml", grown.text("program.yaml") + KPIS + "goals:\n" + AIM)
    grown.today = "2026-03-10T12:00+00:00"
    return grown


def told(people: People, *names: str) -> None:
    """What the two told about their meetings, in order of time."""
    world = people.workspace.world(people.workspace.look())
    held = people.held(PAIRING)
    assert held.mark is not None
    facts = [
        Fact(name=name, at=meeting.start + timedelta(hours=1), detail=meeting_subject(meeting))
        for name, meeting in zip(names, world.meetings[PAIRING], strict=False)
    ]
    held.mark = held.mark.model_copy(update={"ledger": (*held.mark.ledger, *facts)})
    people.tool("pages").edit(held.ref, ANA, title=held.item.title)


def kpi(company: Company, name: str) -> dict[str, object]:
    found: dict[str, object] = next(k for k in company.json("report")["kpis"] if k["id"] == name)
    return found


def test_a_report_in_tables(reported: Company) -> None:
    done = reported.run("report")
    assert "Pairings   1 growing" in done.stdout
    assert "Program goals" in done.stdout
    assert "quality" in done.stdout
    assert "needs: survey pulse" in done.stdout
    assert "no meeting is noted as held at all" in done.stdout
    assert done.stderr.strip().splitlines()[-1].startswith("Next: mentorkit")


def test_a_report_in_json(reported: Company) -> None:
    data = reported.json("report")
    assert (data["schema"], data["since"], data["people"]) == ("mentorkit.report/1", "2026-01-12", 4)
    assert data["pairings"]["growing"] == 1
    assert [one["id"] for one in data["kpis"]] == KPIS.removeprefix("kpis: [").removesuffix("]\n").split(", ")
    (goal,) = data["goals"]
    assert (goal["serves"], goal["target"], goal["unit"]) == ("quality", 50, "percent")
    assert goal["value"] == kpi(reported, "overlap")["value"]


def test_held_is_what_the_two_told(reported: Company, people: People) -> None:
    reported.today = "2026-04-20T12:00+00:00"
    before = kpi(reported, "meetings-held")
    assert (before["value"], before["note"]) == (0, f"{before['n']} not told yet")
    told(people, HELD, NOT_HELD)
    after = kpi(reported, "meetings-held")
    assert after["n"] == before["n"]
    assert after["value"] == pytest.approx(100 / int(str(after["n"])), abs=0.01)
    assert after["note"] == f"{int(str(after['n'])) - 2} not told yet"
    (record,) = reported.json("report", "--mentors")["mentors"]
    assert (record["mentor"], record["held"], record["until"]) == ("ben", 1, None)


def test_silence_ends_with_a_meeting_that_was_held(reported: Company, people: People) -> None:
    reasons = [one["reason"] for one in reported.json("report")["at_risk"]]
    assert any("no meeting" in reason for reason in reasons)
    told(people, NOT_HELD)
    assert [one["reason"] for one in reported.json("report")["at_risk"]] == reasons
    told(people, HELD)
    reported.today = "2026-02-25T12:00+00:00"
    assert not [one for one in reported.json("report")["at_risk"] if "no meeting" in one["reason"]]


def test_a_period_begins_when_one_says(reported: Company, people: People) -> None:
    told(people, HELD)
    assert reported.json("report", "--since", "2026-03-10")["kpis"][0]["value"] is None
    assert "is not a valid" not in reported.run("report", "--since", "2026-03-01").stderr
    assert "does not match the format" in flat(reported.run("report", "--since", "spring", code=2).stderr)


def test_a_sheet_on_standard_output_and_in_a_file(reported: Company, tmp_path: Path) -> None:
    shown = reported.run("report", "--csv", "-").stdout
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(shown))}
    assert rows["growing"]["value"] == "1"
    assert rows["work"]["name"] == "'=Learn at work", "no spreadsheet takes it for a formula"
    path = tmp_path / "report.csv"
    assert f"Wrote {path}" in reported.run("report", "--csv", str(path)).stderr
    assert path.read_text(encoding="utf-8").split() == shown.split()


def test_the_mentors_record_as_a_sheet(reported: Company) -> None:
    (row,) = csv.DictReader(io.StringIO(reported.run("report", "--mentors", "--csv", "-").stdout))
    assert (row["mentor_name"], row["mentee_name"], row["stage"], row["until"]) == (
        "Ben",
        "Ana",
        "growing",
        "",
    )
    assert int(row["days"]) > 30
    assert "Ben" in reported.run("report", "--mentors").stdout


def test_json_and_a_sheet_do_not_share_standard_output(reported: Company) -> None:
    assert "both want standard output" in flat(reported.run("report", "--json", "--csv", "-", code=2).stderr)


def test_kpis_off(grown: Company) -> None:
    done = grown.run("report")
    assert "has chosen no KPIs" in done.stdout
    assert "Pairings   1 growing" in done.stdout
    assert grown.json("report")["kpis"] == []


def test_nobody_has_begun(company: Company) -> None:
    assert company.json("report", "--mentors")["mentors"] == []
    assert "No pairing has begun yet." in company.run("report", "--mentors").stdout
    assert company.json("report")["at_risk"] == []
