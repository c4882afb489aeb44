# SPDX-License-Identifier: Apache-2.0
"""The event store over a folder of feeds.

The program's feed is the record: it alone holds the marks. People's and pairings' feeds are mirrors,
written before it, so that a run that is cut off leaves a record that asks for the same writing again.
icalendar is slow to import and to parse with: a folder that did not change is read without it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mentorkit.adapters import AdapterContext
from mentorkit.domain.keys import Key
from mentorkit.domain.value import Value
from mentorkit.errors import AdapterError, DiskError, MentorkitError, Refused, Unavailable
from mentorkit.ports import (
    Applied,
    Archive,
    Change,
    Conflicted,
    Create,
    Cursor,
    Diagnosis,
    Event,
    Failed,
    Outcome,
    Reading,
    Skipped,
    Stored,
)
from mentorkit_calendar.config import CalendarConfig
from mentorkit_calendar.doctor import examine
from mentorkit_calendar.entries import Entry, canon, second
from mentorkit_calendar.feed_folder import FeedFolder

if TYPE_CHECKING:
    from mentorkit_calendar.publisher import Publisher


class FeedStore:
    """Keeps events as feeds. A ref is a UID; what people do in their calendars does not come back."""

    def __init__(self, config: CalendarConfig, context: AdapterContext) -> None:
        self._config, self._context = config, context
        self._folder = FeedFolder(context.folder / config.feeds)

    @cached_property
    def _publisher(self) -> "Publisher":
        from mentorkit_calendar.publisher import Publisher  # noqa: PLC0415 - brings icalendar with it

        return Publisher(self._config, self._context, self._folder)

    def check(self) -> Iterable[Diagnosis]:
        """Whether the folder can be written, is private, and holds feeds that calendars can read."""
        return examine(self._folder)

    def canon(self, item: Event) -> Event:
        """Start in UTC to the second, feeds sorted, texts without control characters."""
        return canon(item)

    def read(self, since: Cursor | None = None) -> Reading[Event]:
        """The events of the program's feed; nothing, and no parsing, when no feed changed or was lost."""
        known = _Known.of(since)
        try:
            digest = self._folder.digest()
            if known.digest == digest:
                return Reading[Event](records=(), cursor=since)
            self._publisher.load()
        except OSError as error:
            raise self._error(error) from error
        records = sorted((self._stored(key) for key in self._publisher.entries), key=lambda r: r.ref)
        revisions = {record.ref: record.revision for record in records}
        return Reading[Event](
            records=tuple(r for r in records if known.refs.get(r.ref) != r.revision),
            gone=tuple(sorted(set(known.refs) - set(revisions))),
            cursor=Cursor(_Known(digest=digest, refs=revisions).model_dump_json()),
            ready=self._folder.root.is_dir(),
        )

    def locate(self, keys: Collection[Key]) -> Mapping[Key, Stored[Event]]:
        """From the program's feed."""
        try:
            self._publisher.load()
        except OSError as error:
            raise self._error(error) from error
        return {key: self._stored(key) for key in sorted(keys) if key in self._publisher.entries}

    def write(self, batch: Sequence[Change[Event]]) -> Iterator[Outcome[Event]]:
        """Make the changes: all that can be made in one go, so each feed is written once.

        A failure of the file system fails them all; the feeds are then as they were, or some mirrors
        are ahead of the record, which the next write makes good. Raises DiskFull and DiskDenied, since
        nothing else can be written then either.
        """
        entries: dict[Key, Entry] = {}
        refused: dict[Key, Outcome[Event]] = {}
        try:
            self._publisher.load()
            for change in batch:
                judged = self._judge(change)
                if isinstance(judged, Entry):
                    entries[change.key] = judged
                else:
                    refused[change.key] = judged
            _skip_dependents(batch, entries, refused)
            if any(self._publisher.entries.get(key) != entry for key, entry in entries.items()):
                now = second(self._context.now())
                self._publisher.save({**self._publisher.entries, **entries}, now)
        except (OSError, AdapterError) as error:
            failure = error if isinstance(error, AdapterError) else self._error(error)
            if isinstance(failure, DiskError):
                raise failure from error
            yield from (Failed(key=change.key, error=failure) for change in batch)
            return
        for change in batch:
            if change.key in refused:
                yield refused[change.key]
            else:
                entry = entries[change.key]
                yield Applied(
                    key=change.key,
                    ref=entry.uid,
                    name=entry.item.title,
                    revision=entry.revision,
                    url=entry.url,
                )

    def _judge(self, change: Change[Event]) -> Entry | Outcome[Event]:
        """The entry as the change wants it, or why it cannot be so."""
        there = self._publisher.entries.get(change.key)
        if isinstance(change, Create):
            if there is not None and (there.item, there.mark) != (canon(change.item), change.mark):
                return Conflicted[Event](key=change.key, found=self._stored(change.key))
            entry = there or self._created(change)
        else:
            if there is None:
                return Conflicted[Event](key=change.key, found=None)
            if there.revision != change.found.revision:
                return Conflicted[Event](key=change.key, found=self._stored(change.key))
            entry = self._changed(there, change)
        try:
            self._publisher.encode(entry)
            for feed in entry.item.feeds:
                self._folder.path(feed)
        except (KeyError, ValueError, OverflowError) as error:
            reason = f"no calendar can hold it: {error}"[:200]
            return Failed(key=change.key, error=Refused(self._context.instance, entry.uid, reason))
        return entry

    def _created(self, change: Create[Event]) -> Entry:
        now = second(self._context.now())
        item = canon(change.item)
        made = second(change.mark.made) if change.mark.made else now
        entry = Entry(
            item=item, mark=change.mark, sequence=0, created=made, modified=now, url=self._url(item)
        )
        return entry.but(sequence=self._publisher.first_sequence(entry.uid))

    def _changed(self, there: Entry, change: Any) -> Entry:
        """The entry after an update or an archiving; SEQUENCE rises with what subscribers see."""
        if isinstance(change, Archive):
            wanted: dict[str, Any] = {"status": "canceled"}
        else:
            wanted = {field: getattr(change.item, field) for field in change.fields}
        item = canon(there.item.model_copy(update=wanted))
        after: dict[str, Any] = {
            "item": item,
            "mark": change.mark,
            "archived": isinstance(change, Archive),
            "url": self._url(item) or (there.url if item.page == there.item.page else ""),
        }
        if (item, after["url"]) != (there.item, there.url):
            now = second(self._context.now())
            after |= {"sequence": there.sequence + 1, "modified": max(now, there.modified)}
        return there.but(**after)

    def _url(self, item: Event) -> str:
        return self._context.addresses.url(item.page) if item.page else ""

    def _stored(self, key: Key) -> Stored[Event]:
        return self._publisher.entries[key].stored(self._publisher.problems.get(key, ()))

    def _error(self, error: OSError) -> MentorkitError:
        """What the system said, in our words: a full or closed disk, or something that may pass."""
        found = DiskError.of(str(error.filename or self._folder.root), error)
        if type(found) is not DiskError:
            return found
        return Unavailable(self._context.instance, reason=found.reason, unknown=True)


def _skip_dependents(
    batch: Sequence[Change[Event]], entries: dict[Key, Entry], refused: dict[Key, Outcome[Event]]
) -> None:
    """Move to ``refused`` what needs something refused, and what needs that, until nothing is left."""
    waiting = True
    while waiting:
        waiting = False
        for change in batch:
            if change.key in entries and any(key in refused for key in change.needs):
                del entries[change.key]
                refused[change.key] = Skipped(key=change.key, why="what it needs was not written")
                waiting = True


class _Known(Value):
    """What a cursor knows: the state of the folder, and UID to revision."""

    digest: str = ""
    refs: Mapping[str, str] = {}

    @classmethod
    def of(cls, cursor: Cursor | None) -> "_Known":
        """Nothing for a cursor that this version cannot read: everything is read again then."""
        try:
            return cls.model_validate_json(cursor or "{}")
        except ValueError:
            return cls()
