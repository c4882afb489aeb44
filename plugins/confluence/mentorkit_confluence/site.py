# SPDX-License-Identifier: Apache-2.0
"""What is known of the site while a store is open: who we are, the space, its pages, who may see them."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from mentorkit.domain.keys import Key, key_parts
from mentorkit.errors import NotFound, PermissionDenied
from mentorkit.ports import Audience
from mentorkit_confluence.api import Api
from mentorkit_confluence.fences import keys_on
from mentorkit_confluence.names import Names
from mentorkit_confluence.page_index import PageIndex
from mentorkit_confluence.storage_write import cql_text
from mentorkit_confluence.wire import Access, Page, Space

WORKERS = 6
_SEARCHED = 100
_LOOK_BACK = 10


@dataclass
class Site:
    """The state of one open store. ``pages`` and ``access`` are as they were read or written last.

    ``unrestrictable`` says that the site refused to restrict a page (the Free plan).
    """

    api: Api
    names: Names
    instance: str
    program: str
    now: Callable[[], datetime]
    index: PageIndex | None = None
    pages: dict[str, Page] = field(default_factory=dict)
    access: dict[str, Access] = field(default_factory=dict)
    _keys: dict[tuple[str, int, str | None], list[Key]] = field(default_factory=dict)
    unrestrictable: bool = False
    _space: Space | None = None
    _versions: dict[tuple[str, int], Page] = field(default_factory=dict)

    @cached_property
    def me(self) -> str:
        """The account that the token belongs to."""
        return self.api.me()

    @cached_property
    def service(self) -> frozenset[str]:
        """The accounts that write for the program."""
        return self.names.accounts.service | {self.me}

    def is_service(self, account: str) -> bool:
        """Whether an account writes for the program; who we are is asked only when that decides it."""
        return account in self.names.accounts.service or account == self.me

    def space(self) -> Space | None:
        """The program's space, None as long as there is none."""
        if self._space is None:
            self._space = self.index.space if self.index else self.api.space(self.names.space)
        return self._space

    def made_space(self, space: Space) -> None:
        """Remember the space that was just made."""
        self._space = space
        now = self.now()
        self.index = PageIndex(space, seen=now, looked=now, read=now)

    def forget(self) -> None:
        """Know nothing of the space any more."""
        self._space, self.index = None, None

    def need_space(self) -> Space:
        """The space. Raises NotFound."""
        space = self.space()
        if space is None:
            raise NotFound(self.instance, self.names.space, "there is no such space")
        return space

    def is_ours(self, page: Page) -> bool:
        """Whether a page may be the program's: a service account made it, or it is the space's home.

        A home page is made with its space, by whoever made that.
        """
        space = self.space()
        return self.is_service(page.author) or (space is not None and page.id == space.home)

    def learn(self, page: Page, key: Key | None) -> None:
        """Remember a page that was read or written just now."""
        self.pages[page.id] = page
        if self.index is not None:
            self.index.note(page, key)
        if key is not None:
            self.names.learn(key, page.id, page.title)

    def held(self, ref: str) -> Page | None:
        """A page with its body as it was read or written last, unless a newer version was listed since.

        None for a page with task boxes: a tick is not known to make a new version, so such a page has
        to be read again before it is written.
        """
        page = self.pages.get(ref)
        entry = self.index.pages.get(ref) if self.index is not None else None
        if page is None or entry is None or entry.version != page.version:
            return None
        return None if page.body is None or "<ac:task" in page.body else page

    def keys(self, pages: Sequence[Page]) -> dict[str, Key]:
        """Which record each page is, by its fences.

        Fences of two keys stand on a page when somebody pasted a part of another page: then the key
        that was known counts, else one that no other page has, else the most frequent. A page of ours
        without fences is what it was when it still had them.
        """
        found = {page.id: self.keys_of(page) for page in pages}
        known = {page: key for page in found if self.index and (key := self.index.key(page))}
        claimed = {keys[0] for keys in found.values() if len(keys) == 1} | set(known.values())
        chosen: dict[str, Key] = {}
        for page, keys in sorted(found.items(), key=lambda item: int(item[0])):
            if page in known:
                chosen[page] = known[page]
            elif keys:
                free = (key for key in keys if len(keys) == 1 or key not in claimed)
                chosen[page] = next(free, keys[0])
                claimed.add(chosen[page])
        for one in pages:
            if one.id not in chosen and self.is_ours(one) and not keys_on(one.body or ""):
                earlier = (key for version in self.earlier(one) for key in self.keys_of(version))
                if (key := next(earlier, None)) is not None and key not in claimed:
                    chosen[one.id] = key
        return chosen

    def earlier(self, page: Page) -> Iterator[Page]:
        """The versions of a page before this one, the latest first, as far back as anybody would look."""
        for number in range(page.version - 1, max(0, page.version - 1 - _LOOK_BACK), -1):
            if (page.id, number) not in self._versions:
                self._versions[page.id, number] = self.api.page(page.id, number)
            yield self._versions[page.id, number]

    def keys_of(self, page: Page) -> list[Key]:
        """The keys of this program that the fences of a page name, the most frequent first."""
        read = page.id, page.version, page.body
        if read not in self._keys:
            named = keys_on(page.body or "")
            self._keys[read] = [key for key in named if key_parts(key).program == self.program]
        return self._keys[read]

    def learn_access(self, pages: list[Page], *, everything: bool) -> None:
        """Find out who may see and edit these pages, and their labels.

        The search index gives it in bulk; a page that the index does not have in its latest version, or
        has as it was between its creation and its restriction, is asked for by itself.
        """
        if not pages:
            return
        wanted = {page.id: page for page in pages}
        settled: set[str] = set()
        just_us = frozenset((self.me,))
        for cql in self._searches(sorted(wanted, key=int), everything=everything):
            for page, version, access in self.api.search_access(cql):
                if page in wanted and wanted[page].version == version and access.view != just_us:
                    self.access[page] = access
                    settled.add(page)
        rest = [page for page in wanted if page not in settled and page not in self.access]
        with ThreadPoolExecutor(WORKERS) as pool:
            self.access.update(zip(rest, pool.map(self.asked_access, rest), strict=True))

    def asked_access(self, page: str) -> Access:
        """Restrictions and labels of one page, from the database.

        A site without restrictions (the Free plan) answers 403: then nothing is restricted.
        """
        try:
            return self.api.access(page)
        except PermissionDenied:
            return Access()

    def sheltered(self, page: str) -> bool:
        """Whether a page, or one above it, may be viewed by named people alone; asked of the database."""
        while page:
            if page not in self.access:
                self.access[page] = self.asked_access(page)
            if self.access[page].view is not None:
                return True
            page = (self.pages.get(page) or self.api.page(page)).parent
        return False

    def audience(self, access: Access) -> Audience:
        """Person ids for accounts; whoever is outside the program is ""."""
        return Audience(view=self._people(access.view), edit=self._people(access.edit))

    def accounts(self, people: frozenset[str] | None) -> frozenset[str] | None:
        """The accounts of an audience with the program's own; None stays no restriction."""
        if people is None:
            return None
        return self.service | {account for person in people if (account := self.names.account(person))}

    def _people(self, accounts: frozenset[str] | None) -> frozenset[str] | None:
        if accounts is None:
            return None
        return frozenset(self.names.person(account) for account in accounts - self.service)

    def _searches(self, pages: list[str], *, everything: bool) -> list[str]:
        if everything:
            return [f"type = page and space = {cql_text(self.names.space)}"] if pages else []
        parts = [pages[at : at + _SEARCHED] for at in range(0, len(pages), _SEARCHED)]
        return [f"type = page and id in ({','.join(part)})" for part in parts]
