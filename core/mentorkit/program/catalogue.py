# SPDX-License-Identifier: Apache-2.0
"""Takes roles out of the shipped catalogue for a program folder, with the skills and resources they need."""

from collections.abc import Collection, Iterator
from typing import Any

from mentorkit import __version__
from mentorkit.domain.value import digest
from mentorkit.errors import ConfigError, Problem
from mentorkit.program.file_models import RoleFile
from mentorkit.program.shipped import shipped_names, shipped_text
from mentorkit.program.suggest import did_you_mean
from mentorkit.program.validation import validate
from mentorkit.program.yaml_file import read_yaml


def catalogue_files(roles: Collection[str], skills: Collection[str] = ()) -> dict[str, str]:
    """The files of these roles, of every skill they require, of ``skills``, and of resources for all of them.

    By their path in the program folder; entries keep their wording. Each role says which release of
    the catalogue it was taken from. Raises ConfigError for a role the catalogue does not have.
    """
    files: dict[str, str] = {}
    needed = set(skills)
    for role in sorted(set(roles)):
        text = _role_text(role)
        data, place = read_yaml(text, f"roles/{role}.yaml")
        matrix = validate(RoleFile, data, place).role()
        needed.update(matrix.requires)
        origin = f'from: {{catalogue: {role}, release: "{__version__}", digest: "{digest(matrix)}"}}'
        files[f"roles/{role}.yaml"] = text.replace("\nrequires:", f"\n{origin}\nrequires:", 1)
    for name in shipped_names("skills", ".yaml"):
        chosen = [lines for entry, lines in _entries(name) if entry["id"] in needed]
        files |= {name: "\n".join(chosen)} if chosen else {}
    for name in shipped_names("resources", ".yaml"):
        chosen = [lines for entry, lines in _entries(name) if entry["skill"] in needed]
        files |= {name: "".join(chosen)} if chosen else {}
    return files


def _role_text(role: str) -> str:
    known = [name.removeprefix("roles/").removesuffix(".yaml") for name in shipped_names("roles", ".yaml")]
    if role not in known:
        what = f"the catalogue has no role {role!r}"
        remedy = did_you_mean(role, known, "choose a role that is in it")
        raise ConfigError([Problem("catalogue", 0, "roles", what, remedy)])
    lines = shipped_text(f"roles/{role}.yaml").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("#"))


def _entries(name: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Each entry of a shipped list, and the lines it stands on."""
    text = shipped_text(name)
    data, place = read_yaml(text, name)
    lines = text.split("\n")
    begins = [place.line(number) - 1 for number in range(len(data))]
    for entry, begin, end in zip(data, begins, [*begins[1:], len(lines)], strict=True):
        own = [line for line in lines[begin:end] if line.strip() and not line.startswith("#")]
        yield entry, "\n".join(own) + "\n"
