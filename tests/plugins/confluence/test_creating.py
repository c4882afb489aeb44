# SPDX-License-Identifier: Apache-2.0
"""Making pages: requests, privacy, answers that are lost, titles that are taken."""

from typing import Any

import pytest
import requests

from mentorkit.domain.keys import Key, make_key
from mentorkit.domain.richtext import Ref, para
from mentorkit.errors import AlreadyExists, NotFound, PermissionDenied, Unavailable
from mentorkit.ports import (
    Applied,
    Audience,
    Conflicted,
    Create,
    Document,
    Failed,
    Generated,
    Skipped,
)
from mentorkit.testing.factories import ANA, BORIS, PROGRAM, create, home, page, update
from tests.plugins.confluence.pages import HOME, SECRET, only, pairing
from tests.plugins.confluence.tool import SPACE, V1, V2, ConfluenceTool


def test_requests_of_a_first_run(tool: ConfluenceTool) -> None:
    store = tool.open()
    store.read()
    assert tool.requests() == [f"GET {V2}/spaces"]
    list(store.write([create(store, home())]))
    first = tool.requests()
    ref = tool.found(HOME).ref
    assert first == [
        f"GET {V2}/spaces",
        f"POST {V2}/spaces",
        f"GET {V2}/pages/{ref}",
        f"GET {V1}/user/current",
        f"PUT {V2}/pages/{ref}",
    ]
    tool.requests()
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


def test_a_429_is_waited_for(tool: ConfluenceTool) -> None:
    store = tool.prepared()
    tool.fault("429", path="/pages", method="POST", retry_after=3)
    assert isinstance(only(store.write([create(store, page(HOME))])), Applied)


def test_of_eight_creations_with_two_answers_lost_there_are_eight(tool: ConfluenceTool) -> None:
    """The measure of docs/reliability.md, where other clients make ten, or eight and two again."""
    tool.prepared()
    pages = [page(HOME, n, title=f"Page {n}") for n in range(1, 9)]
    for skip in (2, 4):
        tool.fault("drop-after", path=rf"^{V2}/pages$", method="POST", skip=skip)
    store = tool.open()
    list(store.write([create(store, record) for record in pages]))
    later = tool.open()
    assert set(later.locate([key for key, _ in pages])) == {key for key, _ in pages}
    made = [entry["title"] for entry in tool.ask("GET", f"{V2}/spaces/{space_id(tool)}/pages")["results"]]
    assert sorted(title for title in made if title.startswith("Page")) == [f"Page {n}" for n in range(1, 9)]


def space_id(tool: ConfluenceTool) -> str:
    return str(tool.ask("GET", f"{V2}/spaces?keys={SPACE}")["results"][0]["id"])


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
