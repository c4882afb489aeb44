# SPDX-License-Identifier: Apache-2.0
"""A company for each test, standing at the chapter it asks for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.acceptance.company import Company, Saved, played

_SAVED: dict[str, Saved] = {}
_STORY: list[Iterator[tuple[str, Saved]]] = []
"""The story as far as a test of this process has asked for it."""


@pytest.fixture
def company_at(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Company]]:
    """``company_at("growing")``: chapters are played once a process and copied for each test."""
    opened: list[Company] = []

    def at(chapter: str) -> Company:
        while chapter not in _SAVED:
            if not _STORY:
                _STORY.append(played(tmp_path_factory.mktemp("story")))
            name, saved = next(_STORY[0])
            _SAVED[name] = saved
        opened.append(_SAVED[chapter].open(tmp_path / f"company-{len(opened)}"))
        return opened[-1]

    yield at
    for company in opened:
        company.close()
