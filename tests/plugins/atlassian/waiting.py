# SPDX-License-Identifier: Apache-2.0
"""Time for tests of what waits."""


class Waiting:
    """A clock that runs only while somebody sleeps."""

    def __init__(self) -> None:
        self.now, self.slept = 0.0, list[float]()

    def sleep(self, seconds: float) -> None:
        """Let the time pass at once, and remember it."""
        self.now += seconds
        self.slept.append(seconds)
