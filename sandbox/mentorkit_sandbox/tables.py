# SPDX-License-Identifier: Apache-2.0
"""The state of a site: JSON-able records in named tables, one transaction a request.

A table is a name and needs no declaration. What belongs to one record may stand in a table of its own
(``comment:10001``), which makes reading it a look at a few rows instead of a scan.
"""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

Record = dict[str, Any]

_SEQUENCES = "sequence"


def copy(value: Any) -> Any:
    """A deep copy of JSON-able data; several times faster than ``copy.deepcopy``."""
    if isinstance(value, dict):
        return {key: copy(item) for key, item in value.items()}
    if isinstance(value, list):
        return [copy(item) for item in value]
    return value


class Tables:
    """Records by table and id, kept in memory and, with a path, written through to SQLite at each commit.

    A stored record is never changed in place: ``put`` stores a copy and replaces what was there. That is what
    makes ``rollback`` cheap: a transaction remembers the touched tables by reference, not by content.
    Not thread-safe: the caller holds the site's lock.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._tables: dict[str, dict[str, Record]] = {}
        self._before: dict[str, dict[str, Record]] = {}
        self._dirty: dict[tuple[str, str], None] = {}
        self.loads = 0
        """How often everything was replaced, for those who follow the state."""
        self.listeners: list[Callable[[list[tuple[str, str]]], None]] = []
        """Called after each commit with the (table, id) pairs that changed."""
        self._file: sqlite3.Connection | None = None
        if path is not None:
            self._file = sqlite3.connect(path, check_same_thread=False)
            self._file.execute(
                "CREATE TABLE IF NOT EXISTS record (position INTEGER PRIMARY KEY AUTOINCREMENT,"
                " tbl TEXT NOT NULL, id TEXT NOT NULL, data TEXT NOT NULL, UNIQUE (tbl, id))"
            )
            for table, id_, data in self._file.execute("SELECT tbl, id, data FROM record ORDER BY position"):
                self._tables.setdefault(table, {})[id_] = json.loads(data)

    def put(self, table: str, id_: str, record: Record) -> None:
        """Store a copy of `record`, replacing what has this id; a new id goes to the end of the table."""
        self._touch(table, id_)[id_] = copy(record)

    def get(self, table: str, id_: str) -> Record | None:
        """A private copy of one record, to change and put back."""
        record = self.peek(table, id_)
        return None if record is None else copy(record)

    def peek(self, table: str, id_: str) -> Record | None:
        """The stored record itself: for reading only."""
        return self._tables.get(table, {}).get(id_)

    def delete(self, table: str, id_: str) -> None:
        """Remove one record; nothing happens when there is none."""
        if self.peek(table, id_) is not None:
            del self._touch(table, id_)[id_]

    def rows(self, table: str) -> list[Record]:
        """The records of a table in the order of their insertion: for reading only."""
        return list(self._tables.get(table, {}).values())

    def ids(self, table: str) -> list[str]:
        """The ids of a table in the order of their insertion."""
        return list(self._tables.get(table, {}))

    def drop(self, table: str) -> None:
        """Remove every record of a table."""
        for id_ in self.ids(table):
            self.delete(table, id_)

    def next_id(self, sequence: str, start: int = 10000) -> int:
        """The next number of a named sequence, which begins with `start`."""
        record = self.peek(_SEQUENCES, sequence)
        number = start if record is None else int(record["next"])
        self.put(_SEQUENCES, sequence, {"next": number + 1})
        return number

    def commit(self) -> None:
        """Keep what was done since the last commit or rollback."""
        if self._file is not None and self._dirty:
            for table, id_ in self._dirty:
                self._write_through(self._file, table, id_)
            self._file.commit()
        changed = list(self._dirty)
        self._before.clear()
        self._dirty.clear()
        for listener in self.listeners:
            listener(changed)

    def rollback(self) -> None:
        """Undo what was done since the last commit or rollback."""
        self._tables.update(self._before)
        self._before.clear()
        self._dirty.clear()

    def dump(self) -> dict[str, dict[str, Record]]:
        """Everything, as JSON-able data that ``load`` takes."""
        return {name: copy(rows) for name, rows in self._tables.items() if rows}

    def load(self, state: dict[str, dict[str, Record]]) -> None:
        """Replace everything with what ``dump`` gave."""
        self.loads += 1
        for table in list(self._tables):
            self.drop(table)
        for table, rows in state.items():
            for id_, record in rows.items():
                self.put(table, id_, record)

    def close(self) -> None:
        """Close the file, if there is one."""
        if self._file is not None:
            self._file.close()

    def _touch(self, table: str, id_: str) -> dict[str, Record]:
        rows = self._tables.setdefault(table, {})
        if table not in self._before:
            self._before[table] = dict(rows)
        self._dirty[(table, id_)] = None
        return rows

    def _write_through(self, file: sqlite3.Connection, table: str, id_: str) -> None:
        record = self.peek(table, id_)
        if record is None:
            file.execute("DELETE FROM record WHERE tbl = ? AND id = ?", (table, id_))
            return
        file.execute(
            "INSERT INTO record (tbl, id, data) VALUES (?, ?, ?)"
            " ON CONFLICT (tbl, id) DO UPDATE SET data = excluded.data",
            (table, id_, json.dumps(record, ensure_ascii=False)),
        )
