# SPDX-License-Identifier: Apache-2.0
"""Pages in another language: written in it, read back as if they were English."""

import pytest

from mentorkit.content.texts import PSEUDO, phrases
from mentorkit.documents.profile import read_profile, write_profile
from mentorkit.documents.translation import tongue
from mentorkit.domain.keys import make_key
from mentorkit.domain.people import Person
from mentorkit.domain.richtext import Cell, Heading, Table, inlines, words
from mentorkit.domain.skills import Requirement, Role, Skill, SkillKind
from mentorkit.ports import Document, Own

SQL = Skill(id="sql", name="SQL", kind=SkillKind.TECHNOLOGY)
ROLE = Role(
    id="dev", name="Developer", grades=("junior",), requires={"sql": Requirement(levels={"junior": 2})}
)
ANA = Person(
    id="ana", name="Ana Petrova", email="ana@example.com", role="dev", grade="junior", timezone="Europe/Sofia"
)


def page() -> Document:
    return write_profile(
        ANA,
        ROLE,
        {"sql": SQL},
        parent=make_key("demo", "people", ("people",)),
        editors=frozenset({"ana"}),
        left=1,
        capacity=2,
        page_title="Skills: Ana Petrova",
    )


def headings(document: Document) -> list[str]:
    return [n.text for b in document.blocks for n in b.content if isinstance(n, Heading)]


def test_english_pages_are_left_as_they_are() -> None:
    assert tongue("en").written(page()) is not None
    assert tongue("en").written(page()) == tongue("en").read(page()) == page()


def test_headings_and_columns_are_written_in_bulgarian() -> None:
    written = tongue("bg").written(page())
    assert "Умения" in headings(written)
    tables = [n for b in written.blocks for n in b.content if isinstance(n, Table)]
    assert [words(cell.content) for cell in tables[0].rows[0]] == ["Умение", "Ниво", "Доказателство"]


@pytest.mark.parametrize("language", ["bg", PSEUDO])
def test_what_people_write_into_a_translated_page_is_read(language: str) -> None:
    written = tongue(language).written(page())
    level = f"2 {phrases(language)['Working']}"
    blocks = []
    for block in written.blocks:
        content = tuple(
            node.model_copy(
                update={"rows": (node.rows[0], (node.rows[1][0], Cell(content=inlines(level)), Cell()))}
            )
            if isinstance(node, Table) and len(node.rows[0]) == 3
            else node
            for node in block.content
        )
        blocks.append(Own(content=content))
    found = tongue(language).read(written.model_copy(update={"blocks": tuple(blocks)}))
    profile = read_profile(ANA, found, {"sql": SQL})
    assert profile.levels == {"sql": 2}
    assert profile.problems == ()


def test_every_heading_of_a_profile_is_looked_up() -> None:
    assert all(text.startswith("[") for text in headings(tongue(PSEUDO).written(page())))
