# SPDX-License-Identifier: Apache-2.0
"""Adds to a program folder: new files, and entries at the end of lists. What is there stays as it is."""

import re
from collections.abc import Mapping
from pathlib import Path

from mentorkit.program.files import FolderFiles, write_at_once
from mentorkit.program.loader import load_program
from mentorkit.program.schema import Program

_TOP = re.compile(r"^(?![ #\n]|- ).", re.MULTILINE)


def with_entries(files: FolderFiles, name: str, entries: str) -> tuple[str, str]:
    """The file to write, and its text, so that a list has these entries as well.

    It is ``name``, or a file beside it when the one that is there cannot be appended to line by line.
    """
    if not files.has(name):
        return name, entries
    text = files.text(name)
    if text.strip() and (_TOP.search(text) or not re.search(r"^- ", text, re.MULTILINE)):
        return with_entries(files, name.removesuffix(".yaml") + "-more.yaml", entries)
    return name, text.rstrip("\n") + "\n\n" + entries if text.strip() else entries


def write_judged(folder: Path, files: Mapping[str, str]) -> Program:
    """Write these files, each at once, when the folder with all of them loads; the program it makes.

    Raises ConfigError, and writes nothing, when it does not.
    """
    program = load_program(folder, replaced=files)
    for name, text in sorted(files.items()):
        _write(folder / name, text)
    return program


def write_new(folder: Path, files: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Write the files that are not there yet; the names of those written and of those left as they are."""
    kept = sorted(name for name in files if (folder / name).exists())
    written = sorted(set(files) - set(kept))
    for name in written:
        _write(folder / name, files[name])
    return written, kept


def _write(path: Path, text: str) -> None:
    """Write the text with the line ends of the file that is there, in a folder that is made where needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and b"\r\n" in path.read_bytes():
        text = text.replace("\n", "\r\n")
    write_at_once(path, text)
