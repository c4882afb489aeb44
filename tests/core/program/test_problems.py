# SPDX-License-Identifier: Apache-2.0
"""Every kind of problem: in which file, in which line, with which key, what is wrong, what to do."""

import pytest

from tests.core.program.example import Changed, ProblemsOf

# By file: what is replaced, by what; line and key of the problem; a part of its words, and of the remedy.
# fmt: off
CASES: dict[str, list[tuple[str, str, int, str, str, str]]] = {
    "mentorkit.toml": [
        ("format = 1", "format = 2", 1, "format", "not possible here", "use 1"),
        ("format = 1", "fromat = 1\nformat = 1", 1, "fromat", "known key", "'format'"),
        ('adapter = "jira"', 'adaptor = "jira"', 3, "stores.plans.adapter", "missing", "add"),
        ('project = "MENT"', 'token = "abc"', 6, "stores.plans.token", "secrets", "_PLANS_TOKEN"),
        ('project = "MENT"', 'project = "MENT', 6, "", "TOML", "quotes"),
        ('adapter = "jira"', 'note = """\n[x]\n"""\nadapter = 7', 7, "stores.plans.adapter",
         "not text", "quotes"),
    ],
    "program.yaml": [
        ("coordinator: carla", "coordinater: carla", 1, "coordinator", "missing", "add it"),
        ("sponsor: sami", "sponser: sami", 6, "sponser", "not a known key", "'sponsor'"),
        ("review: quarter", "review: quater", 7, "cadence.review", "'quater'", "'quarter'"),
        ("monitoring_days: 14", "monitoring_day: 14", 7, "cadence.monitoring_day",
         "known key", "'monitoring_days'"),
        ("focus_skills: 2", "focus_skills: many", 9, "limits.focus_skills", "whole number", "digits"),
        ("focus_skills: 2", "focus_skills: 0", 9, "limits.focus_skills", "too small", "1 or more"),
        ("focus_skills: 2", "focus_skills: 9", 9, "limits.focus_skills", "too large", "5 or less"),
        ("id: agency", "id: My Agency", 1, "id", "not an id", "hyphens"),
        ("2026-01-12", "12.01.2026", 3, "starts", "not a date", "2026-01-31"),
        ("name: Agency mentoring", "name: 2026", 2, "name", "not text", "quotes"),
        ("Europe/Sofia", "Europe/Sophia", 4, "timezone", "no time zone", "Europe/Sofia"),
        ("coordinator: carla", "coordinator: karla", 5, "coordinator", "no person", "'carla'"),
        ("sponsor: sami", "sponsor: zoe", 6, "sponsor", "no person 'zoe'", "people.csv"),
        ("[ana, sami]", "[ana, samy]", 13, "matching.exclude", "no person 'samy'", "'sami'"),
        ("[ana, sami]", "[ana]", 13, "matching.exclude", "missing", "add"),
        ("expertise: 5", "expertise: -1", 11, "matching.weights.expertise", "negative", "0 or more"),
        ("baseline: [git]", "baseline: [gitt]", 14, "baseline", "no skill 'gitt'", "'git'"),
        ("baseline: [git]", "baseline: git", 14, "baseline", "not a list", "[one, two]"),
        ("kpis: [active-pairings]", "kpis: [active-pairing]", 17, "kpis", "no KPI", "'active-pairings'"),
        ("text: Eight certificates}", "text: A}\n  - {id: certify, text: B}", 17, "goals.id",
         "line 16 already", "keep one"),
        ("limits:\n", "limits: &a\n", 8, "limits", "anchors", "write the value out"),
        ("sponsor: sami", "sponsor: !!str sami", 6, "sponsor", "tags", "remove"),
        ("sponsor: sami", "sponsor: sami\nsponsor: ana", 7, "sponsor",
         "twice, first in line 6", "keep one"),
        ("sponsor: sami", "sponsor: [sami", 7, "", "YAML", "brackets"),
        ("sponsor: sami", "sponsor: sami\x07", 6, "", "U+0007", "delete it"),
        ("kpis: [active-pairings]", "---\nid: b", 17, "", "second document", "---"),
        ("sponsor: sami", "? [a, b]\n: c", 6, "", "one word", "key: value"),
    ],
    "people.csv": [
        ("id,name,email,role", "id,name,mail,role", 1, "email", "column is missing", "add"),
        ("country,lang", "contry,lang", 1, "contry", "not a known column", "'country'"),
        ("team,timezone", "id,timezone", 1, "id", "column twice", "keep one"),
        ("ben,Ben,", "ben,Ben,Bee,", 3, "", "15 cells, the header has 14", "commas"),
        ("ben,Ben,", 'ben,"Ben,', 3, "", "not readable as CSV", "quotes"),
        ("offers", "ofers", 3, "mentoring", "'ofers' is not possible", "'offers'"),
        ("offers,2", "offers,two", 3, "capacity", "whole number", "digits"),
        ("ben,Ben,", ",Ben,", 3, "id", "is missing", "add it"),
        ("ben,Ben,", "Ben B,Ben,", 3, "id", "'Ben B' is not an id", "hyphens"),
        ("ben@example.com,developer", "ben@example.com,developr", 3, "role", "no role", "'developer'"),
        ("ben@example.com,developer,senior", "ben@example.com,developer,senor", 3, "grade",
         "developer has no grade 'senor'", "'senior'"),
        ("de,offers,2,sami", "de,offers,2,samir", 3, "manager", "no person 'samir'", "'sami'"),
        ("ben@example.com", "ben.example.com", 3, "email", "not an e-mail address", "name@"),
        ("ben,Ben,ben@example.com", "ana,Ben,ben@example.com", 3, "id", "line 2 already", "keep one"),
        ("ben@example.com", "ANA@example.com", 3, "email", "line 2 already", "keep one"),
        ("de,offers,2,sami,,", "de,offers,2,sami,,carla", 3, "aliases",
         "'carla' is in use in line 4", "for good"),
        ("de,offers,2,sami,,", "de,offers,2,sami,,anna", 3, "aliases",
         "'anna' is in use in line 2", "for good"),
        ("DE,de", "Germany,de", 3, "country", "no country 'Germany'", "capital"),
        ("Europe/Berlin", "Berlin", 3, "timezone", "no time zone 'Berlin'", "Europe/Berlin"),
        ("ar,both,1,,", "ar,both,1,sami,", 5, "manager", "circle: sami → sami", "empty"),
    ],
    "pairings.yaml": [
        ("mentor: sami", "mentor: ana", 4, "mentor", "same person", "two people"),
        ("mentor: sami", "mentor: anna", 4, "mentor", "same person", "two people"),
        ("mentor: sami", "mentor: samuel", 4, "mentor", "no person", "'sami'"),
        ("mentor: ben", "mentee: ben", 2, "mentee", "twice, first in line 2", "keep one"),
        ("focus: [git]", "focus: [git, phpp]", 2, "focus", "no skill", "'php'"),
        ("focus: [git]", "focus: [git, php, git]", 2, "focus", "limit is 2", "matter most"),
        ("mentor: sami", "mentor: sami\n  reopens: true", 5, "reopens", "no entry before", "first request"),
        ("mentor: sami\n  asked: 2026-02-01", "mentor: ben\n  asked: 2026-01-20", 5, "asked",
         "same day as line 2", "keep one"),
        ("mentor: sami\n  asked: 2026-02-01", "mentor: ben\n  asked: 2026-01-01", 5, "asked",
         "older than line 2", "older one first"),
    ],
    "roles/developer.yaml": [
        ("id: developer", "id: dev", 1, "id", "file called 'developer'", "same name"),
        ("senior: 2", "senior: 0", 8, "requires.php.senior", "level 0 is below 1", "never asks"),
        ("senior: 2", "senior: 5", 8, "requires.php.senior", "too large", "4 or less"),
        ("senior: 2", "senior: true", 8, "requires.php.senior", "whole number", "digits"),
        ("senior: 2", "senor: 2", 8, "requires.php.senor", "neither a grade", "'senior'"),
        ("weight: 2", "wieght: 2", 5, "requires.git.wieght", "neither a grade", "'weight'"),
        ("    senior: 2\n", "", 6, "requires.php.senior", "missing", "0 to 4"),
        ("  php:", "  phq:", 6, "requires.phq", "no skill 'phq'", "'php'"),
        ("[junior, senior]", "[junior, senior, junior]", 3, "grades", "line 3 already", "keep"),
    ],
    "skills/all.yaml": [
        ("kind: technology}", "kind: tecnology}", 1, "kind", "'tecnology'", "'technology'"),
        ("id: php", "id: git", 2, "id", "line 1 already", "keep one"),
        ("related: [git]", "related: [giit]", 5, "related", "no skill 'giit'", "'git'"),
        ("2: Writes it.", "5: Writes it.", 6, "levels.5", "no level", "1 to 4"),
        ("2: Writes it.", "two: Writes it.", 6, "levels.two", "whole number", "digits"),
    ],
    "resources/all.yaml": [
        ("skill: git", "skill: gti", 5, "skill", "no skill 'gti'", "'git'"),
        ("to: 3", "to: 0", 7, "to", "no higher level", "raise it"),
        ("from: 0", "form: 0", 6, "form", "not a known key", "'from'"),
        ("https://", "ftp://", 3, "url", "wrong form", "https?://"),
        ("minutes: 900", "minutes: 900\n- 7", 9, "", "keys and values", "key: value"),
    ],
    "agendas/monitoring.md": [
        ("minutes: 15", "minutes: 20", 3, "minutes", "add up to 15 minutes, not 20", "item"),
        ("kind: monitoring", "kind: review", 2, "kind", "called 'monitoring'", "same name"),
        ("## Next step (5)", "## Next step", 16, "", "no agenda item", "## Title (10)"),
        ("## Next step (5)", "## Next step (999)", 16, "", "no agenda item", "240"),
        ("## Board:", "Hello\n\n## Board:", 10, "", "before the first item", "below"),
        ("tools: [plan]", "tolls: [plan]", 4, "tolls", "not a known key", "'tools'"),
        ("---\nkind", "kind", 1, "", "has no head", "---"),
    ],
    "guides/house-rules.md": [
        ("audience: mentor", "audience: mentors", 4, "audience", "'mentors'", "'mentor'"),
        ("id: house-rules", "id: rules", 2, "id", "called 'house-rules'", "same name"),
    ],
}
# fmt: on


@pytest.mark.parametrize(("name", "case"), [(name, case) for name, cases in CASES.items() for case in cases])
def test_a_problem_is_named_in_full(
    changed: Changed, problems_of: ProblemsOf, name: str, case: tuple[str, str, int, str, str, str]
) -> None:
    old, new, line, key, what, remedy = case
    problems = problems_of(changed(name, old, new))
    found = [
        problem for problem in problems if (problem.file, problem.line, problem.key) == (name, line, key)
    ]
    assert [what in problem.what and remedy in problem.remedy for problem in found] == [True], "\n".join(
        map(str, problems)
    )


def test_a_line_after_a_cell_of_two_lines_is_still_right(changed: Changed, problems_of: ProblemsOf) -> None:
    texts = changed("people.csv", "ana,Ana,", 'ana,"A\nna",')
    texts["people.csv"] = texts["people.csv"].replace("Africa/Cairo", "Africa/Kairo")
    *name, problem = problems_of(texts)
    assert [(one.key, one.what) for one in name] == [("name", "'A\\nna' is more than one line")]
    assert (problem.line, problem.key) == (6, "timezone")


def test_lines_are_the_same_with_carriage_returns_and_a_byte_order_mark(
    changed: Changed, problems_of: ProblemsOf
) -> None:
    texts = changed("program.yaml", "sponsor: sami", "sponser: sami")
    texts = {name: "\ufeff" + text.replace("\n", "\r\n") for name, text in texts.items()}
    (problem,) = problems_of(texts)
    assert (problem.file, problem.line, problem.key) == ("program.yaml", 6, "sponser")


def test_a_circle_of_managers_is_reported_once(changed: Changed, problems_of: ProblemsOf) -> None:
    texts = changed("people.csv", "ar,both,1,,", "ar,both,1,carla,")
    texts["people.csv"] = texts["people.csv"].replace("it,none,0,,", "it,none,0,sami,")
    (problem,) = problems_of(texts)
    assert (problem.line, problem.what) == (4, "managers form a circle: carla → sami → carla")


def test_all_problems_of_all_files_come_at_once_in_order(
    texts: dict[str, str], problems_of: ProblemsOf
) -> None:
    texts["mentorkit.toml"] += "[stores.pages]\n"
    texts["program.yaml"] = (
        texts["program.yaml"].replace("kpis:", "kpi:").replace("Europe/Sofia", "Mars/Base")
    )
    texts["people.csv"] = texts["people.csv"].replace("ben@example.com", "nobody").replace("EG", "XX")
    texts["skills/broken.yaml"] = "- {id: a\n- b"
    texts["roles/developer.yaml"] = texts["roles/developer.yaml"].replace("senior: 3", "senior: 0")
    assert [(problem.file, problem.line) for problem in problems_of(texts)] == [
        ("mentorkit.toml", 7),
        ("people.csv", 3),
        ("people.csv", 5),
        ("program.yaml", 17),
        ("roles/developer.yaml", 5),
        ("skills/broken.yaml", 2),
    ]


@pytest.mark.parametrize("name", ["mentorkit.toml", "program.yaml", "people.csv"])
def test_a_missing_file_is_a_problem(texts: dict[str, str], problems_of: ProblemsOf, name: str) -> None:
    del texts[name]
    assert (name, 0) in [(problem.file, problem.line) for problem in problems_of(texts)]


def test_a_file_with_another_ending_is_not_passed_over(
    texts: dict[str, str], problems_of: ProblemsOf
) -> None:
    texts["skills/more.yml"] = "[]"
    (problem,) = problems_of(texts)
    assert problem.file == "skills/more.yml"
    assert "more.yaml" in problem.remedy


def test_a_broken_entry_causes_no_problems_elsewhere(changed: Changed, problems_of: ProblemsOf) -> None:
    texts = changed("skills/all.yaml", "id: php\n", "id: php\n  nme: PHP\n")
    assert {problem.file for problem in problems_of(texts)} == {"skills/all.yaml"}
    texts = changed("people.csv", "sami,Sami,", "sami,,")
    assert {problem.file for problem in problems_of(texts)} == {"people.csv"}
    texts = changed("roles/developer.yaml", "grades: [junior, senior]", "grades: []")
    assert {problem.file for problem in problems_of(texts)} == {"roles/developer.yaml"}


@pytest.mark.parametrize("name", ["skills/all.yaml", "people.csv", "roles/developer.yaml"])
def test_a_file_that_cannot_be_read_causes_no_problems_elsewhere(
    texts: dict[str, str], problems_of: ProblemsOf, name: str
) -> None:
    texts[name] = '"\n'
    assert {problem.file for problem in problems_of(texts)} == {name}


def test_values_of_mentorkit_toml_are_never_repeated(changed: Changed, problems_of: ProblemsOf) -> None:
    texts = changed("mentorkit.toml", 'project = "MENT"', 'password = "hunter2"\nadapter2 = "hunter2"')
    assert "hunter2" not in "\n".join(map(str, problems_of(texts)))
