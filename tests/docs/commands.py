# SPDX-License-Identifier: Apache-2.0
"""The documentation's Markdown: its pages, what it tells to type, and what it points at."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from mentorkit_cli.main import cli

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
_CONSOLE = re.compile(r"^```(?:console|sh|bash)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Typed:
    """A line to type, and lines of what comes out."""

    line: str
    output: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        """The words of the line, without its comment."""
        return shlex.split(self.line, comments=True)


def typed(text: str) -> Iterator[Typed]:
    """What a page tells to type, in order; lines that go on after a backslash are one."""
    for block in _CONSOLE.findall(text):
        for part in re.split(r"^\$ ", block.replace("\\\n", " "), flags=re.MULTILINE)[1:]:
            line, *output = part.strip().splitlines()
            yield Typed(line, tuple(output))


def mentioned(text: str) -> Iterator[str]:
    """Every command that a page names: what is typed, and `mentorkit …` in running text."""
    yield from (one.line for one in typed(text) if one.line.startswith("mentorkit "))
    for code in re.findall(r"`(mentorkit [^`]+)`", _FENCED.sub("", text)):
        yield from code.replace(" … ", " ").split(" | ")


def unknown(line: str) -> str:
    """What is wrong with a command line; "" for one that the program has, options and all."""
    words = [word for word in shlex.split(line, comments=True)[1:] if word != "…"]
    command: click.Command = cli
    context = click.Context(cli, info_name="mentorkit")
    group = True
    for word in words:
        if word.startswith("-"):
            known = {name for param in command.params for name in (*param.opts, *param.secondary_opts)}
            if word.partition("=")[0] not in known | {"--help", "-h", "--version"}:
                return f"{command.name} has no option {word}"
        elif group and isinstance(command, click.Group):
            found = command.get_command(context, word)
            if found is None and not _is_value(words, word):
                return f"there is no command {word}"
            if found is not None:
                command = found
                context = click.Context(found, info_name=word, parent=context)
                group = isinstance(found, click.Group)
    return ""


def _is_value(words: list[str], word: str) -> bool:
    """Whether a word is the value of the option before it."""
    place = words.index(word)
    return (place > 0 and words[place - 1].startswith("-")) or word.startswith(("<", "["))


def links(text: str) -> Iterator[str]:
    """Where a page's links and pictures lead, within the project."""
    for target in _LINK.findall(_FENCED.sub("", text)):
        if not re.match(r"[a-z]+:", target):
            yield target
