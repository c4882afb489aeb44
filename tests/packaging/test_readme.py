# SPDX-License-Identifier: Apache-2.0
"""What README tells a newcomer to type exists and does what it says."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(?:console|sh|bash)\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    line.removeprefix("$ ").split("#")[0].strip()
    for block in BLOCKS
    for line in block.splitlines()
    if line.startswith("$ ")
]


def test_readme_opens_with_a_claim_and_the_two_commands() -> None:
    lines = [line for line in README.splitlines() if line.strip()]
    assert lines[0] == "# Mentorkit"
    assert lines[1].rstrip().endswith(".")
    assert COMMANDS[:2] == ["make demo", "make test"]


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.startswith("make ")])
def test_make_knows_the_targets(command: str) -> None:
    done = subprocess.run(
        ["make", "--dry-run", "--always-make", command.split()[1]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", sorted({c for c in COMMANDS if c.startswith("mentorkit ")}))
def test_every_mentorkit_command_is_one(command: str) -> None:
    from click.testing import CliRunner

    from mentorkit_cli.main import cli

    words = [word for word in command.split()[1:] if not word.startswith(("-", "<"))]
    known: list[str] = []
    for word in words:
        done = CliRunner().invoke(cli, [*known, word, "--help"])
        if done.exit_code != 0:
            break
        known.append(word)
    assert known, f"{command} is not a command"
