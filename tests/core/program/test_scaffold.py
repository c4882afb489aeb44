# SPDX-License-Identifier: Apache-2.0
"""A new program folder: it loads, it says what may be changed, and it never replaces anything."""

from datetime import date
from pathlib import Path

import pytest

from mentorkit.errors import ConfigError
from mentorkit.program.catalogue import catalogue_files
from mentorkit.program.loader import load_program
from mentorkit.program.scaffold import AGENCY_ROLES, Answers, write_new_program
from mentorkit.program.slugs import slug_of
from mentorkit.program.yaml_file import read_yaml

ANSWERS = Answers(
    name="Mentoring at Tidewren",
    coordinator="Elena Marinova",
    coordinator_email="elena@example.com",
    starts=date(2026, 10, 1),
    timezone="Europe/Sofia",
    site="https://tidewren.example/",
)


def test_a_new_folder_loads(tmp_path: Path) -> None:
    folder = tmp_path / "mentoring"
    files = write_new_program(folder, ANSWERS)
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()) == list(
        files
    )
    program = load_program(folder)
    assert (program.id, program.coordinator) == ("mentoring-at-tidewren", "elena-marinova")
    assert program.person("elena-marinova").name == "Elena Marinova"
    assert set(program.roles) == {"people-partner"}
    stores = program.connections.stores
    assert stores["pages"].options == {"url": "https://tidewren.example/wiki", "space": "MENTOR"}
    assert stores["plans"].options == {"url": "https://tidewren.example", "project": "MENT"}
    assert ".mentorkit/" in (folder / ".gitignore").read_text()


def test_roles_come_with_their_skills_and_say_where_they_are_from(tmp_path: Path) -> None:
    write_new_program(tmp_path, ANSWERS.model_copy(update={"roles": AGENCY_ROLES}))
    program = load_program(tmp_path)
    assert set(program.roles) == {*AGENCY_ROLES, "people-partner"}
    needed = {skill for role in program.roles.values() for skill in role.requires}
    assert set(program.skills) == needed | {"git", "written-communication"}
    for role in AGENCY_ROLES:
        origin = read_yaml((tmp_path / f"roles/{role}.yaml").read_text(), role)[0]["from"]
        assert origin["catalogue"] == role
        assert len(origin["digest"]) == 10


def test_every_answer_may_hold_any_words(tmp_path: Path) -> None:
    name = 'x "y" \\z $id ${name} # no: [1, {a}]'
    odd = f"{name}\nline"
    answers = ANSWERS.model_copy(
        update={"name": name, "purpose": odd, "project": odd, "coordinator": "Ана Иванова"}
    )
    write_new_program(tmp_path, answers)
    program = load_program(tmp_path)
    assert (program.name, program.purpose) == (name, odd)
    assert program.connections.stores["plans"].options["project"] == odd
    assert program.person("coordinator").name == "Ана Иванова"


@pytest.mark.parametrize("name", ["program.yaml", "mentorkit.toml", "agendas/review.md"])
def test_nothing_is_replaced(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine")
    with pytest.raises(ConfigError) as caught:
        write_new_program(tmp_path, ANSWERS)
    assert [problem.file for problem in caught.value.problems] == [name]
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [Path(name).name]


def test_a_list_of_ignored_files_stays(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine")
    assert ".gitignore" not in write_new_program(tmp_path, ANSWERS)
    assert (tmp_path / ".gitignore").read_text() == "mine"


@pytest.mark.parametrize(
    ("update", "what"),
    [
        ({"timezone": "Europe/Sophia"}, "no time zone"),
        ({"roles": ("drupal-develper",)}, "did you mean 'drupal-developer'"),
        ({"coordinator_email": "nobody"}, "not an e-mail address"),
        ({"language": "Bulgarian"}, "wrong form"),
    ],
)
def test_answers_that_make_no_program_write_nothing(
    tmp_path: Path, update: dict[str, object], what: str
) -> None:
    with pytest.raises(ConfigError, match=what):
        write_new_program(tmp_path / "new", ANSWERS.model_copy(update=update))
    assert not (tmp_path / "new").exists()


def test_entries_of_the_catalogue_keep_their_wording() -> None:
    files = catalogue_files([], ["git"])
    ((name, text),) = [(name, text) for name, text in files.items() if name.startswith("skills/")]
    assert text.startswith("- id: git\n")
    assert [entry["id"] for entry in read_yaml(text, name)[0]] == ["git"]


@pytest.mark.parametrize(
    ("words", "slug"),
    [("Inês Carvalho", "ines-carvalho"), ("  A--B!", "a-b"), ("Ана", "x"), ("é" * 100, "e" * 60)],
)
def test_ids_are_made_of_names(words: str, slug: str) -> None:
    assert slug_of(words, "x") == slug
