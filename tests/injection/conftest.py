# SPDX-License-Identifier: Apache-2.0
"""The poisoned company, played once for all tests of the folder, which only look at it."""

from collections.abc import Iterator

import pytest

from tests.acceptance.company import Company
from tests.injection.poisoned import Poisoned, poison


@pytest.fixture(scope="session")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Poisoned]:
    company = Company(tmp_path_factory.mktemp("poisoned"))
    yield poison(company)
    company.close()
