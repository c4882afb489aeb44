# SPDX-License-Identifier: Apache-2.0
"""The query language: what parses, what is refused, and what is found."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit_sandbox.confluence import cql
from mentorkit_sandbox.confluence.cql_match import Asker, IndexedPage, check, find

NOW = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
ASKER = Asker("712020:ana", "Europe/Sofia", NOW)


def page(number: int, title: str, **changes: object) -> IndexedPage:
    values: dict[str, object] = {
        "id": str(number),
        "title": title,
        "space_key": "MENT",
        "parent_id": None,
        "ancestors": frozenset(),
        "labels": frozenset(),
        "creator": "712020:bo",
        "contributors": frozenset({"712020:bo"}),
        "created": datetime(2026, 11, 1, tzinfo=UTC),
        "modified": datetime(2026, 11, 1, number, tzinfo=UTC),
        "text": "",
    }
    return IndexedPage(**(values | changes))  # type: ignore[arg-type]  # the fields of the class, by name


PAGES = [
    page(1, "Home", text="welcome to mentoring"),
    page(
        2,
        "Ana Petrova",
        parent_id="1",
        ancestors=frozenset("1"),
        labels=frozenset({"mk-profile", "role-dev"}),
    ),
    page(3, "Growth of Ana", parent_id="2", ancestors=frozenset("12"), creator="712020:ana"),
    page(
        4,
        "Other",
        space_key="TEAM",
        text="SQL and Python",
        created=datetime(2026, 11, 20, 22, 30, tzinfo=UTC),
    ),
]


def found(text: str) -> str:
    """The ids a query finds, in order."""
    return "".join(hit.id for hit in find(cql.parse(text), PAGES, ASKER))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("type = page", "4321"),
        ("type = folder", ""),
        ("type in (page, blogpost) order by id", "1234"),
        ("space = ment", "321"),
        ('space != "MENT"', "4"),
        ("space.key in (TEAM, ment) and not title = home", "432"),
        ('title = "ana petrova"', "2"),
        ("title ~ ana", "32"),
        ("title !~ ana", "41"),
        ('title ~ "petr*"', "2"),
        ('text ~ "python sql"', "4"),
        ('text ~ "python rust"', ""),
        ('siteSearch ~ "mentoring"', "1"),
        ('label = "mk-profile"', "2"),
        ("label not in (mk-profile, x)", "431"),
        ("id in (1, 3)", "31"),
        ("content = 2", "2"),
        ("parent = 1", "2"),
        ("ancestor = 1", "32"),
        ("ancestor = 1 and ancestor != 2", "2"),
        ("creator = currentUser()", "3"),
        ('contributor = "712020:bo" and space = TEAM', "4"),
        ("space = TEAM or label = mk-profile", "42"),
        ("space = MENT and (id = 1 or id = 2) or id = 4", "421"),
        ("NOT (space = MENT)", "4"),
        ("type = page ORDER BY title DESC", "4132"),
        ("type = page order by created, id desc", "3214"),
        ('created > "2026-11-20"', "4"),
        ('created = "2026-11-21"', "4"),
        ('created <= "2026-11-20"', "321"),
        ('created >= "2026-11-21 00:30" and created < "2026/11/21 00:31"', "4"),
        ('created != "2026-11-21"', "321"),
        ('lastmodified >= now("-3w")', "4321"),
        ('lastmodified >= now("-2w")', ""),
        ('lastmodified > "2026-11-01 03:00"', "432"),
        ("created >= startOfDay()", "4"),
        ('created >= startOfMonth() and created < startOfYear("+1y")', "4321"),
        ('created >= startOfWeek("-1w")', "4"),
    ],
)
def test_a_query_finds(text: str, ids: str) -> None:
    assert found(text) == ids


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("status = current", "No field exists with the name: 'status'"),
        ("", "expected a field at the end"),
        ("title", "expected an operator"),
        ("title =", "expected a value at the end"),
        ('title = ""', "needs a value"),
        ("label ~ x", "does not take the operator '~'"),
        ("created in (a)", "does not take the operator 'in'"),
        ("type = page and", "expected a field"),
        ("(type = page", r"expected '\)'"),
        ("type = page space = x", "unexpected 'space'"),
        ("type = page order title", "expected 'by'"),
        ("type = page order by label", "cannot order by 'label'"),
        ("id in 1", r"expected '\('"),
        ('title = "open', "unexpected character"),
        ("label not x", "expected 'in'"),
        ("creator = f(g())", "a function takes only texts"),
    ],
)
def test_a_query_that_cannot_be_answered_is_refused(text: str, why: str) -> None:
    with pytest.raises(cql.CqlError, match=why):
        cql.parse(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("type = bogus", "Unsupported value for type, got : bogus"),
        ("type = comment", "Unsupported value for type, got : comment"),
        ("created > yesterday", "'yesterday' is not a date"),
        ('created > now("-1 day")', "is not a period"),
        ("space = currentSpace()", r"currentspace\(\) is not known"),
        ("id = 1 or not (created > never())", r"never\(\) is not known"),
    ],
)
def test_values_are_checked_even_where_nothing_is_searched(text: str, why: str) -> None:
    with pytest.raises(cql.CqlError, match=why):
        check(cql.parse(text), ASKER)


@given(st.text(min_size=1))
def test_a_quoted_title_never_says_anything_else(title: str) -> None:
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    assert cql.parse(f'title = "{quoted}"').where == cql.Clause("title", "=", (title,))
