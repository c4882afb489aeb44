# SPDX-License-Identifier: Apache-2.0
"""People, faults, crashes and time act on a program in any order; the promises hold all the while.

After ``tests`` in the manner of vdirsyncer's: the tools are memory, the program is a real folder, and
every run is checked against what stood in the tools before it.
"""

from datetime import timedelta
from typing import Any

from hypothesis import assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from mentorkit.domain.keys import key_parts
from mentorkit.domain.pairings import PLAN_MADE
from mentorkit.domain.value import digest
from mentorkit.errors import Unavailable
from mentorkit.ports import Status
from mentorkit.reconcile.snapshot import STORES, StoreName
from mentorkit.testing.memory import SERVICE, Held
from tests.core.company import ANA, BEN, CARLA, PAIRING, TEXTS, Killed, key
from tests.core.promises import Promises

WORDS = st.sampled_from(["My own words", "Другите думи", "🎉", "x" * 60])
PEOPLE = st.sampled_from([ANA, BEN, CARLA])
NUMBER = st.integers(0, 10_000)
WRITES = ("create", "update", "archive")


class Life(Promises):
    """The life of a program of four people and one pairing."""

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

    def planned(self) -> bool:
        """Whether the plan of the pairing is made."""
        page = self.company.ours("pages").get(PAIRING)
        return page is not None and page.mark is not None and page.mark.has(PLAN_MADE)


def test_the_promises_hold_whatever_happens() -> None:
    run_state_machine_as_test(Life, settings=settings(max_examples=25, stateful_step_count=18))
