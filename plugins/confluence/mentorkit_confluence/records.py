# SPDX-License-Identifier: Apache-2.0
"""Pages of the site as stored documents."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from mentorkit.domain.keys import Key, key_parts
from mentorkit.domain.value import digest
from mentorkit.ports import Document, Mark, Own, Stored
from mentorkit_confluence.fences import keys_on
from mentorkit_confluence.markup import StorageError
from mentorkit_confluence.page_map import LOST, PageContent, read_page
from mentorkit_confluence.site import Site
from mentorkit_confluence.storage_read import Ticks, read
from mentorkit_confluence.wire import Access, Page, Tick

_LONGEST = 250


def stored(site: Site, page: Page, key: Key | None, ticks: Ticks) -> Stored[Document] | None:
    """The record that a page is; None for a page that people made and that has nothing of ours.

    ``mark`` is None for a person's copy of a page of ours, and for a page of ours that never had fences.
    """
    ours = site.is_ours(page)
    if key is None:
        return _lost(site, page) if ours and page.id != site.need_space().home else None
    content = read_page(page.body or "", key, site.names, ticks)
    mark = content.mark
    if ours and (content.mangled or content.bare) and (whole := last_whole(site, page, key)) is not None:
        lost = content.mangled or mark is None or len(mark.ledger) < len(whole.ledger)
        mark = whole if lost or mark is None else whole.model_copy(update={"ledger": mark.ledger})
    item = Document(
        kind=key_parts(key).kind,
        title=page.title[:_LONGEST],
        parent=site.index.key(page.parent) if site.index else None,
        audience=site.audience(site.access.get(page.id, Access())),
        labels=site.access.get(page.id, Access()).labels,
        blocks=content.blocks,
    )
    return Stored[Document](
        ref=page.id,
        name=page.title,
        revision=str(page.version),
        item=item,
        url=site.names.page_url(page.id),
        mark=mark if ours else None,
        edits=_edits(site, page, item, content),
        problems=content.problems,
        mangled=ours and content.mangled,
        archived=page.status == "archived",
        stray=page.space != site.need_space().id,
    )


def last_whole(site: Site, page: Page, key: Key) -> Mark | None:
    """The mark of the latest of the earlier versions in which nothing of ours is damaged."""
    for earlier in site.earlier(page):
        content = read_page(earlier.body or "", key, site.names, {})
        if not (content.mangled or content.bare):
            return content.mark
    return None


def ticks_by_page(site: Site, ticks: Iterable[Tick]) -> Mapping[str, Ticks]:
    """For each page its ticked boxes: number to who ticked it, and when."""
    found: dict[str, dict[str, tuple[str, datetime | None]]] = {}
    for tick in ticks:
        found.setdefault(tick.page, {})[tick.number] = (site.names.person(tick.by), tick.at)
    return found


def _edits(site: Site, page: Page, item: Document, content: PageContent) -> Mapping[str, str]:
    """The fields that a person changed, where the latest version is a person's."""
    if site.is_service(page.changed_by) or content.mark is None:
        return {}
    base = content.mark.base
    fields = [
        name for name in ("title", "parent") if base.get(name) not in (None, digest(getattr(item, name)))
    ]
    fields += [f"block:{name}" for name in content.touched]
    return dict.fromkeys(sorted(fields), site.names.person(page.changed_by))


def _lost(site: Site, page: Page) -> Stored[Document] | None:
    if keys_on(page.body or "") and not site.keys_of(page):
        return None  # another program's
    try:
        words = read(page.body or "", site.names)
    except StorageError:
        words = ()
    item = Document(kind="page", title=page.title[:_LONGEST], blocks=(Own(content=words),) if words else ())
    return Stored[Document](
        ref=page.id,
        name=page.title,
        revision=str(page.version),
        item=item,
        url=site.names.page_url(page.id),
        problems=(LOST,),
        archived=page.status == "archived",
    )
