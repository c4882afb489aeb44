# SPDX-License-Identifier: Apache-2.0
"""Copying pages, one or a whole tree, with what the caller wants to come along."""

from dataclasses import dataclass

from mentorkit_sandbox.confluence import attachments, writing
from mentorkit_sandbox.confluence.wiki import Wiki
from mentorkit_sandbox.site import SitePerson
from mentorkit_sandbox.tables import Record


@dataclass(frozen=True)
class Along:
    """What is copied besides title and body."""

    attachments: bool = False
    permissions: bool = False
    properties: bool = False
    labels: bool = False


@dataclass(frozen=True)
class Titles:
    """How the copies of a tree are named."""

    prefix: str = ""
    search: str = ""
    replace: str = ""

    def of(self, title: str) -> str:
        """The title of a copy."""
        return self.prefix + (title.replace(self.search, self.replace) if self.search else title)


def copy_page(
    wiki: Wiki,
    person: SitePerson,
    page: Record,
    *,
    space_id: str,
    parent_id: str | None,
    title: str,
    along: Along,
    body: str | None = None,
) -> Record:
    """A new page that says what `page` says."""
    made = writing.create_page(
        wiki,
        person,
        space_id=space_id,
        title=title,
        body=page["body"] if body is None else body,
        parent_id=parent_id,
        root_level=parent_id is None,
    )
    if along.permissions:
        made |= {"read": list(page["read"]), "update": list(page["update"])}
    if along.labels:
        made["labels"] = [dict(label) for label in page["labels"]]
    wiki.put(made)
    if along.properties:
        for row in wiki.tables.rows(f"page_property:{page['id']}"):
            new = {**row, "id": str(wiki.tables.next_id("property", 20001)), "number": 1}
            wiki.tables.put(f"page_property:{made['id']}", new["id"], new)
    if along.attachments:
        for row in attachments.of_page(wiki, page):
            attachments.store(
                wiki,
                person,
                made,
                row["title"],
                attachments.read(wiki, row),
                media_type=row["mediaType"],
                comment=row["comment"],
                minor=False,
                existing=None,
            )
    return made


def copy_tree(
    wiki: Wiki, person: SitePerson, page: Record, parent: Record, titles: Titles, along: Along
) -> int:
    """Copy a page and everything below it that this person may read; answers how many pages were made."""
    below = [child for child in wiki.children(page["id"]) if wiki.can_view(child, person)]
    made = copy_page(
        wiki,
        person,
        page,
        space_id=parent["spaceId"],
        parent_id=parent["id"],
        title=titles.of(page["title"]),
        along=along,
    )
    return 1 + sum(copy_tree(wiki, person, child, made, titles, along) for child in below)
