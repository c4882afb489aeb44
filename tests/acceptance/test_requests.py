# SPDX-License-Identifier: Apache-2.0
"""What a run costs when nothing changed: a handful of requests, before the first plan exists and after."""

from pathlib import Path

import pytest

from tests.acceptance.company import Company
from tests.acceptance.trials import BEGINNINGS


@pytest.mark.parametrize("name", sorted(BEGINNINGS))
def test_an_unchanged_run_takes_ten_requests_at_most(name: str, tmp_path: Path) -> None:
    company = BEGINNINGS[name](tmp_path)
    company.apply()
    settle(company)
    report, _, requests = company.apply()
    assert (report.writes, report.whole) == (0, True)
    assert requests <= 10
    company.wipe_disk()
    report, _, cold = company.apply()
    assert (report.writes, report.whole) == (0, True)
    assert cold > requests, "a look at everything shows as much"


def settle(company: Company) -> None:
    """Until the index has caught up, and what was just written counts as old."""
    for _ in range(2):
        company.pass_days(0.01)
        company.apply()
