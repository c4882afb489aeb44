# SPDX-License-Identifier: Apache-2.0
"""The catalogue in a company's hands: roles taken, edited and brought along; pages and plans follow."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mentorkit.domain.keys import short
from mentorkit.domain.pairings import pairing_key
from mentorkit.program.edit import append_pairing
from mentorkit.program.file_models import PairingEntry
from mentorkit.program.loader import load_program
from mentorkit_cli.demo import first_weeks
from mentorkit_cli.demo.story import MENTEE, MENTOR, Story
from mentorkit_cli.main import PLACES, cli
from tests.acceptance.company import Company

At = Callable[[str], Company]

GROWTH = "My growth: Jonas Weber"
OWN = """\
Competency;Job title;junior;senior;Must have
k8s;Lock keeper;1;3;yes
Reading the river;Lock keeper;1;2;
"""


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PLACES, "content", "mentorkit_cli.commands.content:content")


def run(company: Company | None, *words: str, code: int = 0) -> str:
    """What a command prints."""
    folder = ["-C", str(company.folder)] if company else []
    result = CliRunner().invoke(cli, [*folder, *words], env={"NO_COLOR": "1"})
    assert result.exit_code == code, result.output
    return result.stdout


def listed(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(None, "content", "list", *words, "--json"))
    return found


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def now_works_as(company: Company, person: str, role: str, grade: str) -> None:
    """Give a person another role in people.csv."""
    path = company.folder / "people.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    header = lines[0].split(",")
    number = next(n for n, line in enumerate(lines) if line.startswith(person + ","))
    cells = lines[number].split(",")
    cells[header.index("role")], cells[header.index("grade")] = role, grade
    lines[number] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def row(body: str, name: str) -> str:
    """The table row of a page that holds these words."""
    return next(part for part in body.split("<tr>") if name in part)


@pytest.mark.seed("S1", "S2")
def test_roles_are_taken_edited_and_survive_the_next_release(company_at: At) -> None:
    company = company_at("profiled")
    run(company, "content", "use", "ux-designer", "data-analyst", "technical-writer")
    now_works_as(company, MENTEE, "ux-designer", "middle")
    story = Story(company)
    story.apply()
    jonas = story.actor(MENTEE)
    role = load_program(company.folder).roles["ux-designer"]
    assert "Wireframing" in jonas.body("Role matrix: UX designer")
    needed = role.required("middle")["wireframing"]
    assert f"{needed} " in row(jonas.body(GROWTH), "Wireframing")

    path = company.folder / "roles/ux-designer.yaml"
    line = next(one for one in path.read_text(encoding="utf-8").splitlines() if " wireframing:" in one)
    edit(path, line, "  wireframing: {junior: 2, middle: 4, senior: 4, lead: 4, weight: 3, core: true}")
    story.apply()
    assert "4 Guide" in row(jonas.body(GROWTH), "Wireframing")

    edited = path.read_bytes()
    digest = path.read_text(encoding="utf-8").partition('digest: "')[2][:10]
    edit(path, digest, "0123456789")  # as if the role had been taken from an earlier wording
    newer = path.read_bytes()
    found = run(company, "content", "diff", "--exit-code", code=3)
    assert "role ux-designer: newer in the catalogue, and changed here" in found
    assert "wireframing: here junior 2 middle 4" in found
    run(company, "content", "use", "ux-designer")
    assert path.read_bytes() == newer != edited
    story.apply()
    assert "4 Guide" in row(jonas.body(GROWTH), "Wireframing")


@pytest.mark.seed("S2", "K1")
def test_a_matrix_of_its_own_brings_gaps_and_resources(company_at: At, tmp_path: Path) -> None:
    company = company_at("profiled")
    table = tmp_path / "matrix.csv"
    table.write_text(OWN, encoding="utf-8")
    run(company, "content", "import", str(table))
    now_works_as(company, MENTEE, "lock-keeper", "senior")
    story = Story(company)
    story.apply()
    body = story.actor(MENTEE).body(GROWTH)
    assert "For Lock keeper, senior." in body
    assert "3 Independent" in row(body, "Kubernetes")
    assert "2 Working" in row(body, "Reading the river")

    today = company.now().date()
    append_pairing(
        company.folder, PairingEntry(mentee=MENTEE, mentor=MENTOR, focus=("kubernetes",), asked=today)
    )
    story.apply()
    first_weeks.accept(story)
    first_weeks.agree(story)
    story.apply()
    assert story.world is not None
    label = short(pairing_key(story.world.program.id, MENTEE, MENTOR))
    issues = story.actor(MENTEE).issues(f'labels = "{label}" ORDER BY key')
    titles = " | ".join(issue["fields"]["summary"] for issue in issues)
    resources = [one.title for one in story.world.program.resources if one.skill == "kubernetes"]
    assert len(resources) >= 2
    assert any(title in titles for title in resources), titles


@pytest.mark.seed("S3")
def test_sixty_roles_ship_and_nothing_is_wrong_with_them() -> None:
    assert len(listed()["roles"]) >= 60
    assert "0 faults" in run(None, "content", "check")


@pytest.mark.seed("K1")
def test_two_resources_for_each_core_skill_of_each_role() -> None:
    found = listed()
    for role in found["roles"]:
        for skill, asked in role["requires"].items():
            if asked["core"]:
                assert sum(one["skill"] == skill for one in found["resources"]) >= 2, skill


@pytest.mark.seed("K4", "K8", "E6")
def test_kinds_of_resources_places_outside_and_templates(company_at: At) -> None:
    for kind in ("course", "workshop", "manual", "talk"):
        assert {one["kind"] for one in listed("resources", "--kind", kind)["resources"]} == {kind}
    places = listed("platforms", "--role", "ux-designer", "--language", "bg")["platforms"]
    assert places
    assert all("bg" in place["languages"] for place in places)
    templates = {agenda["kind"] for agenda in listed("agendas")["agendas"]}
    assert len(templates) == 13
    company = company_at("set_up")
    own = "---\nkind: retro\nminutes: 10\n---\n## What we keep (10)\n"
    (company.folder / "agendas/retro.md").write_text(own, encoding="utf-8")
    assert set(load_program(company.folder).agendas) == {*templates, "retro"}
