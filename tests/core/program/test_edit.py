# SPDX-License-Identifier: Apache-2.0
"""What commands change in the folder: appended, judged first, and nothing else touched."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.domain.people import Mentoring, Person
from mentorkit.errors import ConfigError
from mentorkit.program.edit import NO_PAIRINGS, append_pairing, append_people
from mentorkit.program.file_models import PairingEntry
from mentorkit.program.loader import load_program
from tests.core.program.example import TEXTS

FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
DAY = date(2026, 11, 2)
DORA = Person(
    id="dora",
    name='Dora "D", von',
    email="dora@example.com",
    role="developer",
    grade="junior",
    timezone="Europe/Rome",
    languages=("it", "en"),
    mentoring=Mentoring.WANTS,
    capacity=0,
    manager="sami",
    aliases=("dorothea",),
)


def entry(mentee: str = "ben", mentor: str = "sami", *focus: str, reopens: bool = False) -> PairingEntry:
    return PairingEntry(mentee=mentee, mentor=mentor, focus=focus, asked=DAY, reopens=reopens)


def test_a_pairing_goes_to_the_end_and_the_rest_stays(folder: Path) -> None:
    before = (folder / "pairings.yaml").read_text()
    request = append_pairing(folder, entry("ben", "sami", "git", "php"))
    assert (request.n, request.focus) == (1, ("git", "php"))
    assert (folder / "pairings.yaml").read_text() == (
        before + "- {mentee: ben, mentor: sami, focus: [git, php], asked: 2026-11-02}\n"
    )
    assert load_program(folder).pairings[-1] == request
    assert sorted(path.name for path in folder.iterdir() if path.name.startswith(".")) == []


def test_a_second_pairing_of_the_same_two_is_number_two_and_reopening_is_not(folder: Path) -> None:
    assert append_pairing(folder, entry("ana", "ben")).n == 2
    text = (folder / "pairings.yaml").read_text()
    (folder / "pairings.yaml").write_text(text.replace("2026-11-02", "2026-10-02"))
    assert append_pairing(folder, entry("ana", "ben", reopens=True)).n == 2
    assert (folder / "pairings.yaml").read_text().endswith("asked: 2026-11-02, reopens: true}\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# notes\n[]\n", "# notes\n- X\n"),
        ("[]", "- X\n"),
        ("", "- X\n"),
        ("# notes", "# notes\n- X\n"),
        ("  - {mentee: ana, mentor: ben, asked: 2026-01-20}",
         "  - {mentee: ana, mentor: ben, asked: 2026-01-20}\n  - X\n"),
        ("# crlf\r\n[]\r\n", "# crlf\r\n- X\r\n"),
        ("\ufeff- {mentee: ana, mentor: ben, asked: 2026-01-20}\r\n# end",
         "\ufeff- {mentee: ana, mentor: ben, asked: 2026-01-20}\r\n# end\r\n- X\r\n"),
    ],
)  # fmt: skip
def test_the_form_of_the_file_is_kept(folder: Path, before: str, after: str) -> None:
    (folder / "pairings.yaml").write_bytes(before.encode())
    append_pairing(folder, entry())
    line = "{mentee: ben, mentor: sami, asked: 2026-11-02}"
    assert (folder / "pairings.yaml").read_bytes().decode() == after.replace("X", line)


def test_the_file_is_made_when_there_is_none(folder: Path) -> None:
    (folder / "pairings.yaml").unlink()
    append_pairing(folder, entry())
    comment = NO_PAIRINGS.splitlines()[0]
    assert (folder / "pairings.yaml").read_text().splitlines()[0] == comment
    assert len(load_program(folder).pairings) == 1


@pytest.mark.parametrize(
    ("asked", "line", "what"),
    [
        (entry("ben", "zoe"), 6, "no person 'zoe'"),
        (entry("ben", "ben"), 6, "same person"),
        (entry("ben", "ana", "cobol"), 6, "no skill 'cobol'"),
        (entry("ben", "ana", reopens=True), 6, "no entry before"),
    ],
)
def test_a_wrong_pairing_is_refused_and_nothing_is_written(
    folder: Path, asked: PairingEntry, line: int, what: str
) -> None:
    before = (folder / "pairings.yaml").read_bytes()
    with pytest.raises(ConfigError) as caught:
        append_pairing(folder, asked)
    (problem,) = caught.value.problems
    assert problem.line == line
    assert what in problem.what
    assert (folder / "pairings.yaml").read_bytes() == before


@pytest.mark.parametrize("text", ["[{mentee: ana, mentor: ben, asked: 2026-01-20}]\n", "[\n]\n", "a: b\n"])
def test_a_list_in_another_form_is_left_to_people(folder: Path, text: str) -> None:
    (folder / "pairings.yaml").write_text(text)
    with pytest.raises(ConfigError):
        append_pairing(folder, entry())
    assert (folder / "pairings.yaml").read_text() == text


def test_ids_that_yaml_would_misread_are_quoted(folder: Path) -> None:
    people = [
        DORA.model_copy(update={"id": name, "email": f"{name}@example.com", "aliases": ()})
        for name in ("null", "123", "1e5")
    ]
    append_people(folder, people)
    append_pairing(folder, entry("null", "123"))
    append_pairing(folder, entry("1e5", "null"))
    assert [(asked.mentee, asked.mentor) for asked in load_program(folder).pairings[-2:]] == [
        ("null", "123"),
        ("1e5", "null"),
    ]


def test_rows_go_to_the_end_in_the_columns_of_the_file(folder: Path) -> None:
    path = folder / "people.csv"
    path.write_bytes(path.read_bytes().rstrip(b"\n").replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    program = append_people(folder, [DORA])
    assert program.person("dorothea") == DORA
    row = (
        b'dora,"Dora ""D"", von",dora@example.com,developer,junior,,Europe/Rome,,it en,wants,0,sami,,dorothea'
    )
    assert path.read_bytes() == before + b"\r\n" + row + b"\r\n"
    assert load_program(folder) == program


def test_permissions_stay(folder: Path) -> None:
    (folder / "people.csv").chmod(0o640)
    append_people(folder, [DORA])
    assert (folder / "people.csv").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", ["=1+1", "+x", "-x", "@x", " =x", "\uff1dx", "\uff20x"])
def test_formulas_are_refused(folder: Path, name: str) -> None:
    with pytest.raises(ConfigError, match="dora: a spreadsheet would take this for a formula"):
        append_people(folder, [DORA.model_copy(update={"name": name})])


def test_a_value_without_a_column_is_refused(folder: Path) -> None:
    path = folder / "people.csv"
    path.write_text("\n".join(line.rpartition(",")[0] for line in path.read_text().splitlines()) + "\n")
    before = path.read_bytes()
    with pytest.raises(ConfigError, match="aliases: there is no column"):
        append_people(folder, [DORA])
    assert path.read_bytes() == before
    append_people(folder, [DORA.model_copy(update={"aliases": ()})])


def test_somebody_who_is_there_is_refused(folder: Path) -> None:
    with pytest.raises(ConfigError, match="line 2 already"):
        append_people(folder, [DORA.model_copy(update={"id": "ana"})])


@given(name=st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30))
def test_names_come_back_as_they_were_given(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.mktemp("program")
    for file, text in TEXTS.items():
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    person = DORA.model_copy(update={"name": name})
    if name.startswith(FORMULA):
        with pytest.raises(ConfigError, match="formula"):
            append_people(folder, [person])
    else:
        assert append_people(folder, [person]).person("dora") == person == load_program(folder).person("dora")
