# SPDX-License-Identifier: Apache-2.0
"""JQL: the few queries that are asked, every value in them quoted by one function."""

from collections.abc import Iterable
from datetime import datetime

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def quote(value: str) -> str:
    """A value as a JQL string. Whatever it holds, it stays one value.

    Quotes and backslashes are escaped as the vendor's JQL reference says; other control characters, which
    no field of Jira's can hold, become blanks.
    """
    return '"' + "".join(_ESCAPES.get(char, char if char.isprintable() else " ") for char in value) + '"'


def newest_first(project: str) -> str:
    """The issues of a project, the highest key first."""
    return f"project = {quote(project)} ORDER BY key DESC"


def everything(project: str) -> str:
    """The issues of a project."""
    return f"project = {quote(project)} ORDER BY key ASC"


def changed(project: str, since: datetime) -> str:
    """The issues of a project changed since then, the oldest change first.

    The moment is given in milliseconds since the epoch: dates in JQL are cut to minutes of a profile's zone.
    """
    moment = int(since.timestamp() * 1000)
    return f"project = {quote(project)} AND updated >= {moment} ORDER BY updated ASC, key ASC"


def board(project: str) -> str:
    """What the board shows."""
    return f"project = {quote(project)} ORDER BY Rank ASC"


def labeled(label: str) -> str:
    """The issues that carry a label."""
    return f"labels = {quote(label)} ORDER BY due ASC"


def open_work(projects: Iterable[str], accounts: Iterable[str]) -> str:
    """Open issues of these projects that belong to one of these accounts or to nobody."""
    keys = ", ".join(quote(key) for key in projects)
    people = ", ".join(quote(account) for account in accounts)
    whose = f"(assignee IS EMPTY OR assignee IN ({people}))" if people else "assignee IS EMPTY"
    return f"project IN ({keys}) AND statusCategory != Done AND {whose} ORDER BY key ASC"
