# SPDX-License-Identifier: Apache-2.0
"""The whole error tree, arranged by how one recovers.

The type says how to recover; the data are attributes; only the command line writes the sentence that
a person reads. No secret and no private text ever stands in an error.
"""

import errno
from collections.abc import Sequence


class MentorkitError(Exception):
    """Something went wrong that Mentorkit understands."""


class Problem:
    """One thing wrong with a file: where, what, and what to do about it."""

    def __init__(self, file: str, line: int, key: str, what: str, remedy: str) -> None:
        self.file, self.line, self.key, self.what, self.remedy = file, line, key, what, remedy

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place} {self.key + ': ' if self.key else ''}{self.what}; {self.remedy}"


class ConfigError(MentorkitError):
    """The program folder or the settings are wrong: mend them and run again. Nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class DiskError(MentorkitError):
    """This machine's own disk refuses: ``place`` is the file or folder, ``reason`` the system's words.

    What stood there still does, whole; what was written in the tools is found by the next run.
    """

    def __init__(self, place: str, reason: str = "") -> None:
        self.place, self.reason = place, reason
        super().__init__(f"{place}: {type(self).__name__} {reason}".strip())

    @classmethod
    def of(cls, place: str, error: OSError) -> "DiskError":
        """The kind that says how to recover from an error of the system."""
        kind: type[DiskError] = DiskError
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            kind = DiskFull
        elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            kind = DiskDenied
        return kind(place, error.strerror or type(error).__name__)


class DiskFull(DiskError):
    """There is no room left: make some and run again."""


class DiskDenied(DiskError):
    """This user may not read or write there, or nobody may: change that and run again."""


class AdapterError(MentorkitError):
    """A tool said no, or said something we do not understand.

    ``adapter`` is the instance's name in mentorkit.toml, ``ref`` what it was about, ``reason`` the
    tool's own words, cut short and free of secrets.
    """

    def __init__(self, adapter: str, ref: str = "", reason: str = "") -> None:
        self.adapter, self.ref, self.reason = adapter, ref, reason
        super().__init__(f"{adapter}: {type(self).__name__} {ref} {reason}".strip())


class NotFound(AdapterError):
    """It is not there, or this token may not see it."""


class AlreadyExists(AdapterError):
    """The name is taken by something that is not ours."""


class Conflict(AdapterError):
    """Somebody changed it meanwhile: read again, decide again."""


class PermissionDenied(AdapterError):
    """This token may not do that: give it the right or use another."""


class NotAuthenticated(AdapterError):
    """The token is wrong, expired or missing."""


class InvalidResponse(AdapterError):
    """The tool answered something its own documents do not allow."""


class Refused(AdapterError):
    """The tool refuses this value; sending it again will not help."""


class LeftBehind(AdapterError):
    """What was made for a trial could not be removed: ``ref`` names it. Remove it by hand."""


class Retriable(AdapterError):
    """Trying again later may help. It is not known to have happened, unless ``unknown`` says so."""

    def __init__(self, adapter: str, ref: str = "", reason: str = "", *, unknown: bool = False) -> None:
        super().__init__(adapter, ref, reason)
        self.unknown = unknown


class RateLimited(Retriable):
    """Too many requests; ``retry_after`` is seconds, None when the tool does not say."""

    def __init__(
        self, adapter: str, ref: str = "", reason: str = "", *, retry_after: float | None = None
    ) -> None:
        super().__init__(adapter, ref, reason)
        self.retry_after = retry_after


class Unavailable(Retriable):
    """The tool could not be reached, or broke off. ``unknown``: it may have acted all the same."""


class UnsafeChangeSet(MentorkitError):
    """A limit refuses the change set before its first write."""


class TooManyChanges(UnsafeChangeSet):
    """More existing records would change than the limit allows in one run."""

    def __init__(self, store: str, changed: int, existing: int) -> None:
        self.store, self.changed, self.existing = store, changed, existing
        super().__init__(f"{store}: {changed} of {existing}")


class StoreEmptied(UnsafeChangeSet):
    """A store that held records suddenly lists none."""

    def __init__(self, store: str, before: int) -> None:
        self.store, self.before = store, before
        super().__init__(f"{store}: {before} before, none now")


class NotOwned(UnsafeChangeSet):
    """A change would touch a record that is not ours."""

    def __init__(self, store: str, ref: str) -> None:
        self.store, self.ref = store, ref
        super().__init__(f"{store}: {ref}")


class LeaseHeld(MentorkitError):
    """Another run is writing to this program."""

    def __init__(self, holder: str, until: str) -> None:
        self.holder, self.until = holder, until
        super().__init__(f"{holder} until {until}")


class IncompleteReading(MentorkitError):
    """A store could not be read to the end: no rule runs on half a picture."""

    def __init__(self, store: str) -> None:
        self.store = store
        super().__init__(store)
