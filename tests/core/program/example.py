# SPDX-License-Identifier: Apache-2.0
"""A small program folder without a problem, as texts by file name."""

from collections.abc import Callable

from mentorkit.errors import Problem

Changed = Callable[[str, str, str], dict[str, str]]
ProblemsOf = Callable[[dict[str, str]], list[Problem]]

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
