# SPDX-License-Identifier: Apache-2.0
"""For all tests: no sockets but loopback where a test is marked ``server``, and settings of hypothesis."""

import gc
import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("dev"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")
gc.set_threshold(200_000, 50, 100)  # as the command line does


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests speak to nobody; those that start a server speak to it over loopback."""
    for item in items:
        server = item.get_closest_marker("server")
        item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "::1"]) if server else "disable_socket")
