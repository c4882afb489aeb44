# SPDX-License-Identifier: Apache-2.0
"""Where `auth login` keeps secrets, by host: the user's keyring where there is one, else a file of 0600.

A secret is only ever handed out for the host that it was stored for.
"""

import importlib
import json
import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from mentorkit.errors import ConfigError, Problem


class Keeper(Protocol):
    """Keeps the secrets of this user, by host and name. It shows none."""

    kind: str
    place: str
    """Where, in words that may be shown."""

    def usable(self) -> bool:
        """Whether something can be stored here."""
        ...

    def get(self, host: str, name: str) -> str | None:
        """A secret; None where there is none. Raises ConfigError for a place that others may read."""
        ...

    def put(self, host: str, secrets: Mapping[str, str]) -> None:
        """Store the secrets of a host in the place of those that were there. Raises ConfigError."""
        ...

    def drop(self, host: str, names: Sequence[str]) -> bool:
        """Forget the secrets of a host; whether there were any. Raises ConfigError."""
        ...


class Keyring:
    """The keyring of the desktop, by the library of that name, where both are there."""

    kind = "keyring"
    place = "the keyring of this user"

    def __repr__(self) -> str:
        return "Keyring()"

    def usable(self) -> bool:
        """Whether there is a keyring with a backend that keeps anything."""
        library = self._library()
        return library is not None and bool(library.get_keyring().priority > 0)

    def get(self, host: str, name: str) -> str | None:
        """A secret; None also where the keyring is locked or broken."""
        library = self._library()
        if library is None:
            return None
        try:
            found: str | None = library.get_password(_service(host), name)
        except library.errors.KeyringError:
            return None
        return found

    def put(self, host: str, secrets: Mapping[str, str]) -> None:
        """Store the secrets of a host. Raises ConfigError."""
        library = self._library()
        try:
            for name, secret in secrets.items():
                library.set_password(_service(host), name, secret)
        except library.errors.KeyringError as error:
            what = f"does not take it ({type(error).__name__})"
            raise ConfigError([Problem("keyring", 0, "", what, "unlock it, or say --store file")]) from None

    def drop(self, host: str, names: Sequence[str]) -> bool:
        """Forget the secrets of a host; whether there were any."""
        library = self._library()
        there = [name for name in names if self.get(host, name) is not None]
        for name in there:
            library.delete_password(_service(host), name)
        return bool(there)

    @staticmethod
    def _library() -> Any:
        """The library, None where it is not installed: it is never required."""
        try:
            return importlib.import_module("keyring")
        except ImportError:
            return None


class SecretFile:
    """A file that only its owner may read: JSON, host to name to secret."""

    kind = "file"

    def __init__(self, path: Path) -> None:
        self._path = path
        self.place = str(path)

    def __repr__(self) -> str:
        return f"SecretFile({self.place!r})"

    def usable(self) -> bool:
        """Always."""
        return True

    def get(self, host: str, name: str) -> str | None:
        """A secret. Raises ConfigError for a file that others may read, or that is none of ours."""
        found = self._read().get(host, {}).get(name)
        return None if found is None else str(found)

    def put(self, host: str, secrets: Mapping[str, str]) -> None:
        """Store the secrets of a host. The file is made with 0600 before anything is in it."""
        self._write({**self._read(), host: dict(secrets)})

    def drop(self, host: str, names: Sequence[str]) -> bool:  # noqa: ARG002 - it keeps all names of a host
        """Forget the secrets of a host; the file goes with the last of them."""
        held = self._read()
        if host not in held:
            return False
        del held[host]
        if held:
            self._write(held)
        else:
            self._path.unlink()
        return True

    def _read(self) -> dict[str, dict[str, Any]]:
        if not self._path.exists():
            return {}
        check_private(self._path)
        try:
            held = json.loads(self._path.read_text(encoding="utf-8"))
            if all(isinstance(of, dict) for of in held.values()):
                return dict(held)
        except (OSError, ValueError, AttributeError):
            pass  # told below, without a word of what stands in it
        remedy = "delete it and run mentorkit auth login again"
        raise ConfigError([Problem(self.place, 0, "", "cannot be read as stored secrets", remedy)])

    def _write(self, held: Mapping[str, Mapping[str, Any]]) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = self._path.with_name(f".{self._path.name}.{os.getpid()}.new")
        beside.unlink(missing_ok=True)
        try:
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                json.dump(held, file, indent=2, sort_keys=True)
            beside.replace(self._path)
        finally:
            beside.unlink(missing_ok=True)


def check_private(path: Path) -> None:
    """Raise ConfigError for a file that others than its owner may read; OSError as the system does."""
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        raise ConfigError([Problem(str(path), 0, "", "may be read by others", f"chmod 600 {path}")])


def _service(host: str) -> str:
    return f"mentorkit:{host}"
