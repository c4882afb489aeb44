# SPDX-License-Identifier: Apache-2.0
"""The page about the catalogue says what the code does."""

from pathlib import Path

import rich_click as click

from mentorkit.content.checks.matrices import CORE_A_ROLE, SKILLS_A_ROLE
from mentorkit.content.matrix_table import HEADERS
from mentorkit.content.uk_framework import ATTRIBUTION, COLUMNS
from mentorkit_cli.commands.content import content

PAGE = (Path(__file__).parents[3] / "docs/catalogue.md").read_text(encoding="utf-8")


def test_every_column_name_is_there() -> None:
    for column, names in HEADERS.items():
        line = next(line for line in PAGE.splitlines() if line.startswith(f"| {column} "))
        assert all(name in line for name in names), column


def test_the_framework_and_the_rules() -> None:
    assert all(column in PAGE for column in COLUMNS)
    assert ATTRIBUTION.splitlines()[0] in PAGE
    words = " ".join(PAGE.split())
    assert (
        f"{SKILLS_A_ROLE[0]} to {SKILLS_A_ROLE[1]} skills, {CORE_A_ROLE[0]} to {CORE_A_ROLE[1]} of" in words
    )


def test_every_command_is_named_and_has_examples() -> None:
    context = click.Context(content)
    for name in content.list_commands(context):
        command = content.get_command(context, name)
        assert f"mentorkit content {name}" in PAGE
        assert command is not None
        assert "Examples:" in (command.help or "")
