# SPDX-License-Identifier: Apache-2.0
"""The five questions of ``mentorkit init`` and what their answers come to."""

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import rich_click as click
from pydantic import ValidationError

from mentorkit.program.scaffold import Answers

_NEEDED = ("name", "coordinator", "email")
_OPTION_OF = {"coordinator_email": "email"}
_DEFAULT_SITE = Answers.model_fields["site"].default
_DEFAULT_PURPOSE = Answers.model_fields["purpose"].default


def asked(given: Mapping[str, Any]) -> dict[str, Any]:
    """The same with the answers to what was not given as an option."""
    answers = dict(given)
    questions: list[tuple[str, str, str | None]] = [
        ("name", "1. What is the program called?", "Mentoring"),
        ("purpose", "2. What is it for?", _DEFAULT_PURPOSE),
        ("coordinator", "3. Who keeps it going (full name)?", None),
        ("email", "   … and the e-mail address of that person", None),
        ("site", "4. The address of your Jira and Confluence site", _DEFAULT_SITE),
    ]
    for name, words, default in questions:
        if not answers[name]:
            answers[name] = click.prompt(words, default=default, err=True)
    if answers["example_roles"] is None:
        answers["example_roles"] = click.confirm("5. Start from the roles of a web agency?", True, err=True)
    return answers


def answers_of(given: Mapping[str, Any], *, roles: Sequence[str], starts: date) -> Answers:
    """The answers as the scaffold takes them. Raises UsageError for what is missing or does not fit."""
    missing = [f"--{name}" for name in _NEEDED if not given[name]]
    if missing:
        raise click.UsageError(f"Missing {', '.join(missing)}: nobody is there to be asked.")
    values = {
        "name": given["name"],
        "purpose": given["purpose"],
        "coordinator": given["coordinator"],
        "coordinator_email": given["email"],
        "site": given["site"],
        "timezone": given["timezone"] or local_zone(),
        **{name: given[name] for name in ("language", "project", "space")},
        "starts": starts,
        "roles": tuple(roles),
    }
    try:
        return Answers.model_validate({name: value for name, value in values.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        option = f"--{_OPTION_OF.get(name, name).removesuffix('s')}"
        raise click.BadParameter(str(first["msg"]), param_hint=option) from error


def local_zone() -> str:
    """This machine's zone as an IANA name: from ``TZ``, from where /etc/localtime leads; else UTC."""
    named = os.environ.get("TZ", "").removeprefix(":")
    if named:
        return named
    _, found, zone = str(Path("/etc/localtime").resolve()).partition("/zoneinfo/")
    return zone if found and not zone.startswith(("posix/", "right/")) else "UTC"
