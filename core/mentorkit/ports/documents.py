# SPDX-License-Identifier: Apache-2.0
"""Documents: pages as the core sees them, made of blocks that say whose hand writes them."""

from typing import Annotated, Literal

from pydantic import Field

from mentorkit.domain.keys import Key
from mentorkit.domain.richtext import Blocks
from mentorkit.domain.value import Value
from mentorkit.ports.fields import Ownership

BlockName = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=30)]


class Generated(Value):
    """Kept by the program: fenced, and replaced whole when it changes.

    ``private`` content is written only after the page's audience is in force and verified.
    """

    t: Literal["generated"] = "generated"
    name: BlockName
    content: Blocks
    private: bool = False


class Form(Value):
    """Seeded once, then people's. In a document that was read, forms are part of ``Own``."""

    t: Literal["form"] = "form"
    name: BlockName
    content: Blocks


class Own(Value):
    """People's words, in the order they stand between the generated blocks. Never written."""

    t: Literal["own"] = "own"
    content: Blocks


PageBlock = Annotated[Generated | Form | Own, Field(discriminator="t")]


class Audience(Value):
    """Who may view and who may edit a page, as person ids; None leaves it to the space.

    The program's service account always stands in both lists without being named.
    """

    view: frozenset[str] | None = None
    edit: frozenset[str] | None = None

    @property
    def private(self) -> bool:
        """Whether only named people may view it."""
        return self.view is not None


class Document(Value):
    """A page. ``parent`` is the key of the page above it; the home page has none.

    The home page is the container itself: creating it where there is no space makes the space.
    """

    kind: Annotated[str, Ownership.OBSERVED]
    title: Annotated[str, Field(min_length=1, max_length=250), Ownership.PROPOSED]
    parent: Annotated[Key | None, Ownership.PROPOSED] = None
    audience: Annotated[Audience, Ownership.DERIVED] = Audience()
    labels: Annotated[frozenset[str], Ownership.ADDED] = frozenset()
    blocks: Annotated[tuple[PageBlock, ...], Ownership.DERIVED] = ()

    def generated(self, name: str) -> Generated | None:
        """The generated block of that name."""
        return next((b for b in self.blocks if isinstance(b, Generated) and b.name == name), None)

    def written_by_people(self) -> Blocks:
        """Everything outside the generated blocks, in page order."""
        return tuple(
            node for block in self.blocks if not isinstance(block, Generated) for node in block.content
        )
