# SPDX-License-Identifier: Apache-2.0
"""The promises of the loop, to be checked around any run whatever happened before it."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, invariant

from mentorkit.domain.keys import Key
from mentorkit.ports import Applied, Archive, Create, Document, Generated, Own, Update
from mentorkit.ports.fields import Ownership
from mentorkit.reconcile.apply import action
from mentorkit.reconcile.merge import owners
from mentorkit.reconcile.snapshot import KNOWN_AFTER_APPLY, STORES, StoreName
from mentorkit.testing.memory import SERVICE, Held
from tests.core.company import Company, records_of, write_folder


def own_words(held: Held) -> list[Any]:
    """What people wrote on a page."""
    return [block for block in held.item.blocks if isinstance(block, Own)]


class Promises(RuleBasedStateMachine):
    """A program of four people and one pairing, what people made of it, and what must hold."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="mentorkit-"))
        self.company = Company(write_folder(self.folder))
        self.edited: dict[tuple[StoreName, str, str], Any] = {}
        """What a person made of a proposed field, by store, ref and field."""
        self.labels: dict[tuple[StoreName, str], set[str]] = {}
        """Labels that people added."""
        self.deleted: set[Key] = set()
        """Plan items that people deleted once the plan was made."""

    def teardown(self) -> None:
        self.company.workspace.close()
        shutil.rmtree(self.folder)

    def checked_run(self) -> None:
        """A run in which nobody interferes: it does what it said, and a second has nothing to do."""
        before = {name: records_of(self.company.tool(name)) for name in STORES}
        snapshot = self.company.workspace.look()
        changes = self.company.workspace.decide(snapshot)
        asked = {(store, action(change), change.key) for store, change in changes}
        done: list[tuple[str, str, Key]] = []

        def watch(store: StoreName, change: Any, outcome: Any) -> None:
            assert isinstance(outcome, Applied), outcome
            done.append((store, action(change), change.key))

        report = self.company.workspace.apply(snapshot, changes, force=True, watch=watch)
        assert report.whole
        assert set(done) == asked
        assert len(done) == len(changes) == report.writes
        for store in STORES:
            self.as_announced(store, before[store], changes.changes[store])
            self.no_duplicates(store)
        self.kept_is_reported(report.kept)
        assert not list(self.company.decide())

    def no_duplicates(self, store: StoreName) -> None:
        """Of all that the program made, each key stands once, but for what people moved away."""
        keys = [
            held.mark.key
            for held in self.company.tool(store).records.values()
            if held.maker == SERVICE and held.mark and not held.archived and not held.stray
        ]
        assert len(keys) == len(set(keys))

    def as_announced(self, store: StoreName, before: dict[str, Held], changes: list[Any]) -> None:
        """What stands in the tool now is what stood there, with the announced changes and no other."""
        after = self.company.tool(store).records
        by_ref = {change.ref: change for change in changes if not isinstance(change, Create)}
        created = {change.key: change for change in changes if isinstance(change, Create)}
        assert set(before) <= set(after), "something was deleted"
        for ref, held in after.items():
            if ref not in before:
                assert held.mark is not None
                change = created.pop(held.mark.key)
                assert held.item.title == change.item.title
                assert held.mark == change.mark
            elif ref not in by_ref:
                assert held == before[ref], "written without being announced"
            else:
                self.one_as_announced(before[ref], held, by_ref.pop(ref))
        assert not created
        assert not by_ref

    def one_as_announced(self, before: Held, after: Held, change: Update[Any] | Archive[Any]) -> None:
        assert before.maker == SERVICE, "a person's own record was written"
        assert not before.archived
        assert not before.stray
        assert after.mark == change.mark
        if isinstance(change, Archive):
            assert after.archived
            assert after.item == before.item
            return
        assert after.comments == [*before.comments, *([change.notice] if change.notice else [])]
        for name in type(after.item).model_fields:
            if name == "blocks":
                self.blocks_as_announced(before, after, change)
            elif name == "status" and change.move:
                assert after.item.status == change.move
            elif name in change.fields:
                announced = getattr(change.item, name)
                assert getattr(after.item, name) == announced or KNOWN_AFTER_APPLY in announced
            else:
                assert getattr(after.item, name) == getattr(before.item, name)

    def blocks_as_announced(self, before: Held, after: Held, change: Update[Any]) -> None:
        assert own_words(after)[: len(own_words(before))] == own_words(before), "people's words were touched"
        assert isinstance(before.item, Document)
        for block in after.item.blocks:
            if isinstance(block, Generated):
                source = change.item if f"block:{block.name}" in change.fields else before.item
                wanted = source.generated(block.name)
                assert wanted is not None
                assert block.content == wanted.content

    def kept_is_reported(self, kept: list[Any]) -> None:
        """Each field that a person changed is named in the report, and no other."""
        expected = set()
        for (store, ref, name), value in self.edited.items():
            held = self.company.tool(store).records[ref]
            if not held.archived and held.mark and self.company.ours(store)[held.mark.key] is held:
                expected.add((store, held.mark.key, name))
                assert getattr(held.item, name) == value
        proposed = {
            (line.store, line.key, line.field)
            for line in kept
            if ":" not in line.field
            and owners(type(self.company.ours(line.store)[line.key].item))[line.field] is Ownership.PROPOSED
        }
        assert proposed == expected

    @invariant()
    def people_win(self) -> None:
        """A field that a person changed is as the person left it, at every moment."""
        for (store, ref, name), value in self.edited.items():
            assert getattr(self.company.tool(store).records[ref].item, name) == value
        for (store, ref), labels in self.labels.items():
            assert labels <= self.company.tool(store).records[ref].item.labels

    @invariant()
    def deleted_stays_deleted(self) -> None:
        """A plan is made once: what people took out of it does not come back."""
        assert self.deleted.isdisjoint(self.company.ours("plans"))

    @invariant()
    def one_series_of_meetings(self) -> None:
        """A pairing has one first and one closing meeting, whatever happened meanwhile."""
        kinds = [
            held.item.kind
            for held in self.company.ours("meetings").values()
            if held.item.status == "confirmed"
        ]
        assert kinds.count("first-meeting") <= 1
        assert kinds.count("closing") <= 1
