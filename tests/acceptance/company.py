# SPDX-License-Identifier: Apache-2.0
"""The example company in process: no sockets, every request checked against the vendors' documents."""

import csv
import shutil
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from flask import Flask

from mentorkit_cli.demo.scene import Scene
from mentorkit_cli.demo.story import Story
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
        for name, content in self.saved.files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        self.site.load(deepcopy(self.saved.site))

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

    def save(self) -> "Saved":
        """Site and folder as they are now."""
        files = {
            path.relative_to(self.folder): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file()
        }
        return Saved(deepcopy(self.site.dump()), files)

    def wipe_disk(self) -> None:
        """Delete the mirror and the journal."""
        shutil.rmtree(self.folder / ".mentorkit", ignore_errors=True)


@dataclass(frozen=True)
class Saved:
    """A company at a moment, to start from again and again."""

    site: dict[str, Any]
    files: dict[Path, bytes]

    def open(self, folder: Path) -> Company:
        """A company of its own that stands where the saved one stood."""
        return Company(folder, saved=self)


CHAPTERS: dict[str, tuple[str, ...]] = {
    "set_up": ("set_up",),
    "profiled": ("fill_profiles", "find_gaps"),
    "requested": ("ask",),
    "accepted": ("accept",),
    "growing": ("agree", "make_plan"),
    "worked": ("edit", "respect", "work", "milestone"),
}
"""What has been played when a chapter begins; each goes on from the one before."""


def played(chapter: str, folder: Path) -> Company:
    """A company in which everything up to and including this chapter was played."""
    company = Company(folder)
    story = Story(company)
    for name, steps in CHAPTERS.items():
        for step in steps:
            getattr(story, step)()
        if name == chapter:
            return company
    raise LookupError(chapter)


def trimmed(company: Company, *people: str) -> Company:
    """The company with these people only (their accounts and everybody else's stay on the site)."""
    path = company.folder / "people.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, "manager": ""} for row in rows if row["id"] in people)
    return company
