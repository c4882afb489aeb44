# SPDX-License-Identifier: Apache-2.0
"""The adapter that docs/write-an-adapter.md builds is a real one: its code blocks pass the contract suite."""

import importlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from mentorkit.plugins import create_plugin_manager
from mentorkit.testing.contracts import IssueStoreContract
from mentorkit.workspace import Workspace
from tests.acceptance.company import Company, Pair

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "write-an-adapter.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(?:python|toml)\n# (pyproject\.toml|\S+/\S+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CASES = [name for name in dir(IssueStoreContract) if name.startswith("test_")]


def files(guide: str) -> dict[str, str]:
    """The files that the guide writes: blocks of one name follow one another."""
    found: dict[str, str] = {}
    for name, code in BLOCK.findall(guide):
        goes_on = re.sub(r"\Aclass \w+:  # goes on\n", "\n", code)
        found[name] = found.get(name, "") + ("\n\n" + code if goes_on == code and name in found else goes_on)
    return found


def written(guide: str, folder: Path) -> Path:
    """The guide's package in a folder."""
    for name, text in files(guide).items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return folder


def run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """One command of this Python in the folder, without the settings of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MENTORKIT", "PYTEST"))}
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def contract(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The guide's own test run."""
    options = ("-q", "-rf", "-p", "no:cacheprovider", "-W", "error", "tests/contracts")
    return run(folder, "-m", "pytest", *options, **environment)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, str]]:
    """The guide's package, written and installed; its folder, and how Python finds it."""
    folder = written(GUIDE, tmp_path_factory.mktemp("guide"))
    offline = ("--no-build-isolation", "--no-deps", "--no-index", "--disable-pip-version-check")
    done = run(folder, "-m", "pip", "install", "--quiet", *offline, "--target", "site", ".")
    assert done.returncode == 0, done.stderr
    return folder, {"PYTHONPATH": str(folder / "site")}


def test_the_guide_has_ten_steps() -> None:
    assert re.findall(r"(?m)^## (\d+)\. ", GUIDE) == [str(step) for step in range(1, 11)]


def test_the_guides_adapter_keeps_the_contract(installed: tuple[Path, Mapping[str, str]]) -> None:
    folder, environment = installed
    done = contract(folder, **environment)
    assert done.returncode == 0, done.stdout
    assert re.search(rf"^{len(CASES)} passed in ", done.stdout, re.MULTILINE), done.stdout


def test_mentorkit_finds_the_guides_adapter(installed: tuple[Path, Mapping[str, str]]) -> None:
    folder, environment = installed
    done = run(folder, "-m", "mentorkit_cli", "plugins", "--json", **environment)
    offered = {(row["adapter"], row["port"], row["state"]) for row in json.loads(done.stdout)["adapters"]}
    assert ("folder", "plans", "ok") in offered


def test_the_guides_code_is_in_the_style_of_the_house(installed: tuple[Path, Mapping[str, str]]) -> None:
    folder, _ = installed
    rules = ("--config", str(ROOT / "pyproject.toml"), "--ignore", "ARG,S,PLC0415,I001,RUF100,TRY004")
    done = run(folder, "-m", "ruff", "check", *rules, "mentorkit_folder", "tests")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("right", "wrong", "case"),
    [
        (
            "if task_map.revision(content) != change.found.revision:",
            "if False:",
            "test_a_stale_update_is_a_conflict_and_writes_nothing",
        ),
        (
            "return mark if short(mark.key) == ref else None",
            "return mark",
            "test_a_clone_is_the_persons_own",
        ),
        (
            "if item.audience is not None and",
            "if False and",
            "test_an_audience_is_kept_or_nothing_is_made",
        ),
    ],
)
def test_a_guide_whose_code_is_broken_fails(tmp_path: Path, right: str, wrong: str, case: str) -> None:
    assert GUIDE.count(right) == 1
    folder = written(GUIDE.replace(right, wrong), tmp_path)
    done = contract(folder, PYTHONPATH=str(folder))
    assert done.returncode == 1, done.stdout
    assert re.search(rf"^FAILED .*::{case}\b", done.stdout, re.MULTILINE), done.stdout


class OnFolders(Company):
    """The example company, its plans in a folder."""

    plugin: object

    def workspace(self) -> Workspace:
        secrets = super().workspace().secrets
        manager = create_plugin_manager([self.plugin])
        return Workspace(self.folder, manager, self.now, secrets, self.session)


def test_a_program_runs_on_the_guides_adapter(
    installed: tuple[Path, Mapping[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(installed[0]))
    company = OnFolders(tmp_path)
    company.plugin = importlib.import_module("mentorkit_folder.plugin")
    company.settings(plans="{visibility: company}")
    settings = (tmp_path / "mentorkit.toml").read_text(encoding="utf-8")
    settings = re.sub(r"(?s)(\[stores\.plans\]).*?\n\n", '\\1\nadapter = "folder"\n\n', settings)
    (tmp_path / "mentorkit.toml").write_text(settings, encoding="utf-8")

    pair = Pair(company, "jonas-weber", "ines-carvalho").ask("web-accessibility")
    company.apply()
    for step in ("accept", "agree"):
        pair.tick(step)
        company.pass_days(0.1)
        company.apply()

    headers = [
        yaml.safe_load(file.read_text(encoding="utf-8").split("---\n")[1])
        for file in sorted((tmp_path / "tasks").glob("mk-*.md"))
    ]
    assert {header["kind"] for header in headers} == {"board", "goal", "milestone", "activity"}
    report, *_ = company.apply()
    assert report.writes == 0
    company.close()
