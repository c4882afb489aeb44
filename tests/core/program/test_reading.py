# SPDX-License-Identifier: Apache-2.0
"""What a folder without problems means."""

import traceback
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from mentorkit.domain.people import Mentoring
from mentorkit.errors import ConfigError
from mentorkit.program.file_models import PairingEntry
from mentorkit.program.loader import load_program
from mentorkit.program.pairings import numbered
from mentorkit.program.places import Place, Sourced
from mentorkit.program.schema import RawStore
from mentorkit.program.shipped import shipped_agendas
from mentorkit.program.validation import check_options
from mentorkit.program.yaml_file import read_yaml


def test_everything_is_read(folder: Path) -> None:
    program = load_program(folder)
    assert (program.id, program.starts, program.cadence.review_months) == ("agency", date(2026, 1, 12), 3)
    assert [person.id for person in program.people] == ["ana", "ben", "carla", "sami"]
    assert program.person("ana").languages == ("bg", "en")
    assert program.person("ana").mentoring is Mentoring.WANTS
    assert program.person("carla").manager is None
    assert program.required_levels(program.person("ben")) == {"git": 3, "php": 2}
    assert program.roles["developer"].requires["git"].weight == 2
    assert program.skills["php"].levels == {1: "Reads it.", 2: "Writes it."}
    assert [(resource.id, resource.start, resource.to) for resource in program.resources] == [
        ("pro-git", 0, 3)
    ]
    assert [(guide.id, guide.audience, guide.markdown) for guide in program.guides] == [
        ("house-rules", "mentor", "Be on time.\n")
    ]
    store = program.connections.stores["plans"]
    assert (store.adapter, store.options["project"], store.lines["project"]) == ("jira", "MENT", 6)
    assert "example" not in repr(program.connections)


def test_somebody_is_found_by_id_former_id_and_address(folder: Path) -> None:
    program = load_program(folder)
    ana = program.person("ana")
    assert program.person("anna") == ana
    assert program.find_person("ANA@example.com") == ana
    assert program.find_person("anna") == ana
    assert program.find_person("nobody") is None
    with pytest.raises(KeyError):
        program.person("nobody")
    assert program.role_of(ana).id == "developer"


def test_agendas_of_the_folder_go_before_shipped_ones(folder: Path) -> None:
    agendas = load_program(folder).agendas
    own = agendas["monitoring"]
    assert (own.title, own.minutes, own.before) == ("Monitoring", 15, "Move the cards.\nBring a question.")
    assert [(item.title, item.minutes, item.notes) for item in own.items] == [
        ("Board: done, stuck", 10, ("What moved? Anything at all.", "What did not?")),
        ("Next step", 5, ()),
    ]
    assert agendas["review"] == shipped_agendas()["review"]
    assert set(agendas) == set(shipped_agendas())


def test_shipped_agendas_are_those_of_every_planned_meeting() -> None:
    assert {"first-meeting", "review", "plan", "monitoring", "closing"} <= set(shipped_agendas())


def test_pairings_of_the_same_two_are_numbered(folder: Path, texts: dict[str, str]) -> None:
    texts["pairings.yaml"] = """\
- {mentee: anna, mentor: ben, asked: 2026-01-20}
- {mentee: ben, mentor: ana, asked: 2026-01-21}
- {mentee: ana, mentor: ben, asked: 2026-03-01, reopens: true}
- {mentee: ana, mentor: ben, asked: 2026-06-01}
- {mentee: ana, mentor: ben, asked: 2026-09-01, reopens: true}
"""
    pairings = load_program(folder, replaced=texts).pairings
    assert [(asked.mentee, asked.mentor, asked.n, asked.reopens) for asked in pairings] == [
        ("anna", "ben", 1, False),
        ("ben", "ana", 1, False),
        ("anna", "ben", 1, True),
        ("ana", "ben", 2, False),
        ("ana", "ben", 2, True),
    ]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("cd"), st.booleans()), max_size=12))
def test_a_new_request_never_takes_the_number_of_another(asked: list[tuple[str, str, bool]]) -> None:
    entries = [
        Sourced(PairingEntry(mentee=a, mentor=b, asked=date(2026, 1, 1), reopens=reopens), Place("", {}))
        for a, b, reopens in asked
    ]
    requests = numbered(entries, {name: name for name in "abcd"})
    first: set[tuple[str, str, int]] = set()
    for request in requests:
        key = (request.mentee, request.mentor, request.n)
        if request.reopens and request.n in {n for *pair, n in first if pair == [*key[:2]]}:
            continue
        assert key not in first
        assert request.n == 1 or (*key[:2], request.n - 1) in first
        first.add(key)


def test_optional_parts_may_be_absent(tmp_path: Path, texts: dict[str, str]) -> None:
    needed = {name: texts[name] for name in ("mentorkit.toml", "program.yaml", "people.csv")}
    needed |= {name: text for name, text in texts.items() if name.startswith(("roles", "skills"))}
    needed["skills/later.yaml"] = "# nothing yet\n"
    program = load_program(tmp_path, replaced=needed)
    assert (program.pairings, program.guides, program.resources) == ((), (), ())


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("no", "no"),
        ("[yes, on, NO, True]", ["yes", "on", "NO", "True"]),
        ("[true, false, null, ~]", [True, False, None, None]),
        ("[1, -2, 010, 1.5, 1e3]", [1, -2, 10, 1.5, 1000.0]),
        ("[10:30, 2026-01-12, 0x1f, .inf, 1e999]", ["10:30", "2026-01-12", "0x1f", ".inf", "1e999"]),
        ("['1', \"true\"]", ["1", "true"]),
        ("{1: a, true: b}", {"1": "a", "true": "b"}),
        ("a: |\n  two\n  lines\n", {"a": "two\nlines\n"}),
        ("", None),
    ],
)
def test_yaml_scalars_mean_what_they_look_like(text: str, data: Any) -> None:
    assert read_yaml(text, "a.yaml")[0] == data


class Settings(BaseModel):
    """Settings of some adapter."""

    url: str
    project: str
    limit: int = 5


def test_adapters_judge_their_options_with_the_lines_of_the_file(folder: Path, texts: dict[str, str]) -> None:
    store = load_program(folder).connections.stores["plans"]
    assert check_options("plans", store, Settings).project == "MENT"
    texts["mentorkit.toml"] = texts["mentorkit.toml"].replace('project = "MENT"', 'limit = "s3cr3t"')
    store = load_program(folder, replaced=texts).connections.stores["plans"]
    with pytest.raises(ConfigError) as caught:
        check_options("plans", store, Settings)
    assert [(problem.line, problem.key, problem.what) for problem in caught.value.problems] == [
        (3, "stores.plans.project", "is missing"),
        (6, "stores.plans.limit", "is not a whole number"),
    ]
    assert "s3cr3t" not in "".join(traceback.format_exception(caught.value))


def test_a_store_made_without_a_file_is_judged_too() -> None:
    with pytest.raises(ConfigError) as caught:
        check_options("plans", RawStore(adapter="jira"), Settings)
    assert len(caught.value.problems) == 2
