# SPDX-License-Identifier: Apache-2.0
"""A small company with a program folder, tools in memory, and people who act in them."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from mentorkit.domain.keys import Key, make_key
from mentorkit.domain.richtext import Blocks, Cell, Table, Task, Tasks, inlines, para, words
from mentorkit.plugins import create_plugin_manager
from mentorkit.ports import Own, Stored, WorkItem
from mentorkit.ports.records import Record
from mentorkit.reconcile.changeset import ChangeSet, Report
from mentorkit.reconcile.snapshot import STORED, STORES, StoreName
from mentorkit.testing.memory import SERVICE, Held, MemoryTool
from mentorkit.testing.memory_plugin import MemoryPlugin
from mentorkit.workspace import STATE_FOLDER, Workspace

MONDAY = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
ANA, BEN, CARLA, DORA = "ana", "ben", "carla", "dora"
PROGRAM = "agency"

TEXTS = {
    "mentorkit.toml": "format = 1\n" + "".join(f'[stores.{name}]\nadapter = "memory"\n' for name in STORES),
    "program.yaml": """\
id: agency
name: Agency mentoring
starts: 2026-01-12
timezone: Europe/Sofia
coordinator: carla
limits: {focus_skills: 1, request_days: 30}
cadence: {monitoring_days: 42}
""",
    "people.csv": """\
id,name,email,role,grade,timezone,country,languages,mentoring,capacity
ana,Ana,ana@example.com,developer,junior,Europe/Sofia,BG,bg en,wants,0
ben,Ben,ben@example.com,developer,senior,Europe/Berlin,DE,de,offers,2
carla,Carla,carla@example.com,developer,senior,Europe/Rome,IT,it,none,0
dora,Dora,dora@example.com,developer,junior,Europe/Sofia,BG,bg,both,1
""",
    "pairings.yaml": "- {mentee: ana, mentor: ben, asked: 2026-01-20}\n",
    "roles/developer.yaml": """\
id: developer
name: Developer
grades: [junior, senior]
requires:
  git: {junior: 2, senior: 3, core: true}
  php: {junior: 1, senior: 2}
""",
    "skills/all.yaml": """\
- {id: git, name: Git, kind: technology}
- {id: php, name: PHP, kind: technology}
""",
    "resources/all.yaml": """\
- {id: pro-git, title: Pro Git, url: "https://git-scm.com/book", kind: book, skill: git, to: 3, minutes: 90}
- {id: kata, title: Git kata, url: "https://example.org/kata", kind: exercise, skill: git, to: 2, minutes: 60}
""",
}


class Killed(BaseException):
    """The process is gone: nothing catches this, as nothing catches SIGKILL."""


def write_folder(folder: Path, **changed: str) -> Path:
    """The program folder; a text is replaced by the stem of its file's name."""
    for name, text in TEXTS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(changed.get(path.stem, text), encoding="utf-8")
    return folder


def key(kind: str, *subjects: str, n: int = 1) -> Key:
    """A key of this program."""
    return make_key(PROGRAM, kind, subjects, n)


PAIRING = key("pairing", ANA, BEN)


def records_of(tool: MemoryTool[Any]) -> dict[str, Held]:
    """What a tool holds now, to compare with later. Items and marks are frozen."""
    return {
        ref: replace(held, edits=dict(held.edits), comments=list(held.comments))
        for ref, held in tool.records.items()
    }


@dataclass
class Company:
    """The tools, the clock, and the runs."""

    folder: Path
    in_memory: bool = True
    now: datetime = MONDAY
    plugin: MemoryPlugin = field(default_factory=MemoryPlugin)
    workspace: Workspace = field(init=False)

    def __post_init__(self) -> None:
        work = WorkItem(name="WEB-1", title="Merge", url="https://e.org/1", labels={"git"}, updated=MONDAY)
        self.plugin.work = (work,)
        self.fresh()

    def fresh(self, *, wiped: bool = True) -> None:
        """A new process, with the disk wiped or kept."""
        before = getattr(self, "workspace", None)
        if before is not None and wiped:
            before.close()
            shutil.rmtree(self.folder / STATE_FOLDER, ignore_errors=True)
        manager = create_plugin_manager([self.plugin], installed=False)
        self.workspace = Workspace(self.folder, manager, lambda: self.now, in_memory=self.in_memory)
        if before is not None and self.in_memory and not wiped:
            self.workspace.loop.state = before.loop.state

    def twin(self) -> "Company":
        """The same tools at the same time, on their own from now on, and a process that knows nothing."""
        twin = Company(self.folder, now=self.now)
        for name in STORES:
            tool, origin = twin.tool(name), self.tool(name)
            tool.records, tool.clock, tool.made = records_of(origin), origin.clock, origin.made
        return twin

    def tool(self, store: StoreName) -> MemoryTool[Any]:
        """The tool behind a store."""
        return self.plugin.tools[store]

    def decide(self, *, full: bool = False) -> ChangeSet:
        """What would change now."""
        return self.workspace.decide(self.workspace.look(full=full))

    def run(self, watch: Callable[[Any, Any, Any], None] | None = None) -> Report:
        """One look, one decision, one apply."""
        snapshot = self.workspace.look()
        return self.workspace.apply(snapshot, self.workspace.decide(snapshot), force=True, watch=watch)

    def later(self, **span: float) -> None:
        """Time passes."""
        self.now += timedelta(**span)

    def faults(self, fault: Callable[[str, str], None]) -> None:
        """Set what happens around each request of any tool."""
        for tool in self.plugin.tools.values():
            tool.fault = fault

    def calm(self) -> None:
        """No more faults."""
        self.faults(lambda _when, _verb: None)

    def ours(self, store: StoreName) -> dict[Key, Held]:
        """What the program made in a tool, by key; of two the older."""
        found: dict[Key, Held] = {}
        for held in self.tool(store).records.values():
            if held.mark is not None and held.maker == SERVICE:
                found.setdefault(held.mark.key, held)
        return found

    def held(self, record: Key) -> Held:
        """Our record of that key."""
        return next(held[record] for name in STORES if record in (held := self.ours(name)))

    def end_state(self) -> dict[str, Any]:
        """Everything the tools hold, as rules see it: without refs, revisions and moments."""
        return {
            f"{store}/{held.mark.key if held.mark else held.ref}/{number}": (
                held.item.model_dump(),
                held.mark and held.mark.model_dump(),
                [comment.id for comment in held.comments],
                held.archived,
                held.stray,
                held.maker,
            )
            for store in STORES
            for number, held in enumerate(
                sorted(
                    self.tool(store).records.values(),
                    key=lambda held: (held.mark.key if held.mark else "", held.archived, held.maker),
                )
            )
        }

    def change_words(self, record: Key, by: str, change: Callable[[Blocks], Blocks]) -> None:
        """A person rewrites the part of a page that is people's."""
        held = self.held(record)
        blocks = tuple(
            block.model_copy(update={"content": change(block.content)}) if isinstance(block, Own) else block
            for block in held.item.blocks
        )
        self.tool("pages").edit(held.ref, by, blocks=blocks)

    def tick(self, record: Key, anchor: str, by: str, *, done: bool = True) -> None:
        """A person ticks a box, or takes the tick away."""
        values = {"done": done, "done_by": by if done else "", "done_at": self.now if done else None}

        def ticked(box: Task) -> Task:
            return box.model_copy(update=values) if box.anchor == anchor else box

        def changed(content: Blocks) -> Blocks:
            return tuple(
                Tasks(items=tuple(map(ticked, node.items))) if isinstance(node, Tasks) else node
                for node in content
            )

        held = self.held(record)
        blocks = tuple(
            block.model_copy(update={"content": changed(block.content)}) for block in held.item.blocks
        )
        self.tool("pages").edit(held.ref, by, blocks=blocks)

    def rate(self, person: str, *levels: str) -> None:
        """A person writes levels, one a row of the skill table."""

        def rated(table: Table) -> Table:
            rows = [
                (row[0], Cell(content=inlines(level)), *row[2:])
                for row, level in zip(table.rows[1:], levels, strict=False)
            ]
            return Table(rows=(table.rows[0], *rows, *table.rows[len(rows) + 1 :]))

        def change(content: Blocks) -> Blocks:
            return tuple(
                rated(node) if isinstance(node, Table) and words(node.rows[0][0].content) == "Skill" else node
                for node in content
            )

        self.change_words(key("profile", person), person, change)

    def write_note(self, record: Key, by: str, text: str) -> None:
        """A person adds a paragraph at the end of a page."""
        held = self.held(record)
        self.tool("pages").edit(held.ref, by, blocks=(*held.item.blocks, Own(content=(para(text),))))

    def accept(self, record: Key = PAIRING, mentee: str = ANA, mentor: str = BEN) -> None:
        """Both accept the pairing."""
        self.tick(record, "mk-accept-mentee", mentee)
        self.tick(record, "mk-accept-mentor", mentor)

    def agree(self, record: Key = PAIRING, mentee: str = ANA, mentor: str = BEN) -> None:
        """Both tick the agreement."""
        self.tick(record, "mk-agree-mentee", mentee)
        self.tick(record, "mk-agree-mentor", mentor)

    def grown(self) -> "Company":
        """The same company once the pairing has agreed and its plan is made."""
        self.run()
        self.rate(ANA, "1", "0")
        self.accept()
        self.run()
        self.agree()
        self.run()
        return self


def stored(item: Record, **values: Any) -> Stored[Any]:
    """A record as a store would hand it out."""
    fields: dict[str, Any] = {"ref": "1", "name": "M-1", "revision": "1", **values}
    return STORED[type(item)](item=item, **fields)
