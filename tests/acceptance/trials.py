# SPDX-License-Identifier: Apache-2.0
"""Small companies just before a run, what a run leaves at any moment, and how the tools look at its end.

The sandbox's search index lags by a minute and the clock stands still, so that searches never show what
these runs made.
"""

import hashlib
import json
import re
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mentorkit.program.edit import append_pairing
from mentorkit.program.file_models import PairingEntry
from mentorkit_cli.demo.story import MENTEE, MENTOR
from tests.acceptance.company import Company, Saved, email, trimmed

PEOPLE = (MENTEE, MENTOR, "elena-marinova", "stefan-kolev")
PAGE = "Pairing: Jonas Weber, Inês Carvalho"
DISK = Path(".mentorkit")


def small(folder: Path) -> Company:
    """Four people and a pair that was asked for, before the first run; the index lags."""
    company = trimmed(Company(folder), *PEOPLE)
    company.checked = False
    company.site.configure({"index_lag_seconds": 60.0})
    company.site.tables.commit()
    entry = PairingEntry(
        mentee=MENTEE, mentor=MENTOR, focus=("web-accessibility",), asked=company.now().date()
    )
    append_pairing(company.folder, entry)
    return company


def agreed(folder: Path) -> Company:
    """The same just before the run that makes the plan: both have accepted and agreed."""
    company = small(folder)
    company.apply()
    for step in ("accept", "agree"):
        for side, person in (("mentee", MENTEE), ("mentor", MENTOR)):
            company.actor(email(person)).tick(PAGE, f"mk-{step}-{side}")
        if step == "accept":
            company.apply()
    return company


BEGINNINGS: dict[str, Callable[[Path], Company]] = {"first-apply": small, "plan": agreed}


def end_state(company: Company) -> dict[str, Any]:
    """What the program sees in the tools, by key, without refs and version numbers."""
    company.wipe_disk()
    workspace = company.workspace()
    snapshot = workspace.look()
    workspace.close()
    state: dict[str, Any] = {}
    for name in ("pages", "plans", "meetings"):
        view = getattr(snapshot, name)
        assert view.duplicates == (), f"made twice: {[d.name for d in view.duplicates]}"
        assert view.theirs == (), f"not ours: {[d.name for d in view.theirs]}"
        for key, stored in view.by_key.items():
            assert stored.problems == ()
            facts = sorted((fact.name, fact.by, fact.detail) for fact in stored.mark.ledger)
            state[key] = (stored.item, facts, stored.archived)
    return state


def comparable(company: Company) -> str:
    """An end state as text, without the address of the server and the numbers it gave to pages."""
    state = repr(sorted(end_state(company).items())).replace(company.url, "http://site")
    return re.sub(r"/pages/\d+", "/pages/…", state)


def fingerprint(left: Saved) -> str:
    """Equal where tools and folder hold the same, the state by its rows, since SQLite salts its files."""
    held = hashlib.sha256(json.dumps(left.site, sort_keys=True).encode())
    with tempfile.TemporaryDirectory() as place:
        for path, content in sorted(left.files.items()):
            if path.parts[0] == DISK.name:
                (Path(place) / path.name).write_bytes(content)
            else:
                held.update(f"{path} {len(content)} ".encode() + content)
        state = Path(place) / "state.sqlite"
        if state.exists():
            connection = sqlite3.connect(state)
            held.update("\n".join(connection.iterdump()).encode())
            connection.close()
    return held.hexdigest()
