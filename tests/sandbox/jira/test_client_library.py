# SPDX-License-Identifier: Apache-2.0
"""An ordinary client library works against the sandbox."""

from collections.abc import Callable
from typing import Any

import pytest
from atlassian import JiraCloud, JiraSoftware

from mentorkit_sandbox.inprocess import URL
from tests.sandbox.jira.client import Client, document


@pytest.fixture
def library(ada: Client) -> Any:
    """The library's client; its methods have no types."""
    return JiraCloud(url=URL, session=ada.session)


def test_an_issues_life(library: Any) -> None:
    fields = {
        "project": {"key": "MENT"},
        "issuetype": {"name": "Task"},
        "summary": "Read the book",
        "description": document("Chapter one"),
    }
    key = library.create_issue(data={"fields": fields})["key"]
    library.add_comment(key, data={"body": document("Well done")})
    library.do_transition(key, data={"transition": {"id": "51"}})
    found = library.enhanced_jql("project = MENT", fields="summary,status,comment")
    assert [(one["key"], one["fields"]["status"]["name"]) for one in found["issues"]] == [(key, "Done")]
    assert found["issues"][0]["fields"]["comment"]["total"] == 1


def test_bulk_and_boards(library: Any, client_of: Callable[[str], Client]) -> None:
    update = {"fields": {"project": {"key": "MENT"}, "issuetype": {"name": "Task"}, "summary": "x"}}
    made = library.create_issues(data={"issueUpdates": [update, update]})
    assert [issue["key"] for issue in made["issues"]] == ["MENT-1", "MENT-2"]
    fetched = library.bulk_fetch_issues(data={"issueIdsOrKeys": ["MENT-1"], "fields": ["summary"]})
    assert len(fetched["issues"]) == 1
    filter_ = library.create_filter(data={"name": "Plans", "jql": "project = MENT"})
    software: Any = JiraSoftware(url=URL, session=client_of("ada").session)
    location = {"type": "project", "projectKeyOrId": "MENT"}
    board = software.create_board(
        data={"name": "Plans", "type": "kanban", "filterId": int(filter_["id"]), "location": location}
    )
    assert board["name"] == "Plans"
