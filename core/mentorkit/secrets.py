# SPDX-License-Identifier: Apache-2.0
"""Where secrets come from: the environment, a file named there, or a command named there.

For an instance named ``plans`` of a site kind ``atlassian`` the names tried are, in this order,
``MENTORKIT_PLANS_TOKEN``, ``MENTORKIT_PLANS_TOKEN_FILE``, ``MENTORKIT_PLANS_TOKEN_COMMAND`` and the
same with ``ATLASSIAN``. A file that others may read is refused.
"""

import os
import shlex
import stat
import subprocess
from collections.abc import Mapping
from pathlib import Path

from pydantic import SecretStr

from mentorkit.errors import ConfigError, Problem


class Secrets:
    """Looks secrets up when they are needed; holds none and shows none."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = os.environ if environment is None else environment

    def __repr__(self) -> str:
        return "Secrets(...)"

    def find(self, name: str, *owners: str) -> SecretStr | None:
        """The secret ``name`` of the first owner that has one; None when nobody has.

        Raises ConfigError for a file that cannot be read or that others may read, and for a command
        that fails.
        """
        for owner in owners:
            stem = f"MENTORKIT_{owner.upper().replace('-', '_')}_{name.upper()}"
            for suffix, read in (("", str), ("_FILE", _from_file), ("_COMMAND", _from_command)):
                value = self._environment.get(stem + suffix, "")
                if value:
                    return SecretStr(read(value))
        return None

    def need(self, name: str, *owners: str) -> SecretStr:
        """The same, or ConfigError saying which variable to set."""
        found = self.find(name, *owners)
        if found is None:
            variable = f"MENTORKIT_{owners[-1].upper()}_{name.upper()}"
            raise ConfigError(
                [
                    Problem(
                        "environment", 0, variable, "is not set", f"export {variable}=… or {variable}_FILE=…"
                    )
                ]
            )
        return found


def _from_file(name: str) -> str:
    path = Path(name).expanduser()
    try:
        mode = path.stat().st_mode
        if os.name == "posix" and mode & (stat.S_IRGRP | stat.S_IROTH):
            raise ConfigError([Problem(str(path), 0, "", "may be read by others", f"chmod 600 {path}")])
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise ConfigError(
            [Problem(str(path), 0, "", f"cannot be read ({why})", "name a readable file")]
        ) from error


def _from_command(line: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - the administrator's own command, no shell
            shlex.split(line), capture_output=True, check=True, text=True, timeout=60
        )
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        program = (line.split(maxsplit=1) or ["command"])[0]
        why = f"the command failed ({type(error).__name__})"
        problem = Problem(program, 0, "", why, "try it in a terminal")
        raise ConfigError([problem]) from None
    return done.stdout.strip()
