# SPDX-License-Identifier: Apache-2.0
"""``mentorkit content``: looking through the catalogue, taking from it, comparing, checking."""

import json
from pathlib import Path

import pytest

from mentorkit.content.links import Answer, NotPublic, Unreachable
from mentorkit_cli import link_probe
from mentorkit_cli.main import PLACES
from tests.cli.conftest import Company, flat

LISTS = ["roles", "skills", "resources", "agendas", "guides", "tips", "surveys", "kpis"]


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PLACES, "content", "mentorkit_cli.commands.content:content")


def test_the_whole_catalogue_as_one_object(company: Company) -> None:
    found = company.json("content", "list")
    assert list(found) == ["schema", *LISTS]
    assert found["schema"] == "mentorkit.content/1"
    assert len(found["roles"]) >= 60
    for name in LISTS:
        ids = [entry["id"] for entry in found[name]]
        assert len(ids) == len(set(ids)) > 0
    assert found["resources"][0].keys() >= {"skill", "from", "to", "minutes", "kind", "lang", "cost"}
    assert found["tips"][0]["for"] in ("mentor", "mentee", "both", "coordinator")


def test_one_area(company: Company) -> None:
    shown = company.run(
        "content", "list", "resources", "--skill", "sql", "--kind", "exercise", "--plain"
    ).stdout
    assert {line.split("\t")[3] for line in shown.splitlines()} == {"exercise"}
    assert {line.split("\t")[2] for line in shown.splitlines()} == {"sql"}
    assert "Nothing there fits." in company.run("content", "list", "roles", "--family", "sailing").stdout
    platforms = company.json("content", "list", "platforms", "--role", "ux-designer", "--language", "bg")
    assert list(platforms) == ["schema", "platforms"]


@pytest.mark.parametrize("area", [*LISTS, "platforms"])
def test_every_area_can_be_listed_and_shown(company: Company, area: str) -> None:
    first = company.json("content", "list", area)[area][0]["id"]
    assert first in company.run("content", "list", area, "--plain").stdout
    shown = company.run("content", "show", first).stdout
    assert len(shown.splitlines()) >= 3
    assert area in [one["area"] for one in company.json("content", "show", first)["found"]]


def test_a_role_is_a_matrix(company: Company) -> None:
    lines = company.run("content", "show", "drupal-developer", "--plain").stdout.splitlines()
    assert "Drupal core APIs\t1\t2\t3\t4\t3\tcore" in lines


def test_a_skill_has_its_sentences_roles_and_resources(company: Company) -> None:
    shown = company.run("content", "show", "kubernetes").stdout
    assert "3 Independent: " in shown
    assert "Roles: " in shown
    assert "devops-engineer" in shown
    assert "Resources" in shown


def test_an_agenda_in_bulgarian(company: Company) -> None:
    shown = company.run("content", "show", "first-meeting", "--language", "bg").stdout
    assert "Първа среща" in shown
    tip = company.json("content", "show", "new-mentor-not-know", "--language", "bg")
    assert (tip["language"], tip["found"][0]["text"][0]) == ("bg", "О")
    assert "First meeting" in company.run("content", "show", "first-meeting", "--language", "fr").stdout


def test_what_is_not_there(company: Company) -> None:
    result = company.run("content", "show", "drupal-develper", code=2)
    assert "did you mean 'drupal-developer'?" in flat(result.stderr)


def test_search(company: Company) -> None:
    assert company.json("content", "search", "k8s")["found"][0]["id"] == "kubernetes"
    assert "Nothing fits “trombone”." in company.run("content", "search", "trombone").stdout
    assert len(company.json("content", "search", "test", "--most", "3")["found"]) == 3


def test_use_looks_first_and_then_writes(company: Company) -> None:
    look = company.json("content", "use", "ux-designer", "--skill", "kubernetes", "--look")
    assert (look["written"], look["roles"]) == (False, ["ux-designer"])
    assert not (company.folder / "roles/ux-designer.yaml").exists()
    done = company.json("content", "use", "ux-designer", "--skill", "kubernetes")
    assert done["files"] == look["files"]
    assert all((company.folder / name).exists() for name in done["files"])
    assert "from: {catalogue: ux-designer" in company.text("roles/ux-designer.yaml")
    again = company.run("content", "use", "ux-designer")
    assert "kept as it is here: role ux-designer" in again.stdout


def test_use_wants_a_name_that_there_is(company: Company) -> None:
    assert "name a role" in flat(company.run("content", "use", code=2).stderr)
    result = company.run("content", "use", "ux-desinger", code=1)
    assert "did you mean 'ux-designer'?" in result.stderr


def test_diff_shows_what_differs_and_can_end_with_three(company: Company) -> None:
    company.run("content", "use", "ux-designer")
    assert "as it ships" in company.run("content", "diff").stdout
    company.replace("roles/ux-designer.yaml", "name: UX designer", "name: Designer")
    company.run("content", "diff", "--exit-code")
    shown = company.run("content", "diff", "--all").stdout
    assert "role ux-designer: changed here  roles/ux-designer.yaml:1" in shown
    assert "name: here Designer; in the catalogue UX designer" in shown
    digest = company.text("roles/ux-designer.yaml").partition('digest: "')[2][:10]
    company.replace("roles/ux-designer.yaml", digest, "0123456789")
    found = company.json("content", "diff", "--exit-code", code=3)["differences"]
    assert [(one["id"], one["state"]) for one in found] == [("ux-designer", "both")]


def test_check(company: Company, tmp_path: Path) -> None:
    assert "0 faults, 0 pieces of advice in the catalogue." in company.run("content", "check").stdout
    own = tmp_path / "own"
    company.run("content", "export", str(own))
    path = own / "roles/qa-engineer.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("weight: 3", "weight: 9", 1), encoding="utf-8")
    result = company.run("content", "check", str(own), code=1)
    assert "fault  roles/qa-engineer.yaml:" in result.stdout
    assert "use 5 or less" in result.stdout
    found = company.json("content", "check", str(own), code=1)
    assert found["faults"][0].keys() == {"file", "line", "key", "what", "remedy"}
    assert "there is no folder" in flat(company.run("content", "check", str(tmp_path / "no"), code=2).stderr)


def test_check_of_the_program(company: Company) -> None:
    assert company.run("content", "check", str(company.folder)).exit_code == 0
    company.replace("program.yaml", "baseline: [", "baseline: [rowing, ")
    result = company.run("content", "check", str(company.folder), code=1)
    assert "there is no skill 'rowing'" in result.stdout


def test_export_overwrites_nothing(company: Company, tmp_path: Path) -> None:
    own = tmp_path / "own"
    company.run("content", "export", str(own))
    (own / "README.md").write_text("mine", encoding="utf-8")
    assert "kept as it is: README.md" in company.run("content", "export", str(own)).stdout
    assert (own / "README.md").read_text(encoding="utf-8") == "mine"
    company.run("content", "export", str(company.folder), "--schemas")
    assert json.loads(company.text(".mentorkit-schemas/program.json"))["title"] == "program.yaml"


def test_import(company: Company, tmp_path: Path) -> None:
    table = tmp_path / "matrix.csv"
    table.write_text(
        "Competency,Job title,junior,senior,Who\nk8s,Deckhand,1,3,Ana\nRope work,Deckhand,2,3,Ana\n"
    )
    look = company.json("content", "import", str(table), "--look")
    assert (look["roles"], look["skills"], look["new_skills"]) == (
        ["deckhand"],
        ["kubernetes"],
        ["rope-work"],
    )
    assert look["notes"] == ["the column 'Who' was not used"]
    assert not (company.folder / "roles/deckhand.yaml").exists()
    shown = company.run("content", "import", str(table)).stdout
    assert "New skills: rope-work" in shown
    assert "kubernetes: {junior: 1, senior: 3}" in company.text("roles/deckhand.yaml")
    assert "kept as it is here: role deckhand" in company.run("content", "import", str(table)).stdout
    assert "no such role" in flat(company.run("content", "import", str(table), "--role", "x", code=2).stderr)


def test_import_of_the_uk_framework(company: Company, tmp_path: Path) -> None:
    table = tmp_path / "role-content.csv"
    table.write_text(
        "role family,role,role level,skill name,skill level,skill level description\n"
        "Data,Tide analyst,Tide analyst,Reading tides,practitioner,read a chart\n"
    )
    company.run("content", "import", str(table), "--uk")
    assert "Open Government Licence v3.0" in company.text("roles/tide-analyst.yaml")


def test_links(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(_self: object, _method: str, url: str) -> Answer:
        return Answer(404 if "openlibrary" in url else 200)

    monkeypatch.setattr(link_probe.Probe, "__call__", answer)
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    found = company.json("content", "links", "sql", "--most", "3", code=1)
    assert found["offline"] is False
    assert len(found["links"]) == 3
    assert found["counts"] == {"gone": 1, "ok": 2}


def test_links_say_when_the_machine_is_offline(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(_self: object, method: str, url: str) -> Answer:
        raise Unreachable(f"{method} {url}")

    monkeypatch.setattr(link_probe.Probe, "__call__", answer)
    result = company.run("content", "links", "sql", code=1)
    assert result.stdout.startswith("Offline: none of the addresses answered")


@pytest.mark.parametrize("found", ["10.0.0.1", "127.0.0.1", "::ffff:192.168.0.1"])
def test_a_public_name_that_leads_inside_is_never_connected_to(
    monkeypatch: pytest.MonkeyPatch, found: str
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_named: [(0, 0, 0, "", (found, 443))])
    probe = link_probe.Probe()
    with pytest.raises(NotPublic):
        probe("HEAD", "https://docs.python.org/")
    probe.close()


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(0, 0, 0, "", ("93.184.216.34", 80)), (0, 0, 0, "", ("10.0.0.1", 80))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_named: both)
    with pytest.raises(NotPublic):
        link_probe.public_address("a.org", 80)
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_named: both[:1])
    assert link_probe.public_address("a.org", 80) == ("93.184.216.34", 80)


def test_a_host_without_an_address_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_args: object, **_named: object) -> None:
        raise OSError("no such host")

    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setattr("socket.getaddrinfo", nobody)
    probe = link_probe.Probe()
    with pytest.raises(Unreachable, match="ConnectionError"):
        probe("HEAD", "http://a.org/")
    probe.close()
