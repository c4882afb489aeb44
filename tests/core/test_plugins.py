# SPDX-License-Identifier: Apache-2.0
"""Plug-ins: who is there, clashes of names, mistyped hooks, and leaving one out."""

from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from mentorkit import plugins
from mentorkit.errors import ConfigError
from mentorkit.hookspecs import hookimpl
from mentorkit.plugins import PORTS, Registry, create_plugin_manager, installed_plugins
from mentorkit.rules import standard_rules
from mentorkit.testing.memory_plugin import MemoryPlugin
from tests.core.company import Company, write_folder


def test_the_registry_knows_every_adapter_by_port_and_name() -> None:
    registry = Registry(create_plugin_manager([MemoryPlugin()], installed=False))
    assert [(spec.name, spec.port) for spec in registry] == [("memory", port) for port in sorted(PORTS)]
    assert registry.names("pages") == ["memory"]
    assert registry.get("pages", "other") is None
    assert registry.rules() == list(standard_rules())


def test_a_name_claimed_twice_is_an_error() -> None:
    with pytest.raises(ConfigError, match="two plug-ins offer it for plans"):
        Registry(create_plugin_manager([MemoryPlugin(), MemoryPlugin()], installed=False))


def test_a_mistyped_hook_is_an_error() -> None:
    class Mistyped:
        @hookimpl
        def mentorkit_register_isue_store(self) -> None:
            """Nobody calls it."""

    with pytest.raises(ConfigError, match="mentorkit_register_isue_store"):
        create_plugin_manager([Mistyped()], installed=False)


def test_a_rule_of_a_plugin_comes_after_the_standard_ones() -> None:
    def rule(_world: Any) -> Any:
        return ()

    class Rules:
        @hookimpl
        def mentorkit_register_rule(self) -> Any:
            return [rule]

    registry = Registry(create_plugin_manager([Rules()], installed=False))
    assert registry.rules() == [*standard_rules(), rule]


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> list[EntryPoint]:
    """What is installed, as far as the manager can see."""
    entries: list[EntryPoint] = []
    monkeypatch.setattr(plugins, "entry_points", lambda group: entries)
    monkeypatch.delenv("MENTORKIT_DISABLED_PLUGINS", raising=False)
    return entries


def entry(name: str, target: str) -> EntryPoint:
    return EntryPoint(name=name, value=target, group=plugins.GROUP)


def test_installed_plugins_are_registered_by_name(
    offered: list[EntryPoint], monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("b_plugin")
    monkeypatch.setitem(__import__("sys").modules, "b_plugin", module)
    offered += [entry("b", "b_plugin"), entry("a", "no_such_plugin")]
    monkeypatch.setenv("MENTORKIT_DISABLED_PLUGINS", "a, other")
    assert list(installed_plugins()) == [("b", "b_plugin")]
    assert create_plugin_manager().get_plugin("b") is module
    assert create_plugin_manager(installed=False).get_plugin("b") is None


def test_a_plugin_that_cannot_be_imported_says_how_to_go_on(offered: list[EntryPoint]) -> None:
    offered.append(entry("gone", "no_such_plugin"))
    with pytest.raises(ConfigError, match="MENTORKIT_DISABLED_PLUGINS=gone"):
        create_plugin_manager()


def test_a_failing_observer_is_logged_and_never_fatal(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        @hookimpl
        def mentorkit_changeset_ready(self, changes: object) -> None:
            raise RuntimeError("private words")

        @hookimpl
        def mentorkit_apply_finished(self, report: object) -> None:
            raise RuntimeError("private words")

    company = Company(write_folder(tmp_path))
    company.workspace.manager.register(Broken())
    company.run()
    assert "an observer failed with RuntimeError" in caplog.text
    assert "private words" not in caplog.text
