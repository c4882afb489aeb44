# SPDX-License-Identifier: Apache-2.0
"""Every mangling on a page of every kind, by a person's own token, through a whole run of the program."""

from typing import Any

import pytest

from mentorkit.reconcile.diff import RESTORE
from tests.acceptance.mangled.cases import ONE_BLOCK, READ, REPORTED
from tests.acceptance.mangled.conftest import RENAMED, Bench, theirs, told_of
from tests.acceptance.mangled.kinds import KINDS


def test_there_is_something_to_read(before: dict[str, Any]) -> None:
    assert set(before["profile"].values()) >= {(3, "daily"), (1, "")}
    assert before["growth"] == (
        {"web-accessibility": "The library's audit", "php-8": "Modules"},
        ("ines-carvalho",),
    )
    assert before["pairing"][0] == "https://meet.tidewren.example/j-i"
    assert before["review"] == ({"web-accessibility": 2, "php-8": 3}, {"web-accessibility": 1, "php-8": 3})
    assert before["reflection"] == (["My first module is live"], {"mk-complete-mentee": "jonas-weber"})
    assert len(READ) + len(REPORTED) >= 40


@pytest.mark.parametrize("name", READ)
def test_read_as_before_and_written_on_without_a_byte_of_theirs(
    bench: Bench, before: dict[str, Any], name: str
) -> None:
    edited = {kind for kind in KINDS.values() if bench.edit(kind, READ[name])}
    stood = {kind: bench.page(kind) for kind in edited}
    assert len(edited) >= 3, "not every kind has boxes, or two blocks"
    bench.change_program()
    report, world = bench.apply()
    for kind in edited:
        assert kind.read(world) == before[kind.name], kind.name
        page, key = bench.page(kind), kind.key(world)
        if kind.name in ONE_BLOCK and name == "a block deleted":
            continue  # nothing of the program's is left on it: see "emptied"
        assert RENAMED in page["title"], kind.name
        assert page["version"]["number"] > stood[kind]["version"]["number"]
        assert theirs(page["body"]["storage"]["value"], key) == theirs(
            stood[kind]["body"]["storage"]["value"], key
        ), kind.name
        assert told_of(report, stood[kind]["title"]) == []


@pytest.mark.parametrize("name", REPORTED)
def test_reported_once_left_alone_and_healed_by_the_version_before(
    bench: Bench, before: dict[str, Any], name: str
) -> None:
    change, sentence = REPORTED[name]
    kinds = [
        kind for kind in KINDS.values() if not (kind.name in ONE_BLOCK and name == "block inside a block")
    ]
    for kind in kinds:
        assert bench.edit(kind, change)
    stood = {kind: bench.page(kind) for kind in kinds}
    bench.change_program()
    report, world = bench.apply()
    for kind in kinds:
        assert bench.page(kind) == stood[kind], f"{kind.name}: nothing was written"
        (told,) = told_of(report, stood[kind]["title"])
        assert sentence in told.what
        assert told.remedy == RESTORE
    assert world.pairings[0].stage == before["pairing"][1]
    others = bench.company.person("ines-carvalho").body("Skills: Inês Carvalho")
    assert ">pier</p>" in others, "the rest of the program goes on"
    for kind in kinds:
        bench.save(kind, bench.bodies[kind.name])
    report, world = bench.apply()
    for kind in kinds:
        assert told_of(report, stood[kind]["title"]) == []
        assert RENAMED in bench.page(kind)["title"]
        assert kind.read(world) == before[kind.name]
