# SPDX-License-Identifier: Apache-2.0
"""Taking from the catalogue overwrites nothing, and the next release is compared three ways."""

import re
from pathlib import Path

import pytest

from mentorkit.content.catalogue import Catalogue
from mentorkit.content.compare import compare
from mentorkit.content.take import choose, take
from mentorkit.domain.skills import Skill
from mentorkit.errors import ConfigError
from mentorkit.program.catalogue import LOCK, Lock, fingerprint, read_lock
from mentorkit.program.files import FolderFiles
from mentorkit.program.loader import load_program
from tests.core.company import write_folder
from tests.core.content.conftest import write_small

ROLE, SKILL = "roles/qa-engineer.yaml", "skills/testing.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "agency")


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """The next release of the catalogue: as it is now, until a test changes it."""
    return write_small(tmp_path / "release")


def states(folder: Path, release: Path) -> dict[str, str]:
    found = compare(folder, Catalogue(FolderFiles(release)))
    return {f"{one.area}/{one.id}": one.state for one in found}


def edit(path: Path, pattern: str, new: str) -> None:
    text, count = re.subn(pattern, new, path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    assert count == 1
    path.write_text(text, encoding="utf-8")


def use(folder: Path, *roles: str, skills: tuple[str, ...] = ()) -> None:
    take(folder, choose(folder, roles, skills))


def test_a_role_comes_with_all_it_needs(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    use(folder, "qa-engineer")
    program = load_program(folder)
    role = program.roles["qa-engineer"]
    assert set(role.requires) <= set(program.skills)
    core = {skill for skill, asked in role.requires.items() if asked.core}
    for skill in core:
        assert sum(resource.skill == skill for resource in program.resources) >= 2
    lock = read_lock((folder / LOCK).read_text(encoding="utf-8"))
    assert set(lock.skills) <= set(program.skills)
    grown = [path for path, old in before.items() if path.read_bytes() != old]
    assert all(path.read_bytes().startswith(before[path]) for path in grown)


def test_taking_again_writes_nothing(folder: Path) -> None:
    use(folder, "qa-engineer")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    again = choose(folder, ["qa-engineer"])
    assert (again.files, again.roles) == ({}, ())
    assert "role qa-engineer" in again.kept
    take(folder, again)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_what_the_company_edited_stays(folder: Path) -> None:
    use(folder, "qa-engineer")
    edit(folder / ROLE, "middle: 3, senior: 4, lead: 4", "middle: 4, senior: 4, lead: 4")
    edited = (folder / ROLE).read_bytes()
    use(folder, "qa-engineer", "technical-writer")
    assert (folder / ROLE).read_bytes() == edited
    assert "technical-writer" in load_program(folder).roles


def test_a_skill_by_name_brings_its_resources(folder: Path) -> None:
    use(folder, skills=("kubernetes",))
    program = load_program(folder)
    assert "kubernetes" in program.skills
    assert any(resource.skill == "kubernetes" for resource in program.resources)


@pytest.mark.parametrize(
    ("roles", "skills", "what"),
    [(["qa-enginer"], (), "did you mean 'qa-engineer'"), ([], ("kubernetis",), "did you mean 'kubernetes'")],
)
def test_what_the_catalogue_lacks(folder: Path, roles: list[str], skills: tuple[str, ...], what: str) -> None:
    with pytest.raises(ConfigError, match=what):
        choose(folder, roles, skills)


def test_lists_that_cannot_be_appended_to_get_a_file_beside_them(folder: Path) -> None:
    (folder / SKILL).write_text("[{id: rowing, name: Rowing, kind: practice}]\n", encoding="utf-8")
    use(folder, "qa-engineer")
    assert (folder / SKILL).read_text(encoding="utf-8").startswith("[{id: rowing")
    assert {"rowing", "exploratory-testing"} <= set(load_program(folder).skills)


def test_line_ends_of_the_file_are_kept(folder: Path) -> None:
    (folder / SKILL).write_bytes(b"- {id: rowing, name: Rowing, kind: practice}\r\n")
    use(folder, "qa-engineer")
    raw = (folder / SKILL).read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n") > 10


def test_nothing_changed(folder: Path) -> None:
    use(folder, "qa-engineer")
    assert compare(folder) == []


def test_three_ways(folder: Path, release: Path) -> None:
    use(folder, "qa-engineer", "technical-writer")
    edit(release / ROLE, "middle: 3, senior: 4, lead: 4", "middle: 3, senior: 3, lead: 4")
    assert states(folder, release)["roles/qa-engineer"] == "upstream"
    edit(folder / ROLE, "^name: .*", "name: Tester")
    assert states(folder, release)["roles/qa-engineer"] == "both"
    edit(folder / "roles/technical-writer.yaml", "^name: .*", "name: Writer")
    assert states(folder, release)["roles/technical-writer"] == "here"
    (release / "roles/technical-writer.yaml").unlink()
    assert states(folder, release)["roles/technical-writer"] == "gone"
    (found,) = [one for one in compare(folder, Catalogue(FolderFiles(release))) if one.id == "qa-engineer"]
    assert "name: here Tester; in the catalogue QA engineer" in found.details
    assert any("senior 4" in line and "senior 3" in line for line in found.details)


def test_skills_and_resources_too(folder: Path, release: Path) -> None:
    use(folder, "qa-engineer")
    edit(release / SKILL, r"^    1: .*", "    1: Knows what a test is for.")
    first = re.findall(r"- \{id: ([a-z0-9-]+), title", (release / "resources/testing.yaml").read_text())[0]
    edit(release / "resources/testing.yaml", "title: [^,]*,", "title: Renamed,")
    path = release / "resources/testing.yaml"
    new = (
        "- {id: fresh, title: Fresh, url: https://a.org, kind: docs, skill: api-testing, to: 2, minutes: 5}\n"
    )
    path.write_text(path.read_text(encoding="utf-8") + new, encoding="utf-8")
    found = states(folder, release)
    assert found[f"resources/{first}"] == "upstream"
    assert found["resources/fresh"] == "new"
    assert "upstream" in [state for name, state in found.items() if name.startswith("skills/")]


def test_a_folder_without_a_lock_says_only_that_it_differs(folder: Path, release: Path) -> None:
    use(folder, "qa-engineer")
    (folder / LOCK).unlink()
    edit(folder / SKILL, r"^    1: .*", "    1: Ours.")
    assert set(states(folder, release).values()) <= {"unknown", "here"}
    assert "unknown" in states(folder, release).values()


def test_a_broken_lock_is_named(folder: Path) -> None:
    (folder / LOCK).write_text("skills: [a]\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=LOCK):
        compare(folder)


def test_the_lock_reads_back_and_defaults_do_not_count() -> None:
    lock = Lock(skills={"true": "0123456789", "git": "1"})
    assert read_lock(lock.text()) == lock
    assert read_lock(Lock().text()) == Lock()
    plain = Skill.model_validate({"id": "git", "name": "Git", "kind": "practice"})
    assert fingerprint(plain) == fingerprint(plain.model_copy(update={"also": ()}))
    assert fingerprint(plain) != fingerprint(plain.model_copy(update={"also": ("vcs",)}))
