# SPDX-License-Identifier: Apache-2.0
"""A company's own matrices, long and wide, and the framework of the UK government."""

from pathlib import Path

import pytest

from mentorkit.content.bring import Brought, bring, from_table, word, write
from mentorkit.content.matrix_table import column_of, in_order, level_of, read_matrix, truth_of
from mentorkit.content.uk_framework import ATTRIBUTION, read_framework
from mentorkit.domain.skills import gaps
from mentorkit.errors import ConfigError
from mentorkit.program.schema import Program
from tests.core.company import write_folder

LONG = """\
Proficiency;Skill name;Seniority;Job title;Must have;Importance;Notes
1;Kubernetes;junior;Boat operator;yes;3;ask Ana
3;Kubernetes;senior;Boat operator;yes;3;
basic;Rope work;junior;Boat operator;;;
Expert;Rope work;senior;Boat operator;;;
"""
WIDE = """\
Lead,Умение,Junior,Роля,Remark
4,k8s,1,Кормчия,soon
3,Rope work,,Кормчия,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "agency")


def brought(folder: Path, text: str) -> tuple[Brought, Program]:
    matrices, skills = from_table(read_matrix(text, "own.csv"))
    found = bring(folder, matrices, skills)
    return found, write(folder, found)


def problems(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        from_table(read_matrix(text, "own.csv"))
    return str(caught.value)


def test_a_long_table_under_other_names(folder: Path) -> None:
    found, program = brought(folder, LONG)
    role = program.roles["boat-operator"]
    assert role.name == "Boat operator"
    assert role.grades == ("junior", "senior")
    assert role.requires["kubernetes"].levels == {"junior": 1, "senior": 3}
    assert (role.requires["kubernetes"].weight, role.requires["kubernetes"].core) == (3, True)
    assert role.requires["rope-work"].levels == {"junior": 1, "senior": 4}
    assert (found.skills, found.new_skills) == (("kubernetes",), ("rope-work",))
    assert any(resource.skill == "kubernetes" for resource in program.resources)
    assert read_matrix(LONG, "own.csv").unused == ("Notes",)
    (first, *_) = gaps(role, "senior", {"kubernetes": 1})
    assert (first.skill, first.missing) == ("kubernetes", 2)


def test_a_wide_table_with_synonyms_and_blanks(folder: Path) -> None:
    found, program = brought(folder, WIDE)
    (name,) = found.roles
    role = program.roles[name]
    assert role.grades == ("junior", "lead")
    assert role.requires["kubernetes"].levels == {"junior": 1, "lead": 4}
    assert role.requires["rope-work"].levels == {"junior": 0, "lead": 3}
    assert read_matrix(WIDE, "own.csv").unused == ("Remark",)


def test_columns_may_stand_in_any_order() -> None:
    rows = [line.split(";") for line in LONG.splitlines()]
    turned = "\n".join("\t".join(reversed(row)) for row in rows)
    assert from_table(read_matrix(turned, "own.csv")) == from_table(read_matrix(LONG, "own.csv"))


def test_a_role_that_is_there_stays(folder: Path) -> None:
    brought(folder, LONG)
    path = folder / "roles/boat-operator.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "summary: Ours.\n", encoding="utf-8")
    again, program = brought(folder, LONG.replace("3;Kubernetes", "4;Kubernetes"))
    assert (again.files, again.kept) == ({}, ("boat-operator",))
    assert program.roles["boat-operator"].summary == "Ours."


def test_a_blank_asks_for_as_much_as_the_grade_below(folder: Path) -> None:
    _, program = brought(folder, "role,skill,junior,middle,senior\nHand,Rope work,2,,3\nHand,Oars,1,2,2\n")
    assert program.roles["hand"].requires["rope-work"].levels == {"junior": 2, "middle": 2, "senior": 3}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "own.csv:1 role: this column is missing; call it one of: role, role name"),
        ("role,skill\na,b\n", "no column level, and none for a grade"),
        ("role,skill,level\na,b,1\n", "own.csv:1 grade: this column is missing"),
        ("role,skill,job,junior\na,b,c,1\n", "role: is a column twice"),
        ("role,skill,junior,senior\na,b,3,2\n", "own.csv:2 senior: a, b: level 2 for senior is below 3"),
        ("role,skill,junior,senior\na,b,1,2\na,c,1,lots\n", "own.csv:3 senior: 'lots' is no level"),
        ("role,skill,grade,level\na,b,junior,7\n", "own.csv:2 level: '7' is no level"),
        ("role,skill,junior\n,b,1\na,,1\n", "own.csv:3 skill: is empty"),
        ("role,skill,junior,weight\na,b,1,much\n", "weight: 'much' is no weight"),
        ("role,skill,junior,core\na,b,1,maybe\n", "core: is neither yes nor no"),
        ("role,skill,junior,kind\na,b,1,magic\n", "kind: 'magic' is no kind of skill"),
        ('role,skill,junior\n"a,b,1\n', "is not readable as CSV"),
        ("role,skill,junior\n" + "a,b,1\n" * 20_001, "more than 20000 rows"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, what: str) -> None:
    assert what in problems(text)


def test_nothing_is_written_when_the_folder_would_not_load(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    (folder / "people.csv").write_text("id\n", encoding="utf-8")
    with pytest.raises(ConfigError):
        brought(folder, LONG)
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert {**after, folder / "people.csv": before[folder / "people.csv"]} == before


@pytest.mark.parametrize("name", ["null", "123", "true", "=SUM(A1)", "a: b", "[x]", "{y}", "- z", '"q"'])
def test_names_that_yaml_would_misread(folder: Path, name: str) -> None:
    quoted = name.replace('"', '""')
    found, program = brought(folder, f'role,skill,junior\n"{quoted}","{quoted}",2\n')
    (role,) = found.roles
    assert program.roles[role].name == name
    (skill,) = found.new_skills
    assert program.skills[skill].name == name


def test_words_of_cells() -> None:
    assert [level_of(text) for text in ("0", "4", "2.0", "Independent", "N/A", "5", "", "2.5")] == [
        0,
        4,
        2,
        3,
        0,
        None,
        None,
        None,
    ]
    assert (truth_of("X"), truth_of(""), truth_of("perhaps")) == (True, False, None)
    assert column_of("  ROLE_LEVEL ") == "grade"
    assert column_of("remarks") == ""
    assert in_order({"lead": 1, "junior": 9}) == ["junior", "lead"]
    assert in_order({"captain": 9, "cabin-boy": 1}) == ["cabin-boy", "captain"]
    assert (word("git"), word("no"), word("1e3")) == ("git", "no", '"1e3"')


UK = """\
Role Family,Role,Role Description,Role Level,Role Level Description,Skill Name,Skill Description,Skill Level,\
Skill Level Description,Role Type
Data roles,Tide analyst,Reads tides.,Tide analyst,,Reading tides,What it is,Working,"- read a table
- read a chart",DDaT
Data roles,Tide analyst,Reads tides.,Lead tide analyst,,Reading tides,What it is,Awareness,know a table,DDaT
Data roles,Tide analyst,Reads tides.,Lead tide analyst,,Leading people,,Expert,lead a crew,DDaT
"""


def test_the_uk_framework(folder: Path) -> None:
    matrices, skills, notes = read_framework(UK, "roles.csv")
    assert notes == ["Tide analyst, Reading tides: lead-tide-analyst raised from 1 to 2"]
    found = bring(folder, matrices, skills, home="uk-framework", head=ATTRIBUTION, catalogue=False)
    program = write(folder, found)
    role = program.roles["tide-analyst"]
    assert role.grades == ("tide-analyst", "lead-tide-analyst")
    assert role.requires["reading-tides"].levels == {"tide-analyst": 2, "lead-tide-analyst": 2}
    assert role.requires["leading-people"].levels == {"tide-analyst": 0, "lead-tide-analyst": 4}
    assert program.skills["reading-tides"].levels == {1: "know a table", 2: "read a table; read a chart"}
    for name in ("roles/tide-analyst.yaml", "skills/uk-framework.yaml"):
        first = (folder / name).read_text(encoding="utf-8").splitlines()[0]
        assert "Open Government Licence v3.0" in first


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("role,skill\na,b\n", "skill name: this column is missing; download the file"),
        (UK.replace("Expert", "Guru"), "roles.csv:5 skill level: 'Guru' is no skill level"),
        (UK.replace("Leading people", ""), "roles.csv:5 skill name: is empty"),
    ],
)
def test_another_file_is_refused(text: str, what: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_framework(text, "roles.csv")
    assert what in str(caught.value)
