# SPDX-License-Identifier: Apache-2.0
"""The check finds nothing on what ships, and each planted fault with its file, its line and a remedy."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from mentorkit.content.checks import check_catalogue, check_program
from mentorkit.content.checks.common import fold
from mentorkit.content.checks.learning import address_fault, public_name, valid_isbn
from mentorkit.errors import Problem

QA = "roles/qa-engineer.yaml"
TESTING = "skills/testing.yaml"
TIPS, KPIS, SURVEY = "tips/start.yaml", "kpis/kpis.yaml", "surveys/mid-point.yaml"
BULGARIAN = "languages/bg.yaml"
AGENDA, GUIDE = "agendas/monitoring.md", "guides/conduct.md"
RESOURCES = "resources/testing.yaml"

Change = Callable[[str], str]


def told(problems: list[Problem]) -> str:
    return "\n".join(map(str, problems))


def test_what_ships_has_no_fault() -> None:
    assert told(check_catalogue()) == ""


def test_the_small_catalogue_has_none_either(small: Path) -> None:
    assert told(check_catalogue(small)) == ""


def sub(pattern: str, new: str) -> Change:
    """Change the first place where the pattern stands."""

    def change(text: str) -> str:
        changed, count = re.subn(pattern, new, text, count=1, flags=re.MULTILINE)
        assert count == 1, pattern
        return changed

    return change


def add(text: str) -> Change:
    return lambda old: old.rstrip("\n") + "\n" + text


def every(pattern: str, new: str) -> Change:
    return lambda text: re.sub(pattern, new, text, flags=re.MULTILINE)


def drop_all(pattern: str) -> Change:
    return lambda text: re.sub(pattern, "", text, flags=re.MULTILINE)


def resource(**change: str) -> str:
    """A resource that is right but for what is changed."""
    fields = {
        "id": "planted",
        "title": "Planted",
        "url": "https://planted.example.org/book",
        "kind": "book",
        "skill": "test-planning",
        "from": "1",
        "to": "3",
        "minutes": "60",
        "publisher": "Somebody",
        **change,
    }
    return "- {" + ", ".join(f"{name}: {value}" for name, value in fields.items() if value) + "}\n"


@dataclass(frozen=True)
class Plant:
    """A fault: the file, how it gets in, and words of what must be said. ``line`` 0: some line."""

    name: str
    file: str
    change: Change
    says: str
    line: int = 0


SOFT = r"^  (stakeholder-communication|reliability-and-follow-through|problem-solving): .*\n"
TWELVE = "".join(f"  skill-{n}: {{junior: 1, middle: 2, senior: 3, lead: 3}}\n" for n in range(12))
BOMB = 'a: &a ["x", "x"]\nb: &b [*a, *a]\nc: [*b, *b]\n'

PLANTS = [
    Plant("falling levels", QA, sub(r"middle: 2, senior: 3", "middle: 3, senior: 2"), "never asks for less"),
    Plant("level out of range", QA, sub(r"lead: 4", "lead: 5"), "is too large; use 4 or less"),
    Plant("weight out of range", QA, sub(r"weight: \d", "weight: 9"), "is too large; use 5 or less"),
    Plant(
        "dead skill",
        QA,
        sub(r"^  problem-solving:", "  problem-solvng:"),
        "no skill 'problem-solvng'; did you",
    ),
    Plant("missing grade", QA, sub(r"junior: \d, ", ""), "the level for this grade is missing"),
    Plant("unknown grade", QA, sub(r"junior: (\d), ", r"junior: \1, juniour: 1, "), "neither a grade"),
    Plant("grade twice", QA, sub(r"grades: \[junior", "grades: [junior, junior"), "this grade stands"),
    Plant("too few skills", QA, drop_all(r"^  (?!test-)[a-z-]+: \{.*\n"), "12 to 16 make a matrix"),
    Plant("too many skills", QA, add(TWELVE), "12 to 16 make a matrix"),
    Plant("too few core", QA, drop_all(r", core: true"), "the role has 0 core skills"),
    Plant("too many core", QA, every(r"(weight: \d)\}", r"\1, core: true}"), "4 to 8 make a matrix"),
    Plant("no soft skill", QA, drop_all(SOFT), "asks for no soft skill"),
    Plant("role under another name", QA, sub(r"^id: qa-engineer", "id: qa-person"), "the same name"),
    Plant("malformed id", TESTING, sub(r"^- id: ", "- id: Not_An_Id "), "is not an id"),
    Plant("unknown kind", TESTING, sub(r"kind: practice", "kind: magic"), "is not possible here"),
    Plant("duplicate key", TESTING, sub(r"^(  name: .*\n)", r"\1\1"), "stands here twice"),
    Plant("id twice", TESTING, add("- {id: teamwork, name: Rowing, kind: people}\n"), "this id stands"),
    Plant("near-equal name", TESTING, sub(r"^  name: .*", "  name: Problem-solvings"), "is nearly"),
    Plant("synonym of two", TESTING, sub(r"^  also: .*", "  also: [teamwork]"), "is the name of the skill"),
    Plant(
        "dead relation", TESTING, sub(r"^(  kind: .*\n)", r"\1  related: [alchemy]\n"), "no skill 'alchemy'"
    ),
    Plant("missing descriptor", TESTING, drop_all(r"^    3: .*\n"), "has no sentence for level 3"),
    Plant("sentence of no level", TESTING, sub(r"^    4: ", "    5: "), "is no level with words"),
    Plant(
        "skill nobody needs", TESTING, add("- {id: rowing, name: Rowing, kind: practice}\n"), "no role asks"
    ),
    Plant(
        "markup in a sentence", TESTING, sub(r"^    1: .*", '    1: "<script>alert(1)</script>"'), "markup"
    ),
    Plant("YAML bomb", "skills/bomb.yaml", lambda _: BOMB, "anchors (&) and aliases (*)", 1),
    Plant("50 MB", "resources/huge.yaml", lambda _: "#" * 50_000_000, "is larger than 5 MB"),
    Plant("control character", TIPS, add("- id: \x07\n"), "U+0007"),
    Plant("baseline", "skills/_baseline.yaml", add("  - {skill: rowing, level: 1}\n"), "no skill 'rowing'"),
    Plant("scale", "skills/_scale.yaml", drop_all(r"^      4: .*\n"), "lacks a sentence for a level"),
    Plant(
        "one resource", RESOURCES, lambda text: text.split("\n- ")[0] + "\n", "of the 2 resources it needs"
    ),
    Plant(
        "one publisher", RESOURCES, lambda t: re.sub(r"publisher: [^,}]*", "publisher: X", t), "one publisher"
    ),
    Plant("address", RESOURCES, add(resource(url='"https://not an address"')), "has to match ^https?://"),
    Plant("javascript:", RESOURCES, add(resource(url='"javascript:alert(1)"')), "^https?://"),
    Plant("private address", RESOURCES, add(resource(url="http://192.168.1.1/x")), "leads to no public host"),
    Plant(
        "levels reversed", RESOURCES, add(resource(**{"from": "3", "to": "1"})), "leads to no higher level"
    ),
    Plant("ISBN", RESOURCES, add(resource(isbn='"9780134494167"')), "is no ISBN"),
    Plant("unknown language", RESOURCES, add(resource(lang="xx")), "there is no language 'xx'"),
    Plant("no publisher", RESOURCES, add(resource(publisher="")), "publisher: is missing"),
    Plant("dead skill of a resource", RESOURCES, add(resource(skill="rowing")), "there is no skill 'rowing'"),
    Plant("same address twice", RESOURCES, add(resource() + resource(id="again")), "stands in resources/"),
    Plant("kind of resource", RESOURCES, add(resource(kind="rumor")), "is not possible here"),
    Plant(
        "minutes", AGENDA, sub(r"^minutes: 30", "minutes: 35"), "the items add up to 30 minutes, not 35", 4
    ),
    Plant("unknown tool", AGENDA, sub(r"tools: \[plan", "tools: [plann"), "there is no tool 'plann'", 5),
    Plant("no purpose", AGENDA, drop_all(r"^purpose: .*\n"), "purpose: is missing"),
    Plant("script in an agenda", AGENDA, add("- <img src=x onerror=alert(1)>\n"), "holds markup"),
    Plant("script in a guide", GUIDE, add("\n<script>alert(1)</script>\n"), "holds markup: <script>"),
    Plant("script link in a guide", GUIDE, add("\n[x](javascript:alert(1))\n"), "holds markup: javascript:"),
    Plant("unknown audience", GUIDE, sub(r"^audience: everyone", "audience: aliens"), "is not possible here"),
    Plant("unknown moment", TIPS, sub(r"moment: new-mentor", "moment: full-moon"), "is not possible here"),
    Plant("tip twice", TIPS, sub(r"- id: new-mentor-not-know", "- id: after-first-fit"), "stands in tips/"),
    Plant(
        "pair not mirrored",
        SURVEY,
        sub(r"pairs_with: mid-mentor-open", "pairs_with: mid-mentor-learn"),
        "pair",
    ),
    Plant(
        "pair of nothing",
        SURVEY,
        sub(r"pairs_with: mid-mentor-open", "pairs_with: nobody"),
        "no question here",
    ),
    Plant("KPI without formula", KPIS, sub(r"^  formula: .*\n", ""), "formula: is missing; add it"),
    Plant("KPI of few people", KPIS, sub(r"minimum_n: 5", "minimum_n: 2"), "is too small; use 5 or more"),
    Plant("KPI range", KPIS, sub(r"guide: \[75, 85\]", "guide: [85, 75]"), "runs backward"),
    Plant("translation left out", BULGARIAN, drop_all(r"^  stage\.closed: .*\n"), "is not translated"),
    Plant("left over", BULGARIAN, sub(r"^  stage\.closed:", "  stage.shut:"), "no text of the original"),
    Plant("placeholders", BULGARIAN, sub(r"\{program\}", "{programme}"), "they are: program"),
    Plant(
        "translated tip",
        "languages/bg/tips.yaml",
        sub(r"^new-mentor-not-know: .*\n", ""),
        "is not translated",
    ),
    Plant(
        "translated agenda", "languages/bg/agendas/plan.md", sub(r"\((\d+)\)$", r"(1)"), "the items add up to"
    ),
    Plant(
        "language", "languages/xx.yaml", lambda _: "language: xx\nname: X\ntexts: {}\n", "no language 'xx'"
    ),
    Plant("license", "README.md", lambda _: "# Ours\n", "no license is stated"),
    Plant(
        "platform",
        "platforms/platforms.yaml",
        sub(r"qa-engineer", "qa-enginer"),
        "did you mean 'qa-engineer'",
    ),
]


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.name)
def test_each_planted_fault_is_found(small: Path, plant: Plant) -> None:
    path = small / plant.file
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    new = plant.change(old)
    assert new != old
    path.write_text(new, encoding="utf-8")
    found = [problem for problem in check_catalogue(small) if plant.says in str(problem)]
    assert found, told(check_catalogue(small))
    assert all(problem.remedy and problem.file for problem in found)
    if plant.line:
        assert plant.line in [problem.line for problem in found]
    elif plant.name not in ("50 MB", "license"):
        assert all(problem.line for problem in found)


def test_a_fault_names_the_line_that_an_editor_shows(small: Path) -> None:
    path = small / QA
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    number = next(n for n, line in enumerate(lines, start=1) if "middle: 2, senior: 3" in line)
    lines[number - 1] = lines[number - 1].replace("middle: 2, senior: 3", "middle: 3, senior: 2")
    path.write_text("".join(lines), encoding="utf-8")
    assert [(p.file, p.line) for p in check_catalogue(small)] == [(QA, number)]


def test_a_missing_agenda_and_an_empty_area(small: Path) -> None:
    (small / "agendas/review.md").unlink()
    for path in (small / "tips").iterdir():
        path.unlink()
    found = told(check_catalogue(small))
    assert "agendas/review.md the calendar plans this meeting and there is no agenda for it" in found
    assert "tips/ there is nothing here" in found


def test_a_folder_of_something_else() -> None:
    assert "languages/en.yaml English is missing" in told(check_catalogue(Path(__file__).parent))


def test_names_that_differ() -> None:
    assert fold("C++") != fold("C") != fold("C#")
    assert fold("Test Plans") == fold("test-plan")


@pytest.mark.parametrize("isbn", ["9780134494166", "978-0-13-449416-6", "0-306-40615-2", "097522980X"])
def test_isbns(isbn: str) -> None:
    assert valid_isbn(isbn)
    assert not valid_isbn(isbn[:-1] + ("1" if isbn[-1] != "1" else "2"))
    assert not valid_isbn(isbn[:-1])


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "intranet",
        "a.local",
        "10.0.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "0x7f.1",
        "2130706433",
        "224.0.0.1",
        "a..b",
        "fe80::1",
    ],
)
def test_hosts_that_are_not_public(host: str) -> None:
    assert not public_name(host)


def test_public_hosts() -> None:
    assert all(map(public_name, ["docs.python.org", "93.184.216.34", "2606:2800:220:1::1", "a.museum."]))
    assert address_fault("https://docs.python.org/3/#x") == ""
    assert address_fault("https://me:secret@docs.python.org") == "holds a name or a password"
    assert address_fault("https://[::1") == address_fault("ftp://a.org") == "is not a web address"


def test_a_program_folder_gets_advice_where_a_catalogue_has_faults(tmp_path: Path) -> None:
    from tests.core.company import write_folder

    folder = write_folder(tmp_path / "agency")
    faults, advice = check_program(folder)
    assert told(faults) == ""
    assert "12 to 16 make a matrix" in told(advice)
    people = folder / "people.csv"
    people.write_text(people.read_text(encoding="utf-8").replace("junior", "juniour", 1), encoding="utf-8")
    assert "has no grade 'juniour'" in told(check_program(folder)[0])
