# SPDX-License-Identifier: Apache-2.0
"""The base of every value: frozen, strict about unknown fields, and with a stable digest."""

import hashlib
import json
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
"""An id of the program folder: lower-case letters, digits and single hyphens."""


def _on_one_line(text: str) -> str:
    if "\n" in text or "\t" in text:
        raise PydanticCustomError("one_line", "is more than one line")
    return text


Line = Annotated[str, AfterValidator(_on_one_line)]
"""Words on one line, as names and titles are."""


class Value(BaseModel):
    """A frozen value. Two values with equal fields are equal and may stand in for each other."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def digest(value: Any) -> str:
    """Ten hexadecimal digits that are equal for equal values, on every machine and in every run.

    Takes what pydantic can turn into JSON: models, dates, strings, numbers, sequences, mappings.
    Sets are sorted first; the order of mapping keys does not matter.
    """
    plain = json.dumps(_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()[:10]


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return _plain(value.model_dump(mode="json"))
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((_plain(item) for item in value), key=str)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)
