# SPDX-License-Identifier: Apache-2.0
"""Entries: an event as the feeds hold it, with its mark and the dates a calendar wants to know. Pure."""

import re
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from pydantic import AwareDatetime

from mentorkit.domain.keys import short
from mentorkit.domain.value import Value, digest
from mentorkit.ports.events import Event
from mentorkit.ports.records import Mark, Stored

_UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "Etc/Zulu", "Etc/Universal", "UCT", "Zulu", "Universal"})
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")


class Entry(Value):
    """An event in the feeds. ``item`` is in the form that ``canon`` gives it.

    ``sequence`` counts what subscribers can see change and never falls; ``modified`` is the time of
    the last such change. ``url`` is the address of the event's page as it was known then.
    """

    item: Event
    mark: Mark
    sequence: int
    created: AwareDatetime
    modified: AwareDatetime
    url: str = ""
    archived: bool = False

    @cached_property
    def uid(self) -> str:
        """The UID, made from the record's key, so that no calendar ever shows a meeting twice."""
        return f"{short(self.mark.key)}@{self.mark.program}.mentorkit"

    @cached_property
    def revision(self) -> str:
        """Changes with anything the entry holds: a hand edit of the file shows in it, too."""
        return f"{self.sequence}-{digest([self.item, self.mark, self.url, self.archived])}"

    def but(self, **values: Any) -> "Entry":
        """A copy with these values; ``model_copy`` would carry the old revision along."""
        return Entry(**({name: getattr(self, name) for name in Entry.model_fields} | values))

    def stored(self, problems: tuple[str, ...] = ()) -> Stored[Event]:
        """The entry as a record. Its ref is the UID."""
        return Stored[Event](
            ref=self.uid,
            name=self.item.title,
            revision=self.revision,
            item=self.item,
            url=self.url,
            mark=self.mark,
            problems=problems,
            archived=self.archived,
        )


def canon(item: Event) -> Event:
    """The event as it comes back from a feed: start in UTC to the second, no control characters in texts."""
    return item.model_copy(
        update={
            "title": line(item.title) or line(item.kind) or "-",
            "start": second(item.start),
            "timezone": "UTC" if item.timezone in _UTC_NAMES else item.timezone,
            "people": tuple(dict.fromkeys(item.people)),
            "description": lines(item.description).strip(),
            "place": line(item.place),
            "categories": tuple(dict.fromkeys(filter(None, map(line, item.categories)))),
            "feeds": tuple(sorted(set(item.feeds))),
        }
    )


def second(moment: datetime) -> datetime:
    """The moment in UTC, cut to the second, which is as fine as iCalendar goes."""
    return moment.astimezone(UTC).replace(microsecond=0)


def lines(text: str) -> str:
    """Text in which every line ends in ``\\n``, without control characters (RFC 5545, section 3.1)."""
    return _CONTROL.sub("", _LINE_ENDS.sub("\n", text))


def line(text: str) -> str:
    """Text on one line, blanks folded."""
    return " ".join(lines(text).split())
