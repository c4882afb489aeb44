# SPDX-License-Identifier: Apache-2.0
"""Signing in: checked before it is stored, stored with consent, shown without a secret, forgotten again."""

import json
import stat
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mentorkit.errors import Unavailable
from mentorkit.keeping import Keeper, Keyring, SecretFile
from mentorkit.secrets import Secrets
from mentorkit_cli.context import App, Opener
from mentorkit_cli.main import cli
from mentorkit_jira.directory import JiraPeople
from mentorkit_sandbox import seed
from mentorkit_sandbox.inprocess import URL
from tests.cli.conftest import Company, flat
from tests.plugins.atlassian.tool import EMAILS, SERVICE
from tests.plugins.jira.tool import JiraTool

TOKEN = seed.token_of(SERVICE)
HOST = URL.partition("://")[2]
STORES = f"""format = 1
[stores.plans]
adapter = "jira"
url = "{URL}"
project = "MENT"
[stores.pages]
adapter = "confluence"
url = "{URL}/wiki"
space = "MENTOR"
[stores.meetings]
adapter = "calendar"
feeds = "feeds"
"""


class Door:
    """A program whose site is a sandbox, and a user's place for secrets."""

    def __init__(self, company: Company, home: Path) -> None:
        company.write("mentorkit.toml", STORES)
        self.company, self.tool, self.path = company, JiraTool(), home / "mentorkit" / "secrets.json"
        self.environment: dict[str, str] = {}
        self.kept: Sequence[Keeper] = (SecretFile(self.path),)

    def run(self, *words: str, code: int = 0, answer: str = "") -> Result:
        opener = Opener(secrets=Secrets(self.environment, self.kept), session=self.tool.session)
        args = ["-C", str(self.company.folder), "auth", *words]
        result = CliRunner().invoke(cli, args, obj=opener, input=answer, env={"NO_COLOR": "1"})
        assert result.exit_code == code, result.output
        assert TOKEN not in result.output
        return result

    def json(self, *words: str, code: int = 0) -> Any:
        return json.loads(self.run(*words, "--json", code=code).stdout)

    def login(self, *more: str, token: str = TOKEN, code: int = 0) -> Result:
        words = ["login", "--email", SERVICE, "--token-stdin", "--yes", *more]
        return self.run(*words, answer=token + "\n", code=code)


@pytest.fixture
def door(company: Company, tmp_path: Path) -> Door:
    return Door(company, tmp_path / "home")


@pytest.fixture
def somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody sits at the terminal."""
    monkeypatch.setattr(App, "interactive", property(lambda _self: True))


def test_in_status_out(door: Door) -> None:
    before = door.json("status", code=4)["sites"]
    assert [(one["site"], one["signed_in"]) for one in before] == [(HOST, False)]
    assert before[0]["remedy"].startswith("run mentorkit auth login")
    done = door.login()
    assert f"Signed in to {HOST} as Mentorkit; stored in {door.path}" in done.stdout
    assert done.stderr.strip().endswith(" doctor")
    assert stat.S_IMODE(door.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(door.path.parent.stat().st_mode) == 0o700
    shown = door.run("status").stdout
    assert f"ok      {HOST}: signed in as Mentorkit" in shown
    assert f"token: {door.path}" in shown
    assert f"Removed what was stored for {HOST}" in door.run("logout").stdout
    assert not door.path.exists()
    assert "Nothing was stored." in door.run("logout").stdout
    door.run("status", code=4)


def test_the_stored_secrets_open_the_program(door: Door) -> None:
    door.login()
    opener = Opener(secrets=Secrets({}, door.kept), session=door.tool.session)
    args = ["-C", str(door.company.folder), "doctor", "--json"]
    rows = json.loads(CliRunner().invoke(cli, args, obj=opener).stdout)["checks"]
    assert {row["check"]: row["found"] for row in rows}["sign in"] == "signed in as Mentorkit"


def test_a_wrong_token_is_not_stored(door: Door) -> None:
    failed = door.login(token="wrong", code=4)
    assert "does not accept the token" in failed.stderr
    assert not door.path.exists()


@pytest.mark.usefixtures("somebody")
def test_somebody_at_a_terminal_may_try_again_and_is_asked(door: Door) -> None:
    done = door.run("login", answer=f"{SERVICE}\nwrong\n{SERVICE}\n{TOKEN}\ny\n")
    assert "nothing was stored. Once more:" in done.stderr
    assert f"{HOST} says that you are Mentorkit." in done.stderr
    assert door.path.exists()
    door.run("logout")
    done = door.run("login", answer=f"{SERVICE}\n{TOKEN}\nn\n")
    assert "nothing was stored" in done.stdout
    assert not door.path.exists()
    failed = door.run("login", answer=f"{SERVICE}\nwrong\n" * 3, code=4)
    assert failed.stderr.count("Once more") == 2


def test_the_environment_goes_first_and_status_says_so(door: Door) -> None:
    door.environment = {
        "MENTORKIT_ATLASSIAN_EMAIL": EMAILS["ana-petrova"],
        "MENTORKIT_ATLASSIAN_TOKEN": seed.token_of(EMAILS["ana-petrova"]),
    }
    assert "Note: MENTORKIT_ATLASSIAN_TOKEN in the environment goes before the token" in door.login().stderr
    (site,) = door.json("status")["sites"]
    assert site["as"] == "Ana Petrova"
    assert site["secrets"][1] == {"name": "token", "origin": "MENTORKIT_ATLASSIAN_TOKEN in the environment"}


def test_a_site_that_does_not_answer_is_no_failed_sign_in(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(_self: JiraPeople) -> str:
        raise Unavailable("plans")

    door.login()
    monkeypatch.setattr(JiraPeople, "whoami", down)
    (site,) = door.json("status", code=1)["sites"]
    assert not site["signed_in"]
    assert "could not be reached" in site["found"]


def test_a_file_that_others_may_read_is_refused(door: Door) -> None:
    door.login()
    door.path.chmod(0o644)
    (site,) = door.json("status", code=1)["sites"]
    assert site["remedy"] == f"chmod 600 {door.path}"
    door.login(code=1)
    door.path.chmod(0o600)
    door.path.write_text("[]", encoding="utf-8")
    assert "cannot be read as stored secrets" in door.run("status", code=1).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["login"], "Nobody is there to be asked"),
        (
            ["login", "--email", SERVICE, "--token-stdin", "--yes", "--site", "other.test"],
            "names no site other",
        ),
        (["login", "--email", SERVICE, "--token-stdin", "--yes", "--store", "keyring"], "say --store file"),
        (["logout", "--site", "other.test"], "names no site other.test; it names"),
    ],
)
def test_usage(door: Door, words: list[str], said: str) -> None:
    assert said in flat(door.run(*words, answer="x\n", code=2).stderr)


def test_no_program_folder(door: Door) -> None:
    (door.company.folder / "program.yaml").unlink()
    assert "program.yaml" in door.run("status", code=1).stderr


class Ring:
    """The keyring library as far as it is used, with a backend in memory."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}
        self.errors = SimpleNamespace(KeyringError=LookupError)
        self.locked = False

    def get_keyring(self) -> Any:
        return SimpleNamespace(priority=5)

    def get_password(self, service: str, name: str) -> str | None:
        if self.locked:
            raise LookupError
        return self.held.get((service, name))

    def set_password(self, service: str, name: str, secret: str) -> None:
        if self.locked:
            raise LookupError
        self.held[service, name] = secret

    def delete_password(self, service: str, name: str) -> None:
        del self.held[service, name]


def test_a_keyring_comes_before_the_file(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    ring = Ring()
    monkeypatch.setitem(sys.modules, "keyring", ring)
    door.kept = (Keyring(), SecretFile(door.path))
    assert "stored in the keyring of this user" in door.login().stdout
    assert ring.held[f"mentorkit:{HOST}", "token"] == TOKEN
    assert not door.path.exists()
    assert "token: the keyring of this user" in door.run("status").stdout
    ring.locked = True
    door.run("status", code=4)
    assert "unlock it, or say --store file" in door.login(code=1).stderr
    ring.locked = False
    door.run("logout")
    assert not ring.held
    door.login("--store", "file")
    assert door.path.exists()
    assert not ring.held


def test_no_secret_in_any_repr(tmp_path: Path) -> None:
    keeper = SecretFile(tmp_path / "secrets.json")
    keeper.put("host.test", {"token": TOKEN})
    keeper.put("other.test", {"token": "other"})
    found = Secrets({}, (keeper, Keyring())).look("token", "plans", host="host.test")
    assert found is not None
    assert found.value.get_secret_value() == TOKEN
    assert TOKEN not in f"{found!r} {keeper!r} {Keyring()!r} {Secrets({}, (keeper,))!r}"
    assert Secrets({}, (keeper,)).find("token", "plans", host="third.test") is None
    assert keeper.drop("host.test", ("token",))
    assert keeper.get("other.test", "token") == "other"
