# SPDX-License-Identifier: Apache-2.0
"""Items, marks and statuses as Jira has them, and back; no request is made."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorkit.domain.keys import Key, make_key
from mentorkit.domain.richtext import para
from mentorkit.errors import PermissionDenied, Refused
from mentorkit.ports import Fact, Mark, PlanItem, PlanKind, Status
from mentorkit_jira import issue_map, mark_map, status_map
from mentorkit_jira.issue_map import Reader, Writer
from mentorkit_jira.names import Names

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
KEY, PARENT = make_key("demo", "activity", ("ana", "boris")), make_key("demo", "goal", ("ana", "boris"))
NAMES = Names(
    "plans",
    "https://example.atlassian.net",
    "demo",
    "MENT",
    accounts={"ana": "acc-ana", "boris": "acc-boris"},
    persons={"acc-ana": "ana", "acc-boris": "boris"},
)
READER = Reader(NAMES, frozenset({"acc-service"}), "customfield_10050", {"10000": PARENT})
ITEM = PlanItem(kind=PlanKind.ACTIVITY, title="Read", details={"skill": "sql", "from": "1"})
MARK = Mark(key=KEY, program="demo", base={"title": "0123456789"}, made=NOW)


def named(name: str, category: str) -> dict[str, Any]:
    return {"name": name, "statusCategory": {"key": category}}


def issue(mark: Mark | None = MARK, **changes: Any) -> dict[str, Any]:
    """An issue as the vendor gives it."""
    state = None if mark is None else mark_map.to_property(mark, ITEM, "plans")
    fields = {
        "summary": "Read",
        "status": named("Doing", "indeterminate"),
        "issuetype": {"name": "Task", "hierarchyLevel": 0},
        "project": {"key": "MENT"},
        "creator": {"accountId": "acc-service"},
        "updated": "2026-11-02T09:00:00.000+0000",
        **changes,
    }
    properties = {} if state is None else {"mentorkit": state}
    return {"id": "10007", "key": "MENT-7", "fields": fields, "properties": properties}


def read(wire: dict[str, Any]) -> Any:
    found = READER.record(wire)
    assert found is not None
    return found


def test_an_issue_is_read_as_a_record() -> None:
    stored = read(
        issue(
            duedate="2027-03-31",
            assignee={"accountId": "acc-ana"},
            parent={"id": "10000", "key": "MENT-1"},
            labels=["skill-sql"],
            security={"id": "1"},
            customfield_10050=[{"accountId": "acc-boris"}, {"accountId": "acc-else"}],
            issuelinks=[
                {"id": "1", "type": {"name": "Relates"}, "outwardIssue": {"key": "WEB-212"}},
                {"id": "2", "type": {"name": "Relates"}, "inwardIssue": {"key": "MENT-3"}},
                {"id": "3", "type": {"name": "Blocks"}, "inwardIssue": {"key": "WEB-1"}},
            ],
        )
    )
    assert (stored.ref, stored.name, stored.url) == (
        "10007",
        "MENT-7",
        "https://example.atlassian.net/browse/MENT-7",
    )
    assert stored.item == PlanItem(
        kind=PlanKind.ACTIVITY,
        title="Read",
        due=date(2027, 3, 31),
        assignee="ana",
        parent=PARENT,
        labels=frozenset({"skill-sql"}),
        work=frozenset({"WEB-212"}),
        details={"skill": "sql", "from": "1"},
        audience=frozenset({"boris"}),
        status=Status.DOING,
    )
    assert stored.mark == MARK


def test_a_mark_counts_only_where_a_service_account_made_the_issue() -> None:
    assert read(issue(creator={"accountId": "acc-ana"})).mark is None
    assert read(issue(creator=None)).mark is None
    assert read(issue(mark=None)).mark is None


def test_a_record_of_another_program_is_not_read() -> None:
    assert READER.record(issue(MARK.model_copy(update={"program": "other"}))) is None


def test_an_issue_in_another_project_is_stray() -> None:
    assert read(issue(project={"key": "WEB"})).stray


def test_a_newer_or_broken_mark_is_a_problem() -> None:
    newer = read(issue(MARK.model_copy(update={"v": 2})))
    assert newer.mark is not None
    assert newer.mark.v == 2
    assert newer.problems
    broken = issue()
    broken["properties"]["mentorkit"] = {"v": 1, "key": 5}
    assert read(broken).mark is None
    assert read(broken).problems


def test_a_persons_own_issue_has_a_kind_by_its_type() -> None:
    assert read(issue(None, issuetype={"name": "Epic", "hierarchyLevel": 1})).item.kind == PlanKind.GOAL
    assert read(issue(None, issuetype={"name": "Sub-task", "subtask": True})).item.kind == PlanKind.STEP
    assert read(issue(None, assignee={"accountId": "acc-else"})).item.assignee == ""


def test_edits_name_the_person_who_was_last_and_no_service_account() -> None:
    def history(id_: str, account: str, minute: int, *fields: str) -> dict[str, Any]:
        created = f"2026-11-02T09:{minute:02}:00.000+0000"
        items = [{"field": field, "fieldId": field} for field in fields]
        return {"id": id_, "author": {"accountId": account}, "created": created, "items": items}

    wire = issue()
    wire["changelog"] = {
        "histories": [
            history("4", "acc-service", 4, "summary", "duedate"),
            history("3", "acc-boris", 3, "summary", "priority"),
            history("2", "acc-else", 2, "labels"),
            history("1", "acc-ana", 1, "summary", "status"),
        ]
    }
    assert read(wire).edits == {"title": "boris", "labels": "", "status": "ana"}


def test_the_revision_follows_the_date_and_the_mark() -> None:
    first = issue_map.revision(issue())
    assert issue_map.revision(issue()) == first
    assert issue_map.revision(issue(updated="2026-11-02T09:00:00.001+0000")) != first
    assert issue_map.revision(issue(MARK.model_copy(update={"base": {}}))) != first


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        (named("Backlog", "new"), Status.BACKLOG),
        (named("THIS FORTNIGHT", "new"), Status.READY),
        (named("Show to mentor", "indeterminate"), Status.SHOW),
        (named("Offen", "new"), Status.BACKLOG),
        (named("In Arbeit", "indeterminate"), Status.DOING),
        (named("Fertig", "done"), Status.DONE),
        (named("Won't do", "done"), Status.CANCELED),
        (named("Done", "indeterminate"), Status.DOING),
        (named("?", "undefined"), Status.BACKLOG),
    ],
)
def test_statuses_are_known_by_name_or_category(wire: dict[str, Any], expected: Status) -> None:
    assert status_map.status(wire) == expected


OURS = [
    {"id": str(n), "to": named(name, category)}
    for n, (name, category) in enumerate(
        [
            ("Backlog", "new"),
            ("Doing", "indeterminate"),
            ("Show to mentor", "indeterminate"),
            ("Done", "done"),
        ]
    )
]
THREE = [
    {"id": str(n), "to": named(name, category)}
    for n, (name, category) in enumerate([("To Do", "new"), ("Working", "indeterminate"), ("Closed", "done")])
]


@pytest.mark.parametrize(
    ("wanted", "offered", "id_"),
    [
        (Status.SHOW, OURS, "2"),
        (Status.SHOW, THREE, "1"),
        (Status.CANCELED, OURS, "3"),
        (Status.READY, THREE, "0"),
        (Status.DONE, [], ""),
    ],
)
def test_a_move_takes_the_nearest_transition(wanted: Status, offered: list[Any], id_: str) -> None:
    assert status_map.transition(wanted, offered) == id_


def test_a_move_is_not_needed_where_the_site_knows_no_difference() -> None:
    assert status_map.stands(Status.SHOW, named("Working", "indeterminate"), THREE)
    assert not status_map.stands(Status.SHOW, named("Doing", "indeterminate"), OURS)
    assert status_map.stands(Status.DONE, named("Done", "done"), OURS)


def test_missing_columns_are_named() -> None:
    assert status_map.missing(["Backlog", "Selected for Development", "In Progress", "Done"]) == (
        "Show to mentor",
    )


_slug = st.from_regex(r"[a-z0-9-]{1,12}", fullmatch=True)
_moments = st.datetimes(timezones=st.just(UTC))
_facts = st.lists(st.builds(Fact, name=_slug, at=_moments, by=_slug, detail=st.text(max_size=5)))
_marks = st.builds(
    Mark,
    key=_slug.map(Key),
    program=_slug,
    base=st.dictionaries(_slug, _slug, max_size=3),
    ledger=st.lists(st.builds(Fact, name=_slug, at=_moments, by=_slug, detail=st.text(max_size=5))).map(
        tuple
    ),
    made=st.one_of(st.none(), _moments),
)


@given(_marks, st.booleans(), st.booleans())
@settings(max_examples=50, deadline=None)
def test_a_mark_survives_its_property(mark: Mark, canceled: bool, archived: bool) -> None:
    value = mark_map.to_property(mark, ITEM, "plans", canceled=canceled, archived=archived)
    imprint = mark_map.from_property(value)
    assert imprint is not None
    assert (imprint.mark, imprint.kind, imprint.details) == (mark, ITEM.kind, ITEM.details)
    assert (imprint.canceled, imprint.archived) == (canceled, archived)


def test_a_mark_that_is_too_large_is_refused() -> None:
    facts = tuple(Fact(name=f"nudge/{n}", at=NOW, detail="x" * 50) for n in range(400))
    with pytest.raises(Refused):
        mark_map.to_property(MARK.model_copy(update={"ledger": facts}), ITEM, "plans")


@pytest.mark.parametrize("value", [[], "x", {"v": 1}, {"v": 1, "key": "k", "program": "p", "ledger": [[1]]}])
def test_a_mark_that_cannot_be_read_is_said_to_be_there(value: Any) -> None:
    with pytest.raises(mark_map.UnreadableMark):
        mark_map.from_property(value)


def test_canon_keeps_what_jira_keeps() -> None:
    item = PlanItem(
        kind=PlanKind.ACTIVITY,
        title="  two\nlines \x07 ",
        assignee="carla",
        labels=frozenset({"skill sql", " "}),
        work=frozenset({" web-212"}),
        audience=frozenset({"ana", "carla"}),
        body=(para(""), para("x")),
    )
    canonical = issue_map.canon(item, NAMES)
    assert canonical == PlanItem(
        kind=PlanKind.ACTIVITY,
        title="two lines",
        labels=frozenset({"skill-sql"}),
        work=frozenset({"WEB-212"}),
        audience=frozenset({"ana"}),
        body=(para("x"),),
    )
    assert issue_map.canon(canonical, NAMES) == canonical
    assert issue_map.canon(item.model_copy(update={"assignee": ""}), NAMES).assignee == ""


def test_a_title_of_blanks_becomes_one_that_jira_takes() -> None:
    assert issue_map.canon(PlanItem(kind=PlanKind.GOAL, title=" "), NAMES).title == "Untitled"


def test_fields_are_cleared_with_null() -> None:
    wanted = {"body", "due", "assignee", "audience", "parent"}
    writer = Writer(NAMES, "1", "customfield_10050")
    assert writer.fields(ITEM, wanted, "") == {
        "description": None,
        "duedate": None,
        "assignee": None,
        "security": None,
        "customfield_10050": None,
    }
    assert writer.additions(ITEM, ITEM, wanted) == {"parent": [{"set": {"none": True}}]}


def test_an_item_for_some_people_is_refused_without_a_level() -> None:
    item = ITEM.model_copy(update={"audience": frozenset({"ana"})})
    with pytest.raises(PermissionDenied):
        Writer(NAMES).fields(item, {"audience"}, "")
    reason = PermissionDenied("plans", "MENT", "no level here")
    with pytest.raises(PermissionDenied) as denied:
        Writer(NAMES, denied=reason).fields(item, {"audience"}, "")
    assert denied.value is reason


def test_labels_and_links_are_added_to_what_is_there() -> None:
    wanted = ITEM.model_copy(update={"labels": frozenset({"a", "b"}), "work": frozenset({"WEB-1", "WEB-2"})})
    found = ITEM.model_copy(update={"labels": frozenset({"a", "mine"}), "work": frozenset({"WEB-1"})})
    assert Writer(NAMES).additions(wanted, found, {"labels", "work"}) == {
        "labels": [{"add": "b"}],
        "issuelinks": [{"add": {"type": {"name": "Relates"}, "outwardIssue": {"key": "WEB-2"}}}],
    }
