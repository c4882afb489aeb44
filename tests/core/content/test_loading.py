# SPDX-License-Identifier: Apache-2.0
"""The catalogue is quick to read, and a program that picks three roles parses only these."""

import time

import pytest

from mentorkit.content.catalogue import AREAS, SHIPPED, Catalogue
from mentorkit.domain.resources import Resource
from mentorkit.domain.skills import Skill
from mentorkit.program import catalogue as picking
from mentorkit.program.files import FolderFiles

THREE = ("data-analyst", "qa-engineer", "ux-designer")


def test_the_whole_catalogue_in_less_than_four_tenths_of_a_second() -> None:
    def once() -> float:
        began = time.process_time()
        catalogue = Catalogue(FolderFiles(SHIPPED))
        assert all(catalogue.area(area) for area in (*AREAS, "platforms"))
        assert catalogue.problems == []
        return time.process_time() - began

    assert min(once() for _ in range(3)) <= 0.4


def test_an_area_is_read_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    files = FolderFiles(SHIPPED)
    text = files.text
    monkeypatch.setattr(files, "text", lambda name: read.append(name) or text(name))
    catalogue = Catalogue(files)
    assert catalogue.tips
    assert catalogue.tips is catalogue.tips
    assert {name.partition("/")[0] for name in read} == {"tips"}


def test_three_roles_parse_only_what_they_need(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    read = picking.read_yaml
    monkeypatch.setattr(picking, "read_yaml", lambda text, file: parsed.append(text) or read(text, file))
    files = picking.catalogue_files(THREE)
    entries = sum(text.count("\n- id: ") + text.startswith("- id: ") for text in files.values())
    entries += sum(text.count("- {id: ") for text in files.values())
    assert len(parsed) == len(THREE) + entries
    assert entries < len(Catalogue(FolderFiles(SHIPPED)).skills) + 300


def test_entries_found_by_their_lines_are_those_that_parsing_finds() -> None:
    catalogue = Catalogue(FolderFiles(SHIPPED))
    skills = {one.value.id: one.value for one in catalogue.skills}
    by_lines = picking.skill_entries(set(skills))
    assert {entry.value.id: entry.value for entry in by_lines} == skills
    assert picking.shipped_skill_ids() == set(skills)
    resources = {one.value.id: one.value for one in catalogue.resources}
    assert {entry.value.id: entry.value for entry in picking.resource_entries(set(skills))} == resources
    assert {type(entry.value) for entry in by_lines} == {Skill}
    assert all(isinstance(value, Resource) for value in resources.values())
