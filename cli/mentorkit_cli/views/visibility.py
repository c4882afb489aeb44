# SPDX-License-Identifier: Apache-2.0
"""Who may see what, by kind of record and role, and every difference from what the program wants."""

from collections.abc import Sequence
from typing import Any

from mentorkit.rules import World
from mentorkit.rules.visibility import ROLES, People, Visible
from mentorkit_cli.names import Names
from mentorkit_cli.output import Line, Shown, Table, line


def shown(world: World, found: Sequence[Visible]) -> Shown:
    """A row a kind: of how many records each role sees how many; then each difference in a sentence."""
    names = Names(world.program)
    kinds = [_kind(kind, [one for one in found if one.kind == kind]) for kind in _kinds(found)]
    differences = [_difference(one, names) for one in found if not one.as_wanted]
    rows = [(row["kind"], *(_cell(row[role]) for role in ROLES)) for row in kinds]
    parts: list[str | Line | Table] = [Table(("What", *(role.capitalize() for role in ROLES)), rows)]
    parts += [line(("!", "red"), f" {one['what']}: {one['difference']}") for one in differences]
    count = len(differences)
    parts.append(
        f"{count} {'difference' if count == 1 else 'differences'} from what the program wants,"
        f" in {len(found)} records. Administrators of the tools can see everything."
    )
    data = {
        "program": world.program.id,
        "as_wanted": not differences,
        "records": len(found),
        "kinds": kinds,
        "differences": differences,
    }
    return Shown("mentorkit.visibility/1", data, parts)


def _kinds(found: Sequence[Visible]) -> list[str]:
    return list(dict.fromkeys(one.kind for one in found))


def _kind(kind: str, of: Sequence[Visible]) -> dict[str, Any]:
    """For each role: how many records of the kind concern it, and how many of these it sees."""
    row: dict[str, Any] = {"kind": kind, "records": len(of)}
    for role in ROLES:
        answers = [seen for one in of if (seen := one.seen_by(role)) is not None]
        row[role] = {"sees": sum(answers), "of": len(answers)}
    return row


def _cell(of: dict[str, int]) -> str:
    if not of["of"]:
        return "–"
    return {0: "none", of["of"]: "all"}.get(of["sees"], f"{of['sees']} of {of['of']}")


def _difference(one: Visible, names: Names) -> dict[str, Any]:
    who = " and ".join(names.person(person) for person in one.subjects)
    what = one.title or (f"{one.kind} of {who}" if who else one.kind)
    return {
        "what": what,
        "kind": one.kind,
        "people": list(one.subjects),
        "may": None if one.may is None else sorted(one.may),
        "should": None if one.should is None else sorted(one.should),
        "difference": _words(one.may, one.should, names),
    }


def _words(may: People, should: People, names: Names) -> str:
    if may is None:
        return f"everybody may see it, not only {_named(should or frozenset(), names)}"
    if should is None:
        return f"only {_named(may, names)} may see it; it is meant for everybody"
    more, fewer = may - should, should - may
    said = [f"{_named(more, names)} may see it, too"] if more else []
    said += [f"{_named(fewer, names)} should see it and may not"] if fewer else []
    return "; ".join(said)


def _named(people: frozenset[str], names: Names) -> str:
    said = [names.person(person) if person else "somebody outside the program" for person in sorted(people)]
    return ", ".join(said) or "the program's account"
