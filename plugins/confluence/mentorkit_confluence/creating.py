# SPDX-License-Identifier: Apache-2.0
"""Making pages. Private ones are never readable for a moment: they are made for their maker alone, without
their private text; then their audience is put in force and verified; only then the text is written.
"""

from dataclasses import replace

from mentorkit.errors import AlreadyExists, PermissionDenied, Unavailable
from mentorkit.ports import Conflicted, Create, Document, Generated, Outcome, PageBlock
from mentorkit_confluence.api import NewPage, NewVersion
from mentorkit_confluence.page_map import canon_blocks, new_body
from mentorkit_confluence.putting import (
    Exists,
    add_labels,
    applied,
    check_shelter,
    lost,
    make_page,
    put_page,
    record_at,
    restrict,
)
from mentorkit_confluence.site import Site
from mentorkit_confluence.wire import Page, Space


def create(site: Site, change: Create[Document], parent: str) -> Outcome[Document]:
    """Make a page below the page ``parent`` ("" for the root of the space). Raises AdapterError."""
    document = change.item
    private = document.audience.private
    if private and site.unrestrictable:
        raise PermissionDenied(site.instance, document.title, "this site cannot keep a page's audience")
    check_shelter(site, document, parent)
    body = new_body(document, change.mark, site.names, withhold=private)
    new = NewPage(site.need_space().id, parent, document.title, body, private)
    try:
        page = make_page(site, new, change.key)
    except Exists as found:
        return _found(site, change, found.page)
    return _completed(site, change, replace(page, body=None))


def create_home(site: Site, change: Create[Document]) -> Outcome[Document]:
    """Write the space's home page, and make the space where there is none.

    The words of a home page that people wrote stay below the program's. Raises AdapterError.
    """
    space = site.space() or _make_space(site, change)
    home = site.api.page(space.home)
    if change.key in site.keys_of(home):
        return _found(site, change, home)
    body = new_body(change.item, change.mark, site.names)
    untouched = home.version == 1 and site.is_service(home.author)
    whole = body if untouched else body + (home.body or "")
    page = put_page(site, NewVersion(home.id, home.version + 1, change.item.title, whole), change.key)
    return _finished(site, change, page)


def _make_space(site: Site, change: Create[Document]) -> Space:
    key = site.names.space
    try:
        space = site.api.make_space(key, change.item.title)
    except Unavailable as error:
        found = site.api.space(key) if lost(error) else None
        if found is None:
            raise
        space = found
    except AlreadyExists as error:
        raise PermissionDenied(site.instance, key, "the space is there and cannot be seen") from error
    site.made_space(space)
    return space


def _found(site: Site, change: Create[Document], page: Page) -> Outcome[Document]:
    """What a creation comes to when the page is there: an earlier run made it, perhaps not to its end."""
    record = record_at(site, page, change.key)
    if record is None or record.mark is None:
        raise AlreadyExists(site.instance, page.id, "the title is taken")
    begun = canon_blocks(_withheld(change.item), site.names)
    if page.version == 1 and not record.archived and record.item.blocks == begun:
        return _completed(site, change, page)
    document = change.item
    wanted = (document.title, document.parent, document.audience, canon_blocks(document.blocks, site.names))
    here = record.item
    if wanted == (here.title, here.parent, here.audience, here.blocks) and document.labels <= here.labels:
        return applied(site, page, change.key)
    return Conflicted[Document](key=change.key, found=record)


def _completed(site: Site, change: Create[Document], page: Page) -> Outcome[Document]:
    """What remains to be done to a page that was made just now."""
    site.learn(page, change.key)
    return _finished(site, change, page)


def _finished(site: Site, change: Create[Document], page: Page) -> Outcome[Document]:
    document = change.item
    if document.audience.view is not None or document.audience.edit is not None:
        restrict(site, page.id, document)
    if document.audience.private and any(_private(block) for block in document.blocks):
        whole = new_body(document, change.mark, site.names)
        page = put_page(site, NewVersion(page.id, page.version + 1, document.title, whole), change.key)
    add_labels(site, page.id, document)
    return applied(site, page, change.key)


def _withheld(document: Document) -> list[PageBlock]:
    """The blocks of a page as it is made at first."""
    if not document.audience.private:
        return list(document.blocks)
    return [
        block.model_copy(update={"content": ()}) if _private(block) else block for block in document.blocks
    ]


def _private(block: PageBlock) -> bool:
    return isinstance(block, Generated) and block.private
