# SPDX-License-Identifier: Apache-2.0
"""The kinds of value a field may have: how each is read from a request, told in a history, and shown.

A stored value is plain data: an account id for a person, an issue id for a parent, a document for rich text.
None (or an empty list) means that the field is empty.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from mentorkit_sandbox.jira import access, adf, people, world
from mentorkit_sandbox.site import Site, SitePerson
from mentorkit_sandbox.tables import Record

TOO_LONG = "The entered text is too long. It exceeds the allowed limit of 32,767 characters."
NOT_A_DOCUMENT = "Operation value must be an Atlassian Document (see the Atlassian Document Format)"


class FieldError(ValueError):
    """Why a field does not take a value, in the vendor's words."""


class InvalidInput(ValueError):
    """The request as a whole is answered with ``INVALID_INPUT``: a document Jira cannot read."""


@dataclass(frozen=True)
class Context:
    """For whom and where a value is read."""

    site: Site
    person: SitePerson
    project: Record


@dataclass(frozen=True)
class Kind:
    """``parse`` raises FieldError; ``tell`` gives the (id, text) pair of a history item; ``show`` the API's
    form."""

    parse: Callable[[Context, Any], Any]
    tell: Callable[[Site, Any], tuple[str | None, str | None]]
    show: Callable[[Site, Any], Any]


def parse_document(context: Context, value: Any) -> Any:
    """Rich text: a document, stored as Jira saves it. Raises FieldError or InvalidInput."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise FieldError(NOT_A_DOCUMENT)
    try:
        adf.check(value)
    except adf.InvalidDocument as error:
        raise InvalidInput(str(error)) from error
    saved = adf.save(context.site, value)
    if adf.length(saved) > adf.MAX_LENGTH:
        raise FieldError(TOO_LONG)
    return saved


def _parse_line(_: Context, value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise FieldError("Operation value must be a string")
    if "\n" in value or "\r" in value:
        raise FieldError("The value is invalid because it contains newline characters.")
    if len(value) > 255:
        raise FieldError("The entered text is too long. It exceeds the allowed limit of 255 characters.")
    return value or None


def _parse_summary(_: Context, value: Any) -> str:
    if value is not None and not isinstance(value, str):
        raise FieldError("Operation value must be a string")
    if value is None or not value.strip():
        raise FieldError("You must specify a summary of the issue.")
    if "\n" in value or "\r" in value:
        raise FieldError("The summary is invalid because it contains newline characters.")
    if len(value) > 255:
        raise FieldError("Summary can't exceed 255 characters.")
    return value.strip()


def _parse_user(context: Context, value: Any) -> str | None:
    if value is None:
        return None
    account_id = value.get("accountId", value.get("id")) if isinstance(value, dict) else None
    if account_id is None and isinstance(value, dict) and ("id" in value or "accountId" in value):
        return None
    if not isinstance(account_id, str):
        raise FieldError("data was not an object")
    if context.site.person(account_id) is None:
        raise FieldError(f"User '{account_id}' does not exist.")
    return account_id


def _parse_assignee(context: Context, value: Any) -> str | None:
    account_id = _parse_user(context, value)
    person = context.site.person(account_id)
    if person is not None and not access.may_browse(person, context.project):
        raise FieldError(f"User '{account_id}' cannot be assigned issues.")
    return account_id


def _parse_reporter(context: Context, value: Any) -> str:
    account_id = _parse_user(context, value)
    if account_id is None:
        raise FieldError("Reporter is required.")
    return account_id


def _parse_users(context: Context, value: Any) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise FieldError("data was not an array")
    accounts = [_parse_user(context, item) for item in value]
    return list(dict.fromkeys(account for account in accounts if account is not None))


def _parse_labels(_: Context, value: Any) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(label, str) for label in value):
        raise FieldError("data was not an array")
    for label in value:
        if not label or any(char.isspace() for char in label):
            raise FieldError(f"The label '{label}' contains spaces which is invalid.")
        if len(label) > 255:
            raise FieldError(f"The label '{label[:20]}…' exceeds the maximum length of 255 characters.")
    return sorted(set(value))


def _parse_date(_: Context, value: Any) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise FieldError("Operation value must be a string")
    try:
        parsed = date.fromisoformat(value)
    except ValueError as error:
        raise FieldError(f"Error parsing date string: {value}") from error
    return parsed.isoformat()


def _parse_number(_: Context, value: Any) -> float | int | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise FieldError("Operation value must be a number")
    return value


def _parse_priority(_: Context, value: Any) -> str:
    wanted = value if isinstance(value, dict) else {}
    for id_, name in world.PRIORITIES.items():
        if str(wanted.get("id")) == id_ or wanted.get("name") == name:
            return id_
    raise FieldError("The priority selected is invalid.")


def _parse_parent(context: Context, value: Any) -> str | None:
    if value is None:
        return None
    named = value.get("id") or value.get("key") if isinstance(value, dict) else None
    if named is None:
        raise FieldError("data was not an object with 'id' or 'key'")
    parent = access.find_issue(context.site, str(named))
    if parent is None or not access.may_see(context.site, context.person, parent):
        raise FieldError(f"Could not find issue by id or key: {named}.")
    return str(parent["id"])


def _parse_security(context: Context, value: Any) -> str | None:
    if value is None:
        return None
    wanted = value if isinstance(value, dict) else {}
    scheme = context.project["security_scheme"]
    for level in context.site.tables.rows("security_level"):
        named = str(wanted.get("id")) == level["id"] or wanted.get("name") == level["name"]
        if level["scheme"] == scheme and named:
            return str(level["id"])
    raise FieldError("The security level selected is invalid.")


def _tell_text(_: Site, value: Any) -> tuple[str | None, str | None]:
    return None, None if value in (None, []) else str(value)


def _tell_document(_: Site, value: Any) -> tuple[str | None, str | None]:
    return None, None if value is None else adf.text(value)


def _tell_labels(_: Site, value: Any) -> tuple[str | None, str | None]:
    return None, " ".join(value or [])


def _tell_user(site: Site, value: Any) -> tuple[str | None, str | None]:
    shown = people.user(site, value)
    return value, None if shown is None else str(shown["displayName"])


def _tell_users(site: Site, value: Any) -> tuple[str | None, str | None]:
    if not value:
        return None, None
    names = [str((people.user(site, account) or {})["displayName"]) for account in value]
    return f"[{', '.join(value)}]", f"[{', '.join(names)}]"


def _tell_date(_: Site, value: Any) -> tuple[str | None, str | None]:
    return value, None if value is None else f"{value} 00:00:00.0"


def _tell_priority(_: Site, value: Any) -> tuple[str | None, str | None]:
    return value, None if value is None else world.PRIORITIES[value]


def _tell_parent(site: Site, value: Any) -> tuple[str | None, str | None]:
    parent = site.tables.peek("issue", value) if value else None
    return value, None if parent is None else str(parent["key"])


def _tell_security(site: Site, value: Any) -> tuple[str | None, str | None]:
    level = site.tables.peek("security_level", value) if value else None
    return value, None if level is None else str(level["name"])


def _show_plain(_: Site, value: Any) -> Any:
    return value


def _show_users(site: Site, value: Any) -> Any:
    return [people.user(site, account) for account in value] if value else None


def _show_priority(site: Site, value: Any) -> Any:
    return None if value is None else world.priority(site, value)


def _show_security(site: Site, value: Any) -> Any:
    level = site.tables.peek("security_level", value) if value else None
    if level is None:
        return None
    return {
        "self": f"{site.base_url}/rest/api/3/securitylevel/{value}",
        "id": value,
        "name": level["name"],
        "description": level["description"],
    }


KINDS: dict[str, Kind] = {
    "summary": Kind(_parse_summary, _tell_text, _show_plain),
    "line": Kind(_parse_line, _tell_text, _show_plain),
    "document": Kind(parse_document, _tell_document, _show_plain),
    "assignee": Kind(_parse_assignee, _tell_user, people.user),
    "reporter": Kind(_parse_reporter, _tell_user, people.user),
    "user": Kind(_parse_user, _tell_user, people.user),
    "users": Kind(_parse_users, _tell_users, _show_users),
    "labels": Kind(_parse_labels, _tell_labels, lambda _, value: value or []),
    "date": Kind(_parse_date, _tell_date, _show_plain),
    "number": Kind(_parse_number, _tell_text, _show_plain),
    "priority": Kind(_parse_priority, _tell_priority, _show_priority),
    "parent": Kind(_parse_parent, _tell_parent, _show_plain),
    "security": Kind(_parse_security, _tell_security, _show_security),
}
