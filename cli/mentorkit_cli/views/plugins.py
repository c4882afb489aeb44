# SPDX-License-Identifier: Apache-2.0
"""What each plug-in offers, asked one at a time, so that a broken one hides no other."""

import importlib
from collections.abc import Iterator
from importlib.metadata import entry_points

from mentorkit.errors import ConfigError
from mentorkit.plugins import GROUP, Registry, create_plugin_manager, installed_plugins
from mentorkit_cli.context import Opener


def offers(opener: Opener) -> list[dict[str, str]]:
    """A row an adapter, sorted: adapter, port, plugin, package, state. One row for a broken plug-in."""
    rows = [row for plugin in opener.plugins for row in _adapters(type(plugin).__name__, "", plugin)]
    if opener.installed:
        packages = {
            entry.name: f"{entry.dist.name} {entry.dist.version}" if entry.dist else ""
            for entry in entry_points(group=GROUP)
        }
        for name, target in installed_plugins():
            rows += _installed(name, target, packages.get(name, ""))
    return sorted(rows, key=lambda row: (row["adapter"], row["port"], row["plugin"]))


def _installed(name: str, target: str, package: str) -> Iterator[dict[str, str]]:
    try:
        plugin = importlib.import_module(target)
    except ImportError as error:
        yield _row("–", "–", name, package, f"cannot be imported ({type(error).__name__}: {error.name})")
        return
    yield from _adapters(name, package, plugin)


def _adapters(name: str, package: str, plugin: object) -> Iterator[dict[str, str]]:
    try:
        registry = Registry(create_plugin_manager([plugin], installed=False))
    except ConfigError as error:
        yield _row("–", "–", name, package, "; ".join(problem.what for problem in error.problems))
        return
    for spec in registry:
        yield _row(spec.name, spec.port, name, package, "ok")


def _row(adapter: str, port: str, plugin: str, package: str, state: str) -> dict[str, str]:
    return {"adapter": adapter, "port": port, "plugin": plugin, "package": package, "state": state}
