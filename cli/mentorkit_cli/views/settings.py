# SPDX-License-Identifier: Apache-2.0
"""The settings in force, each with its origin; never a secret."""

import os
from collections.abc import Iterator

from click.core import ParameterSource

from mentorkit.errors import ConfigError
from mentorkit.program.connections import parse_connections
from mentorkit.program.files import FolderFiles
from mentorkit_cli.context import App
from mentorkit_cli.user_file import user_file

_SECRET = ("_TOKEN", "_PASSWORD", "_SECRET", "_KEY")
_REFERENCE = ("_FILE", "_COMMAND")
_FILE = "mentorkit.toml"


def rows(app: App) -> list[dict[str, str]]:
    """Name, value and origin of every setting: stores, options, variables.

    Works without a program folder. Raises ConfigError for a mentorkit.toml that cannot be read.
    """
    return [*_stores(app), *_options(app), *_variables()]


def _stores(app: App) -> Iterator[dict[str, str]]:
    try:
        folder = app.folder
    except ConfigError:
        return
    connections = parse_connections(FolderFiles(folder).text(_FILE), _FILE)
    for name, store in sorted(connections.stores.items()):
        for option, value in {"adapter": store.adapter, **store.options}.items():
            origin = f"{_FILE}:{store.lines.get(option, 0)}"
            yield _row(f"stores.{name}.{option}", str(value), origin)


def _options(app: App) -> Iterator[dict[str, str]]:
    origins = {
        ParameterSource.COMMANDLINE: "option",
        ParameterSource.ENVIRONMENT: "environment",
        ParameterSource.DEFAULT_MAP: str(user_file()),
    }
    for name, setting in sorted(app.settings.items()):
        value = "" if setting.value is None else str(setting.value)
        yield _row(name, value, origins.get(setting.source, "default"))


def _variables() -> Iterator[dict[str, str]]:
    """The MENTORKIT_ variables that name secrets, accounts and plug-ins."""
    for name, value in sorted(os.environ.items()):
        if not name.startswith("MENTORKIT_") or not value:
            continue
        if name.endswith(_SECRET) or name.removesuffix("_COMMAND").endswith(_SECRET):
            yield _row(name, "set", "environment")
        elif name.endswith((*_REFERENCE, "_EMAIL", "_PLUGINS")):
            yield _row(name, value, "environment")


def _row(name: str, value: str, origin: str) -> dict[str, str]:
    return {"name": name, "value": value, "origin": origin}
