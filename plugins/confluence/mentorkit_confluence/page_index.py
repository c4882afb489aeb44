# SPDX-License-Identifier: Apache-2.0
"""What is remembered of a space between two readings: every page's version, place, title and key.

It is the cursor of the page store: with it a reading lists only what changed, tells whose page stands
under which, and finds out what is gone.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from mentorkit.domain.keys import Key
from mentorkit.ports.records import Cursor
from mentorkit_confluence.names import Names
from mentorkit_confluence.wire import Page, Space, moment

OVERLAP = timedelta(minutes=5)
"""How far a reading looks back behind the newest change seen, since dates and lists are not one clock."""
INSTANT = timedelta(milliseconds=1)
FULL_LOOK = timedelta(hours=24)
"""How often everything is looked at: only that sees pages moved away, purged, unticked, or opened."""
_FORMAT = 2


@dataclass(frozen=True)
class Entry:
    """One page. ``key`` is "" for a page that is not ours."""

    version: int
    archived: bool
    title: str
    parent: str
    key: str


@dataclass
class PageIndex:
    """The pages of a space by id. ``seen`` is the newest change met, ``looked`` the last full look,
    ``read`` the last reading.

    ``ticks`` are the ids of boxes ticked about ``seen``: they are met again, and are not news.
    """

    space: Space
    seen: datetime
    looked: datetime
    read: datetime
    ticks: frozenset[str] = frozenset()
    pages: dict[str, Entry] = field(default_factory=dict)
    _refs: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key, page, _ in self.records():
            self._refs.setdefault(key, set()).add(page)

    @classmethod
    def load(cls, cursor: Cursor) -> "PageIndex | None":
        """The index in a cursor; None for one of another format, which is as good as none."""
        try:
            plain = json.loads(cursor)
            if plain["format"] != _FORMAT:
                return None
            return cls(
                space=Space(**plain["space"]),
                seen=moment(plain["seen"]),
                looked=moment(plain["looked"]),
                read=moment(plain["read"]),
                ticks=frozenset(plain["ticks"]),
                pages={page: Entry(*values) for page, values in plain["pages"].items()},
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    @property
    def since(self) -> datetime:
        """Where the next reading begins: behind the newest change seen, or earlier while that is fresh."""
        return min(self.seen + INSTANT, self.read - OVERLAP)

    def dump(self) -> Cursor:
        """The cursor that ``load`` reads."""
        plain = {
            "format": _FORMAT,
            "space": asdict(self.space),
            "seen": self.seen.isoformat(),
            "looked": self.looked.isoformat(),
            "read": self.read.isoformat(),
            "ticks": sorted(self.ticks),
            "pages": {
                page: [entry.version, entry.archived, entry.title, entry.parent, entry.key]
                for page, entry in sorted(self.pages.items())
            },
        }
        return Cursor(json.dumps(plain, ensure_ascii=False, separators=(",", ":")))

    def note(self, page: Page, key: Key | None) -> None:
        """Remember a page as it stands."""
        self.drop(page.id)
        self.pages[page.id] = Entry(
            page.version, page.status == "archived", page.title, page.parent, key or ""
        )
        if key:
            self._refs.setdefault(key, set()).add(page.id)
        self.seen = max(self.seen, page.changed)

    def drop(self, page: str) -> None:
        """Forget a page."""
        entry = self.pages.pop(page, None)
        if entry is not None and entry.key:
            self._refs[entry.key].discard(page)

    def news(self, page: Page) -> bool:
        """Whether a listed page is not as it was."""
        known = self.pages.get(page.id)
        return known is None or (known.version, known.archived, known.title, known.parent) != (
            page.version,
            page.status == "archived",
            page.title,
            page.parent,
        )

    def key(self, page: str) -> Key | None:
        """The key of a page of ours."""
        entry = self.pages.get(page)
        return Key(entry.key) if entry is not None and entry.key else None

    def ref(self, key: Key) -> str:
        """The page of ours that is the record of a key, the oldest; "" when there is none."""
        return min(self._refs.get(key, ()), key=int, default="")

    def records(self) -> Iterator[tuple[Key, str, Entry]]:
        """Every page of ours, oldest first."""
        for page in sorted(self.pages, key=int):
            if (entry := self.pages[page]).key:
                yield Key(entry.key), page, entry

    def teach(self, names: Names) -> None:
        """Tell where our pages stand and what they are called."""
        taught: set[Key] = set()
        for key, page, entry in self.records():
            if key not in taught:
                taught.add(key)
                names.learn(key, page, entry.title)
