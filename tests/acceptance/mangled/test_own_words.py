# SPDX-License-Identifier: Apache-2.0
"""Levels, wishes, mentions, agreements and boxes as people really write them, read right or told."""

import re

import pytest

from mentorkit.rules.lost_boxes import REMEDY
from tests.acceptance.company import Company, Pair
from tests.acceptance.mangled.conftest import RENAMED, Bench, theirs, told_of
from tests.acceptance.mangled.everywhere import TABLE, Parts, macro, people
from tests.acceptance.mangled.kinds import CHANNEL, EVIDENCE, INES, JONAS, KINDS

PROFILE, GROWTH, PAIRING, REVIEW, REFLECTION = KINDS.values()
LOZENGE = (
    '<ac:structured-macro ac:name="status"><ac:parameter ac:name="colour">Green</ac:parameter>'
    '<ac:parameter ac:name="title">{}</ac:parameter></ac:structured-macro>'
)
SPELLINGS: dict[str, int | None] = {
    "3": 3,
    " 3 . ": 3,
    "<strong>2</strong>": 2,
    "2 Working": 2,
    "Working": 2,
    "WORKING": 2,
    "Working (2)": 2,
    "level 1": 1,
    LOZENGE.format("LEVEL 4"): 4,
    LOZENGE.format("1 Aware"): 1,
    "<code>0</code>": 0,
    "&nbsp;2&nbsp;": 2,
    "<p></p><p>3</p>": 3,
    "<ul><li><p>1</p></li></ul>": 1,
    "3/4": None,
    "2-3": None,
    "2 or 3": None,
    "three": None,
    "2.5": None,
    "5": None,
    "33": None,
    "Working or Guide": None,
    "?": None,
    "٣": None,
    "\U0001f680": None,
}
"""What people write for a level; None is told, and counts for nothing."""


def rows(*cells: tuple[str, ...]) -> str:
    """Rows of a table, in markup."""
    return "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)


def translated(part: str) -> str:
    """The column headings in a language that the program does not speak."""
    return re.sub(r"(<th><p(?: [^>]*)?>)[^<]+(</p></th>)", r"\1Spalte\2", part)


def linkless(part: str) -> str:
    """Every box without the link that it carries."""
    return re.sub(r'<a href="[^"]*#mk-[^"]*"[^>]*>.*?</a>', "", part)


def test_levels_in_every_spelling(bench: Bench) -> None:
    names = [f"Craft {number}" for number in range(len(SPELLINGS))]
    added = rows(*((name, level, "seen") for name, level in zip(names, SPELLINGS, strict=True)))
    bench.edit(PROFILE, people(lambda part: part.replace("</tbody>", f"{added}</tbody>", 1)))
    report, world = bench.apply()
    found = world.profiles[JONAS].levels
    for name, (said, level) in zip(names, SPELLINGS.items(), strict=True):
        assert found.get(name.lower().replace(" ", "-")) == level, said
    told = [one.what for one in report.told if one.about == "Jonas Weber's profile"]
    wrong = [name for name, level in zip(names, SPELLINGS.values(), strict=True) if level is None]
    assert told == [f"the level of “{name}” is not one of 0 to 4" for name in wrong]


def test_merged_cells_and_deleted_rows(bench: Bench) -> None:
    merged = (
        '<tr><td rowspan="2"><p>Rust</p></td><td><p>1</p></td><td rowspan="2"><p>both</p></td></tr>'
        '<tr><td><p>2</p></td></tr><tr><td><p>Go</p></td><td colspan="2"><p>3</p></td></tr>'
    )

    def change(body: str) -> str:
        without = re.sub(r"<tr[^>]*><td[^>]*><p[^>]*>Drupal core APIs</p>.*?</tr>", "", body, count=1)
        return people(lambda part: part.replace("</tbody>", f"{merged}</tbody>", 1))(without)

    bench.edit(PROFILE, change)
    report, world = bench.apply()
    ratings = world.profiles[JONAS].ratings
    assert (ratings["rust"].level, ratings["rust"].evidence, ratings["go"].level) == (1, "both", 3)
    assert "drupal-core-apis" not in ratings
    assert ratings["web-accessibility"].evidence == EVIDENCE
    assert not [one for one in report.told if "Jonas" in one.about]


def test_translated_column_headings_are_told_and_bulgarian_ones_are_read(bench: Bench) -> None:
    for kind in (PROFILE, GROWTH, PAIRING, REVIEW):
        assert bench.edit(kind, people(translated))
    stood = {kind: bench.body(kind) for kind in (PROFILE, GROWTH, PAIRING, REVIEW)}
    report, world = bench.apply()
    told = {(one.about, one.what) for one in report.told}
    assert told >= {
        ("Jonas Weber's profile", "the table with the columns Skill and Level is not there"),
        ("Jonas Weber's growth page", "the table with the columns Skill and Why now is not there"),
        ("Jonas Weber's growth page", "the table with the columns Wish and Who is not there"),
        (bench.page(PAIRING)["title"], "the table of the agreement is not there under its headings"),
        (world.pairings[0].key, "1 cell of the review cannot be read"),
    }
    for kind, body in stood.items():
        assert theirs(bench.body(kind), kind.key(world)) == theirs(body, kind.key(world))
    bench.save(PROFILE, bench.bodies["profile"].replace(">Skill<", ">Умение<").replace(">Level<", ">Ниво<"))
    _, world = bench.apply()
    assert world.profiles[JONAS].levels["web-accessibility"] == 2


def test_names_instead_of_mentions(bench: Bench) -> None:
    mention = re.compile(r"<ac:link><ri:user [^>]*/></ac:link>")
    for said, mentors, told in (
        ("Inês Carvalho", (INES,), 0),
        ("@inês  carvalho.", (INES,), 0),
        ("Elena", (), 1),
        ('<ac:link><ri:user ri:account-id="nobody" /></ac:link>', (), 1),
    ):
        bench.edit(GROWTH, people(lambda part, said=said: mention.sub(said, part)))  # type: ignore[misc]
        report, world = bench.apply()
        assert world.growths[JONAS].mentors == mentors, said
        problems = [one.what for one in report.told if one.about == "Jonas Weber's growth page"]
        assert problems == ["the wish “First” mentions nobody of the program"] * told
        bench.save(GROWTH, bench.bodies["growth"])


def test_another_persons_page_pasted_below(bench: Bench) -> None:
    others = {
        "profile": "Skills: Inês Carvalho",
        "reflection": "Reflection: Inês Carvalho, with Jonas Weber",
    }
    for name, title in others.items():
        kind, pasted = KINDS[name], bench.company.person(INES).body(title)
        bench.edit(kind, lambda body, pasted=pasted: body + pasted)  # type: ignore[misc]
    stood = {name: bench.page(KINDS[name]) for name in others}
    bench.change_program()
    report, world = bench.apply()
    for name, page in stood.items():
        kind = KINDS[name]
        (told,) = told_of(report, page["title"])
        assert "was pasted from another page; it stays until somebody deletes it" in told.what
        now = bench.page(kind)
        assert RENAMED in now["title"]
        key = kind.key(world)
        assert theirs(now["body"]["storage"]["value"], key) == theirs(page["body"]["storage"]["value"], key)
    assert world.profiles[JONAS].levels["php-8"] == 3


def test_the_history_taken_away_is_told_and_the_pairing_stays_where_it_was(bench: Bench) -> None:
    bench.edit(PAIRING, lambda body: body.replace(Parts.of(body).parts[-2], ""))
    stood = bench.page(PAIRING)
    report, world = bench.apply()
    assert bench.page(PAIRING) == stood
    assert "row(s) of the history are missing" in told_of(report, stood["title"])[0].what
    assert world.pairings[0].stage == "reflecting"
    assert report.writes == 0


def test_boxes_that_lost_their_links_are_told_where_they_are_waited_for(bench: Bench) -> None:
    ines, hers = bench.company.person(INES), "Reflection: Inês Carvalho, with Jonas Weber"
    ines.edit(hers, linkless)
    bench.edit(REVIEW, people(linkless))
    report, _ = bench.apply()
    told = [(one.about, one.what, one.remedy) for one in report.told]
    what = "a box to tick has lost the link by which a tick is recognized"
    assert told == [(hers, what, REMEDY), (bench.page(REVIEW)["title"], what, REMEDY)]


@pytest.mark.parametrize(("step", "stage"), [("accept", "requested"), ("agree", "expectations")])
def test_a_request_and_an_agreement_say_which_box_is_gone(asked: Company, step: str, stage: str) -> None:
    pair = Pair(asked, JONAS, INES)
    if step == "agree":
        pair.tick("accept")
        asked.apply()
    jonas = asked.person(JONAS)
    whole = jonas.body(pair.page)
    jonas.tick(pair.page, f"mk-{step}-mentee")
    jonas.edit(pair.page, linkless)
    report, world, _ = asked.apply()
    assert world.pairings[0].stage == stage
    (told,) = [one for one in report.told if one.about == pair.page]
    assert told.what == "2 boxes to tick have lost the link by which a tick is recognized"
    jonas.edit(pair.page, lambda _: whole)
    pair.tick(step)
    report, world, _ = asked.apply()
    assert world.pairings[0].stage != stage
    assert not [one for one in report.told if one.about == pair.page]


def test_a_page_of_five_megabytes(bench: Bench) -> None:
    text = "ü word " * ((5 * 1024 * 1024 - len(bench.body(PROFILE)) - 60_000) // 13)
    bench.edit(PROFILE, lambda body: f"{body}<p>{text}</p>")
    stood = bench.body(PROFILE)
    assert len(stood) > 4_000_000
    bench.change_program()
    _, world = bench.apply()
    assert RENAMED in bench.page(PROFILE)["title"]
    assert world.profiles[JONAS].levels["php-8"] == 3
    key = PROFILE.key(world)
    assert theirs(bench.body(PROFILE), key) == theirs(stood, key)


def test_a_table_inside_a_macro_that_nobody_knows_is_told(bench: Bench) -> None:
    bench.edit(PAIRING, people(lambda part: TABLE.sub(lambda found: macro("gliffy", found[0]), part)))
    report, _ = bench.apply()
    (told,) = told_of(report, bench.page(PAIRING)["title"])
    assert (told.what, told.remedy) == ("the table of the agreement is not there under its headings", REMEDY)
    assert CHANNEL in bench.body(PAIRING)
