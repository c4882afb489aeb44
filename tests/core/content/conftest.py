# SPDX-License-Identifier: Apache-2.0
"""A small catalogue without a fault, to plant some in."""

import re
import shutil
from pathlib import Path

import pytest

from mentorkit.content.catalogue import SHIPPED
from mentorkit.program.catalogue import LOCK, catalogue_files
from mentorkit.program.yaml_file import read_yaml

ROLES = ("qa-engineer", "technical-writer")
PLATFORM = (
    "- {id: testers, name: Testers, url: https://testers.example.org, kind: community,"
    " roles: [qa-engineer], languages: [en], cost: free}\n"
)


def write_small(folder: Path) -> Path:
    """Two roles with all they need; agendas, guides, tips and the rest as they ship."""
    for part in ("agendas", "guides", "tips", "surveys", "kpis", "languages"):
        shutil.copytree(SHIPPED / part, folder / part)
    baseline = read_yaml((SHIPPED / "skills/_baseline.yaml").read_text(encoding="utf-8"), "")[0]
    files = catalogue_files(ROLES)
    del files[LOCK]
    needed = set(re.findall(r"^- id: (\S+)", "".join(files.values()), re.MULTILINE))
    kept = [entry["skill"] for entry in baseline["baseline"] if entry["skill"] in needed]
    lines = "".join(f"  - {{skill: {skill}, level: 1}}\n" for skill in kept)
    files["skills/_baseline.yaml"] = f"baseline:\n{lines}"
    for name in ("README.md", "skills/_scale.yaml"):
        files[name] = (SHIPPED / name).read_text(encoding="utf-8")
    files["platforms/platforms.yaml"] = PLATFORM
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        plain = re.sub(r"^from: .*\n|^  related: .*\n", "", text, flags=re.MULTILINE)
        path.write_text(plain, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def _small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small(tmp_path_factory.mktemp("small"))


@pytest.fixture
def small(_small: Path, tmp_path: Path) -> Path:
    """A copy of the small catalogue."""
    return shutil.copytree(_small, tmp_path / "catalogue")
