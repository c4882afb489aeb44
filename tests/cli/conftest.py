# SPDX-License-Identifier: Apache-2.0
"""The command line over companies whose tools are in memory."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mentorkit.secrets import Secrets
from mentorkit.testing.memory_plugin import MemoryPlugin
from mentorkit_cli.context import Opener
from mentorkit_cli.main import cli
from tests.core.company import Company as People
from tests.core.company import write_folder

TODAY = "2026-11-02"
STORES = "".join(f'[stores.{name}]\nadapter = "memory"\n' for name in ("plans", "pages", "meetings"))


def flat(text: str) -> str:
    """What an error in a box says, on one line."""
    return " ".join(text.replace("│", " ").split())


@dataclass
class Company:
    """A program folder, its tools, and a way to run commands on it."""

    folder: Path
    plugin: MemoryPlugin = field(default_factory=MemoryPlugin)
    today: str = TODAY

    def run(
        self, *words: str, code: int = 0, answer: str | None = None, env: Mapping[str, str] | None = None
    ) -> Result:
        """Run a command; it must end with this exit code."""
        opener = Opener(plugins=(self.plugin,), installed=False, secrets=Secrets({}))
        args = ["-C", str(self.folder), "--today", self.today, *words]
        result = CliRunner().invoke(cli, args, obj=opener, input=answer, env={"NO_COLOR": "1", **(env or {})})
        assert result.exit_code == code, result.output
        return result

    def json(self, *words: str, code: int = 0) -> Any:
        """What a command prints with --json."""
        return json.loads(self.run(*words, "--json", code=code).stdout)

    def text(self, name: str) -> str:
        """A file of the folder."""
        return (self.folder / name).read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        """Put a file into the folder."""
        (self.folder / name).write_text(text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        """Change a file of the folder, as its owner would."""
        assert old in self.text(name)
        self.write(name, self.text(name).replace(old, new))


@pytest.fixture
def company(tmp_path: Path) -> Company:
    """Twelve people; nothing was applied yet."""
    folder = tmp_path / "company"
    with resources.as_file(resources.files("mentorkit_sandbox").joinpath("company")) as source:
        shutil.copytree(source, folder)
    made = Company(folder)
    made.write("mentorkit.toml", "format = 1\n" + STORES)
    return made


@pytest.fixture
def people(tmp_path: Path) -> People:
    """Four people: Ana rated her skills, she and Ben accepted and agreed, and the plan is made."""
    made = People(write_folder(tmp_path / "agency")).grown()
    made.run()
    return made


@pytest.fixture
def grown(people: People) -> Company:
    """The command line over the company of ``people``."""
    return Company(people.folder, people.plugin, today=people.now.isoformat())
