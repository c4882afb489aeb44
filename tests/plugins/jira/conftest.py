# SPDX-License-Identifier: Apache-2.0
"""No test of the Jira adapters waits."""

import time

import pytest


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
