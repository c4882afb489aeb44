# SPDX-License-Identifier: Apache-2.0
"""Names: how people, records and pages of the program are called on this site. No request is made here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from mentorkit.adapters import AdapterContext, Addresses
from mentorkit.domain.keys import Key
from mentorkit_jira import jql


@dataclass(frozen=True)
class Names:
    """Both directions for people (person id, account id) and records (key, address)."""

    instance: str
    site: str
    program: str
    project: str = ""
    accounts: Mapping[str, str] = field(default_factory=dict)
    persons: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    addresses: Addresses = field(default_factory=Addresses)

    @classmethod
    def of(cls, site: str, context: AdapterContext, project: str = "") -> "Names":
        """The names that a context knows."""
        accounts = dict(context.accounts.by_person)
        return cls(
            instance=context.instance,
            site=site,
            program=context.program,
            project=project,
            accounts=accounts,
            persons={account: person for person, account in accounts.items()},
            people={person.id: person.name for person in context.people},
            addresses=context.addresses,
        )

    def name(self, person: str) -> str:
        """What a person is called in plain words."""
        return self.people.get(person, person)

    def person(self, account: str) -> str:
        """The person behind an account; "" for somebody outside the program."""
        return self.persons.get(account, "")

    def browse(self, issue: str) -> str:
        """The address of an issue."""
        return f"{self.site}/browse/{issue}"

    def labeled(self, label: str) -> str:
        """The address of the list of issues with this label."""
        return f"{self.site}/issues/?jql={quote(jql.labeled(label))}"

    def learn(self, key: Key, url: str) -> None:
        """Remember where a record stands, for everybody who refers to it."""
        self.addresses.learn(key, url)
