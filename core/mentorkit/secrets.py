# SPDX-License-Identifier: Apache-2.0
"""Where secrets come from: the environment, a file or a command named there, then what login stored.

For an instance named ``plans`` of a site kind ``atlassian`` the names tried are, in this order,
``MENTORKIT_PLANS_TOKEN``, ``MENTORKIT_PLANS_TOKEN_FILE``, ``MENTORKIT_PLANS_TOKEN_COMMAND`` and the
same with ``ATLASSIAN``; then the keepers are asked for the host. A file that others may read is refused.
"""

import os
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from mentorkit.errors import ConfigError, Problem
from mentorkit.keeping import Keeper, check_private


@dataclass(frozen=True)
class Found:
    """A secret, and where it came from in words that may be shown."""

    value: SecretStr
    origin: str


class Secrets:
    """Looks secrets up when they are needed; holds none and shows none.

    ``kept`` are asked last, in their order, for what was stored for a host.
    """

    def __init__(self, environment: Mapping[str, str] | None = None, kept: Sequence[Keeper] = ()) -> None:
        self._environment = os.environ if environment is None else environment
        self.kept = tuple(kept)

    def __repr__(self) -> str:
        return "Secrets(...)"

    def look(self, name: str, *owners: str, host: str = "") -> Found | None:
        """The secret ``name`` of the first owner that has one, else that of the host, with its origin.

        None when nobody has it. Raises ConfigError for a file that cannot be read or that others may
        read, and for a command that fails.
        """
        for owner in owners:
            stem = variable(owner, name)
            for suffix, read, words in _WAYS:
                value = self._environment.get(stem + suffix, "")
                if value:
                    return Found(SecretStr(read(value)), words.format(stem + suffix))
        for keeper in self.kept if host else ():
            stored = keeper.get(host, name)
            if stored is not None:
                return Found(SecretStr(stored), keeper.place)
        return None

    def find(self, name: str, *owners: str, host: str = "") -> SecretStr | None:
        """The same without the origin."""
        found = self.look(name, *owners, host=host)
        return None if found is None else found.value

    def need(self, name: str, *owners: str, host: str = "") -> SecretStr:
        """The same, or ConfigError saying what to do."""
        found = self.find(name, *owners, host=host)
        if found is None:
            wanted = variable(owners[-1], name)
            remedy = f"run mentorkit auth login, or export {wanted}=… or {wanted}_FILE=…"
            raise ConfigError([Problem("environment", 0, wanted, "is not set", remedy)])
        return found


def variable(owner: str, name: str) -> str:
    """The environment variable of an owner's secret."""
    return f"MENTORKIT_{owner.upper().replace('-', '_')}_{name.upper()}"


def _from_file(name: str) -> str:
    path = Path(name).expanduser()
    try:
        check_private(path)
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


_WAYS = (
    ("", str, "{} in the environment"),
    ("_FILE", _from_file, "the file that {} names"),
    ("_COMMAND", _from_command, "the command that {} names"),
)
