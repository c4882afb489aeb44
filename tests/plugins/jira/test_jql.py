# SPDX-License-Identifier: Apache-2.0
"""JQL: whatever a value holds, it stays one value."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from mentorkit_jira import jql
from mentorkit_sandbox.jira import jql as parser


def _unquoted(quoted: str) -> str:
    """What a JQL string says, by the vendor's reference: a backslash escapes one character."""
    assert quoted[0] == quoted[-1] == '"'
    plain, escaped = [], False
    for char in quoted[1:-1]:
        if escaped:
            plain.append({"n": "\n", "r": "\r", "t": "\t"}.get(char, char))
            escaped = False
        elif char == "\\":
            escaped = True
        else:
            assert char != '"', "the string ends before its value does"
            plain.append(char)
    assert not escaped, "the closing quote is escaped"
    return "".join(plain)


@given(st.text())
def test_a_quoted_value_is_read_back_whole(value: str) -> None:
    kept = "".join(char if char.isprintable() or char in "\n\r\t" else " " for char in value)
    assert _unquoted(jql.quote(value)) == kept


@given(st.text(alphabet="\"\\ '()=ORAND", max_size=20))
def test_no_value_adds_a_clause(value: str) -> None:
    text = f"project = {jql.quote('P')} AND labels = {jql.quote(value)}"
    harmless = f"project = {jql.quote('P')} AND labels = {jql.quote('x')}"
    assert type(parser.parse(text)) is type(parser.parse(harmless))
    assert repr(parser.parse(text)).count("labels") == 1 + value.count("labels")


def test_moments_are_milliseconds() -> None:
    since = datetime(2026, 11, 2, 9, 0, 0, 123_000, tzinfo=UTC)
    assert jql.changed("MENT", since) == (
        'project = "MENT" AND updated >= 1793610000123 ORDER BY updated ASC, key ASC'
    )


def test_open_work_names_projects_and_people() -> None:
    assert jql.open_work(["B", "A"], ["id-1"]) == (
        'project IN ("B", "A") AND statusCategory != Done AND '
        '(assignee IS EMPTY OR assignee IN ("id-1")) ORDER BY key ASC'
    )
    assert "assignee IN" not in jql.open_work(["A"], [])
