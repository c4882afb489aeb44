# SPDX-License-Identifier: Apache-2.0
"""The files of a program folder: found, measured before they are read, decoded, and written whole."""

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from mentorkit.errors import ConfigError, Problem

MOST_BYTES = 5_000_000

# Beside control characters, everything that some readers take for the end of a line and others do not:
# line numbers would differ from what an editor shows.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]|\r(?!\n)")


class FolderFiles:
    """The files below one folder, by their path with ``/``.

    ``replaced`` holds texts that are read instead of what stands on disk: how a change is judged
    before it is written.
    """

    def __init__(self, root: Path, replaced: Mapping[str, str] | None = None) -> None:
        self._root = root
        self._replaced = replaced or {}

    def names(self, directory: str, suffix: str) -> list[str]:
        """The files of one directory (not below it) with this suffix, sorted."""
        place = self._root / directory
        on_disk = [f"{directory}/{entry.name}" for entry in place.iterdir()] if place.is_dir() else []
        replaced = [name for name in self._replaced if name.rpartition("/")[0] == directory]
        return sorted(
            name
            for name in {*on_disk, *replaced}
            if name.endswith(suffix) and not Path(name).name.startswith(".")
        )

    def has(self, name: str) -> bool:
        """Whether the file is there."""
        return name in self._replaced or (self._root / name).exists()

    def text(self, name: str) -> str:
        """What the file says, with ``\\n`` at the end of each line and no byte order mark.

        Raises ConfigError for a file that is missing, too large, outside the folder, not UTF-8 or
        with control characters in it.
        """
        replaced = self._replaced.get(name)
        raw = self._bytes(name) if replaced is None else replaced.encode("utf-8", "surrogatepass")
        return decoded(raw, name).replace("\r\n", "\n")

    def _bytes(self, name: str) -> bytes:
        path = self._root / name
        try:
            if not path.resolve().is_relative_to(self._root.resolve()):
                raise _refused(name, "lies outside the program folder", "replace the link by the file")
            if not path.is_file():
                raise _refused(name, "is not a file", "put a text file there")
            if path.stat().st_size > MOST_BYTES:
                raise _refused(name, "is larger than 5 MB", "split it or remove what does not belong there")
            return path.read_bytes()
        except RuntimeError as error:  # how Python before 3.13 says that a link leads to itself
            raise _refused(name, "is a link that leads to itself", "replace it by the file") from error
        except OSError as error:
            raise _refused(
                name, f"cannot be read ({os.strerror(error.errno or 0)})", "make it readable"
            ) from error


def decoded(raw: bytes, name: str) -> str:
    """The text of a file's bytes. Raises ConfigError as ``FolderFiles.text`` does."""
    if len(raw) > MOST_BYTES:
        raise _refused(name, "is larger than 5 MB", "split it or remove what does not belong there")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _refused(name, "is not UTF-8 text", "save the file as UTF-8", line) from error
    if found := _UNWANTED.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise _refused(name, unwanted(text), "delete it or save the file anew", line)
    return text


def unwanted(text: str) -> str:
    """What is wrong with the characters of a text; "" when nothing is."""
    found = _UNWANTED.search(text)
    return f"holds the control character U+{ord(found[0]):04X}" if found else ""


def write_at_once(path: Path, text: str) -> None:
    """Put the whole text in the file's place at once, with the permissions of the file that was there.

    Raises OSError as the file system does; the file is then as it was.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with beside.open("xb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _refused(name: str, what: str, remedy: str, line: int = 0) -> ConfigError:
    return ConfigError([Problem(name, line, "", what, remedy)])
