# SPDX-License-Identifier: Apache-2.0
"""From pydantic's findings to problems: file, line, key, what is wrong, what to do."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from mentorkit.errors import ConfigError, Problem
from mentorkit.program.files import unwanted
from mentorkit.program.places import Path, Place, raise_any
from mentorkit.program.schema import RawStore
from mentorkit.program.suggest import did_you_mean

M = TypeVar("M", bound=BaseModel)
Finding = Mapping[str, Any]

_NO_LIST = ("is not a list", "write [one, two] or one line with - for each")
_NO_KEYS = ("is not a set of keys and values", "write lines of key: value")
_NO_DATE = ("is not a date", "write it as 2026-01-31")
_NO_WHOLE_NUMBER = ("is not a whole number", "write digits only")
_NO_NUMBER = ("is not a number", "write digits")
_NO_TRUTH = ("is not a truth value", "write true or false")
_SENTENCES: Mapping[str, tuple[str, str]] = {
    "missing": ("is missing", "add it"),
    "one_line": ("is more than one line", "write it on one line"),
    "string_type": ("is not text", "write text; put a number in quotes"),
    "string_pattern_mismatch": ("has the wrong form", "it has to match {pattern}"),
    "string_too_short": ("is too short", "write at least {min_length} characters"),
    "string_too_long": ("is too long", "write at most {max_length} characters"),
    "too_short": ("has too few entries", "it needs at least {min_length}"),
    "too_long": ("has too many entries", "at most {max_length} are allowed"),
    "greater_than_equal": ("is too small", "use {ge} or more"),
    "less_than_equal": ("is too large", "use {le} or less"),
    "int_type": _NO_WHOLE_NUMBER,
    "int_parsing": _NO_WHOLE_NUMBER,
    "int_from_float": _NO_WHOLE_NUMBER,
    "float_type": _NO_NUMBER,
    "float_parsing": _NO_NUMBER,
    "bool_type": _NO_TRUTH,
    "bool_parsing": _NO_TRUTH,
    "date_type": _NO_DATE,
    "date_parsing": _NO_DATE,
    "date_from_datetime_parsing": _NO_DATE,
    "date_from_datetime_inexact": _NO_DATE,
    "tuple_type": _NO_LIST,
    "list_type": _NO_LIST,
    "dict_type": _NO_KEYS,
    "mapping_type": _NO_KEYS,
    "model_type": _NO_KEYS,
}


def validate(model: type[M], data: Any, place: Place) -> M:
    """``data`` (plain, as read from YAML) as a model, by its types: nothing is converted but dates and names.

    Raises ConfigError with everything that does not fit.
    """
    try:
        plain = json.dumps(data, default=str)
    except (ValueError, RecursionError):
        problem = place.problem((), "holds a figure too long or brackets too deep", "write what is meant")
        raise ConfigError([problem]) from None
    raise_any(list(_unwanted(data, (), place)))
    return _checked(model, lambda: model.model_validate_json(plain, strict=True), place)


def _unwanted(data: Any, path: Path, place: Place) -> Iterator[Problem]:
    """The texts with characters that an escape brought in: no file may hold them as they are."""
    if isinstance(data, str) and (what := unwanted(data)):
        yield place.problem(path, what, "delete the escape")
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _unwanted(value, (*path, str(key)), place)
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _unwanted(value, (*path, number), place)


def validate_texts(model: type[M], data: Mapping[str, Any], place: Place) -> M:
    """The same for texts, as read from a table: figures and dates are read out of them."""
    return _checked(model, lambda: model.model_validate(data), place)


def check_options(instance: str, store: RawStore, model: type[M]) -> M:
    """The options of one store in mentorkit.toml as its adapter's settings.

    Raises ConfigError with the lines of mentorkit.toml. Values are not repeated in messages: somebody
    may have put a secret there.
    """
    prefix = ("stores", instance)
    lines: dict[Path, int] = {(*prefix, name): line for name, line in store.lines.items()}
    lines |= {(): 1, ("stores",): 1, prefix: store.lines.get("", 1)}
    place = Place("mentorkit.toml", lines).at(*prefix)
    return _checked(model, lambda: model.model_validate(dict(store.options)), place, show=False)


def named_as_file(identifier: str, key: str, place: Place) -> None:
    """Raise ConfigError unless a file is called what it says it is."""
    stem = PurePosixPath(place.file).stem
    if identifier != stem:
        what = f"{identifier!r} stands in a file called {stem!r}"
        raise_any([place.problem((key,), what, "give the file and the thing in it the same name")])


def _checked(model: type[M], build: Callable[[], M], place: Place, *, show: bool = True) -> M:
    try:
        return build()
    except ValidationError as error:
        findings = error.errors(include_url=False)
    # Outside of the handler, so that no traceback carries pydantic's words, which repeat the values.
    raise ConfigError([_problem(model, finding, place, show=show) for finding in findings])


def _problem(model: type[BaseModel], finding: Finding, place: Place, *, show: bool) -> Problem:
    path: Path = finding["loc"]
    kind: str = finding["type"]
    if kind == "extra_forbidden":
        known = _keys_at(model, path[:-1])
        remedy = did_you_mean(str(path[-1]), known, f"known keys: {', '.join(known)}")
        return place.problem(path, "is not a known key", remedy)
    value = f"{str(finding['input'])[:40]!r} " if show and isinstance(finding["input"], str | int) else ""
    what, remedy = _words(kind, finding.get("ctx", {}), str(finding["msg"]), finding["input"])
    return place.problem(path, value + what, remedy)


def _words(kind: str, ctx: Mapping[str, Any], message: str, given: Any) -> tuple[str, str]:
    """What is wrong and what to do, by pydantic's error type."""
    if kind in ("literal_error", "enum"):
        choices = str(ctx["expected"]).replace(" or ", ", ").replace("'", "")
        return "is not possible here", did_you_mean(str(given), choices.split(", "), f"use {choices}")
    if kind == "string_pattern_mismatch" and "a-z0-9" in ctx["pattern"]:
        return "is not an id", "use lower-case letters, digits and single hyphens"
    what, remedy = _SENTENCES.get(kind, (message.removeprefix("Value error, ").lower(), "change it"))
    return what, remedy.format(**ctx)


def _keys_at(model: type[BaseModel], path: Path) -> list[str]:
    """The keys that the part of ``model`` at ``path`` has."""
    for part in path:
        fields = {field.alias or name: field.annotation for name, field in model.model_fields.items()}
        if part in fields:
            model = _model_in(fields[str(part)]) or model
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _model_in(inner))), None)
