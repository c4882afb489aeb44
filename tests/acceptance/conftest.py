# SPDX-License-Identifier: Apache-2.0
"""A company for each test, standing at the chapter it asks for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.acceptance.company import Company, Saved, chapter, shelf_of

_SAVED: dict[str, Saved] = {}
"""The chapters that a test of this process has asked for."""


@pytest.fixture
def company_at(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Company]]:
    """``company_at("growing")``: each chapter is played once a run and copied for each test."""
    opened: list[Company] = []
    shelf = shelf_of(tmp_path_factory)

    def at(name: str) -> Company:
        if name not in _SAVED:
            _SAVED[name] = chapter(name, shelf)
        opened.append(_SAVED[name].open(tmp_path / f"company-{len(opened)}"))
        return opened[-1]

    yield at
    for company in opened:
        company.close()
