# SPDX-License-Identifier: Apache-2.0
"""Faults to order: what a network or a busy vendor does to a client, on exactly the requests one names."""

import re
import threading
from dataclasses import asdict, dataclass
from typing import Any

KINDS = ("drop-before", "drop-after", "429", "500", "503-after", "slow", "cut-body")


class ConnectionDropped(ConnectionError):
    """The connection ends without an answer."""


class TooSlow(Exception):
    """The client's own timeout passed before the answer came; the request was acted on."""


@dataclass
class Fault:
    """One rule: after `skip` matching requests, the next `count` fail in the way of `kind`.

    ``drop-before`` ends the connection before anything was done; ``drop-after`` and ``503-after`` do the work
    first; ``429`` and ``500`` do nothing; ``slow`` answers `seconds` late; ``cut-body`` sends half of the
    body under the full Content-Length.
    """

    kind: str
    method: str | None = None
    path: str = ""
    skip: int = 0
    count: int = 1
    seconds: float = 0.0
    retry_after: int | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown fault {self.kind!r}; known: {', '.join(KINDS)}")
        self._pattern = re.compile(self.path)

    def matches(self, method: str, path: str) -> bool:
        """Whether this rule speaks of such a request (`path` is a regular expression, searched)."""
        return self.method in (None, method) and self._pattern.search(path) is not None


class Faults:
    """The queue of faults. The first rule that matches a request decides; a used-up rule leaves the queue."""

    def __init__(self) -> None:
        self._rules: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> None:
        """Put a rule at the end of the queue."""
        with self._lock:
            self._rules.append(fault)

    def clear(self) -> None:
        """Forget every rule."""
        with self._lock:
            self._rules.clear()

    def listed(self) -> list[dict[str, Any]]:
        """The rules left, as JSON-able data with what remains of `skip` and `count`."""
        with self._lock:
            return [asdict(rule) for rule in self._rules]

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that befalls this request, if any."""
        with self._lock:
            rule = next((rule for rule in self._rules if rule.matches(method, path)), None)
            if rule is None:
                return None
            if rule.skip > 0:
                rule.skip -= 1
                return None
            rule.count -= 1
            if rule.count <= 0:
                self._rules.remove(rule)
            return rule
