# SPDX-License-Identifier: Apache-2.0
"""The site's clock: real time unless it was set, so that a year of mentoring fits into a test."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Time of one site. All answers are aware and in UTC."""

    def __init__(self) -> None:
        self._offset = timedelta(0)
        self._frozen_at: datetime | None = None

    @property
    def frozen(self) -> bool:
        """Whether time stands still."""
        return self._frozen_at is not None

    def now(self) -> datetime:
        """The site's present moment."""
        return self._frozen_at or datetime.now(UTC) + self._offset

    def set(self, moment: datetime, *, frozen: bool = False) -> None:
        """Make it `moment` (aware); time then runs on from there, or stands still when `frozen`."""
        if moment.tzinfo is None:
            raise ValueError("the clock takes a moment with a time zone")
        moment = moment.astimezone(UTC)
        self._offset = moment - datetime.now(UTC)
        self._frozen_at = moment if frozen else None

    def advance(self, step: timedelta) -> None:
        """Let `step` pass at once."""
        self._offset += step
        if self._frozen_at is not None:
            self._frozen_at += step
