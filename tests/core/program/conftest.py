# SPDX-License-Identifier: Apache-2.0
"""Ways to read the example program with something changed."""

from pathlib import Path

import pytest

from mentorkit.errors import ConfigError, Problem
from mentorkit.program.loader import load_program
from tests.core.program.example import TEXTS, Changed, ProblemsOf


@pytest.fixture
def texts() -> dict[str, str]:
    """The files of a program without a problem."""
    return dict(TEXTS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The same program on disk."""
    for name, text in TEXTS.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def changed(texts: dict[str, str]) -> Changed:
    """The texts with one place of one file changed."""

    def change(name: str, old: str, new: str) -> dict[str, str]:
        assert texts[name].count(old) == 1, f"{old!r} must stand once in {name}"
        return texts | {name: texts[name].replace(old, new)}

    return change


@pytest.fixture
def problems_of(tmp_path: Path) -> ProblemsOf:
    """What is wrong with a program made of these texts."""

    def find(texts: dict[str, str]) -> list[Problem]:
        with pytest.raises(ConfigError) as caught:
            load_program(tmp_path, replaced=texts)
        return list(caught.value.problems)

    return find
