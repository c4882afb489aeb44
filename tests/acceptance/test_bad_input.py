# SPDX-License-Identifier: Apache-2.0
"""What goes wrong at people's desks: a clear sentence with its remedy, and nothing lost or half-written."""

import errno
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
import requests

from mentorkit_sandbox.actor import Refused
from tests.acceptance.commands import answer, run
from tests.acceptance.company import Company, Pair
from tests.acceptance.reading import queries, words

CompanyAt = Callable[[str], Company]
JONAS, INES, DANIEL = "jonas-weber", "ines-carvalho", "daniel-okoro"
PAGE = "Pairing: Jonas Weber, Inês Carvalho"


def flat(text: str) -> str:
    """What was said, on one line, without frames."""
    return " ".join(re.sub(r"[│╭╮╰╯─]", " ", text).split())


def change(company: Company, name: str, old: str, new: str) -> None:
    """Change a file of the folder the way somebody does by mistake."""
    path = company.folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def unchanged(company: Company, *args: str, code: int = 1, **options: Any) -> str:
    """What a command says that must leave the site as it is."""
    before = company.site.dump()
    said = flat(run(company, *args, code=code, **options).output)
    assert company.site.dump() == before
    return said


def test_a_broken_folder_tells_everything_at_once(company_at: CompanyAt) -> None:
    company = company_at("growing")
    change(company, "program.yaml", "timezone: Europe/Sofia", "timezone: Europe/Sophia")
    change(company, "roles/qa-engineer.yaml", "junior: ", "juniour: ")
    change(company, "people.csv", "react-developer,senior", "react-developer,senoir")
    change(company, "mentorkit.toml", 'adapter = "jira"', 'adaptor = "jira"')
    (company.folder / "skills" / "extra.yaml").write_text("- id: [", encoding="utf-8")
    seen = company.site.requests_seen
    for command in (("diff",), ("apply", "--yes"), ("status",)):
        said = unchanged(company, *command)
        assert re.search(r"Error: \d+ things are wrong with the settings or the program folder", said)
        assert "nothing was written" in said
        for place in (
            "program.yaml:",
            "roles/qa-engineer.yaml:",
            "people.csv:",
            "mentorkit.toml:",
            "skills/extra.yaml:",
        ):
            assert place in said, place
        assert "did you mean 'senior'" in said
    assert company.site.requests_seen == seen
    assert company.person(JONAS).find_page(PAGE), "what stands in the tools still stands"


def test_an_unknown_skill_is_named_with_the_nearest(company_at: CompanyAt) -> None:
    company = company_at("growing")
    before = (company.folder / "pairings.yaml").read_bytes()
    who = ("--mentee", "tomasz-lis", "--mentor", "noor-haddad")
    said = unchanged(company, "pair", "add", *who, "--focus", "web-accesibility", code=2)
    assert "web-accessibility" in said
    assert (company.folder / "pairings.yaml").read_bytes() == before
    line = "- {mentee: tomasz-lis, mentor: noor-haddad, focus: [web-accesibility], asked: 2026-11-03}\n"
    (company.folder / "pairings.yaml").write_bytes(before + line.encode())
    said = unchanged(company, "apply", "--yes")
    assert "there is no skill 'web-accesibility'; did you mean 'web-accessibility'?" in said


def test_a_person_twice(company_at: CompanyAt) -> None:
    company = company_at("profiled")
    path = company.folder / "people.csv"
    before = path.read_text(encoding="utf-8")
    person = ("--email", "jonas.weber@tidewren.example", "--role", "qa-engineer", "--grade", "junior")
    said = unchanged(company, "people", "enrol", "--name", "Jonas Weber", *person)
    assert re.search(r"people.csv:14 email: .* line 6 already; keep one of the two", said)
    assert path.read_text(encoding="utf-8") == before
    line = next(line for line in before.splitlines() if line.startswith("jonas-weber"))
    path.write_text(f"{before}{line}\n", encoding="utf-8")
    said = unchanged(company, "apply", "--yes")
    assert re.search(r"people.csv:\d+ ", said)
    assert said.count("people.csv:") == 2, "the id and the address stand twice"


def test_a_circle_of_managers(company_at: CompanyAt) -> None:
    company = company_at("profiled")
    change(company, "people.csv", "offers,1,,", "offers,1,mila-stoyanova,")
    said = unchanged(company, "diff")
    assert "manager" in said
    assert "stefan-kolev" in said
    assert "mila-stoyanova" in said


@pytest.mark.parametrize("command", [("diff",), ("apply", "--yes"), ("status",)])
def test_a_wrong_token_is_exit_code_four(company_at: CompanyAt, command: tuple[str, ...]) -> None:
    company = company_at("growing")
    said = unchanged(company, *command, code=4, token="no-such-token-1234")
    assert "does not accept the token" in said
    assert "make a new one" in said
    assert "no-such-token-1234" not in said


def test_an_unreachable_site(company_at: CompanyAt, monkeypatch: pytest.MonkeyPatch) -> None:
    company = company_at("accepted")
    monkeypatch.setattr(time, "sleep", lambda seconds: None)

    def refuse(request: requests.PreparedRequest) -> NoReturn:
        raise requests.ConnectionError("refused", request=request)

    company.before = refuse
    said = unchanged(company, "apply", "--yes")
    assert "could not be reached or broke off" in said
    assert "run the same command again when the site answers" in said
    company.before = None
    Pair(company, JONAS, INES).tick("agree")

    batches: list[str] = []

    def go_down(request: requests.PreparedRequest, _: requests.Response) -> None:
        if request.method == "POST" and str(request.url).endswith("/rest/api/3/issue/bulk"):
            batches.append(str(request.url))
            if len(batches) == 2:
                company.before = refuse

    company.after = go_down
    said = flat(run(company, "apply", "--yes", code=5).output)
    assert "could not be reached or broke off" in said
    assert "it does what is left" in said
    company.before = company.after = None
    run(company, "apply", "--yes")
    assert answer(company, "diff")["counts"] == {"add": 0, "change": 0, "archive": 0}
    issues = company.person(JONAS).issues(queries(company.person(JONAS).body(PAGE))[0])
    summaries = [issue["fields"]["summary"] for issue in issues]
    assert len(set(summaries)) == len(summaries) > 5


def test_a_mangled_page_is_reported_and_left_alone(company_at: CompanyAt) -> None:
    company = company_at("growing")
    ines = company.person(INES)
    number = str(ines.page(PAGE)["id"])

    def lose_a_fence(body: str) -> str:
        fence = re.search(
            r"<p[^>]*><ac:structured-macro[^>]*>(?:(?!</p>).)*goals\.end(?:(?!</p>).)*</p>", body
        )
        assert fence
        return body.replace(fence[0], "")

    ines.edit(PAGE, lose_a_fence)
    mangled, version = ines.body(PAGE), ines.page(PAGE)["version"]["number"]
    issues = ines.issues(queries(mangled)[0])
    goal = next(issue["key"] for issue in issues if issue["fields"]["issuetype"]["name"] == "Epic")
    for _ in range(2):
        company.pass_days(1)
        ines.change(goal, summary=f"Renamed on {company.now().date()}")
        said = flat(run(company, "apply", "--yes").output)
        assert (
            f"{PAGE}: the part “goals” has lost its end; restore an earlier version from its history" in said
        )
        assert ines.body(PAGE) == mangled
        assert ines.page(PAGE)["version"]["number"] == version
    history = ines.body_of_version(PAGE, version - 1)
    ines.edit(PAGE, lambda body: history)
    run(company, "apply", "--yes")
    assert "has lost its end" not in flat(run(company, "diff").output)
    assert f"Renamed on {company.now().date()}" in words(ines.body(PAGE))
    assert str(ines.page(PAGE)["id"]) == number


def test_an_issue_that_somebody_deleted_stays_deleted(company_at: CompanyAt) -> None:
    company = company_at("growing")
    jonas, administrator = company.person(JONAS), company.actor(company.site.people[0].email)
    jql = queries(jonas.body(PAGE))[0]
    before = {issue["key"]: issue["fields"]["summary"] for issue in jonas.issues(jql)}
    gone = next(issue["key"] for issue in jonas.issues(jql) if "kind-learn" in issue["fields"]["labels"])
    administrator.delete(gone)
    del before[gone]
    for wiped in (False, True):
        company.pass_days(1)
        if wiped:
            company.wipe_disk()
        run(company, "apply", "--yes")
        assert {issue["key"]: issue["fields"]["summary"] for issue in jonas.issues(jql)} == before


def test_a_project_the_token_may_not_see(tmp_path: Path) -> None:
    company = Company(tmp_path / "company")
    stefan = company.person("stefan-kolev")
    administrator = company.actor(company.site.people[0].email)
    administrator.call("GET", "/rest/api/3/myself")
    before = stefan.may("GET", "/rest/api/3/project/WEB")
    assert before
    change(company, "mentorkit.toml", '"MENT"', '"HR"')
    hide(company, "HR")
    said = flat(run(company, "apply", "--yes", code=5).output)
    assert "HR" in said
    assert "Do:" in said or "doctor" in said
    assert stefan.call("GET", "/rest/api/3/search/jql", jql="project = HR")["issues"] == []
    change(company, "mentorkit.toml", '"HR"', '"MENT"')
    run(company, "apply", "--yes")
    assert company.person(JONAS).find_page("Skills: Jonas Weber")


def hide(company: Company, key: str) -> None:
    """A project on the site that only the head of the company may see."""
    from mentorkit_sandbox import jira

    project = {"key": key, "name": "Human resources", "private_to": ["stefan.kolev@tidewren.example"]}
    jira.seed(company.site, [project])
    company.site.tables.commit()


def test_a_title_that_is_a_strangers_already(company_at: CompanyAt) -> None:
    company = company_at("profiled")
    samir = company.person("samir-aziz")
    home = samir.page("Mentoring at Tidewren")
    body = {"representation": "storage", "value": "<p>Notes about two colleagues</p>"}
    made = samir.call(
        "POST",
        "/wiki/api/v2/pages",
        body={
            "spaceId": home["spaceId"],
            "status": "current",
            "title": PAGE,
            "parentId": home["id"],
            "body": body,
        },
    )
    Pair(company, JONAS, INES).ask("web-accessibility")
    said = flat(run(company, "apply", "--yes", code=5).output)
    assert PAGE in said
    assert "taken" in said
    assert "Notes about two colleagues" in samir.body(PAGE)
    assert samir.page(PAGE)["version"]["number"] == made["version"]["number"]
    samir.edit(PAGE, lambda text: text, new_title="My notes")
    run(company, "apply", "--yes")
    assert "asks" in words(company.person(JONAS).body(PAGE))
    assert "Notes about two colleagues" in samir.body("My notes")


def test_a_full_disk_loses_no_file(company_at: CompanyAt, monkeypatch: pytest.MonkeyPatch) -> None:
    company = company_at("requested")
    pairings, people = ((company.folder / name).read_bytes() for name in ("pairings.yaml", "people.csv"))

    def full(_: int) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        said = unchanged(company, "pair", "add", "--mentee", "tomasz-lis", "--mentor", "noor-haddad")
        assert "the disk is full" in said
        assert "make room and run the same command again" in said
        new = ("--name", "Ana Petrova", "--email", "ana.petrova@tidewren.example")
        said = unchanged(company, "people", "enrol", *new, "--role", "qa-engineer", "--grade", "junior")
        assert "the disk is full" in said
    assert (company.folder / "pairings.yaml").read_bytes() == pairings
    assert (company.folder / "people.csv").read_bytes() == people
    assert not list(company.folder.glob(".*.new"))
    Pair(company, JONAS, INES).tick("accept")
    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        said = flat(run(company, "apply", "--yes", code=1).output)
        assert "the disk is full" in said
        assert "whatever stood there before still does" in said
        assert "make room and run the same command again" in said
    assert not (company.folder / "feeds" / "program.ics").exists()
    run(company, "apply", "--yes")
    assert "BEGIN:VEVENT" in company.person(JONAS).text("/feeds/people/jonas-weber.ics")
    with pytest.raises(Refused):
        company.person(JONAS).page("Pairing: Tomasz Lis, Noor Haddad")
