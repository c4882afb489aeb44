# SPDX-License-Identifier: Apache-2.0
"""A first program folder out of five questions."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mentorkit.program.loader import load_program
from mentorkit_cli.answers import local_zone
from mentorkit_cli.context import App
from mentorkit_cli.main import cli

GIVEN = ["--name", "Agency mentoring", "--coordinator", "Ana Petrova", "--email", "ana@tidewren.example",
         "--timezone", "Europe/Sofia"]  # fmt: skip


def run(*words: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["--today", "2026-11-02", "init", *words], input=answer)


def test_every_question_is_an_option(tmp_path: Path) -> None:
    folder = tmp_path / "mentoring"
    done = run(
        str(folder),
        "--no-input",
        *GIVEN,
        "--purpose",
        "Grow.",
        "--site",
        "https://t.example",
        "--example-roles",
    )
    assert done.exit_code == 0, done.output
    assert done.stderr == f"Next: cd {folder} && mentorkit auth login  (then doctor)\n"
    program = load_program(folder)
    assert (program.id, program.purpose, program.coordinator) == ("agency-mentoring", "Grow.", "ana-petrova")
    assert program.starts.isoformat() == "2026-11-02"
    assert "drupal-developer" in program.roles
    assert program.connections.stores["plans"].options["url"] == "https://t.example"
    assert f"wrote {folder / 'program.yaml'}" in done.stdout


def test_the_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(App, "interactive", property(lambda _app: True))
    answer = "Agency\n\nAna Petrova\nana@tidewren.example\n\nn\n"
    done = run(str(tmp_path / "x"), "--timezone", "Europe/Sofia", answer=answer)
    assert done.exit_code == 0, done.output
    assert [done.stderr.count(f"{number}. ") for number in range(1, 6)] == [1] * 5
    program = load_program(tmp_path / "x")
    assert (program.name, list(program.roles)) == ("Agency", ["people-partner"])


def test_no_input_asks_nothing_and_says_what_is_missing(tmp_path: Path) -> None:
    failed = run(str(tmp_path / "x"), "--no-input", "--name", "Agency")
    assert failed.exit_code == 2
    assert "Missing --coordinator, --email" in failed.stderr
    assert not (tmp_path / "x").exists()


def test_nothing_that_exists_is_changed(tmp_path: Path) -> None:
    (tmp_path / "program.yaml").write_text("mine", encoding="utf-8")
    failed = run(str(tmp_path), "--no-input", *GIVEN)
    assert failed.exit_code == 1
    assert "program.yaml is there already" in failed.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["program.yaml"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--site", "example.atlassian.net"], 2, "--site"),
        (["--timezone", "Europe/Sofya"], 1, "did you mean 'Europe/Sofia'?"),
        (["--role", "drupal-devloper"], 1, "did you mean 'drupal-developer'?"),
        (["--email", "nobody"], 1, "is not an e-mail address"),
    ],
)
def test_answers_that_make_no_program(tmp_path: Path, words: list[str], code: int, said: str) -> None:
    failed = run(str(tmp_path / "x"), "--no-input", *GIVEN, *words)
    assert failed.exit_code == code
    assert said in failed.stderr
    assert not (tmp_path / "x").exists()


def test_a_role_of_the_catalogue(tmp_path: Path) -> None:
    assert run(str(tmp_path / "x"), "--no-input", *GIVEN, "--role", "data-engineer").exit_code == 0
    assert "data-engineer" in load_program(tmp_path / "x").roles


def test_the_folder_option_says_where(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["-C", str(tmp_path / "x"), "init", "--no-input", *GIVEN, "--json"])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "x" / "program.yaml").exists()


def test_the_zone_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    assert local_zone() == "Asia/Kolkata"
    monkeypatch.delenv("TZ")
    monkeypatch.setattr(Path, "resolve", lambda _self: Path("/usr/share/zoneinfo/Europe/Sofia"))
    assert local_zone() == "Europe/Sofia"
    monkeypatch.setattr(Path, "resolve", lambda _self: Path("/etc/localtime"))
    assert local_zone() == "UTC"
