# SPDX-License-Identifier: Apache-2.0
"""Lists by the page: opaque cursors, ``Link`` headers, and pages that are shorter than asked for.

A cursor remembers the last entry seen, and its place for the case that the entry has gone. Where
``settings.page_size_jitter`` says so, a page ends early though more follows, as live ones do.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Response, jsonify, request

from mentorkit_sandbox.confluence.query import integer
from mentorkit_sandbox.confluence.refusals import bad_request
from mentorkit_sandbox.site import Site
from mentorkit_sandbox.tables import Record


@dataclass(frozen=True)
class Slice:
    """One page of a list, the place it begins at, and the cursor of the next one, if more follows."""

    items: Sequence[Record]
    start: int
    limit: int
    cursor: str | None


def cut(site: Site, items: Sequence[Record], *, default: int = 25, most: int = 250) -> Slice:
    """The page of `items` (each has an ``id``) that the request asks for by limit and cursor."""
    limit = integer("limit", default, least=1, most=most)
    start = _start(items)
    size = max(1, limit - _shortfall(site, start))
    chosen = items[start : start + size]
    more = start + size < len(items)
    return Slice(chosen, start, limit, _encode(chosen[-1]["id"], start + size) if more and chosen else None)


def v2_list(
    site: Site,
    items: Sequence[Record],
    wire: Callable[[Record], Mapping[str, Any]],
    *,
    default: int = 25,
) -> Response:
    """A list of API v2: results, the next page as ``Link`` header and as ``_links.next``."""
    part = cut(site, items, default=default)
    links = {"base": f"{site.base_url}/wiki"}
    response_headers = {}
    if part.cursor is not None:
        links["next"] = f"{request.path}?{next_query(part.cursor)}"
        response_headers["Link"] = f'<{links["next"]}>; rel="next", <{links["base"]}>; rel="base"'
    response = jsonify({"results": [wire(item) for item in part.items], "_links": links})
    response.headers.update(response_headers)
    return response


def next_query(cursor: str, dropped: Sequence[str] = ()) -> str:
    """The query of this request, going on at `cursor`, without the parameters a next link leaves out."""
    kept = [(key, value) for key, value in request.args.items(multi=True) if key not in ("cursor", *dropped)]
    return urlencode([*kept, ("cursor", cursor)])


def _start(items: Sequence[Record]) -> int:
    cursor = request.args.get("cursor")
    if cursor is None:
        return 0
    try:
        mark = json.loads(base64.urlsafe_b64decode(cursor))
        last, place = str(mark["after"]), int(mark["at"])
    except (ValueError, binascii.Error, KeyError, TypeError):
        raise bad_request("Provided cursor is invalid.") from None
    return next((at + 1 for at, item in enumerate(items) if item["id"] == last), min(place, len(items)))


def _encode(last: str, place: int) -> str:
    return base64.urlsafe_b64encode(json.dumps({"after": last, "at": place}).encode()).decode()


def _shortfall(site: Site, start: int) -> int:
    jitter = site.settings.page_size_jitter
    return zlib.crc32(f"{request.path}{start}".encode()) % (jitter + 1) if jitter else 0
