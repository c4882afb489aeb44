# SPDX-License-Identifier: Apache-2.0
"""The store protocols: how plan items, documents and events are read and written, in batches.

The vocabulary, for all stores:

* *ours*: carries our mark, stands in our container and was made by one of the program's service
  accounts. Of several with one key the lowest ref is the record; later ones that a service account
  made come back as well and the core closes them; those that a person made (a clone, a copied page)
  come back with ``mark=None``.
* *read* never writes; *locate* asks the vendor's database and not a search index; *write* yields one
  outcome a change, in any order, as each becomes known, and never raises for a single change.
* A lost answer is never answered by sending a creation again.
* *canon* is pure: what would come back from ``read`` if the item were saved here.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Protocol, runtime_checkable

from pydantic import AwareDatetime

from mentorkit.domain.keys import Key
from mentorkit.domain.value import Value
from mentorkit.ports.changes import Change, Outcome
from mentorkit.ports.diagnosis import Diagnosis
from mentorkit.ports.documents import Document
from mentorkit.ports.events import Event
from mentorkit.ports.items import PlanItem
from mentorkit.ports.records import Cursor, Reading, Stored, T

__all__ = [
    "AudienceReader",
    "Diagnosis",
    "EventStore",
    "IssueStore",
    "Lease",
    "LeaseKeeper",
    "PageStore",
    "Store",
]


class Store(Protocol[T]):
    """A place where records of one type live."""

    def check(self) -> Iterable[Diagnosis]:
        """What ``doctor`` should know: reachable, permitted, fields there; each with its remedy."""
        ...

    def read(self, since: Cursor | None = None) -> Reading[T]:
        """Records of this program; with a cursor only what changed since. Raises AdapterError."""
        ...

    def locate(self, keys: Collection[Key]) -> Mapping[Key, Stored[T]]:
        """Which of these records exist, from the vendor's database. Raises AdapterError."""
        ...

    def write(self, batch: "Sequence[Change[T]]") -> "Iterator[Outcome[T]]":
        """Make the changes; parents before children; a child whose parent failed is ``Skipped``."""
        ...

    def canon(self, item: T) -> T:
        """What ``read`` would return for this item once it is saved here. Pure, and idempotent."""
        ...


IssueStore = Store[PlanItem]
PageStore = Store[Document]
EventStore = Store[Event]


@runtime_checkable
class AudienceReader(Protocol):
    """A store whose tool can say who may see a record at this moment, limits from above included.

    Of one that is not, what ``read`` says of a record's audience is the whole of it.
    """

    def in_force(self, refs: Collection[str]) -> Mapping[str, frozenset[str] | None]:
        """Who may view each record, by ref, from the vendor's database; None for everybody.

        Person ids without the program's own accounts; "" stands for somebody outside the program.
        Raises AdapterError.
        """
        ...


class Lease(Value):
    """Who may write now. ``holder`` is "" when nobody; ``token`` proves that nobody took it since."""

    holder: str = ""
    until: AwareDatetime | None = None
    now: AwareDatetime
    token: str = ""

    def free_for(self, holder: str) -> bool:
        """Whether ``holder`` may take it: nobody has it, it ran out, or it is the holder's own."""
        return self.holder in ("", holder) or self.until is None or self.until <= self.now


@runtime_checkable
class LeaseKeeper(Protocol):
    """A store that can keep the lease of the one writer of a program. Times are the server's."""

    def peek(self) -> Lease:
        """Who holds the lease; a free one where the container does not exist yet."""
        ...

    def take(self, seen: Lease, holder: str, seconds: int) -> Lease:
        """Take it, if nobody did since ``seen``. Raises Conflict otherwise."""
        ...

    def release(self, held: Lease) -> None:
        """Give it back."""
        ...
