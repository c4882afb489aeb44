# SPDX-License-Identifier: Apache-2.0
"""Confluence Query Language: text to a tree. The subset of fields and operators the sandbox answers.

Anything outside of it is refused with the sentence of `CqlError`, as a live site does.
"""

import re
from dataclasses import dataclass
from typing import Literal

_EQUALITY = frozenset(("=", "!=", "in", "not in"))
_WORDS = frozenset(("~", "!~"))
_ORDERING = frozenset(("=", "!=", "<", "<=", ">", ">="))
FIELDS: dict[str, frozenset[str]] = {
    "ancestor": _EQUALITY,
    "content": _EQUALITY,
    "contributor": _EQUALITY,
    "created": _ORDERING,
    "creator": _EQUALITY,
    "id": _EQUALITY,
    "label": _EQUALITY,
    "lastmodified": _ORDERING,
    "parent": _EQUALITY,
    "sitesearch": _WORDS,
    "space": _EQUALITY,
    "space.key": _EQUALITY,
    "text": _WORDS,
    "title": _EQUALITY | _WORDS,
    "type": _EQUALITY,
}
SORTABLE = ("created", "id", "lastmodified", "title")
_NEEDS_WORDS = ("sitesearch", "text", "title")
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    | (?P<operator>!=|!~|<=|>=|=|~|<|>)
    | (?P<mark>[(),])
    | (?P<word>[^\s"'=!~<>(),]+)
    )""",
    re.VERBOSE,
)


class CqlError(ValueError):
    """A query that cannot be answered; the message says which part of it."""


@dataclass(frozen=True)
class Call:
    """A function as a value, such as ``now("-1d")``; its name is in lower case."""

    name: str
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clause:
    """One condition: a field of `FIELDS`, one of its operators, and the value or values."""

    field: str
    operator: str
    values: tuple["str | Call", ...]


@dataclass(frozen=True)
class Junction:
    """Several conditions joined by ``and`` or ``or``."""

    kind: Literal["and", "or"]
    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Negation:
    """A condition that must not hold."""

    part: "Node"


Node = Clause | Junction | Negation


@dataclass(frozen=True)
class Query:
    """A whole query: the condition, and the fields to sort by, each with True for descending."""

    where: Node
    order: tuple[tuple[str, bool], ...] = ()


def parse(text: str) -> Query:
    """The query that `text` says. Raises CqlError."""
    return _Parser(text).query()


class _Parser:
    """Recursive descent over the tokens; each token is (kind, text)."""

    def __init__(self, text: str) -> None:
        self._source = text
        self._tokens = self._tokenize(text)
        self._at = 0

    def query(self) -> Query:
        where = self._either()
        order: list[tuple[str, bool]] = []
        if self._word("order"):
            self._expect_word("by")
            order.append(self._sort_key())
            while self._mark(","):
                order.append(self._sort_key())
        if self._at < len(self._tokens):
            raise self._error(f"unexpected '{self._tokens[self._at][1]}'")
        return Query(where, tuple(order))

    def _tokenize(self, text: str) -> list[tuple[str, str]]:
        tokens: list[tuple[str, str]] = []
        position, end = 0, len(text.rstrip())
        while position < end:
            found = _TOKEN.match(text, position)
            if found is None or found.lastgroup is None:
                raise self._error(f"unexpected character '{text[position:].strip()[:1]}'")
            tokens.append((found.lastgroup, found[found.lastgroup]))
            position = found.end()
        return tokens

    def _either(self) -> Node:
        parts = [self._both()]
        while self._word("or"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Junction("or", tuple(parts))

    def _both(self) -> Node:
        parts = [self._one()]
        while self._word("and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else Junction("and", tuple(parts))

    def _one(self) -> Node:
        if self._word("not"):
            return Negation(self._one())
        if self._mark("("):
            inner = self._either()
            self._expect_mark(")")
            return inner
        return self._clause()

    def _clause(self) -> Clause:
        name = self._take("word", "a field").lower()
        if name not in FIELDS:
            known = ", ".join(FIELDS)
            raise CqlError(f"No field exists with the name: '{name}'\nDid you mean one of : {known}")
        operator = self._operator()
        if operator not in FIELDS[name]:
            raise self._error(f"the field '{name}' does not take the operator '{operator}'")
        values = self._list() if operator in ("in", "not in") else (self._value(),)
        if name in _NEEDS_WORDS and "" in values:
            raise self._error(f"the field '{name}' needs a value")
        return Clause(name, operator, values)

    def _operator(self) -> str:
        if self._word("not"):
            self._expect_word("in")
            return "not in"
        if self._word("in"):
            return "in"
        return self._take("operator", "an operator")

    def _list(self) -> tuple[str | Call, ...]:
        self._expect_mark("(")
        values = [self._value()]
        while self._mark(","):
            values.append(self._value())
        self._expect_mark(")")
        return tuple(values)

    def _value(self) -> str | Call:
        kind, text = self._peek()
        if kind == "text":
            self._at += 1
            return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)
        word = self._take("word", "a value")
        if not self._mark("("):
            return word
        arguments: list[str] = []
        while not self._mark(")"):
            argument = self._value()
            if not isinstance(argument, str):
                raise self._error("a function takes only texts")
            arguments.append(argument)
            self._mark(",")
        return Call(word.lower(), tuple(arguments))

    def _sort_key(self) -> tuple[str, bool]:
        name = self._take("word", "a field").lower()
        if name not in SORTABLE:
            raise self._error(f"cannot order by '{name}', only by {', '.join(SORTABLE)}")
        if self._word("desc"):
            return name, True
        self._word("asc")
        return name, False

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("end", "")

    def _take(self, kind: str, what: str) -> str:
        found, text = self._peek()
        if found != kind:
            raise self._error(f"expected {what}, found '{text}'" if text else f"expected {what} at the end")
        self._at += 1
        return text

    def _word(self, word: str) -> bool:
        """Go past this keyword, if it comes next."""
        kind, text = self._peek()
        met = kind == "word" and text.lower() == word
        self._at += met
        return met

    def _mark(self, mark: str) -> bool:
        met = self._peek() == ("mark", mark)
        self._at += met
        return met

    def _expect_word(self, word: str) -> None:
        if not self._word(word):
            raise self._error(f"expected '{word}'")

    def _expect_mark(self, mark: str) -> None:
        if not self._mark(mark):
            raise self._error(f"expected '{mark}'")

    def _error(self, why: str) -> CqlError:
        return CqlError(f"Could not parse cql : {self._source} ({why})")
