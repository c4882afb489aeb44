# SPDX-License-Identifier: Apache-2.0
"""A company for each test, standing at the chapter it asks for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.acceptance.company import Company, Saved, played

_SAVED: dict[str, Saved] = {}


@pytest.fixture
def company_at(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Company]]:
    """``company_at("growing")``: chapters are played once a process and copied for each test."""
    opened: list[Company] = []

    def at(chapter: str) -> Company:
        if chapter not in _SAVED:
            company = played(chapter, tmp_path_factory.mktemp(chapter))
            _SAVED[chapter] = company.save()
            company.close()
        opened.append(_SAVED[chapter].open(tmp_path / f"company-{len(opened)}"))
        return opened[-1]

    yield at
    for company in opened:
        company.close()
