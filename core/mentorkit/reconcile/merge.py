# SPDX-License-Identifier: Apache-2.0
"""The three-way merge, field by field: found in the tool, wanted by the program, last written base.

People win. A proposed field that a person changed stays theirs for good; the merge says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic

from mentorkit.domain.value import digest
from mentorkit.ports import Document, Form, Generated, PageBlock, Record
from mentorkit.ports.fields import Ownership, ownership
from mentorkit.ports.records import T

_OWNERS: dict[type[Record], dict[str, Ownership]] = {}


def owners(model: type[Record]) -> dict[str, Ownership]:
    """Field name to ownership, worked out once a record type."""
    if model not in _OWNERS:
        _OWNERS[model] = ownership(model)
    return _OWNERS[model]


@dataclass
class Merged(Generic[T]):
    """What a merge came to: the item to save, the fields to write, the fields that stay people's.

    ``base`` is the whole new base: digests of what will have been written last.
    """

    item: T
    base: dict[str, str]
    fields: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)


def base_of(item: Record) -> dict[str, str]:
    """The base of a record that is made now from ``item`` (already canonical)."""
    base = {
        name: digest(getattr(item, name))
        for name, owner in owners(type(item)).items()
        if owner in (Ownership.PROPOSED, Ownership.ADDED) and name != "blocks"
    }
    if isinstance(item, Document):
        base.update({block_field(block): block_digest(block) for block in item.blocks if named(block)})
    return base


def named(block: PageBlock) -> bool:
    """Whether the block is one the program writes."""
    return isinstance(block, Generated | Form)


def block_field(block: PageBlock) -> str:
    """The field name of a block in bases and changes."""
    return f"block:{block.name}" if isinstance(block, Generated) else f"form:{getattr(block, 'name', '')}"


def block_digest(block: PageBlock) -> str:
    """What is remembered of a block: its content's digest; of a form only that it was seeded."""
    return digest(block.content) if isinstance(block, Generated) else "seeded"


def merge(found: T, wanted: T, base: Mapping[str, str], edited: Mapping[str, str]) -> Merged[T]:
    """Merge ``wanted`` into ``found``; both are canonical. ``edited`` names fields people changed last.

    A field without a base counts as a person's own unless it already is as wanted.
    """
    result: Merged[T] = Merged(item=found, base=dict(base))
    values: dict[str, Any] = {}
    for name, owner in owners(type(found)).items():
        if name == "blocks" or owner is Ownership.OBSERVED:
            continue
        here, there = getattr(found, name), getattr(wanted, name)
        value = _field(owner, here, there, base.get(name))
        if value is _THEIRS:
            result.kept.add(name)
        elif value is not _SAME:
            values[name] = value
            result.fields.add(name)
            if owner is not Ownership.DERIVED:
                result.base[name] = digest(there)
    if isinstance(found, Document) and isinstance(wanted, Document):
        values["blocks"] = _blocks(found, wanted, result, edited)
    result.item = found.model_copy(update=values)
    return result


_SAME, _THEIRS = object(), object()


def _field(owner: Ownership, here: Any, there: Any, base: str | None) -> Any:
    if owner is Ownership.ADDED:
        if there <= here:
            return _SAME
        # None of them there: the write that was to add them never came. Some taken away: a person did.
        return _THEIRS if base == digest(there) and here & there else here | there
    if here == there:
        return _SAME
    if owner is Ownership.DERIVED or base == digest(here):
        return there
    return _THEIRS


def _blocks(
    found: Document, wanted: Document, result: "Merged[Any]", edited: Mapping[str, str]
) -> tuple[PageBlock, ...]:
    """The blocks to write. A block that people took away, or that is mangled, stays as it is."""
    chosen: list[Generated | Form] = []
    for block in wanted.blocks:
        if not isinstance(block, Generated | Form):
            continue
        name = block_field(block)
        known = result.base.get(name)
        if isinstance(block, Form):
            if known is None:
                chosen.append(block)
        else:
            here = found.generated(block.name)
            if here is None and known is not None:
                result.kept.add(name)
            elif here is None or (here.content != block.content and not _unstable(block, known, edited)):
                chosen.append(block)
    for block in chosen:
        result.fields.add(block_field(block))
        result.base[block_field(block)] = block_digest(block)
    return tuple(chosen)


def _unstable(block: Generated, known: str | None, edited: Mapping[str, str]) -> bool:
    """Whether the tool stores the block in a way of its own: written as wanted, touched by nobody.

    Writing it again would change nothing and notify people every night.
    """
    return known == digest(block.content) and block_field(block) not in edited
