# SPDX-License-Identifier: Apache-2.0
"""Copies what a program picks out of the catalogue into its folder, and overwrites nothing there."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from mentorkit.content.folder import with_entries, write_judged
from mentorkit.domain.skills import Skill
from mentorkit.errors import ConfigError, Problem
from mentorkit.program.catalogue import (
    LOCK,
    Entry,
    Lock,
    read_lock,
    resource_entries,
    role_file,
    shipped_skill_ids,
    skill_entries,
)
from mentorkit.program.files import FolderFiles
from mentorkit.program.loader import load_program
from mentorkit.program.schema import Program
from mentorkit.program.suggest import did_you_mean


@dataclass(frozen=True)
class Taken:
    """What would be written by file, and what is in the folder already and stays as it is."""

    files: dict[str, str]
    roles: tuple[str, ...]
    skills: tuple[str, ...]
    resources: tuple[str, ...]
    kept: tuple[str, ...]


def choose(folder: Path, roles: Collection[str], skills: Collection[str] = ()) -> Taken:
    """What taking these roles and skills would write; nothing is written.

    A role brings the skills it requires that the folder does not have, and resources for each of its
    skills that has none there. A skill asked for by name brings all its resources. Raises ConfigError
    for a folder that does not load and for a role or skill that the catalogue lacks.
    """
    program = load_program(folder)
    _known(skills)
    files: dict[str, str] = {}
    needed = set(skills)
    for role in sorted(set(roles)):
        matrix, text = role_file(role)
        if role not in program.roles:
            files[f"roles/{role}.yaml"] = text
            needed.update(matrix.requires)
    entries = wanted_entries(program, needed, skills)
    files |= entry_files(folder, entries)
    taken_skills = sorted(entry.value.id for entry in entries if isinstance(entry.value, Skill))
    return Taken(
        files=files,
        roles=tuple(role for role in sorted(set(roles)) if role not in program.roles),
        skills=tuple(taken_skills),
        resources=tuple(sorted(e.value.id for e in entries if not isinstance(e.value, Skill))),
        kept=tuple(
            [f"role {role}" for role in sorted(set(roles)) if role in program.roles]
            + [f"skill {skill}" for skill in sorted(needed & set(program.skills))]
        ),
    )


def take(folder: Path, taken: Taken) -> Program:
    """Write what was chosen. Raises ConfigError, and writes nothing, when the folder would not load."""
    return write_judged(folder, taken.files)


def wanted_entries(program: Program, needed: Iterable[str], by_name: Collection[str] = ()) -> list[Entry]:
    """The shipped skills of these that the program lacks, and resources for those that have none."""
    needed = set(needed)
    served = {resource.skill for resource in program.resources} - set(by_name)
    there = {resource.id for resource in program.resources}
    resources = resource_entries(needed - served)
    return [
        *skill_entries(needed - set(program.skills)),
        *(entry for entry in resources if entry.value.id not in there),
    ]


def entry_files(folder: Path, entries: Collection[Entry]) -> dict[str, str]:
    """The texts of the lists with these entries, and of the lock."""
    files = FolderFiles(folder)
    by_file: dict[str, str] = {}
    for entry in entries:
        by_file[entry.file] = by_file.get(entry.file, "") + entry.text
    texts = dict(with_entries(files, name, text) for name, text in by_file.items())
    return {**texts, LOCK: lock_of(files).plus(entries).text()} if entries else {}


def lock_of(files: FolderFiles) -> Lock:
    """The folder's lock; an empty one where there is none. Raises ConfigError for a broken one."""
    return read_lock(files.text(LOCK)) if files.has(LOCK) else Lock()


def _known(skills: Collection[str]) -> None:
    known = shipped_skill_ids() if skills else frozenset()
    problems = [
        Problem(
            "catalogue",
            0,
            "skills",
            f"the catalogue has no skill {skill!r}",
            did_you_mean(skill, known, "look with mentorkit content search"),
        )
        for skill in sorted(set(skills) - known)
    ]
    if problems:
        raise ConfigError(problems)
