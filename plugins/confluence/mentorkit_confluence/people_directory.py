# SPDX-License-Identifier: Apache-2.0
"""Accounts of people by account id or e-mail address, from a site that has Confluence alone.

Where there is a Jira on the same site its directory is the better one: Confluence has no search by
address, so that each person without an account id costs a search by name here.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from mentorkit.adapters import AdapterContext
from mentorkit.domain.people import Person
from mentorkit.ports import Accounts, Diagnosis, Directory
from mentorkit_confluence.api import Api
from mentorkit_confluence.checks import account_name, check_account
from mentorkit_confluence.client import Client
from mentorkit_confluence.config import SiteConfig
from mentorkit_confluence.site import WORKERS


class ConfluencePeople:
    """A ``PeopleDirectory`` over one site of Confluence Cloud."""

    def __init__(self, config: SiteConfig, context: AdapterContext, client: Client | None = None) -> None:
        self.realm = config.realm
        self._api = Api(client or Client.of(config.url, context))
        self._instance = context.instance
        self._trusted = frozenset(config.service_accounts)

    def check(self) -> Iterable[Diagnosis]:
        """Reachable, and who we are."""
        return [check_account(self._instance, self._api, self._api.me)]

    def whoami(self) -> str:
        """The name of the account that the token belongs to. Raises AdapterError."""
        return account_name(self._api, self._api.me())

    def lookup(self, people: Sequence[Person]) -> Directory:
        """Accounts of these people: one request for 250 account ids, one for each person without one.

        Raises AdapterError.
        """
        named = [person for person in people if person.account_id is None and person.email]
        stated = {person.id: person.account_id for person in people if person.account_id is not None}
        known = {str(user.get("accountId") or "") for user in self._api.users(sorted(set(stated.values())))}
        found = {person: account for person, account in stated.items() if account in known}
        with ThreadPoolExecutor(WORKERS) as pool:
            for person, account in zip(named, pool.map(self._by_address, named), strict=True):
                if account:
                    found[person.id] = account
        accounts = Accounts(by_person=found, service=self._trusted | {self._api.me()})
        return Directory(accounts=accounts, missing=tuple(sorted({p.id for p in people} - set(found))))

    def _by_address(self, person: Person) -> str:
        wanted = person.email.casefold()
        for user in self._api.users_named(person.name):
            if str(user.get("email") or "").casefold() == wanted:
                return str(user.get("accountId") or "")
        return ""
