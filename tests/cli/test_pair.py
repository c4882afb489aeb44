# SPDX-License-Identifier: Apache-2.0
"""Asking for pairs: what is written, what is refused, and what is said beside it."""

import pytest

from tests.cli.conftest import Company, flat
from tests.core.company import ANA, BEN, DORA, key
from tests.core.company import Company as People

MENTEE, MENTOR = ["--mentee", "samir-aziz"], ["--mentor", "daniel-okoro"]


def test_a_request_is_one_line(company: Company) -> None:
    shown = company.run("pair", "add", *MENTEE, *MENTOR, "--focus", "web-accessibility", code=0)
    assert "Asked for: Samir Aziz with Daniel Okoro" in shown.stdout
    assert company.text("pairings.yaml").splitlines()[-1] == (
        "- {mentee: samir-aziz, mentor: daniel-okoro, focus: [web-accessibility], asked: 2026-11-02}"
    )
    assert shown.stderr.strip().endswith("diff  (then apply: both accept on the page)")


def test_the_day_may_be_given_and_people_named_by_address(company: Company) -> None:
    data = company.json(
        "pair",
        "add",
        "--mentee",
        "samir.aziz@tidewren.example",
        *MENTOR,
        "--asked",
        "2026-10-20",
        "--no-look",
    )
    assert data["pairing"]["asked"] == "2026-10-20"
    assert data["pairing"]["mentee"] == "samir-aziz"
    assert company.plugin.tools["pages"].requests == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--mentee", "samir-azis", *MENTOR], "there is no person 'samir-azis'; did you mean 'samir-aziz'?"),
        ([*MENTEE, "--mentor", "nobody-at-all"], "mentorkit people list shows everybody"),
        ([*MENTEE, "--mentor", "samir-aziz"], "mentor and mentee are the same person"),
        ([*MENTEE, *MENTOR, "--focus", "web-accesibility"], "did you mean 'web-accessibility'?"),
        (MENTEE, "Missing option '--mentor'"),
    ],
)
def test_usage(company: Company, words: list[str], said: str) -> None:
    before = company.text("pairings.yaml")
    failed = company.run("pair", "add", *words, code=2)
    assert said in flat(failed.stderr)
    assert company.text("pairings.yaml") == before


def test_the_own_manager_is_worth_a_word(company: Company) -> None:
    said = company.run("pair", "add", *MENTEE, "--mentor", "hannah-brooks").stderr
    assert "Note: Hannah Brooks is Samir Aziz's manager" in said


def test_somebody_who_offers_nothing_is_worth_a_word(company: Company) -> None:
    company.replace("people.csv", "en ta,wants,0", "en ta,wants,1")
    said = company.run("pair", "add", *MENTEE, "--mentor", "priya-raman").stderr
    assert "Note: Priya Raman does not offer mentoring at the moment" in said


def test_no_language_in_common_is_worth_a_word(company: Company) -> None:
    company.replace("people.csv", "CA,en fr", "CA,fr")
    company.replace("people.csv", "EG,ar en", "EG,ar")
    said = company.run("pair", "add", *MENTEE, "--mentor", "hannah-brooks").stderr
    assert "name no language in common" in said


def test_a_full_mentor_is_not_asked_and_others_are_named(company: Company) -> None:
    company.run("pair", "add", "--mentee", "tomasz-lis", "--mentor", "stefan-kolev")
    before = company.text("pairings.yaml")
    refused = company.run("pair", "add", *MENTEE, "--mentor", "stefan-kolev", code=6)
    assert "refused: Stefan Kolev has no place left" in refused.stderr
    choices = [line for line in refused.stderr.splitlines() if "--mentor" in line]
    assert len(choices) == 3
    assert "--mentor daniel-okoro  (Daniel Okoro, symfony-developer senior, 2 of 2 places left)" in choices[0]
    assert not any("hannah-brooks" in line for line in choices)
    assert company.text("pairings.yaml") == before


def test_nobody_else_has_a_place(company: Company) -> None:
    rows = company.text("people.csv").replace(",both,", ",wants,").replace(",offers,", ",none,")
    company.write("people.csv", rows)
    refused = company.run("pair", "add", *MENTEE, "--mentor", "priya-raman", code=6)
    assert "nobody else has a place left" in refused.stderr


def test_an_open_pairing_is_not_asked_for_again(company: Company) -> None:
    company.run("pair", "add", *MENTEE, *MENTOR)
    refused = company.run("pair", "add", *MENTEE, *MENTOR, code=6)
    assert "have a pairing already" in refused.stderr


def test_too_many_open_requests(company: Company) -> None:
    for mentor in ("daniel-okoro", "stefan-kolev", "noor-haddad"):
        company.run("pair", "add", *MENTEE, "--mentor", mentor)
    refused = company.run("pair", "add", *MENTEE, "--mentor", "mila-stoyanova", code=6)
    assert "Samir Aziz has 3 requests that nobody has answered yet" in refused.stderr


def test_couples_that_are_never_matched(company: Company) -> None:
    company.replace("program.yaml", "exclude: []", "exclude: [[daniel-okoro, samir-aziz]]")
    refused = company.run("pair", "add", *MENTEE, *MENTOR, code=6)
    assert "never matched" in refused.stderr
    assert "--mentor daniel-okoro" not in refused.stderr


def test_the_page_wins_over_the_file_in_what_somebody_offers(grown: Company, people: People) -> None:
    people.rate(DORA, "4", "4")
    grown.replace(
        "people.csv",
        "ben@example.com,developer,senior,Europe/Berlin,DE,de,offers,2",
        "ben@example.com,developer,senior,Europe/Berlin,DE,de,offers,1",
    )
    refused = grown.run("pair", "add", "--mentee", "carla", "--mentor", BEN, "--no-look", code=6)
    assert "--mentor dora" in refused.stderr
    assert (
        "Asked for: Carla with Ben" in grown.run("pair", "add", "--mentee", "carla", "--mentor", BEN).stdout
    )


def test_list_says_what_each_waits_for(grown: Company, people: People) -> None:
    grown.run("pair", "add", "--mentee", DORA, "--mentor", BEN)
    grown.run("apply", "--yes", "--force")
    data = grown.json("pair", "list")["pairings"]
    assert [(one["mentee"], one["stage"]) for one in data] == [(ANA, "growing"), (DORA, "requested")]
    assert data[1]["waits"] == ["Ben, Dora: accept the request on the pairing page"]
    people.tick(key("pairing", DORA, BEN), "mk-accept-mentor", BEN)
    assert "Dora: accept the request" in grown.run("pair", "list", "--person", DORA).stdout
    people.tick(key("pairing", DORA, BEN), "mk-accept-mentee", DORA)
    assert "Ben, Dora: fill in and tick the agreement" in grown.run("pair", "list").stdout
    assert "ana" not in str(grown.json("pair", "list", "--person", DORA))


def test_an_empty_list(company: Company) -> None:
    assert "No pairing was asked for yet." in company.run("pair", "list").stdout
