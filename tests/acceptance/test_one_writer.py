# SPDX-License-Identifier: Apache-2.0
"""Two machines at once: one writes, the other says who does and until when, and goes on afterwards."""

import copy
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.commands import run
from tests.acceptance.trials import small


def test_the_second_of_two_machines_says_who_is_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = small(tmp_path / "laptop")
    company.apply()
    monkeypatch.setattr("platform.node", lambda: "laptop-7")
    company.settings(name="Mentoring at Tidewren, renamed")
    shutil.copytree(company.folder, tmp_path / "server")
    second = copy.copy(company)
    second.folder = tmp_path / "server"
    second.wipe_disk()
    said: list[str] = []

    def meanwhile(request: Any) -> None:
        if request.method == "PUT" and "lease" not in str(request.body) and not said:
            company.before = None
            with monkeypatch.context() as there:
                there.setattr("platform.node", lambda: "server-2")
                there.setattr("getpass.getuser", lambda: "nightly")
                said.append(run(second, "apply", "--yes", code=1).stderr)

    company.before = meanwhile
    monkeypatch.setattr("getpass.getuser", lambda: "eva")
    assert company.apply()[0].whole
    assert len(said) == 1
    assert "another run is writing to this program: eva on laptop-7" in said[0]
    assert "until 2026-11-02 08:30 UTC" in said[0]
    assert run(second, "apply", "--yes").exit_code == 0
