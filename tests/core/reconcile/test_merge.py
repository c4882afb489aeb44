# SPDX-License-Identifier: Apache-2.0
"""The three-way merge, for every ownership and every way in which found, wanted and base can stand."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.domain.richtext import para
from mentorkit.domain.value import digest
from mentorkit.ports import Audience, Document, Form, Generated, Own, PlanItem, PlanKind, Status
from mentorkit.reconcile.merge import base_of, merge

VALUES = ("one", "two", "three")


def item(**values: Any) -> PlanItem:
    return PlanItem(**{"kind": PlanKind.GOAL, "title": "Same", **values})


def page(*blocks: Any, **values: Any) -> Document:
    return Document(**{"kind": "profile", "title": "Same", **values}, blocks=blocks)


def block(words: str, name: str = "needed") -> Generated:
    return Generated(name=name, content=(para(words),))


@pytest.mark.parametrize(
    ("base", "found", "wanted", "title", "written", "kept"),
    [
        ("one", "one", "one", "one", False, False),
        ("one", "one", "two", "two", True, False),
        ("one", "two", "one", "two", False, True),
        ("one", "two", "two", "two", False, False),
        ("one", "two", "three", "two", False, True),
        (None, "one", "one", "one", False, False),
        (None, "one", "two", "one", False, True),
    ],
)
def test_proposed(base: str | None, found: str, wanted: str, title: str, written: bool, kept: bool) -> None:
    before = {} if base is None else {"title": digest(base)}
    merged = merge(item(title=found), item(title=wanted), before, {})
    assert merged.item.title == title
    assert ("title" in merged.fields) is written
    assert ("title" in merged.kept) is kept
    assert merged.base == (before | {"title": digest(wanted)} if written else before)


@given(base=st.sampled_from([*VALUES, None]), found=st.sampled_from(VALUES), wanted=st.sampled_from(VALUES))
def test_people_win_and_a_second_merge_has_nothing_to_do(base: str | None, found: str, wanted: str) -> None:
    before = {} if base is None else {"title": digest(base)}
    merged = merge(item(title=found), item(title=wanted), before, {})
    if base != found:
        assert merged.item.title == found
    else:
        assert merged.item.title == wanted
    again = merge(merged.item, item(title=wanted), merged.base, {})
    assert again.fields == set()
    assert again.item == merged.item


@pytest.mark.parametrize("base", [None, "anything"])
def test_derived_is_the_programs_whoever_changed_it(base: str | None) -> None:
    before = {} if base is None else {"details": base}
    merged = merge(item(details={"skill": "a"}), item(details={"skill": "b"}), before, {"details": "ana"})
    assert merged.item.details == {"skill": "b"}
    assert merged.fields == {"details"}
    assert merged.base == before


@pytest.mark.parametrize(
    ("base", "found", "wanted", "labels", "written", "kept"),
    [
        ("ab", "ab", "ab", "ab", False, False),
        ("ab", "abx", "ab", "abx", False, False),
        ("ab", "a", "ab", "a", False, True),
        ("ab", "abx", "abc", "abcx", True, False),
        (None, "x", "a", "ax", True, False),
        (None, "ax", "a", "ax", False, False),
    ],
)
def test_added(base: str | None, found: str, wanted: str, labels: str, written: bool, kept: bool) -> None:
    before = {} if base is None else {"labels": digest(frozenset(base))}
    merged = merge(item(labels=frozenset(found)), item(labels=frozenset(wanted)), before, {})
    assert merged.item.labels == frozenset(labels)
    assert ("labels" in merged.fields) is written
    assert ("labels" in merged.kept) is kept


def test_observed_is_never_written() -> None:
    merged = merge(item(status=Status.DOING), item(status=Status.BACKLOG), {}, {})
    assert merged.item.status is Status.DOING
    assert not merged.fields | merged.kept


def test_a_lifted_audience_is_put_back() -> None:
    """Who may read a page is derived: a page never stays open because somebody opened it."""
    wanted = page(audience=Audience(view=frozenset({"ana"})))
    assert merge(page(), wanted, {}, {"audience": "ana"}).item.audience == wanted.audience


@pytest.mark.parametrize(
    ("known", "found", "edits", "written", "kept"),
    [
        ("wanted", "wanted", (), False, False),
        ("old", "old", (), True, False),
        ("old", "typed over", ("block:needed",), True, False),
        ("wanted", "typed over", ("block:needed",), True, False),
        ("wanted", "as the tool puts it", (), False, False),
        ("old", "as the tool puts it", (), True, False),
        (None, None, (), True, False),
        ("wanted", None, (), False, True),
        ("old", None, (), False, True),
    ],
)
def test_generated_blocks(
    known: str | None, found: str | None, edits: tuple[str, ...], written: bool, kept: bool
) -> None:
    base = {} if known is None else {"block:needed": digest(block(known).content)}
    there = page(*([block(found)] if found else []), Own(content=(para("mine"),)))
    merged = merge(there, page(block("wanted")), base, dict.fromkeys(edits, "ana"))
    assert ("block:needed" in merged.fields) is written
    assert ("block:needed" in merged.kept) is kept
    assert merged.item.blocks == ((block("wanted"),) if written else ())
    if written:
        assert merged.base["block:needed"] == digest(block("wanted").content)


@pytest.mark.parametrize(("base", "written"), [({}, True), ({"form:wishes": "seeded"}, False)])
def test_a_form_is_seeded_once(base: dict[str, str], written: bool) -> None:
    form = Form(name="wishes", content=(para("Write here."),))
    merged = merge(page(Own(content=(para("all changed"),))), page(form), base, {})
    assert merged.item.blocks == ((form,) if written else ())
    assert merged.base == {"form:wishes": "seeded"}


def test_what_was_just_made_needs_nothing() -> None:
    made = page(block("a"), Form(name="wishes", content=()), labels=frozenset({"x"}))
    there = page(block("a"), Own(content=()), labels=frozenset({"x"}))
    merged = merge(there, made, base_of(made), {})
    assert merged.fields == set()
    assert merged.kept == set()


def test_the_base_holds_digests_and_no_words() -> None:
    base = base_of(page(block("secret"), title="secret"))
    assert set(base) == {"title", "parent", "labels", "block:needed"}
    assert not any("secret" in value for value in base.values())
