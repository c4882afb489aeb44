# SPDX-License-Identifier: Apache-2.0
"""A sandbox site under the Confluence adapters, with people who act in it under their own names."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import requests

from mentorkit.adapters import AdapterContext, Addresses
from mentorkit.domain.people import Person
from mentorkit.ports import Accounts, Audience, Create, Document, Stored
from mentorkit.secrets import Secrets
from mentorkit.testing.factories import ANA, BORIS, NOW, PROGRAM, create, home
from mentorkit_confluence.config import PagesConfig
from mentorkit_confluence.page_store import ConfluencePages
from mentorkit_sandbox import seed
from mentorkit_sandbox.app import create_app
from mentorkit_sandbox.faults import Fault
from mentorkit_sandbox.inprocess import URL, SandboxTransport
from mentorkit_sandbox.site import Site
from tests.vendor_specs import assert_exchange

SERVICE = "service@example.com"
EMAILS = {ANA: "ana@example.com", BORIS: "boris@example.com"}
SPACE = "MENT"
V1, V2 = "/wiki/rest/api", "/wiki/api/v2"
WRITES = r"/wiki/(api/v2/pages|rest/api/content)"
_FENCED = re.compile(
    r'<p[^>]*>(?:<ac:structured-macro[^>]*ac:name="anchor"[^>]*><ac:parameter ac:name="">mk\.demo\.[^<]*'
    r"</ac:parameter></ac:structured-macro>).*?\.end</ac:parameter></ac:structured-macro></p>",
    re.DOTALL,
)


def person(id_: str) -> Person:
    """One of the two people, as people.csv has them."""
    name = id_.replace("-", " ").title()
    return Person(
        id=id_, name=name, email=EMAILS[id_], role="developer", grade="senior", timezone="Europe/Sofia"
    )


class ConfluenceTool:
    """A site whose service account administers it, and stores on it. No socket is used.

    ``before`` sees each request before it is sent.
    """

    def __init__(self) -> None:
        self.site = Site()
        people: list[Mapping[str, Any]] = [
            {"name": "Mentorkit", "email": SERVICE, "admin": True},
            {"name": "Ana Petrova", "email": EMAILS[ANA]},
            {"name": "Boris Ivanov", "email": EMAILS[BORIS]},
            {"name": "Site Administrator", "email": "admin@example.com", "admin": True},
        ]
        seed.seed_people(self.site, people)
        self.site.clock.set(NOW, frozen=False)
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

    def context(self, instance: str = "pages", **changes: Any) -> AdapterContext:
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

    def open(self, **changes: Any) -> ConfluencePages:
        """A store that knows nothing of earlier ones."""
        return ConfluencePages(PagesConfig(url=URL, space=SPACE), self.context(**changes))

    def prepared(self, *records: tuple[Any, Document]) -> ConfluencePages:
        """A store whose space holds the home page and these records."""
        store = self.open()
        for batch in ([home()], list(records)):
            changes: list[Create[Any]] = [create(store, record) for record in batch]
            for outcome in store.write(changes):
                assert type(outcome).__name__ == "Applied", outcome
        return store

    def found(self, key: Any) -> Stored[Document]:
        """Our record of that key, as a new store reads it."""
        return {r.mark.key: r for r in self.open().read().records if r.mark is not None}[key]

    def fault(self, kind: str, path: str = WRITES, **more: Any) -> None:
        """Let the next such request fail."""
        self.site.faults.add(Fault(kind, path=path, **more))

    def lose_answer(self) -> None:
        """The next writing request is acted on, and its answer lost."""
        self.fault("drop-after", method="POST")

    def ask(self, method: str, path: str, body: Any = None, *, by: str = SERVICE) -> Any:
        """One request by one person."""
        answer = self.reply(method, path, body, by=by)
        assert answer.ok, (answer.status_code, answer.text)
        return answer.json() if answer.content else None

    def reply(self, method: str, path: str, body: Any = None, *, by: str = SERVICE) -> requests.Response:
        """The answer to one request by one person, whatever it is."""
        email = EMAILS.get(by, by)
        return self.session().request(
            method, URL + path, json=body, auth=(email, seed.token_of(email)), timeout=10
        )

    def page(self, ref: str) -> Any:
        """A page with its body."""
        return self.ask("GET", f"{V2}/pages/{ref}?body-format=storage")

    def body(self, ref: str) -> str:
        """The body of a page as it is stored."""
        return str(self.page(ref)["body"]["storage"]["value"])

    def save(self, ref: str, body: str, *, by: str, title: str = "", parent: str = "") -> None:
        """A person saves a page."""
        page = self.page(ref)
        wish = {
            "id": ref,
            "status": "current",
            "title": title or page["title"],
            "body": {"representation": "storage", "value": body},
            "version": {"number": page["version"]["number"] + 1},
        }
        self.ask("PUT", f"{V2}/pages/{ref}", wish | ({"parentId": parent} if parent else {}), by=by)

    def plant(self, ref: str, body: str) -> None:
        """Put a body into the site just as it is, without the site's own tidying."""
        record = self.site.tables.get("page", ref)
        assert record is not None
        record["body"] = body
        record["version"]["number"] += 1
        self.site.tables.put("page", ref, record)
        self.site.tables.commit()

    def rename(self, ref: str, title: str, *, by: str) -> None:
        """A person changes a title."""
        self.save(ref, self.body(ref), by=by, title=title)

    def clone(self, ref: str, *, by: str) -> None:
        """A person copies a page, fences and all."""
        page = self.page(ref)
        wish = {
            "spaceId": page["spaceId"],
            "status": "current",
            "title": f"Copy of {page['title']}",
            "body": {"representation": "storage", "value": page["body"]["storage"]["value"]},
        }
        above = {"parentId": page["parentId"]} if "parentId" in page else {}
        self.ask("POST", f"{V2}/pages", wish | above, by=by)

    def delete(self, ref: str) -> None:
        """Somebody moves a page to the trash."""
        self.ask("DELETE", f"{V2}/pages/{ref}")

    def append_words(self, ref: str, words: str, *, by: str) -> None:
        """A person adds a paragraph at the end of the page."""
        self.save(ref, f"{self.body(ref)}<p>{words}</p>", by=by)

    def words(self, ref: str) -> list[str]:
        """People's part of the page, exactly as it is stored: what stands outside of the fences."""
        return [part for part in _FENCED.split(self.body(ref)) if part]

    def can_view(self, ref: str, person: str) -> bool:
        """Whether that person can open the page."""
        return self.reply("GET", f"{V2}/pages/{ref}", by=person).status_code == 200

    def audience(self, view: str | None, edit: str | None = None) -> Audience:
        """An audience of one; None is everybody."""
        return Audience(
            view=None if view is None else frozenset({view}),
            edit=None if edit is None else frozenset({edit}),
        )

    def tick(self, ref: str, *, by: str) -> None:
        """A person ticks every box of a page."""
        for task in self.ask("GET", f"{V2}/tasks?page-id={ref}")["results"]:
            self.ask("PUT", f"{V2}/tasks/{task['id']}", {"status": "complete"}, by=by)

    def requests(self) -> list[str]:
        """The requests since the last call, as ``METHOD path``."""
        seen = [f"{entry['method']} {entry['path']}" for entry in self.site.log]
        self.site.log.clear()
        return seen
