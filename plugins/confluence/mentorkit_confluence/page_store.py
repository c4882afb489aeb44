# SPDX-License-Identifier: Apache-2.0
"""The page store: a Confluence space that holds the program's pages, and the lease of its one writer."""

from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence

from mentorkit.adapters import AdapterContext
from mentorkit.domain.keys import Key
from mentorkit.ports import Accounts, Change, Cursor, Diagnosis, Document, Lease, Outcome, Reading, Stored
from mentorkit_confluence import lease, probe
from mentorkit_confluence.api import Api
from mentorkit_confluence.checks import check_pages
from mentorkit_confluence.client import Client
from mentorkit_confluence.config import PagesConfig
from mentorkit_confluence.markup import one_line
from mentorkit_confluence.names import Names
from mentorkit_confluence.page_map import canon_blocks
from mentorkit_confluence.page_reading import locate, read_space
from mentorkit_confluence.page_writing import write_batch
from mentorkit_confluence.site import Site
from mentorkit_confluence.viewers import viewers


class ConfluencePages:
    """A ``PageStore`` and ``LeaseKeeper`` over one space of Confluence Cloud."""

    def __init__(self, config: PagesConfig, context: AdapterContext, client: Client | None = None) -> None:
        service = context.accounts.service | frozenset(config.service_accounts)
        accounts = Accounts(by_person=context.accounts.by_person, service=service)
        self._site = Site(
            api=Api(client or Client.of(config.url, context)),
            names=Names(config.url, config.space, accounts, context.people, context.addresses),
            instance=context.instance,
            program=context.program,
            now=context.now,
        )

    def check(self) -> Iterable[Diagnosis]:
        """Reachable, who we are, the space there or to be made, restrictions kept; each with its remedy."""
        return check_pages(self._site)

    def trials(self) -> str:
        """What ``probe`` makes for itself, in a sentence."""
        return probe.TRIALS.format(space=self._site.names.space)

    def probe(self) -> Generator[Diagnosis, None, None]:
        """Try out with pages of its own what the vendor's documents leave open. Raises LeftBehind."""
        return probe.probe(self._site)

    def read(self, since: Cursor | None = None) -> Reading[Document]:
        """The pages of the program, or with a cursor what changed since. Raises AdapterError."""
        return read_space(self._site, since)

    def locate(self, keys: Collection[Key]) -> Mapping[Key, Stored[Document]]:
        """Which of these pages there are, from the database's own lists. Raises AdapterError."""
        return locate(self._site, keys)

    def in_force(self, refs: Collection[str]) -> Mapping[str, frozenset[str] | None]:
        """Who may view these pages, by their restrictions and those above them. Raises AdapterError."""
        return viewers(self._site, refs)

    def write(self, batch: Sequence[Change[Document]]) -> Iterator[Outcome[Document]]:
        """Make the changes, parents before children."""
        return write_batch(self._site, batch)

    def canon(self, item: Document) -> Document:
        """The page as it would be read: forms are people's words, people without an account unnamed."""
        names, audience = self._site.names, item.audience
        view, edit = (names.reachable(people) for people in (audience.view, audience.edit))
        return item.model_copy(
            update={
                "title": one_line(item.title),
                "audience": audience.model_copy(update={"view": view, "edit": edit}),
                "labels": frozenset(label.lower() for label in item.labels),
                "blocks": canon_blocks(item.blocks, names),
            }
        )

    def peek(self) -> Lease:
        """Who may write now."""
        return lease.peek(self._site)

    def take(self, seen: Lease, holder: str, seconds: int) -> Lease:
        """Take the lease that was seen. Raises Conflict when somebody took it since."""
        return lease.take(self._site, seen, holder, seconds)

    def release(self, held: Lease) -> None:
        """Give the lease back."""
        lease.release(self._site, held)
