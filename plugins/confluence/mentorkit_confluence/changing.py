# SPDX-License-Identifier: Apache-2.0
"""Changing and archiving pages that are there. A page that is not as it was decided on is left alone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mentorkit.domain.keys import Key
from mentorkit.errors import AdapterError, Conflict, NotFound, Refused
from mentorkit.ports import Archive, Conflicted, Document, Failed, Generated, Outcome, Stored, Update
from mentorkit_confluence.api import NewVersion
from mentorkit_confluence.markup import StorageError
from mentorkit_confluence.page_edit import edited_body
from mentorkit_confluence.page_map import MARK_VERSION
from mentorkit_confluence.putting import (
    add_labels,
    applied,
    check_shelter,
    lost,
    put_page,
    record_at,
    restrict,
)
from mentorkit_confluence.site import Site
from mentorkit_confluence.wire import Page

_ARCHIVED_AT_ONCE = 300
NOTHING: frozenset[str] = frozenset()


class Otherwise(Exception):
    """The record is not as it was decided on; ``found`` is how it stands (None: gone)."""

    def __init__(self, found: Stored[Document] | None) -> None:
        super().__init__()
        self.found = found


def update(site: Site, change: Update[Document], parent: str) -> Outcome[Document]:
    """Write the fields that the change names; ``parent`` "" leaves the page where it is.

    An audience that narrows is in force before the page is written, one that only widens after it.
    Raises AdapterError.
    """
    try:
        page = _decided_on(site, change)
        fields = change.fields
        restricting = "audience" in fields
        widening = restricting and _only_widens(site, page.id, change.item)
        if restricting and not widening:
            restrict(site, page.id, change.item)
        if not restricting and any(name.startswith("block:") for name in fields):
            _check_in_force(site, page.id, change.item)
        check_shelter(site, change.item, page.parent if restricting else page.id)
        page = _written(site, change, page, fields, parent)
        if widening:
            restrict(site, page.id, change.item)
        if "labels" in fields:
            add_labels(site, page.id, change.item)
    except Otherwise as found:
        return Conflicted[Document](key=change.key, found=found.found)
    return applied(site, page, change.key)


def archive(site: Site, changes: Sequence[Archive[Document]]) -> Iterator[Outcome[Document]]:
    """Put pages into the archive, in one request for up to 300. The site does it in its own time."""
    ready: dict[str, tuple[Key, Page]] = {}
    for change in changes:
        try:
            page = _decided_on(site, change)
            if page.id == site.need_space().home:
                raise Refused(site.instance, page.id, "the home page of a space cannot be archived")
            ready[page.id] = (change.key, _marked(site, change, page))
        except Otherwise as found:
            if found.found is not None and found.found.archived:
                yield applied(site, site.pages[change.ref], change.key)
            else:
                yield Conflicted[Document](key=change.key, found=found.found)
        except AdapterError as error:
            yield Failed(key=change.key, error=error)
    refs = sorted(ready, key=int)
    for at in range(0, len(refs), _ARCHIVED_AT_ONCE):
        some = refs[at : at + _ARCHIVED_AT_ONCE]
        yield from _archived(site, {ref: ready[ref] for ref in some})


def _archived(site: Site, pages: dict[str, tuple[Key, Page]]) -> Iterator[Outcome[Document]]:
    try:
        site.api.archive(list(pages))
        gone = set(pages)
        failure: AdapterError | None = None
    except AdapterError as error:
        now = site.api.pages_by_id(pages, body=False) if lost(error) else ()
        gone, failure = {page.id for page in now if page.status == "archived"}, error
    for ref, (key, page) in pages.items():
        if ref in gone:
            site.learn(replace(page, status="archived"), key)
            yield applied(site, page, key)
        elif failure is not None:
            yield Failed(key=key, error=failure)


def _decided_on(site: Site, change: Update[Document] | Archive[Document]) -> Page:
    """The page as the change knows it. Raises Otherwise, Refused for one of a newer Mentorkit."""
    if change.found.mark is not None and change.found.mark.v > MARK_VERSION:
        raise Refused(site.instance, change.ref, "the page was written by a newer Mentorkit")
    page = site.held(change.ref)
    if page is None or str(page.version) != change.found.revision:
        page = _fresh(site, change.ref)
    as_known = (str(page.version), page.status, page.space)
    if as_known != (change.found.revision, "current", site.need_space().id):
        raise Otherwise(record_at(site, page, change.key))
    return page


def _fresh(site: Site, ref: str) -> Page:
    try:
        page = site.api.page(ref)
    except NotFound:
        raise Otherwise(None) from None
    if page.status not in ("current", "archived"):
        raise Otherwise(None)
    return page


def _written(site: Site, change: Update[Document], page: Page, fields: frozenset[str], parent: str) -> Page:
    title = change.item.title if "title" in fields else page.title
    try:
        body = edited_body(page.body or "", change.item, fields, change.mark, site.names)
    except StorageError as error:
        raise Refused(site.instance, page.id, str(error)) from error
    moved = parent if "parent" in fields and parent != page.parent else ""
    if (title, body) == (page.title, page.body) and not moved:
        return page
    return _put(site, page, NewVersion(page.id, page.version + 1, title, body, moved), change.key)


def _marked(site: Site, change: Archive[Document], page: Page) -> Page:
    """The page with the mark that it shall have in the archive."""
    if change.found.mark == change.mark:
        return page
    try:
        body = edited_body(page.body or "", change.found.item, NOTHING, change.mark, site.names)
    except StorageError as error:
        raise Refused(site.instance, page.id, str(error)) from error
    if body == page.body:
        return page
    return _put(site, page, NewVersion(page.id, page.version + 1, page.title, body), change.key)


def _put(site: Site, page: Page, new: NewVersion, key: Key) -> Page:
    try:
        return put_page(site, new, key)
    except Conflict:
        raise Otherwise(record_at(site, _fresh(site, page.id), key)) from None


def _only_widens(site: Site, page: str, document: Document) -> bool:
    """Whether everybody who may view the page now still may afterwards."""
    before = site.access[page].view if page in site.access else site.asked_access(page).view
    after = site.accounts(document.audience.view)
    return after is None or (before is not None and before <= after)


def _check_in_force(site: Site, page: str, document: Document) -> None:
    """Private text goes only where the audience holds that it was meant for. Raises Refused."""
    private = any(isinstance(block, Generated) and block.private for block in document.blocks)
    if not private or not document.audience.private:
        return
    if page not in site.access:
        site.access[page] = site.asked_access(page)
    if site.access[page].view != site.accounts(document.audience.view):
        raise Refused(site.instance, page, "the page's audience is not in force")
