# SPDX-License-Identifier: Apache-2.0
"""The diff: rounds until nothing is new, and what it leaves alone."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from mentorkit.domain.richtext import para
from mentorkit.domain.value import digest
from mentorkit.ports import (
    Archive,
    Audience,
    Create,
    Document,
    Fact,
    Generated,
    Mark,
    Notice,
    PlanItem,
    PlanKind,
    Status,
    Stored,
    Update,
)
from mentorkit.reconcile.apply import action
from mentorkit.reconcile.changeset import ChangeSet
from mentorkit.reconcile.diff import RESTORE, UnsettledRules, decide
from mentorkit.reconcile.merge import base_of
from mentorkit.reconcile.snapshot import STORES, Snapshot, View
from mentorkit.reconcile.wishes import Desired, Told, Wish
from mentorkit.testing.memory import MemoryStore, MemoryTool
from tests.core.company import ANA, BEN, MONDAY, PROGRAM, key, stored

GOAL = key("goal", ANA, BEN)
STORE: MemoryStore[Any] = MemoryStore(MemoryTool())
Rule = Callable[[Snapshot], list[Any]]


def goal(title: str = "Git", **values: Any) -> PlanItem:
    return PlanItem(kind=PlanKind.GOAL, title=title, **values)


def page(*blocks: Generated) -> Document:
    return Document(kind="profile", title="Skills: Ana", blocks=blocks)


def block(name: str, words: str) -> Generated:
    return Generated(name=name, content=(para(words),))


def ours(
    item: Any, of: Any = GOAL, *, ledger: tuple[Fact, ...] = (), v: int = 1, **values: Any
) -> Stored[Any]:
    mark = Mark(v=v, key=of, program=PROGRAM, base=base_of(item), ledger=ledger, made=MONDAY)
    return stored(item, mark=mark, **values)


def decided(*rules: Rule, pages: Any = (), plans: Any = ()) -> ChangeSet:
    def wanted(snapshot: Snapshot) -> Desired:
        desired = Desired()
        for rule in rules:
            desired.add(rule(snapshot))
        return desired

    snapshot = Snapshot(pages=View.of(pages), plans=View.of(plans))
    return decide(snapshot, wanted, dict.fromkeys(STORES, STORE.canon), PROGRAM, MONDAY)


def wish(item: Any = None, **values: Any) -> Rule:
    return lambda _snapshot: [Wish(key=values.pop("key", GOAL), item=item, **values)]


def only(changes: ChangeSet) -> Any:
    (_, change) = next(iter(changes))
    assert len(changes) == 1
    return change


def test_what_is_not_there_is_made_with_its_mark() -> None:
    fact = Fact(name="asked", at=MONDAY)
    change = only(decided(wish(goal(), facts=(fact,), needs=(key("board", "plans"),))))
    assert isinstance(change, Create)
    assert change.mark == Mark(key=GOAL, program=PROGRAM, base=base_of(goal()), ledger=(fact,), made=MONDAY)
    assert change.needs == (key("board", "plans"),)


def test_a_wish_without_an_item_makes_nothing() -> None:
    assert not len(decided(wish(facts=(Fact(name="asked", at=MONDAY),))))


def test_what_is_there_as_wished_needs_nothing() -> None:
    changes = decided(wish(goal()), plans=[ours(goal())])
    assert not len(changes)
    assert changes.existing["plans"] == 1


def test_the_world_is_open() -> None:
    assert not len(decided(lambda _: [], plans=[ours(goal())]))


def test_facts_are_added_once_and_in_order_of_time() -> None:
    early, late = Fact(name="a", at=MONDAY.replace(year=2025)), Fact(name="b", at=MONDAY)
    change = only(decided(wish(facts=(early,)), plans=[ours(goal(), ledger=(late,))]))
    assert change.mark.ledger == (early, late)
    assert change.fields == frozenset()
    assert not len(decided(wish(facts=(early,)), plans=[ours(goal(), ledger=(early, late))]))


def test_a_notice_is_delivered_once() -> None:
    notice = Notice(id="hello", body=(para("Hello"),))
    change = only(decided(wish(notice=notice), plans=[ours(goal())]))
    assert change.notice == notice
    assert change.mark.has("notice/hello")
    told = ours(goal(), ledger=change.mark.ledger)
    assert not len(decided(wish(notice=notice), plans=[told]))


def test_two_rules_notices_are_delivered_once_each() -> None:
    one, two = (Notice(id=name, body=(para(name),)) for name in ("one", "two"))
    change = only(decided(wish(notice=one), wish(notice=two), plans=[ours(goal())]))
    assert change.notice.body == (*one.body, *two.body)
    told = ours(goal(), ledger=change.mark.ledger)
    assert not len(decided(wish(notice=one), plans=[told]))
    assert not len(decided(wish(notice=two), plans=[told]))
    three = Notice(id="three", body=(para("three"),))
    later = only(decided(wish(notice=one), wish(notice=three), plans=[told]))
    assert later.notice.body == three.body


def test_a_move_needs_a_new_fact() -> None:
    """A rule moves a card once; where a person puts it afterwards, it stays."""
    fact = Fact(name="reached", at=MONDAY)
    assert only(decided(wish(facts=(fact,), move=Status.DONE), plans=[ours(goal())])).move is Status.DONE
    noted = ours(goal(status=Status.DOING), ledger=(fact,))
    assert not len(decided(wish(facts=(fact,), move=Status.DONE), plans=[noted]))


def test_rounds_of_one_record_become_one_change() -> None:
    def grows(snapshot: Snapshot) -> list[Any]:
        there = snapshot.pages.get(GOAL)
        blocks = [block("first", "1")]
        if there is not None and there.item.generated("first"):
            blocks.append(block("second", "2"))
        return [Wish(key=GOAL, item=page(*blocks))]

    change = only(decided(grows))
    assert isinstance(change, Create)
    assert [b.name for b in change.item.blocks] == ["first", "second"]
    assert change.mark.base == base_of(change.item)
    again = only(decided(grows, pages=[ours(page())]))
    assert isinstance(again, Update)
    assert again.fields == {"block:first", "block:second"}
    assert [b.name for b in again.item.blocks] == ["first", "second"]


def test_a_detour_that_ends_where_it_began_writes_nothing() -> None:
    """A block that an early round changes and a later one changes back is not sent."""
    child = key("goal", ANA, BEN, n=2)

    def counts(snapshot: Snapshot) -> list[Any]:
        count = len(snapshot.plans.by_key)
        return [Wish(key=GOAL, item=page(block("count", str(count)))), Wish(key=child, item=goal())]

    changes = decided(counts, pages=[ours(page(block("count", "1")))])
    assert [change.key for _, change in changes] == [child]


def test_rules_that_never_settle_are_an_error() -> None:
    def restless(snapshot: Snapshot) -> list[Any]:
        there = snapshot.plans.get(GOAL)
        return [Wish(key=GOAL, item=goal("tick" if there is None or there.item.title == "tock" else "tock"))]

    with pytest.raises(UnsettledRules) as caught:
        decided(restless)
    assert caught.value.keys == (GOAL,)


def test_a_duplicate_goes_to_the_archive_and_the_older_stays() -> None:
    twice = [ours(goal(), ref="12"), ours(goal(), ref="9", name="M-9")]
    change = only(decided(wish(goal()), plans=twice))
    assert isinstance(change, Archive)
    assert (change.ref, change.why) == ("12", "made twice, see M-9")


def test_a_duplicate_and_a_change_of_the_record_itself_are_two_changes() -> None:
    changes = decided(wish(goal("New")), plans=[ours(goal(), ref="1"), ours(goal(), ref="2")])
    assert {(action(change), getattr(change, "ref", "")) for _, change in changes} == {
        ("update", "1"),
        ("archive", "2"),
    }


@pytest.mark.parametrize("state", [{"archived": True}, {"stray": True}, {"v": 2}])
def test_a_duplicate_that_must_not_be_written_is_left(state: dict[str, Any]) -> None:
    assert not len(decided(wish(goal()), plans=[ours(goal()), ours(goal(), ref="2", **state)]))


@pytest.mark.parametrize(
    ("state", "words"),
    [({"archived": True}, "archive"), ({"stray": True}, "moved out"), ({"v": 2}, "newer Mentorkit")],
)
def test_what_must_not_be_written_is_told_and_left(state: dict[str, Any], words: str) -> None:
    changes = decided(wish(goal("New")), plans=[ours(goal(), **state)])
    assert not len(changes)
    assert [words in told.what for told in changes.told] == [True]


def test_a_clone_is_never_written() -> None:
    clone = stored(goal("mine"), ref="2")
    assert not len(decided(wish(goal()), plans=[ours(goal()), clone]))


def test_problems_of_records_are_told() -> None:
    changes = decided(wish(goal()), plans=[ours(goal(), problems=("The mark is torn.",))])
    assert changes.told == [Told("M-1", "The mark is torn.")]


def test_a_mangled_record_is_left_alone_and_told_in_one_sentence_with_its_remedy() -> None:
    broken = ours(goal(), mangled=True, problems=("one part is lost", "another stands there twice"))
    changes = decided(wish(goal("New")), plans=[broken])
    assert not len(changes)
    assert changes.told == [Told(broken.name, "one part is lost and another stands there twice", RESTORE)]


def test_what_the_first_round_tells_is_not_lost_when_a_later_one_is_silent() -> None:
    def once(snapshot: Snapshot) -> list[Any]:
        new = snapshot.plans.get(GOAL) is None
        return [Wish(key=GOAL, item=goal()), *([Told("goal", "has no resource")] if new else [])]

    assert decided(once).told == [Told("goal", "has no resource")]


def test_an_edit_is_kept_and_named() -> None:
    there = ours(goal("Git"))
    edited = there.model_copy(update={"item": goal("Mine"), "edits": {"title": ANA}})
    changes = decided(wish(goal("New")), plans=[edited])
    assert not len(changes)
    assert [(kept.key, kept.field, kept.by) for kept in changes.kept] == [(GOAL, "title", ANA)]


def test_an_archive_that_a_rule_asks_for() -> None:
    change = only(decided(wish(archive="the pairing is over"), plans=[ours(goal())]))
    assert isinstance(change, Archive)
    assert change.why == "the pairing is over"


def test_what_a_rule_archived_needs_no_telling() -> None:
    changes = decided(wish(archive="over"), plans=[ours(goal(), archived=True)])
    assert not len(changes)
    assert changes.told == []


def test_an_archive_after_a_change_is_one_change_based_on_what_was_found() -> None:
    def closes(snapshot: Snapshot) -> list[Any]:
        there = snapshot.plans.get(GOAL)
        done = there is not None and there.item.title == "Last words"
        return [Wish(key=GOAL, item=goal("Last words"), archive="over" if done else "")]

    there = ours(goal())
    change = only(decided(closes, plans=[there]))
    assert isinstance(change, Archive)
    assert change.found == there


def test_the_first_rule_names_a_pages_title_and_others_add_blocks() -> None:
    other = Document(kind="profile", title="Other", labels=frozenset({"x"}), blocks=(block("b", "2"),))
    change = only(decided(wish(page(block("a", "1"))), wish(other)))
    assert change.item.title == "Skills: Ana"
    assert [b.name for b in change.item.blocks] == ["a", "b"]
    assert change.item.labels == {"x"}


FINGERPRINT = """
from tests.core.reconcile.test_diff import decided, wish, private
print(decided(wish(private())).fingerprint())
"""


def private() -> Document:
    """A page with sets in it, whose order differs from process to process."""
    people = frozenset(f"person-{n}" for n in range(20))
    return Document(kind="growth", title="Mine", audience=Audience(view=people), labels=people)


def test_a_fingerprint_is_the_same_in_every_process() -> None:
    prints = {
        subprocess.run(
            [sys.executable, "-c", FINGERPRINT],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert prints == {decided(wish(private())).fingerprint() + "\n"}
    assert decided(wish(goal("Other"))).fingerprint() + "\n" not in prints


def test_the_base_of_a_written_field_is_what_was_written() -> None:
    change = only(decided(wish(goal("New")), plans=[ours(goal("Old"))]))
    assert change.fields == {"title"}
    assert change.mark.base["title"] == digest("New")
    assert json.loads(change.mark.model_dump_json())["base"] == dict(change.mark.base)
