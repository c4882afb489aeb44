# SPDX-License-Identifier: Apache-2.0
"""The requests this adapter makes, one method each. Version 2 of the API where it has the operation."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, TypeVar

from mentorkit.errors import InvalidResponse
from mentorkit_confluence.client import Answer, Client
from mentorkit_confluence.storage_write import cql_text
from mentorkit_confluence.wire import (
    Access,
    Json,
    Page,
    Space,
    Tick,
    access_of_content,
    access_of_restrictions,
    labels_of,
    page_of,
    restriction,
    space_of,
    tick_of,
)

V1, V2 = "/wiki/rest/api", "/wiki/api/v2"
MOST = 250
_EXPAND = (
    "version,metadata.labels,restrictions.read.restrictions.user,restrictions.read.restrictions.group,"
    "restrictions.update.restrictions.user,restrictions.update.restrictions.group"
)
V = TypeVar("V")


@dataclass(frozen=True)
class NewPage:
    """A page to be made; ``parent`` "" puts it at the root of its space."""

    space: str
    parent: str
    title: str
    body: str
    private: bool = False


@dataclass(frozen=True)
class NewVersion:
    """The next version of a page; ``parent`` "" leaves it where it is."""

    id: str
    number: int
    title: str
    body: str
    parent: str = ""


class Api:
    """Confluence Cloud as this adapter uses it. Every method raises AdapterError."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def me(self) -> str:
        """The account that the token belongs to."""
        return self._as(lambda wire: str(wire["accountId"]), self.client.get(f"{V1}/user/current").body)

    def space(self, key: str) -> Space | None:
        """A space by its key, None where there is none to be seen."""
        found = self.client.every(f"{V2}/spaces", {"keys": key, "limit": 1})
        return next((self._as(space_of, wire) for wire in found), None)

    def make_space(self, key: str, name: str) -> Space:
        """A new space with an empty home page."""
        return self._as(space_of, self.client.send("POST", f"{V2}/spaces", {"key": key, "name": name}).body)

    def pages(
        self, space: str, statuses: Sequence[str], *, sort: str = "id", title: str = "", body: bool = True
    ) -> Iterator[Page]:
        """The pages of a space, from the database."""
        params: dict[str, Any] = {"status": list(statuses), "sort": sort, "limit": MOST}
        if title:
            params["title"] = title
        if body:
            params["body-format"] = "storage"
        return (self._as(page_of, wire) for wire in self.client.every(f"{V2}/spaces/{space}/pages", params))

    def pages_by_id(self, ids: Iterable[str], *, body: bool = True) -> Iterator[Page]:
        """These pages, wherever they stand, in the archive too; those that cannot be seen are left out."""
        for some in _batched(sorted(ids, key=int)):
            params: dict[str, Any] = {"id": list(some), "status": ["current", "archived"], "limit": MOST}
            if body:
                params["body-format"] = "storage"
            yield from (self._as(page_of, wire) for wire in self.client.every(f"{V2}/pages", params))

    def page(self, page: str, version: int = 0) -> Page:
        """One page with its body, as it stands or as an earlier version had it."""
        params = {"body-format": "storage", **({"version": str(version)} if version else {})}
        answer = self.client.get(f"{V2}/pages/{page}", params, ref=page)
        return self._as(page_of, answer.body, page)

    def make_page(self, new: NewPage) -> Page:
        """Make a page."""
        json: dict[str, Any] = {
            "spaceId": new.space,
            "status": "current",
            "title": new.title,
            "body": {"representation": "storage", "value": new.body},
        }
        params = {}
        if new.parent:
            json["parentId"] = new.parent
        else:
            params["root-level"] = "true"
        if new.private:
            params["private"] = "true"
        answer = self.client.send("POST", f"{V2}/pages", json, params=params)
        return self._as(page_of, answer.body)

    def change_page(self, new: NewVersion) -> Page:
        """Write the next version of a page. Raises Conflict when it is not the next one any more."""
        json: dict[str, Any] = {
            "id": new.id,
            "status": "current",
            "title": new.title,
            "body": {"representation": "storage", "value": new.body},
            "version": {"number": new.number},
        }
        if new.parent:
            json["parentId"] = new.parent
        return self._as(
            page_of, self.client.send("PUT", f"{V2}/pages/{new.id}", json, ref=new.id).body, new.id
        )

    def delete_page(self, page: str) -> None:
        """Move a page to the trash."""
        self.client.send("DELETE", f"{V2}/pages/{page}", None, ref=page, repeatable=True)

    def boxes(self, page: str) -> list[Json]:
        """Every task box of a page as the site lists it."""
        params = {"page-id": page, "body-format": "storage", "limit": MOST}
        return list(self.client.every(f"{V2}/tasks", params, ref=page))

    def tick(self, box: str) -> None:
        """Tick a task box by its id."""
        self.client.send("PUT", f"{V2}/tasks/{box}", {"status": "complete"}, ref=box, repeatable=True)

    def ticks(self, **where: Any) -> Iterator[Tick]:
        """The ticked boxes that these filters let through."""
        filters = {name.replace("_", "-"): value for name, value in where.items()}
        params = {**filters, "status": "complete", "limit": MOST}
        return (self._as(tick_of, wire) for wire in self.client.every(f"{V2}/tasks", params))

    def search_access(self, cql: str) -> Iterator[tuple[str, int, Access]]:
        """Page id, version and access of the pages that the index finds. The index lags."""
        params = {"cql": cql, "limit": 100, "expand": _EXPAND}
        for wire in self.client.every(f"{V1}/content/search", params):
            yield self._as(
                lambda one: (str(one["id"]), int(one["version"]["number"]), access_of_content(one)), wire
            )

    def access(self, page: str) -> Access:
        """Restrictions and labels of one page, from the database: two requests."""
        labels = self.client.every(f"{V2}/pages/{page}/labels", {"limit": MOST}, ref=page)
        names = self._as(lambda found: labels_of({"results": found}), list(labels), page)
        return replace(self.restrictions(page), labels=names)

    def restrictions(self, page: str) -> Access:
        """The restrictions of one page itself, from the database, without labels."""
        params = {"expand": "restrictions.user,restrictions.group"}
        answer = self.client.get(f"{V1}/content/{page}/restriction", params, ref=page)
        return self._as(access_of_restrictions, answer.body, page)

    def restrict(self, page: str, view: frozenset[str] | None, edit: frozenset[str] | None) -> Access:
        """Set both lists of a page; the lists that are in force, by the answer of this very call."""
        json = {"results": [restriction("read", view), restriction("update", edit)]}
        answer = self.client.send(
            "PUT",
            f"{V1}/content/{page}/restriction",
            json,
            params={"expand": "restrictions.user,restrictions.group"},
            ref=page,
            repeatable=True,
        )
        return self._as(access_of_restrictions, answer.body, page)

    def add_labels(self, page: str, labels: Iterable[str]) -> None:
        """Add labels; those that are there already stay."""
        json = [{"prefix": "global", "name": name} for name in sorted(labels)]
        self.client.send("POST", f"{V1}/content/{page}/label", json, ref=page, repeatable=True)

    def archive(self, pages: Sequence[str]) -> None:
        """Archive pages, at most 300 in one call; the site does it in its own time."""
        json = {"pages": [{"id": int(page)} for page in pages]}
        self.client.send("POST", f"{V1}/content/archive", json, ref=pages[0])

    def space_property(self, space: str, key: str) -> Answer:
        """The list of properties of a space that have this key: one or none."""
        return self.client.get(f"{V2}/spaces/{space}/properties", {"key": key})

    def make_space_property(self, space: str, key: str, value: Any) -> Answer:
        """Make a property. Raises AlreadyExists when it is there."""
        return self.client.send("POST", f"{V2}/spaces/{space}/properties", {"key": key, "value": value})

    def change_space_property(self, space: str, number: str, key: str, value: Any, version: int) -> Answer:
        """Write the next version of a property. Raises Conflict when it is not the next one any more."""
        json = {"key": key, "value": value, "version": {"number": version}}
        return self.client.send("PUT", f"{V2}/spaces/{space}/properties/{number}", json)

    def users(self, accounts: Iterable[str]) -> list[Json]:
        """The users behind account ids; those that are not known are left out."""
        found: list[Json] = []
        for some in _batched(accounts):
            answer = self.client.send("POST", f"{V2}/users-bulk", {"accountIds": list(some)}, repeatable=True)
            found += self.client.results(answer.body)
        return found

    def users_named(self, name: str) -> list[Json]:
        """Users whose name matches."""
        params = {"cql": f"type = user and user.fullname ~ {cql_text(name)}", "limit": 50}
        rows = self.client.results(self.client.get(f"{V1}/search/user", params).body)
        return [row["user"] for row in rows if isinstance(row.get("user"), dict)]

    def _as(self, make: Callable[[Any], V], wire: Any, ref: str = "") -> V:
        """A value out of an answer. Raises InvalidResponse when the answer has another shape."""
        try:
            return make(wire)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            reason = f"the answer has another shape ({type(error).__name__})"
            raise InvalidResponse(self.client.instance, ref, reason) from None


def _batched(values: Iterable[str]) -> Iterator[list[str]]:
    """Lists of as many as one request takes."""
    rest = iter(values)
    while some := list(islice(rest, MOST)):
        yield some
