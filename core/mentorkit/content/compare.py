# SPDX-License-Identifier: Apache-2.0
"""What changed in the catalogue since a program took things from it: three ways, and nothing is written.

The folder's entry, the shipped one, and the fingerprint of the wording in which it was taken. What the
company edited is the company's; a newer wording is shown for somebody to decide about.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel

from mentorkit.content.catalogue import Catalogue, shipped
from mentorkit.content.take import lock_of
from mentorkit.domain.skills import Requirement, Role
from mentorkit.program.catalogue import LOCK, Lock, fingerprint
from mentorkit.program.file_models import RoleFile
from mentorkit.program.files import FolderFiles
from mentorkit.program.places import Place
from mentorkit.program.validation import validate
from mentorkit.program.yaml_file import read_yaml

State = Literal["upstream", "both", "here", "gone", "new", "unknown"]
"""upstream: newer wording, unedited here; both: newer wording and edited here; here: edited here only;
gone: no longer ships; new: ships for a skill taken from the catalogue; unknown: differs, and nothing
says in which wording it was taken."""


@dataclass(frozen=True)
class Difference:
    """One entry that is not as it ships. ``details`` are lines: what it says here and in the catalogue."""

    area: str
    id: str
    state: State
    file: str
    line: int
    details: tuple[str, ...] = ()


def compare(folder: Path, catalogue: Catalogue | None = None) -> list[Difference]:
    """Every difference, by area and id. Entries that never came from the catalogue are the company's own.

    Raises ConfigError for a lock or a role that cannot be read.
    """
    upstream = catalogue or shipped()
    files = FolderFiles(folder)
    own = Catalogue(files)
    lock = lock_of(files) if files.has(LOCK) else None
    return [*_roles(own, upstream), *_lists(own, upstream, lock)]


def _roles(own: Catalogue, upstream: Catalogue) -> Iterator[Difference]:
    ships = upstream.by_id("roles")
    for one in own.roles:
        name = one.place.file
        origin = validate(RoleFile, *read_yaml(own.files.text(name), name)).origin
        if origin is None:
            continue
        now: Role | None = ships.get(origin.catalogue)
        # A company may call the role otherwise; that is no difference.
        here = one.value if now is None else one.value.model_copy(update={"id": now.id})
        yield from _difference("roles", here, now, origin.digest, one.place)


def _lists(own: Catalogue, upstream: Catalogue, lock: Lock | None) -> Iterator[Difference]:
    """Without a lock, whatever has the id of something that ships may have come from there."""
    for area in ("skills", "resources"):
        ships = upstream.by_id(area)
        taken: Mapping[str, str] = getattr(lock, area) if lock else dict.fromkeys(ships, "")
        for one in sorted(own.area(area), key=lambda one: str(one.value.id)):
            if one.value.id in taken:
                digest = taken.get(one.value.id, "")
                yield from _difference(area, one.value, ships.get(one.value.id), digest, one.place)
    there = own.by_id("resources")
    for name, resource in sorted(upstream.by_id("resources").items()):
        if lock and resource.skill in lock.skills and name not in lock.resources and name not in there:
            yield Difference("resources", name, "new", "", 0, (f"for {resource.skill}: {resource.title}",))


def _difference(area: str, here: Any, ships: Any, origin: str, place: Place) -> Iterator[Difference]:
    if here == ships:
        return
    if ships is None:
        yield Difference(area, here.id, "gone", place.file, place.line())
        return
    edited, newer = fingerprint(here) != origin, fingerprint(ships) != origin
    state: State = (
        "unknown" if not origin else "both" if edited and newer else "upstream" if newer else "here"
    )
    lines = _role_lines(here, ships) if isinstance(here, Role) else _lines(here, ships)
    yield Difference(area, here.id, state, place.file, place.line(), tuple(lines))


def _role_lines(here: Role, ships: Role) -> Iterator[str]:
    yield from _lines(here.model_copy(update={"requires": {}}), ships.model_copy(update={"requires": {}}))
    for skill in sorted({*here.requires, *ships.requires}):
        ours, theirs = here.requires.get(skill), ships.requires.get(skill)
        if ours is None and theirs is not None:
            yield f"{skill}: not here; in the catalogue {_spoken(theirs)}"
        elif theirs is None and ours is not None:
            yield f"{skill}: here {_spoken(ours)}; not in the catalogue"
        elif ours is not None and theirs is not None and ours != theirs:
            yield f"{skill}: here {_spoken(ours)}; in the catalogue {_spoken(theirs)}"


def _spoken(requirement: Requirement) -> str:
    levels = " ".join(f"{grade} {level}" for grade, level in requirement.levels.items())
    return f"{levels}, weight {requirement.weight}{', core' if requirement.core else ''}"


def _lines(here: BaseModel, ships: BaseModel) -> Iterator[str]:
    ours, theirs = (_flat(value.model_dump(mode="json", by_alias=True)) for value in (here, ships))
    for key in sorted({*ours, *theirs}):
        if ours.get(key) != theirs.get(key):
            yield f"{key}: here {ours.get(key, 'nothing')}; in the catalogue {theirs.get(key, 'nothing')}"


def _flat(value: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Text by dotted key."""
    flat: dict[str, str] = {}
    for name, part in value.items():
        if isinstance(part, Mapping):
            flat |= _flat(part, f"{prefix}{name}.")
        else:
            flat[f"{prefix}{name}"] = ", ".join(map(str, part)) if isinstance(part, list) else str(part)
    return flat
