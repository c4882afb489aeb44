# SPDX-License-Identifier: Apache-2.0
"""Labels of pages: one word in lower case, the same label wherever the same word stands."""

import re
from collections.abc import Sequence

from mentorkit_sandbox.confluence.refusals import bad_request
from mentorkit_sandbox.confluence.wiki import Wiki
from mentorkit_sandbox.tables import Record

_FORBIDDEN = re.compile(r"[\s:;,.?&\[\]()#^*@!]")
_MAX_LENGTH = 255
_PREFIXES = ("global", "my", "team")


def add(wiki: Wiki, page: Record, wanted: Sequence[tuple[str, str]]) -> None:
    """Put labels (prefix and name) on a page; those it has already stay as they are."""
    present = {(label["prefix"], label["name"]) for label in page["labels"]}
    for prefix, given in wanted:
        name = given.lower()
        if prefix not in _PREFIXES:
            raise bad_request(f"Invalid label prefix: {prefix}")
        if not 0 < len(name) <= _MAX_LENGTH or _FORBIDDEN.search(name):
            raise bad_request(f"The label '{given}' contains invalid characters or has a wrong length.")
        if (prefix, name) not in present:
            page["labels"].append({"id": _id(wiki, prefix, name), "prefix": prefix, "name": name})
            present.add((prefix, name))
    wiki.put(page)


def remove(wiki: Wiki, page: Record, name: str) -> None:
    """Take a label off a page; nothing happens where it has none of that name."""
    page["labels"] = [label for label in page["labels"] if label["name"] != name.lower()]
    wiki.put(page)


def _id(wiki: Wiki, prefix: str, name: str) -> str:
    key = f"{prefix}:{name}"
    known = wiki.tables.peek("label", key)
    if known is None:
        known = {"id": str(wiki.tables.next_id("label", 7001))}
        wiki.tables.put("label", key, known)
    return str(known["id"])
