# SPDX-License-Identifier: Apache-2.0
"""Pacing: requests kept under the vendor's burst limits, and the waits between two attempts.

The figures are those of the vendor's "Rate limiting" pages: 100 GET, 100 POST, 50 PUT and 50 DELETE a second
for each endpoint of a site; back-off from 2 s, at most 30 s, with a jitter of 0.7 to 1.3.
"""

import random
import re
import threading
from collections.abc import Callable

_BURST = {"GET": 100, "POST": 100, "PUT": 50, "DELETE": 50}
_SHARE = 0.9
_RECORD = re.compile(r"(?<!/api)/(?:\d+|[A-Z][A-Z0-9_]*-\d+)(?=/|$)")


def endpoint(method: str, path: str) -> str:
    """What the vendor counts as one endpoint: the method and the path with its record left out."""
    return f"{method} {_RECORD.sub('/{id}', path)}"


def backoff(attempt: int) -> float:
    """Seconds to wait after the attempt of this number (0 the first)."""
    return min(2.0 * 2.0**attempt, 30.0) * random.uniform(0.7, 1.3)  # noqa: S311 - spreads load, hides nothing


class Pace:
    """One token bucket an endpoint, filled at nine tenths of the vendor's rate. Safe in threads."""

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._clock, self._sleep = clock, sleep
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}

    def wait(self, method: str, path: str) -> None:
        """Return when the next request to this endpoint may go."""
        rate = _BURST[method] * _SHARE
        key = endpoint(method, path)
        with self._lock:
            now = self._clock()
            tokens, seen = self._buckets.get(key, (rate, now))
            tokens = min(rate, tokens + (now - seen) * rate) - 1
            self._buckets[key] = (tokens, now)
        if tokens < 0:
            self._sleep(-tokens / rate)
