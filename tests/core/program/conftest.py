# SPDX-License-Identifier: Apache-2.0
"""A small program folder, as texts, and ways to read it with something changed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mentorkit.errors import ConfigError, Problem
from mentorkit.program.loader import load_program

TEXTS = {
    "mentorkit.toml": """\
format = 1

[stores.plans]
adapter = "jira"
url = "https://example.atlassian.net"
project = "MENT"
""",
    "program.yaml": """\
id: agency
name: Agency mentoring
starts: 2026-01-12
timezone: Europe/Sofia
coordinator: carla
sponsor: sami
cadence: {review: quarter, monitoring_days: 14}
limits:
  focus_skills: 2
matching:
  weights: {expertise: 5}
  exclude:
    - [ana, sami]
baseline: [git]
goals:
  - {id: certify, text: Eight certificates}
kpis: [active-pairings]
""",
    "people.csv": """\
id,name,email,role,grade,team,timezone,country,languages,mentoring,capacity,manager,account_id,aliases
ana,Ana,ana@example.com,developer,junior,web,Europe/Sofia,BG,bg en,wants,0,sami,,anna
ben,Ben,ben@example.com,developer,senior,web,Europe/Berlin,DE,de,offers,2,sami,,
carla,Carla,carla@example.com,developer,senior,web,Europe/Rome,IT,it,none,0,,,
sami,Sami,sami@example.com,developer,senior,web,Africa/Cairo,EG,ar,both,1,,,
""",
    "pairings.yaml": """\
# asked by the coordinator
- {mentee: ana, mentor: ben, focus: [git], asked: 2026-01-20}
- mentee: ana
  mentor: sami
  asked: 2026-02-01
""",
    "roles/developer.yaml": """\
id: developer
name: Developer
grades: [junior, senior]
requires:
  git: {junior: 1, senior: 3, weight: 2, core: true}
  php:
    junior: 1
    senior: 2
""",
    "skills/all.yaml": """\
- {id: git, name: Git, kind: technology}
- id: php
  name: PHP
  kind: technology
  related: [git]
  levels: {1: Reads it., 2: Writes it.}
""",
    "resources/all.yaml": """\
- id: pro-git
  title: Pro Git
  url: https://git-scm.com/book/en/v2
  kind: book
  skill: git
  from: 0
  to: 3
  minutes: 900
""",
    "agendas/monitoring.md": """\
---
kind: monitoring
minutes: 15
tools: [plan]
before:
  - Move the cards.
  - Bring a question.
---

## Board: done, stuck (10)

- What moved?
  Anything at all.
- What did not?

## Next step (5)
""",
    "guides/house-rules.md": """\
---
id: house-rules
title: House rules
audience: mentor
---

Be on time.
""",
}


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


Changed = Callable[..., dict[str, str]]


@pytest.fixture
def changed(texts: dict[str, str]) -> Changed:
    """The texts with one place of one file changed."""

    def change(name: str, old: str, new: str) -> dict[str, str]:
        assert texts[name].count(old) == 1, f"{old!r} must stand once in {name}"
        return texts | {name: texts[name].replace(old, new)}

    return change


ProblemsOf = Callable[[dict[str, str]], list[Problem]]


@pytest.fixture
def problems_of(tmp_path: Path) -> ProblemsOf:
    """What is wrong with a program made of these texts."""

    def find(texts: dict[str, str]) -> list[Problem]:
        with pytest.raises(ConfigError) as caught:
            load_program(tmp_path, replaced=texts)
        return list(caught.value.problems)

    return find
