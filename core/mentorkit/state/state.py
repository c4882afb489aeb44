# SPDX-License-Identifier: Apache-2.0
"""The state of one program: SQLite in the program folder by default, any database by its URL.

Losing it costs a full look at the tools and nothing else.
"""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, delete, event, insert, select, update
from sqlalchemy.engine import Engine, ExceptionContext

from mentorkit.domain.keys import Key
from mentorkit.errors import DiskDenied, DiskError, DiskFull
from mentorkit.ports import Applied, Archive, Change, Conflicted, Create, Cursor, Reading, Stored, Update
from mentorkit.ports.documents import Document
from mentorkit.ports.events import Event
from mentorkit.ports.items import PlanItem
from mentorkit.reconcile.apply import action
from mentorkit.reconcile.snapshot import STORED, STORES, StoreName, View
from mentorkit.state.tables import cursors, journal, metadata, mirror

_TYPES: dict[StoreName, type[Stored[Any]]] = {
    "pages": STORED[Document],
    "plans": STORED[PlanItem],
    "meetings": STORED[Event],
}


FORMAT = 2
"""Raised with every change of the tables: an older file is emptied, and the tools are read again."""


class State:
    """Mirror, cursors and journal: ``State.at(folder)`` on disk, ``State.memory()`` for tests."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine, self._now = engine, now
        self._read: dict[StoreName, dict[str, tuple[str, Stored[Any]]]] = {name: {} for name in STORES}
        metadata.create_all(engine)

    @classmethod
    def at(cls, folder: Path, now: Callable[[], datetime]) -> "State":
        """The state that lives in ``folder``, which is made when it is not there, and closed to other users.

        It mirrors private pages.

        Raises DiskError, here and in every method, where the disk is full or refuses.
        """
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
        except OSError as error:
            raise DiskError.of(str(folder), error) from error
        engine = create_engine(f"sqlite:///{folder / 'state.sqlite'}")
        event.listen(engine, "connect", _durable)
        event.listen(engine, "handle_error", _told)
        with engine.begin() as connection:
            if connection.exec_driver_sql("PRAGMA user_version").scalar() != FORMAT:
                metadata.drop_all(connection)
                connection.exec_driver_sql(f"PRAGMA user_version = {FORMAT}")
        return cls(engine, now)

    @classmethod
    def memory(cls, now: Callable[[], datetime]) -> "State":
        """A state that nobody finds again."""
        from sqlalchemy.pool import StaticPool  # noqa: PLC0415 - only where there is no file

        return cls(create_engine("sqlite://", poolclass=StaticPool), now)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def cursor(self, store: StoreName) -> tuple[Cursor, datetime] | None:
        """How far the store was read, and when it was last read in full; None when never."""
        with self._engine.connect() as connection:
            row = connection.execute(select(cursors).where(cursors.c.store == store)).one_or_none()
        return None if row is None else (Cursor(row.cursor), row.full_at.replace(tzinfo=UTC))

    def take(self, store: StoreName, reading: Reading[Any], *, full: bool) -> None:
        """Take a reading into the mirror: all of it, or what changed. One transaction."""
        with self._engine.begin() as connection:
            known = mirror.c.store == store
            if full:
                connection.execute(delete(mirror).where(known))
            gone = [*reading.gone, *(record.ref for record in reading.records)]
            for start in range(0, len(gone), 500):
                chunk = gone[start : start + 500]
                connection.execute(delete(mirror).where(known, mirror.c.ref.in_(chunk)))
            payloads = _put(connection, store, reading.records)
            texts = zip(payloads, reading.records, strict=True)
            self._read[store].update((record.ref, (payload, record)) for payload, record in texts)
            if reading.cursor is not None:
                before = connection.execute(select(cursors).where(cursors.c.store == store)).one_or_none()
                full_at = self._stamp() if full or before is None else before.full_at
                connection.execute(delete(cursors).where(cursors.c.store == store))
                connection.execute(
                    insert(cursors).values(store=store, cursor=reading.cursor, full_at=full_at)
                )

    def view(self, store: StoreName, *, ready: bool = True) -> View[Any]:
        """The mirror of one store as a view."""
        with self._engine.connect() as connection:
            wanted = select(mirror.c.ref, mirror.c.payload).where(mirror.c.store == store)
            rows = connection.execute(wanted).all()
        return View.of([self._record(store, row.ref, row.payload) for row in rows], ready=ready)

    def _record(self, store: StoreName, ref: str, payload: str) -> Stored[Any]:
        """A mirrored record; made from its text only where that is another than last time."""
        known = self._read[store].get(ref)
        if known is None or known[0] != payload:
            known = self._read[store][ref] = payload, _TYPES[store].model_validate_json(payload)
        return known[1]

    def addresses(self) -> list[tuple[Key, str]]:
        """Where every mirrored record of ours stands."""
        with self._engine.connect() as connection:
            known = select(mirror.c.key, mirror.c.url).where(mirror.c.key != "", mirror.c.url != "")
            return [(Key(row.key), row.url) for row in connection.execute(known)]

    def held(self, store: StoreName) -> int:
        """How many records the mirror holds."""
        with self._engine.connect() as connection:
            return len(connection.execute(select(mirror.c.ref).where(mirror.c.store == store)).all())

    def begin(self, store: StoreName, batch: Sequence[Change[Any]]) -> None:
        """Journal a batch, durably, before it is sent."""
        rows = [
            {
                "at": self._stamp(),
                "store": store,
                "key": c.key,
                "action": action(c),
                "state": "begun",
                "ref": "",
            }
            for c in batch
        ]
        with self._engine.begin() as connection:
            connection.execute(insert(journal), rows)

    def end(self, store: StoreName, change: Change[Any], outcome: Any) -> None:
        """Journal an outcome, and mirror what was written."""
        ref = outcome.ref if isinstance(outcome, Applied) else ""
        with self._engine.begin() as connection:
            open_row = (journal.c.store == store, journal.c.key == change.key, journal.c.state == "begun")
            done = update(journal).where(*open_row).values(state=type(outcome).__name__.lower(), ref=ref)
            connection.execute(done)
            record: Stored[Any] | None
            if isinstance(outcome, Applied):
                record = _as_written(change, outcome)
            elif isinstance(outcome, Conflicted):
                record = outcome.found
            else:
                return
            written = record.ref if record is not None else getattr(change, "ref", "")
            connection.execute(delete(mirror).where(mirror.c.store == store, mirror.c.ref == written))
            _put(connection, store, [record] if record is not None else [])

    def learn(self, store: StoreName, records: Sequence[Stored[Any]]) -> None:
        """Mirror records found on the way."""
        self.take(store, Reading[Any](records=tuple(records)), full=False)

    def _stamp(self) -> datetime:
        return self._now().astimezone(UTC).replace(tzinfo=None)


def _durable(connection: Any, _record: Any) -> None:
    """Journal entries must be on the disk before the request they announce is sent."""
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
    except sqlite3.Error as error:
        _refused(error)
        raise


def _told(context: ExceptionContext) -> None:
    _refused(context.original_exception)


def _refused(error: BaseException) -> None:
    """Raise the DiskError that an error of SQLite means, if it means one."""
    name = getattr(error, "sqlite_errorname", "")
    for beginning, kind in _DISK.items():
        if name.startswith(beginning):
            raise kind(STATE_PLACE, name) from error


STATE_PLACE = ".mentorkit/state.sqlite"
_DISK: dict[str, type[DiskError]] = {
    "SQLITE_FULL": DiskFull,
    "SQLITE_READONLY": DiskDenied,
    "SQLITE_CANTOPEN": DiskDenied,
    "SQLITE_PERM": DiskDenied,
}
"""How the names begin that SQLite has for it; they go on with what exactly it could not do."""


def _put(connection: Any, store: StoreName, records: Sequence[Stored[Any]]) -> list[str]:
    """Mirror these records; their texts, in the same order."""
    rows = [
        {
            "store": store,
            "ref": record.ref,
            "key": record.mark.key if record.mark is not None else "",
            "url": record.url,
            "payload": record.model_dump_json(round_trip=True),
        }
        for record in records
    ]
    if rows:
        connection.execute(insert(mirror), rows)
    return [row["payload"] for row in rows]


def _as_written(change: Change[Any], outcome: Applied) -> Stored[Any]:
    """The record as it should read now that the change was made; the next look corrects it."""
    match change:
        case Create():
            view: View[Any] = View().fold([change])
            record = view.by_key[change.key].model_copy(update={"url": ""})
        case Update():
            view = View(by_key={change.key: change.found}).fold([change])
            record = view.by_key[change.key]
        case Archive():
            record = change.found.model_copy(update={"archived": True, "mark": change.mark})
    found = {"ref": outcome.ref, "name": outcome.name, "revision": outcome.revision}
    return record.model_copy(update={**found, "url": outcome.url or record.url})
