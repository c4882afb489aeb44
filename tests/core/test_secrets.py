# SPDX-License-Identifier: Apache-2.0
"""Secrets: where they are found, what is refused, and that none is ever shown."""

import shlex
import sys
from pathlib import Path

import pytest

from mentorkit.errors import ConfigError
from mentorkit.secrets import Secrets

SECRET = "s3cr3t-t0ken"


def value(environment: dict[str, str], *owners: str) -> str | None:
    found = Secrets(environment).find("token", *(owners or ("plans", "atlassian")))
    return None if found is None else found.get_secret_value()


def script(code: str) -> str:
    return shlex.join([sys.executable, "-c", code])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "token"
    path.write_text(SECRET + "\n", encoding="utf-8")
    path.chmod(0o600)
    return path


def test_the_first_owner_wins_then_variable_file_command(file: Path) -> None:
    everything = {
        "MENTORKIT_PLANS_TOKEN": "one",
        "MENTORKIT_PLANS_TOKEN_FILE": str(file),
        "MENTORKIT_PLANS_TOKEN_COMMAND": script("print('three')"),
        "MENTORKIT_ATLASSIAN_TOKEN": "four",
    }
    for expected, name in zip(("one", SECRET, "three", "four"), list(everything), strict=True):
        assert value(everything) == expected
        del everything[name]
    assert value(everything) is None


def test_names_with_hyphens_and_empty_values() -> None:
    assert value({"MENTORKIT_MY_SITE_TOKEN": "x"}, "my-site") == "x"
    assert value({"MENTORKIT_PLANS_TOKEN": "", "MENTORKIT_ATLASSIAN_TOKEN": "y"}) == "y"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_file_that_others_may_read_is_refused(file: Path, mode: int) -> None:
    file.chmod(mode)
    with pytest.raises(ConfigError, match="chmod 600") as caught:
        value({"MENTORKIT_PLANS_TOKEN_FILE": str(file)})
    assert SECRET not in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere cannot be read \(No such file"):
        value({"MENTORKIT_PLANS_TOKEN_FILE": str(tmp_path / "nowhere")})


@pytest.mark.parametrize(
    "command",
    [
        script(f"import sys; print('{SECRET}'); sys.exit('{SECRET}')"),
        f"/no/such/program {SECRET}",
        f"'unbalanced {SECRET}",
    ],
)
def test_a_command_that_fails_tells_nothing_it_printed(command: str) -> None:
    with pytest.raises(ConfigError, match="the command failed") as caught:
        value({"MENTORKIT_PLANS_TOKEN_COMMAND": command})
    assert SECRET not in str(caught.value).replace(f"'unbalanced {SECRET}", "")
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_command_runs_without_a_shell() -> None:
    assert value(
        {"MENTORKIT_PLANS_TOKEN_COMMAND": script("import sys; print(sys.argv[1:])") + " a;b $HOME"}
    ) == ("['a;b', '$HOME']")


def test_what_is_needed_and_missing_says_which_variable_to_set() -> None:
    with pytest.raises(ConfigError, match="export MENTORKIT_ATLASSIAN_TOKEN="):
        Secrets({}).need("token", "plans", "atlassian")


def test_no_secret_in_any_repr(file: Path) -> None:
    secrets = Secrets({"MENTORKIT_PLANS_TOKEN": SECRET})
    found = secrets.need("token", "plans")
    assert found.get_secret_value() == SECRET
    for shown in (repr(secrets), str(secrets), repr(found), str(found), f"{found}"):
        assert SECRET not in shown
