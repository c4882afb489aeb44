# SPDX-License-Identifier: Apache-2.0
"""What a contract suite asks of the tool under a store: opening it, and people acting in it."""

from typing import Any, Protocol

from mentorkit.ports import Audience, Store


class Tool(Protocol):
    """One fresh tool. Its people are ``ana-petrova`` and ``boris-ivanov``."""

    def open(self) -> Store[Any]:
        """A store on this tool that knows nothing of earlier ones."""
        ...

    def lose_answer(self) -> None:
        """The next writing request is acted on, and its answer lost."""
        ...


class PersonTool(Tool, Protocol):
    """A tool in which people act, under their own name."""

    def rename(self, ref: str, title: str, *, by: str) -> None:
        """A person changes a title."""
        ...

    def clone(self, ref: str, *, by: str) -> None:
        """A person makes a copy."""
        ...

    def delete(self, ref: str) -> None:
        """Somebody deletes the record."""
        ...


class IssueTool(PersonTool, Protocol):
    """A tool that keeps plan items."""

    def refuse_next(self) -> None:
        """The next creation is refused without being acted on."""
        ...

    def label(self, ref: str, label: str, *, by: str) -> None:
        """A person adds a label."""
        ...

    def labels(self, ref: str) -> set[str]:
        """The labels on the record, all of them."""
        ...


class PageTool(PersonTool, Protocol):
    """A tool that keeps pages."""

    def append_words(self, ref: str, words: str, *, by: str) -> None:
        """A person adds a paragraph at the end of the page."""
        ...

    def words(self, ref: str) -> Any:
        """People's part of the page, exactly as it is stored."""
        ...

    def can_view(self, ref: str, person: str) -> bool:
        """Whether that person can open the page."""
        ...

    def audience(self, view: str | None, edit: str | None = None) -> Audience:
        """An audience of one; None is everybody."""
        return Audience(
            view=None if view is None else frozenset({view}),
            edit=None if edit is None else frozenset({edit}),
        )
