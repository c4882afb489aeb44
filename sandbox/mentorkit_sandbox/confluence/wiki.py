# SPDX-License-Identifier: Apache-2.0
"""The wiki of one site: its spaces and pages, and what each person may see and change.

Records are JSON-able dictionaries in these tables: ``space``, ``page``, ``page_version:<page id>``, ``task``,
``label``, and ``indexed`` (what a lagging search still knows). A page:

``id spaceId parentId position title status body text createdAt authorId labels contributors version``.

``status`` is current, draft, archived or trashed; ``version`` is the latest one, ``number createdAt authorId
message minorEdit``; ``labels`` are ``{id, prefix, name}``; ``read`` and ``update`` are the account ids that a
restriction names, empty for no restriction. Dates are texts like ``2026-11-21T08:00:00.000Z``.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from mentorkit_sandbox.confluence.refusals import not_found
from mentorkit_sandbox.site import Site, SitePerson
from mentorkit_sandbox.tables import Record

Lookup = Callable[[str], Record | None]

LISTED = ("current", "archived")
"""What lists of pages hold when they are not asked for a status."""


class Wiki:
    """Looking things up as a person: whatever that person may not see is not there."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.tables = site.tables

    def now(self) -> str:
        """The site's present moment, as Confluence writes it."""
        return iso(self.site.clock.now())

    def spaces(self, person: SitePerson) -> list[Record]:
        """The spaces a person may read, oldest first."""
        return [space for space in self.tables.rows("space") if can_enter(space, person)]

    def space(self, space_id: str, person: SitePerson) -> Record:
        """One space; raises the vendor's 404."""
        space = self.tables.get("space", space_id)
        if space is None or not can_enter(space, person):
            raise not_found(f"Could not find space with id: {space_id}")
        return space

    def administered_space(self, space_id: str, person: SitePerson) -> Record:
        """One space, for whoever administers it; raises the vendor's 404."""
        space = self.space(space_id, person)
        if not administers(space, person):
            raise not_found(f"Could not find space with id: {space_id}")
        return space

    def space_by_key(self, key: str, person: SitePerson) -> Record:
        """One space by its key, whatever its case; raises the vendor's 404."""
        for space in self.spaces(person):
            if space["key"].lower() == key.lower():
                return dict(space)
        raise not_found(f"No space with key : {key}")

    def pages(self, person: SitePerson) -> Iterator[Record]:
        """Every page a person may read, whatever its status, oldest first: for reading only."""
        return (page for page in self.tables.rows("page") if self.can_view(page, person))

    def page(self, page_id: str, person: SitePerson) -> Record:
        """One page, to change and `put` back; raises the vendor's 404."""
        page = self.tables.get("page", page_id)
        if page is None or not self.can_view(page, person):
            raise not_found(f"Cannot find content with id [{page_id}]")
        return page

    def editable_page(self, page_id: str, person: SitePerson) -> Record:
        """One page that this person may change; one that may only be read is a 404 too, as on a live site."""
        page = self.page(page_id, person)
        if not can_edit(page, person):
            raise not_found(f"Cannot find content with id [{page_id}]")
        return page

    def can_view(self, page: Record, person: SitePerson, lookup: Lookup | None = None) -> bool:
        """Whether the space, the page and every page above it let this person read.

        `lookup` finds the pages above, where another state than the present one counts.
        """
        space = self.tables.peek("space", page["spaceId"])
        if space is None or not can_enter(space, person):
            return False
        if page["status"] == "draft" and page["authorId"] != person.account_id:
            return False
        return all(_named(one["read"], person) for one in (page, *self._upwards(page, lookup or self._peek)))

    def ancestors(self, page: Record, lookup: Lookup | None = None) -> list[Record]:
        """The pages above, the topmost first: for reading only."""
        return list(self._upwards(page, lookup or self._peek))[::-1]

    def children(self, page_id: str, *, status: str = "current") -> list[Record]:
        """The pages right below, in the order of the tree: for reading only."""
        rows = self.tables.rows("page")
        found = [page for page in rows if page["parentId"] == page_id and page["status"] == status]
        return sorted(found, key=lambda page: (page["position"], int(page["id"])))

    def put(self, page: Record) -> None:
        """Store a page; a lagging search goes on seeing what was there before."""
        self._remember(page["id"], page)
        self.tables.put("page", page["id"], page)

    def remove(self, page_id: str) -> None:
        """Forget a page for good."""
        self._remember(page_id, None)
        self.tables.delete("page", page_id)

    def as_indexed(self) -> list[Record]:
        """The pages as the search index has them: those of ``settings.index_lag_seconds`` ago."""
        horizon = self.site.clock.now().timestamp() - self.site.settings.index_lag_seconds
        lagging = {row["id"]: row["states"] for row in self.tables.rows("indexed")}
        pages = {page["id"]: page for page in self.tables.rows("page")}
        for page_id, states in lagging.items():
            seen = [state["page"] for state in states if state["at"] <= horizon][-1]
            if seen is None:
                pages.pop(page_id, None)
            else:
                pages[page_id] = seen
        return list(pages.values())

    def _remember(self, page_id: str, page: Record | None) -> None:
        """Keep the states of a page that a search may still have to answer with."""
        if self.site.settings.index_lag_seconds <= 0:
            self.tables.delete("indexed", page_id)
            return
        now = self.site.clock.now().timestamp()
        horizon = now - self.site.settings.index_lag_seconds
        row = self.tables.peek("indexed", page_id)
        first: Record = {"at": 0.0, "page": self.tables.peek("page", page_id)}
        states: list[Record] = row["states"] if row else [first]
        past = [state for state in states if state["at"] <= horizon]
        recent = [state for state in states if state["at"] > horizon]
        self.tables.put(
            "indexed", page_id, {"id": page_id, "states": [*past[-1:], *recent, {"at": now, "page": page}]}
        )

    def _upwards(self, page: Record, lookup: Lookup) -> Iterator[Record]:
        parent_id = page["parentId"]
        while parent_id is not None:
            parent = lookup(parent_id)
            if parent is None:
                return
            yield parent
            parent_id = parent["parentId"]

    def _peek(self, page_id: str) -> Record | None:
        return self.tables.peek("page", page_id)


def can_enter(space: Record, person: SitePerson) -> bool:
    """Whether a space is open to this person: every space is, unless it was made private."""
    return not space["private"] or person.account_id in space["members"]


def administers(space: Record, person: SitePerson) -> bool:
    """Whether this person administers a space: its maker does, and so do the site's administrators."""
    return person.admin or space["authorId"] == person.account_id


def can_edit(page: Record, person: SitePerson) -> bool:
    """Whether a page's own restrictions let this person change it; those of pages above do not count."""
    return _named(page["update"], person)


def iso(moment: datetime) -> str:
    """A moment as Confluence writes it: UTC, with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def epoch_ms(text: str) -> int:
    """Milliseconds since the epoch of a moment that `iso` wrote."""
    return round(datetime.fromisoformat(text).timestamp() * 1000)


def _named(accounts: list[str], person: SitePerson) -> bool:
    return not accounts or person.account_id in accounts
