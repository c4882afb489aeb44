# SPDX-License-Identifier: Apache-2.0
"""All feeds of a program at once: loading the program's feed, and writing every feed that changed.

Each VEVENT is encoded once and its bytes are kept, by UID, revision and cast, also from one run to the
next; a feed is those bytes joined.
"""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from mentorkit.adapters import AdapterContext
from mentorkit.domain.keys import Key
from mentorkit.domain.meetings import MeetingKind
from mentorkit.domain.value import digest
from mentorkit.errors import InvalidResponse
from mentorkit_calendar.config import CalendarConfig
from mentorkit_calendar.entries import Entry
from mentorkit_calendar.event_map import encode
from mentorkit_calendar.feed_folder import PROGRAM, FeedFolder
from mentorkit_calendar.feed_map import FORMAT, calendar, contents, sequences, title
from mentorkit_calendar.seal import Sealed, seal

EDITED = "was edited by hand in program.ics, where edits do not last"

_log = logging.getLogger(__name__)


class Publisher:
    """The feeds in a folder. ``entries`` and ``problems`` are by key, as they were loaded or saved."""

    def __init__(self, config: CalendarConfig, context: AdapterContext, folder: FeedFolder) -> None:
        self._config, self._folder = config, folder
        self._program, self._instance = context.program, context.instance
        self._people = {person.id: person for person in context.people}
        self._sealed: dict[tuple[str, str, str], Sealed] = {}
        self._state = ""
        self._floors: dict[str, int] = {}
        self.entries: dict[Key, Entry] = {}
        self.problems: dict[Key, tuple[str, ...]] = {}

    def load(self) -> None:
        """Read the program's feed, unless it is as it was. Raises OSError, and InvalidResponse for
        a file of a newer Mentorkit, which is never overwritten.

        Of a feed file that is lost the entries say so: they do not name it, so the next apply asks
        for it again.
        """
        if (state := self._folder.digest()) == self._state:
            return
        data, there = self._folder.read(PROGRAM), self._folder.feeds()
        found = contents(data)
        if found.format > FORMAT:
            raise InvalidResponse(self._instance, reason="program.ics was written by a newer Mentorkit")
        if found.unreadable:
            _log.warning(
                "%d events in program.ics are not readable as ours and are left out", found.unreadable
            )
        ours = [event for event in found.events if event.entry.mark.program == self._program]
        self.problems = {event.entry.mark.key: (EDITED,) for event in ours if not event.intact}
        self.entries = {entry.mark.key: entry for entry in found.gone if entry.mark.program == self._program}
        self.entries |= {event.entry.mark.key: _standing(event.entry, there) for event in ours}
        self._sealed |= {(e.entry.uid, e.entry.revision, e.cast): e for e in ours if e.intact}
        lossy = found.unreadable or not data.endswith(b"END:VCALENDAR\r\n")
        self._floors = self._sequences(there) if lossy else {}
        self._state = state

    def first_sequence(self, uid: str) -> int:
        """The SEQUENCE to begin with: 0, or above the one that a damaged folder still shows."""
        return self._floors.get(uid, -1) + 1

    def encode(self, entry: Entry, related: str = "") -> Sealed:
        """The bytes of an entry. Raises KeyError or ValueError for what no calendar can hold."""
        invited = [self._people[person] for person in entry.item.people if person in self._people]
        minutes = self._config.reminder_minutes
        cast = digest([[(who.name, who.email) for who in invited], related, minutes])
        name = entry.uid, entry.revision, cast
        if name not in self._sealed:
            self._sealed[name] = seal(entry, cast, encode(entry, invited, related, minutes))
        return self._sealed[name]

    def save(self, entries: Mapping[Key, Entry], now: datetime) -> None:
        """Write every feed whose bytes change, the program's last. Raises OSError."""
        self._state = ""
        since = now - timedelta(days=self._config.keep_canceled_days)
        ordered = sorted(entries.values(), key=lambda entry: (entry.item.start, entry.uid))
        gone = [e for e in ordered if e.item.status == "canceled" and e.modified < since]
        hidden = {entry.uid for entry in gone}
        shown = [entry for entry in ordered if entry.uid not in hidden]
        related = _followed(shown)
        sealed = [self.encode(entry, related.get(entry.uid, "")) for entry in shown]
        feeds: dict[str, list[Sealed]] = {feed: [] for feed in sorted(self._folder.feeds() - {PROGRAM})}
        for event in sealed:
            for feed in event.entry.item.feeds:
                if feed != PROGRAM:
                    feeds.setdefault(feed, []).append(event)
        for feed, members in feeds.items():
            self._write(feed, [e.entry for e in members], [e.visible for e in members])
        self._write(PROGRAM, shown, [event.marked for event in sealed], gone)
        self.entries, self.problems = dict(entries), {}
        self._state = self._folder.digest()

    def _write(
        self, feed: str, members: list[Entry], blocks: list[bytes], gone: list[Entry] | None = None
    ) -> None:
        path = self._folder.path(feed)
        kind, _, subject = feed.partition("/")
        person = self._people.get(subject) if kind == "person" else None
        if kind == "pairing":
            words = [self._name(person) for person in (members[0].item.people if members else ())]
        else:
            words = [self._name(subject) if subject else self._program]
        zone = person.timezone if person else ""
        data = calendar(self._config, path, title(self._config, words), members, blocks, zone=zone, gone=gone)
        self._folder.write(feed, data)

    def _name(self, person: str) -> str:
        return self._people[person].name if person in self._people else person

    def _sequences(self, feeds: Iterable[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for feed in feeds:
            for uid, number in sequences(self._folder.read(feed)).items():
                found[uid] = max(number, found.get(uid, 0))
        return found


def _standing(entry: Entry, there: frozenset[str]) -> Entry:
    """The entry, naming only feeds that have a file."""
    feeds = tuple(feed for feed in entry.item.feeds if feed in there)
    if feeds == entry.item.feeds:
        return entry
    return entry.but(item=entry.item.model_copy(update={"feeds": feeds}))


def _followed(entries: Iterable[Entry]) -> dict[str, str]:
    """UID of a plan meeting to the UID of the review it follows, the last one of the same pairing."""
    reviews: dict[str, str] = {}
    found: dict[str, str] = {}
    for entry in entries:
        pairing = next((feed for feed in entry.item.feeds if feed.startswith("pairing/")), "")
        if pairing and entry.item.kind == MeetingKind.REVIEW and entry.item.status == "confirmed":
            reviews[pairing] = entry.uid
        elif entry.item.kind == MeetingKind.PLAN and pairing in reviews:
            found[entry.uid] = reviews[pairing]
    return found
