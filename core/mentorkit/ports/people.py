# SPDX-License-Identifier: Apache-2.0
"""The people directory: one person, many accounts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, runtime_checkable

from mentorkit.domain.people import Person
from mentorkit.domain.value import Value
from mentorkit.ports.diagnosis import Diagnosis


class Accounts(Value):
    """Person id to account id in one realm (a site), and the program's own service accounts there."""

    by_person: Mapping[str, str] = {}
    service: frozenset[str] = frozenset()

    def person(self, account: str) -> str:
        """The person id behind an account; "" for somebody outside the program."""
        return self._reverse.get(account, "")

    @property
    def _reverse(self) -> dict[str, str]:
        return {account: person for person, account in self.by_person.items()}


class Directory(Value):
    """What a directory found: accounts, and people it has no account for (ids, sorted)."""

    accounts: Accounts
    missing: tuple[str, ...] = ()


class PeopleDirectory(Protocol):
    """Finds the accounts of people, by ``account_id`` where given, otherwise by e-mail address."""

    realm: str
    """Which accounts these are; stores of the same realm share them (``atlassian:<host>``)."""

    def check(self) -> Iterable[Diagnosis]:
        """What ``doctor`` should know: reachable, permitted, who we are."""
        ...

    def lookup(self, people: Sequence[Person]) -> Directory:
        """Accounts of these people, in a number of requests that does not grow with them.

        Raises NotAuthenticated, PermissionDenied, Unavailable.
        """
        ...


@runtime_checkable
class SignedIn(Protocol):
    """A directory that knows whose secrets it was opened with."""

    def whoami(self) -> str:
        """The name of the account, asked of the site. Raises AdapterError, NotAuthenticated above all."""
        ...
