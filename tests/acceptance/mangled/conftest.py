# SPDX-License-Identifier: Apache-2.0
"""A company with a page of every kind, and people who take the pages apart."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from mentorkit.domain.keys import Key
from mentorkit.reconcile.changeset import Report
from mentorkit.reconcile.wishes import Told
from mentorkit.rules import World
from mentorkit_confluence.fences import find_fences
from mentorkit_sandbox.actor import Actor
from tests.acceptance.company import Company, Saved
from tests.acceptance.mangled.everywhere import ANCHOR
from tests.acceptance.mangled.kinds import INES, JONAS, KINDS, Kind, played

RENAMED = "Jonas Weber-Lind"
PATH = "/wiki/api/v2/pages/"


@dataclass
class Bench:
    """The company, and how its pages stood before anybody touched them."""

    company: Company
    world: World
    bodies: dict[str, str] = field(default_factory=dict)

    @property
    def jonas(self) -> Actor:
        """Whose pages are worked on."""
        return self.company.person(JONAS)

    def page(self, kind: Kind) -> dict[str, Any]:
        """The page as it stands."""
        found: dict[str, Any] = self.jonas.call("GET", PATH + kind.ref(self.world), body_format="storage")
        return found

    def body(self, kind: Kind) -> str:
        return str(self.page(kind)["body"]["storage"]["value"])

    def edit(self, kind: Kind, change: Callable[[str], str]) -> bool:
        """Jonas changes a page; whether it is another one now."""
        before = self.body(kind)
        self.bodies[kind.name] = before
        after = change(before)
        if after != before:
            self.save(kind, after)
        return after != before

    def save(self, kind: Kind, body: str) -> None:
        page = self.page(kind)
        wish = {
            "id": page["id"],
            "status": "current",
            "title": page["title"],
            "body": {"representation": "storage", "value": body},
            "version": {"number": page["version"]["number"] + 1},
        }
        self.jonas.call("PUT", PATH + page["id"], body=wish)

    def change_program(self) -> None:
        """Jonas gets another name, Inês another team: something to write on every page."""
        path = self.company.folder / "people.csv"
        text = path.read_text(encoding="utf-8").replace("Jonas Weber,", f"{RENAMED},")
        lines = [line.replace(",web,", ",pier,") if INES in line else line for line in text.splitlines()]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def apply(self) -> tuple[Report, World]:
        """One run; a name that changes touches more than a run may touch without a word."""
        workspace = self.company.workspace()
        try:
            snapshot = workspace.look()
            report = workspace.apply(snapshot, workspace.decide(snapshot), force=True)
            assert report.whole, report.failed
            return report, workspace.world(workspace.loop.mirrored(snapshot))
        finally:
            workspace.close()


def told_of(report: Report, title: str) -> list[Told]:
    return [one for one in report.told if one.about == title]


def theirs(body: str, key: Key) -> str:
    """A page without the program's marks and without what stands between them."""
    raw = body.encode()
    kept, at = [], 0
    for fence in find_fences(raw, key).whole.values():
        kept.append(raw[at : fence.inside.start])
        at = fence.inside.end
    return ANCHOR.sub("", b"".join([*kept, raw[at:]]).decode())


@dataclass(frozen=True)
class Written:
    """The company as its people left it, as it was when the pairing was asked for, and its world."""

    saved: Saved
    asked: Saved
    world: World


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    company = Company(tmp_path_factory.mktemp("mangled"))
    asked, world = played(company)
    saved = company.save()
    company.close()
    return Written(saved, asked, world)


@pytest.fixture
def bench(written: Written, tmp_path: Path) -> Iterator[Bench]:
    company = written.saved.open(tmp_path / "company")
    company.checked = False
    yield Bench(company, written.world)
    company.close()


@pytest.fixture
def asked(written: Written, tmp_path: Path) -> Iterator[Company]:
    """The company when the pairing has just been asked for."""
    company = written.asked.open(tmp_path / "asked")
    company.checked = False
    yield company
    company.close()


@pytest.fixture
def before(written: Written) -> dict[str, Any]:
    """What the program read on the page of each kind."""
    return {name: kind.read(written.world) for name, kind in KINDS.items()}
