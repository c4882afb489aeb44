# SPDX-License-Identifier: Apache-2.0
"""The folder in which the feeds stand: which file is which feed, and writing them whole or not at all."""

import hashlib
import os
import re
from pathlib import Path

PROGRAM = "program"
_PLACES = {
    "person": ("people", re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")),
    "pairing": ("pairings", re.compile(r"mk-[a-z2-7]{12}")),
}


class FeedFolder:
    """``program.ics``, ``people/<person id>.ics`` and ``pairings/<short key>.ics`` below ``root``.

    Folders are made for the owner alone (0700), files too (0600): a feed holds who meets whom.
    Methods raise OSError as the file system does.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    @staticmethod
    def path(feed: str) -> str:
        """Where a feed stands below the root. Raises ValueError for a name that is not a feed's."""
        if feed == PROGRAM:
            return "program.ics"
        kind, _, subject = feed.partition("/")
        folder, pattern = _PLACES.get(kind, ("", re.compile(r"(?!)")))
        if not pattern.fullmatch(subject) or len(subject) > 80:
            raise ValueError(f"{feed[:100]!r} is not the name of a feed")
        return f"{folder}/{subject}.ics"

    def feeds(self) -> frozenset[str]:
        """The feeds that have a file."""
        found = {PROGRAM} if (self.root / "program.ics").is_file() else set()
        for kind, (folder, pattern) in _PLACES.items():
            files = (self.root / folder).glob("*.ics")
            found |= {f"{kind}/{file.stem}" for file in files if pattern.fullmatch(file.stem)}
        return frozenset(found)

    def read(self, feed: str) -> bytes:
        """The bytes of a feed; none when it has no file."""
        try:
            return (self.root / self.path(feed)).read_bytes()
        except FileNotFoundError:
            return b""

    def write(self, feed: str, data: bytes) -> None:
        """Replace a feed at once and for good: written beside it, synced, renamed over it.

        A feed that holds these bytes already is not touched. Nothing half-written stays behind.
        """
        if self.read(feed) == data:
            return
        file = self.root / self.path(feed)
        self.root.parent.mkdir(parents=True, exist_ok=True)
        for folder in (self.root, file.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
        fresh = file.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        try:
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            fresh.replace(file)
        finally:
            fresh.unlink(missing_ok=True)
        if os.name == "posix":
            entry = os.open(file.parent, os.O_RDONLY)
            try:
                os.fsync(entry)
            finally:
                os.close(entry)

    def digest(self) -> str:
        """Changes when the program's feed changes and when a feed appears or is lost."""
        names = "\n".join(sorted(self.feeds()))
        return hashlib.sha256(self.read(PROGRAM) + b"\0" + names.encode()).hexdigest()
