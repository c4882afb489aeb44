# SPDX-License-Identifier: Apache-2.0
"""Companies of any size to measure with, made from the example company."""

import csv
import itertools
from dataclasses import dataclass
from pathlib import Path

from tests.acceptance.company import Company


@dataclass
class Grown(Company):
    """The example company with as many people as asked for, half of them mentees of the other half."""

    size: int = 12
    checked: bool = False

    def _set_up_company(self) -> None:
        self.copy_company()
        _grow(self.folder, self.size)
        self.seed_site()


def _grow(folder: Path, size: int) -> None:
    with (folder / "people.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    people = []
    for number, row in zip(range(size), itertools.cycle(rows), strict=False):
        if number < len(rows):
            people.append({**row, "manager": ""})
            continue
        name = f"Person {number:03}"
        email = f"person-{number:03}@tidewren.example"
        people.append({**row, "id": f"person-{number:03}", "name": name, "email": email, "manager": ""})
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(people)
    half = size // 2
    lines = [
        f"- {{mentee: {people[number]['id']}, mentor: {people[half + number]['id']},"
        " focus: [web-accessibility, git], asked: 2026-11-02}\n"
        for number in range(half)
    ]
    (folder / "pairings.yaml").write_text("".join(lines), encoding="utf-8")


def consent(company: Company, step: str) -> None:
    """Everybody who was asked ticks the own box of this step (accept or agree)."""
    from mentorkit.documents.pairing import title

    program = company.workspace().program
    for request in program.pairings:
        mentee, mentor = program.person(request.mentee), program.person(request.mentor)
        page = title(mentee, mentor, request.n)
        company.actor(mentee.email).tick(page, f"mk-{step}-mentee")
        company.actor(mentor.email).tick(page, f"mk-{step}-mentor")
