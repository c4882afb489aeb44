# SPDX-License-Identifier: Apache-2.0
"""What ``doctor`` should know about the feeds."""

import os
import stat
from collections.abc import Iterator

from mentorkit.ports.diagnosis import Diagnosis
from mentorkit_calendar.feed_folder import PROGRAM, FeedFolder
from mentorkit_calendar.validate import findings


def examine(folder: FeedFolder) -> Iterator[Diagnosis]:
    """Whether the folder can be written, is private, and holds feeds that calendars can read."""
    root = folder.root
    place = next(path for path in (root, *root.parents) if path.exists())
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        remedy = f"make {place} a folder that this account can write to, or name another in feeds"
        yield Diagnosis(check="feeds folder", state="failed", found="cannot be written", remedy=remedy)
        return
    found = "can be written" if root.exists() else "is made by the first apply"
    yield Diagnosis(check="feeds folder", state="ok", found=found)
    if not root.exists():
        return
    if os.name == "posix" and stat.S_IMODE(root.stat().st_mode) & 0o077:
        found, remedy = "others on this machine can read it", f"chmod 700 {root}"
        yield Diagnosis(check="feeds are private", state="warning", found=found, remedy=remedy)
    for feed in sorted(folder.feeds()):
        if problems := findings(folder.read(feed)):
            yield Diagnosis(
                check=f"feed {feed}", state="warning", found=problems[0], remedy=_remedy(folder, feed)
            )


def _remedy(folder: FeedFolder, feed: str) -> str:
    if feed == PROGRAM:
        return "take it from a backup, or apply: it is rebuilt with the next change of a meeting"
    return f"delete {folder.root / folder.path(feed)} and apply: it is made again"
