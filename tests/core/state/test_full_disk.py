# SPDX-License-Identifier: Apache-2.0
"""A disk that is full, or closed to this user: told as what it is, and nothing is lost by it."""

from pathlib import Path

import pytest
from sqlalchemy import event

from mentorkit.errors import DiskDenied, DiskFull
from mentorkit.state import State
from mentorkit.workspace import STATE_FOLDER
from tests.core.company import MONDAY, Company, write_folder


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(write_folder(tmp_path), in_memory=False)


def test_no_room_for_the_state(company: Company) -> None:
    """SQLite itself finds no room; with room again, the same command ends as if nothing had been."""
    untouched = company.twin()
    untouched.run()
    state = company.workspace.loop.state

    def small(connection: object, *_: object) -> None:
        connection.execute("PRAGMA max_page_count = 16")  # type: ignore[attr-defined]  # of sqlite3

    event.listen(state._engine, "connect", small)
    state._engine.dispose()
    with pytest.raises(DiskFull) as caught:
        company.run()
    assert caught.value.place == ".mentorkit/state.sqlite"
    event.remove(state._engine, "connect", small)
    state._engine.dispose()
    assert company.run().whole
    assert company.end_state() == untouched.end_state()
    company.workspace.close()
    untouched.workspace.close()


def test_a_read_only_state_stops_before_the_first_write(company: Company) -> None:
    state = company.workspace.loop.state

    def closed(connection: object, *_: object) -> None:
        connection.execute("PRAGMA query_only = ON")  # type: ignore[attr-defined]  # of sqlite3

    event.listen(state._engine, "connect", closed)
    state._engine.dispose()
    with pytest.raises(DiskDenied):
        company.run()
    assert not any(tool.records for tool in company.plugin.tools.values())
    company.workspace.close()


def test_a_state_that_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "state.sqlite").mkdir()
    with pytest.raises(DiskDenied):
        State.at(tmp_path, lambda: MONDAY)


@pytest.mark.parametrize(("number", "expected"), [(28, DiskFull), (30, DiskDenied), (13, DiskDenied)])
def test_a_folder_that_cannot_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, expected: type[Exception]
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(number, "the system's words")

    monkeypatch.setattr(Path, "mkdir", refused)
    with pytest.raises(expected, match=STATE_FOLDER):
        State.at(tmp_path / STATE_FOLDER, lambda: MONDAY)
