# SPDX-License-Identifier: Apache-2.0
"""The turn of the one writer: the lease is taken before the first write, renewed, and given back."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC

from mentorkit.errors import AdapterError, Conflict, LeaseHeld
from mentorkit.ports import Lease, LeaseKeeper

LEASE_SECONDS = 1800
RENEWED_AFTER = LEASE_SECONDS / 2


@dataclass
class Turn:
    """One run's right to write. ``ticks`` are seconds that pass, whatever the wall clock is set to."""

    keeper: LeaseKeeper
    held: Lease
    ticks: Callable[[], float]
    since: float

    @classmethod
    def taken(cls, keeper: LeaseKeeper, seen: Lease, holder: str, ticks: Callable[[], float]) -> "Turn":
        """Take the lease as it was seen. Raises LeaseHeld when somebody has it, or took it since."""
        if not seen.free_for(holder):
            raise _held_by(seen)
        since = ticks()
        return cls(keeper, _take(keeper, seen, holder), ticks, since)

    def keep(self) -> None:
        """Renew the lease when half of it is over; a tool that cannot be reached is asked again later.

        Raises LeaseHeld when it was lost, and the tool's AdapterError when it ran out unrenewed.
        """
        now = self.ticks()
        if now - self.since < RENEWED_AFTER:
            return
        try:
            self.held = _take(self.keeper, self.held, self.held.holder)
        except AdapterError:
            if now - self.since >= LEASE_SECONDS:
                raise
        else:
            self.since = now

    def end(self) -> None:
        """Give the lease back; one that is not given back runs out by itself."""
        with suppress(AdapterError):
            self.keeper.release(self.held)


def _take(keeper: LeaseKeeper, seen: Lease, holder: str) -> Lease:
    try:
        return keeper.take(seen, holder, LEASE_SECONDS)
    except Conflict as error:
        raise _held_by(keeper.peek()) from error


def _held_by(lease: Lease) -> LeaseHeld:
    until = f"{lease.until.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if lease.until else "it gives it back"
    return LeaseHeld(lease.holder, until)
