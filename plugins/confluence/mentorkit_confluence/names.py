# SPDX-License-Identifier: Apache-2.0
"""Who and what a page speaks of: people and accounts, records and addresses, both ways."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mentorkit.adapters import Addresses
from mentorkit.domain.keys import Key
from mentorkit.domain.people import Person
from mentorkit.ports.people import Accounts

_PAGE = re.compile(r"/wiki/spaces/[^/?#]+/pages/(?:edit-v2/)?(\d+)")


@dataclass
class Names:
    """What the two translations need to know; ``site`` is the address up to and without ``/wiki``.

    ``titles`` are the titles of pages of this space whose key is known, in lower case, since
    Confluence links pages by title.
    """

    site: str
    space: str
    accounts: Accounts = field(default_factory=Accounts)
    people: Iterable[Person] = ()
    addresses: Addresses = field(default_factory=Addresses)
    titles: dict[str, Key] = field(default_factory=dict)
    titled: dict[Key, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.site = self.site.rstrip("/")
        self._by_account: Mapping[str, str] = {
            account: person for person, account in sorted(self.accounts.by_person.items(), reverse=True)
        }
        self._shown = {person.id: person.name for person in self.people}

    def person(self, account: str) -> str:
        """The person id behind an account; "" for somebody outside the program."""
        return self._by_account.get(account, "")

    def reachable(self, people: frozenset[str] | None) -> frozenset[str] | None:
        """Those who have an account here and are not the program itself; None stays everybody."""
        if people is None:
            return None
        return frozenset(
            person
            for person in people
            if (account := self.account(person)) and account not in self.accounts.service
        )

    def account(self, person: str) -> str:
        """The account of a person; "" when there is none."""
        return self.accounts.by_person.get(person, "")

    def shown(self, person: str) -> str:
        """A person's name for people to read."""
        return self._shown.get(person, person)

    def learn(self, key: Key, page_id: str, title: str) -> None:
        """Remember where a page of ours stands and what it is called."""
        self.addresses.learn(key, self.page_url(page_id))
        self.titles[title.casefold()] = key
        self.titled[key] = title

    def page_url(self, page_id: str) -> str:
        """The stable address of a page: it outlives renaming."""
        return f"{self.site}/wiki/spaces/{self.space}/pages/{page_id}"

    def key_at(self, url: str) -> Key | None:
        """The record at an address; page addresses count whatever title or fragment they carry."""
        whole = self.site + url if url.startswith("/") else url
        page = _PAGE.search(whole)
        if page and whole.startswith(f"{self.site}/"):
            return self.addresses.key(self.page_url(page[1]))
        return self.addresses.key(whole)

    def key_titled(self, title: str) -> Key | None:
        """The record behind a page title of this space."""
        return self.titles.get(title.casefold())
