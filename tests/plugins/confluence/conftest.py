# SPDX-License-Identifier: Apache-2.0
"""No test of the Confluence adapters waits."""

import time

import pytest

from tests.plugins.confluence.tool import ConfluenceTool


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)


@pytest.fixture
def tool() -> ConfluenceTool:
    """A site of its own for each test."""
    return ConfluenceTool()
