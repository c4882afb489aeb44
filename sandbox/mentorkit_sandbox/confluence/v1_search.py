# SPDX-License-Identifier: Apache-2.0
"""API v1: search by CQL, over the index as it stood ``settings.index_lag_seconds`` ago.

What published traces of live sites show is kept: the index knows published pages only, the next link of
``/search`` leaves parameters out and lacks ``/wiki``, ``start`` does nothing, a row's title is HTML-escaped.
"""

import html
import re
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request

from mentorkit_sandbox.auth import person
from mentorkit_sandbox.confluence import cql, cql_match, query, v1_wire
from mentorkit_sandbox.confluence.links import page_links, space_link
from mentorkit_sandbox.confluence.paging import Slice, cut, next_query
from mentorkit_sandbox.confluence.refusals import bad_request
from mentorkit_sandbox.confluence.wiki import Lookup, Wiki
from mentorkit_sandbox.site import SitePerson
from mentorkit_sandbox.tables import Record

_PAGING = ("cursor", "limit", "start", "next", "prev")
_EXCERPT = {"highlight": 300, "highlight_unescaped": 300, "indexed": 50, "indexed_unescaped": 50, "none": 0}
_USER_QUERY = re.compile(
    r"""\s*(?:type\s*=\s*user\s+and\s+)?(?P<field>user|user\.accountid|user\.fullname)\s*
    (?P<operator>=|~)\s*(?:"(?P<text>[^"\\]*)"|(?P<word>[^\s"]+))\s*""",
    re.IGNORECASE | re.VERBOSE,
)


def install(bp: Blueprint, wiki: Wiki) -> None:
    """Add the searches."""

    @bp.get("/search")
    def search() -> Response:
        query.only("cql", "excerpt", "expand", *_PAGING)
        found, lookup = _found(wiki, person())
        part, expand = cut(wiki.site, found), _content_expansions()
        length = _EXCERPT.get(request.args.get("excerpt", "highlight"), 0)
        results = [_row(wiki, page, expand, lookup, length) for page in part.items]
        answer = _envelope(wiki, part, results, dropped=("excerpt", "expand"))
        counts = {"totalSize": len(found), "archivedResultCount": 0, "searchDuration": 1}
        return jsonify(answer | counts | {"cqlQuery": request.args["cql"]})

    @bp.get("/content/search")
    def search_content() -> Response:
        query.only("cql", "expand", *_PAGING)
        found, lookup = _found(wiki, person())
        part, expand = cut(wiki.site, found), v1_wire.expanded()
        return jsonify(
            _envelope(wiki, part, [v1_wire.content(wiki, page, expand, lookup) for page in part.items])
        )

    @bp.get("/search/user")
    def search_user() -> Response:
        query.only("cql", "start", "limit")
        text = request.args.get("cql", "")
        start, limit = query.integer("start", 0), query.integer("limit", 25)
        found = _people(wiki, text, person())
        results = [_person_row(wiki, one) for one in found[start : start + limit]]
        answer = {"results": results, "start": start, "limit": limit, "size": len(results), "_links": {}}
        counts = {"totalSize": len(found), "archivedResultCount": 0, "searchDuration": 1, "cqlQuery": text}
        return jsonify(answer | counts)


def _found(wiki: Wiki, asker: SitePerson) -> tuple[list[Record], Lookup]:
    """The pages a query means, as the index has them, and the way to the pages above them."""
    pages = {page["id"]: page for page in wiki.as_indexed()}
    context = cql_match.Asker(asker.account_id, asker.time_zone, wiki.site.clock.now())
    try:
        wanted = cql.parse(request.args.get("cql", ""))
        cql_match.check(wanted, context)
        indexed = [
            _indexed(wiki, page, pages.get)
            for page in pages.values()
            if page["status"] == "current" and wiki.can_view(page, asker, pages.get)
        ]
        hits = cql_match.find(wanted, indexed, context)
    except cql.CqlError as error:
        raise bad_request(str(error)) from None
    return [pages[hit.id] for hit in hits], pages.get


def _indexed(wiki: Wiki, page: Record, lookup: Lookup) -> cql_match.IndexedPage:
    space = wiki.tables.peek("space", page["spaceId"]) or {}
    return cql_match.IndexedPage(
        id=page["id"],
        title=page["title"],
        space_key=space["key"],
        parent_id=page["parentId"],
        ancestors=frozenset(one["id"] for one in wiki.ancestors(page, lookup)),
        labels=frozenset(label["name"] for label in page["labels"]),
        creator=page["authorId"],
        contributors=frozenset(page["contributors"]),
        created=datetime.fromisoformat(page["createdAt"]),
        modified=datetime.fromisoformat(page["version"]["createdAt"]),
        text=page["text"],
    )


def _content_expansions() -> frozenset[str]:
    """What ``/search`` expands: there the names begin with ``content.``."""
    asked = [part for text in request.args.getlist("expand") for part in text.split(",") if part]
    for name in asked:
        if name.removeprefix("content.") not in v1_wire.EXPANSIONS or not name.startswith("content."):
            raise bad_request(f"Cannot expand '{name}'.")
    return v1_wire.with_parents([name.removeprefix("content.") for name in asked])


def _row(wiki: Wiki, page: Record, expand: frozenset[str], lookup: Lookup, length: int) -> dict[str, Any]:
    space = wiki.tables.peek("space", page["spaceId"]) or {}
    return {
        "content": v1_wire.content(wiki, page, expand, lookup),
        "title": html.escape(page["title"]).replace("&#x27;", "&#39;"),
        "excerpt": html.escape(page["text"][:length]),
        "url": page_links(page, space)["webui"],
        "resultGlobalContainer": {"title": space["name"], "displayUrl": space_link(space)},
        "breadcrumbs": [],
        "entityType": "content",
        "iconCssClass": "aui-icon content-type-page",
        "lastModified": page["version"]["createdAt"],
        "friendlyLastModified": page["version"]["createdAt"][:10],
        "score": 0.0,
    }


def _envelope(
    wiki: Wiki, part: Slice, results: list[dict[str, Any]], dropped: tuple[str, ...] = ()
) -> dict[str, Any]:
    base = f"{wiki.site.base_url}/wiki"
    links = {"base": base, "context": "/wiki", "self": f"{wiki.site.base_url}{request.full_path}"}
    if part.cursor is not None:
        path = request.path.removeprefix("/wiki")
        links["next"] = f"{path}?next=true&{next_query(part.cursor, ('next', *dropped))}"
    return {
        "results": results,
        "start": part.start,
        "limit": part.limit,
        "size": len(results),
        "_links": links,
    }


def _people(wiki: Wiki, text: str, asker: SitePerson) -> list[SitePerson]:
    """The people a user query means: by account, by name, or ``user = currentUser()``."""
    found = _USER_QUERY.fullmatch(text)
    if found is None:
        raise bad_request(f"Could not parse cql : {text}")
    field, wanted = found["field"].lower(), found["text"] if found["text"] is not None else found["word"]
    if field == "user.fullname":
        words = wanted.casefold().replace("*", "").split()
        return [one for one in wiki.site.people if all(word in one.name.casefold() for word in words)]
    account_id = asker.account_id if wanted.lower() == "currentuser()" else wanted
    return [one for one in wiki.site.people if one.account_id == account_id]


def _person_row(wiki: Wiki, one: SitePerson) -> dict[str, Any]:
    return {
        "user": v1_wire.user(wiki, one),
        "title": html.escape(one.name),
        "excerpt": "",
        "url": f"/people/{one.account_id}",
        "breadcrumbs": [],
        "entityType": "user",
        "iconCssClass": "aui-icon content-type-profile",
        "lastModified": wiki.now(),
        "score": 0.0,
    }
