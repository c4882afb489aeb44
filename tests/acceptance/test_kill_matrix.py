# SPDX-License-Identifier: Apache-2.0
"""Killed at any request, disk kept or wiped, and run again: the same end state, no duplicate.

The child of each case runs on a copy of the sandbox in its own process and ends by ``os._exit`` in the
transport, before the request is sent or after the sandbox acted. Only what it left (the site's state and
the program folder) goes on. The sandbox's search index lags by a minute and the clock stands still, so
that searches never show what these runs made.
"""

import json
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mentorkit.program.edit import append_pairing
from mentorkit.program.file_models import PairingEntry
from mentorkit_cli.demo.story import MENTEE, MENTOR
from tests.acceptance.company import Company, Saved, trimmed

KILLED = 9
PEOPLE = (MENTEE, MENTOR, "elena-marinova", "stefan-kolev")
SHARDS = 8


def small(folder: Path) -> Company:
    """Four people and a pair that was asked for, before the first run; the index lags."""
    company = trimmed(Company(folder), *PEOPLE)
    company.site.configure({"index_lag_seconds": 60.0})
    entry = PairingEntry(
        mentee=MENTEE, mentor=MENTOR, focus=("web-accessibility",), asked=company.now().date()
    )
    append_pairing(company.folder, entry)
    return company


def agreed(folder: Path) -> Company:
    """The same just before the run that makes the plan: both have accepted and agreed."""
    company = small(folder)
    company.apply()
    page = "Pairing: Jonas Weber, Inês Carvalho"
    for step in ("accept", "agree"):
        for side, person in (("mentee", "jonas.weber"), ("mentor", "ines.carvalho")):
            company.actor(f"{person}@tidewren.example").tick(page, f"mk-{step}-{side}")
        if step == "accept":
            company.apply()
    return company


BEGINNINGS: dict[str, Callable[[Path], Company]] = {"first-apply": small, "plan": agreed}
_BEGUN: dict[str, tuple[Saved, int, Any]] = {}


def begun(name: str, tmp: pytest.TempPathFactory) -> tuple[Saved, int, Any]:
    """Where the case begins, how many requests the whole run takes, and what stands at its end."""
    if name not in _BEGUN:
        company = BEGINNINGS[name](tmp.mktemp(name))
        company.checked = False
        saved = company.save()
        before = company.site.requests_seen
        company.apply()
        taken = company.site.requests_seen - before
        _BEGUN[name] = saved, taken, end_state(company)
    return _BEGUN[name]


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


def killed(saved: Saved, folder: Path, at: int, moment: str) -> "Saved | None":
    """What a run leaves that is killed at its ``at``-th request; None when it was over before."""
    left = folder / "left.pickle"
    child = os.fork()
    if child == 0:
        company = saved.open(folder / "program")
        company.checked = False
        count = iter(range(1, 1_000_000))

        def die(*_: object) -> None:
            with company.site.lock:
                if next(count) == at:
                    left.write_bytes(pickle.dumps(company.site.dump()))
                    os._exit(KILLED)

        setattr(company, moment, die)
        company.apply()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status) == 0:
        return None
    assert os.waitstatus_to_exitcode(status) == KILLED
    site = pickle.loads(left.read_bytes())
    files = {
        path.relative_to(folder / "program"): path.read_bytes()
        for path in (folder / "program").rglob("*")
        if path.is_file()
    }
    return Saved(site, files)


@pytest.mark.slow
@pytest.mark.seed("N16")
@pytest.mark.parametrize("shard", range(SHARDS))
@pytest.mark.parametrize("name", sorted(BEGINNINGS))
def test_killed_anywhere_the_next_run_ends_the_same(
    name: str, shard: int, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    saved, requests, wanted = begun(name, tmp_path_factory)
    assert requests > 15
    tried = 0
    for at in range(1 + shard, requests + 1, SHARDS):
        for moment in ("before", "after"):
            case = tmp_path / f"{at}-{moment}"
            case.mkdir()
            left = killed(saved, case, at, moment)
            if left is None:
                continue
            for disk in ("kept", "wiped"):
                company = left.open(case / disk)
                company.checked = False
                if disk == "wiped":
                    company.wipe_disk()
                report, _, _ = company.apply()
                assert report.whole, (at, moment, disk, report.failed, report.skipped)
                assert end_state(company) == wanted, (at, moment, disk)
                company.close()
                tried += 1
    assert tried >= 2 * (requests // SHARDS), "most requests were really killed"
    print(json.dumps({"case": name, "shard": shard, "requests": requests, "tried": tried}))
