# SPDX-License-Identifier: Apache-2.0
"""People, faults, crashes and time act on a program in any order; the promises hold all the while.

After ``tests`` in the manner of vdirsyncer's: the tools are memory, the program is a real folder, and
every run is checked against what stood in the tools before it.
"""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from mentorkit.domain.keys import Key, key_parts
from mentorkit.domain.pairings import PLAN_MADE
from mentorkit.domain.value import digest
from mentorkit.errors import Unavailable
from mentorkit.ports import Applied, Archive, Create, Document, Generated, Own, Status, Update
from mentorkit.ports.fields import Ownership
from mentorkit.reconcile.apply import action
from mentorkit.reconcile.merge import owners
from mentorkit.reconcile.snapshot import STORES, StoreName
from mentorkit.testing.memory import SERVICE, Held
from tests.core.company import ANA, BEN, CARLA, PAIRING, TEXTS, Company, Killed, key, records_of, write_folder

WORDS = st.sampled_from(["My own words", "Другите думи", "🎉", "x" * 60])
PEOPLE = st.sampled_from([ANA, BEN, CARLA])
NUMBER = st.integers(0, 10_000)
WRITES = ("create", "update", "archive")


def is_address(store: str, change: Any) -> bool:
    """Whether a change only tells an invitation where a page stands that was made in the run before."""
    return store == "meetings" and getattr(change, "fields", None) == {"description"}


def own_words(held: Held) -> list[Any]:
    """What people wrote on a page."""
    return [block for block in held.item.blocks if isinstance(block, Own)]


class Life(RuleBasedStateMachine):
    """The life of a program of four people and one pairing."""

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

    @initialize(at=st.sampled_from(["asked", "grown", "moved out"]))
    def begin(self, at: str) -> None:
        """Just asked for; with a plan made; or asked for, moved where nothing can be noted, and accepted."""
        if at == "grown":
            self.company.grown()
            return
        self.company.run()
        if at == "moved out":
            self.company.tool("pages").stray(self.company.held(PAIRING).ref)
            self.company.accept()

    # People

    def pick(self, number: int, stores: tuple[StoreName, ...] = ("pages", "plans")) -> tuple[StoreName, Held]:
        """One of our records that a person can reach."""
        reachable = [
            (store, held)
            for store in stores
            for _, held in sorted(self.company.ours(store).items())
            if not held.archived and not held.stray
        ]
        assume(reachable)
        return reachable[number % len(reachable)]

    def edit(self, store: StoreName, held: Held, by: str, name: str, value: Any) -> None:
        """A person changes a proposed field; back to the program's own value, it is the program's again."""
        self.company.tool(store).edit(held.ref, by, **{name: value})
        assert held.mark is not None
        if held.mark.base.get(name) == digest(value):
            self.edited.pop((store, held.ref, name), None)
        else:
            self.edited[store, held.ref, name] = value

    @rule(number=NUMBER, by=PEOPLE, words=WORDS)
    def rename(self, number: int, by: str, words: str) -> None:
        store, held = self.pick(number)
        self.edit(store, held, by, "title", words)

    @rule(number=NUMBER, by=PEOPLE, days=st.integers(1, 60), who=st.sampled_from([ANA, BEN, None]))
    def change_fields(self, number: int, by: str, days: int, who: str | None) -> None:
        store, held = self.pick(number, ("plans",))
        self.edit(store, held, by, "due", self.company.now.date() + timedelta(days=days))
        self.edit(store, held, by, "assignee", who)

    @rule(number=NUMBER, by=PEOPLE)
    def label(self, number: int, by: str) -> None:
        store, held = self.pick(number)
        self.company.tool(store).edit(held.ref, by, labels=held.item.labels | {f"by-{by}"})
        self.labels.setdefault((store, held.ref), set()).add(f"by-{by}")

    @rule(number=NUMBER, by=PEOPLE, status=st.sampled_from(Status))
    def move_card(self, number: int, by: str, status: Status) -> None:
        store, held = self.pick(number, ("plans",))
        self.company.tool(store).edit(held.ref, by, status=status)

    @rule(number=NUMBER, by=PEOPLE)
    def clone(self, number: int, by: str) -> None:
        store, held = self.pick(number)
        self.company.tool(store).clone(held.ref, by)

    @rule(number=NUMBER)
    def made_twice(self, number: int) -> None:
        """A service account made the record a second time, in a way that no run could see."""
        store, held = self.pick(number, STORES)
        self.company.tool(store).make(held.item, held.mark, SERVICE)

    @rule(number=NUMBER)
    def move_out(self, number: int) -> None:
        store, held = self.pick(number)
        self.company.tool(store).stray(held.ref)

    @rule(box=st.sampled_from(["accept", "agree"]))
    def both_tick(self, box: str) -> None:
        self.company.tick(PAIRING, f"mk-{box}-mentee", ANA)
        self.company.tick(PAIRING, f"mk-{box}-mentor", BEN)

    @rule(number=NUMBER, store=st.sampled_from(STORES))
    def delete(self, number: int, store: StoreName) -> None:
        """A person deletes a record. The pairing page is left out, without it the pairing begins anew;
        so is the last record, without it the run stops.
        """
        _, held = self.pick(number, (store,))
        assert held.mark is not None
        assume(held.mark.key != PAIRING and len(self.company.tool(store).records) > 1)
        self.company.tool(store).delete(held.ref)
        twice = held.mark.key in self.company.ours(store)
        if (
            key_parts(held.mark.key).kind in ("goal", "milestone", "activity")
            and self.planned()
            and not twice
        ):
            self.deleted.add(held.mark.key)
        self.edited = {place: value for place, value in self.edited.items() if place[:2] != (store, held.ref)}
        self.labels.pop((store, held.ref), None)

    @rule(by=PEOPLE, box=st.sampled_from(["accept", "agree"]), side=st.sampled_from(["mentee", "mentor"]))
    def tick(self, by: str, box: str, side: str) -> None:
        self.company.tick(PAIRING, f"mk-{box}-{side}", by)

    @rule(box=st.sampled_from(["mk-accept-mentee", "mk-agree-mentor"]))
    def untick(self, box: str) -> None:
        self.company.tick(PAIRING, box, ANA, done=False)

    @rule(number=NUMBER, by=PEOPLE, words=WORDS)
    def write_words(self, number: int, by: str, words: str) -> None:
        _, held = self.pick(number, ("pages",))
        assert held.mark is not None
        self.company.write_note(held.mark.key, by, words)

    @rule(
        who=st.sampled_from([ANA, BEN]),
        levels=st.lists(st.sampled_from(["0", "1", "Guide", "?"]), max_size=2),
    )
    def rate(self, who: str, levels: list[str]) -> None:
        assume(key("profile", who) in self.company.ours("pages"))
        self.company.rate(who, *levels)

    # The program and the machine

    @rule(name=st.sampled_from(["Ana", "Anna", "Ana Petrova"]))
    def program_changes(self, name: str) -> None:
        """The program folder is changed and read again; proposed titles follow."""
        people = TEXTS["people.csv"].replace("ana,Ana,", f"ana,{name},")
        (self.folder / "people.csv").write_text(people, encoding="utf-8")
        self.company.fresh(wiped=False)

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.company.later(days=days)

    @rule()
    def wipe_the_disk(self) -> None:
        self.company.fresh()

    @rule()
    def apply(self) -> None:
        self.checked_run()

    @rule(at=st.integers(1, 40), when=st.sampled_from(["before", "after"]), wiped=st.booleans())
    def killed(self, at: int, when: str, wiped: bool) -> None:
        """Killed around a request and run again: the same end state as without."""
        self.with_fault(at, when, Killed(), wiped=wiped)

    @rule(
        at=st.integers(1, 40), when=st.sampled_from(["before", "after"]), verbs=st.sampled_from([WRITES, ()])
    )
    def unreachable(self, at: int, when: str, verbs: tuple[str, ...]) -> None:
        """A tool cannot be reached, or acts and its answer is lost."""
        self.with_fault(at, when, Unavailable("memory", unknown=when == "after"), verbs=verbs)

    @rule(number=NUMBER, at=st.integers(1, 20), by=PEOPLE, words=WORDS)
    def apply_while_somebody_types(self, number: int, at: int, by: str, words: str) -> None:
        """A person renames a record while a run is on its way."""
        left = at

        def meanwhile(when: str, verb: str) -> None:
            nonlocal left
            left -= when == "before" and verb in WRITES
            if not left:
                left -= 1
                self.rename_now(number, by, words)

        self.company.faults(meanwhile)
        self.company.run()
        self.company.calm()
        self.checked_run()

    def rename_now(self, number: int, by: str, words: str) -> None:
        store, held = self.pick(number)
        self.edit(store, held, by, "title", words)

    def with_fault(
        self, at: int, when: str, error: BaseException, *, verbs: tuple[str, ...] = (), wiped: bool = False
    ) -> None:
        """Let the ``at``-th request fail, run again, and compare with a run that had no fault.

        Both know of every deletion: between two full looks a run may not.
        """
        self.company.workspace.look(full=True)
        expected = self.undisturbed()
        left = at

        def fault(moment: str, verb: str) -> None:
            nonlocal left
            if moment == when and (not verbs or verb in verbs):
                left -= 1
                if not left:
                    raise error

        self.company.faults(fault)
        try:
            self.company.run()
        except (Killed, Unavailable):
            pass
        finally:
            self.company.calm()
        if wiped:
            self.company.fresh()
        self.checked_run()
        self.company.run()
        assert self.company.end_state() == expected

    def undisturbed(self) -> dict[str, Any]:
        """The end state of a run without faults, on a copy of the tools."""
        twin = self.company.twin()
        twin.run()
        twin.run()
        twin.workspace.close()
        return twin.end_state()

    # What must hold

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
        made = any(isinstance(change, Create) for store, change in changes if store != "meetings")
        again = [
            change for store, change in self.company.decide() if not (made and is_address(store, change))
        ]
        assert not again

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
                assert getattr(after.item, name) == getattr(change.item, name)
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

    def planned(self) -> bool:
        """Whether the plan of the pairing is made."""
        page = self.company.ours("pages").get(PAIRING)
        return page is not None and page.mark is not None and page.mark.has(PLAN_MADE)


def test_the_promises_hold_whatever_happens() -> None:
    run_state_machine_as_test(Life, settings=settings(max_examples=25, stateful_step_count=18))
