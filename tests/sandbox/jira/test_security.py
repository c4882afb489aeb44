# SPDX-License-Identifier: Apache-2.0
"""Who sees what: private projects and issue security, without exception for administrators."""

from collections.abc import Callable
from typing import Any

import pytest

from mentorkit_sandbox import jira
from mentorkit_sandbox.jira import security
from mentorkit_sandbox.site import Site, account_id_of
from tests.sandbox.jira.client import Client, document

BEN, CLEO, DORA = (account_id_of(f"{name}@example.com") for name in ("ben", "cleo", "dora"))


@pytest.fixture
def secured(ada: Client) -> Client:
    """The way a program sets privacy up: a field, its place on the screen, a scheme, the project using it."""
    type_ = "com.atlassian.jira.plugin.system.customfieldtypes:multiuserpicker"
    field = ada.post("field", {"name": "Participants", "type": type_}, expect=201)["id"]
    (screen,) = ada.get("screens", queryString="MENT:")["values"]
    (tab,) = ada.get(f"screens/{screen['id']}/tabs")
    ada.post(f"screens/{screen['id']}/tabs/{tab['id']}/fields", {"fieldId": field})
    members = [{"type": "reporter"}, {"type": "assignee"}, {"type": "userCustomField", "parameter": field}]
    level = {"name": "Pair only", "description": "The pair", "members": members}
    scheme = ada.post("issuesecurityschemes", {"name": "Mentoring", "levels": [level]}, expect=201)
    ada.put("issuesecurityschemes/project", {"projectId": "10000", "schemeId": scheme["id"]}, expect=303)
    return ada


@pytest.fixture
def private(secured: Client, client_of: Callable[[str], Client]) -> Client:
    """A plan of Cleo's, with Ben; made by Ada, who is its reporter until she hands it over. Gives Ben."""
    (level,) = secured.get("project/MENT/securitylevel")["levels"]
    fields: dict[str, Any] = {
        "security": {"id": level["id"]},
        "assignee": {"id": CLEO},
        "customfield_10050": [{"accountId": BEN}],
        "description": document("Very private"),
        "labels": ["secret"],
    }
    secured.create("Plan", **fields)
    secured.create("Open")
    link = {"type": {"name": "Relates"}, "inwardIssue": {"key": "MENT-1"}, "outwardIssue": {"key": "MENT-2"}}
    secured.post("issueLink", link, expect=201)
    return client_of("ben")


def test_members_see_the_issue(private: Client, client_of: Callable[[str], Client]) -> None:
    for name in ("ada", "ben", "cleo"):
        client = client_of(name)
        assert client.issue("MENT-1")["fields"]["summary"] == "Plan"
        assert client.keys("project = MENT ORDER BY key") == ["MENT-1", "MENT-2"]
    assert private.issue("MENT-1")["fields"]["security"]["name"] == "Pair only"


def test_for_others_it_does_not_exist(private: Client, client_of: Callable[[str], Client]) -> None:
    dora = client_of("dora")
    for path in (
        "issue/MENT-1",
        "issue/10000",
        "issue/MENT-1/comment",
        "issue/MENT-1/changelog",
        "issue/MENT-1/transitions",
        "issue/MENT-1/properties",
        "issue/MENT-1/watchers",
    ):
        dora.get(path, expect=404)
    dora.put("issue/MENT-1", {"fields": {"summary": "Mine"}}, expect=404)
    dora.post("issue/MENT-1/comment", {"body": document("Hello")}, expect=404)
    assert dora.keys("project = MENT") == ["MENT-2"]
    assert dora.post("search/approximate-count", {"jql": "project = MENT"})["count"] == 1
    assert dora.post("issue/bulkfetch", {"issueIdsOrKeys": ["MENT-1"]})["issues"] == []
    assert dora.post("changelog/bulkfetch", {"issueIdsOrKeys": ["MENT-1"]})["issueChangeLogs"] == []
    assert (
        dora.post("jql/match", {"jqls": ["labels = secret"], "issueIds": [10000]})["matches"][0][
            "matchedIssues"
        ]
        == []
    )
    assert dora.get("label")["values"] == []
    assert dora.issue("MENT-2")["fields"]["issuelinks"] == []
    assert "does not exist" in dora.refused("key = MENT-1")


def test_an_administrator_who_is_no_member_does_not_see_it(private: Client, secured: Client) -> None:
    secured.put("issue/MENT-1", {"fields": {"reporter": {"id": CLEO}}})
    secured.get("issue/MENT-1", expect=404)
    assert secured.keys("project = MENT") == ["MENT-2"]
    secured.delete("issue/MENT-1", expect=404)


def test_leaving_the_pair_ends_it(private: Client, secured: Client) -> None:
    secured.put(
        "issue/MENT-1",
        {"update": {"customfield_10050": [{"remove": {"accountId": BEN}}, {"add": {"accountId": DORA}}]}},
    )
    private.get("issue/MENT-1", expect=404)


def test_search_uses_todays_members_even_when_the_index_lags(
    private: Client, secured: Client, site: Site
) -> None:
    assert private.keys("labels = secret") == ["MENT-1"]
    site.settings.index_lag_seconds = 600
    secured.put("issue/MENT-1", {"fields": {"customfield_10050": []}})
    assert private.keys("labels = secret") == []


def test_only_project_administrators_set_the_level(secured: Client, ben: Client) -> None:
    fields = {
        "project": {"key": "MENT"},
        "issuetype": {"name": "Task"},
        "summary": "x",
        "security": {"name": "Pair only"},
    }
    assert set(ben.post("issue", {"fields": fields}, expect=400)["errors"]) == {"security"}
    assert ben.get("project/MENT/securitylevel") == {"levels": []}
    assert secured.post("issue", {"fields": fields}, expect=201)["key"] == "MENT-1"


def test_a_hidden_parent_is_not_shown(
    private: Client, secured: Client, client_of: Callable[[str], Client]
) -> None:
    secured.create("Goal", "Epic", security={"name": "Pair only"})
    secured.create("Task", parent={"key": "MENT-3"})
    assert client_of("dora").issue("MENT-4")["fields"]["parent"] is None
    answer = client_of("dora").post(
        "issue",
        {
            "fields": {
                "project": {"key": "MENT"},
                "issuetype": {"name": "Task"},
                "summary": "x",
                "parent": {"key": "MENT-3"},
            }
        },
        expect=400,
    )
    assert "parent" in answer["errors"]


def test_a_new_field_must_be_put_on_the_screen(ada: Client) -> None:
    type_ = "com.atlassian.jira.plugin.system.customfieldtypes:textfield"
    field = ada.post("field", {"name": "Motto", "type": type_}, expect=201)["id"]
    fields = {"project": {"key": "MENT"}, "issuetype": {"name": "Task"}, "summary": "x", field: "y"}
    assert ada.post("issue", {"fields": fields}, expect=400)["errors"] == {
        field: f"Field '{field}' cannot be set. It is not on the appropriate screen, or unknown."
    }
    ada.post(f"screens/addToDefault/{field}", None)
    assert ada.post("issue", {"fields": fields}, expect=400)["errors"]


def test_reading_schemes(secured: Client, ben: Client) -> None:
    (scheme,) = secured.get("issuesecurityschemes")["issueSecuritySchemes"]
    assert scheme["name"] == "Mentoring"
    full = secured.get("project/MENT/issuesecuritylevelscheme")
    assert full == secured.get(f"issuesecurityschemes/{scheme['id']}")
    (level,) = full["levels"]
    assert secured.get(f"securitylevel/{level['id']}")["name"] == "Pair only"
    assert secured.get("issuesecurityschemes/level", schemeId=scheme["id"])["values"] == [level]
    assert secured.get("issuesecurityschemes/level", onlyDefault="true")["values"] == []
    members = secured.get("issuesecurityschemes/level/member", levelId=level["id"])["values"]
    assert [one["holder"]["type"] for one in members] == ["reporter", "assignee", "userCustomField"]
    mapping = {"issueSecuritySchemeId": str(scheme["id"]), "projectId": "10000"}
    assert secured.get("issuesecurityschemes/project", projectId="10000")["values"] == [mapping]
    for path in (
        "issuesecurityschemes",
        f"issuesecurityschemes/{scheme['id']}",
        "project/MENT/issuesecuritylevelscheme",
    ):
        ben.get(path, expect=403)
    secured.get("issuesecurityschemes/77", expect=404)
    secured.get("securitylevel/77", expect=404)


def test_more_members(secured: Client, client_of: Callable[[str], Client]) -> None:
    secured.create("Plan", security={"name": "Pair only"})
    dora = client_of("dora")
    dora.get("issue/MENT-1", expect=404)
    path = "issuesecurityschemes/10000/level/10000/member"
    secured.put(path, {"members": [{"type": "user", "parameter": DORA}]})
    dora.get("issue/MENT-1")
    secured.put(path, {"members": [{"type": "user", "parameter": "nobody"}]}, expect=400)
    secured.put(path, {"members": [{"type": "userCustomField", "parameter": "customfield_9"}]}, expect=400)
    secured.put(path, {"members": [{"type": "group", "parameter": "g"}]}, expect=400)
    secured.put("issuesecurityschemes/10000/level/77/member", {"members": []}, expect=404)


def test_another_scheme_needs_a_mapping_of_levels(private: Client, secured: Client) -> None:
    body = {
        "name": "Other",
        "levels": [{"name": "All", "members": [{"type": "applicationRole"}], "isDefault": True}],
    }
    scheme = secured.post("issuesecurityschemes", body, expect=201)
    change: dict[str, Any] = {"projectId": "10000", "schemeId": scheme["id"]}
    secured.put("issuesecurityschemes/project", change, expect=400)
    change["oldToNewSecurityLevelMappings"] = [{"oldLevelId": "10000", "newLevelId": "10001"}]
    secured.put("issuesecurityschemes/project", change, expect=303)
    assert secured.issue("MENT-1")["fields"]["security"]["name"] == "All"
    secured.create("By default")
    assert secured.issue("MENT-3")["fields"]["security"]["name"] == "All"


def test_schemes_refused(secured: Client) -> None:
    secured.post("issuesecurityschemes", {"name": "Mentoring"}, expect=400)
    secured.post("issuesecurityschemes", {"name": " "}, expect=400)
    secured.put("issuesecurityschemes/project", {"projectId": "1", "schemeId": "1"}, expect=404)


def test_the_free_plan_has_no_security(secured: Client, site: Site) -> None:
    site.settings.free_plan = True
    secured.get("issuesecurityschemes", expect=403)
    permissions = secured.get("mypermissions", permissions="SET_ISSUE_SECURITY", projectKey="MENT")
    assert permissions["permissions"]["SET_ISSUE_SECURITY"]["havePermission"] is False
    fields = {
        "project": {"key": "MENT"},
        "issuetype": {"name": "Task"},
        "summary": "x",
        "security": {"id": "10000"},
    }
    assert set(secured.post("issue", {"fields": fields}, expect=400)["errors"]) == {"security"}


def test_what_a_site_may_offer(site: Site, client_of: Callable[[str], Client]) -> None:
    jira.seed(site, [], mentoring_security=True)
    security.offer_mentoring(site)
    site.tables.commit()
    ada = client_of("ada")
    (scheme,) = ada.get("issuesecurityschemes")["issueSecuritySchemes"]
    body = {
        "key": "MENT",
        "name": "Mentoring",
        "projectTypeKey": "software",
        "issueSecurityScheme": scheme["id"],
    }
    ada.post("project", body, expect=201)
    fields: dict[str, Any] = {
        "security": {"name": "Pair only"},
        "customfield_10050": [{"accountId": BEN}],
        "reporter": {"id": CLEO},
    }
    ada.create("Plan", **fields)
    for name in ("ada", "ben", "cleo"):
        client_of(name).get("issue/MENT-1")
    client_of("dora").get("issue/MENT-1", expect=404)


def test_private_projects(site: Site, client_of: Callable[[str], Client]) -> None:
    project = {
        "key": "WORK",
        "name": "Client work",
        "private_to": ["ben@example.com"],
        "issues": [{"summary": "Fix"}],
    }
    jira.seed(site, [project])
    site.tables.commit()
    ben, ada = client_of("ben"), client_of("ada")
    assert ben.issue("WORK-1")["fields"]["summary"] == "Fix"
    assert ben.get("project/WORK")["isPrivate"] is True
    for path in ("issue/WORK-1", "project/WORK", "project/WORK/statuses", "issue/createmeta/WORK/issuetypes"):
        ada.get(path, expect=404)
    assert ada.get("project/search")["values"] == []
    assert ada.get("/rest/agile/1.0/board")["values"] == []
    assert "does not exist" in ada.refused("project = WORK")
    assert [one["displayName"] for one in ben.get("user/assignable/search", project="WORK")] == ["Ben Mentor"]
    ben.put("issue/WORK-1", {"fields": {"assignee": {"id": CLEO}}}, expect=400)
    body = {"key": "WORK", "name": "Mine", "projectTypeKey": "software"}
    assert ada.post("project", body, expect=400)["errors"] == {
        "projectKey": "Project 'Client work' uses this project key."
    }
