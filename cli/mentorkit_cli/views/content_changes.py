# SPDX-License-Identifier: Apache-2.0
"""What happens between the catalogue and a folder: taken, brought, compared, checked, links asked."""

from collections.abc import Sequence
from typing import Any

from mentorkit.content.bring import Brought
from mentorkit.content.compare import Difference
from mentorkit.content.links import Result
from mentorkit.content.take import Taken
from mentorkit.errors import Problem
from mentorkit_cli.output import Line, Shown, Table

Part = str | Line | Table

_STATES = {
    "upstream": "newer in the catalogue",
    "both": "newer in the catalogue, and changed here",
    "here": "changed here",
    "gone": "no longer in the catalogue",
    "new": "new in the catalogue",
    "unknown": "differs from the catalogue",
}


def taken(taken: Taken, *, look: bool) -> Shown:
    """What came, or would come, out of the catalogue."""
    data = {
        "written": not look,
        "files": sorted(taken.files),
        "roles": list(taken.roles),
        "skills": list(taken.skills),
        "resources": list(taken.resources),
        "kept": list(taken.kept),
    }
    parts: list[Part] = [_written(sorted(taken.files), look=look)]
    parts.append(
        f"{len(taken.roles)} roles, {len(taken.skills)} skills, {len(taken.resources)} resources"
        f" {'would be' if look else 'were'} added."
    )
    parts += [f"kept as it is here: {name}" for name in taken.kept if name.startswith("role ")]
    return Shown("mentorkit.content-use/1", data, parts)


def brought(brought: Brought, *, look: bool) -> Shown:
    """What came, or would come, out of a table."""
    data = {
        "written": not look,
        "files": sorted(brought.files),
        "roles": list(brought.roles),
        "skills": list(brought.skills),
        "new_skills": list(brought.new_skills),
        "kept": list(brought.kept),
        "notes": list(brought.notes),
    }
    parts: list[Part] = [_written(sorted(brought.files), look=look)]
    if brought.skills:
        parts.append(f"Skills that were known: {', '.join(brought.skills)}")
    if brought.new_skills:
        parts.append(f"New skills: {', '.join(brought.new_skills)}")
    parts += [f"kept as it is here: role {name}" for name in brought.kept]
    parts += [f"Note: {note}" for note in brought.notes]
    return Shown("mentorkit.content-import/1", data, parts)


def exported(folder: str, written: Sequence[str], kept: Sequence[str]) -> Shown:
    """Which files were written, and which were there already."""
    data = {"folder": folder, "written": list(written), "kept": list(kept)}
    parts: list[Part] = [f"{len(written)} files written to {folder}."]
    parts += [f"kept as it is: {name}" for name in kept]
    return Shown("mentorkit.content-export/1", data, parts)


def differences(found: Sequence[Difference]) -> Shown:
    """What differs, each with what it says here and in the catalogue."""
    parts: list[Part] = []
    for one in found:
        place = f"  {one.file}:{one.line}" if one.file else ""
        parts.append(
            ((f"{one.area.removesuffix('s')} {one.id}: {_STATES[one.state]}", "bold"), (place, "dim"))
        )
        parts += [f"    {line}" for line in one.details]
    if not parts:
        parts = ["Everything taken from the catalogue is as it ships, or as you changed it."]
    data = [
        {
            "area": one.area,
            "id": one.id,
            "state": one.state,
            "file": one.file,
            "line": one.line,
            "details": list(one.details),
        }
        for one in found
    ]
    return Shown("mentorkit.content-diff/1", {"differences": data}, parts)


def checked(folder: str, faults: Sequence[Problem], advice: Sequence[Problem]) -> Shown:
    """Faults first, then what is only worth a thought."""
    parts: list[Part] = [((("fault  ", "red"), (str(problem), ""))) for problem in faults]
    parts += [((("advice ", "yellow"), (str(problem), ""))) for problem in advice]
    parts.append(f"{len(faults)} faults, {len(advice)} pieces of advice in {folder}.")
    data = {
        "folder": folder,
        "faults": [_problem(p) for p in faults],
        "advice": [_problem(p) for p in advice],
    }
    return Shown("mentorkit.content-check/1", data, parts)


def links(results: Sequence[Result], *, offline: bool) -> Shown:
    """The addresses that need a look; all of them for programs."""
    counts: dict[str, int] = {}
    for result in results:
        counts[result.verdict] = counts.get(result.verdict, 0) + 1
    data = {
        "offline": offline,
        "counts": counts,
        "links": [
            {
                "url": one.link.url,
                "id": one.link.id,
                "file": one.link.file,
                "line": one.link.line,
                "verdict": one.verdict,
                "note": one.note,
            }
            for one in results
        ],
    }
    rows = [
        (one.verdict, one.link.url, one.note, f"{one.link.file}:{one.link.line}")
        for one in results
        if one.verdict != "ok"
    ]
    parts: list[Part] = []
    if offline:
        parts.append("Offline: none of the addresses answered, so nothing can be said about them.")
    elif rows:
        parts.append(Table(("Verdict", "Address", "Note", "Place"), rows))
    told = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
    return Shown("mentorkit.content-links/1", data, [*parts, told or "There is nothing to ask for."])


def _written(files: Sequence[str], *, look: bool) -> str:
    return f"{'Would write' if look else 'Wrote'}: {', '.join(files) or 'nothing'}"


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.line,
        "key": problem.key,
        "what": problem.what,
        "remedy": problem.remedy,
    }
