# SPDX-License-Identifier: Apache-2.0
"""Reading a request: query parameters and JSON bodies, refused where they are not what they should be."""

from collections.abc import Sequence
from typing import Any

from flask import request

from mentorkit_sandbox.confluence.refusals import bad_request
from mentorkit_sandbox.errors import not_supported

PAGING = ("limit", "cursor")


def only(*names: str) -> None:
    """Answer 501 to a query parameter that this operation of the sandbox does not imitate."""
    for name in request.args:
        if name not in names:
            raise not_supported(f"the parameter '{name}' of {request.method} {request.path}")


def integer(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    """A whole number within its bounds."""
    text = request.args.get(name)
    if text is None:
        return default
    if not text.isdecimal() or not least <= int(text) or (most is not None and int(text) > most):
        raise bad_request(
            f"Provided value {{{text}}} for '{name}' is not the correct type or out of its range."
        )
    return int(text)


def flag(name: str, *, default: bool = False) -> bool:
    """A boolean, written as ``true`` or ``false``."""
    text = request.args.get(name)
    if text is None:
        return default
    if text.lower() not in ("true", "false"):
        raise bad_request(
            f"Provided value {{{text}}} for '{name}' is not the correct type. Expected: boolean."
        )
    return text.lower() == "true"


def choice(name: str, allowed: Sequence[str], default: str | None = None) -> str | None:
    """One of the words an operation takes."""
    text = request.args.get(name)
    if text is not None and text not in allowed:
        raise bad_request(f"Provided value {{{text}}} for '{name}' is not one of {', '.join(allowed)}.")
    return default if text is None else text


def words(name: str, allowed: Sequence[str] | None = None, *, most: int | None = None) -> list[str] | None:
    """A list: comma-separated, repeated, or both. None when the parameter is absent."""
    if name not in request.args:
        return None
    found = [part for text in request.args.getlist(name) for part in text.split(",") if part]
    for part in found:
        if allowed is not None and part not in allowed:
            raise bad_request(f"Provided value {{{part}}} for '{name}' is not one of {', '.join(allowed)}.")
    if most is not None and len(found) > most:
        raise bad_request(f"The parameter '{name}' takes at most {most} values.")
    return found


def ids(name: str, *, most: int | None = None) -> set[str] | None:
    """A list of numeric ids."""
    found = words(name, most=most)
    if found is None:
        return None
    for part in found:
        if not part.isdecimal():
            raise bad_request(
                f"Provided value {{{part}}} for '{name}' is not the correct type. Expected: long."
            )
    return set(found)


def body_format(*more: str) -> bool:
    """Whether bodies are asked for; only storage format can be given."""
    wanted = choice("body-format", ("storage", "atlas_doc_format", *more))
    if wanted not in (None, "storage"):
        raise not_supported(f"body-format={wanted}")
    return wanted is not None


def json_object() -> dict[str, Any]:
    """The JSON object in the body."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise bad_request("The request body must be a JSON object.")
    return body


def text_field(body: dict[str, Any], name: str, *, default: str | None = None) -> str:
    """A text in a JSON body; without a default it must be there."""
    value = body.get(name, default)
    if not isinstance(value, str):
        raise bad_request(f"'{name}' must be given as a text.")
    return value


def storage_body(body: dict[str, Any]) -> str:
    """The storage format in ``body``, given flat or under ``storage``, with its representation."""
    given = body.get("body")
    if isinstance(given, dict) and isinstance(given.get("storage"), dict):
        given = given["storage"]
    if not isinstance(given, dict):
        raise bad_request("'body' must be given as an object.")
    representation = given.get("representation")
    if representation is None:
        raise bad_request("The body needs a representation.")
    if representation != "storage":
        raise not_supported(f"bodies in {representation}")
    return text_field(given, "value")
