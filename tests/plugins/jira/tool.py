# SPDX-License-Identifier: Apache-2.0
"""A sandbox site under the Jira adapters, with people who act in it under their own names."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import requests

from mentorkit.adapters import AdapterContext, Addresses
from mentorkit.domain.people import Person
from mentorkit.ports import Accounts, Stored
from mentorkit.secrets import Secrets
from mentorkit.testing.contracts import ours
from mentorkit.testing.factories import ANA, BORIS, PROGRAM, create
from mentorkit_jira.config import PlansConfig
from mentorkit_jira.issue_store import JiraIssueStore
from mentorkit_sandbox import jira, seed
from mentorkit_sandbox.app import create_app
from mentorkit_sandbox.faults import Fault
from mentorkit_sandbox.inprocess import URL, SandboxTransport
from mentorkit_sandbox.site import Site
from tests.vendor_specs import assert_exchange

SERVICE = "service@example.com"
EMAILS = {ANA: "ana@example.com", BORIS: "boris@example.com"}
WRITES = r"/issue/bulk$|/issue/\d+(/transitions|/properties/.*)?$|/properties/multi$|/project(/|$)"


def person(id_: str) -> Person:
    """One of the two people, as people.csv has them."""
    name = id_.replace("-", " ").title()
    return Person(
        id=id_, name=name, email=EMAILS[id_], role="developer", grade="senior", timezone="Europe/Sofia"
    )


class JiraTool:
    """A site whose service account administers it (or not), and stores on it. No socket is used."""

    def __init__(
        self, *, admin: bool = True, offered: bool = True, work: Sequence[Mapping[str, Any]] = ()
    ) -> None:
        self.site = Site()
        people: list[dict[str, Any]] = [
            {"name": "Mentorkit", "email": SERVICE, "admin": admin},
            {"name": "Ana Petrova", "email": EMAILS[ANA]},
            {"name": "Boris Ivanov", "email": EMAILS[BORIS]},
            {"name": "Site Administrator", "email": "admin@example.com", "admin": True},
        ]
        seed.seed_people(self.site, people)
        jira.seed(self.site, work, mentoring_security=offered)
        self.site.tables.commit()
        self.app = create_app(self.site)
        self.addresses = Addresses()

    def session(self) -> requests.Session:
        """A session on the site; every exchange is checked against the vendor's documents."""
        made = requests.Session()
        made.trust_env = False
        made.mount(URL, SandboxTransport(self.app, after=assert_exchange))
        return made

    def account(self, email: str) -> str:
        """The account id behind an address."""
        found = self.site.person_by_email(email)
        assert found is not None
        return found.account_id

    def context(self, instance: str = "plans", **changes: Any) -> AdapterContext:
        """What an adapter is opened with."""
        given: dict[str, Any] = {
            "instance": instance,
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

    def open(self, **changes: Any) -> JiraIssueStore:
        """A store that knows nothing of earlier ones."""
        return JiraIssueStore(PlansConfig(url=URL, project="MENT"), self.context(**changes))

    def fault(self, kind: str, path: str = WRITES, **more: Any) -> None:
        """Let the next such request fail."""
        self.site.faults.add(Fault(kind, path=path, **more))

    def lose_answer(self) -> None:
        """The next writing request is acted on, and its answer lost."""
        self.fault("drop-after")

    def refuse_next(self) -> None:
        """The next creation is not acted on."""
        self.fault("500", path=r"/issue/bulk$", method="POST")

    def ask(self, method: str, path: str, body: Any = None, *, by: str = "admin@example.com") -> Any:
        """One request by one person."""
        email = EMAILS.get(by, by)
        answer = self.session().request(
            method, URL + path, json=body, auth=(email, seed.token_of(email)), timeout=10
        )
        assert answer.ok, (answer.status_code, answer.text)
        return answer.json() if answer.content else None

    def issue(self, ref: str) -> dict[str, Any]:
        """An issue as an administrator sees it."""
        found: dict[str, Any] = self.ask("GET", f"/rest/api/3/issue/{ref}?properties=*all")
        return found

    def rename(self, ref: str, title: str, *, by: str) -> None:
        """A person changes a title."""
        self.ask("PUT", f"/rest/api/3/issue/{ref}", {"fields": {"summary": title}}, by=by)

    def clone(self, ref: str, *, by: str) -> None:
        """A person makes a copy, the mark with it (as an import does; Jira's own clone leaves it behind)."""
        issue = self.issue(ref)
        kept = ("summary", "project", "issuetype", "labels", "duedate")
        body = {
            "fields": {name: issue["fields"][name] for name in kept},
            "properties": [{"key": key, "value": value} for key, value in issue["properties"].items()],
        }
        self.ask("POST", "/rest/api/3/issue", body, by=by)

    def delete(self, ref: str) -> None:
        """Somebody deletes an issue."""
        self.ask("DELETE", f"/rest/api/3/issue/{ref}?deleteSubtasks=true")

    def label(self, ref: str, label: str, *, by: str) -> None:
        """A person adds a label."""
        self.ask("PUT", f"/rest/api/3/issue/{ref}", {"update": {"labels": [{"add": label}]}}, by=by)

    def labels(self, ref: str) -> set[str]:
        """The labels on an issue."""
        return set(self.issue(ref)["fields"]["labels"])

    def write(self, *records: Any, **more: Any) -> list[Any]:
        """A new store makes these records; its outcomes."""
        store = self.open()
        return list(store.write([create(store, record, **more) for record in records]))

    def one(self, change: Any) -> Any:
        """A new store makes this change; its outcome."""
        (outcome,) = self.open().write([change])
        return outcome

    def found(self, key: Any) -> Stored[Any]:
        """Our record of that key, as a new store reads it."""
        return ours(self.open().read())[key]

    def comments(self, ref: str) -> list[str]:
        """The first words of each comment, as Ana sees them."""
        shown = self.ask("GET", f"/rest/api/3/issue/{ref}/comment", by=ANA)["comments"]
        return [comment["body"]["content"][0]["content"][0]["text"] for comment in shown]

    def stranger(self) -> JiraIssueStore:
        """A store that believes Ana's account to be one that the site does not know."""
        accounts = {ANA: "712020:nobody", BORIS: self.account(EMAILS[BORIS])}
        return self.open(accounts=Accounts(by_person=accounts))

    def requests(self) -> list[str]:
        """The requests since the last call, as ``METHOD path``."""
        seen = [f"{entry['method']} {entry['path']}" for entry in self.site.log]
        self.site.log.clear()
        return seen
