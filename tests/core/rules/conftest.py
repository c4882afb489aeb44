# SPDX-License-Identifier: Apache-2.0
"""A small company for every practice."""

from pathlib import Path

import pytest

from tests.core.company import Company, write_folder


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(write_folder(tmp_path))
