# SPDX-License-Identifier: Apache-2.0
"""Who may view a page now: its own restrictions and those of every page above it, from the database.

A restriction that somebody changes makes no new version, so that reading what changed never sees it.
"""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor

from mentorkit.errors import PermissionDenied
from mentorkit_confluence.site import WORKERS, Site


def viewers(site: Site, refs: Collection[str]) -> dict[str, frozenset[str] | None]:
    """Person ids by page; None for everybody. One request a page, those above included."""
    lines = {ref: _line(site, ref) for ref in refs}
    pages = sorted({page for line in lines.values() for page in line}, key=int)
    with ThreadPoolExecutor(WORKERS) as pool:
        lists = dict(zip(pages, pool.map(lambda page: _list(site, page), pages), strict=True))
    found: dict[str, frozenset[str] | None] = {}
    for ref, line in lines.items():
        limits = [accounts for page in line if (accounts := lists[page]) is not None]
        allowed = frozenset.intersection(*limits) - site.service if limits else None
        found[ref] = None if allowed is None else frozenset(map(site.names.person, allowed))
    return found


def _line(site: Site, ref: str) -> list[str]:
    """The page and every page above it."""
    line = []
    while ref:
        line.append(ref)
        ref = (site.pages.get(ref) or site.api.page(ref)).parent
    return line


def _list(site: Site, page: str) -> frozenset[str] | None:
    """The accounts that a page itself lets view it; a site without restrictions (Free plan) answers 403."""
    try:
        return site.api.restrictions(page).view
    except PermissionDenied:
        return None
