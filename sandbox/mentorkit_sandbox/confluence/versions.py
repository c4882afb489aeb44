# SPDX-License-Identifier: Apache-2.0
"""The history of a page: every version with its title and body."""

from mentorkit_sandbox.confluence.refusals import not_found
from mentorkit_sandbox.confluence.wiki import Wiki
from mentorkit_sandbox.tables import Record


def of_page(wiki: Wiki, page: Record) -> list[Record]:
    """All versions, the newest first: for reading only."""
    return wiki.tables.rows(f"page_version:{page['id']}")[::-1]


def one(wiki: Wiki, page: Record, number: int) -> Record:
    """One version; raises the vendor's 404."""
    found = wiki.tables.peek(f"page_version:{page['id']}", str(number))
    if found is None:
        raise not_found(f"Cannot find version {number} of content with id [{page['id']}]")
    return found


def as_of(wiki: Wiki, page: Record, number: int) -> Record:
    """The page as one of its versions left it; an earlier one has the status ``historical``."""
    found = one(wiki, page, number)
    if number == page["version"]["number"]:
        return page
    return page | {"title": found["title"], "body": found["body"], "status": "historical", "version": found}
