# SPDX-License-Identifier: Apache-2.0
"""Issues one by one: created, edited, moved, deleted, and what is refused."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from mentorkit_sandbox.site import Site, account_id_of
from tests.sandbox.jira.client import Client, document

BEN = account_id_of("ben@example.com")


def errors(client: Client, expect: int = 400, **fields: Any) -> dict[str, str]:
    base = {"project": {"key": "MENT"}, "issuetype": {"name": "Task"}, "summary": "Read"}
    answer = client.post("issue", {"fields": {**base, **fields}}, expect=expect)
    found: dict[str, str] = answer["errors"]
    return found


def test_everything_in_one_request(ada: Client) -> None:
    epic = ada.create("SQL 1 → 3", "Epic")
    body = {
        "fields": {
            "project": {"id": "10000"},
            "issuetype": {"id": "10002"},
            "summary": "  Read the book ",
            "description": document("Chapter one"),
            "parent": {"key": epic["key"]},
            "labels": ["skill-sql", "mk-abc"],
            "duedate": "2026-03-31",
            "assignee": {"id": BEN},
            "priority": {"name": "High"},
        },
        "properties": [{"key": "mentorkit", "value": {"v": 1}}],
        "transition": {"id": "21"},
    }
    made = ada.post("issue", body, expect=201)
    assert (made["key"], made["transition"]["status"]) == ("MENT-2", 204)
    issue = ada.issue("ment-2", properties="mentorkit")
    fields = issue["fields"]
    assert fields["summary"] == "Read the book"
    assert fields["labels"] == ["mk-abc", "skill-sql"]
    assert (fields["parent"]["key"], fields["parent"]["fields"]["summary"]) == ("MENT-1", "SQL 1 → 3")
    assert (fields["assignee"]["displayName"], fields["reporter"]["displayName"]) == (
        "Ben Mentor",
        "Ada Admin",
    )
    assert (fields["duedate"], fields["priority"]["name"]) == ("2026-03-31", "High")
    assert fields["status"]["name"] == "This fortnight"
    assert fields["created"] == "2026-03-02T09:00:00.000+0000"
    assert issue["properties"] == {"mentorkit": {"v": 1}}


def test_chosen_fields_only(ada: Client) -> None:
    ada.create(labels=["x"])
    assert ada.issue("MENT-1", fields="labels")["fields"] == {"labels": ["x"]}
    assert "summary" not in ada.issue("MENT-1", fields="*all,-summary")["fields"]
    assert "comment" not in ada.issue("MENT-1", fields="*navigable")["fields"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("summary", "", "You must specify a summary of the issue."),
        ("summary", "a\nb", "The summary is invalid because it contains newline characters."),
        ("summary", "x" * 256, "Summary can't exceed 255 characters."),
        ("labels", ["a b"], "The label 'a b' contains spaces which is invalid."),
        ("labels", "a", "data was not an array"),
        ("duedate", "31.03.2026", "Error parsing date string: 31.03.2026"),
        ("duedate", 3, "Operation value must be a string"),
        ("assignee", {"id": "nobody"}, "User 'nobody' does not exist."),
        ("priority", {"name": "Urgent"}, "The priority selected is invalid."),
        ("parent", {"key": "MENT-99"}, "Could not find issue by id or key: MENT-99."),
        (
            "description",
            "plain",
            "Operation value must be an Atlassian Document (see the Atlassian Document Format)",
        ),
        ("security", {"id": "1"}, "The security level selected is invalid."),
        ("color", "red", "Field 'color' cannot be set. It is not on the appropriate screen, or unknown."),
        (
            "status",
            {"id": "1"},
            "Field 'status' cannot be set. It is not on the appropriate screen, or unknown.",
        ),
        (
            "components",
            [],
            "Field 'components' cannot be set. It is not on the appropriate screen, or unknown.",
        ),
    ],
)
def test_refused_in_the_vendors_words(ada: Client, field: str, value: Any, words: str) -> None:
    assert errors(ada, **{field: value}) == {field: words}


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("textfield", "Never stop", ["a\nb", "x" * 256, 3]),
        ("float", 2.5, ["2.5", True]),
        ("multiuserpicker", [{"accountId": BEN}], [{"accountId": BEN}, [{"accountId": "nobody"}], ["Ben"]]),
        ("userpicker", {"accountId": BEN}, ["Ben", {"name": "Ben"}]),
        ("labels", ["a"], ["a", ["a b"], ["x" * 256]]),
        ("datepicker", "2026-05-01", ["tomorrow"]),
    ],
)
def test_custom_fields(ada: Client, kind: str, right: Any, wrong: list[Any]) -> None:
    type_ = f"com.atlassian.jira.plugin.system.customfieldtypes:{kind}"
    field = ada.post("field", {"name": "More", "type": type_}, expect=201)["id"]
    ada.create()
    for value in wrong:
        assert set(ada.put("issue/MENT-1", {"fields": {field: value}}, expect=400)["errors"]) == {field}
    ada.put("issue/MENT-1", {"fields": {field: right}})
    assert ada.issue("MENT-1")["fields"][field]
    ada.put("issue/MENT-1", {"fields": {field: None}})
    assert not ada.issue("MENT-1")["fields"][field]
    assert [entry["items"][0]["fieldtype"] for entry in ada.get("issue/MENT-1/changelog")["values"]] == [
        "custom"
    ] * 2


def test_wrong_arguments(ada: Client) -> None:
    ada.create()
    ada.get("project/search", expect=400, maxResults="many")
    ada.put("issue/MENT-1", {"fields": []}, expect=400)
    ada.put("issue/MENT-1", {"fields": {}}, expect=400, returnIssue="perhaps")
    ada.put("issue/MENT-1", {"update": {"labels": "x"}}, expect=400)
    ada.put("issue/MENT-1", {"fields": {}, "historyMetadata": {}}, expect=501)
    ada.put("issue/MENT-1", [], expect=400)
    ada.get("issue/MENT-1/comment", expect=400, orderBy="author")


def test_every_field_at_fault_is_named(ada: Client) -> None:
    assert set(errors(ada, summary="", duedate="x", labels=["a b"])) == {"summary", "duedate", "labels"}


def test_the_longest_summary(ada: Client) -> None:
    ada.create("x" * 255)
    assert len(ada.issue("MENT-1")["fields"]["summary"]) == 255


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"project": {"key": "NONE"}}, {"project": "valid project is required"}),
        ({"project": None}, {"project": "valid project is required"}),
        ({"issuetype": {"name": "Wish"}}, {"issuetype": "The issue type selected is invalid."}),
        ({"issuetype": None}, {"issuetype": "Specify an issue type"}),
    ],
)
def test_no_place_for_the_issue(ada: Client, fields: dict[str, Any], words: dict[str, str]) -> None:
    assert errors(ada, **fields) == words


def test_the_hierarchy(ada: Client) -> None:
    ada.create("Goal", "Epic")
    ada.create("Milestone", parent={"key": "MENT-1"})
    ada.create("Step", "Sub-task", parent={"key": "MENT-2"})
    wrong = {"parentId": "Given parent work item does not belong to appropriate hierarchy."}
    assert errors(ada, parent={"key": "MENT-2"}) == wrong
    assert errors(ada, issuetype={"name": "Sub-task"}, parent={"key": "MENT-1"}) == wrong
    assert errors(ada, issuetype={"name": "Epic"}, parent={"key": "MENT-1"}) == wrong
    assert "parent" in errors(ada, issuetype={"name": "Sub-task"})
    assert [child["key"] for child in ada.issue("MENT-2")["fields"]["subtasks"]] == ["MENT-3"]


def test_edit_comment_link_and_property_in_one_request(ada: Client, site: Site) -> None:
    ada.create(labels=["doing", "sql"])
    ada.create("Other")
    site.clock.advance(timedelta(hours=1))
    body = {
        "fields": {"duedate": "2026-04-30"},
        "update": {
            "labels": [{"add": "stuck"}, {"remove": "doing"}],
            "comment": [{"add": {"body": document("Look at this")}}],
            "issuelinks": [{"add": {"type": {"name": "Blocks"}, "outwardIssue": {"key": "MENT-2"}}}],
        },
        "properties": [{"key": "mentorkit", "value": {"v": 2}}],
    }
    ada.put("issue/MENT-1", body)
    issue = ada.issue("MENT-1", properties="mentorkit")
    fields = issue["fields"]
    assert fields["labels"] == ["sql", "stuck"]
    assert fields["duedate"] == "2026-04-30"
    assert fields["updated"] == "2026-03-02T10:00:00.000+0000"
    assert fields["comment"]["total"] == 1
    assert fields["issuelinks"][0]["outwardIssue"]["key"] == "MENT-2"
    assert issue["properties"]["mentorkit"] == {"v": 2}


def test_a_refused_edit_changes_nothing(ada: Client) -> None:
    ada.create(labels=["a"])
    before = ada.issue("MENT-1", properties="*all")
    body = {
        "fields": {"labels": ["b"], "duedate": "soon"},
        "update": {"comment": [{"add": {"body": document("x")}}]},
        "properties": [{"key": "p", "value": 1}],
    }
    assert set(ada.put("issue/MENT-1", body, expect=400)["errors"]) == {"duedate"}
    assert ada.issue("MENT-1", properties="*all") == before


def test_a_field_in_fields_and_update_is_refused(ada: Client) -> None:
    ada.create()
    body = {"fields": {"labels": ["a"]}, "update": {"labels": [{"add": "b"}]}}
    assert set(ada.put("issue/MENT-1", body, expect=400)["errors"]) == {"labels"}


@pytest.mark.parametrize(
    "update",
    [
        {"labels": [{"edit": "x"}]},
        {"summary": [{"add": "x"}]},
        {"comment": [{"set": "x"}]},
        {"issuelinks": [{"add": {"type": {"name": "Unheard of"}, "outwardIssue": {"key": "MENT-1"}}}]},
        {"issuelinks": [{"add": {"type": {"name": "Blocks"}, "outwardIssue": {"key": "MENT-77"}}}]},
    ],
)
def test_operations_that_do_not_exist(ada: Client, update: dict[str, Any]) -> None:
    ada.create()
    assert set(ada.put("issue/MENT-1", {"update": update}, expect=400)["errors"]) == set(update)


def test_fields_are_cleared(ada: Client) -> None:
    ada.create("Goal", "Epic")
    ada.create(
        parent={"key": "MENT-1"}, assignee={"id": BEN}, duedate="2026-04-01", description=document("x")
    )
    body = {
        "fields": {"assignee": None, "duedate": None, "description": None},
        "update": {"parent": [{"set": {"none": True}}]},
    }
    ada.put("issue/MENT-2", body)
    fields = ada.issue("MENT-2")["fields"]
    assert [fields[name] for name in ("assignee", "duedate", "description", "parent")] == [None] * 4


def test_the_answer_to_an_edit_may_be_the_issue(ada: Client) -> None:
    ada.create()
    body = {"fields": {"summary": "New"}}
    assert ada.put("issue/MENT-1", body, expect=200, returnIssue="true")["fields"]["summary"] == "New"


def test_a_transition_inside_an_edit_is_ignored(ada: Client) -> None:
    ada.create()
    ada.put("issue/MENT-1", {"fields": {"summary": "New"}, "transition": {"id": "51"}})
    assert ada.issue("MENT-1")["fields"]["status"]["name"] == "Backlog"


def test_quiet_edits_are_for_administrators(ada: Client, ben: Client) -> None:
    ada.create()
    body = {"fields": {"summary": "New"}}
    ada.put("issue/MENT-1", body, notifyUsers="false")
    answer = ben.put("issue/MENT-1", body, expect=400, notifyUsers="false")
    assert "notification" in answer["errorMessages"][0]


def test_only_administrators_set_the_reporter(ada: Client, ben: Client) -> None:
    ada.create(reporter={"id": BEN})
    assert ada.issue("MENT-1")["fields"]["reporter"]["accountId"] == BEN
    assert set(errors(ben, reporter={"id": BEN})) == {"reporter"}


def test_transitions(ada: Client, site: Site) -> None:
    ada.create()
    known = ada.get("issue/MENT-1/transitions")["transitions"]
    assert [(one["id"], one["name"], one["to"]["statusCategory"]["key"]) for one in known] == [
        ("11", "Backlog", "new"),
        ("21", "This fortnight", "new"),
        ("31", "Doing", "indeterminate"),
        ("41", "Show to mentor", "indeterminate"),
        ("51", "Done", "done"),
    ]
    site.clock.advance(timedelta(days=1))
    body = {
        "transition": {"id": "51"},
        "fields": {"duedate": "2026-03-03"},
        "update": {"comment": [{"add": {"body": document("Well done")}}]},
        "properties": [{"key": "p", "value": 1}],
    }
    ada.post("issue/MENT-1/transitions", body, expect=204)
    fields = ada.issue("MENT-1")["fields"]
    assert (fields["status"]["name"], fields["resolution"]["name"]) == ("Done", "Done")
    assert fields["resolutiondate"] == fields["statuscategorychangedate"] == "2026-03-03T09:00:00.000+0000"
    assert (fields["duedate"], fields["comment"]["total"]) == ("2026-03-03", 1)
    ada.post("issue/MENT-1/transitions", {"transition": {"id": "31"}}, expect=204)
    fields = ada.issue("MENT-1")["fields"]
    assert (fields["status"]["name"], fields["resolution"], fields["resolutiondate"]) == ("Doing", None, None)


@pytest.mark.parametrize("body", [{"transition": {"id": "99"}}, {"transition": {}}, {}])
def test_transitions_that_do_not_exist(ada: Client, body: dict[str, Any]) -> None:
    ada.create()
    ada.post("issue/MENT-1/transitions", body, expect=400)


def test_one_transition_by_id(ada: Client) -> None:
    ada.create()
    assert len(ada.get("issue/MENT-1/transitions", transitionId="31")["transitions"]) == 1
    assert ada.get("issue/MENT-1/transitions", transitionId="99")["transitions"] == []


def test_deleting(ada: Client, ben: Client) -> None:
    ada.create("Goal", "Epic")
    ada.create(parent={"key": "MENT-1"})
    ada.create("Step", "Sub-task", parent={"key": "MENT-2"})
    ben.delete("issue/MENT-2", expect=403)
    assert "subtasks" in ada.delete("issue/MENT-2", expect=400)["errorMessages"][0]
    ada.delete("issue/MENT-2", deleteSubtasks="true")
    ada.get("issue/MENT-2", expect=404)
    ada.get("issue/MENT-3", expect=404)
    ada.create(parent={"key": "MENT-1"})
    ada.delete("issue/MENT-1")
    assert ada.issue("MENT-4")["fields"]["parent"] is None


def test_assigning(ada: Client) -> None:
    ada.create()
    ada.put("issue/MENT-1/assignee", {"accountId": BEN})
    assert ada.issue("MENT-1")["fields"]["assignee"]["accountId"] == BEN
    ada.put("issue/MENT-1/assignee", {"accountId": None})
    assert ada.issue("MENT-1")["fields"]["assignee"] is None


def test_expansions(ada: Client) -> None:
    ada.create()
    issue = ada.issue("MENT-1", expand="names,schema,transitions,changelog", fields="duedate")
    assert issue["names"] == {"duedate": "Due date"}
    assert issue["schema"]["duedate"]["type"] == "date"
    assert len(issue["transitions"]) == 5
    assert issue["changelog"]["total"] == 0
    assert ada.get("issue/MENT-1", expect=501, expand="renderedFields")["sandbox"].startswith("The sandbox")


def test_parameters_the_sandbox_does_not_know(ada: Client) -> None:
    assert "'action'" not in str(ada.get("project/search", action="browse"))
    assert (
        "accountType"
        in ada.get("user/assignable/search", expect=501, project="MENT", accountType="app")["sandbox"]
    )


def test_hidden_addresses(ada: Client, site: Site, client_of: Callable[[str], Client]) -> None:
    ada.create()
    site.settings.hide_emails = True
    assert "emailAddress" not in ada.issue("MENT-1")["fields"]["reporter"]
    assert ada.get("user/search", query="ben@") == []
    assert client_of("ben").get("myself")["emailAddress"] == "ben@example.com"
