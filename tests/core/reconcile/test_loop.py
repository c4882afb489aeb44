# SPDX-License-Identifier: Apache-2.0
"""The loop: when it looks at everything, and when it stops."""

from pathlib import Path
from typing import Any

import pytest

from mentorkit.errors import IncompleteReading, StoreEmptied, TooManyChanges
from mentorkit.ports import Audience, Cursor, Reading
from mentorkit.testing.memory import MemoryStore
from tests.core.company import ANA, PAIRING, Company, key, write_folder


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(write_folder(tmp_path))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each read whether it had a cursor."""
    seen: list[bool] = []
    read = MemoryStore.read

    def watched(store: MemoryStore[Any], since: Cursor | None = None) -> Reading[Any]:
        seen.append(since is not None)
        return read(store, since)

    monkeypatch.setattr(MemoryStore, "read", watched)
    return seen


@pytest.mark.parametrize(("hours", "cursor"), [(0, True), (23.9, True), (24, False), (100, False)])
def test_everything_is_looked_at_once_a_day(
    company: Company, asked: list[bool], hours: float, cursor: bool
) -> None:
    company.run()
    assert asked == [False] * 3
    company.later(hours=hours)
    company.decide()
    assert asked[3:] == [cursor] * 3


def test_small_looks_do_not_put_off_the_full_one(company: Company, asked: list[bool]) -> None:
    company.run()
    for _ in range(3):
        company.later(hours=9)
        company.decide()
    assert asked[3:] == [True] * 6 + [False] * 3


def test_everything_is_looked_at_when_asked_to(company: Company, asked: list[bool]) -> None:
    company.run()
    company.decide(full=True)
    assert asked[3:] == [False] * 3


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("store", ["pages", "plans"])
def test_a_store_that_suddenly_lists_nothing_stops_the_run(company: Company, store: Any, full: bool) -> None:
    company.run()
    company.decide()
    held = len(company.tool(store).records)
    company.tool(store).records.clear()
    for _ in range(2):
        with pytest.raises(StoreEmptied) as caught:
            company.workspace.look(full=full)
        assert (caught.value.store, caught.value.before) == (store, held)
    company.workspace.look(full=full, force=True)


def test_a_calendar_may_be_deleted_at_will(company: Company) -> None:
    company.grown()
    meetings = len(company.tool("meetings").records)
    company.tool("meetings").records.clear()
    report = company.run()
    assert report.writes == meetings == len(company.tool("meetings").records)


def test_no_rule_runs_on_half_a_reading(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    company.run()
    read = MemoryStore.read

    def stopped(store: MemoryStore[Any], since: Cursor | None = None) -> Reading[Any]:
        return read(store, since).model_copy(update={"complete": False, "records": ()})

    monkeypatch.setattr(MemoryStore, "read", stopped)
    with pytest.raises(IncompleteReading) as caught:
        company.workspace.look(full=True)
    assert caught.value.store == "pages"
    monkeypatch.undo()
    assert len(company.decide()) == 0


def test_a_limit_stops_before_the_first_write(company: Company) -> None:
    company.run()
    for held in company.ours("pages").values():
        company.tool("pages").edit(held.ref, ANA, audience=Audience(view=frozenset({ANA})))
    snapshot = company.workspace.look()
    before = company.end_state()
    with pytest.raises(TooManyChanges):
        company.workspace.apply(snapshot, company.workspace.decide(snapshot))
    assert company.end_state() == before


def test_a_conflict_is_decided_again_in_the_same_run(company: Company) -> None:
    """Somebody renames the page between look and write: the name stays, the rest is written."""
    company.run()
    company.accept()
    snapshot = company.workspace.look()
    changes = company.workspace.decide(snapshot)
    company.tool("pages").edit(company.held(PAIRING).ref, ANA, title="Ours")
    report = company.workspace.apply(snapshot, changes)
    page = company.held(PAIRING)
    assert page.item.title == "Ours"
    assert page.mark is not None
    assert page.mark.has("accepted-by", by=ANA)
    assert [(kept.key, kept.field, kept.by) for kept in report.kept] == [(PAIRING, "title", ANA)]
    assert report.whole
    assert report.conflicted == []


def test_a_record_deleted_between_look_and_write_is_seen_in_the_same_run(company: Company) -> None:
    company.run()
    company.rate(ANA, "3", "3")
    snapshot = company.workspace.look()
    changes = company.workspace.decide(snapshot)
    growth = key("growth", ANA)
    company.tool("pages").delete(company.held(growth).ref)
    report = company.workspace.apply(snapshot, changes)
    assert report.whole
    assert company.held(growth).item.generated("needed") is not None
    assert len(company.decide()) == 0


def test_events_link_pages_that_the_same_run_has_made(company: Company) -> None:
    """Ana takes another role while the two accept: its matrix is new, and so are their meetings."""
    company.run()
    role = (company.folder / "roles" / "developer.yaml").read_text(encoding="utf-8")
    (company.folder / "roles" / "tester.yaml").write_text(
        role.replace("developer", "tester").replace("Developer", "Tester"), encoding="utf-8"
    )
    people = company.folder / "people.csv"
    text = people.read_text(encoding="utf-8").replace("ana@example.com,developer", "ana@example.com,tester")
    people.write_text(text, encoding="utf-8")
    company.fresh(wiped=False)
    company.rate(ANA, "1", "0")
    company.accept()
    planned = company.decide().changes["meetings"]
    assert planned
    assert all("Role matrix: (known after apply)" in change.item.description for change in planned)
    company.run()
    matrix = company.workspace.look().pages.by_key[key("matrix", "tester")]
    written = [held.item for held in company.tool("meetings").records.values()]
    assert len(written) == len(planned)
    assert all(f"Role matrix: {matrix.url}\n" in f"{event.description}\n" for event in written)
    assert len(company.decide()) == 0
