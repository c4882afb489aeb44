# SPDX-License-Identifier: Apache-2.0
"""The user's own settings: options by name, and those of a command in a table of its name."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import rich_click as click


def user_file() -> Path:
    """Where they stand: ``mentorkit/config.toml`` in the user's configuration folder (XDG)."""
    from platformdirs import user_config_path

    return user_config_path("mentorkit") / "config.toml"


class UserSettings(Mapping[str, Any]):
    """What the file says, read when click first asks for a default. Raises UsageError if it is broken."""

    @cached_property
    def _settings(self) -> dict[str, Any]:
        path = user_file()
        if not path.exists():
            return {}
        import tomllib

        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeError, tomllib.TOMLDecodeError) as error:
            raise click.UsageError(f"{path} cannot be read ({type(error).__name__}): {error}") from error

    def __getitem__(self, name: str) -> Any:
        return self._settings[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._settings)

    def __len__(self) -> int:
        return len(self._settings)
