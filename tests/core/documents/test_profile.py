# SPDX-License-Identifier: Apache-2.0
"""The skill profile and *My growth*: what is read from the tables that people make of the form."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.documents.growth import read_growth, write_growth
from mentorkit.documents.profile import read_profile, title, write_profile
from mentorkit.documents.words import level_lozenge
from mentorkit.domain.keys import Key
from mentorkit.domain.people import Mentoring, Person
from mentorkit.domain.profiles import Profile, Rating
from mentorkit.domain.richtext import (
    Cell,
    Expand,
    Inline,
    Lozenge,
    Mention,
    Table,
    Unknown,
    inlines,
    para,
    table,
)
from mentorkit.domain.skills import Requirement, Role, Skill, SkillKind, gaps
from mentorkit.ports import Document, Generated, Own
from mentorkit.testing.memory import MemoryStore, MemoryTool

ANA = Person(id="ana", name="Ana", email="ana@example.com", role="dev", grade="junior", timezone="UTC")
SKILLS = {
    skill.id: skill
    for skill in (
        Skill(id="git", name="Git", kind=SkillKind.TECHNOLOGY, also=("version control",)),
        Skill(id="php-8", name="PHP", kind=SkillKind.TECHNOLOGY),
        Skill(id="talks", name="Public speaking", kind=SkillKind.PEOPLE),
    )
}
ROLE = Role(
    id="dev",
    name="Developer",
    grades=("junior",),
    requires={
        "git": Requirement(levels={"junior": 2}, core=True),
        "php-8": Requirement(levels={"junior": 1}),
    },
)
STORE: MemoryStore[Any] = MemoryStore(MemoryTool())
Rows = Sequence[Sequence[str | Inline]]


def skills(rows: Rows, head: tuple[str, ...] = ("Skill", "Level", "Evidence")) -> Profile:
    """What is read from a page with this table."""
    return read(table(head, [tuple(row) for row in rows]))


def read(*content: Any) -> Profile:
    page = Document(kind="profile", title="Skills: Ana", blocks=(Own(content=content),))
    return read_profile(ANA, page, SKILLS)


def written(profile: Profile | None = None) -> Document:
    page = write_profile(
        ANA,
        ROLE,
        SKILLS,
        parent=Key("a/people/people/1"),
        editors=frozenset({"ana"}),
        left=1,
        capacity=4,
        page_title=title(ANA),
        profile=profile,
    )
    found: Document = STORE.canon(page)
    return found


def test_an_untouched_form_reads_as_nothing_rated() -> None:
    profile = read_profile(ANA, written(), SKILLS)
    assert profile.ratings == {}
    assert profile.problems == ()
    assert (profile.mentoring, profile.capacity) == (Mentoring.BOTH, 1)


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("2", 2),
        (" 2 ", 2),
        ("2.", 2),
        ("Level 3", 3),
        ("Working", 2),
        ("working", 2),
        ("NOT YET", 0),
        ("2 Working", 2),
        ("2 – Working", 2),
        ("Working (2)", 2),
        (level_lozenge(4), 4),
        (Lozenge(text="guide"), 4),
        ("independent since May", 3),
        ("0", 0),
    ],
)
def test_levels_as_digit_word_and_lozenge(level: str | Inline, expected: int) -> None:
    profile = skills([("Git", level, "")])
    assert profile.levels == {"git": expected}
    assert profile.problems == ()


@pytest.mark.parametrize(
    "level", ["5", "9", "-", "a lot", "3/4", "2-3", "2.5", "1, 2", "10", "networking", "12"]
)
def test_what_names_no_single_level_is_told_and_nothing_else_is_lost(level: str) -> None:
    profile = skills([("Git", level, ""), ("PHP", "1", "")])
    assert profile.levels == {"php-8": 1}
    expected = () if level == "-" else ("the level of “Git” is not one of 0 to 4",)
    assert profile.problems == expected


@pytest.mark.parametrize("level", ["", " ", "\u200b", "\xa0", "–"])
def test_an_empty_cell_is_not_rated_and_no_problem(level: str) -> None:
    profile = skills([("Git", level, "")])
    assert profile.ratings == {}
    assert profile.problems == ()


@pytest.mark.parametrize(
    ("name", "skill"),
    [
        ("Git", "git"),
        (" git: ", "git"),
        ("Version  Control", "git"),
        ("php 8", "php-8"),
        ("PHP", "php-8"),
        ("Rust & WASM", "rust-wasm"),
        ("public speaking", "talks"),
    ],
)
def test_skills_by_name_synonym_id_and_ones_own(name: str, skill: str) -> None:
    profile = skills([(name, "1", "")])
    assert profile.levels == {skill: 1}
    assert profile.names[skill] == name.strip()


def test_a_skill_that_can_have_no_id_is_told_and_not_dropped_in_silence() -> None:
    profile = skills([("Преговори", "3", ""), ("", "", ""), ("–", "2", "")])
    assert profile.ratings == {}
    assert len(profile.problems) == 1
    assert "Преговори" in profile.problems[0]


def test_columns_may_be_moved_added_and_named_in_bulgarian() -> None:
    moved = skills([("x", "weekly", "3", "Git")], ("Notes", "Evidence", "Level", "Skill"))
    assert moved.ratings == {"git": Rating(level=3, evidence="weekly")}
    bulgarian = skills([("Git", "2", "всяка седмица")], ("Умение", "Ниво", "Доказателство"))
    assert bulgarian.ratings == {"git": Rating(level=2, evidence="всяка седмица")}


def test_a_table_without_evidence_will_do() -> None:
    assert skills([("Git", "2")], ("skill", "LEVEL:")).ratings == {"git": Rating(level=2)}


def test_short_rows_and_other_tables_are_passed_over() -> None:
    other = table(("Day", "Place"), [("Mon", "home")])
    short = Table(rows=(*table(("Skill", "Level"), [("PHP", "2")]).rows, (Cell(content=inlines("Git")),)))
    assert read(other, para("words"), Unknown(name="chart"), short).levels == {"php-8": 2}


def test_a_table_inside_an_expand_is_found() -> None:
    assert read(Expand(title="more", blocks=(table(("Skill", "Level"), [("Git", "1")]),))).levels == {
        "git": 1
    }


def test_of_two_rows_of_one_skill_the_first_counts() -> None:
    assert skills([("Git", "1", "a"), ("git", "4", "b")]).ratings == {"git": Rating(level=1, evidence="a")}


def test_a_page_without_the_table_says_so() -> None:
    assert read(para("I deleted it all")).problems == (
        "the table with the columns Skill and Level is not there",
    )


@pytest.mark.parametrize(
    ("said", "places", "mentoring", "capacity", "problems"),
    [
        ("offers help", "2", Mentoring.OFFERS, 2, 0),
        ("Wants a mentor.", "", Mentoring.WANTS, None, 0),
        ("both", "0", Mentoring.BOTH, 0, 0),
        ("not now", "1", Mentoring.NONE, 1, 0),
        ("maybe", "1", None, 1, 1),
        ("", "", None, None, 0),
        ("both", "many", Mentoring.BOTH, None, 1),
        ("both", "21", Mentoring.BOTH, None, 1),
        ("both", "-1", Mentoring.BOTH, 1, 0),
        ("both", "²", Mentoring.BOTH, None, 1),
    ],
)
def test_offers(
    said: str, places: str, mentoring: Mentoring | None, capacity: int | None, problems: int
) -> None:
    offers = table(("Mentoring", "Places"), [(said, places)])
    profile = read(table(("Skill", "Level"), []), offers)
    assert (profile.mentoring, profile.capacity) == (mentoring, capacity)
    assert len(profile.problems) == problems


def test_what_people_say_shows_in_the_generated_box_only() -> None:
    page = written(Profile(person="ana", mentoring=Mentoring.OFFERS, capacity=4))
    assert "1 of 4" in str(page.generated("about"))
    assert page.written_by_people() == written().written_by_people()


CELL = st.one_of(
    st.text(max_size=8),
    st.builds(Lozenge, text=st.text(max_size=8)),
    st.builds(Mention, person=st.just("ben")),
)


@given(
    rows=st.lists(st.lists(CELL, max_size=4), max_size=4), head=st.permutations(["Skill", "Level", "Why now"])
)
def test_nothing_on_a_page_makes_reading_fail(rows: Any, head: list[str]) -> None:
    content = table(tuple(head), [tuple(row) for row in rows])
    page = Document(kind="profile", title="x", blocks=(Own(content=(content,)),))
    profile = read_profile(ANA, page, SKILLS)
    assert all(0 <= level <= 4 for level in profile.levels.values())
    assert all(skill and skill == skill.strip("-") for skill in read_growth(ANA, page, SKILLS, {}).wishes)


def growth(profile: Profile | None) -> Document:
    levels = profile.levels if profile else {}
    page = write_growth(
        ANA,
        ROLE,
        SKILLS,
        parent=Key("a/profile/ana/1"),
        viewers=frozenset({"ana"}),
        page_title="My growth: Ana",
        levels=levels,
        gaps=gaps(ROLE, "junior", levels),
        focus=("git", "rust"),
    )
    found: Document = STORE.canon(page)
    return found


def test_gaps_are_shown_once_a_skill_is_rated_and_only_on_the_private_page() -> None:
    assert growth(None).generated("needed") is None
    rated = Profile(person="ana", ratings={"git": Rating(level=1), "php-8": Rating(level=3)})
    page = growth(rated)
    assert page.audience.view == frozenset({"ana"})
    shown = "".join(words_of(page.generated("needed")))
    for words in ("1 to go", "2 above", "Git: 1 → 2", "rust: your own wish"):
        assert words in shown
    assert "to go" not in str(written(rated))


def words_of(block: Generated | None) -> list[str]:
    assert block is not None
    return [part.get("text", "") for part in walk(block.model_dump())]


def walk(node: Any) -> Any:
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list | tuple):
        for child in node:
            yield from walk(child)


def read_wishes(*content: Any) -> Any:
    page = Document(kind="growth", title="x", blocks=(Own(content=content),))
    return read_growth(ANA, page, SKILLS, {})


def test_an_untouched_growth_page_wishes_nothing() -> None:
    found = read_growth(ANA, growth(None), SKILLS, {})
    assert (found.wishes, found.mentors, found.problems) == ({}, (), ())


def test_wishes_and_mentors_in_the_order_of_liking() -> None:
    wishes = table(("Why now", "Skill"), [("new project", "PHP"), ("", "Kotlin"), ("", "")])
    rank = table(
        ("Wish", "Who"),
        [("First", Mention(person="ben")), ("Second", Mention(person="")), ("Third", Mention(person="dora"))],
    )
    again = table(("Желание", "Кой"), [("First", Mention(person="zoe"))])
    found = read_wishes(wishes, rank, again)
    assert found.wishes == {"php-8": "new project", "kotlin": ""}
    assert found.mentors == ("ben", "dora")
    assert found.problems == ("the wish “Second” mentions nobody of the program",)


def test_bulgarian_headings_and_missing_tables() -> None:
    found = read_wishes(table(("Умение", "Защо сега"), [("Git", "нов проект")]))
    assert found.wishes == {"git": "нов проект"}
    assert found.problems == ("the table with the columns Wish and Who is not there",)
