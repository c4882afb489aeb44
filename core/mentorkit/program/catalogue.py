# SPDX-License-Identifier: Apache-2.0
"""Takes roles out of the shipped catalogue for a program folder, with the skills and resources they need.

Entries are found by their lines, and only those that are needed are parsed: a program of three roles
never reads the rest. ``catalogue.lock`` says in which wording skills and resources were taken; a role
says so itself.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel

from mentorkit import __version__
from mentorkit.domain.resources import Resource
from mentorkit.domain.skills import Role, Skill
from mentorkit.domain.value import Slug, Value, digest
from mentorkit.errors import ConfigError, Problem
from mentorkit.program.file_models import RoleFile
from mentorkit.program.shipped import shipped_names, shipped_text
from mentorkit.program.suggest import did_you_mean
from mentorkit.program.validation import validate
from mentorkit.program.yaml_file import read_yaml

LOCK = "catalogue.lock"

_ENTRY = re.compile(r"^- ", re.MULTILINE)
_ID = re.compile(r"- \{?id: ([a-z0-9-]+)")
_SKILL = re.compile(r"(?:, |^  )skill: ([a-z0-9-]+)", re.MULTILINE)
_LOCK_HEAD = (
    "# In which wording skills and resources came from the catalogue, for `mentorkit content diff`.\n"
)


class Entry(NamedTuple):
    """One skill or resource of the catalogue: its file, the lines it stands on there, and what they say."""

    file: str
    text: str
    value: Skill | Resource


class Lock(Value):
    """``catalogue.lock``: fingerprints by id."""

    skills: Mapping[Slug, str] = {}
    resources: Mapping[Slug, str] = {}

    def text(self) -> str:
        """The file, sorted, so that two branches merge line by line."""
        parts = [_LOCK_HEAD]
        for area, entries in (("skills", self.skills), ("resources", self.resources)):
            lines = [f"  {json.dumps(name)}: {json.dumps(entries[name])}\n" for name in sorted(entries)]
            parts += [f"{area}:\n", *lines] if lines else [f"{area}: {{}}\n"]
        return "".join(parts)

    def plus(self, entries: Collection[Entry]) -> "Lock":
        """The lock with these entries in it."""
        skills = {e.value.id: fingerprint(e.value) for e in entries if isinstance(e.value, Skill)}
        resources = {e.value.id: fingerprint(e.value) for e in entries if isinstance(e.value, Resource)}
        return Lock(skills={**self.skills, **skills}, resources={**self.resources, **resources})


def read_lock(text: str) -> Lock:
    """What a lock file says. Raises ConfigError."""
    data, place = read_yaml(text, LOCK)
    return validate(Lock, data, place)


def fingerprint(value: BaseModel) -> str:
    """A digest of what somebody wrote down; a field that is left at its default does not count."""
    return digest(value.model_dump(mode="json", exclude_defaults=True))


def catalogue_files(roles: Collection[str], skills: Collection[str] = ()) -> dict[str, str]:
    """The files of these roles, of every skill they require, of ``skills``, and of resources for all of them.

    By their path in the program folder; entries keep their wording. Each role says which release of
    the catalogue it was taken from, the lock does so for the rest. Raises ConfigError for a role the
    catalogue does not have.
    """
    files: dict[str, str] = {}
    needed = set(skills)
    for role in sorted(set(roles)):
        matrix, files[f"roles/{role}.yaml"] = role_file(role)
        needed.update(matrix.requires)
    entries = [*skill_entries(needed), *resource_entries(needed)]
    for entry in entries:
        files[entry.file] = files.get(entry.file, "") + entry.text
    return {**files, LOCK: Lock().plus(entries).text()}


def role_file(role: str) -> tuple[Role, str]:
    """A shipped role and its file with the line that says where it is from. Raises ConfigError."""
    known = [name.removeprefix("roles/").removesuffix(".yaml") for name in shipped_names("roles", ".yaml")]
    if role not in known:
        what = f"the catalogue has no role {role!r}"
        remedy = did_you_mean(role, known, "choose a role that is in it")
        raise ConfigError([Problem("catalogue", 0, "roles", what, remedy)])
    lines = shipped_text(f"roles/{role}.yaml").splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith("#"))
    matrix = validate(RoleFile, *read_yaml(text, f"roles/{role}.yaml")).role()
    origin = f'from: {{catalogue: {role}, release: "{__version__}", digest: "{fingerprint(matrix)}"}}'
    return matrix, text.replace("\nrequires:", f"\n{origin}\nrequires:", 1)


def skill_entries(ids: Collection[str]) -> list[Entry]:
    """The shipped skills with these ids, by file; ids that do not ship are passed over."""
    return [_parsed(file, text, Skill) for file, text in _entries("skills") if _found(_ID, text) in ids]


def resource_entries(skills: Collection[str]) -> list[Entry]:
    """The shipped resources for these skills, by file."""
    return [
        _parsed(file, text, Resource)
        for file, text in _entries("resources")
        if _found(_SKILL, text) in skills
    ]


@cache
def shipped_skill_ids() -> frozenset[str]:
    """The ids of all shipped skills, without parsing them."""
    return frozenset(_found(_ID, text) for _, text in _entries("skills"))


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""


def _entries(area: str) -> Iterator[tuple[str, str]]:
    """Each entry of the shipped lists of an area: its file, and its lines without comments and blank ones."""
    for name in shipped_names(area, ".yaml"):
        text = shipped_text(name)
        begins = [found.start() for found in _ENTRY.finditer(text)]
        for begin, end in zip(begins, [*begins[1:], len(text)], strict=True):
            lines = text[begin:end].split("\n")
            yield name, "".join(f"{line}\n" for line in lines if line.strip() and not line.startswith("#"))


def _parsed(file: str, text: str, model: type[Any]) -> Entry:
    data, place = read_yaml(text, file)
    return Entry(file, text, validate(model, data[0], place.at(0)))
