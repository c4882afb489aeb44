# SPDX-License-Identifier: Apache-2.0
"""The wheel in an empty environment: it installs, imports from itself, and plays the demo."""

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = {
    "mentorkit",
    "mentorkit_atlassian",
    "mentorkit_calendar",
    "mentorkit_cli",
    "mentorkit_confluence",
    "mentorkit_jira",
    "mentorkit_sandbox",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=300)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_packages_their_data_and_the_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert tops == PACKAGES
    for needed in (
        "mentorkit/py.typed",
        "mentorkit/content/agendas/monitoring.md",
        "mentorkit_sandbox/company/people.csv",
        "mentorkit/program/templates/mentorkit.toml",
    ):
        assert needed in names
    assert any(name.endswith("/licenses/LICENSE") for name in names)
    assert not any("/tests/" in name or name.startswith("tests/") for name in names)


@pytest.mark.slow
@pytest.mark.server
def test_an_empty_environment_plays_the_demo_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "environment"
    venv.create(home, with_pip=True)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MENTORKIT"))
    }
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)]
    subprocess.run(install, check=True, capture_output=True, timeout=540, env=clean)
    demo = [str(python), "-m", "mentorkit_cli", "demo", "--no-serve", "--json"]
    done = subprocess.run(
        demo, check=False, capture_output=True, text=True, timeout=240, env=clean, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["second_apply"]["writes"] == 0
