# SPDX-License-Identifier: Apache-2.0
"""The page store on a site: what it asks, what it writes, and what it does when things go wrong."""

from datetime import timedelta
from typing import Any

import pytest
import requests

from mentorkit.domain.keys import Key, make_key
from mentorkit.domain.richtext import Mention, Ref, Task, Tasks, para, text
from mentorkit.errors import AlreadyExists, Conflict, NotFound, PermissionDenied, Refused, Unavailable
from mentorkit.ports import (
    Applied,
    Archive,
    Audience,
    Conflicted,
    Create,
    Document,
    Fact,
    Failed,
    Generated,
    Skipped,
)
from mentorkit.ports.records import Cursor
from mentorkit.secrets import Secrets
from mentorkit.testing.factories import ANA, BORIS, NOW, PROGRAM, create, home, page, update
from mentorkit_confluence.records import LOST
from tests.plugins.confluence.tool import SERVICE, SPACE, V1, V2, ConfluenceTool

HOME = home()[0]
PAIR = frozenset({ANA, BORIS})
SECRET = Generated(name="notes", content=(para("Only for the two."),), private=True)


def pairing(n: int = 1, *blocks: Generated, audience: Audience | None = None) -> tuple[Key, Document]:
    """A private page."""
    key = make_key(PROGRAM, "pairing", (ANA, BORIS), n)
    given = blocks or (Generated(name="stage", content=(para("growing"),)), SECRET)
    return key, Document(
        kind="pairing",
        title=f"Pairing {n}",
        parent=HOME,
        audience=audience or Audience(view=PAIR),
        blocks=given,
    )


def only(outcomes: Any) -> Any:
    (outcome,) = list(outcomes)
    return outcome


def test_requests_of_a_first_run(tool: ConfluenceTool) -> None:
    store = tool.open()
    store.read()
    assert tool.requests() == [f"GET {V2}/spaces"]
    list(store.write([create(store, home())]))
    ref = tool.page(tool.found(HOME).ref)["id"]
    assert tool.requests()[:4] == [
        f"POST {V2}/spaces",
        f"GET {V2}/pages/{ref}",
        f"GET {V1}/user/current",
        f"PUT {V2}/pages/{ref}",
    ]
    assert store.locate([page(HOME)[0]]) == {}
    assert len(tool.requests()) == 1
    open_page = page(HOME)
    key, document = page(HOME, 2, title="Labelled")
    labelled = (key, document.model_copy(update={"labels": frozenset({"mentorkit-profile"})}))
    restricted = labelled[1].model_copy(update={"audience": Audience(edit=frozenset({ANA}))})
    private, secret = pairing(1, Generated(name="stage", content=(para("growing"),))), pairing(2)
    for record, most in ((open_page, 1), ((key, restricted), 3), (private, 2), (secret, 3)):
        assert isinstance(only(store.write([create(store, record)])), Applied)
        assert len(tool.requests()) == most
    child = Document(kind="meeting", title="Notes", parent=secret[0], blocks=(SECRET,))
    record = (make_key(PROGRAM, "meeting", (ANA, BORIS)), child)
    assert isinstance(only(store.write([create(store, record)])), Applied)
    assert len(tool.requests()) == 1


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


def test_private_text_is_never_sent_before_the_audience_is_in_force(tool: ConfluenceTool) -> None:
    store = tool.prepared()
    seen: list[tuple[str | None, bool, bool]] = []

    def watch(request: requests.PreparedRequest) -> None:
        body = str(request.body or "")
        seen.append((request.method, "private=true" in str(request.url), "Only for the two" in body))

    tool.before = watch
    assert isinstance(only(store.write([create(store, pairing())])), Applied)
    tool.before = None
    assert seen == [("POST", True, False), ("PUT", False, False), ("PUT", False, True)]
    stored = tool.found(pairing()[0])
    assert stored.item.generated("notes") == SECRET.model_copy(update={"private": False})
    assert tool.can_view(stored.ref, ANA)
    assert tool.can_view(stored.ref, BORIS)
    assert not tool.can_view(stored.ref, "admin@example.com")
    assert stored.mark is not None
    assert "block:notes" in stored.mark.base


@pytest.mark.parametrize("step", ["PUT .*restriction", "PUT .*pages"])
@pytest.mark.parametrize("kind", ["drop-before", "drop-after", "500", "503-after", "cut-body"])
def test_a_private_creation_cut_short_is_finished_by_the_next_run(
    tool: ConfluenceTool, kind: str, step: str
) -> None:
    store = tool.prepared()
    method, path = step.split(" ")
    tool.fault(kind, path=path, method=method, count=9)
    change = create(store, pairing())
    outcome = only(store.write([change]))
    tool.site.faults.clear()
    stored = tool.found(change.key)
    assert not tool.can_view(stored.ref, "admin@example.com")
    if isinstance(outcome, Failed):
        assert isinstance(outcome.error, Unavailable)
        wanted = update(stored, audience=change.item.audience, blocks=(SECRET,))
        assert stored.mark is not None
        assert stored.item.generated("notes") != SECRET.model_copy(update={"private": False})
        assert "block:notes" not in stored.mark.base
        store = tool.open()
        store.read()
        assert isinstance(only(store.write([wanted])), Applied)
    stored = tool.found(change.key)
    assert stored.item == tool.open().canon(change.item)


def test_the_free_plan_refuses_private_pages(tool: ConfluenceTool) -> None:
    store = tool.prepared()
    tool.site.settings.free_plan = True
    for record in (pairing(1), pairing(2)):
        assert isinstance(only(store.write([create(store, record)])).error, PermissionDenied)
    assert "Only for the two" not in str(tool.site.dump())
    states = {finding.check: finding.state for finding in tool.open().check()}
    assert states["pages: private pages"] == "failed"


def test_a_page_that_could_not_be_restricted_stays_with_its_maker(tool: ConfluenceTool) -> None:
    store = tool.prepared()
    sent: list[str | None] = []

    def refuse(request: requests.PreparedRequest) -> None:
        tool.site.settings.free_plan = "restriction" in str(request.url)
        sent.append(request.method)

    tool.before = refuse
    first, second = (only(store.write([create(store, pairing(n))])) for n in (1, 2))
    assert isinstance(first.error, PermissionDenied)
    assert isinstance(second.error, PermissionDenied)
    assert sent == ["POST", "PUT"]
    tool.before = None
    tool.site.settings.free_plan = False
    stored = tool.found(pairing(1)[0])
    assert stored.item.audience.view == frozenset()
    assert stored.item.generated("notes") == Generated(name="notes", content=())
    assert not tool.can_view(stored.ref, "admin@example.com")


def test_private_text_on_an_open_page_is_refused(tool: ConfluenceTool) -> None:
    store = tool.prepared(page(HOME))
    key, document = pairing(audience=Audience())
    assert isinstance(only(store.write([create(store, (key, document))])).error, Refused)
    stored = tool.found(page(HOME)[0])
    assert isinstance(only(tool.open().write([update(stored, blocks=(SECRET,))])).error, Refused)
    assert "Only for the two" not in str(tool.site.dump())


def test_private_text_waits_for_an_audience_that_somebody_opened(tool: ConfluenceTool) -> None:
    tool.prepared(pairing())
    stored = tool.found(pairing()[0])
    tool.ask("DELETE", f"{V1}/content/{stored.ref}/restriction")
    block = Generated(name="notes", content=(para("Newer words."),), private=True)
    assert isinstance(only(tool.open().write([update(stored, blocks=(block,))])).error, Refused)
    assert tool.found(pairing()[0]).item.audience == Audience()
    change = update(stored, blocks=(block,), audience=stored.item.audience)
    assert isinstance(only(tool.open().write([change])), Applied)
    assert tool.found(pairing()[0]).item.audience == Audience(view=PAIR)


@pytest.mark.parametrize("kind", ["drop-before", "drop-after", "500", "503-after", "cut-body"])
def test_a_creation_is_never_sent_twice(tool: ConfluenceTool, kind: str) -> None:
    store = tool.prepared()
    tool.requests()
    tool.fault(kind, path="/pages", method="POST")
    outcome = only(store.write([create(store, page(HOME))]))
    assert tool.requests().count(f"POST {V2}/pages") == 1
    acted = kind in ("drop-after", "503-after", "cut-body")
    assert isinstance(outcome, Applied if acted else Failed)
    assert (page(HOME)[0] in tool.open().locate([page(HOME)[0]])) == acted


@pytest.mark.parametrize("kind", ["drop-before", "drop-after", "500", "503-after", "cut-body"])
def test_an_update_whose_answer_is_lost_is_looked_up(tool: ConfluenceTool, kind: str) -> None:
    tool.prepared(page(HOME))
    stored = tool.found(page(HOME)[0])
    store = tool.open()
    store.read()
    tool.fault(kind, path=f"/pages/{stored.ref}$", method="PUT")
    outcome = only(store.write([update(stored, title="Another title")]))
    acted = kind in ("drop-after", "503-after", "cut-body")
    assert isinstance(outcome, Applied if acted else Failed)
    assert tool.found(page(HOME)[0]).item.title == ("Another title" if acted else stored.item.title)


def test_a_429_is_waited_for(tool: ConfluenceTool) -> None:
    store = tool.prepared()
    tool.fault("429", path="/pages", method="POST", retry_after=3)
    assert isinstance(only(store.write([create(store, page(HOME))])), Applied)


def test_a_space_whose_answer_is_lost_is_looked_up(tool: ConfluenceTool) -> None:
    tool.fault("drop-after", path="/spaces$", method="POST")
    store = tool.open()
    assert isinstance(only(store.write([create(store, home())])), Applied)
    assert tool.found(HOME).item == store.canon(home()[1])


def test_a_home_page_that_people_wrote_keeps_their_words(tool: ConfluenceTool) -> None:
    space = tool.ask("POST", f"{V2}/spaces", {"key": SPACE, "name": "Ours"}, by="admin@example.com")
    tool.save(space["homepageId"], "<p>Welcome, all.</p>", by=ANA)
    store = tool.open()
    assert isinstance(only(store.write([create(store, home())])), Applied)
    stored = tool.found(HOME)
    assert stored.ref == space["homepageId"]
    assert stored.item.written_by_people() == (para("Welcome, all."),)
    assert isinstance(only(tool.open().write([create(store, home())])), Applied | Conflicted)
    assert tool.body(stored.ref).count("mk.demo.home.home.1.purpose.1.") == 1


def test_a_title_taken_by_somebody_elses_page_is_said(tool: ConfluenceTool) -> None:
    store = tool.prepared()
    ref = tool.found(HOME).ref
    tool.clone(ref, by=ANA)
    theirs = next(p for p in tool.ask("GET", f"{V2}/pages")["results"] if p["id"] != ref)
    tool.rename(theirs["id"], page(HOME)[1].title, by=ANA)
    outcome = only(store.write([create(store, page(HOME))]))
    assert isinstance(outcome.error, AlreadyExists)


def test_a_title_taken_by_the_record_itself_is_no_failure(tool: ConfluenceTool) -> None:
    store = tool.prepared(page(HOME))
    ref = tool.found(page(HOME)[0]).ref
    again = only(store.write([create(store, page(HOME))]))
    assert isinstance(again, Applied)
    assert again.ref == ref
    tool.append_words(ref, "mine", by=ANA)
    outcome = only(tool.open().write([create(store, page(HOME))]))
    assert isinstance(outcome, Conflicted)
    assert outcome.found is not None
    assert outcome.found.ref == ref


def test_parents_go_first_and_children_of_failed_ones_are_skipped(tool: ConfluenceTool) -> None:
    store = tool.prepared()
    top = page(HOME, 1, title="Top")
    middle, below = page(top[0], 2, title="Middle"), page(page(HOME, 2)[0], 3, title="Below")
    outcomes = list(store.write([create(store, record) for record in (below, middle, top)]))
    assert all(isinstance(outcome, Applied) for outcome in outcomes)
    assert tool.found(below[0]).item.parent == middle[0]
    lost, child = page(Key("demo/none/none/1"), 7, title="Lost"), page(page(HOME, 7)[0], 8, title="Child")
    found = {o.key: o for o in store.write([create(store, child), create(store, lost)])}
    assert isinstance(found[lost[0]].error, NotFound)  # type: ignore[union-attr]
    assert isinstance(found[child[0]], Skipped)
    waits: Create[Any] = create(store, page(HOME, 9, title="Waits"), needs=(lost[0],))
    found = {o.key: o for o in store.write([waits, create(store, lost)])}
    assert isinstance(found[waits.key], Skipped)


def test_without_a_space_nothing_but_the_home_page_can_be_written(tool: ConfluenceTool) -> None:
    store = tool.open()
    outcome = only(store.write([create(store, page(HOME))]))
    assert isinstance(outcome.error, NotFound)
    assert store.locate([HOME]) == {}
    reading = store.read()
    assert (reading.ready, reading.records, reading.complete) == (False, (), True)


def test_pages_link_each_other_in_one_batch(tool: ConfluenceTool) -> None:
    store = tool.prepared()
    one, two = page(HOME, 1, title="One"), page(HOME, 2, title="Two")
    linked = [
        (
            here[0],
            here[1].model_copy(
                update={"blocks": (Generated(name="a", content=(para(Ref(key=to[0], text="x")),)),)}
            ),
        )
        for here, to in ((one, two), (two, one))
    ]
    list(store.write([create(store, record) for record in linked]))
    for key, document in linked:
        assert tool.found(key).item == store.canon(document)


def test_a_move_and_a_title_take_one_request(tool: ConfluenceTool) -> None:
    tool.prepared(page(HOME, 1, title="One"), page(HOME, 2, title="Two"))
    stored = tool.found(page(HOME, 2)[0])
    store = tool.open()
    store.read()
    tool.requests()
    block = Generated(name="summary", content=(para("Newer."),))
    change = update(stored, title="Moved", parent=page(HOME, 1)[0], blocks=(block,))
    assert isinstance(only(store.write([change])), Applied)
    assert tool.requests() == [f"PUT {V2}/pages/{stored.ref}"]
    assert tool.found(change.key).item.parent == page(HOME, 1)[0]
    same = update(tool.found(change.key), title="Moved")
    tool.requests()
    fresh = tool.open()
    fresh.read()
    tool.requests()
    assert isinstance(only(fresh.write([same])), Applied)
    assert tool.requests() == []


def test_labels_are_added_and_those_of_people_stay(tool: ConfluenceTool) -> None:
    tool.prepared(page(HOME))
    stored = tool.found(page(HOME)[0])
    tool.ask("POST", f"{V1}/content/{stored.ref}/label", [{"prefix": "global", "name": "theirs"}], by=ANA)
    stored = tool.found(page(HOME)[0])
    assert isinstance(only(tool.open().write([update(stored, labels=frozenset({"role-tester"}))])), Applied)
    assert tool.found(page(HOME)[0]).item.labels == {"theirs", "role-tester"}


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


def test_the_archive_takes_many_pages_in_one_request(tool: ConfluenceTool) -> None:
    records = [page(HOME, n, title=f"Page {n}") for n in range(1, 6)]
    tool.prepared(*records)
    store = tool.open()
    stored = [r for r in store.read().records if r.mark is not None and r.mark.key != HOME]
    done = Fact(name="archived", at=NOW)
    changes = []
    for record in stored:
        assert record.mark is not None
        mark = record.mark.model_copy(update={"ledger": (done,)}) if record is stored[0] else record.mark
        changes.append(Archive[Any](key=record.mark.key, ref=record.ref, found=record, mark=mark, why="over"))
    tool.requests()
    outcomes = list(store.write(changes))
    assert all(isinstance(outcome, Applied) for outcome in outcomes)
    assert tool.requests() == [f"PUT {V2}/pages/{stored[0].ref}", f"POST {V1}/content/archive"]
    archived = tool.found(records[0][0])
    assert archived.archived
    assert archived.mark is not None
    assert archived.mark.ledger == (done,)
    again = list(tool.open().write(changes[1:2]))
    assert isinstance(again[0], Applied)
    top = tool.found(HOME)
    assert top.mark is not None
    change = Archive[Any](key=HOME, ref=top.ref, found=top, mark=top.mark, why="over")
    assert isinstance(only(tool.open().write([change])).error, Refused)


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


def test_a_page_of_a_newer_mentorkit_is_never_written(tool: ConfluenceTool) -> None:
    tool.prepared(page(HOME))
    ref = tool.found(page(HOME)[0]).ref
    tool.plant(ref, tool.body(ref).replace(".summary.1.", ".summary.2."))
    stored = tool.found(page(HOME)[0])
    assert stored.mark is not None
    assert stored.mark.v == 2
    assert isinstance(only(tool.open().write([update(stored, title="No")])).error, Refused)


def test_a_page_that_lost_its_fences_is_reported(tool: ConfluenceTool) -> None:
    tool.prepared(page(HOME))
    stored = tool.found(page(HOME)[0])
    tool.save(stored.ref, "<p>All gone.</p>", by=ANA)
    lost = next(r for r in tool.open().read().records if r.ref == stored.ref)
    assert (lost.mark, lost.problems) == (None, (LOST,))
    assert tool.open().locate([page(HOME)[0]]) == {}


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


def test_the_lease_is_held_by_one(tool: ConfluenceTool) -> None:
    store = tool.open()
    early = store.take(store.peek(), "one", 60)
    assert early.holder == "one"
    tool.prepared()
    store.release(early)
    one, two = tool.open(), tool.open()
    seen = two.peek()
    held = one.take(one.peek(), "one", 60)
    assert held.holder == "one"
    assert held.until is not None
    with pytest.raises(Conflict):
        two.take(seen, "two", 60)
    with pytest.raises(Conflict):
        two.take(two.peek(), "two", 60)
    again = one.take(one.peek(), "one", 60)
    with pytest.raises(Conflict):
        one.take(held, "one", 60)
    one.release(again)
    assert two.peek().holder == ""
    assert two.take(two.peek(), "two", 60).holder == "two"
    tool.site.clock.advance(timedelta(seconds=120))
    assert one.peek().free_for("one")


def test_people_without_an_account_are_named_and_left_out_of_audiences(tool: ConfluenceTool) -> None:
    store = tool.open()
    item = Document(
        kind="x",
        title=" A  title\n",
        labels=frozenset({"Role-X"}),
        audience=Audience(view=frozenset({ANA, "nobody-here"})),
        blocks=(Generated(name="a", content=(para(Mention(person="nobody-here")),), private=True),),
    )
    canon = store.canon(item)
    assert canon.audience.view == frozenset({ANA})
    assert (canon.title, canon.labels) == ("A title", frozenset({"role-x"}))
    assert canon.blocks == (Generated(name="a", content=(para("@nobody-here"),)),)
    assert store.canon(canon) == canon


def test_a_restriction_for_strangers_is_seen(tool: ConfluenceTool) -> None:
    tool.prepared(pairing())
    stored = tool.found(pairing()[0])
    users = [{"type": "known", "accountId": tool.account(email)} for email in (SERVICE, "admin@example.com")]
    wish = [{"operation": "read", "restrictions": {"user": users}}]
    tool.ask("PUT", f"{V1}/content/{stored.ref}/restriction", wish)
    assert tool.found(pairing()[0]).item.audience.view == frozenset({""})


def test_opening_a_page_writes_it_before_it_is_opened(tool: ConfluenceTool) -> None:
    tool.prepared(pairing(1, Generated(name="stage", content=(para("secret"),))))
    stored = tool.found(pairing()[0])
    store = tool.open()
    store.read()
    tool.requests()
    block = Generated(name="stage", content=(para("over"),))
    change = update(stored, audience=Audience(), blocks=(block,))
    assert isinstance(only(store.write([change])), Applied)
    assert [entry.split("/")[-1] for entry in tool.requests()] == [stored.ref, "restriction"]
    assert tool.found(pairing()[0]).item.audience == Audience()


def test_check_says_what_is_there(tool: ConfluenceTool) -> None:
    findings = {finding.check: finding for finding in tool.open().check()}
    assert findings["pages: account"].state == "ok"
    assert findings["pages: space"].state == "warning"
    tool.prepared()
    before = tool.page(tool.found(HOME).ref)
    assert {finding.state for finding in tool.open().check()} == {"ok"}
    assert tool.page(tool.found(HOME).ref) == before
    wrong = Secrets({"MENTORKIT_ATLASSIAN_EMAIL": SERVICE, "MENTORKIT_ATLASSIAN_TOKEN": "no"})
    (finding,) = tool.open(secrets=wrong).check()
    assert (finding.state, "MENTORKIT_ATLASSIAN_TOKEN" in finding.remedy) == ("failed", True)
