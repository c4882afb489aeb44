# SPDX-License-Identifier: Apache-2.0
"""Enrolling people, in people.csv."""

from pathlib import Path

import pytest

from tests.cli.conftest import Company, flat

ANA = [
    "--name",
    "Ana Petrova",
    "--email",
    "ana@tidewren.example",
    "--role",
    "qa-engineer",
    "--grade",
    "junior",
]


def table(tmp_path: Path, *lines: str) -> str:
    """Somebody's own table."""
    path = tmp_path / "export.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_list(company: Company) -> None:
    shown = company.run("people", "list").stdout
    assert len(shown.splitlines()) == 13
    assert "jonas-weber     Jonas Weber" in shown
    assert [one["id"] for one in company.json("people", "list", "--team", "web")["people"]] == [
        "ines-carvalho",
        "jonas-weber",
        "mila-stoyanova",
    ]
    assert "Nobody is enrolled there." in company.run("people", "list", "--role", "nothing").stdout


def test_plain_lists_have_tabs_and_no_header(company: Company) -> None:
    lines = company.run("people", "list", "--role", "qa-engineer", "--plain").stdout.splitlines()
    assert lines[0].split("\t")[:3] == ["elena-marinova", "Elena Marinova", "qa-engineer"]
    assert len(lines) == 3


def test_enrol_adds_a_row(company: Company) -> None:
    before = company.text("people.csv")
    shown = company.run("people", "enrol", *ANA, "--team", "quality", "--languages", "bg en")
    assert "Enrolled, in people.csv:" in shown.stdout
    row = (
        "ana-petrova,Ana Petrova,ana@tidewren.example,qa-engineer,junior,quality,Europe/Sofia,,bg en,both,1,,"
    )
    assert company.text("people.csv") == f"{before}{row}\n"
    assert company.json("people", "list")["people"][0]["id"] == "ana-petrova"


def test_enrol_can_only_look(company: Company) -> None:
    before = company.text("people.csv")
    shown = company.run("people", "enrol", *ANA, "--look")
    assert "Would be enrolled:" in shown.stdout
    assert company.text("people.csv") == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--role", "qa-enginer"], "did you mean 'qa-engineer'?"),
        (["--grade", "middle-ish"], "qa-engineer has no grade 'middle-ish'; did you mean 'middle'?"),
        (["--timezone", "Europe/Sofya"], "did you mean 'Europe/Sofia'?"),
        (["--manager", "hannah-brook"], "did you mean 'hannah-brooks'?"),
        (["--email", "jonas.weber@tidewren.example"], "this e-mail address stands in line 6 already"),
        (["--id", "Ana P"], "is not an id"),
        (["--name", "=HYPERLINK()", "--id", "x"], "a spreadsheet would take this for a formula"),
    ],
)
def test_enrol_writes_nothing_wrong(company: Company, words: list[str], said: str) -> None:
    before = company.text("people.csv")
    failed = company.run("people", "enrol", *ANA, *words, code=1)
    assert said in failed.stderr
    assert company.text("people.csv") == before


def test_import_takes_columns_in_any_order(company: Company, tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "grade,email,name,role,mentoring",
        "junior,ana@tidewren.example,Ana Petrova,qa-engineer,wants",
        "senior,boris@tidewren.example,Boris Iliev,qa-engineer,offers",
        "junior,jonas.weber@tidewren.example,Jonas Weber,drupal-developer,wants",
    )
    data = company.json("people", "import", path, "--look")
    assert (data["schema"], data["written"]) == ("mentorkit.enrolment/1", False)
    done = company.run("people", "import", path)
    assert "Enrolled before, passed over: jonas-weber" in done.stdout
    assert [line.split(",")[0] for line in company.text("people.csv").splitlines()[-2:]] == [
        "ana-petrova",
        "boris-iliev",
    ]
    again = company.run("people", "import", path)
    assert "Nobody is new." in again.stdout


def test_import_reports_every_problem_with_its_line(company: Company, tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "name,email,role,grade,mentoring",
        "Ana Petrova,ana@tidewren.example,qa-engineer,junior,perhaps",
        "Boris Iliev,boris@tidewren.example,qa-engineer,junior,never",
    )
    failed = company.run("people", "import", path, code=1)
    assert "export.csv:2 mentoring: 'perhaps' is not possible here" in failed.stderr
    assert "export.csv:3 mentoring: 'never' is not possible here" in failed.stderr


def test_import_knows_no_other_columns(company: Company, tmp_path: Path) -> None:
    path = table(tmp_path, "name,e-mail,role,grade", "Ana,ana@tidewren.example,qa-engineer,junior")
    failed = company.run("people", "import", path, code=1)
    assert "e-mail: is not a known column; did you mean 'email'?" in failed.stderr


def test_two_people_of_one_name_need_an_id(company: Company, tmp_path: Path) -> None:
    path = table(tmp_path, "name,email,role,grade,id", "Jonas Weber,j@w.example,qa-engineer,junior,jonas-two")
    company.run("people", "import", path)
    assert company.text("people.csv").splitlines()[-1].startswith("jonas-two,Jonas Weber")


def test_the_same_name_with_another_address_is_not_taken_for_the_same_person(
    company: Company, tmp_path: Path
) -> None:
    path = table(tmp_path, "name,email,role,grade", "Jonas Weber,other@tidewren.example,qa-engineer,junior")
    failed = company.run("people", "import", path, code=1)
    assert "this id stands in line 6 already" in failed.stderr


def test_leave_says_what_to_do_and_changes_nothing(company: Company) -> None:
    company.write("pairings.yaml", "- {mentee: jonas-weber, mentor: mila-stoyanova, asked: 2026-10-20}\n")
    before = company.text("people.csv")
    data = company.json("people", "leave", "jonas.weber@tidewren.example")
    assert data["place"] == "people.csv:6"
    assert before.splitlines()[5].startswith("jonas-weber")
    assert "In people.csv:6, write none in the column mentoring" in data["steps"][0]
    assert "jonas-weber/mila-stoyanova" in data["steps"][2]
    assert company.text("people.csv") == before


def test_leave_asks_who_is_meant(company: Company) -> None:
    failed = company.run("people", "leave", "jonas-webber", code=2)
    assert "did you mean 'jonas-weber'?" in flat(failed.stderr)
