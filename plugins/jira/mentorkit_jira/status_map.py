# SPDX-License-Identifier: Apache-2.0
"""Statuses: ours by name where the site has them, otherwise by the vendor's three status categories."""

from collections.abc import Iterable, Mapping
from typing import Any

from mentorkit.ports.items import Status

NAMES: Mapping[Status, str] = {
    Status.BACKLOG: "Backlog",
    Status.READY: "This fortnight",
    Status.DOING: "Doing",
    Status.SHOW: "Show to mentor",
    Status.DONE: "Done",
}
"""What the columns of a mentoring board are called."""

_ALIASES: Mapping[str, Status] = {name.casefold(): status for status, name in NAMES.items()} | {
    "to do": Status.BACKLOG,
    "open": Status.BACKLOG,
    "selected for development": Status.READY,
    "in progress": Status.DOING,
    "in review": Status.SHOW,
    "review": Status.SHOW,
    "canceled": Status.CANCELED,
    "cancelled": Status.CANCELED,
    "won't do": Status.CANCELED,
}
_CATEGORIES = {"new": Status.BACKLOG, "indeterminate": Status.DOING, "done": Status.DONE}
_CATEGORY_OF = {
    Status.BACKLOG: "new",
    Status.READY: "new",
    Status.DOING: "indeterminate",
    Status.SHOW: "indeterminate",
    Status.DONE: "done",
    Status.CANCELED: "done",
}


def status(wire: Mapping[str, Any]) -> Status:
    """Our status of a Jira status: by its name, if its category does not contradict, else by category."""
    category = wire["statusCategory"]["key"]
    named = _ALIASES.get(str(wire["name"]).casefold())
    if named is not None and _CATEGORY_OF[named] == category:
        return named
    return _CATEGORIES.get(category, Status.BACKLOG)


def is_done(wire: Mapping[str, Any]) -> bool:
    """Whether a Jira status means that nothing more is to be done."""
    return bool(wire["statusCategory"]["key"] == "done")


def transition(wanted: Status, offered: Iterable[Mapping[str, Any]]) -> str:
    """The id of the offered transition that leads to ``wanted``, or as near as the site allows; "" for none.

    Near means: a status of the same category, the first one offered.
    """
    options = [(str(option["id"]), option["to"]) for option in offered]
    for id_, to in options:
        if status(to) == wanted:
            return id_
    category = _CATEGORY_OF[wanted]
    return next((id_ for id_, to in options if to["statusCategory"]["key"] == category), "")


def stands(wanted: Status, current: Mapping[str, Any], offered: Iterable[Mapping[str, Any]]) -> bool:
    """Whether an issue stands where ``wanted`` would bring it already, so that no transition is needed."""
    if status(current) == wanted:
        return True
    same_category = current["statusCategory"]["key"] == _CATEGORY_OF[wanted]
    return same_category and all(status(option["to"]) != wanted for option in offered)


def missing(names: Iterable[str]) -> tuple[str, ...]:
    """Which of our columns a workflow with these status names lacks."""
    found = {_ALIASES.get(name.casefold()) for name in names}
    return tuple(name for status_, name in NAMES.items() if status_ not in found)
