# SPDX-License-Identifier: Apache-2.0
"""The options that every command has, where they come from, and what they do."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from mentorkit_cli.context import App, Opener
from mentorkit_cli.main import PLACES, cli
from mentorkit_cli.options import Moment
from mentorkit_cli.user_file import UserSettings
from tests.cli.conftest import Company


def settings(result: Result) -> dict[str, Any]:
    """What ``config show --origin --json`` says, by name."""
    assert result.exit_code == 0, result.output
    return {row["name"]: (row["value"], row["origin"]) for row in json.loads(result.stdout)["settings"]}


def leaves(group: click.Group, words: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    """Every command that does something, with the words that lead to it."""
    context = click.Context(group)
    found = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            found += leaves(command, (*words, name))
        else:
            found.append(((*words, name), command))
    return found


@pytest.mark.parametrize(
    ("words", "command"), [pytest.param(*leaf, id=" ".join(leaf[0])) for leaf in leaves(cli)]
)
def test_every_command_has_the_shared_options_and_an_example(
    words: tuple[str, ...], command: click.Command
) -> None:
    names = {option for param in command.params for option in param.opts}
    assert {"--folder", "--today", "--json", "--plain", "--no-color", "--quiet", "--debug"} <= names
    assert "\b" in (command.help or "")
    assert f"mentorkit {' '.join(words)}" in (command.help or "")
    assert CliRunner().invoke(cli, [*words, "--help"]).exit_code == 0


def test_commands_stand_in_the_order_in_which_a_program_needs_them() -> None:
    assert list(PLACES)[:6] == ["init", "auth", "doctor", "diff", "apply", "status"]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-02", datetime(2026, 11, 2, 12, tzinfo=UTC)),
        ("2026-11-02T09:30:00Z", datetime(2026, 11, 2, 9, 30, tzinfo=UTC)),
        ("2026-11-02T09:30+02:00", datetime(2026, 11, 2, 7, 30, tzinfo=UTC)),
    ],
)
def test_today(text: str, moment: datetime) -> None:
    assert Moment().convert(text, None, None) == moment


@pytest.mark.parametrize(
    ("text", "said"),
    [("tomorrow", "is not a date"), ("2026-13-02", "is not a date"), ("2026-11-02T09:30", "zone")],
)
def test_no_day(text: str, said: str) -> None:
    with pytest.raises(click.BadParameter, match=said):
        Moment().convert(text, None, None)


def test_today_moves_every_command(company: Company) -> None:
    company.today = "2027-03-01"
    assert company.json("status")["today"] == "2027-03-01"
    assert company.json("status", "--today", "2028-03-01")["today"] == "2028-03-01"


def test_the_environment_moves_time_where_no_option_does(company: Company) -> None:
    opener = Opener(plugins=(company.plugin,), installed=False)
    words = ["status", "--json", "-C", str(company.folder)]
    env = {"MENTORKIT_NOW": "2027-05-05"}
    by_env = CliRunner().invoke(cli, words, obj=opener, env=env)
    assert json.loads(by_env.stdout)["today"] == "2027-05-05"
    by_option = CliRunner().invoke(cli, ["--today", "2027-06-06", *words], obj=opener, env=env)
    assert json.loads(by_option.stdout)["today"] == "2027-06-06"


def test_the_time_that_it_is() -> None:
    now = App(Opener()).now()
    assert now.tzinfo is UTC


def test_options_beat_the_environment_and_this_the_users_file(company: Company, tmp_path: Path) -> None:
    words = ["config", "show", "--origin", "--json"]
    file = {"folder": str(company.folder), "quiet": True, "diff": {"full": True}}
    by_file = settings(CliRunner().invoke(cli, words, default_map=file))
    assert by_file["folder"][0] == str(company.folder)
    assert by_file["folder"][1].endswith("config.toml")
    assert by_file["stores.plans.adapter"] == ("memory", "mentorkit.toml:3")
    env = {"MENTORKIT_FOLDER": str(tmp_path)}
    (tmp_path / "mentorkit.toml").write_text("format = 1\n", encoding="utf-8")
    by_env = settings(CliRunner().invoke(cli, words, default_map=file, env=env))
    assert by_env["folder"] == (str(tmp_path), "environment")
    by_option = settings(
        CliRunner().invoke(cli, ["-C", str(company.folder), *words], env=env, default_map=file)
    )
    assert by_option["folder"] == (str(company.folder), "option")
    after = settings(CliRunner().invoke(cli, [*words, "-C", str(company.folder)], env=env, default_map=file))
    assert after["folder"] == (str(company.folder), "option")


def test_config_shows_no_secret(company: Company) -> None:
    env = {
        "MENTORKIT_ATLASSIAN_TOKEN": "s3cret",
        "MENTORKIT_PLANS_TOKEN_COMMAND": "pass show s3cret",
        "MENTORKIT_ATLASSIAN_TOKEN_FILE": "/run/token",
        "MENTORKIT_ATLASSIAN_EMAIL": "bot@tidewren.example",
    }
    shown = company.run("config", "show", "--origin", env=env).stdout
    assert "s3cret" not in shown
    found = settings(company.run("config", "show", "--origin", "--json", env=env))
    assert found["MENTORKIT_ATLASSIAN_TOKEN"] == ("set", "environment")
    assert found["MENTORKIT_PLANS_TOKEN_COMMAND"] == ("set", "environment")
    assert found["MENTORKIT_ATLASSIAN_TOKEN_FILE"] == ("/run/token", "environment")
    assert found["MENTORKIT_ATLASSIAN_EMAIL"] == ("bot@tidewren.example", "environment")


def test_config_without_origin(company: Company) -> None:
    assert set(company.json("config", "show")["settings"][0]) == {"name", "value"}


def test_config_works_without_a_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "folder" in settings(CliRunner().invoke(cli, ["config", "show", "--origin", "--json"]))


def test_the_users_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert dict(UserSettings()) == {}
    (tmp_path / "mentorkit").mkdir()
    file = tmp_path / "mentorkit" / "config.toml"
    file.write_text('folder = "/srv/mentoring"\n[diff]\nfull = true\n', encoding="utf-8")
    assert dict(UserSettings()) == {"folder": "/srv/mentoring", "diff": {"full": True}}
    assert len(UserSettings()) == 2
    file.write_text("folder =", encoding="utf-8")
    failed = CliRunner().invoke(cli, ["status"], default_map=UserSettings())
    assert failed.exit_code == 2
    assert "cannot be read" in failed.stderr


def test_the_folder_is_found_above(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(company.folder / "roles")
    shown = CliRunner().invoke(cli, ["people", "list", "--quiet"])
    assert shown.exit_code == 0, shown.output
    assert "jonas-weber" in shown.stdout


def test_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    failed = CliRunner().invoke(cli, ["people", "list"])
    assert failed.exit_code == 1
    assert "run mentorkit init, or say where it is: mentorkit -C DIR" in failed.stderr


def test_next_step_names_the_folder_only_when_an_option_did(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(company.folder)
    shown = CliRunner().invoke(cli, ["people", "list"])
    assert shown.stderr == "Next: mentorkit status  (how far they are)\n"


def test_color_is_for_terminals_that_want_it(company: Company) -> None:
    assert "\x1b[" not in company.run("diff").stdout
    app = App(Opener())
    assert app.color is True
    result = CliRunner().invoke(cli, ["--no-color", "-C", str(company.folder), "people", "list"], color=True)
    assert "\x1b[" not in result.stdout


def test_an_unknown_command(company: Company) -> None:
    assert "No such command" in company.run("dif", code=2).stderr


def test_a_fault_of_ours_is_called_one(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_self: App) -> Path:
        raise ZeroDivisionError("private words")

    monkeypatch.setattr(App, "folder", property(broken))
    failed = company.run("status", code=1)
    assert "a fault in Mentorkit itself (ZeroDivisionError)" in failed.stderr
    assert "private words" not in failed.stderr
    assert "private words" in company.run("status", "--debug", code=1).stderr
