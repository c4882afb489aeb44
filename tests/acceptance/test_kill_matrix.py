# SPDX-License-Identifier: Apache-2.0
"""Killed at any request, disk kept or wiped, and run again: the same end state, no duplicate.

A killed process leaves what stands in the tools and on the disk at that moment, and nothing else. One run
therefore shows what every kill of it would leave: all is copied before each request is sent, and again
after the sandbox acted on it and before the answer is heard. From each the next run starts in earnest;
where two kills leave the very same (the moment after one request and the one before the next differ in
nothing but what the dead process knew), the one run stands for both. `test_real_kill` kills processes.
"""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.company import Saved
from tests.acceptance.trials import BEGINNINGS, DISK, end_state, fingerprint

MOMENTS = ("before", "after")
WRITE = re.compile(r"after (PUT|POST) (?!.*(bulkfetch|search/jql)$)")


def remains(saved: Saved, folder: Path) -> tuple[dict[str, Saved], dict[str, Any]]:
    """What a kill leaves at every moment of one run, by moment; and what stands at the run's end."""
    company = saved.open(folder)
    left: dict[str, Saved] = {}

    def keep(moment: str) -> Any:
        def seen(request: Any, *_: Any) -> None:
            with company.site.lock:
                left[f"{len(left) + 1}: {moment} {request.method} {request.path_url}"] = company.save()

        return seen

    company.before, company.after = (keep(moment) for moment in MOMENTS)
    report, _, requests = company.apply()
    company.before = company.after = None
    assert report.whole
    assert len(left) == len(MOMENTS) * requests
    return left, end_state(company)


@pytest.mark.slow
@pytest.mark.seed("N16")
@pytest.mark.parametrize("disk", ["kept", "wiped"])
@pytest.mark.parametrize("name", sorted(BEGINNINGS))
def test_killed_anywhere_the_next_run_ends_the_same(name: str, disk: str, tmp_path: Path) -> None:
    company = BEGINNINGS[name](tmp_path / "begun")
    moments, wanted = remains(company.save(), tmp_path / "undisturbed")
    assert len(moments) > 30
    tried: set[str] = set()
    endings: set[str] = set()
    for moment, left in moments.items():
        case = left.without(DISK) if disk == "wiped" else left
        if (known := fingerprint(case)) in tried:
            continue
        tried.add(known)
        company.back_to(case)
        report, _, _ = company.apply()
        assert report.whole, (moment, report.failed, report.skipped, report.conflicted)
        ending = fingerprint(company.save().without(DISK))
        if ending not in endings:
            assert end_state(company) == wanted, moment
            endings.add(ending)
    company.close()
    acted = [moment for moment in moments if WRITE.search(moment)]
    assert len(tried) > len(acted) / 2, "a write leaves something else than the one before"
