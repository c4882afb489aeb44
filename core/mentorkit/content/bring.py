# SPDX-License-Identifier: Apache-2.0
"""Brings a company's own role matrices, or a public framework, into its program folder."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from mentorkit.content.catalogue import shipped
from mentorkit.content.checks.common import fold
from mentorkit.content.folder import with_entries, write_judged
from mentorkit.content.matrix_table import Row, Table, in_order, truth_of
from mentorkit.content.take import entry_files, wanted_entries
from mentorkit.domain.skills import SkillKind
from mentorkit.errors import Problem
from mentorkit.program.files import FolderFiles
from mentorkit.program.loader import load_program
from mentorkit.program.places import raise_any
from mentorkit.program.schema import Program
from mentorkit.program.slugs import slug_of
from mentorkit.program.yaml_file import read_yaml


@dataclass
class Ask:
    """What a role asks of one skill, as it is being read. ``line`` is where the skill first stands."""

    line: int
    levels: dict[str, int] = field(default_factory=dict)
    weight: int = 1
    core: bool = False


@dataclass
class Matrix:
    """A role as it is being read. Grades and skills go by the names that the table has for them."""

    name: str
    line: int
    family: str = ""
    summary: str = ""
    asks: dict[str, Ask] = field(default_factory=dict)

    @property
    def grades(self) -> list[str]:
        """Slug by slug, lowest first."""
        totals: dict[str, float] = {}
        for ask in self.asks.values():
            for grade, level in ask.levels.items():
                totals[grade] = totals.get(grade, 0) + level
        return in_order(totals)


@dataclass(frozen=True)
class NewSkill:
    """A skill that neither the folder nor the catalogue knows. ``levels`` are sentences by level."""

    name: str
    kind: SkillKind = SkillKind.PRACTICE
    levels: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Brought:
    """What an import would write by file, with what a person should know about it."""

    files: dict[str, str]
    roles: tuple[str, ...]
    skills: tuple[str, ...]
    new_skills: tuple[str, ...]
    kept: tuple[str, ...]
    notes: tuple[str, ...]


def from_table(table: Table) -> tuple[list[Matrix], list[NewSkill]]:
    """The roles of a company's own table. Raises ConfigError for weights, kinds and levels that cannot be.

    A grade that a row leaves blank asks for as much as the grade below it.
    """
    problems: list[Problem] = []
    roles: dict[str, Matrix] = {}
    kinds: dict[str, SkillKind] = {}
    for row in table.rows:
        if missing := [name for name in ("role", "skill") if not row.cells.get(name)]:
            problems += [Problem(table.file, row.line, name, "is empty", "fill it in") for name in missing]
            continue
        role = roles.setdefault(row.cells["role"], Matrix(row.cells["role"], row.line))
        role.family = role.family or slug_of(row.cells.get("family", ""), "")
        ask = role.asks.setdefault(row.cells["skill"], Ask(row.line))
        for grade, level in row.levels.items():
            ask.levels[slug_of(grade, "everybody")] = level
        problems += _details(table.file, row, ask, kinds)
    for role in roles.values():
        problems += _falls(table.file, role)
    raise_any(problems)
    names = dict.fromkeys(skill for role in roles.values() for skill in role.asks)
    return list(roles.values()), [NewSkill(name, kinds.get(name, SkillKind.PRACTICE)) for name in names]


def bring(
    folder: Path,
    roles: Sequence[Matrix],
    skills: Iterable[NewSkill],
    *,
    home: str = "imported",
    head: str = "",
    catalogue: bool = True,
    notes: Sequence[str] = (),
) -> Brought:
    """What bringing these roles into a folder would write; nothing is written.

    A skill that the folder knows by name, synonym or id is used; else one of the catalogue, with its
    resources, unless ``catalogue`` is False; else it is written to ``skills/<home>.yaml``. Roles that
    are there stay as they are. ``head`` is a comment at the top of every file.
    """
    program = load_program(folder)
    by_name = {skill.name: skill for skill in skills}
    known = _ids((one.id, one.name, *one.also) for one in program.skills.values())
    if catalogue:
        known = _ids((s.value.id, s.value.name, *s.value.also) for s in shipped().skills) | known
    ids = {name: known.get(fold(name)) or slug_of(name, f"skill-{n}") for n, name in enumerate(by_name, 1)}
    wanted = [role for role in roles if slug_of(role.name, "role") not in program.roles]
    used = dict.fromkeys(skill for role in wanted for skill in role.asks)
    entries = wanted_entries(program, {ids[name] for name in used}) if catalogue else []
    there = {*program.skills, *(entry.value.id for entry in entries)}
    new = {ids[name]: by_name[name] for name in used if ids[name] not in there}
    files = entry_files(folder, entries)
    if new:
        text = "".join(skill_text(name, skill) for name, skill in new.items())
        place, whole = with_entries(FolderFiles(folder), f"skills/{home}.yaml", text)
        files[place] = whole if whole != text else head + text
    for role in wanted:
        files[f"roles/{slug_of(role.name, 'role')}.yaml"] = head + role_text(role, ids)
    return Brought(
        files=files,
        roles=tuple(sorted(slug_of(role.name, "role") for role in wanted)),
        skills=tuple(sorted({ids[name] for name in used} - set(new))),
        new_skills=tuple(sorted(new)),
        kept=tuple(sorted(slug_of(role.name, "role") for role in roles if role not in wanted)),
        notes=tuple(notes),
    )


def write(folder: Path, brought: Brought) -> Program:
    """Write what was brought. Raises ConfigError, and writes nothing, when the folder would not load."""
    return write_judged(folder, brought.files)


def role_text(role: Matrix, ids: Mapping[str, str]) -> str:
    """``roles/<id>.yaml``: grades lowest first; a grade without a level asks for as much as the one below."""
    grades = role.grades
    lines = [f"id: {word(slug_of(role.name, 'role'))}", f"name: {_quoted(role.name)}"]
    lines += [f"family: {word(role.family)}"] if role.family else []
    lines += [f"summary: {_quoted(role.summary)}"] if role.summary else []
    lines += [f"grades: [{', '.join(map(word, grades))}]", "requires:"]
    for skill, ask in role.asks.items():
        levels, level = [], 0
        for grade in grades:
            level = ask.levels.get(grade, level)
            levels.append(f"{word(grade)}: {level}")
        extras = [f"weight: {ask.weight}"] if ask.weight != 1 else []
        extras += ["core: true"] if ask.core else []
        lines.append(f"  {word(ids[skill])}: {{{', '.join([*levels, *extras])}}}")
    return "\n".join(lines) + "\n"


def skill_text(identifier: str, skill: NewSkill) -> str:
    """An entry of ``skills/*.yaml``."""
    lines = [f"- id: {word(identifier)}", f"  name: {_quoted(skill.name)}", f"  kind: {skill.kind.value}"]
    lines += ["  levels:"] if skill.levels else []
    lines += [f"    {level}: {_quoted(sentence)}" for level, sentence in sorted(skill.levels.items())]
    return "\n".join(lines) + "\n"


def word(text: str) -> str:
    """An id as YAML text, in quotes where it would be read as something else."""
    return text if read_yaml(text, "")[0] == text else _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _ids(names: Iterable[Sequence[str]]) -> dict[str, str]:
    """Folded name to id; the id itself and the name win over synonyms of others."""
    entries = [tuple(one) for one in names]
    synonyms = {fold(name): one[0] for one in entries for name in one[2:]}
    return synonyms | {fold(name): one[0] for one in entries for name in one[:2]}


def _details(file: str, row: Row, ask: Ask, kinds: dict[str, SkillKind]) -> Iterable[Problem]:
    if weight := row.cells.get("weight", ""):
        if weight in ("1", "2", "3", "4", "5"):
            ask.weight = int(weight)
        else:
            yield Problem(file, row.line, "weight", f"{weight[:40]!r} is no weight", "write 1 to 5")
    core = truth_of(row.cells.get("core", ""))
    ask.core = ask.core or bool(core)
    if core is None:
        yield Problem(file, row.line, "core", "is neither yes nor no", "write yes or no")
    if kind := row.cells.get("kind", "").casefold():
        if kind in set(SkillKind):
            kinds[row.cells["skill"]] = SkillKind(kind)
        else:
            told = f"{kind[:40]!r} is no kind of skill"
            yield Problem(file, row.line, "kind", told, f"write {', '.join(SkillKind)}")


def _falls(file: str, role: Matrix) -> Iterable[Problem]:
    """Levels that fall as the grade rises."""
    for skill, ask in role.asks.items():
        given = [(grade, ask.levels[grade]) for grade in role.grades if grade in ask.levels]
        for (lower, before), (higher, after) in pairwise(given):
            if after < before:
                told = f"{role.name}, {skill}: level {after} for {higher} is below {before} for {lower}"
                yield Problem(file, ask.line, higher, told, "a higher grade never asks for less")
