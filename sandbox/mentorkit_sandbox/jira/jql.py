# SPDX-License-Identifier: Apache-2.0
"""The language JQL: text to a tree. What the words mean for issues is in `jql_terms` and `jql_match`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


class JqlError(ValueError):
    """The query is wrong, or beyond what the sandbox knows; the message says which word."""


@dataclass(frozen=True)
class Literal:
    """A value as written; quotes matter for numbers, which are epoch milliseconds only without them."""

    text: str
    quoted: bool = False


@dataclass(frozen=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple[str, ...]


Value = Literal | Call


@dataclass(frozen=True)
class Clause:
    """``field operator values``; ``is`` and ``is not`` have none."""

    field: str
    operator: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Not:
    """What does not match."""

    part: "Node"


@dataclass(frozen=True)
class Both:
    """All parts match (``AND``)."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Either:
    """One part at least matches (``OR``)."""

    parts: tuple["Node", ...]


Node = Clause | Not | Both | Either


@dataclass(frozen=True)
class Query:
    """A restriction, if there is one, and the order: (field, descending) pairs."""

    where: Node | None
    order: tuple[tuple[str, bool], ...]


_TOKEN = re.compile(
    r"""\s*(?:
      (?P<quoted>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    | (?P<operator><=|>=|!=|!~|&&|\|\||[=<>~!()&|,])
    | (?P<word>(?:cf\[\d+\]|[^\s"'=<>~!(),&|])+)
    )""",
    re.VERBOSE,
)
_RESERVED = set("+.;?*/%^$#@[]{}")
_SIGNS = {"&&": "and", "&": "and", "||": "or", "|": "or", "!": "not"}
_KEYWORDS = {"and", "or", "not", "in", "is", "empty", "null", "order", "by", "was", "changed", "asc", "desc"}
_COMPARISONS = {"=", "!=", "~", "!~", "<", "<=", ">", ">="}


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str


def parse(text: str) -> Query:
    """The tree of a query; raises JqlError with the vendor's opening words."""
    return _Parser(list(_tokens(text))).query()


def _tokens(text: str) -> Iterator[_Token]:
    position, end = 0, len(text.rstrip())
    while position < end:
        found = _TOKEN.match(text, position)
        if found is None or found.end() == position:
            raise JqlError(f"Error in the JQL Query: Unexpected character at position {position + 1}.")
        position = found.end()
        if found["quoted"] is not None:
            yield _Token("quoted", re.sub(r"\\(.)", r"\1", found["quoted"][1:-1]))
        elif found["operator"] is not None:
            sign = found["operator"]
            yield _Token("keyword", _SIGNS[sign]) if sign in _SIGNS else _Token("operator", sign)
        else:
            yield _word(found["word"])


def _word(word: str) -> _Token:
    if word.lower() in _KEYWORDS:
        return _Token("keyword", word.lower())
    if not re.fullmatch(r"cf\[\d+\]", word):
        for char in word:
            if char in _RESERVED:
                raise JqlError(
                    f"Error in the JQL Query: The character '{char}' is a reserved JQL character. You must "
                    f"enclose it in a string or use the escape '\\u{ord(char):04x}' instead."
                )
    return _Token("word", word)


class _Parser:
    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._position = 0

    def query(self) -> Query:
        where = None
        if self._position < len(self._tokens) and not self._at("keyword", "order"):
            where = self._either()
        order = self._order() if self._take("keyword", "order") else ()
        if self._position < len(self._tokens):
            raise self._unexpected("'AND', 'OR' or 'ORDER BY'")
        return Query(where, order)

    def _either(self) -> Node:
        parts = [self._both()]
        while self._take("keyword", "or"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _both(self) -> Node:
        parts = [self._part()]
        while self._take("keyword", "and"):
            parts.append(self._part())
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def _part(self) -> Node:
        if self._take("keyword", "not"):
            return Not(self._part())
        if self._take("operator", "("):
            inner = self._either()
            self._expect("operator", ")")
            return inner
        return self._clause()

    def _clause(self) -> Clause:
        field = self._name("a field name")
        if self._take("keyword", "is"):
            operator = "is not" if self._take("keyword", "not") else "is"
            if not (self._take("keyword", "empty") or self._take("keyword", "null")):
                raise self._unexpected("'EMPTY' or 'NULL'")
            return Clause(field, operator, ())
        if self._take("keyword", "in"):
            return Clause(field, "in", self._list())
        if self._take("keyword", "not"):
            self._expect("keyword", "in")
            return Clause(field, "not in", self._list())
        token = self._peek()
        if token is not None and token.kind == "keyword" and token.text in ("was", "changed"):
            raise JqlError(f"The sandbox does not know the operator '{token.text.upper()}'.")
        if token is None or token.kind != "operator" or token.text not in _COMPARISONS:
            raise self._unexpected("an operator ('=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', 'IS')")
        self._position += 1
        if self._take("keyword", "empty") or self._take("keyword", "null"):
            if token.text not in ("=", "!="):
                raise JqlError(f"The operator '{token.text}' does not take EMPTY.")
            return Clause(field, "is" if token.text == "=" else "is not", ())
        return Clause(field, token.text, (self._value(),))

    def _list(self) -> tuple[Value, ...]:
        token = self._peek()
        if token is not None and token.kind in ("word", "quoted"):
            return (self._value(),)
        self._expect("operator", "(")
        values = [self._value()]
        while self._take("operator", ","):
            values.append(self._value())
        self._expect("operator", ")")
        return tuple(values)

    def _value(self) -> Value:
        token = self._peek()
        if token is None or token.kind not in ("word", "quoted"):
            raise self._unexpected("a value, list or function")
        self._position += 1
        if not self._take("operator", "("):
            return Literal(token.text, quoted=token.kind == "quoted")
        arguments = []
        while not self._take("operator", ")"):
            arguments.append(self._name("a function argument"))
            if not self._at("operator", ")"):
                self._expect("operator", ",")
        return Call(token.text, tuple(arguments))

    def _order(self) -> tuple[tuple[str, bool], ...]:
        self._expect("keyword", "by")
        order = []
        while True:
            field = self._name("a field name")
            descending = self._take("keyword", "desc")
            if not descending:
                self._take("keyword", "asc")
            order.append((field, descending))
            if not self._take("operator", ","):
                return tuple(order)

    def _name(self, what: str) -> str:
        token = self._peek()
        if token is None or token.kind not in ("word", "quoted"):
            raise self._unexpected(what)
        self._position += 1
        return token.text

    def _peek(self) -> _Token | None:
        return self._tokens[self._position] if self._position < len(self._tokens) else None

    def _at(self, kind: str, text: str) -> bool:
        return self._peek() == _Token(kind, text)

    def _take(self, kind: str, text: str) -> bool:
        if not self._at(kind, text):
            return False
        self._position += 1
        return True

    def _expect(self, kind: str, text: str) -> None:
        if not self._take(kind, text):
            raise self._unexpected(f"'{text.upper()}'")

    def _unexpected(self, wanted: str) -> JqlError:
        token = self._peek()
        got = "the end of the query" if token is None else f"'{token.text}'"
        return JqlError(f"Error in the JQL Query: Expecting {wanted} but got {got}.")
