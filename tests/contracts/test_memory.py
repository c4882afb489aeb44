# SPDX-License-Identifier: Apache-2.0
"""The reference stores keep the contracts they are the reference of."""

from typing import Any

import pytest

from mentorkit.domain.richtext import para
from mentorkit.errors import Refused, Unavailable
from mentorkit.ports import Audience, Generated, Own
from mentorkit.testing.contracts import EventStoreContract, IssueStoreContract, PageStoreContract
from mentorkit.testing.memory import MemoryStore, MemoryTool


class Memory:
    """People acting in a memory tool."""

    def __init__(self) -> None:
        self.tool: MemoryTool[Any] = MemoryTool()

    def open(self) -> MemoryStore[Any]:
        return MemoryStore(self.tool)

    def _once(self, when: str, error: Exception) -> None:
        def fault(at: str, verb: str) -> None:
            if at == when and verb in ("create", "update", "archive"):
                self.tool.fault = lambda _when, _verb: None
                raise error

        self.tool.fault = fault

    def lose_answer(self) -> None:
        self._once("after", Unavailable("memory", unknown=True))

    def refuse_next(self) -> None:
        self._once("before", Refused("memory"))

    def rename(self, ref: str, title: str, *, by: str) -> None:
        self.tool.edit(ref, by, title=title)

    def clone(self, ref: str, *, by: str) -> None:
        self.tool.clone(ref, by)

    def delete(self, ref: str) -> None:
        self.tool.delete(ref)

    def label(self, ref: str, label: str, *, by: str) -> None:
        self.tool.edit(ref, by, labels=self.tool.records[ref].item.labels | {label})

    def labels(self, ref: str) -> set[str]:
        return set(self.tool.records[ref].item.labels)

    def append_words(self, ref: str, words: str, *, by: str) -> None:
        blocks = (*self.tool.records[ref].item.blocks, Own(content=(para(words),)))
        self.tool.edit(ref, by, blocks=blocks)

    def words(self, ref: str) -> Any:
        return [block for block in self.tool.records[ref].item.blocks if not isinstance(block, Generated)]

    def can_view(self, ref: str, person: str) -> bool:
        view = self.tool.records[ref].item.audience.view
        return view is None or person in view

    def audience(self, view: str | None, edit: str | None = None) -> Audience:
        return Audience(
            view=None if view is None else frozenset({view}), edit=None if edit is None else frozenset({edit})
        )


@pytest.fixture
def tool() -> Memory:
    return Memory()


class TestMemoryIssues(IssueStoreContract):
    """Plan items in memory."""


class TestMemoryPages(PageStoreContract):
    """Pages in memory."""


class TestMemoryEvents(EventStoreContract):
    """Events in memory."""
