# SPDX-License-Identifier: Apache-2.0
"""Records as API v1 writes them, with the parts that ``expand`` asks for."""

import hashlib
from collections.abc import Iterable
from typing import Any

from flask import request

from mentorkit_sandbox.confluence.links import page_links, space_link
from mentorkit_sandbox.confluence.restrictions import OPERATIONS
from mentorkit_sandbox.confluence.wiki import Lookup, Wiki
from mentorkit_sandbox.errors import not_supported
from mentorkit_sandbox.site import SitePerson
from mentorkit_sandbox.tables import Record

_RESTRICTIONS = tuple(
    f"restrictions{part}"
    for operation in OPERATIONS
    for part in ("", *(f".{operation}{deep}" for deep in ("", ".restrictions", ".restrictions.user")))
)
EXPANSIONS = frozenset(
    (
        *(
            "ancestors",
            "body",
            "body.storage",
            "history",
            "history.lastUpdated",
            "metadata",
            "metadata.labels",
        ),
        *("space", "version", "version.by", *_RESTRICTIONS),
        *(f"restrictions.{operation}.restrictions.group" for operation in OPERATIONS),
    )
)


def expanded(*default: str) -> frozenset[str]:
    """What the request expands, each with everything above it; refuses what the sandbox does not write."""
    asked = [part for text in request.args.getlist("expand") for part in text.split(",") if part]
    for name in asked:
        if name not in EXPANSIONS:
            raise not_supported(f"expand={name}")
    return with_parents(asked or default)


def with_parents(names: Iterable[str]) -> frozenset[str]:
    """Dotted names together with everything above them: ``body.storage`` brings ``body``."""
    found = set()
    for name in names:
        parts = name.split(".")
        found |= {".".join(parts[:depth]) for depth in range(1, len(parts) + 1)}
    return frozenset(found)


def content(wiki: Wiki, page: Record, expand: frozenset[str], lookup: Lookup | None = None) -> dict[str, Any]:
    """A page. `lookup` finds the pages above it, where another state than the present one counts."""
    space_record = wiki.tables.peek("space", page["spaceId"]) or {}
    address = f"{wiki.site.base_url}/wiki/rest/api/content/{page['id']}"
    wire: dict[str, Any] = {
        "id": page["id"],
        "type": "page",
        "status": page["status"],
        "title": page["title"],
        "extensions": {"position": page["position"]},
        "_expandable": {"container": space_link(space_record), "operations": ""},
        "_links": {**page_links(page, space_record), "self": address, "base": f"{wiki.site.base_url}/wiki"},
    }
    if "space" in expand:
        wire["space"] = space(wiki, space_record)
    if "version" in expand:
        wire["version"] = version(wiki, page["version"])
    if "history" in expand:
        wire["history"] = _history(wiki, page)
    if "ancestors" in expand:
        wire["ancestors"] = [content(wiki, one, frozenset()) for one in wiki.ancestors(page, lookup)]
    if "body.storage" in expand:
        wire["body"] = {"storage": {"value": page["body"], "representation": "storage", "_expandable": {}}}
    if "metadata.labels" in expand:
        wire["metadata"] = {"labels": labels(page["labels"])}
    if "restrictions" in expand:
        wire["restrictions"] = {
            operation: restriction(
                wiki, page, operation, users=f"restrictions.{operation}.restrictions" in expand
            )
            for operation in OPERATIONS
            if f"restrictions.{operation}" in expand
        }
    return wire


def space(wiki: Wiki, record: Record) -> dict[str, Any]:
    """A space."""
    return {
        "id": int(record["id"]),
        "key": record["key"],
        "name": record["name"],
        "type": record["type"],
        "status": record["status"],
        "_expandable": {"homepage": f"/rest/api/content/{record['homepageId']}"},
        "_links": {
            "webui": space_link(record),
            "self": f"{wiki.site.base_url}/wiki/rest/api/space/{record['key']}",
        },
    }


def user(wiki: Wiki, person: SitePerson) -> dict[str, Any]:
    """A person; the address only where the site shows addresses."""
    return {
        "type": "known",
        "accountId": person.account_id,
        "accountType": "atlassian",
        "email": "" if wiki.site.settings.hide_emails else person.email,
        "publicName": person.name,
        "displayName": person.name,
        "timeZone": person.time_zone,
        "profilePicture": {"path": "/wiki/aa-avatar/default", "width": 48, "height": 48, "isDefault": True},
        "isExternalCollaborator": False,
        "_expandable": {"operations": "", "personalSpace": ""},
        "_links": {"self": f"{wiki.site.base_url}/wiki/rest/api/user?accountId={person.account_id}"},
    }


def user_of(wiki: Wiki, account_id: str) -> dict[str, Any]:
    """Who has an account; somebody unknown where nobody has it any more."""
    person = wiki.site.person(account_id)
    return {"type": "unknown", "accountId": account_id} if person is None else user(wiki, person)


def version(wiki: Wiki, record: Record) -> dict[str, Any]:
    """One version of a page."""
    return {
        "by": user_of(wiki, record["authorId"]),
        "when": record["createdAt"],
        "friendlyWhen": record["createdAt"][:10],
        "message": record["message"],
        "number": record["number"],
        "minorEdit": record["minorEdit"],
        "_expandable": {"collaborators": "", "content": ""},
        "_links": {},
    }


def labels(records: list[Record]) -> dict[str, Any]:
    """The labels of a page."""
    results = [
        {name: one[name] for name in ("prefix", "name", "id")} | {"label": one["name"]} for one in records
    ]
    return {"results": results, "start": 0, "limit": 200, "size": len(results), "_links": {}}


def restriction(wiki: Wiki, page: Record, operation: str, *, users: bool = True) -> dict[str, Any]:
    """Who may do one operation; no name at all means everybody."""
    address = f"{wiki.site.base_url}/wiki/rest/api/content/{page['id']}/restriction/byOperation/{operation}"
    wire: dict[str, Any] = {
        "operation": operation,
        "_expandable": {"content": f"/rest/api/content/{page['id']}"},
        "_links": {"self": address},
    }
    if users:
        people = [user_of(wiki, account_id) for account_id in page[operation]]
        wire["restrictions"] = {
            "user": {"results": people, "start": 0, "limit": 100, "size": len(people)},
            "group": {"results": [], "start": 0, "limit": 100, "size": 0},
            "_expandable": {},
        }
    return wire


def restrictions(wiki: Wiki, page: Record) -> dict[str, Any]:
    """All restrictions of a page itself, as they are saved."""
    state = repr([(operation, sorted(page[operation])) for operation in OPERATIONS])
    return {
        "results": [restriction(wiki, page, operation) for operation in OPERATIONS],
        "start": 0,
        "limit": 100,
        "size": len(OPERATIONS),
        "restrictionsHash": hashlib.sha256(state.encode()).hexdigest(),
        "_links": {"self": f"{wiki.site.base_url}/wiki/rest/api/content/{page['id']}/restriction"},
    }


def _history(wiki: Wiki, page: Record) -> dict[str, Any]:
    return {
        "latest": page["status"] != "historical",
        "createdBy": user_of(wiki, page["authorId"]),
        "createdDate": page["createdAt"],
        "lastUpdated": version(wiki, page["version"]),
        "_expandable": {"previousVersion": "", "contributors": "", "nextVersion": ""},
        "_links": {"self": f"{wiki.site.base_url}/wiki/rest/api/content/{page['id']}/history"},
    }
