# SPDX-License-Identifier: Apache-2.0
"""The state: copies, transactions, order, and the file."""

from pathlib import Path

import pytest

from mentorkit_sandbox.tables import Tables


@pytest.fixture
def tables() -> Tables:
    tables = Tables()
    tables.put("page", "1", {"title": "One", "labels": ["a"]})
    tables.put("page", "2", {"title": "Two", "labels": []})
    tables.commit()
    return tables


def test_a_record_got_is_a_private_copy(tables: Tables) -> None:
    record = tables.get("page", "1") or {}
    record["labels"].append("b")
    assert tables.peek("page", "1") == {"title": "One", "labels": ["a"]}


def test_a_record_put_is_copied(tables: Tables) -> None:
    labels = ["x"]
    tables.put("page", "3", {"title": "Three", "labels": labels})
    labels.append("y")
    assert tables.peek("page", "3") == {"title": "Three", "labels": ["x"]}


def test_rollback_restores_records_order_and_sequences(tables: Tables) -> None:
    assert tables.next_id("page") == 10000
    tables.delete("page", "1")
    tables.put("page", "2", {"title": "Changed"})
    tables.put("page", "3", {"title": "New"})
    tables.rollback()
    assert tables.ids("page") == ["1", "2"]
    assert tables.peek("page", "2") == {"title": "Two", "labels": []}
    assert tables.next_id("page") == 10000


def test_commit_tells_what_changed(tables: Tables) -> None:
    told: list[list[tuple[str, str]]] = []
    tables.listeners.append(told.append)
    tables.put("page", "2", {})
    tables.delete("page", "1")
    tables.commit()
    assert told == [[("page", "2"), ("page", "1")]]


def test_what_was_rolled_back_is_not_told(tables: Tables) -> None:
    told: list[list[tuple[str, str]]] = []
    tables.listeners.append(told.append)
    tables.put("page", "2", {})
    tables.rollback()
    tables.commit()
    assert told == [[]]


def test_dump_and_load(tables: Tables) -> None:
    other = Tables()
    other.put("rest", "1", {})
    other.load(tables.dump())
    assert other.dump() == {
        "page": {"1": {"title": "One", "labels": ["a"]}, "2": {"title": "Two", "labels": []}}
    }


def test_the_file_holds_what_was_committed(tmp_path: Path) -> None:
    first = Tables(tmp_path / "state.db")
    for id_ in "cab":
        first.put("page", id_, {"title": id_})
    first.next_id("page")
    first.commit()
    first.delete("page", "a")
    first.put("page", "c", {"title": "changed"})
    first.commit()
    first.put("page", "d", {"title": "never committed"})
    first.close()
    second = Tables(tmp_path / "state.db")
    assert second.rows("page") == [{"title": "changed"}, {"title": "b"}]
    assert second.next_id("page") == 10001
    second.close()
