# SPDX-License-Identifier: Apache-2.0
"""What is looked at before a plan is changed from the command line, and the wish that changes it."""

from dataclasses import replace
from datetime import date

import rich_click as click

from mentorkit.domain.keys import Key
from mentorkit.domain.pairings import Pairing
from mentorkit.domain.value import digest
from mentorkit.ports import Fact, PlanItem, Status, Stored, WorkItem
from mentorkit.program.suggest import did_you_mean
from mentorkit.reconcile.diff import blocked
from mentorkit.reconcile.wishes import Wish
from mentorkit.rules import World
from mentorkit.rules.adding import open_goals
from mentorkit.rules.pairings import activities_below
from mentorkit.workspace import Workspace
from mentorkit_cli.failures import Refusal
from mentorkit_cli.names import Names

MOVED = "moved-to"


def choose_goal(world: World, pairing: Pairing, skill: str) -> tuple[Key, str]:
    """The goal to add to and its skill: the one for ``skill``, otherwise the next due. Raises Refusal."""
    goals = open_goals(world, pairing)
    if not goals:
        raise Refusal(
            f"{Names(world.program).pair(pairing)} have no open goal",
            f"a plan is made when both have ticked the agreement (the pairing is {pairing.stage.value})",
            f"see mentorkit plan show {pairing.mentee}",
        )
    fitting = [one for one in goals if one[1].item.details.get("skill") == skill]
    key, stored = (fitting or goals)[0]
    return key, stored.item.details.get("skill", "")


def check_title(world: World, goal: Key, title: str) -> str | None:
    """The title of an open activity below the goal that is called the same, None where there is none."""
    if not title.strip() or len(title) > 250:
        raise click.BadParameter("give a title of 1 to 250 characters", param_hint="--title")
    below = (item for item in activities_below(world, goal) if not item.status.over)
    return next((item.title for item in below if item.title.casefold() == title.casefold()), None)


def find_work(workspace: Workspace, name: str) -> WorkItem:
    """The open work item of that name. Raises BadParameter, AdapterError."""
    found = {item.name: item for item in workspace.open_work()}
    if name not in found:
        remedy = did_you_mean(name, found, "`work` in mentorkit.toml names the projects that may be used")
        raise click.BadParameter(f"there is no open work item {name!r}; {remedy}", param_hint="--work")
    return found[name]


def moved(
    world: World, stored: Stored[PlanItem], due: date | None, status: Status | None
) -> Wish[PlanItem] | None:
    """The wish that changes an item so; None when it stands so already. Raises Refusal."""
    mark, item = stored.mark, stored.item
    if mark is None or blocked(stored):
        raise Refusal(
            f"{stored.name} is not the program's to change",
            blocked(stored) or "somebody made it by hand, and it is theirs",
            f"change it on the board: {stored.url}",
        )
    wish = Wish[PlanItem](key=mark.key)
    if due is not None and due != item.due:
        if mark.base.get("due") != digest(item.due):
            who = Names(world.program).person(stored.edits.get("due", "")) or "somebody"
            raise Refusal(
                f"{who} set the due date of {stored.name} on the board",
                "what people wrote stands; this command changes only what the program proposed",
                f"change it on the board: {stored.url}",
            )
        wish = replace(wish, item=item.model_copy(update={"due": due}))
    if status is not None and status is not item.status:
        count = sum(fact.name == MOVED for fact in mark.ledger) + 1
        fact = Fact(name=MOVED, at=world.now, detail=f"{count} {status.value}")
        wish = replace(wish, facts=(fact,), move=status)
    return None if wish.item is None and wish.move is None else wish
