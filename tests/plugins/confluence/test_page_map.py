# SPDX-License-Identifier: Apache-2.0
"""Documents to bodies and back, and writing into a body that is there."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.domain.keys import Key
from mentorkit.domain.richtext import Expand, Heading, Panel, Task, Tasks, para, text
from mentorkit.ports import Document, Fact, Form, Generated, Mark, Own
from mentorkit_confluence.anchors import find_anchors
from mentorkit_confluence.fences import detail_names, find_fences, keys_on
from mentorkit_confluence.history import ledger, read_history, write_history
from mentorkit_confluence.markup import StorageError, parse
from mentorkit_confluence.page_edit import edited_body
from mentorkit_confluence.page_map import canon_blocks, content_digest, new_body, read_page
from mentorkit_sandbox.confluence import storage
from tests.plugins.confluence.strategies import documents, facts, moments
from tests.plugins.confluence.test_storage import names

KEY = Key("demo/profile/ana-petrova/1")
fields = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)
bases = st.dictionaries(fields, st.one_of(fields, st.just("seeded")), max_size=12)


def mark(**values: object) -> Mark:
    return Mark.model_validate({"key": KEY, "program": "demo", **values})


@given(documents, bases, st.lists(facts, max_size=4), st.none() | moments, st.booleans())
def test_a_new_page_reads_back_as_canon_says_with_its_mark(
    document: Document, base: dict[str, str], done: list[Fact], made: datetime | None, local_ids: bool
) -> None:
    given_mark = mark(base=base, ledger=ledger(done), made=made)
    body = new_body(document, given_mark, names())
    found = read_page(storage.save(body, seed="1", local_ids=local_ids).value, KEY, names(), {})
    assert found.problems == ()
    assert found.mark == given_mark
    assert found.blocks == canon_blocks(document.blocks, names())
    assert found.touched == frozenset()


@given(documents, documents, bases)
def test_blocks_are_replaced_and_nothing_else_changes(
    before: Document, after: Document, base: dict[str, str]
) -> None:
    stored = storage.save(new_body(before, mark(), names()), seed="1", local_ids=True).value
    wanted = frozenset(f"block:{b.name}" for b in after.blocks if isinstance(b, Generated))
    edited = edited_body(stored, after, wanted, mark(base=base), names())
    found = read_page(storage.save(edited, seed="2", local_ids=True).value, KEY, names(), {})
    assert found.problems == ()
    assert found.mark is not None
    assert found.mark.base == base
    here = {b.name: b for b in found.blocks if isinstance(b, Generated)}
    canon = [b for b in canon_blocks(after.blocks, names()) if isinstance(b, Generated)]
    for block in canon:
        assert content_digest(here[block.name].content) == content_digest(block.content)
    own = [node for b in found.blocks if isinstance(b, Own) for node in b.content]
    was = [node for b in canon_blocks(before.blocks, names()) if isinstance(b, Own) for node in b.content]
    assert own == was


@given(documents)
def test_canon_of_a_page_is_idempotent(document: Document) -> None:
    once = canon_blocks(document.blocks, names())
    assert canon_blocks(once, names()) == once


@given(st.lists(facts, max_size=6), st.randoms(use_true_random=False))
def test_a_ledger_survives_rows_and_columns_moved(done: list[Fact], random: object) -> None:
    written = write_history(done, names())
    (expand,) = written
    assert isinstance(expand, Expand)
    (table,) = expand.blocks
    rows = list(table.rows)  # type: ignore[union-attr]  # a table by construction
    random.shuffle(rows)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    moved = tuple(tuple(reversed(row)) for row in rows)
    history = read_history((table.model_copy(update={"rows": moved}),))
    assert history.facts == ledger(done)
    assert history.unreadable == 0


def test_a_row_that_cannot_be_read_is_reported() -> None:
    body = new_body(page(), mark(ledger=(Fact(name="held", at=datetime(2026, 1, 1, tzinfo=UTC)),)), names())
    found = read_page(body.replace("held|||2026-01-01", "held|||2026-99-01"), KEY, names(), {})
    assert found.mark is not None
    assert found.mark.ledger == ()
    assert found.problems == ("1 row(s) of the history cannot be read",)
    assert found.mangled


def test_facts_are_kept_where_the_fence_of_the_history_is_gone() -> None:
    done = (Fact(name="held", at=datetime(2026, 1, 1, tzinfo=UTC), by="ana-petrova", detail="a b|c"),)
    body = new_body(page(), mark(ledger=done), names())
    start = body.index("<p>", body.index("mk.mk-", body.index("needed")))
    without = body[:start] + body[body.index("</p>", start) + 4 :]
    found = read_page(without, KEY, names(), {})
    assert found.mark is not None
    assert found.mark.ledger == done
    more = (*done, Fact(name="held", at=datetime(2026, 2, 1, tzinfo=UTC)))
    again = read_page(edited_body(without, page(), frozenset(), mark(ledger=more), names()), KEY, names(), {})
    assert again.mark is not None
    assert again.mark.ledger == more


def page(*blocks: Generated | Form) -> Document:
    given_blocks = blocks or (
        Generated(name="summary", content=(para("Kept by the program."),)),
        Form(name="skills", content=(Heading(text="Skills"), para("mine"))),
        Generated(name="needed", content=(para("SQL 3"),)),
    )
    return Document(kind="profile", title="T", blocks=given_blocks)


def order(body: str) -> list[str]:
    return list(find_fences(body.encode(), KEY).whole)


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        (("new",), ["summary", "needed", "new", "_history"]),
        (("summary", "new", "needed"), ["summary", "new", "needed", "_history"]),
        (("new", "needed"), ["summary", "new", "needed", "_history"]),
        (("new", "summary"), ["new", "summary", "needed", "_history"]),
        (("summary", "new", "other"), ["summary", "new", "other", "needed", "_history"]),
    ],
)
def test_a_new_block_goes_beside_its_neighbors(blocks: tuple[str, ...], expected: list[str]) -> None:
    done = (Fact(name="held", at=datetime(2026, 1, 1, tzinfo=UTC)),)
    body = new_body(page(), mark(ledger=done), names())
    added = page(*(Generated(name=name, content=(para(name),)) for name in blocks))
    fields = frozenset(f"block:{name}" for name in blocks)
    edited = edited_body(body, added, fields, mark(ledger=done), names())
    assert order(edited) == expected
    assert find_fences(edited.encode(), KEY).problems == []


def test_a_late_form_is_seeded_behind_the_block_before_it() -> None:
    body = new_body(page(), mark(), names())
    late = page(
        Generated(name="summary", content=(para("x"),)), Form(name="late", content=(para("write here"),))
    )
    found = read_page(edited_body(body, late, frozenset({"form:late"}), mark(), names()), KEY, names(), {})
    assert [block.t for block in found.blocks] == ["generated", "own", "generated"]
    assert found.blocks[1] == Own(content=(para("write here"), Heading(text="Skills"), para("mine")))
    assert found.blocks[0] == Generated(name="summary", content=(para("Kept by the program."),))


def test_a_page_without_blocks_still_carries_its_mark() -> None:
    body = new_body(page(Form(name="only", content=(para("x"),))), mark(base={"title": "abc"}), names())
    found = read_page(body, KEY, names(), {})
    assert found.blocks == (Own(content=(para("x"),)),)
    assert found.mark == mark(base={"title": "abc"})


def test_withheld_blocks_are_fences_only_and_leave_no_digest() -> None:
    document = page(
        Generated(name="secret", content=(para("private words"),), private=True),
        Generated(name="open", content=(para("x"),)),
    )
    base = {"block:secret": "1", "block:open": "2", "title": "3"}
    body = new_body(document, mark(base=base), names(), withhold=True)
    assert "private words" not in body
    found = read_page(body, KEY, names(), {})
    assert found.mark is not None
    assert found.mark.base == {"block:open": "2", "title": "3"}
    assert found.blocks[0] == Generated(name="secret", content=())


def test_a_tick_that_came_meanwhile_stays() -> None:
    boxes = Tasks(items=(Task(content=(text("Ana accepts"),), anchor="mk-a"),))
    body = new_body(page(Generated(name="ask", content=(boxes,))), mark(), names())
    ticked = body.replace(">incomplete<", ">complete<")
    wanted = page(Generated(name="ask", content=(para("Newer."), Panel(blocks=(boxes,)))))
    edited = edited_body(ticked, wanted, frozenset({"block:ask"}), mark(), names())
    assert ">complete<" in edited
    assert "<ac:task-id>1<" in edited
    assert read_page(edited, KEY, names(), {}).touched == frozenset()


def test_ticks_do_not_count_as_an_edit() -> None:
    boxes = Tasks(items=(Task(content=(text("Ana accepts"),), anchor="mk-a"),))
    body = new_body(page(Generated(name="ask", content=(boxes,))), mark(), names())
    at = datetime(2026, 1, 1, tzinfo=UTC)
    ticks = {"1": ("ana-petrova", at)}
    found = read_page(body.replace(">incomplete<", ">complete<"), KEY, names(), ticks)
    assert found.touched == frozenset()
    done = Task(content=(text("Ana accepts"),), anchor="mk-a", done=True, done_by="ana-petrova", done_at=at)
    assert found.blocks == (Generated(name="ask", content=(Tasks(items=(done,)),)),)


def test_a_changed_block_is_noticed() -> None:
    body = new_body(page(), mark(), names()).replace("SQL 3", "SQL 4")
    assert read_page(body, KEY, names(), {}).touched == {"needed"}


def test_an_unchanged_page_is_not_written_at_all() -> None:
    given_mark = mark(base={"title": "abc"}, made=datetime(2026, 1, 1, tzinfo=UTC))
    stored = storage.save(new_body(page(), given_mark, names()), seed="1", local_ids=True).value
    assert edited_body(stored, page(), frozenset(), given_mark, names()) == stored


@given(bases, st.none() | moments)
def test_details_use_safe_characters_and_short_names(base: dict[str, str], made: datetime | None) -> None:
    for name in detail_names(base, made):
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
    long = detail_names({f"block:name-{n}": "0123456789" for n in range(30)}, None)
    assert len(long) > 1
    assert all(len(name) <= 200 for name in long)


def test_offsets_are_bytes_whatever_the_markup() -> None:
    named = '<ac:structured-macro ac:name="anchor"><ac:parameter ac:name="">{}</ac:parameter>'
    macro = f"{named}</ac:structured-macro>"
    body = (
        f"<p a='>'>ü&nbsp;👍</p><p title=\"a>b\" >{macro.format('one')}</p ><h2>{macro.format('two')}</h2>"
        f"{macro.format('three')}<ac:structured-macro ac:name='anchor' /><table><tr><td>"
        f"{macro.format('four')}</td></tr></table>"
    ).encode()
    found = {anchor.name: anchor for anchor in find_anchors(body)}
    assert list(found) == ["one", "two", "three", "four"]
    for name, anchor in found.items():
        assert body[anchor.macro.start : anchor.macro.end].decode() == macro.format(name)
    carrier = found["one"].carrier
    assert body[carrier.start : carrier.end].decode().startswith('<p title="a>b" >')
    assert body[carrier.start : carrier.end].endswith(b"</p >")
    assert (found["three"].place, found["four"].place) == (found["one"].place, None)


def test_a_body_that_cannot_be_parsed_is_a_problem() -> None:
    found = read_page("<p>mk.", KEY, names(), {})
    assert found.problems == ("nothing on the page can be read: the page is not well-formed",)
    assert found.mangled
    assert found.blocks == ()
    with pytest.raises(StorageError):
        edited_body("<p>", page(), frozenset(), mark(), names())
    with pytest.raises(StorageError):
        find_anchors(b"<b>" * 3000 + b"</b>" * 3000)
    assert keys_on("<p>mk.") == []


@given(documents)
def test_what_is_written_is_well_formed_and_small_in_names(document: Document) -> None:
    parse(new_body(document, mark(), names()))
    assert len(content_digest(())) == 10
