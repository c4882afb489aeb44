# SPDX-License-Identifier: Apache-2.0
"""A change set as people review it: which records, which fields, what stays as people wrote it.

Of pages only the names and lengths of blocks are shown, never what is in them: some are private.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from mentorkit.domain.richtext import Blocks, Bullets, Expand, Panel, Properties, Table, Tasks
from mentorkit.ports import Archive, Audience, Create, Document, Event, Form, Generated, PlanItem, Update
from mentorkit.program.schema import Program
from mentorkit.reconcile.changeset import ChangeSet, Kept
from mentorkit.reconcile.snapshot import StoreName
from mentorkit.reconcile.wishes import Told
from mentorkit_cli.names import Names, day, moment
from mentorkit_cli.output import Line, Shown, line

_SIGNS = {"add": ("+", "green"), "change": ("~", "yellow"), "archive": ("-", "red")}
_LONG = frozenset({"body", "description"})
_INSIDE = frozenset({"details", "labels", "feeds", "categories", "page"})
"""Fields that only machines read; they are named and not spelled out."""

Field = dict[str, Any]


def shown(changes: ChangeSet, program: Program, schema: str = "mentorkit.diff/1") -> Shown:
    """The whole change set, with the counts in the last line."""
    names = Names(program)
    rows = [_row(store, change, names) for store, change in changes]
    added, changed, archived = changes.counts()
    parts = [part for row in rows for part in _lines(row)]
    kept = kept_data(changes.kept, names)
    told = told_data(changes.told, names)
    parts += [*kept_lines(kept), *told_lines(told)]
    parts.append(line((f"{added} to add, {changed} to change, {archived} to archive", "bold")))
    counts = {"add": added, "change": changed, "archive": archived}
    data = {
        "program": program.id,
        "fingerprint": changes.fingerprint(),
        "counts": counts,
        "changes": rows,
        "kept": kept,
        "told": told,
    }
    return Shown(schema, data, parts)


def kept_data(kept: Sequence[Kept], names: Names) -> list[dict[str, Any]]:
    """What stays as people wrote it, a record and person at a time."""
    found = []
    for (store, key, name, by), group in groupby(kept, key=lambda k: (k.store, k.key, k.name, k.by)):
        fields = sorted(_field_name(one.field) for one in group)
        who = names.person(by) if by else ""
        found.append({"store": store, "key": key, "record": name, "by": who, "fields": fields})
    return found


def kept_lines(kept: Sequence[dict[str, Any]]) -> list[Line]:
    """The same, a line each."""
    return [
        line(
            ("=", "blue"),
            f" kept as {one['by'] or 'somebody'} wrote it: {', '.join(one['fields'])} ({one['record']})",
        )
        for one in kept
    ]


def told_data(told: Sequence[Told], names: Names) -> list[dict[str, str]]:
    """What a person should hear, each once."""
    unique = dict.fromkeys((names.record(one.about), one.what, one.remedy) for one in told)
    return [{"about": about, "what": what, "remedy": remedy} for about, what, remedy in unique]


def told_lines(told: Sequence[dict[str, str]]) -> list[Line]:
    """The same, a line each."""
    return [
        line(
            ("!", "magenta"),
            f" {one['about']}: {one['what']}" + (f"; {one['remedy']}" if one["remedy"] else ""),
        )
        for one in told
    ]


def kind_of(item: Any) -> str:
    """What a record is, in a word or two."""
    match item:
        case Document():
            return f"{item.kind} page"
        case Event():
            return "meeting"
        case _:
            return str(item.kind.value)


def _row(store: StoreName, change: Any, names: Names) -> dict[str, Any]:
    item = change.found.item if isinstance(change, Archive) else change.item
    row: dict[str, Any] = {
        "action": "add",
        "store": store,
        "kind": kind_of(item),
        "title": item.title,
        "name": "",
        "key": change.key,
        "fields": [],
        "notes": [],
    }
    match change:
        case Create():
            row["fields"] = list(_new_fields(item, names))
            before: frozenset[Any] = frozenset()
        case Update():
            row |= {"action": "change", "name": change.found.name, "title": change.found.item.title}
            row["fields"] = list(_changed_fields(change, names))
            before = frozenset(change.found.mark.ledger) if change.found.mark else frozenset()
        case Archive():
            row |= {"action": "archive", "name": change.found.name, "why": change.why}
            before = frozenset(change.found.mark.ledger) if change.found.mark else frozenset()
    row["notes"] = [_note(fact, names) for fact in change.mark.ledger if fact not in before]
    return row


def _note(fact: Any, names: Names) -> str:
    """A new line of a record's ledger: its name, what it says in a word, and whose it is."""
    detail = f" {fact.detail}" if fact.detail else ""
    return f"{fact.name}{detail}" + (f" ({names.person(fact.by)})" if fact.by else "")


def _new_fields(item: Any, names: Names) -> Iterator[Field]:
    match item:
        case Document():
            if item.audience.private:
                yield _after("only for", names.people(item.audience.view or frozenset()))
            for block in item.blocks:
                if isinstance(block, Generated | Form):
                    name = ("block:" if isinstance(block, Generated) else "form:") + block.name
                    yield _after(_field_name(name), _length(block.content))
        case PlanItem():
            for name in ("due", "assignee"):
                if getattr(item, name) is not None:
                    yield _after(name, _value(name, getattr(item, name), item, names))
        case Event():
            yield _after("start", _value("start", item.start, item, names))
            yield _after("minutes", str(item.minutes))


def _after(name: str, after: str) -> Field:
    return {"field": name, "before": None, "after": after}


def _changed_fields(change: "Update[Any]", names: Names) -> Iterator[Field]:
    old, new = change.found.item, change.item
    for name in sorted(change.fields):
        prefix, _, block = name.partition(":")
        if block:
            yield _block(prefix, block, old, new)
        elif name in _INSIDE:
            yield {"field": name, "before": None, "after": None}
        else:
            pair = (_value(name, getattr(it, name), it, names) for it in (old, new))
            yield dict(zip(("field", "before", "after"), (_field_name(name), *pair), strict=True))
    if change.notice is not None:
        yield _after("comment", _length(change.notice.body))
    if change.move is not None:
        yield {"field": "status", "before": str(old.status), "after": str(change.move)}


def _block(prefix: str, name: str, old: Document, new: Document) -> Field:
    wanted = next(b for b in new.blocks if isinstance(b, Generated | Form) and b.name == name)
    there = old.generated(name) if prefix == "block" else None
    after = _length(wanted.content)
    before = _length(there.content) if there else None
    return {
        "field": _field_name(f"{prefix}:{name}"),
        "before": None if before == after else before,
        "after": after,
    }


def _field_name(name: str) -> str:
    prefix, _, block = name.partition(":")
    return {"block": f"box {block}", "form": f"form {block}"}.get(prefix, name) if block else name


def _value(name: str, value: Any, item: Any, names: Names) -> str:
    """A short field in words; of a long one only its length."""
    if name in _LONG:
        return _length(value) if isinstance(value, tuple) else _lines_of(str(value).count("\n") + 1)
    if not value:
        return "nobody" if name == "assignee" else "none"
    match value:
        case datetime():
            words = moment(value, item.timezone)
        case date():
            words = day(value)
        case Audience():
            words = _readers(value, names)
        case frozenset() | tuple():
            words = names.people(value)
        case _:
            words = {"assignee": names.person, "parent": names.record}.get(name, str)(value)
    return words


def _readers(audience: Audience, names: Names) -> str:
    readers = "everybody" if audience.view is None else names.people(audience.view)
    return f"read by {readers}" + (f", edited by {names.people(audience.edit)}" if audience.edit else "")


def _lines_of(number: int) -> str:
    return f"{number} line" if number == 1 else f"{number} lines"


def _length(content: Blocks) -> str:
    return _lines_of(_count(content))


def _count(content: Blocks) -> int:
    """About how many lines a reader sees."""
    total = 0
    for block in content:
        match block:
            case Bullets() | Tasks():
                total += len(block.items)
            case Table() | Properties():
                total += len(block.rows)
            case Panel() | Expand():
                total += 1 + _count(block.blocks)
            case _:
                total += 1
    return total


def _lines(row: dict[str, Any]) -> Iterator[Line]:
    sign, color = _SIGNS[row["action"]]
    name = f" ({row['name']})" if row["name"] not in ("", row["title"]) else ""
    head: list[str | tuple[str, str]] = [
        (f"{sign} {row['action']:<8}", color),
        f"{row['kind']:<15} {row['title']}{name}",
    ]
    if row["action"] == "add":
        yield line(*head, ("".join(f"; {one['field']} {one['after']}" for one in row["fields"]), "dim"))
        return
    yield line(*head, f"  {row['why']}" if row.get("why") else "")
    for one in row["fields"]:
        yield line("    ", _change_words(one))
    if row["notes"]:
        yield line("    ", f"notes: {', '.join(row['notes'])}")


def _change_words(one: Field) -> str:
    if one["after"] is None:
        return str(one["field"])
    before = "" if one["before"] is None else f"{one['before']} → "
    return f"{one['field']}: {before}{one['after']}"
