# SPDX-License-Identifier: Apache-2.0
"""Work outside the program: open items to practice on, finished ones as evidence. Only read."""

from typing import Protocol

from pydantic import AwareDatetime

from mentorkit.domain.value import Value


class WorkItem(Value):
    """A real work item of another project. ``assignee`` is a person id, "" for nobody we know."""

    name: str
    title: str
    url: str
    labels: frozenset[str] = frozenset()
    assignee: str = ""
    open: bool = True
    updated: AwareDatetime


class ActivitySource(Protocol):
    """Reads work of the projects that the program's configuration allows."""

    def open_work(self) -> tuple[WorkItem, ...]:
        """Open items assigned to people of the program or to nobody, sorted by name.

        One search, at most 100 items a page; empty when no project is allowed.
        """
        ...
