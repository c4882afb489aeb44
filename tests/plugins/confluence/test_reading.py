# SPDX-License-Identifier: Apache-2.0
"""Reading the space: in bulk, by cursor, and whatever people did to it meanwhile."""

from datetime import timedelta

from mentorkit.domain.richtext import Task, Tasks, para, text
from mentorkit.ports import Applied, Audience, Conflicted, Fact, Generated
from mentorkit.ports.records import Cursor
from mentorkit.testing.factories import ANA, BORIS, NOW, page, update
from mentorkit_confluence.page_map import LOST
from tests.plugins.atlassian.tool import SERVICE
from tests.plugins.confluence.pages import HOME, PAIR, only, pairing
from tests.plugins.confluence.tool import V1, V2, ConfluenceTool


def test_an_unchanged_space_costs_three_requests(tool: ConfluenceTool) -> None:
    tool.prepared(page(HOME), pairing())
    cursor = tool.open().read(None).cursor
    cursor = tool.open().read(cursor).cursor
    tool.requests()
    reading = tool.open().read(cursor)
    seen = [entry for entry in tool.requests() if not entry.endswith("/user/current")]
    space = tool.page(tool.found(HOME).ref)["spaceId"]
    assert seen == [f"GET {V2}/spaces/{space}/pages", f"GET {V2}/spaces/{space}/pages", f"GET {V2}/tasks"]
    assert reading.records == ()
    assert reading.gone == ()


def test_a_full_look_asks_in_bulk(tool: ConfluenceTool) -> None:
    tool.prepared(*[page(HOME, n, title=f"Page {n}") for n in range(1, 9)], pairing())
    tool.requests()
    reading = tool.open().read()
    assert len(reading.records) == 10
    assert len(tool.requests()) == 6
    assert tool.found(pairing()[0]).item.audience == Audience(view=PAIR)


def test_a_tick_is_read_with_its_person_and_is_no_edit(tool: ConfluenceTool) -> None:
    box = Tasks(items=(Task(content=(text("Ana accepts"),), anchor="mk-accept"),))
    tool.prepared(pairing(1, Generated(name="ask", content=(box,))))
    cursor = tool.open().read().cursor
    tool.site.clock.advance(timedelta(seconds=3600))
    ref = tool.found(pairing()[0]).ref
    tool.tick(ref, by=ANA)
    reading = tool.open().read(cursor)
    (stored,) = reading.records
    block = stored.item.generated("ask")
    assert block is not None
    (tasks,) = block.content
    assert isinstance(tasks, Tasks)
    assert (tasks.items[0].done, tasks.items[0].done_by) == (True, ANA)
    assert tasks.items[0].done_at is not None
    assert tasks.items[0].done_at >= NOW + timedelta(hours=1)
    assert stored.edits == {}
    tool.requests()
    again = tool.open().read(reading.cursor)
    assert again.records == ()
    assert len([entry for entry in tool.requests() if "user" not in entry]) == 3
    change = update(stored, blocks=(Generated(name="ask", content=(para("Newer."), box)),))
    assert isinstance(only(tool.open().write([change])), Applied)
    found = tool.found(pairing()[0]).item.generated("ask")
    assert found is not None
    assert found.content[1] == tasks


def test_an_edited_block_is_read_with_its_author(tool: ConfluenceTool) -> None:
    tool.prepared(page(HOME))
    ref = tool.found(page(HOME)[0]).ref
    tool.save(ref, tool.body(ref).replace("Kept by the program.", "Mine."), by=BORIS, parent="")
    assert tool.found(page(HOME)[0]).edits == {"block:summary": BORIS}
    tool.save(ref, tool.body(ref), by="admin@example.com", title="Renamed")
    assert tool.found(page(HOME)[0]).edits == {"block:summary": "", "title": ""}


def test_what_is_archived_trashed_or_restored_is_seen_with_a_cursor(tool: ConfluenceTool) -> None:
    tool.prepared(page(HOME, 1, title="One"), page(HOME, 2, title="Two"))
    cursor = tool.open().read().cursor
    one, two = (tool.found(page(HOME, n)[0]).ref for n in (1, 2))
    tool.ask("POST", f"{V1}/content/archive", {"pages": [{"id": int(one)}]})
    tool.delete(two)
    reading = tool.open().read(cursor)
    assert [(r.ref, r.archived) for r in reading.records] == [(one, True)]
    assert reading.gone == (two,)
    record = tool.site.tables.get("page", one)
    assert record is not None
    tool.site.tables.put("page", one, {**record, "status": "current"})
    tool.site.tables.commit()
    reading = tool.open().read(reading.cursor)
    assert [(r.ref, r.archived) for r in reading.records] == [(one, False)]


def test_the_daily_full_look_sees_what_moved_away_or_was_purged(tool: ConfluenceTool) -> None:
    tool.prepared(page(HOME, 1, title="One"), page(HOME, 2, title="Two"), pairing())
    cursor = tool.open().read().cursor
    one, two = (tool.found(page(HOME, n)[0]).ref for n in (1, 2))
    other = tool.ask("POST", f"{V2}/spaces", {"key": "OTHER", "name": "Other"})
    tool.ask("PUT", f"{V1}/content/{one}/move/append/{other['homepageId']}")
    tool.delete(two)
    tool.ask("DELETE", f"{V2}/pages/{two}?purge=true")
    tool.ask("DELETE", f"{V1}/content/{tool.found(pairing()[0]).ref}/restriction")
    tool.site.clock.advance(timedelta(seconds=25 * 3600))
    store = tool.open()
    reading = store.read(cursor)
    records = {r.ref: r for r in reading.records}
    assert records[one].stray
    assert reading.gone == (two,)
    assert {r.item.audience for r in reading.records} == {Audience()}
    assert store.locate([page(HOME, 1)[0]])[page(HOME, 1)[0]].stray
    outcome = only(store.write([update(records[one], title="No")]))
    assert isinstance(outcome, Conflicted)


def test_a_lagging_index_makes_no_difference(tool: ConfluenceTool) -> None:
    tool.site.settings.index_lag_seconds = 600
    key, document = page(HOME)
    labelled = document.model_copy(
        update={"labels": frozenset({"role-tester"}), "audience": Audience(edit=frozenset({ANA}))}
    )
    store = tool.prepared((key, labelled), pairing())
    for record in ((key, labelled), pairing()):
        assert tool.found(record[0]).item == store.canon(record[1])
    stored = tool.found(key)
    tool.site.clock.advance(timedelta(seconds=601))
    assert isinstance(only(tool.open().write([update(stored, title="Newer")])), Applied)
    assert tool.found(key).item.audience == labelled.audience


def test_short_pages_are_followed_to_the_end(tool: ConfluenceTool) -> None:
    tool.prepared(*[page(HOME, n, title=f"Page {n}") for n in range(1, 31)])
    tool.site.settings.page_size_jitter = 240
    assert len(tool.open().read().records) == 31
    assert len(tool.open().locate([page(HOME, n)[0] for n in range(1, 31)])) == 30


def test_a_page_that_lost_its_fences_is_reported(tool: ConfluenceTool) -> None:
    tool.prepared(page(HOME))
    stored = tool.found(page(HOME)[0])
    whole = tool.body(stored.ref)
    tool.save(stored.ref, "<p>All gone.</p>", by=ANA)
    lost = next(r for r in tool.open().read().records if r.ref == stored.ref)
    assert (lost.mark, lost.problems, lost.mangled) == (stored.mark, (LOST,), True)
    assert tool.open().locate([page(HOME)[0]])[page(HOME)[0]].mangled
    tool.save(stored.ref, whole, by=ANA)
    healed = tool.found(page(HOME)[0])
    assert (healed.mangled, healed.problems, healed.mark) == (False, (), stored.mark)


def test_a_history_that_was_taken_away_is_remembered(tool: ConfluenceTool) -> None:
    held = Fact(name="held", at=NOW)
    tool.prepared(page(HOME))
    stored = tool.found(page(HOME)[0])
    assert stored.mark is not None
    change = update(stored).model_copy(update={"mark": stored.mark.model_copy(update={"ledger": (held,)})})
    assert isinstance(only(tool.open().write([change])), Applied)
    body = tool.body(stored.ref)
    start = body.rindex("<p", 0, body.index("._history."))
    tool.save(stored.ref, body[:start], by=ANA)
    found = tool.found(page(HOME)[0])
    assert (found.mangled, found.problems) == (True, ("1 row(s) of the history are missing",))
    assert found.mark is not None
    assert found.mark.ledger == (held,)


def test_a_copy_by_a_person_is_theirs_and_one_by_a_service_account_is_a_duplicate(
    tool: ConfluenceTool,
) -> None:
    tool.prepared(page(HOME))
    original = tool.found(page(HOME)[0])
    tool.clone(original.ref, by=ANA)
    tool.rename(next(r.ref for r in tool.open().read().records if r.mark is None), "Ana's own copy", by=ANA)
    tool.clone(original.ref, by=SERVICE)
    records = [r for r in tool.open().read().records if r.item.kind == "profile"]
    assert [r.mark is not None for r in records] == [True, False, True]
    assert tool.open().locate([page(HOME)[0]])[page(HOME)[0]].ref == original.ref
    assert tool.addresses.key(original.url) == page(HOME)[0]
    assert tool.addresses.url(page(HOME)[0]) == original.url


def test_a_part_pasted_into_another_page_changes_nobodys_identity(tool: ConfluenceTool) -> None:
    tool.prepared(page(HOME, 1, title="One"), page(HOME, 2, title="Two"))
    one, two = (tool.found(page(HOME, n)[0]) for n in (1, 2))
    tool.save(one.ref, tool.body(two.ref) + tool.body(one.ref), by=ANA)
    found = {r.ref: r for r in tool.open().read().records}
    assert found[one.ref].mark is not None
    assert found[one.ref].mark.key == page(HOME, 1)[0]  # type: ignore[union-attr]
    assert found[two.ref].mark.key == page(HOME, 2)[0]  # type: ignore[union-attr]
    assert found[one.ref].problems


def test_pages_of_another_program_are_passed_over(tool: ConfluenceTool) -> None:
    tool.prepared(page(HOME))
    assert [r.ref for r in tool.open(program="other").read().records if r.mark is not None] == []
    assert [r for r in tool.open(program="other").read().records if r.problems] == []


def test_a_cursor_of_another_format_is_as_good_as_none(tool: ConfluenceTool) -> None:
    tool.prepared(page(HOME))
    for odd in ("", "{}", "[]", '{"format": 0}', '{"format": 1, "pages": 7}'):
        assert len(tool.open().read(Cursor(odd)).records) == 2


def test_a_space_that_went_is_looked_for_again(tool: ConfluenceTool) -> None:
    tool.prepared(page(HOME))
    cursor = tool.open().read().cursor
    for record in tool.site.tables.rows("space"):
        tool.site.tables.delete("space", record["id"])
    tool.site.tables.commit()
    reading = tool.open().read(cursor)
    assert not reading.ready
    assert len(reading.gone) == 2


def test_a_restriction_for_strangers_is_seen(tool: ConfluenceTool) -> None:
    tool.prepared(pairing())
    stored = tool.found(pairing()[0])
    users = [{"type": "known", "accountId": tool.account(email)} for email in (SERVICE, "admin@example.com")]
    wish = [{"operation": "read", "restrictions": {"user": users}}]
    tool.ask("PUT", f"{V1}/content/{stored.ref}/restriction", wish)
    assert tool.found(pairing()[0]).item.audience.view == frozenset({""})
