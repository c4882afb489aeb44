# SPDX-License-Identifier: Apache-2.0
"""Plug-ins as the command line shows them, commands they add, completion, and the sandbox."""

import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from mentorkit.hookspecs import hookimpl
from mentorkit.testing.memory_plugin import MemoryPlugin
from mentorkit_cli.context import Opener
from mentorkit_cli.main import cli
from tests.cli.conftest import Company


def test_the_adapters_in_memory(company: Company) -> None:
    rows = company.json("plugins")["adapters"]
    assert [row["port"] for row in rows] == ["activity", "meetings", "pages", "people", "plans"]
    assert {row["plugin"] for row in rows} == {"MemoryPlugin"}


def test_installed_ones_have_a_package_and_can_be_disabled() -> None:
    shown = CliRunner().invoke(cli, ["plugins", "--json"])
    assert shown.exit_code == 0, shown.output
    rows = json.loads(shown.stdout)["adapters"]
    calendar = next(row for row in rows if row["plugin"] == "calendar")
    assert (calendar["adapter"], calendar["port"], calendar["state"]) == ("calendar", "meetings", "ok")
    assert calendar["package"].startswith("mentorkit ")
    env = {"MENTORKIT_DISABLED_PLUGINS": "calendar"}
    data = json.loads(CliRunner().invoke(cli, ["plugins", "--json"], env=env).stdout)
    assert data["disabled"] == ["calendar"]
    assert "calendar" not in {row["plugin"] for row in data["adapters"]}
    assert "Disabled: calendar" in CliRunner().invoke(cli, ["plugins"], env=env).stdout


class Mistyped:
    """A plug-in with a hook that nobody calls."""

    @hookimpl
    def mentorkit_register_issue_stor(self) -> None:
        """Mistyped."""


def test_a_broken_plug_in_hides_no_other(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    opener = Opener(plugins=(MemoryPlugin(), Mistyped()), installed=False)
    shown = CliRunner().invoke(cli, ["plugins", "--json"], obj=opener)
    rows = json.loads(shown.stdout)["adapters"]
    assert len(rows) == 6
    assert "mentorkit_register_issue_stor" in rows[-1]["state"]
    failed = CliRunner().invoke(cli, ["-C", str(company.folder), "doctor"], obj=opener)
    assert failed.exit_code == 1
    assert "failed   plug-ins" in failed.stdout
    gone = [("gone", "mentorkit_gone.plugin")]
    monkeypatch.setattr("mentorkit_cli.views.plugins.installed_plugins", lambda: gone)
    (row,) = json.loads(CliRunner().invoke(cli, ["plugins", "--json"]).stdout)["adapters"]
    assert "cannot be imported (ModuleNotFoundError: mentorkit_gone)" in row["state"]


class WithCommand:
    """A plug-in that adds a command."""

    @hookimpl
    def mentorkit_register_commands(self, cli: click.Group) -> None:
        """Add ``hello``."""

        @cli.command("hello")
        def hello() -> None:
            click.echo("hello")


def test_a_plug_in_adds_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "commands", dict(cli.commands))
    result = CliRunner().invoke(cli, ["hello"], obj=Opener(plugins=(WithCommand(),), installed=False))
    assert (result.exit_code, result.output) == (0, "hello\n")


def completions(*words: str, incomplete: str = "") -> list[str]:
    shell = ShellComplete(cli, {}, "mentorkit", "_MENTORKIT_COMPLETE")
    return [item.value for item in shell.get_completions(list(words), incomplete)]


def test_completion_of_what_the_folder_knows(company: Company) -> None:
    company.write("pairings.yaml", "- {mentee: jonas-weber, mentor: mila-stoyanova, asked: 2026-10-20}\n")
    folder = ["-C", str(company.folder)]
    assert completions(*folder, "plan", "show", incomplete="jo") == ["jonas-weber"]
    assert completions(*folder, "people", "list", "--role", incomplete="d") == ["drupal-developer"]
    assert "web-accessibility" in completions(*folder, "pair", "add", "--focus", incomplete="web")
    assert completions(*folder, "meetings", "list", "--pairing") == ["jonas-weber/mila-stoyanova"]
    assert "status" in completions(incomplete="st")


def test_completion_of_what_the_tools_held_at_the_last_look(grown: Company) -> None:
    folder = ["-C", str(grown.folder)]
    assert completions(*folder, "plan", "move") == []
    grown.run("status")
    items = grown.json("plan", "show", "ana")["pairings"][0]["goals"][0]["activities"]
    assert {one["name"] for one in items} <= set(completions(*folder, "plan", "move"))
    (first, *_) = completions(*folder, "meetings", "move", incomplete="ana/ben/first")
    assert first.startswith("ana/ben/first-meeting-on-2026-")
    assert completions(*folder, "review", "start", incomplete="an") == ["ana/ben"]
    grown.write(".mentorkit/state.sqlite", "damaged" * 1000)
    assert completions(*folder, "meetings", "cancel") == []


def test_completion_is_silent_in_a_broken_folder(company: Company) -> None:
    company.write("people.csv", "nothing")
    assert completions("-C", str(company.folder), "plan", "show") == []


def test_the_sandbox_gets_its_options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}
    monkeypatch.setattr("mentorkit_sandbox.server.run", lambda **options: given.update(options))
    state, feeds = tmp_path / "site.sqlite", tmp_path / "feeds"
    words = [
        "--port",
        "8765",
        "--state",
        str(state),
        "--feeds",
        str(feeds),
        "--program",
        str(tmp_path),
        "--json",
    ]
    result = CliRunner().invoke(cli, ["sandbox", *words])
    assert result.exit_code == 0, result.output
    assert given == {
        "port": 8765,
        "host": "127.0.0.1",
        "as_json": True,
        "seed_file": None,
        "program": tmp_path,
        "state": state,
        "feeds": feeds,
    }


def test_the_sandbox_serves_this_machine_only() -> None:
    assert CliRunner().invoke(cli, ["sandbox", "--host", "0.0.0.0"]).exit_code == 2
