# SPDX-License-Identifier: Apache-2.0
"""The addresses of pages and spaces, in the vendor's forms; all are relative to the site's ``/wiki``."""

import base64
from urllib.parse import quote, quote_plus

from mentorkit_sandbox.tables import Record


def page_links(page: Record, space: Record) -> dict[str, str]:
    """Where a page is read, edited, and its short address. A home page is its space's overview."""
    key = quote(space["key"])
    webui = f"/spaces/{key}/pages/{page['id']}/{quote_plus(page['title'])}"
    return {
        "editui": f"/pages/resumedraft.action?draftId={page['id']}",
        "webui": f"/spaces/{key}/overview" if space["homepageId"] == page["id"] else webui,
        "edituiv2": f"/spaces/{key}/pages/edit-v2/{page['id']}",
        "tinyui": f"/x/{tiny(page['id'])}",
    }


def space_link(space: Record) -> str:
    """Where a space is read."""
    return f"/spaces/{quote(space['key'])}"


def tiny(page_id: str) -> str:
    """The short form of a page id: base64 of its little-endian bytes without the empty ones."""
    packed = int(page_id).to_bytes(8, "little").rstrip(b"\0")
    return base64.b64encode(packed, b"-_").decode().rstrip("=").rstrip("A")
