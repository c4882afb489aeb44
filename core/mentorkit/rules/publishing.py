# SPDX-License-Identifier: Apache-2.0
"""Publishing: the program's home, its directory, role matrices and guides, and the board."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from mentorkit.documents.library import write_resources, write_templates
from mentorkit.documents.overview import (
    write_directory,
    write_guide,
    write_helpers,
    write_home,
    write_index,
    write_matrix,
)
from mentorkit.ports import PlanItem, PlanKind
from mentorkit.reconcile.wishes import Told, Wish
from mentorkit.reports.goals import goal_words
from mentorkit.rules.helping import skills_with_helpers, skills_without_helpers
from mentorkit.rules.report_facts import report_facts
from mentorkit.rules.world import World


def publish(world: World) -> Iterator["Wish[Any] | Told"]:
    """The open pages. They hold nothing private: no wish, no gap, no name beside a private thing."""
    program = world.program
    home = world.key("home", "home")
    coordinator = program.person(program.coordinator)
    sponsor = program.person(program.sponsor) if program.sponsor else None
    page = write_home(
        program,
        coordinator,
        sponsor,
        numbers=_numbers(world),
        goals=[goal_words(goal) for goal in program.goals],
        guides={guide.id: world.key("guide", guide.id) for guide in program.guides},
        sessions=_sessions(world),
    )
    yield Wish(key=home, item=page)
    yield Wish(
        key=world.key("board", "plans"), item=PlanItem(kind=PlanKind.BOARD, title=f"{program.name}: plans")
    )
    yield Wish(key=world.key("directory", "directory"), item=write_directory(home))
    yield Wish(key=world.key("people", "people"), item=write_index("people", "People", home))
    yield Wish(key=world.key("pairings", "pairings"), item=write_index("pairings", "Pairings", home))
    yield Wish(key=world.key("helpers", "helpers"), item=_helpers(world))
    yield Wish(key=world.key("templates", "templates"), item=write_templates(program.agendas.values(), home))
    if program.resources:
        library = write_resources(program.resources, program.skills, home)
        yield Wish(key=world.key("resources", "resources"), item=library)
    matrices = world.key("matrices", "matrices")
    yield Wish(key=matrices, item=write_index("matrices", "Role matrices", home))
    for role in sorted({person.role for person in program.people}):
        yield Wish(
            key=world.key("matrix", role),
            item=write_matrix(program.roles[role], program.skills, parent=matrices),
        )
    guides = world.key("guides", "guides")
    if program.guides:
        yield Wish(key=guides, item=write_index("guides", "Guides", home))
    for guide in program.guides:
        yield Wish(key=world.key("guide", guide.id), item=write_guide(guide.title, guide.markdown, guides))


def _numbers(world: World) -> dict[str, int]:
    facts = report_facts(world)
    return {
        "People": len(facts.people),
        "Active pairings": sum(pair.stage.working for pair in facts.pairs),
        "Meetings held": sum(len(pair.held()) for pair in facts.pairs),
        "Milestones reached": sum(pair.milestones for pair in facts.pairs),
    }


def _sessions(world: World) -> dict[date, Counter[str]]:
    """How many meetings of each kind there are in each month, where the program is at home."""
    found: dict[date, Counter[str]] = {}
    zone = ZoneInfo(world.program.timezone)
    for meeting in (meeting for of in world.meetings.values() for meeting in of):
        month = meeting.start.astimezone(zone).date().replace(day=1)
        found.setdefault(month, Counter())[meeting.kind.value] += 1
    return found


def _helpers(world: World) -> Any:
    """Who can help with which skill, and where else to look for one that nobody has."""
    found = {
        skill: [(one.places, one.level, one.person) for one in people]
        for skill, people in skills_with_helpers(world).items()
    }
    nobody = {
        skill: [(place.name, place.url, place.languages) for place in places]
        for skill, places in skills_without_helpers(world).items()
    }
    return write_helpers(world.program.skills, found, nobody, parent=world.key("home", "home"))
