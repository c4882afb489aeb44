# SPDX-License-Identifier: Apache-2.0
"""Adapters named ``memory`` for all ports, over tools that the caller keeps: for tests of whole programs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict

from mentorkit.adapters import AdapterSpec
from mentorkit.domain.people import Person
from mentorkit.hookspecs import hookimpl
from mentorkit.ports import Accounts, Diagnosis, Directory, WorkItem
from mentorkit.testing.memory import MemoryStore, MemoryTool


class Settings(BaseModel):
    """Memory needs no settings and takes any."""

    model_config = ConfigDict(extra="allow")


@dataclass
class MemoryDirectory:
    """Everybody has an account that is called like the person."""

    realm: str = "memory"
    missing: frozenset[str] = frozenset()

    def check(self) -> Iterable[Diagnosis]:
        """Always well."""
        return [Diagnosis(check="accounts", state="ok", found="in memory")]

    def lookup(self, people: Sequence[Person]) -> Directory:
        """Accounts of these people."""
        found = {person.id: person.id for person in people if person.id not in self.missing}
        missing = tuple(sorted(self.missing & {person.id for person in people}))
        return Directory(accounts=Accounts(by_person=found, service=frozenset({"service"})), missing=missing)


@dataclass(eq=False)
class MemoryPlugin:
    """The plug-in; its tools outlive the runs. No two are the same one, whatever they hold."""

    tools: dict[str, MemoryTool[Any]] = field(
        default_factory=lambda: {name: MemoryTool() for name in ("pages", "plans", "meetings")}
    )
    directory: MemoryDirectory = field(default_factory=MemoryDirectory)
    work: tuple[WorkItem, ...] = ()

    def _spec(self, port: Any, made: Any) -> AdapterSpec[Any, Any]:
        return AdapterSpec(
            name="memory",
            port=port,
            config=Settings,
            open=lambda _config, _context: made,
            realm=lambda _config: "memory",
        )

    def open_work(self) -> tuple[WorkItem, ...]:
        """The open work that the test gave."""
        return self.work

    @hookimpl
    def mentorkit_register_issue_store(self) -> AdapterSpec[Any, Any]:
        """Plan items in memory."""
        return self._spec("plans", MemoryStore(self.tools["plans"], "plans"))

    @hookimpl
    def mentorkit_register_page_store(self) -> AdapterSpec[Any, Any]:
        """Pages in memory."""
        return self._spec("pages", MemoryStore(self.tools["pages"], "pages"))

    @hookimpl
    def mentorkit_register_event_store(self) -> AdapterSpec[Any, Any]:
        """Events in memory."""
        return self._spec("meetings", MemoryStore(self.tools["meetings"], "meetings"))

    @hookimpl
    def mentorkit_register_people_directory(self) -> AdapterSpec[Any, Any]:
        """Accounts in memory."""
        return self._spec("people", self.directory)

    @hookimpl
    def mentorkit_register_activity_source(self) -> AdapterSpec[Any, Any]:
        """Open work in memory."""
        return self._spec("activity", self)
