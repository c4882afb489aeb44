# SPDX-License-Identifier: Apache-2.0
"""The small town, made anew for each test."""

from pathlib import Path

import pytest

from tests.sandbox.web.town import Town, build


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return build(tmp_path / "feeds")
