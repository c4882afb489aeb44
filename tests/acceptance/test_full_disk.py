# SPDX-License-Identifier: Apache-2.0
"""The disk fills up while feeds are written: the command says so, and the next one ends the same."""

import errno
import os
from pathlib import Path

import pytest

from tests.acceptance.commands import run
from tests.acceptance.company import Company, Pair
from tests.acceptance.trials import comparable, small


def accepted(folder: Path) -> Company:
    """Just before the run that writes a year of meetings."""
    company = small(folder)
    company.apply()
    Pair(company, "jonas-weber", "ines-carvalho").tick("accept")
    return company


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_feeds_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    untouched = accepted(tmp_path / "untouched")
    untouched.apply()
    company = accepted(tmp_path / "program")

    def refused(path: Path, _target: object) -> None:
        raise OSError(number, os.strerror(number), str(path))

    with monkeypatch.context() as full:
        full.setattr(Path, "replace", refused)
        said = run(company, "apply", "--yes", code=1).stderr
    words = "the disk is full" if number == errno.ENOSPC else "this user may not read or write there"
    assert f"Error: {words}: {company.folder / 'feeds'}" in said
    assert "  Why:   " in said
    assert "  Do:    " in said
    assert not [path for path in (company.folder / "feeds").rglob("*") if path.is_file()]
    run(company, "apply", "--yes")
    assert comparable(company) == comparable(untouched)
