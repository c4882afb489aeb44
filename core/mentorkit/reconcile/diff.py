# SPDX-License-Identifier: Apache-2.0
"""The diff: wishes against the snapshot, repeated until nothing is new."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mentorkit.domain.keys import Key
from mentorkit.domain.value import digest
from mentorkit.errors import MentorkitError
from mentorkit.ports import (
    Archive,
    Change,
    Create,
    Document,
    Fact,
    Generated,
    Mark,
    Notice,
    Status,
    Stored,
    Update,
)
from mentorkit.ports.fields import Ownership
from mentorkit.ports.records import T
from mentorkit.reconcile.changeset import ChangeSet, Kept
from mentorkit.reconcile.merge import base_of, merge, owners
from mentorkit.reconcile.snapshot import STORES, Snapshot, StoreName, View
from mentorkit.reconcile.wishes import Desired, Told, Wish

Canon = Callable[[Any], Any]
Rules = Callable[[Snapshot], Desired]
ROUNDS = 4
MARK_VERSION = 1
RESTORE = "restore an earlier version from its history; until then nothing in it is written"


class UnsettledRules(MentorkitError):
    """The rules never came to rest: a fault in a rule. ``keys`` are the records they went on changing."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self.keys = tuple(sorted(keys))
        super().__init__(", ".join(self.keys))


@dataclass(frozen=True)
class _AsWished:
    """A wish that asked for nothing new of a record as it stood, and what people keep there."""

    wish: Wish[Any]
    record: Stored[Any]
    kept: list[Kept]


Settled = dict[Key, _AsWished]


def decide(
    snapshot: Snapshot, rules: Rules, canons: Mapping[StoreName, Canon], program: str, now: datetime
) -> ChangeSet:
    """Everything that should change now, in one change set.

    The rules run over the snapshot, then over the snapshot with their own changes folded in, until
    nothing is new. Raises UnsettledRules after four rounds.
    """
    result = ChangeSet(existing={name: len(getattr(snapshot, name).by_key) for name in STORES})
    pending: dict[StoreName, dict[tuple[Key, str], Change[Any]]] = {name: {} for name in STORES}
    folded = snapshot
    fresh: dict[StoreName, list[Change[Any]]] = {}
    told: dict[Told, None] = {}
    settled: Settled = {}
    for _ in range(ROUNDS):
        desired = rules(folded)
        result.kept, result.told = [], desired.told
        fresh = {
            name: _changes(name, folded, desired, canons[name], program, now, result, settled)
            for name in STORES
        }
        told.update(dict.fromkeys(result.told))
        if not any(fresh.values()):
            break
        for name in STORES:
            for change in fresh[name]:
                slot = (change.key, _second(change, getattr(folded, name)))
                known = pending[name].get(slot)
                pending[name][slot] = change if known is None else _combined(known, change)
        folded = folded.fold(fresh)
    else:
        raise UnsettledRules(change.key for changes in fresh.values() for change in changes)
    for name in STORES:
        needed = (narrowed for change in pending[name].values() if (narrowed := _narrowed(change)))
        result.changes[name] = sorted(needed, key=lambda change: change.key)
    for name in STORES:
        view: View[Any] = getattr(snapshot, name)
        for key, stored in view.by_key.items():
            result.kept += _edited(name, key, stored)
        for stored in (*view.by_key.values(), *view.duplicates, *view.theirs):
            told.update(dict.fromkeys(_problems(stored)))
    result.told = list(told)
    result.kept.sort(key=lambda kept: (kept.store, kept.key, kept.field))
    return result


def _changes(
    store: StoreName,
    snapshot: Snapshot,
    desired: Desired,
    canon: Canon,
    program: str,
    now: datetime,
    result: ChangeSet,
    settled: Settled,
) -> list[Change[Any]]:
    view: View[Any] = getattr(snapshot, store)
    wishes: dict[Key, Wish[Any]] = getattr(desired, store)
    changes: list[Change[Any]] = []
    for key in sorted(wishes):
        wish, stored = wishes[key], view.get(key)
        if stored is None:
            if wish.item is not None and not wish.archive:
                changes.append(_create(wish, canonical(canon, wish.item), program, now))
        elif why := blocked(stored):
            if not (stored.mangled or (wish.archive and stored.archived)):
                result.told.append(Told(stored.name, why, "mend it by hand; until then it is left alone"))
        elif (known := settled.get(key)) and known.record is stored and known.wish == wish:
            result.kept += known.kept
        else:
            before = len(result.kept)
            if change := _update(store, wish, stored, canon, now, result):
                changes.append(change)
            else:
                settled[key] = _AsWished(wish, stored, result.kept[before:])
    changes.extend(_closed(duplicate, view) for duplicate in view.duplicates if not blocked(duplicate))
    return changes


def _second(change: Change[Any], view: View[Any]) -> str:
    """The ref of a duplicate that is closed; "" for a change of the record itself."""
    return change.ref if isinstance(change, Archive) and change.found in view.duplicates else ""


def canonical(canon: Canon, item: T) -> T:
    """The item as it would come back; of a page the forms stay named, since they are still to be seeded."""
    saved = canon(item)
    if not isinstance(item, Document):
        return saved  # type: ignore[no-any-return]  # canon of the same store gives the same type
    blocks = tuple(
        (saved.generated(block.name) or block).model_copy(update={"private": block.private})
        if isinstance(block, Generated)
        else block
        for block in item.blocks
    )
    return saved.model_copy(update={"blocks": blocks})  # type: ignore[no-any-return]  # as above


def blocked(stored: Stored[Any]) -> str:
    """Why a record of ours must not be written; "" when it may."""
    if stored.archived:
        return "stands in the archive"
    if stored.stray:
        return "was moved out of the program's place"
    if stored.mark is not None and stored.mark.v > MARK_VERSION:
        return "was written by a newer Mentorkit"
    return "was taken apart" if stored.mangled else ""


def _problems(stored: Stored[Any]) -> Iterator[Told]:
    """What is wrong with a record: a mangled one is one sentence, with what heals it."""
    if stored.mangled:
        yield Told(stored.name, " and ".join(stored.problems), RESTORE)
        return
    for problem in stored.problems:
        yield Told(stored.name, problem)


def _create(wish: Wish[Any], item: Any, program: str, now: datetime) -> Create[Any]:
    facts = _dated(wish.facts, wish.notices, now)
    mark = Mark(key=wish.key, program=program, base=base_of(item), ledger=_sorted(facts), made=now)
    return Create[Any](
        key=wish.key,
        item=item,
        mark=mark,
        notice=_one_notice(wish.notices),
        move=wish.move,
        needs=wish.needs,
    )


def _update(
    store: StoreName, wish: Wish[Any], stored: Stored[Any], canon: Canon, now: datetime, result: ChangeSet
) -> "Update[Any] | Archive[Any] | None":
    mark = stored.mark
    if mark is None:
        return None
    facts = tuple(fact for fact in wish.facts if not mark.has(fact.name, by=fact.by, detail=fact.detail))
    if wish.archive:
        ledger = _sorted((*mark.ledger, *facts))
        return Archive[Any](
            key=wish.key,
            ref=stored.ref,
            found=stored,
            mark=mark.model_copy(update={"ledger": ledger}),
            why=wish.archive,
            needs=wish.needs,
        )
    item, fields, base = stored.item, frozenset[str](), dict(mark.base)
    if wish.item is not None:
        merged = merge(stored.item, canonical(canon, wish.item), mark.base, stored.edits)
        item, fields, base = merged.item, frozenset(merged.fields), merged.base
        result.kept.extend(
            Kept(store, wish.key, stored.name, name, stored.edits.get(name, ""))
            for name in merged.kept
            if owners(type(stored.item)).get(name) is not Ownership.PROPOSED
        )
    notices = tuple(notice for notice in wish.notices if not mark.has(f"notice/{notice.id}"))
    move = wish.move if wish.move and wish.move != getattr(stored.item, "status", None) and facts else None
    if not (fields or facts or notices or move):
        return None
    ledger = _sorted((*mark.ledger, *_dated(facts, notices, now)))
    return Update[Any](
        key=wish.key,
        ref=stored.ref,
        item=item,
        found=stored,
        fields=fields,
        mark=mark.model_copy(update={"base": base, "ledger": ledger}),
        notice=_one_notice(notices),
        move=move,
        needs=wish.needs,
    )


def _edited(store: StoreName, key: Key, stored: Stored[Any]) -> list[Kept]:
    """The proposed fields that people changed since the program wrote them, whether it still asks or not."""
    if stored.mark is None or stored.archived:
        return []
    return [
        Kept(store, key, stored.name, field, stored.edits.get(field, ""))
        for field, owner in owners(type(stored.item)).items()
        if owner is Ownership.PROPOSED
        and field in stored.mark.base
        and stored.mark.base[field] != digest(getattr(stored.item, field))
    ]


def _dated(facts: tuple[Fact, ...], notices: tuple[Notice, ...], now: datetime) -> tuple[Fact, ...]:
    return (*facts, *(Fact(name=f"notice/{notice.id}", at=now) for notice in notices))


def _one_notice(notices: tuple[Notice, ...]) -> Notice | None:
    """Notices of several rules as one comment; the ledger names each."""
    if not notices:
        return None
    body = tuple(block for notice in notices for block in notice.body)
    return Notice(id="+".join(notice.id for notice in notices), body=body)


def _sorted(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(sorted(facts, key=lambda fact: (fact.at, fact.name, fact.by, fact.detail)))


def _closed(duplicate: Stored[Any], view: View[Any]) -> Archive[Any]:
    """A second record that a service account made under a taken key goes to the archive."""
    mark = duplicate.mark
    if mark is None:
        raise TypeError("a duplicate is a record of ours")
    kept = view.by_key[mark.key]
    return Archive[Any](
        key=mark.key, ref=duplicate.ref, found=duplicate, mark=mark, why=f"made twice, see {kept.name}"
    )


def _combined(first: Change[Any], second: Change[Any]) -> Change[Any]:
    """Two rounds' changes of one record as one write."""
    if isinstance(second, Archive):
        if not isinstance(first, Update):
            raise UnsettledRules([second.key])
        return second.model_copy(update={"found": first.found})
    if isinstance(second, Create) or isinstance(first, Archive):
        return second
    notice = _one_notice(tuple(notice for notice in (first.notice, second.notice) if notice))
    move: Status | None = second.move or first.move
    needs = tuple(dict.fromkeys((*first.needs, *second.needs)))
    shared: dict[str, Any] = {"mark": second.mark, "notice": notice, "move": move, "needs": needs}
    if isinstance(first, Create):
        return first.model_copy(update={"item": _whole(first.item, second.item), **shared})
    return first.model_copy(
        update={"item": _whole(first.item, second.item), "fields": first.fields | second.fields, **shared}
    )


def _narrowed(change: Change[Any]) -> Change[Any] | None:
    """The change without fields that a later round brought back to how they stand; None without any."""
    if not isinstance(change, Update):
        return change
    fields = frozenset(name for name in change.fields if _differs(change, name))
    same = change.found.mark is not None and change.found.mark.ledger == change.mark.ledger
    if same and not (fields or change.notice or change.move):
        return None
    return change.model_copy(update={"fields": fields})


def _differs(change: Update[Any], name: str) -> bool:
    here, there = change.found.item, change.item
    kind, _, block = name.partition(":")
    if kind == "block":
        found, wanted = here.generated(block), there.generated(block)
        return found is None or found.content != wanted.content
    return kind == "form" or getattr(here, name) != getattr(there, name)


def _whole(first: Any, second: Any) -> Any:
    """The later item; of a page with the blocks that only the earlier round wrote."""
    if not isinstance(second, Document):
        return second
    new = {(block.t, getattr(block, "name", "")): block for block in second.blocks}
    blocks = [new.pop((block.t, getattr(block, "name", "")), block) for block in first.blocks]
    return second.model_copy(update={"blocks": (*blocks, *new.values())})
