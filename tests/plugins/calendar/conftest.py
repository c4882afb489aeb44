# SPDX-License-Identifier: Apache-2.0
"""An office: a folder of feeds, a clock that tests move, and the changes a run would make."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mentorkit.adapters import AdapterContext, Addresses
from mentorkit.domain.keys import Key, make_key, short
from mentorkit.domain.people import Person
from mentorkit.ports import Applied, Archive, Create, Event, Mark, Outcome, Stored, Update
from mentorkit.secrets import Secrets
from mentorkit_calendar.config import CalendarConfig
from mentorkit_calendar.event_store import FeedStore

PROGRAM = "agency"
PAIRING = make_key(PROGRAM, "pairing", ("eve", "max"))
PAGE = make_key(PROGRAM, "notes", ("eve", "max"))
PEOPLE = tuple(
    Person(id=person, name=name, email=email, role="developer", grade="junior", timezone=zone)
    for person, name, email, zone in (
        ("eve", "Eve Ångström", "eve@example.org", "Europe/Sofia"),
        ("max", 'Max "M" Weber', "max@example.org", "Europe/Berlin"),
        ("kim", "Kim", "not an address", "Asia/Kolkata"),
    )
)


class Office:
    """Opens stores on one folder, and writes as a run would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.feeds = folder / "feeds"
        self.now = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
        self.people = PEOPLE
        self.addresses = Addresses()
        self.addresses.learn(PAGE, "https://wiki.example.org/pages/7")

    def open(self, **config: Any) -> FeedStore:
        context = AdapterContext(
            "meetings",
            PROGRAM,
            self.folder,
            Secrets({}),
            now=lambda: self.now,
            people=self.people,
            addresses=self.addresses,
        )
        return FeedStore(CalendarConfig(**config), context)

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def create(self, *records: tuple[Key, Event], **config: Any) -> list[Outcome[Event]]:
        return list(
            self.open(**config).write([creation(self.open(), *record, self.now) for record in records])
        )

    def update(self, key: Key, **values: Any) -> Outcome[Event]:
        return next(iter(self.open().write([change(self.found(key), **values)])))

    def archive(self, key: Key) -> Outcome[Event]:
        stored = self.found(key)
        assert stored.mark is not None
        archive = Archive[Event](key=key, ref=stored.ref, found=stored, mark=stored.mark, why="over")
        return next(iter(self.open().write([archive])))

    def found(self, key: Key) -> Stored[Event]:
        return self.open().locate([key])[key]

    def data(self, feed: str = "program.ics") -> bytes:
        return (self.feeds / feed).read_bytes()

    def sequence(self, feed: str = "program.ics") -> list[int]:
        """The SEQUENCE of every event of a feed."""
        return [int(number) for number in re.findall(r"^SEQUENCE:(\d+)", self.text(feed), re.MULTILINE)]

    def text(self, feed: str = "program.ics") -> str:
        """A feed with its folds undone."""
        return self.data(feed).decode().replace("\r\n ", "")

    def files(self) -> dict[str, tuple[bytes, int]]:
        """Every file with its bytes and the time it was changed."""
        return {
            str(file.relative_to(self.feeds)): (file.read_bytes(), file.stat().st_mtime_ns)
            for file in self.feeds.rglob("*")
            if file.is_file()
        }


def meeting(kind: str = "monitoring", n: int = 1, day: int = 20, **values: Any) -> tuple[Key, Event]:
    """A meeting of Eve and Max in January 2026."""
    fields: dict[str, Any] = {
        "kind": kind,
        "title": f"{kind}: Eve, Max",
        "start": datetime(2026, 1, day, 8, 0, tzinfo=UTC),
        "minutes": 30,
        "timezone": "Europe/Sofia",
        "people": ("eve", "max"),
        "description": "How are you (3)\nBoard: done, stuck, stale (10)",
        "place": "https://video.example.org/eve-max",
        "page": PAGE,
        "categories": ("Mentoring", "Mon,itoring"),
        "feeds": (f"pairing/{short(PAIRING)}", "person/eve", "person/max", "program"),
        **values,
    }
    return make_key(PROGRAM, f"meeting-{kind}", ("eve", "max"), n), Event(**fields)


def creation(store: FeedStore, key: Key, item: Event, now: datetime, **more: Any) -> Create[Event]:
    mark = Mark(key=key, program=PROGRAM, base={"title": "0123456789"}, made=now)
    return Create[Event](key=key, item=store.canon(item), mark=mark, **more)


def change(found: Stored[Event], **values: Any) -> Update[Event]:
    assert found.mark is not None
    mark = values.pop("mark", found.mark)
    item = found.item.model_copy(update=values)
    return Update[Event](
        key=found.mark.key, ref=found.ref, item=item, found=found, fields=frozenset(values), mark=mark
    )


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def applied() -> Any:
    """Whether all outcomes are what was asked for."""
    return lambda outcomes: all(isinstance(outcome, Applied) for outcome in outcomes)
