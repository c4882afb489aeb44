# SPDX-License-Identifier: Apache-2.0
"""For all tests: no sockets but loopback where a test is marked ``server``, and settings of hypothesis."""

import os

import pytest
import pytest_socket
from hypothesis import HealthCheck, settings

settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("dev"), derandomize=True, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Tests speak to nobody; those that start a server speak to it over loopback."""
    if item.get_closest_marker("server"):
        pytest_socket.socket_allow_hosts(["127.0.0.1", "::1"])
    else:
        pytest_socket.disable_socket(allow_unix_socket=True)


def pytest_runtest_teardown() -> None:
    """Sockets are given back, so that one test's rules are not the next one's."""
    pytest_socket._remove_restrictions()
