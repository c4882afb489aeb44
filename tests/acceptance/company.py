# SPDX-License-Identifier: Apache-2.0
"""The example company in process: no sockets, every request checked against the vendors' documents."""

import csv
import os
import pickle
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
import requests
from filelock import FileLock
from flask import Flask

from mentorkit.program.edit import append_pairing
from mentorkit.program.file_models import PairingEntry
from mentorkit_cli.demo import first_weeks, year
from mentorkit_cli.demo.scene import Scene
from mentorkit_cli.demo.story import Step, Story
from mentorkit_sandbox.actor import Actor
from mentorkit_sandbox.inprocess import URL, SandboxTransport
from tests import vendor_specs

Before = Callable[[requests.PreparedRequest], None]
After = Callable[[requests.PreparedRequest, requests.Response], None]


@dataclass
class Company(Scene):
    """The demo's scene without a server. ``before`` and ``after`` see every request.

    ``checked`` holds every exchange against the vendors' documents, where these are at hand.
    """

    before: Before | None = None
    after: After | None = None
    checked: bool = True
    saved: "Saved | None" = None
    app: Flask = field(init=False)

    def _set_up_company(self) -> None:
        if self.saved is None:
            super()._set_up_company()
            return
        self.back_to(self.saved)

    def back_to(self, saved: "Saved") -> None:
        """Let site and folder stand where they stood then."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for name, content in saved.files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        self.site.load(saved.site)
        self.site.faults.clear()
        self.site.log.clear()

    def start(self, app: Flask) -> str:
        self.app = app
        return URL

    def close(self) -> None:
        self.site.tables.close()

    def session(self) -> requests.Session:
        made = requests.Session()
        made.trust_env = False
        made.mount(URL, SandboxTransport(self.app, self._before, self._after))
        return made

    def _before(self, request: requests.PreparedRequest) -> None:
        if self.before is not None:
            self.before(request)

    def _after(self, request: requests.PreparedRequest, response: requests.Response) -> None:
        if self.checked and vendor_specs.checker() is not None:
            vendor_specs.assert_exchange(request, response)
        if self.after is not None:
            self.after(request, response)

    def person(self, person: str) -> Actor:
        """Somebody of the company at work, by the id in people.csv."""
        return self.actor(email(person))

    def settings(self, **changes: Any) -> None:
        """Change lines of program.yaml; a value is written as YAML on one line."""
        path = self.folder / "program.yaml"
        lines = path.read_text(encoding="utf-8").splitlines()
        for name, value in changes.items():
            at = next(number for number, line in enumerate(lines) if line.startswith(f"{name}:"))
            lines[at] = f"{name}: {value}"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def save(self) -> "Saved":
        """Site and folder as they are now."""
        files = {
            path.relative_to(self.folder): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file()
        }
        return Saved(self.site.dump(), files, checked=self.checked)

    def wipe_disk(self) -> None:
        """Delete the mirror and the journal."""
        shutil.rmtree(self.folder / ".mentorkit", ignore_errors=True)


AnyCompany = TypeVar("AnyCompany", bound=Company)


@dataclass(frozen=True)
class Saved:
    """A company at a moment, to start from again and again."""

    site: dict[str, Any]
    files: dict[Path, bytes]
    checked: bool = True

    def open(self, folder: Path) -> Company:
        """A company of its own that stands where the saved one stood."""
        return Company(folder, saved=self, checked=self.checked)

    def without(self, place: Path) -> "Saved":
        """The same with one folder deleted."""
        kept = {path: content for path, content in self.files.items() if place not in path.parents}
        return replace(self, files=kept)


def email(person: str) -> str:
    """The address of somebody of the example company."""
    return f"{person.replace('-', '.')}@tidewren.example"


@dataclass(frozen=True)
class Pair:
    """Two people of a company and their page; what they do they do with their own tokens."""

    company: Company
    mentee: str
    mentor: str

    @property
    def page(self) -> str:
        """The title of their page."""
        people = (self.company.site.person_by_email(email(one)) for one in (self.mentee, self.mentor))
        return "Pairing: " + ", ".join(person.name for person in people if person)

    def ask(self, *focus: str) -> "Pair":
        """The coordinator writes the request down."""
        entry = PairingEntry(
            mentee=self.mentee, mentor=self.mentor, focus=focus, asked=self.company.now().date()
        )
        append_pairing(self.company.folder, entry)
        return self

    def tick(self, step: str) -> None:
        """Both tick their boxes of a step: accept or agree."""
        for side, person in (("mentee", self.mentee), ("mentor", self.mentor)):
            self.company.person(person).tick(self.page, f"mk-{step}-{side}")


CHAPTERS: dict[str, tuple[Callable[[Story], Step], ...]] = {
    "set_up": (first_weeks.set_up,),
    "profiled": (first_weeks.fill_profiles, first_weeks.find_gaps),
    "requested": (first_weeks.ask,),
    "accepted": (first_weeks.accept,),
    "growing": (first_weeks.agree, first_weeks.make_plan),
    "worked": (first_weeks.edit, first_weeks.respect, first_weeks.work, first_weeks.milestone),
    "met": (year.take_notes, year.nudge),
    "reviewed": (year.first_quarter, year.review),
    "reflecting": (year.the_year, year.reflect),
    "closed": (year.close,),
    "reopened": (year.reopen,),
}
"""What is played in each chapter; each goes on from the one before."""


def shelf_of(factory: pytest.TempPathFactory) -> Path:
    """Where chapters are kept that the processes of one run share."""
    mine = factory.getbasetemp()
    return mine.parent if os.environ.get("PYTEST_XDIST_WORKER") else mine


def chapter(name: str, shelf: Path) -> Saved:
    """The story as it stands at the end of a chapter: played once, and found on the shelf from then on.

    Processes that share a shelf share what is played; one plays, the others wait.
    """
    names = list(CHAPTERS)
    with FileLock(shelf / "story.lock", is_singleton=True):
        kept = shelf / f"{name}.saved"
        if not kept.exists():
            before = names[: names.index(name)][-1:]
            saved = chapter(before[0], shelf) if before else None
            company = Company(shelf / name, saved=saved)
            story = Story(company)
            if saved is not None:
                story.apply()
                company.pass_days(0.01)
            for step in CHAPTERS[name]:
                step(story)
            fresh = kept.with_suffix(".new")
            fresh.write_bytes(pickle.dumps(company.save()))
            fresh.replace(kept)
            company.close()
        found: Saved = pickle.loads(kept.read_bytes())
        return found


def trimmed(company: AnyCompany, *people: str) -> AnyCompany:
    """The company with these people only (their accounts and everybody else's stay on the site)."""
    path = company.folder / "people.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, "manager": ""} for row in rows if row["id"] in people)
    return company
