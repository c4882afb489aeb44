# SPDX-License-Identifier: Apache-2.0
"""Finding things by the words people use, narrowing lists, and the catalogue as plain files."""

import json
from pathlib import Path
from random import Random

import pytest

from mentorkit.content.catalogue import shipped
from mentorkit.content.checks import check_catalogue
from mentorkit.content.export import EDITOR, SCHEMAS, export_catalogue, export_schemas
from mentorkit.content.filters import Filter
from mentorkit.content.search import search


def first(words: str, *areas: str) -> str:
    return search(shipped(), words, areas or ("roles", "skills", "agendas"))[0].id


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("k8s", "kubernetes"),
        ("DRUPAL developer", "drupal-developer"),
        ("developer, drupal", "drupal-developer"),
        ("code review", "code-review"),
        ("kubern", "kubernetes"),
        ("C#", "csharp-language"),
        ("first meeting", "first-meeting"),
    ],
)
def test_what_comes_first(words: str, found: str) -> None:
    assert first(words) == found


def test_all_words_have_to_fit_and_none_find_nothing() -> None:
    assert search(shipped(), "kubernetes trombone") == []
    assert search(shipped(), "  ,. ") == []


def test_roles_and_skills_are_found_by_their_own_names() -> None:
    for area in ("roles", "skills"):
        for one in Random(4).sample(shipped().area(area), 20):
            best = search(shipped(), one.value.name, (area,))
            top = [hit.id for hit in best if hit.score == best[0].score]
            assert one.value.id in top, one.value.name


def chosen(area: str, **wanted: str) -> list[str]:
    wish = Filter(**wanted)
    return [str(one.value.id) for one in shipped().area(area) if wish.fits(shipped(), one.value)]


def test_lists_can_be_narrowed() -> None:
    mobile = chosen("roles", family="mobile")
    assert "ios-developer" in mobile
    assert "qa-engineer" not in mobile
    kinds = {kind: chosen("resources", kind=kind) for kind in ("course", "workshop", "manual", "talk")}
    assert all(kinds.values())
    needed = chosen("skills", role="qa-engineer")
    assert 12 <= len(needed) <= 16
    assert chosen("resources", role="qa-engineer", skill="kubernetes") == []
    assert chosen("resources", skill="kubernetes") == chosen("resources", skill="kubernetes", language="en")
    assert chosen("tips", language="bg") == []


def test_places_outside_by_role_and_language() -> None:
    bulgarian = chosen("platforms", role="ux-designer", language="bg")
    assert bulgarian
    assert "adplist" in chosen("platforms", role="ux-designer")
    assert "adplist" not in bulgarian


def test_what_is_exported_is_a_catalogue_without_a_fault(tmp_path: Path) -> None:
    written, kept = export_catalogue(tmp_path)
    assert len(written) > 150
    assert kept == []
    assert check_catalogue(tmp_path) == []
    (tmp_path / "tips/start.yaml").write_text("mine", encoding="utf-8")
    (tmp_path / "README.md").unlink()
    assert export_catalogue(tmp_path)[0] == ["README.md"]
    assert (tmp_path / "tips/start.yaml").read_text(encoding="utf-8") == "mine"


def test_schemas_where_editors_find_them(tmp_path: Path) -> None:
    written, _ = export_schemas(tmp_path)
    settings = json.loads((tmp_path / EDITOR).read_text(encoding="utf-8"))
    assert settings["yaml.schemas"][f"{SCHEMAS}/roles.json"] == "roles/*.yaml"
    for name in [*settings["yaml.schemas"], *settings["evenBetterToml.schema.associations"].values()]:
        assert name in written
        assert json.loads((tmp_path / name).read_text(encoding="utf-8"))["$schema"]
    (tmp_path / EDITOR).write_text("{}", encoding="utf-8")
    (tmp_path / SCHEMAS / "roles.json").write_text("old", encoding="utf-8")
    written, kept = export_schemas(tmp_path)
    assert kept == [EDITOR]
    assert (tmp_path / SCHEMAS / "roles.json").read_text(encoding="utf-8") != "old"
