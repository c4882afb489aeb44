# SPDX-License-Identifier: Apache-2.0
"""The feeds keep the contract of event stores."""

from pathlib import Path

import pytest

from mentorkit.adapters import AdapterContext
from mentorkit.secrets import Secrets
from mentorkit.testing.contracts import EventStoreContract
from mentorkit.testing.factories import NOW, PROGRAM
from mentorkit_calendar.config import CalendarConfig
from mentorkit_calendar.event_store import FeedStore
from mentorkit_calendar.feed_folder import FeedFolder


class Feeds:
    """A folder of feeds, and a file system that can fail."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder, self._monkeypatch = folder, monkeypatch

    def open(self) -> FeedStore:
        context = AdapterContext("meetings", PROGRAM, self._folder, Secrets({}), now=lambda: NOW)
        return FeedStore(CalendarConfig(), context)

    def lose_answer(self) -> None:
        write = FeedFolder.write

        def lossy(folder: FeedFolder, feed: str, data: bytes) -> None:
            write(folder, feed, data)
            if feed == "program":
                self._monkeypatch.setattr(FeedFolder, "write", write)
                raise OSError(5, "Input/output error")

        self._monkeypatch.setattr(FeedFolder, "write", lossy)


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Feeds:
    return Feeds(tmp_path, monkeypatch)


class TestFeeds(EventStoreContract):
    """Events as feeds."""
