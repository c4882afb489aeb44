# SPDX-License-Identifier: Apache-2.0
"""The words that pages are written with, and recognized by."""

import re
from collections.abc import Iterable, Mapping

from mentorkit.domain.richtext import Lozenge, Panel, para
from mentorkit.domain.skills import LEVEL_WORDS, Skill
from mentorkit.ports import Generated

SKILL, LEVEL, EVIDENCE = "Skill", "Level", "Evidence"
WHY_NOW, WISH, WHO = "Why now", "Wish", "Who"
NEEDED, NOW, DIFFERENCE = "Needed", "Now", "Difference"
SKILLS, SHARE, STYLE, MENTORING = "Skills", "I can share", "How I like to work", "Mentoring"
GROW, MENTORS = "I want to grow", "Mentors I would like"
REQUEST, AGREEMENT = "Request", "Agreement"

_COLORS = ("grey", "red", "yellow", "green", "blue")


def level_lozenge(level: int) -> Lozenge:
    """A level as digit and word; the color adds nothing that the words do not say."""
    return Lozenge.model_validate({"text": level_text(level), "color": _COLORS[level]})


def level_text(level: int) -> str:
    """A level as digit and word."""
    return f"{level} {LEVEL_WORDS[level]}"


def intro(*sentences: str) -> Generated:
    """The panel on top that says who writes which part."""
    return Generated(name="intro", content=(Panel(blocks=tuple(para(sentence) for sentence in sentences)),))


def fold(words: str) -> str:
    """Words as they are compared: case and blanks folded, punctuation at the ends dropped."""
    return (
        re.sub(r"\s+", " ", words.replace("\u200b", "").replace("\xa0", " ")).strip(" \t.:;,*-–—").casefold()
    )


def slug(words: str) -> str:
    """An id made of words, for a skill that the catalogue does not know. "" when nothing is left."""
    return re.sub(r"-+", "-", re.sub(r"[^a-z0-9]+", "-", fold(words))).strip("-")[:60].strip("-")


UNNAMED = "“{}” is not in the catalog and has no Latin letters to be called by; add some beside it"


def skill_names(skills: Iterable[Skill]) -> Mapping[str, str]:
    """Every folded name, synonym and id of a skill, to its id."""
    names: dict[str, str] = {}
    for skill in skills:
        for name in (*skill.also, skill.id, skill.id.replace("-", " "), skill.name):
            names[fold(name)] = skill.id
    return names


def read_level(words: str) -> int | None:
    """The level somebody wrote: a digit, a word, or both; None for an empty cell.

    Beside a digit words are passed over. Raises ValueError for what names no level, or two different ones.
    """
    plain = fold(words)
    if not plain:
        return None
    found = {int(digit) for digit in re.findall(r"(?<![\d.,])[0-4](?![\d.,]\d|\d)", plain)}
    if not found and not re.search(r"\d", plain):
        found = {n for n, word in enumerate(LEVEL_WORDS) if re.search(rf"\b{word.casefold()}\b", plain)}
    if len(found) != 1:
        raise ValueError(words)
    return found.pop()
