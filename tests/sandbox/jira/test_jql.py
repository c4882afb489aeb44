# SPDX-License-Identifier: Apache-2.0
"""The query language: what is found, in which order, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest

from mentorkit_sandbox.jira import jql
from mentorkit_sandbox.site import Site, account_id_of
from tests.sandbox.jira.client import Client, document

BEN = account_id_of("ben@example.com")


@pytest.fixture
def plan(ada: Client, site: Site) -> Client:
    """MENT-1 a goal; MENT-2 to 4 its tasks, an hour apart; MENT-5 elsewhere and done."""
    ada.create("Become a lead", "Epic", labels=["goal"])
    for number, summary in enumerate(["Read a book", 'Write "clean" code', "Hold a talk"]):
        site.clock.advance(timedelta(hours=1))
        fields: dict[str, Any] = {"parent": {"key": "MENT-1"}, "labels": ["skill-sql"]}
        if number == 0:
            fields |= {
                "assignee": {"id": BEN},
                "duedate": "2026-03-01",
                "description": document("Chapters 1-3"),
            }
        if number == 1:
            fields |= {"duedate": "2026-03-20", "labels": ["skill-css", "x"], "priority": {"name": "Highest"}}
        ada.create(summary, **fields)
    ada.post("project", {"key": "WORK", "name": "Client work", "projectTypeKey": "software"}, expect=201)
    ada.create("Fix", "Bug", project={"key": "WORK"})
    ada.post("issue/WORK-1/transitions", {"transition": {"id": "51"}}, expect=204)
    return ada


def of(*numbers: int) -> list[str]:
    return [f"MENT-{number}" for number in numbers]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("project = MENT", of(1, 2, 3, 4)),
        ("project = mentoring", of(1, 2, 3, 4)),
        ("project in (MENT, WORK)", [*of(1, 2, 3, 4), "WORK-1"]),
        ("project != MENT", ["WORK-1"]),
        ("issuetype = Epic", of(1)),
        ("type not in (Epic, Bug)", of(2, 3, 4)),
        ("key = ment-2", of(2)),
        ("issue in (MENT-2, 10003)", of(2, 4)),
        ("key > MENT-2 AND project = MENT", of(3, 4)),
        ("id = 10000", of(1)),
        ("status = Backlog AND labels = goal", of(1)),
        ("statusCategory = Done", ["WORK-1"]),
        ("statusCategory != Done", of(1, 2, 3, 4)),
        ('statusCategory = "To Do" AND type = Epic', of(1)),
        (f'assignee = "{BEN}"', of(2)),
        ("assignee = currentUser()", []),
        ("reporter = currentUser() AND project = WORK", ["WORK-1"]),
        ('assignee = "ben@example.com"', of(2)),
        ("assignee is EMPTY AND parent = MENT-1", of(3, 4)),
        ("assignee is not empty", of(2)),
        ("assignee != EMPTY", of(2)),
        ("assignee = null AND labels in x", of(3)),
        ("due not in (2026-03-01)", of(3)),
        ("level is EMPTY AND type = Epic", of(1)),
        (f'assignee != "{BEN}"', []),
        ("labels = skill-sql", of(2, 4)),
        ("labels in (skill-css, goal)", of(1, 3)),
        ("labels not in (skill-sql) AND project = MENT", of(1, 3)),
        ("labels is EMPTY", ["WORK-1"]),
        ("parent = MENT-1 AND NOT labels = x", of(2, 4)),
        ("parent is EMPTY", ["MENT-1", "WORK-1"]),
        ('due < "2026-03-02"', of(2)),
        ("due <= startOfDay()", of(2)),
        ("duedate > now()", of(3)),
        ("due is EMPTY AND project = MENT", of(1, 4)),
        ("due in (2026-03-01, 2026-03-20)", of(2, 3)),
        ('created >= "2026-03-02 11:00" AND project = MENT', of(3, 4)),
        ("created >= -1h AND project = MENT", of(3, 4)),
        ('created = "2026-03-02 10:00"', of(2)),
        ('created != "2026-03-02 10:00" AND project = MENT', of(1, 3, 4)),
        ("created < startOfDay(1) AND project = MENT", of(1, 2, 3, 4)),
        ('created < startOfDay("-1w")', []),
        ("updated > endOfMonth(-1) AND type = Epic", of(1)),
        ("resolved is not EMPTY", ["WORK-1"]),
        ("summary ~ book", of(2)),
        ("summary ~ 'boo*'", of(2)),
        ("summary ~ boo", []),
        ("summary !~ book AND parent = MENT-1", of(3, 4)),
        ('summary ~ "talk hold"', of(4)),
        ('summary ~ "\\"Hold a\\""', of(4)),
        ("text ~ chapters", of(2)),
        ("description is EMPTY AND parent = MENT-1", of(3, 4)),
        ("resolution = Unresolved", of(1, 2, 3, 4)),
        ("resolution is EMPTY AND type = Epic", of(1)),
        ("resolution = Done", ["WORK-1"]),
        ("priority = Highest", of(3)),
        ("project = MENT AND (labels = goal OR labels = x)", of(1, 3)),
        ("project = MENT && !(labels = goal) || type = Bug", [*of(2, 3, 4), "WORK-1"]),
        ("labels = goal OR labels = x AND project = WORK", of(1)),
        ('"project" = "MENT" and "labels" = "goal"', of(1)),
    ],
)
def test_found(plan: Client, query: str, keys: list[str]) -> None:
    assert plan.keys(f"{query} ORDER BY key") == keys


@pytest.mark.parametrize(
    ("order", "numbers"),
    [
        ("", (4, 3, 2, 1)),
        ("ORDER BY created", (1, 2, 3, 4)),
        ("ORDER BY created DESC", (4, 3, 2, 1)),
        ("ORDER BY due", (2, 3, 1, 4)),
        ("ORDER BY due DESC, key DESC", (3, 2, 4, 1)),
        ("ORDER BY summary ASC", (1, 4, 2, 3)),
        ("ORDER BY priority DESC, key", (3, 1, 2, 4)),
        ("ORDER BY assignee, key", (2, 1, 3, 4)),
        ("ORDER BY labels, key", (1, 3, 2, 4)),
        ("ORDER BY rank", (1, 2, 3, 4)),
        ("ORDER BY status, updated DESC", (4, 3, 2, 1)),
    ],
)
def test_ordered(plan: Client, order: str, numbers: tuple[int, ...]) -> None:
    assert plan.keys(f"project = MENT {order}") == of(*numbers)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Unbounded JQL queries are not allowed here"),
        ("ORDER BY key", "Unbounded JQL queries are not allowed here"),
        ("project = NONE", "The value 'NONE' does not exist for the field 'project'."),
        ("color = red", "Field 'color' does not exist or you do not have permission to view it."),
        ("status = Asleep", "The value 'Asleep' does not exist for the field 'status'."),
        ("type = Wish", "The value 'Wish' does not exist for the field 'issuetype'."),
        ("key = MENT-99", "An issue with key 'MENT-99' does not exist for field 'key'."),
        ("assignee = nobody", "The value 'nobody' does not exist for the field 'assignee'."),
        ("labels > EMPTY", "The operator '>' does not take EMPTY."),
        ("assignee = me()", "Unable to find JQL function 'me()'"),
        ("summary ~ now()", "A function cannot be used"),
        ("priority = Urgent", "The value 'Urgent' does not exist for the field 'priority'."),
        ("resolution = Lost", "The value 'Lost' does not exist for the field 'resolution'."),
        ("statusCategory = Later", "The value 'Later' does not exist for the field 'statusCategory'."),
        ("level = Secret", "The value 'Secret' does not exist for the field 'level'."),
        ("issueLinkType = likes", "The value 'likes' does not exist for the field 'issueLinkType'."),
        ("status ~ Done", "The operator '~' is not supported by the 'status' field."),
        ("summary = x", "The operator '=' is not supported by the 'summary' field."),
        ("updated > yesterday", "Date value 'yesterday' for field 'updated' is invalid."),
        ("updated > soon()", "Unable to find JQL function 'soon()'."),
        ("status was Done", "The sandbox does not know the operator 'WAS'."),
        ("status changed", "The sandbox does not know the operator 'CHANGED'."),
        (
            "project = MENT AND",
            "Error in the JQL Query: Expecting a field name but got the end of the query.",
        ),
        ("project MENT", "Error in the JQL Query: Expecting an operator"),
        (
            "project = MENT labels = x",
            "Error in the JQL Query: Expecting 'AND', 'OR' or 'ORDER BY' but got 'labels'.",
        ),
        ("(project = MENT", "Error in the JQL Query: Expecting ')'"),
        ("labels in (a", "Error in the JQL Query: Expecting ')'"),
        ("assignee is Ben", "Error in the JQL Query: Expecting 'EMPTY' or 'NULL' but got 'Ben'."),
        ("labels = a@b", "The character '@' is a reserved JQL character."),
        ('labels = "a', "Error in the JQL Query"),
        ("project = MENT ORDER BY color", "Field 'color' does not exist"),
        ("project = MENT ORDER BY " + ", ".join(["key"] * 8), "must not exceed 7"),
        ("created > startOfDay(soon)", "is not a valid increment"),
        ("summary ~ ''", "is empty"),
    ],
)
def test_refused(plan: Client, query: str, words: str) -> None:
    assert words in plan.refused(query)


def test_epoch_milliseconds_are_exact_and_unquoted(plan: Client) -> None:
    created = 1772445600000  # 2026-03-02T10:00Z, when MENT-2 was made
    assert plan.keys(f"project = MENT AND created >= {created} ORDER BY key") == of(2, 3, 4)
    assert plan.keys(f"project = MENT AND created > {created} ORDER BY key") == of(3, 4)
    assert "Date value" in plan.refused(f'project = MENT AND created > "{created}"')


def test_dates_are_read_in_the_askers_zone(site: Site, ada: Client) -> None:
    ada.create()
    assert ada.keys('created >= "2026-03-02 09:00" AND project = MENT') == of(1)
    person = site.people[0]
    site.add_person(type(person)(**{**person.__dict__, "time_zone": "Europe/Sofia"}))
    assert ada.keys('created >= "2026-03-02 11:01" AND project = MENT') == []
    assert ada.keys('created >= "2026-03-02 11:00" AND project = MENT') == of(1)


@pytest.mark.parametrize(
    ("increment", "expected"),
    [
        ("startOfWeek()", "2026-03-01"),
        ("startOfMonth(1)", "2026-04-01"),
        ("startOfYear(-1)", "2025-01-01"),
        ('startOfMonth("+1y")', "2027-03-01"),
        ('endOfDay("2d")', "2026-03-04"),
        ("endOfYear()", "2026-12-31"),
    ],
)
def test_date_functions(ada: Client, increment: str, expected: str) -> None:
    ada.create(duedate=expected)
    assert ada.keys(f"due = {increment}") == of(1)


def test_custom_fields_by_name_and_number(ada: Client, site: Site) -> None:
    kinds = {
        "Participants": "multiuserpicker",
        "Owner": "userpicker",
        "Score": "float",
        "Until": "datepicker",
        "Motto": "textfield",
        "Story": "textarea",
        "Tags": "labels",
    }
    ids = {}
    for name, kind in kinds.items():
        type_ = f"com.atlassian.jira.plugin.system.customfieldtypes:{kind}"
        ids[name] = ada.post("field", {"name": name, "type": type_}, expect=201)["id"]
    ada.create()
    ada.create()
    values = {
        "Participants": [{"accountId": BEN}],
        "Owner": {"accountId": BEN},
        "Score": 2.5,
        "Until": "2026-05-01",
        "Motto": "Never stop",
        "Story": document("Once upon"),
        "Tags": ["red"],
    }
    ada.put("issue/MENT-1", {"fields": {ids[name]: value for name, value in values.items()}})
    number = ids["Participants"].removeprefix("customfield_")
    for query in (
        f'Participants = "{BEN}"',
        f'cf[{number}] in ("{BEN}")',
        f'Owner = "{BEN}"',
        "Score > 2",
        'Score = "2.5"',
        "Until < 2026-06-01",
        "Motto ~ stop",
        "Story ~ once",
        "Tags = red",
        "participants is not EMPTY",
    ):
        assert ada.keys(f"project = MENT AND {query}") == of(1), query
    assert ada.keys("project = MENT AND Score is EMPTY") == of(2)
    assert "invalid number" in ada.refused("Score > many")


def test_links_and_comments(plan: Client) -> None:
    body = {"type": {"name": "Blocks"}, "inwardIssue": {"key": "MENT-2"}, "outwardIssue": {"key": "MENT-3"}}
    plan.post("issueLink", body, expect=201)
    plan.post("issue/MENT-4/comment", {"body": document("Splendid")}, expect=201)
    assert plan.keys("issueLinkType = blocks ORDER BY key") == of(2, 3)
    assert plan.keys("comment ~ splendid") == of(4)


def test_quotes_and_escapes() -> None:
    query = jql.parse(r"""labels = "a \"b\" \\ c" AND summary ~ 'it\'s' """)
    assert isinstance(query.where, jql.Both)
    values = [part.values[0] for part in query.where.parts if isinstance(part, jql.Clause)]
    assert values == [jql.Literal('a "b" \\ c', quoted=True), jql.Literal("it's", quoted=True)]
