# SPDX-License-Identifier: Apache-2.0
"""Reading the space: everything, or what changed since a cursor, and finding records by key.

Only the database's own lists are trusted for what exists; the search index, which lags, gives nothing but
restrictions and labels in bulk. Nothing changed: three requests.
"""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from mentorkit.domain.keys import Key
from mentorkit.errors import NotFound
from mentorkit.ports import Document, Reading, Stored
from mentorkit.ports.records import Cursor
from mentorkit_confluence.page_index import FULL_LOOK, PageIndex
from mentorkit_confluence.records import stored, ticks_by_page
from mentorkit_confluence.site import Site
from mentorkit_confluence.wire import Page, Space, Tick

_LONG_AGO = datetime.fromtimestamp(0, UTC)


def read_space(site: Site, since: Cursor | None) -> Reading[Document]:
    """Everything, or with a cursor what changed since. A cursor a day old gets a full look.

    Raises AdapterError.
    """
    known = PageIndex.load(since) if since is not None else None
    if known is not None:
        known.teach(site.names)
        site.index = known
        if site.now() - known.looked < FULL_LOOK:
            try:
                return _changes(site, known)
            except NotFound:
                site.forget()  # the space itself went; look whether there is another of that key
    return _everything(site, known)


def index_of(site: Site) -> PageIndex:
    """The index of the space's pages, listing them where that was not done yet. Raises NotFound."""
    if site.index is None:
        _list_all(site, site.need_space())
    if site.index is None:
        raise NotFound(site.instance, site.names.space, "there is no such space")
    return site.index


def locate(site: Site, keys: Collection[Key]) -> dict[Key, Stored[Document]]:
    """Which of these records there are. The space is listed once; later only what changed since."""
    if site.space() is None:
        return {}
    if site.index is not None:
        _list_changes(site, site.index)
    index = index_of(site)
    refs = {key: ref for key in keys if (ref := index.ref(key))}
    if not refs:
        return {}
    held = {ref: page for ref in refs.values() if (page := site.held(ref)) is not None}
    asked = set(refs.values()) - set(held)
    pages = [*held.values(), *site.api.pages_by_id(asked)] if asked else list(held.values())
    records = _records(site, pages, None)
    return {
        record.mark.key: record for record in records if record.mark is not None and record.mark.key in refs
    }


def _everything(site: Site, known: PageIndex | None) -> Reading[Document]:
    space = site.space()
    if space is None:
        return Reading[Document](records=(), gone=_known_refs(known), ready=False)
    listed = _list_all(site, space)
    ticks = list(site.api.ticks(space_id=space.id))
    missing = set(known.pages) - {page.id for page in listed} if known else set()
    stray = [page for page in site.api.pages_by_id(missing) if page.space != space.id] if missing else []
    records = _records(site, [*listed, *stray], ticks, everything=True)
    index = index_of(site)
    index.ticks = _recent(ticks, index.since)
    return Reading[Document](
        records=records,
        gone=tuple(sorted(missing - {page.id for page in stray}, key=int)),
        cursor=index.dump(),
    )


def _changes(site: Site, index: PageIndex) -> Reading[Document]:
    """What changed: the list by date, the archive and the trash, and the boxes ticked."""
    since = index.since
    changed = {page.id for page in _changed_since(site, index, since)}
    away = list(site.api.pages(index.space.id, ("archived", "trashed"), body=False))
    trashed = {page.id for page in away if page.status == "trashed"} & set(index.pages)
    changed |= {page.id for page in away if page.status == "archived" and index.news(page)}
    in_archive = {page.id for page in away if page.status == "archived"}
    changed |= {ref for ref, entry in index.pages.items() if entry.archived} - in_archive
    ticks = list(site.api.ticks(space_id=index.space.id, completed_at_from=int(since.timestamp() * 1000)))
    changed |= {tick.page for tick in ticks if tick.id not in index.ticks}
    changed -= trashed
    pages = list(site.api.pages_by_id(changed)) if changed else []
    for page in trashed:
        index.drop(page)
    records = _records(site, pages, None)
    index.read = site.now()
    index.ticks = _recent(ticks, index.since) | {tick.id for tick in ticks if tick.id in index.ticks}
    return Reading[Document](records=records, gone=tuple(sorted(trashed, key=int)), cursor=index.dump())


def _list_all(site: Site, space: Space) -> list[Page]:
    """Every page of the space with its body; the index is made anew."""
    listed = list(site.api.pages(space.id, ("current",)))
    away = list(site.api.pages(space.id, ("archived", "trashed")))
    archived = [page for page in away if page.status == "archived"]
    pages = [*listed, *archived]
    keys = site.keys(pages)
    site.index = PageIndex(space, seen=_LONG_AGO, looked=site.now(), read=site.now())
    _note(site, pages, keys)
    return pages


def _list_changes(site: Site, index: PageIndex) -> None:
    changed = {page.id for page in _changed_since(site, index, index.since)}
    if changed:
        pages = list(site.api.pages_by_id(changed))
        _note(site, pages, site.keys(pages))


def _changed_since(site: Site, index: PageIndex, since: datetime) -> Iterable[Page]:
    """The listed pages that are not as the index has them, newest change first, without bodies."""
    for page in site.api.pages(index.space.id, ("current",), sort="-modified-date", body=False):
        if page.changed < since:
            return
        if index.news(page):
            yield page


def _note(site: Site, pages: list[Page], keys: dict[str, Key]) -> None:
    """Put pages that were just read into the index, under the keys that they name."""
    for page in pages:
        site.learn(page, keys.get(page.id) if site.is_ours(page) else None)
    if site.index is not None:
        site.index.teach(site.names)


def _records(
    site: Site, pages: list[Page], ticks: list[Tick] | None, *, everything: bool = False
) -> tuple[Stored[Document], ...]:
    """Records of pages read with their bodies; boxes are asked for where a page has a ticked one."""
    keys = site.keys(pages)
    _note(site, pages, keys)
    site.learn_access(
        [page for page in pages if page.id in keys and site.is_ours(page)], everything=everything
    )
    if ticks is None:
        ticked = [page.id for page in pages if ">complete<" in (page.body or "")]
        ticks = [
            tick
            for at in range(0, len(ticked), 250)
            for tick in site.api.ticks(page_id=ticked[at : at + 250])
        ]
    boxes = ticks_by_page(site, ticks)
    found = (stored(site, page, keys.get(page.id), boxes.get(page.id, {})) for page in pages)
    return tuple(sorted((one for one in found if one is not None), key=lambda one: int(one.ref)))


def _recent(ticks: Iterable[Tick], since: datetime) -> frozenset[str]:
    """The boxes that the next reading will meet again."""
    return frozenset(tick.id for tick in ticks if tick.at is None or tick.at >= since)


def _known_refs(known: PageIndex | None) -> tuple[str, ...]:
    return tuple(sorted(known.pages, key=int)) if known else ()
