# SPDX-License-Identifier: Apache-2.0
"""Checks of roles and skills: references, levels, sizes, names, and sentences for each level."""

from collections import Counter
from collections.abc import Iterator

from mentorkit.content.catalogue import Catalogue
from mentorkit.content.checks.common import doubles, fold, near_names, plain_text
from mentorkit.domain.skills import Role, Skill, SkillKind
from mentorkit.errors import Problem
from mentorkit.program.cross_checks import cross_check
from mentorkit.program.draft import Draft
from mentorkit.program.places import Place, Sourced

FLAGSHIP = (
    "backend-developer-java",
    "backend-developer-python",
    "data-engineer",
    "devops-engineer",
    "drupal-developer",
    "engineering-manager",
    "frontend-developer-react",
    "product-manager",
    "qa-engineer",
    "ux-designer",
)
"""The roles of which every skill has sentences of its own."""

SKILLS_A_ROLE, CORE_A_ROLE = (12, 16), (4, 8)
SHARED_BY = 3
_LEVELS = {1, 2, 3, 4}


def reference_problems(catalogue: Catalogue) -> Iterator[Problem]:
    """Ids that stand twice or lead nowhere, levels that fall, grades that are missing."""
    draft = Draft(
        roles=list(catalogue.roles), skills=list(catalogue.skills), resources=list(catalogue.resources)
    )
    yield from cross_check(draft)
    for one in catalogue.skills:
        for number, related in enumerate(one.value.related):
            yield from draft.unknown("skills", related, one.place, "related", number)
    for entry in catalogue.baseline:
        yield from draft.unknown("skills", entry.value.skill, entry.place, "skill")


def matrix_problems(catalogue: Catalogue) -> Iterator[Problem]:
    """Skills that cannot be told apart or have no sentences, and a scale with gaps."""
    yield from near_names(((one.value.name, one.place) for one in catalogue.skills), "the skill")
    yield from near_names(((one.value.name, one.place) for one in catalogue.roles), "the role")
    yield from _synonyms(catalogue.skills)
    users = Counter(skill for role in catalogue.roles for skill in role.value.requires)
    flagship = {
        skill for role in catalogue.roles if role.value.id in FLAGSHIP for skill in role.value.requires
    }
    for one in catalogue.skills:
        skill = one.value
        owed = users[skill.id] >= SHARED_BY or skill.id in flagship
        yield from _sentences(skill, one.place, owed=owed)
        if not users[skill.id]:
            yield one.place.problem(("id",), "no role asks for this skill", "remove it or add it to a role")
    yield from _scale(catalogue)


def size_problems(catalogue: Catalogue) -> Iterator[Problem]:
    """Roles that ask for too much or too little to be of use in a review, or for no skill with people."""
    kinds = {one.value.id: one.value.kind for one in catalogue.skills}
    for one in catalogue.roles:
        role, place = one.value, one.place
        core = sum(requirement.core for requirement in role.requires.values())
        yield from _between(place, len(role.requires), SKILLS_A_ROLE, "skills")
        yield from _between(place, core, CORE_A_ROLE, "core skills")
        if SkillKind.PEOPLE not in {kinds.get(skill) for skill in role.requires}:
            remedy = "add one of kind people, such as teamwork"
            yield place.problem(("requires",), "the role asks for no soft skill", remedy)
        yield from _levels_used(role, place)


def _between(place: Place, number: int, bounds: tuple[int, int], what: str) -> Iterator[Problem]:
    low, high = bounds
    if not low <= number <= high:
        remedy = "add what is missing" if number < low else "drop or merge what matters least"
        told = f"the role has {number} {what}, and {low} to {high} make a matrix that people can rate"
        yield place.problem(("requires",), told, remedy)


def _levels_used(role: Role, place: Place) -> Iterator[Problem]:
    for skill, requirement in role.requires.items():
        if not any(requirement.levels.values()):
            told = "no grade needs it: every level is 0"
            yield place.problem(("requires", skill), told, "raise a level or drop the skill")


def _synonyms(skills: tuple[Sourced[Skill], ...]) -> Iterator[Problem]:
    """A synonym belongs to one skill: people and imports look skills up by it."""
    named = {fold(word): one for one in skills for word in (one.value.name, one.value.id)}
    for one in skills:
        for number, word in enumerate(one.value.also):
            owner = named.get(fold(word))
            if owner is not None and owner.value.id != one.value.id:
                told = f"the synonym {word!r} is the name of the skill {owner.value.id!r}"
                yield one.place.problem(("also", number), told, "remove it here")
    words = ((fold(word), one.place, ("also",)) for one in skills for word in dict.fromkeys(one.value.also))
    yield from doubles(words, "the synonym")


def _sentences(skill: Skill, place: Place, *, owed: bool) -> Iterator[Problem]:
    missing = sorted(_LEVELS - set(skill.levels))
    if missing and (owed or skill.levels):
        told = f"has no sentence for level {', '.join(map(str, missing))}"
        yield place.problem(("levels",), told, "write one sentence for each level from 1 to 4")
    sentences = [(sentence, ("levels", str(level))) for level, sentence in skill.levels.items()]
    sentences += [(sign, ("signs", str(level))) for level, signs in skill.signs.items() for sign in signs]
    for sentence, path in sentences:
        if not sentence.strip():
            yield place.problem(path, "is empty", "write what one can see")
        yield from plain_text(sentence, place, *path)
    yield from doubles(((sentence, place, path) for sentence, path in sentences), "the sentence")


def _scale(catalogue: Catalogue) -> Iterator[Problem]:
    scale, place = catalogue.scale, Place("skills/_scale.yaml", {(): 1})
    if scale is None:
        return
    for kind in SkillKind:
        words = scale.kinds.get(kind)
        if words is None or set(words.levels) != _LEVELS:
            yield place.problem(("kinds", kind.value), "lacks a sentence for a level", "write all four")
    if [level.n for level in scale.levels] != [0, 1, 2, 3, 4]:
        yield place.problem(("levels",), "are not the levels 0 to 4 in order", "list them from 0 to 4")
