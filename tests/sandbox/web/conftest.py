# SPDX-License-Identifier: Apache-2.0
"""The small town: made once, and as it was at the beginning for each test."""

import pytest

from tests.sandbox.web.town import Town, build


@pytest.fixture(scope="session")
def first_town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return build(tmp_path_factory.mktemp("town") / "feeds")


@pytest.fixture
def town(first_town: Town) -> Town:
    first_town.rewind()
    return first_town
