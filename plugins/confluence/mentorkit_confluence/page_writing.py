# SPDX-License-Identifier: Apache-2.0
"""Writing a batch: parents before children, several pages at once, one outcome a change."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field

from mentorkit.domain.keys import Key
from mentorkit.errors import AdapterError, NotFound
from mentorkit.ports import Applied, Archive, Change, Create, Document, Failed, Outcome, Skipped, Update
from mentorkit_confluence.changing import archive, update
from mentorkit_confluence.creating import create, create_home
from mentorkit_confluence.page_reading import index_of
from mentorkit_confluence.site import WORKERS, Site

HOME = "home"


def write_batch(site: Site, batch: Sequence[Change[Document]]) -> Iterator[Outcome[Document]]:
    """Make the changes. Never raises for a single one."""
    waiting = [change for change in batch if not isinstance(change, Archive)]
    for change in waiting:
        if isinstance(change, Create):
            site.names.titles.setdefault(change.item.title.casefold(), change.key)
            site.names.titled.setdefault(change.key, change.item.title)
    run = _Run(site, {change.key for change in waiting})
    yield from run.homes([change for change in waiting if _is_home(change)])
    waiting = [change for change in waiting if not _is_home(change)]
    try:
        if waiting:
            index_of(site)
    except AdapterError as error:
        yield from [Failed(key=change.key, error=error) for change in waiting]
        waiting = []
    while waiting:
        ready = [change for change in waiting if run.ready(change)]
        later = [change for change in waiting if not run.ready(change)]
        yield from run.wave(ready or later)
        waiting = later if ready else []
    yield from archive(site, [change for change in batch if isinstance(change, Archive)])


@dataclass
class _Run:
    """One batch: which of its records are settled, and whether well."""

    site: Site
    keys: set[Key]
    settled: dict[Key, bool] = field(default_factory=dict)

    def homes(self, changes: Sequence[Change[Document]]) -> Iterator[Outcome[Document]]:
        """The home page goes first: it makes the space."""
        for change in changes:
            yield self._settle(self._outcome(change))

    def ready(self, change: Change[Document]) -> bool:
        """Whether all that the change needs of this batch is settled."""
        return all(key in self.settled for key in self._needed(change))

    def wave(self, changes: Sequence[Change[Document]]) -> Iterator[Outcome[Document]]:
        """Make changes that do not need one another."""
        runnable = []
        for change in changes:
            if all(self.settled.get(key, False) for key in self._needed(change)):
                runnable.append(change)
            else:
                yield self._settle(Skipped(key=change.key, why="a page it needs could not be written"))
        with ThreadPoolExecutor(WORKERS) as pool:
            for done in as_completed([pool.submit(self._outcome, change) for change in runnable]):
                yield self._settle(done.result())

    def _outcome(self, change: Change[Document]) -> Outcome[Document]:
        try:
            if isinstance(change, Create):
                if _is_home(change):
                    return create_home(self.site, change)
                return create(self.site, change, self._parent(change.item.parent))
            if isinstance(change, Update):
                moved = change.item.parent if "parent" in change.fields else None
                return update(self.site, change, self._parent(moved))
        except AdapterError as error:
            return Failed(key=change.key, error=error)
        raise TypeError("archiving is not part of a wave")

    def _parent(self, key: Key | None) -> str:
        """The page behind a key. Raises NotFound."""
        if key is None:
            return ""
        ref = index_of(self.site).ref(key)
        if not ref:
            raise NotFound(self.site.instance, key, "the page above it is not there")
        return ref

    def _needed(self, change: Change[Document]) -> set[Key]:
        parent = None if isinstance(change, Archive) else change.item.parent
        needed = {*change.needs, parent} if parent is not None else set(change.needs)
        return (needed & self.keys) - {change.key}

    def _settle(self, outcome: Outcome[Document]) -> Outcome[Document]:
        self.settled[outcome.key] = isinstance(outcome, Applied)
        return outcome


def _is_home(change: Change[Document]) -> bool:
    return isinstance(change, Create) and change.item.kind == HOME and change.item.parent is None
