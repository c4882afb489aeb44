# SPDX-License-Identifier: Apache-2.0
"""How Jira's requests are read and its answers are shaped: arguments, bodies, pages, moments."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import request

from mentorkit_sandbox.errors import jira_error, not_supported
from mentorkit_sandbox.site import Site

_PAYLOAD = "Invalid request payload. Refer to the REST API documentation and try again."


def only_arguments(*known: str) -> None:
    """Refuse with 501 a query parameter that this operation of the sandbox does not act on."""
    for name in request.args:
        if name not in known:
            raise not_supported(f"the parameter '{name}' of {request.method} {request.path}")


def integer(name: str, default: int, maximum: int | None = None) -> int:
    """A whole number from the query, cut to `maximum`; 400 for anything else."""
    text = request.args.get(name)
    if text is None:
        return default
    if not text.removeprefix("-").isdigit():
        raise jira_error(400, f"Invalid value for parameter '{name}': {text}")
    number = max(int(text), 0)
    return number if maximum is None else min(number, maximum)


def flag(name: str, default: bool = False) -> bool:
    """A boolean from the query; 400 for anything but true and false."""
    text = request.args.get(name)
    if text is None:
        return default
    if text.lower() not in ("true", "false"):
        raise jira_error(400, f"Invalid value for parameter '{name}': {text}")
    return text.lower() == "true"


def listed(name: str) -> list[str]:
    """Values of a list parameter: repeated, or separated by commas, or both."""
    return [part for text in request.args.getlist(name) for part in text.split(",") if part]


def json_object(*closed_to: str) -> dict[str, Any]:
    """The body, which must be a JSON object; with names given, of no other keys than these."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or (closed_to and not set(body) <= set(closed_to)):
        raise jira_error(400, _PAYLOAD)
    return body


def json_list(body: dict[str, Any], key: str) -> list[Any]:
    """A list out of a body, empty when absent."""
    value = body.get(key) or []
    if not isinstance(value, list):
        raise jira_error(400, _PAYLOAD)
    return value


def page(site: Site, values: Sequence[Any], default: int = 50, maximum: int | None = None) -> dict[str, Any]:
    """One page of `values` by the query's startAt and maxResults, in the vendor's "page bean"."""
    start, limit = integer("startAt", 0), integer("maxResults", default, maximum)
    shown = list(values[start : start + limit])
    answer = {
        "self": f"{site.base_url}{request.full_path}",
        "maxResults": limit,
        "startAt": start,
        "total": len(values),
        "isLast": start + len(shown) >= len(values),
        "values": shown,
    }
    if not answer["isLast"]:
        answer["nextPage"] = f"{site.base_url}{request.path}?startAt={start + limit}&maxResults={limit}"
    return answer


def stamp(moment: datetime) -> str:
    """A moment as Jira writes it: milliseconds, and the zone without a colon."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "+0000")


def moment(text: str) -> datetime:
    """What ``stamp`` wrote, aware and in UTC."""
    return datetime.fromisoformat(text.replace("+0000", "+00:00"))
