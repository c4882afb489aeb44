# SPDX-License-Identifier: Apache-2.0
"""The plug-in manager and the registry of adapters. There is no module-level manager."""

import importlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import entry_points
from typing import Any, get_args

import pluggy

from mentorkit import hookspecs
from mentorkit.adapters import AdapterSpec, PortName
from mentorkit.errors import ConfigError, Problem
from mentorkit.rules import Rule, standard_rules

GROUP = "mentorkit"
_HOOK_OF: Mapping[PortName, str] = {
    "plans": "mentorkit_register_issue_store",
    "pages": "mentorkit_register_page_store",
    "meetings": "mentorkit_register_event_store",
    "people": "mentorkit_register_people_directory",
    "activity": "mentorkit_register_activity_source",
}
PORTS: tuple[PortName, ...] = get_args(PortName)


def create_plugin_manager(plugins: Sequence[object] = (), *, installed: bool = True) -> pluggy.PluginManager:
    """A manager with these plug-ins and, where ``installed``, those of the entry-point group.

    ``MENTORKIT_DISABLED_PLUGINS`` names installed ones to leave out, by comma. Raises ConfigError for
    a plug-in that cannot be imported or that has a hook nobody calls (a mistyped name).
    """
    manager = pluggy.PluginManager("mentorkit")
    manager.add_hookspecs(hookspecs)
    for plugin in plugins:
        manager.register(plugin)
    if installed:
        for name, target in installed_plugins():
            manager.register(_imported(name, target), name=name)
    if os.environ.get("MENTORKIT_TRACE_PLUGINS") == "1":
        manager.trace.root.setwriter(_to_stderr)
        manager.enable_tracing()
    try:
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise _problem("plug-in", str(error), "correct the name of the hook") from error
    return manager


def installed_plugins() -> Iterator[tuple[str, str]]:
    """Name and module of every installed plug-in that is not disabled, by name; nothing is imported."""
    disabled = {name.strip() for name in os.environ.get("MENTORKIT_DISABLED_PLUGINS", "").split(",")}
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        if entry.name not in disabled:
            yield entry.name, entry.value


class Registry:
    """The adapters of a plug-in manager, by port and name. A name claimed twice is an error."""

    def __init__(self, manager: pluggy.PluginManager) -> None:
        self._specs: dict[tuple[PortName, str], AdapterSpec[Any, Any]] = {}
        self._manager = manager
        for port, hook in _HOOK_OF.items():
            for spec in _flat(getattr(manager.hook, hook)()):
                if (port, spec.name) in self._specs:
                    raise _problem(spec.name, f"two plug-ins offer it for {port}", "disable one of them")
                self._specs[port, spec.name] = spec

    def __iter__(self) -> Iterator[AdapterSpec[Any, Any]]:
        return iter(sorted(self._specs.values(), key=lambda spec: (spec.name, spec.port)))

    def get(self, port: PortName, name: str) -> AdapterSpec[Any, Any] | None:
        """The adapter of that name for a port."""
        return self._specs.get((port, name))

    def names(self, port: PortName) -> list[str]:
        """The names of the adapters for a port."""
        return sorted(name for of, name in self._specs if of == port)

    def rules(self) -> list[Rule]:
        """The standard rules and those of plug-ins, in that order."""
        return [*standard_rules(), *_flat(self._manager.hook.mentorkit_register_rule())]


def _flat(offers: Iterable[Any]) -> Iterator[Any]:
    for offer in offers:
        if isinstance(offer, Sequence):
            yield from offer
        elif offer is not None:
            yield offer


def _imported(name: str, target: str) -> object:
    try:
        return importlib.import_module(target)
    except ImportError as error:
        remedy = f"reinstall it, or set MENTORKIT_DISABLED_PLUGINS={name}"
        raise _problem(name, f"the plug-in cannot be imported ({error})", remedy) from error


def _problem(name: str, what: str, remedy: str) -> ConfigError:
    return ConfigError([Problem("plug-ins", 0, name, what, remedy)])


def _to_stderr(line: str) -> None:
    os.write(2, line.encode())
