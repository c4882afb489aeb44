# SPDX-License-Identifier: Apache-2.0
"""A sandbox site under an adapter for Atlassian, with people who act in it under their own names."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

from mentorkit.adapters import AdapterContext, Addresses
from mentorkit.domain.people import Person
from mentorkit.ports import Accounts
from mentorkit.secrets import Secrets
from mentorkit.testing.factories import ANA, BORIS, PROGRAM
from mentorkit_sandbox import seed
from mentorkit_sandbox.app import create_app
from mentorkit_sandbox.faults import Fault
from mentorkit_sandbox.inprocess import URL, SandboxTransport
from mentorkit_sandbox.site import Site
from tests.vendor_specs import assert_exchange

SERVICE = "service@example.com"
ADMINISTRATOR = "admin@example.com"
EMAILS = {ANA: "ana@example.com", BORIS: "boris@example.com"}


def person(id_: str) -> Person:
    """One of the two people, as people.csv has them."""
    name = id_.replace("-", " ").title()
    return Person(
        id=id_, name=name, email=EMAILS[id_], role="developer", grade="senior", timezone="Europe/Sofia"
    )


class SiteTool:
    """A site whose service account administers it (or not). No socket is used.

    ``instance`` is the store's name in the settings, ``writes`` the paths by which it changes records,
    ``asks`` whose request it is where nobody is named. ``before`` sees each request before it is sent.
    """

    instance: str
    writes: str
    asks = ADMINISTRATOR

    def __init__(self, *, admin: bool = True) -> None:
        self.site = Site()
        people: list[dict[str, Any]] = [
            {"name": "Mentorkit", "email": SERVICE, "admin": admin},
            {"name": "Ana Petrova", "email": EMAILS[ANA]},
            {"name": "Boris Ivanov", "email": EMAILS[BORIS]},
            {"name": "Site Administrator", "email": ADMINISTRATOR, "admin": True},
        ]
        seed.seed_people(self.site, people)
        self.site.tables.commit()
        self.app = create_app(self.site)
        self.addresses = Addresses()
        self.before: Callable[[requests.PreparedRequest], None] | None = None

    def session(self) -> requests.Session:
        """A session on the site; every exchange is checked against the vendor's documents."""
        made = requests.Session()
        made.trust_env = False
        made.mount(URL, SandboxTransport(self.app, self._watched, assert_exchange))
        return made

    def _watched(self, request: requests.PreparedRequest) -> None:
        if self.before is not None:
            self.before(request)

    def account(self, email: str) -> str:
        """The account id behind an address."""
        found = self.site.person_by_email(email)
        assert found is not None
        return found.account_id

    def context(self, instance: str = "", **changes: Any) -> AdapterContext:
        """What an adapter is opened with."""
        given: dict[str, Any] = {
            "instance": instance or self.instance,
            "program": PROGRAM,
            "folder": Path(),
            "secrets": Secrets(
                {
                    "MENTORKIT_ATLASSIAN_EMAIL": SERVICE,
                    "MENTORKIT_ATLASSIAN_TOKEN": seed.token_of(SERVICE),
                }
            ),
            "now": self.site.clock.now,
            "people": (person(ANA), person(BORIS)),
            "accounts": Accounts(by_person={id_: self.account(email) for id_, email in EMAILS.items()}),
            "addresses": self.addresses,
            "session": self.session,
        }
        return AdapterContext(**(given | changes))

    def fault(self, kind: str, path: str | None = None, **more: Any) -> None:
        """Let the next such request fail; without a path the next that changes a record."""
        self.site.faults.add(Fault(kind, path=self.writes if path is None else path, **more))

    def reply(self, method: str, path: str, body: Any = None, *, by: str = "") -> requests.Response:
        """The answer to one request by one person, whatever it is."""
        email = EMAILS.get(by, by or self.asks)
        return self.session().request(
            method, URL + path, json=body, auth=(email, seed.token_of(email)), timeout=10
        )

    def ask(self, method: str, path: str, body: Any = None, *, by: str = "") -> Any:
        """One request by one person, which is granted."""
        answer = self.reply(method, path, body, by=by)
        assert answer.ok, (answer.status_code, answer.text)
        return answer.json() if answer.content else None

    def requests(self) -> list[str]:
        """The requests since the last call, as ``METHOD path``."""
        seen = [f"{entry['method']} {entry['path']}" for entry in self.site.log]
        self.site.log.clear()
        return seen
