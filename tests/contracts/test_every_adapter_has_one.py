# SPDX-License-Identifier: Apache-2.0
"""Every adapter of every installed plug-in keeps the contract of its port, in a module of its name."""

import importlib
import inspect
from typing import Any

import pytest

from mentorkit.plugins import PORTS, Registry, create_plugin_manager
from mentorkit.testing import contracts

SUITES = {
    "plans": contracts.IssueStoreContract,
    "pages": contracts.PageStoreContract,
    "meetings": contracts.EventStoreContract,
    "people": contracts.PeopleDirectoryContract,
}
NO_SUITE = {"activity"}
"""Ports that promise nothing beyond their types: one call, and it only reads."""

ADAPTERS = sorted({(spec.name, spec.port) for spec in Registry(create_plugin_manager())})


def classes(adapter: str) -> list[type[Any]]:
    """The test classes in the adapter's contract module."""
    module = importlib.import_module(f"tests.contracts.test_{adapter.replace('-', '_')}")
    members = inspect.getmembers(module, inspect.isclass)
    return [
        found for name, found in members if name.startswith("Test") and found.__module__ == module.__name__
    ]


@pytest.mark.parametrize(("adapter", "port"), ADAPTERS)
def test_an_adapter_keeps_the_contract_of_its_port(adapter: str, port: str) -> None:
    if port not in NO_SUITE:
        suite = SUITES[port]
        assert any(issubclass(found, suite) for found in classes(adapter)), f"{adapter} for {port}"


def test_every_port_has_a_suite_or_a_reason() -> None:
    assert set(SUITES) | NO_SUITE == set(PORTS)


def test_every_suite_tests_something() -> None:
    for suite in SUITES.values():
        assert [name for name, _ in inspect.getmembers(suite, inspect.isfunction) if name.startswith("test_")]


def test_the_installed_plugins_were_found() -> None:
    assert {"jira", "confluence", "calendar"} <= {adapter for adapter, _ in ADAPTERS}
