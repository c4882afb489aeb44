# SPDX-License-Identifier: Apache-2.0
"""What the site's answers say, as values: pages, spaces, task boxes, and who may see and edit a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Json = Mapping[str, Any]
OUTSIDE = "?"
"""Stands in a list of accounts for a group, whose members are not known."""


@dataclass(frozen=True)
class Page:
    """A page of API v2. ``body`` is None where it was not asked for; ``changed`` is its version's date."""

    id: str
    title: str
    status: str
    space: str
    parent: str
    author: str
    version: int
    changed: datetime
    changed_by: str
    body: str | None


@dataclass(frozen=True)
class Space:
    """A space, and the page that is its home."""

    id: str
    key: str
    home: str


@dataclass(frozen=True)
class Tick:
    """A task box that is ticked."""

    id: str
    page: str
    number: str
    by: str
    at: datetime | None


@dataclass(frozen=True)
class Access:
    """Accounts that may view and edit a page by its own restrictions (None: no restriction); its labels."""

    view: frozenset[str] | None = None
    edit: frozenset[str] | None = None
    labels: frozenset[str] = frozenset()


def page_of(wire: Json) -> Page:
    """A page. Raises KeyError, TypeError or ValueError for something else."""
    version = wire["version"]
    stored = (wire.get("body") or {}).get("storage")
    return Page(
        id=str(wire["id"]),
        title=str(wire["title"]),
        status=str(wire["status"]),
        space=str(wire["spaceId"]),
        parent=str(wire.get("parentId") or "") if wire.get("parentType", "page") == "page" else "",
        author=str(wire.get("authorId") or ""),
        version=int(version["number"]),
        changed=moment(version["createdAt"]),
        changed_by=str(version.get("authorId") or ""),
        body=None if stored is None else str(stored["value"]),
    )


def space_of(wire: Json) -> Space:
    """A space. Raises KeyError for something else."""
    return Space(id=str(wire["id"]), key=str(wire["key"]), home=str(wire.get("homepageId") or ""))


def tick_of(wire: Json) -> Tick:
    """A ticked box. ``localId`` is the number the box has in its page's body (the vendor's words: it is
    local to the page). Raises KeyError or ValueError for something else.
    """
    return Tick(
        id=str(wire["id"]),
        page=str(wire.get("pageId") or ""),
        number=str(wire["localId"]),
        by=str(wire.get("completedBy") or ""),
        at=moment(wire["completedAt"]) if wire.get("completedAt") else None,
    )


def access_of_content(wire: Json) -> Access:
    """Restrictions and labels as a search of API v1 gives them when they are expanded."""
    restrictions = wire["restrictions"]
    return Access(
        view=_accounts(restrictions["read"]),
        edit=_accounts(restrictions["update"]),
        labels=labels_of(wire["metadata"]["labels"]),
    )


def access_of_restrictions(wire: Json, labels: frozenset[str] = frozenset()) -> Access:
    """Restrictions as their own operation answers them. An operation that is not listed is not restricted."""
    lists = {str(entry["operation"]): _accounts(entry) for entry in wire["results"]}
    return Access(view=lists.get("read"), edit=lists.get("update"), labels=labels)


def labels_of(wire: Json) -> frozenset[str]:
    """Labels that everybody sees."""
    return frozenset(
        str(one["name"]) for one in wire["results"] if str(one.get("prefix") or "global") == "global"
    )


def restriction(operation: str, accounts: frozenset[str] | None) -> Json:
    """What sets one list; an empty list of users lifts the restriction."""
    users = [{"type": "known", "accountId": account} for account in sorted(accounts or ())]
    return {"operation": operation, "restrictions": {"user": users}}


def moment(text: Any) -> datetime:
    """A date-time of the site, always with its zone. Raises ValueError."""
    found = datetime.fromisoformat(str(text))
    if found.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return found


def _accounts(entry: Json) -> frozenset[str] | None:
    lists = entry["restrictions"]
    users = frozenset(str(user.get("accountId") or OUTSIDE) for user in lists["user"]["results"])
    groups = (lists.get("group") or {}).get("results") or ()
    found = users | {OUTSIDE} if groups else users
    return found or None
