# SPDX-License-Identifier: Apache-2.0
"""Changing and archiving pages: privacy, lost answers, labels, ticks that came meanwhile."""

from typing import Any

import pytest

from mentorkit.domain.richtext import para
from mentorkit.errors import Refused
from mentorkit.ports import (
    Applied,
    Archive,
    Audience,
    Fact,
    Failed,
    Generated,
)
from mentorkit.testing.factories import ANA, NOW, create, page, update
from tests.plugins.confluence.pages import HOME, PAIR, SECRET, only, pairing
from tests.plugins.confluence.tool import V1, V2, ConfluenceTool


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


def test_a_page_of_a_newer_mentorkit_is_never_written(tool: ConfluenceTool) -> None:
    tool.prepared(page(HOME))
    ref = tool.found(page(HOME)[0]).ref
    tool.plant(ref, tool.body(ref).replace(".summary.1.", ".summary.2."))
    stored = tool.found(page(HOME)[0])
    assert stored.mark is not None
    assert stored.mark.v == 2
    assert isinstance(only(tool.open().write([update(stored, title="No")])).error, Refused)


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
