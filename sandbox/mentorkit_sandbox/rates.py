# SPDX-License-Identifier: Apache-2.0
"""How many requests of one kind came within a window of time."""

from collections import deque
from datetime import datetime, timedelta


class Rates:
    """When the last requests of each kind came."""

    def __init__(self) -> None:
        self._seen: dict[str, deque[datetime]] = {}

    def within(self, key: str, window: timedelta, now: datetime) -> int:
        """How many requests of this key came within the last `window`."""
        seen = self._seen.setdefault(key, deque())
        return sum(1 for moment in seen if moment > now - window)

    def note(self, key: str, now: datetime, keep: timedelta) -> None:
        """Remember one request; what is older than `keep` is forgotten."""
        seen = self._seen.setdefault(key, deque())
        seen.append(now)
        while seen and seen[0] <= now - keep:
            seen.popleft()
