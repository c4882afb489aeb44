# SPDX-License-Identifier: Apache-2.0
"""A site with a space and three people, whose every request and answer the vendor's documents must allow."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

import pytest
import requests

from mentorkit_sandbox.app import create_app
from mentorkit_sandbox.inprocess import URL, SandboxTransport
from mentorkit_sandbox.seed import from_data
from mentorkit_sandbox.site import Site, SitePerson
from tests.vendor_specs import assert_exchange

V1, V2 = "/wiki/rest/api", "/wiki/api/v2"
START = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


class Caller:
    """Somebody who calls the API."""

    def __init__(self, session: requests.Session, site: Site, person: SitePerson) -> None:
        self._session = session
        self.site = site
        self.person = person
        self.account_id = person.account_id

    def call(self, method: str, path: str, expect: int = 200, **options: Any) -> requests.Response:
        """Send a request; the answer must have this status."""
        response = self._send(method, path, **options)
        assert response.status_code == expect, response.text
        return response

    def call_status(self, method: str, path: str) -> int:
        """The status of an answer."""
        return self._send(method, path).status_code

    def get(self, path: str, expect: int = 200, **query: Any) -> Any:
        """The JSON answer to a GET; underscores in names of parameters stand for hyphens."""
        params = {name.replace("_", "-"): value for name, value in query.items()}
        return self.call("GET", path, expect, params=params).json()

    def post(self, path: str, body: Any, expect: int = 200) -> Any:
        """The JSON answer to a POST of JSON."""
        return self.call("POST", path, expect, json=body).json()

    def put(self, path: str, body: Any, expect: int = 200) -> Any:
        """The JSON answer to a PUT of JSON."""
        return self.call("PUT", path, expect, json=body).json()

    def delete(self, path: str, expect: int = 204) -> None:
        """Delete something."""
        self.call("DELETE", path, expect)

    def all(self, path: str, **query: Any) -> list[Any]:
        """Every result of a list of API v2, following ``_links.next`` to the end."""
        answer = self.get(path, **query)
        results = list(answer["results"])
        while "next" in answer["_links"]:
            answer = self.get(answer["_links"]["next"])
            results += answer["results"]
        return results

    def _send(self, method: str, path: str, **options: Any) -> requests.Response:
        auth = (self.person.email, self.person.token)
        return self._session.request(method, urljoin(URL, path), auth=auth, **options)


@dataclass
class World:
    """The site, its space, and who may call."""

    site: Site
    admin: Caller
    ana: Caller
    bo: Caller
    space_id: str
    home_id: str

    def page(
        self,
        title: str,
        body: str = "<p>words</p>",
        *,
        by: Caller | None = None,
        private: bool = False,
        expect: int = 200,
        **more: Any,
    ) -> Any:
        """A new page in the space, as its answer tells."""
        wish = {"spaceId": self.space_id, "status": "current", "title": title, "body": storage(body), **more}
        address = f"{V2}/pages?private=true" if private else f"{V2}/pages"
        return (by or self.admin).post(address, wish, expect)

    def save(
        self,
        page: Any,
        body: str,
        *,
        by: Caller | None = None,
        number: int | None = None,
        expect: int = 200,
        **more: Any,
    ) -> Any:
        """The next version of a page, as its answer tells."""
        wish = {
            "id": page["id"],
            "status": "current",
            "title": page["title"],
            "body": storage(body),
            "version": {"number": number or page["version"]["number"] + 1, "message": "by test"},
            **more,
        }
        return (by or self.admin).put(f"{V2}/pages/{page['id']}", wish, expect)

    def restrict(
        self,
        page: Any,
        *,
        read: list[Caller] | None = None,
        update: list[Caller] | None = None,
        by: Caller | None = None,
        expect: int = 200,
    ) -> Any:
        """Save the lists given, as the answer tells."""
        wish = [
            {
                "operation": operation,
                "restrictions": {"user": [{"type": "known", "accountId": one.account_id} for one in people]},
            }
            for operation, people in (("read", read), ("update", update))
            if people is not None
        ]
        return (by or self.admin).put(f"{V1}/content/{page['id']}/restriction", wish, expect)

    def attach(
        self, page: Any, name: str, data: bytes, *, method: str = "POST", expect: int = 200, comment: str = ""
    ) -> Any:
        """A file on a page, as the answer tells."""
        return self.admin.call(
            method,
            f"{V1}/content/{page['id']}/child/attachment",
            expect,
            files={"file": (name, data)},
            data={"minorEdit": "true", "comment": comment},
            headers={"X-Atlassian-Token": "nocheck"},
        ).json()

    def archive(self, *pages: Any, expect: int = 202) -> Any:
        """Archive pages, as the answer tells."""
        wish = {"pages": [{"id": int(page["id"])} for page in pages]}
        return self.admin.post(f"{V1}/content/archive", wish, expect)

    def body(self, page: Any) -> str:
        """The body as it is read."""
        found = self.admin.get(f"{V2}/pages/{page['id']}", body_format="storage")
        return str(found["body"]["storage"]["value"])

    def search(self, cql: str, by: Caller | None = None, **query: Any) -> list[str]:
        """The titles a search finds, in order."""
        found = (by or self.admin).get(f"{V1}/content/search", cql=cql, **query)
        return [page["title"] for page in found["results"]]


def checked_session(site: Site) -> requests.Session:
    """A session whose traffic the vendor's documents must allow."""
    session = requests.Session()
    session.trust_env = False
    session.mount(URL, SandboxTransport(create_app(site), after=assert_exchange))
    return session


def storage(value: str) -> dict[str, str]:
    """A body in storage format."""
    return {"representation": "storage", "value": value}


def box(number: int, words: str, *, done: bool = False) -> str:
    """A list with one task box."""
    return (
        f"<ac:task-list><ac:task><ac:task-id>{number}</ac:task-id>"
        f"<ac:task-status>{'complete' if done else 'incomplete'}</ac:task-status>"
        f"<ac:task-body>{words}</ac:task-body></ac:task></ac:task-list>"
    )


@pytest.fixture
def site() -> Site:
    """A site whose clock stands still."""
    made = Site()
    made.clock.set(START, frozen=True)
    people = [{"name": name, "email": f"{name.lower()}@example.com"} for name in ("Admin", "Ana", "Bo")]
    from_data(made, {"people": people, "spaces": [{"key": "MENT", "name": "Mentoring"}]})
    return made


@pytest.fixture
def world(site: Site) -> Iterator[World]:
    """The site, with callers for its three people."""
    session = checked_session(site)
    admin, ana, bo = (Caller(session, site, person) for person in site.people)
    space = site.tables.rows("space")[0]
    yield World(site, admin, ana, bo, space["id"], space["homepageId"])
    session.close()
