# SPDX-License-Identifier: Apache-2.0
"""The hooks of Mentorkit: who is there, and what happened. Data goes through ports, never hooks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    import click

    from mentorkit.adapters import AdapterSpec
    from mentorkit.reconcile.changeset import ChangeSet, Report
    from mentorkit.rules import Rule

hookspec = pluggy.HookspecMarker("mentorkit")
hookimpl = pluggy.HookimplMarker("mentorkit")


@hookspec
def mentorkit_register_issue_store() -> "AdapterSpec[Any, Any] | Sequence[AdapterSpec[Any, Any]]":
    """Offer an adapter that keeps plan items."""
    raise AssertionError


@hookspec
def mentorkit_register_page_store() -> "AdapterSpec[Any, Any] | Sequence[AdapterSpec[Any, Any]]":
    """Offer an adapter that keeps pages."""
    raise AssertionError


@hookspec
def mentorkit_register_event_store() -> "AdapterSpec[Any, Any] | Sequence[AdapterSpec[Any, Any]]":
    """Offer an adapter that keeps events."""
    raise AssertionError


@hookspec
def mentorkit_register_people_directory() -> "AdapterSpec[Any, Any] | Sequence[AdapterSpec[Any, Any]]":
    """Offer an adapter that finds people's accounts."""
    raise AssertionError


@hookspec
def mentorkit_register_activity_source() -> "AdapterSpec[Any, Any] | Sequence[AdapterSpec[Any, Any]]":
    """Offer an adapter that reads real work."""
    raise AssertionError


@hookspec
def mentorkit_register_rule() -> "Rule | Sequence[Rule]":
    """Offer a rule: a pure function from the world to wishes."""
    raise AssertionError


@hookspec
def mentorkit_register_commands(cli: "click.Group") -> None:
    """Add commands to the command line."""


@hookspec
def mentorkit_changeset_ready(changes: "ChangeSet") -> None:
    """A change set was made; nothing is written yet."""


@hookspec
def mentorkit_change_applied(store: str, key: str, action: str) -> None:
    """One change was made."""


@hookspec
def mentorkit_apply_finished(report: "Report") -> None:
    """An apply is over."""
