# SPDX-License-Identifier: Apache-2.0
"""The scene of the demo: a sandbox that serves, the company's program folder, and runs of the loop."""

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import requests
from flask import Flask

from mentorkit.plugins import create_plugin_manager
from mentorkit.reconcile.changeset import Report
from mentorkit.reconcile.snapshot import Snapshot
from mentorkit.rules import World
from mentorkit.secrets import Secrets
from mentorkit.workspace import Workspace
from mentorkit_sandbox import seed
from mentorkit_sandbox.actor import Actor
from mentorkit_sandbox.app import create_app
from mentorkit_sandbox.server import Serving, serve
from mentorkit_sandbox.site import Site
from mentorkit_sandbox.tables import Tables

BEGINS = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
COMPANY_URL = "https://example.atlassian.net"


@dataclass
class Scene:
    """A running sandbox with the example company in it. Close it when the play is over.

    ``state`` keeps the site in a SQLite file and the program folder beside it; without it both are
    forgotten. The site comes back at the address it had, since pages and issues hold links.
    """

    folder: Path
    state: Path | None = None
    site: Site = field(init=False)
    url: str = field(init=False)
    fresh: bool = field(init=False)
    _serving: Serving = field(init=False)

    def __post_init__(self) -> None:
        self.site = Site(Tables(self.state))
        self.fresh = not self.site.people
        if self.fresh:
            self._set_up_company()
        self.url = self.start(create_app(self.site, self.folder / "feeds"))
        self.site.base_url = self.url
        self._point_at_site()

    def start(self, app: Flask) -> str:
        """Serve the site; the address it has from now on."""
        self._serving = serve(app, port=self._last_port())
        url = self._serving.url
        self._port_file.write_text(url.rpartition(":")[2], encoding="utf-8")
        return url

    def close(self) -> None:
        """Stop serving."""
        self._serving.close()
        self.site.tables.close()

    def session(self) -> requests.Session:
        """A session that reaches the site and looks at no settings of this machine."""
        made = requests.Session()
        made.trust_env = False
        return made

    def now(self) -> datetime:
        """What the site's clock says."""
        return self.site.clock.now()

    def pass_days(self, days: float) -> None:
        """Let time go by."""
        with self.site.lock:
            self.site.clock.advance(timedelta(days=days))
            self.site.keep_clock()
            self.site.tables.commit()

    def actor(self, email: str) -> Actor:
        """Somebody of the company, with the own token."""
        person = self.site.person_by_email(email)
        if person is None:
            raise LookupError(email)
        known = {
            "name": person.name,
            "email": person.email,
            "token": person.token,
            "account_id": person.account_id,
        }
        return Actor(self.session(), self.url, known)

    def workspace(self) -> Workspace:
        """The program as the administrator's command line opens it."""
        administrator = self.site.people[0]
        secrets = Secrets(
            {
                "MENTORKIT_ATLASSIAN_EMAIL": administrator.email,
                "MENTORKIT_ATLASSIAN_TOKEN": administrator.token,
            }
        )
        return Workspace(
            self.folder, create_plugin_manager(), self.now, secrets=secrets, session=self.session
        )

    def apply(self) -> tuple[Report, World, int]:
        """One ``mentorkit apply``: what it did, the world afterwards, and how many requests it took."""
        before = self.site.requests_seen
        workspace = self.workspace()
        try:
            snapshot = workspace.look()
            report = workspace.apply(snapshot, workspace.decide(snapshot))
            taken = self.site.requests_seen - before
            after: Snapshot = workspace.loop.mirrored(snapshot)
            return report, workspace.world(after), taken
        finally:
            workspace.close()

    def _set_up_company(self) -> None:
        self.copy_company()
        self.seed_site()

    def copy_company(self) -> None:
        """Put the example company's program into the folder."""
        with as_file(files("mentorkit_sandbox") / "company") as company:
            shutil.copytree(company, self.folder, dirs_exist_ok=True)

    def seed_site(self) -> None:
        """Give everybody in the program an account, and the site the company's client work."""
        self.site.clock.set(BEGINS, frozen=True)
        self.site.keep_clock()
        seed.from_program(self.site, self.folder)
        seed.from_file(self.site, self.folder / "site.yaml")

    @property
    def _port_file(self) -> Path:
        return self.folder / ".port"

    def _last_port(self) -> int:
        return int(self._port_file.read_text(encoding="utf-8")) if self._port_file.exists() else 0

    def _point_at_site(self) -> None:
        settings = self.folder / "mentorkit.toml"
        text = settings.read_text(encoding="utf-8")
        for address in (COMPANY_URL, *self._earlier_addresses(text)):
            text = text.replace(address, self.url)
        settings.write_text(text, encoding="utf-8")

    def _earlier_addresses(self, text: str) -> list[str]:
        words = [
            word.strip('"').removesuffix("/wiki") for word in text.split() if "http://127.0.0.1:" in word
        ]
        return sorted(set(words), key=len, reverse=True)


def summary(world: World) -> dict[str, Any]:
    """How much of everything there is."""
    snapshot = world.snapshot
    return {
        "people": len(world.program.people),
        "pages": len(snapshot.pages.by_key),
        "issues": sum(stored.item.kind != "board" for stored in snapshot.plans.by_key.values()),
        "events": len(snapshot.meetings.by_key),
    }
