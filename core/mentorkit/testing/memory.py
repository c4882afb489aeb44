# SPDX-License-Identifier: Apache-2.0
"""Reference stores in memory: the shortest true implementation of each store port.

``MemoryTool`` is the tool itself, in which people act too; ``MemoryStore`` is the adapter. A tool
outlives its stores, as a site outlives a run.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Generic

from mentorkit.domain.keys import Key
from mentorkit.errors import AdapterError, Unavailable
from mentorkit.ports import (
    Applied,
    Archive,
    Change,
    Conflicted,
    Create,
    Cursor,
    Diagnosis,
    Document,
    Failed,
    Form,
    Generated,
    Mark,
    Outcome,
    Own,
    PageBlock,
    PlanItem,
    Reading,
    Record,
    Skipped,
    Stored,
    Update,
)
from mentorkit.ports.records import T
from mentorkit.reconcile.snapshot import STORED, age

SERVICE = ""
"""Who acts when the program does; people act under their person id."""


@dataclass
class Held:
    """One record inside the tool."""

    ref: str
    item: Any
    mark: Mark | None
    maker: str
    changed: int
    edits: dict[str, str] = field(default_factory=dict)
    comments: list[Any] = field(default_factory=list)
    archived: bool = False
    stray: bool = False


@dataclass
class MemoryTool(Generic[T]):
    """A tool that holds records. ``fault`` is called with ``before``/``after`` and a verb around each act."""

    records: dict[str, Held] = field(default_factory=dict)
    clock: int = 0
    made: int = 0
    fault: Callable[[str, str], None] = lambda _when, _verb: None
    requests: int = 0

    def tick(self) -> int:
        """The next moment."""
        self.clock += 1
        return self.clock

    def make(self, item: Any, mark: Mark | None, maker: str) -> Held:
        """A new record; refs rise and are never used again."""
        self.made += 1
        held = Held(str(self.made), item, mark, maker, self.tick())
        self.records[held.ref] = held
        return held

    def edit(self, ref: str, by: str, **values: Any) -> None:
        """A person changes fields of a record."""
        held = self.records[ref]
        held.item = held.item.model_copy(update=values)
        held.edits.update(dict.fromkeys(values, by))
        held.changed = self.tick()

    def clone(self, ref: str, by: str) -> Held:
        """A person clones a record, mark and all."""
        held = self.records[ref]
        return self.make(held.item, held.mark, by)

    def delete(self, ref: str) -> None:
        """A person deletes a record for good."""
        self.tick()
        del self.records[ref]

    def stray(self, ref: str) -> None:
        """A person moves a record out of the program's container."""
        self.records[ref].stray = True
        self.records[ref].changed = self.tick()


class MemoryStore(Generic[T]):
    """The adapter of a ``MemoryTool``."""

    def __init__(self, tool: "MemoryTool[T]", instance: str = "memory") -> None:
        self.tool: MemoryTool[T] = tool
        self.instance = instance

    def check(self) -> Iterable[Diagnosis]:
        """Memory is always well."""
        return [Diagnosis(check="reachable", state="ok", found="in memory")]

    def canon(self, item: T) -> T:
        """Forms become people's words; everything else comes back as it was saved."""
        if isinstance(item, Document):
            return item.model_copy(update={"blocks": tuple(_own(block) for block in item.blocks)})
        return item

    def read(self, since: Cursor | None = None) -> "Reading[T]":
        """Everything, or what changed since the cursor; deletions are seen by comparing refs."""
        self._act("read")
        after, known = _parse(since)
        records = [self._stored(held) for held in self.tool.records.values() if held.changed > after]
        gone = tuple(sorted(known - set(self.tool.records), key=age))
        cursor = Cursor(f"{self.tool.clock}:{','.join(self.tool.records)}")
        return Reading[Any](records=tuple(records), gone=gone, cursor=cursor)

    def locate(self, keys: Collection[Key]) -> "Mapping[Key, Stored[T]]":
        """From the tool itself."""
        self._act("locate")
        found: dict[Key, Stored[T]] = {}
        for held in sorted(self.tool.records.values(), key=lambda h: age(h.ref)):
            stored = self._stored(held)
            if stored.mark is not None and stored.mark.key in keys:
                found.setdefault(stored.mark.key, stored)
        return found

    def write(self, batch: "Sequence[Change[T]]") -> "Iterator[Outcome[T]]":
        """One act a change."""
        failed: set[Key] = set()
        for change in _parents_first(batch):
            parent = getattr(getattr(change, "item", None), "parent", None)
            if parent in failed:
                outcome: Any = Skipped(key=change.key, why="its parent failed")
            else:
                try:
                    outcome = self._acted(change)
                except AdapterError as error:
                    outcome = Failed(key=change.key, error=error)
            if not isinstance(outcome, Applied):
                failed.add(change.key)
            yield outcome

    def _acted(self, change: "Change[T]") -> Any:
        verb = type(change).__name__.split("[", 1)[0].lower()
        self._fault("before", verb)
        held: Held | Stored[Any] | None
        held = self._create(change) if isinstance(change, Create) else self._change(change)
        self._fault("after", verb)
        if held is None:
            return Conflicted[Any](key=change.key, found=None)
        if isinstance(held, Stored):
            return Conflicted[Any](key=change.key, found=held)
        there = self._stored(held)
        return Applied(key=change.key, ref=there.ref, name=there.name, revision=there.revision, url=there.url)

    def _create(self, change: "Create[T]") -> Held:
        item = self.canon(change.item)
        if isinstance(item, PlanItem) and change.move:
            item = item.model_copy(update={"status": change.move})
        held = self.tool.make(item, change.mark, SERVICE)
        if change.notice:
            held.comments.append(change.notice)
        return held

    def _change(self, change: "Update[T] | Archive[T]") -> "Held | Stored[T] | None":
        there = self.tool.records.get(change.ref)
        if there is None:
            return None
        if str(there.changed) != change.found.revision:
            return self._stored(there)
        held: Held = copy(there)
        if isinstance(change, Archive):
            held.archived = True
        else:
            held.item = _written(held.item, change)
            if change.notice:
                held.comments = [*held.comments, change.notice]
        held.mark, held.changed = change.mark, self.tool.tick()
        self.tool.records[held.ref] = held
        return held

    def _stored(self, held: Held) -> "Stored[T]":
        ours = held.maker == SERVICE
        return STORED[type(held.item)](
            ref=held.ref,
            name=f"M-{held.ref}",
            revision=str(held.changed),
            item=held.item,
            url=f"memory://{self.instance}/{held.ref}",
            mark=held.mark if ours else None,
            edits=dict(held.edits),
            archived=held.archived,
            stray=held.stray,
        )

    def _act(self, verb: str) -> None:
        self._fault("before", verb)
        self._fault("after", verb)

    def _fault(self, when: str, verb: str) -> None:
        if when == "before":
            self.tool.requests += 1
        self.tool.fault(when, verb)


def lost_answer(instance: str = "memory") -> Unavailable:
    """What a store reports when it cannot know whether the tool acted."""
    return Unavailable(instance, reason="the answer was lost", unknown=True)


def _parse(cursor: Cursor | None) -> tuple[int, set[str]]:
    if cursor is None:
        return -1, set()
    clock, refs = cursor.split(":")
    return int(clock), set(filter(None, refs.split(",")))


def _own(block: PageBlock) -> PageBlock:
    if isinstance(block, Form):
        return Own(content=block.content)
    return block.model_copy(update={"private": False}) if isinstance(block, Generated) else block


def _written(item: Record, change: "Update[Any]") -> Record:
    """The item with the fields that the change names; of a page the blocks it names, spliced in."""
    names = {name for name in change.fields if ":" not in name}
    values: dict[str, Any] = {name: getattr(change.item, name) for name in names}
    if isinstance(item, PlanItem) and change.move:
        values["status"] = change.move
    if isinstance(item, Document):
        new = {
            b.name: _own(b)
            for b in change.item.blocks
            if isinstance(b, Generated) and f"block:{b.name}" in change.fields
        }
        forms = [
            _own(b) for b in change.item.blocks if isinstance(b, Form) and f"form:{b.name}" in change.fields
        ]
        blocks = [new.pop(b.name, b) if isinstance(b, Generated) else b for b in item.blocks]
        values["blocks"] = (*blocks, *new.values(), *forms)
    return item.model_copy(update=values)


def _parents_first(batch: "Sequence[Change[Any]]") -> "list[Change[Any]]":
    keys = {change.key for change in batch}
    ordered: list[Change[Any]] = []
    placed: set[Key] = set()
    waiting = list(batch)
    while waiting:
        ready: list[Change[Any]] = []
        later: list[Change[Any]] = []
        for change in waiting:
            parent = getattr(getattr(change, "item", None), "parent", None)
            free = parent not in keys or parent in placed or parent == change.key
            (ready if free else later).append(change)
        if not ready:
            return [*ordered, *waiting]
        ordered += ready
        placed.update(change.key for change in ready)
        waiting = later
    return ordered
