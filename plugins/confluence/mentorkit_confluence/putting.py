# SPDX-License-Identifier: Apache-2.0
"""The single writes of pages: each knows what to do when its answer is lost, and verifies what must hold."""

from dataclasses import replace

from mentorkit.domain.keys import Key
from mentorkit.errors import (
    AdapterError,
    AlreadyExists,
    InvalidResponse,
    PermissionDenied,
    Refused,
    Unavailable,
)
from mentorkit.ports import Applied, Document, Generated, Stored
from mentorkit_confluence.api import NewPage, NewVersion
from mentorkit_confluence.records import stored, ticks_by_page
from mentorkit_confluence.site import Site
from mentorkit_confluence.wire import Access, Page


class Exists(Exception):
    """The page to be made is there already, and is ours."""

    def __init__(self, page: Page) -> None:
        super().__init__(page.id)
        self.page = page


def make_page(site: Site, new: NewPage, key: Key) -> Page:
    """Make a page, once. A lost answer is looked up by title and never answered by a second creation.

    Raises Exists when the title is taken by this very record, AlreadyExists when by something else.
    """
    try:
        return site.api.make_page(new)
    except AlreadyExists:
        if (page := find_by_title(site, new.title, key)) is not None:
            raise Exists(page) from None
        raise
    except (Unavailable, InvalidResponse) as error:
        if not lost(error) or (page := find_by_title(site, new.title, key)) is None:
            raise
        return page


def put_page(site: Site, new: NewVersion, key: Key) -> Page:
    """Write a version, and remember it. A lost answer is looked up: the version says whose it is."""
    try:
        page = site.api.change_page(new)
    except (Unavailable, InvalidResponse) as error:
        if not lost(error):
            raise
        page = site.api.page(new.id)
        if (page.version, page.changed_by) != (new.number, site.me):
            raise
    page = replace(page, body=None)  # what is stored is not what was sent
    site.learn(page, key)
    return page


def restrict(site: Site, page: str, document: Document) -> None:
    """Put a page's audience in force, by the word of the call's own answer. Raises PermissionDenied."""
    view, edit = site.accounts(document.audience.view), site.accounts(document.audience.edit)
    try:
        access = site.api.restrict(page, view, edit)
    except PermissionDenied:
        site.unrestrictable = True
        raise
    if (access.view, access.edit) != (view, edit):
        raise PermissionDenied(site.instance, page, "the page's audience did not come into force")
    known = site.access.get(page, Access())
    site.access[page] = Access(view=view, edit=edit, labels=known.labels)


def add_labels(site: Site, page: str, document: Document) -> None:
    """Add the labels that are missing; those of people stay."""
    known = site.access.get(page, Access())
    if missing := document.labels - known.labels:
        site.api.add_labels(page, missing)
        site.access[page] = replace(known, labels=known.labels | missing)


def check_shelter(site: Site, document: Document, above: str) -> None:
    """Refuse private text where everybody may see it. ``above`` is the page, or the one above a new one."""
    private = any(isinstance(block, Generated) and block.private for block in document.blocks)
    if private and not document.audience.private and not site.sheltered(above):
        raise Refused(site.instance, above, "private text belongs on a page with an audience")


def find_by_title(site: Site, title: str, key: Key) -> Page | None:
    """The page of this space with that title, if it is the record ``key`` and ours."""
    found = site.api.pages(site.need_space().id, ("current", "archived"), title=title)
    return next((page for page in found if key in site.keys_of(page) and site.is_ours(page)), None)


def applied(site: Site, page: Page, key: Key) -> Applied:
    """The outcome of a write that ended in this version."""
    url = site.names.page_url(page.id)
    return Applied(key=key, ref=page.id, name=page.title, revision=str(page.version), url=url)


def record_at(site: Site, page: Page, key: Key) -> Stored[Document] | None:
    """The record that a page is, with its access asked for."""
    known = key if site.keys([page]).get(page.id) == key else None
    site.learn(page, known if site.is_ours(page) else None)
    if page.id not in site.access:
        site.access[page.id] = site.asked_access(page.id)
    ticks = site.api.ticks(page_id=page.id) if "<ac:task" in (page.body or "") else ()
    return stored(site, page, known, ticks_by_page(site, ticks).get(page.id, {}))


def lost(error: AdapterError) -> bool:
    """Whether the site may have acted all the same."""
    return isinstance(error, InvalidResponse) or (isinstance(error, Unavailable) and error.unknown)
