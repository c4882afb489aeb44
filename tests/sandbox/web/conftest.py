# SPDX-License-Identifier: Apache-2.0
"""The small town: made once, a copy for each test."""

import pytest

from tests.sandbox.web.town import Town, build


@pytest.fixture(scope="session")
def first_town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return build(tmp_path_factory.mktemp("town") / "feeds")


@pytest.fixture
def town(first_town: Town) -> Town:
    return first_town.copy()
