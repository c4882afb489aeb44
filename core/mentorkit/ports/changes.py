# SPDX-License-Identifier: Apache-2.0
"""Changes that stores are asked to make, and what became of each."""

from typing import Generic

from pydantic import ConfigDict
from typing_extensions import TypeAliasType

from mentorkit.domain.keys import Key
from mentorkit.domain.richtext import Blocks
from mentorkit.domain.value import Value
from mentorkit.errors import MentorkitError
from mentorkit.ports.items import Status
from mentorkit.ports.records import Mark, Stored, T


class Notice(Value):
    """Words to people, delivered once with the change that carries it (as a comment)."""

    id: str
    body: Blocks


class Create(Value, Generic[T]):
    """Make a record. ``mark`` is what it carries; ``move`` is the first status where not the default."""

    key: Key
    item: T
    mark: Mark
    notice: Notice | None = None
    move: Status | None = None
    needs: tuple[Key, ...] = ()


class Update(Value, Generic[T]):
    """Change a record in place.

    ``fields`` names what is to be written: field names of the item, and for documents
    ``block:<name>`` for each generated block and ``form:<name>`` for a form seeded late. ``item`` is
    the whole item as it shall be (for documents: the generated blocks to write and the forms to
    seed; people's words are not in it). ``mark`` replaces the mark. ``found`` is the record that the
    decision was based on: a store that finds another revision answers ``Conflicted`` and writes nothing.
    """

    key: Key
    ref: str
    item: T
    found: Stored[T]
    fields: frozenset[str]
    mark: Mark
    notice: Notice | None = None
    move: Status | None = None
    needs: tuple[Key, ...] = ()


class Archive(Value, Generic[T]):
    """Put a record into the tool's archive (or close it, where there is none). Nothing is erased."""

    key: Key
    ref: str
    found: Stored[T]
    mark: Mark
    why: str
    needs: tuple[Key, ...] = ()


Change = TypeAliasType("Change", Create[T] | Update[T] | Archive[T], type_params=(T,))


class Applied(Value):
    """The tool acted and said so."""

    key: Key
    ref: str
    name: str
    revision: str
    url: str = ""


class Skipped(Value):
    """Not attempted, because something it needs failed."""

    key: Key
    why: str


class Conflicted(Value, Generic[T]):
    """Somebody changed the record meanwhile; ``found`` is how it stands now (None: it is gone)."""

    key: Key
    found: Stored[T] | None


class Failed(Value):
    """The tool refused or could not be reached. What is known not to have happened can be retried."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    key: Key
    error: MentorkitError


Outcome = TypeAliasType("Outcome", Applied | Skipped | Conflicted[T] | Failed, type_params=(T,))
