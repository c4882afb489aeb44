# SPDX-License-Identifier: Apache-2.0
"""Projects, and what a client asks about a site before it writes."""

from collections.abc import Callable
from typing import Any

import pytest

from mentorkit_sandbox.site import Site, account_id_of
from tests.sandbox.jira.client import Client
from tests.sandbox.jira.conftest import PEOPLE

BEN = account_id_of("ben@example.com")
SOFTWARE = {"projectTypeKey": "software"}


def names(statuses: list[dict[str, Any]]) -> list[str]:
    return [status["name"] for status in statuses]


def test_a_new_project_has_the_sites_workflow(ada: Client) -> None:
    types = ada.get("project/MENT/statuses")
    assert names(types) == ["Epic", "Story", "Task", "Sub-task", "Bug"]
    assert names(types[0]["statuses"]) == ["Backlog", "This fortnight", "Doing", "Show to mentor", "Done"]


@pytest.mark.parametrize(
    ("template", "statuses"),
    [
        (
            "com.pyxis.greenhopper.jira:gh-simplified-kanban-classic",
            ["Backlog", "Selected for Development", "In Progress", "Done"],
        ),
        (
            "com.atlassian.jira-core-project-templates:jira-core-simplified-project-management",
            ["To Do", "In Progress", "Done"],
        ),
    ],
)
def test_the_templates_own_workflow(
    client_of: Callable[[str], Client], site: Site, template: str, statuses: list[str]
) -> None:
    site.settings.workflow = []
    ada = client_of("ada")
    ada.post("project", {"key": "WORK", "name": "Work", "projectTemplateKey": template}, expect=201)
    assert names(ada.get("project/WORK/statuses")[0]["statuses"]) == statuses


def test_reading_a_project(ada: Client) -> None:
    project = ada.get("project/ment")
    assert (project["id"], project["key"], project["name"]) == ("10000", "MENT", "Mentoring")
    assert project["lead"]["displayName"] == "Ada Admin"
    roles = ada.get("project/10000/role")
    assert list(roles) == ["Administrators"]
    role = ada.get(roles["Administrators"].removeprefix("http://sandbox.test"))
    assert [actor["displayName"] for actor in role["actors"]] == ["Ada Admin"]
    ada.get("project/MENT/role/1", expect=404)
    ada.get("project/NONE", expect=404)


def test_finding_projects(ada: Client) -> None:
    for key, name in (("BETA", "Zoo"), ("ALFA", "Work")):
        ada.post("project", {"key": key, "name": name, **SOFTWARE}, expect=201)

    def keys(**params: Any) -> list[str]:
        return [project["key"] for project in ada.get("project/search", **params)["values"]]

    assert keys() == ["ALFA", "BETA", "MENT"]
    assert keys(orderBy="-name") == ["BETA", "ALFA", "MENT"]
    assert keys(query="men") == ["MENT"]
    assert keys(keys=["MENT", "ALFA"]) == ["ALFA", "MENT"]
    assert keys(id="10000") == ["MENT"]
    assert keys(typeKey="business") == []
    page = ada.get("project/search", maxResults=1, startAt=1, expand="lead,description,issueTypes")
    assert (page["total"], page["isLast"], page["values"][0]["lead"]["displayName"]) == (
        3,
        False,
        "Ada Admin",
    )
    assert "nextPage" in page


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"key": "MENT", "name": "Other"}, "projectKey"),
        ({"key": "lower", "name": "Other"}, "projectKey"),
        ({"key": "OTHER", "name": "Mentoring"}, "projectName"),
        ({"key": "OTHER", "name": "x"}, "projectName"),
        ({"key": "OTHER", "name": "Other", "leadAccountId": "nobody"}, "projectLead"),
        ({"key": "OTHER", "name": "Other", "issueSecurityScheme": 77}, "issueSecurityScheme"),
        ({"key": "OTHER", "name": "Other", "projectTypeKey": "garden"}, "projectTypeKey"),
    ],
)
def test_projects_refused(ada: Client, body: dict[str, Any], field: str) -> None:
    assert set(ada.post("project", body, expect=400)["errors"]) == {field}


def test_projects_not_supported(ada: Client) -> None:
    ada.post("project", {"key": "X1", "name": "Xx", "categoryId": 1}, expect=501)
    template = "com.pyxis.greenhopper.jira:gh-simplified-agility-kanban"
    ada.post("project", {"key": "X1", "name": "Xx", "projectTemplateKey": template}, expect=501)
    ada.put("project/MENT", {"key": "NEW"}, expect=501)
    ada.call("POST", "project", 400, json={"key": "X1", "name": "Xx", "projectTemplateKey": "mine"})


def test_only_administrators_make_projects(ada: Client, ben: Client) -> None:
    ben.post("project", {"key": "WORK", "name": "Work", **SOFTWARE}, expect=403)
    ben.put("project/MENT", {"name": "Mine"}, expect=403)
    ben.delete("project/MENT", expect=404)


def test_a_key_is_taken_also_for_those_who_may_not_see_the_project(ben: Client) -> None:
    taken = ben.get("projectvalidate/key", key="MENT")
    assert taken["errors"] == {"projectKey": "A project with that project key already exists."}
    assert ben.get("projectvalidate/key", key="FREE")["errors"] == {}


def test_changing_and_deleting(ada: Client, ben: Client) -> None:
    ada.put("project/MENT", {"name": "Growing", "description": "d", "leadAccountId": BEN}, expect=200)
    assert ben.put("project/MENT", {"description": "e"}, expect=200)["lead"]["displayName"] == "Ben Mentor"
    ada.put("project/MENT", {"leadAccountId": "nobody"}, expect=400)
    ada.create("Goal", "Epic")
    ada.create(parent={"key": "MENT-1"})
    ada.create("Step", "Sub-task", parent={"key": "MENT-2"})
    ada.delete("project/MENT", enableUndo="false")
    ada.get("project/MENT", expect=404)
    ada.get("issue/MENT-3", expect=404)
    assert ada.get("/rest/agile/1.0/board")["values"] == []
    ada.post("project", {"key": "MENT", "name": "Growing", **SOFTWARE}, expect=201)


def test_people(ada: Client) -> None:
    assert ada.get("myself")["displayName"] == "Ada Admin"
    assert [one["displayName"] for one in ada.get("users/search")] == list(PEOPLE)
    assert [one["displayName"] for one in ada.get("user/search", query="MENT")] == [
        "Ben Mentor",
        "Cleo Mentee",
    ]
    assert [one["displayName"] for one in ada.get("user/search", accountId=BEN)] == ["Ben Mentor"]
    assert len(ada.get("users/search", startAt=1, maxResults=2)) == 2
    assert ada.get("user", accountId=BEN)["emailAddress"] == "ben@example.com"
    ada.get("user", expect=404, accountId="nobody")
    page = ada.get("user/bulk", accountId=[BEN, "nobody"])
    assert [one["accountId"] for one in page["values"]] == [BEN]
    assert len(ada.get("user/assignable/search", project="MENT")) == 4
    ada.create()
    assert len(ada.get("user/assignable/search", issueKey="MENT-1", query="cleo")) == 1
    ada.get("user/assignable/search", expect=400)


def test_permissions(ada: Client, ben: Client) -> None:
    wanted = "ADMINISTER,BROWSE_PROJECTS,DELETE_ISSUES,SET_ISSUE_SECURITY,CREATE_ISSUES"

    def held(client: Client, **context: Any) -> set[str]:
        found = client.get("mypermissions", permissions=wanted, **context)["permissions"]
        return {key for key, one in found.items() if one["havePermission"]}

    assert held(ada, projectKey="MENT") == set(wanted.split(","))
    assert held(ben, projectKey="MENT") == {"BROWSE_PROJECTS", "CREATE_ISSUES"}
    ada.put("project/MENT", {"leadAccountId": BEN}, expect=200)
    ada.create()
    assert held(ben, issueKey="MENT-1") == set(wanted.split(",")) - {"ADMINISTER"}
    assert held(ben) == held(ben, issueKey="MENT-1")
    ada.get("mypermissions", expect=400, permissions="FLY")
    ada.get("mypermissions", expect=404, permissions="BROWSE_PROJECTS", projectKey="NONE")


def test_facts_about_the_site(ada: Client) -> None:
    assert ada.get("serverInfo")["deploymentType"] == "Cloud"
    assert names(ada.get("priority")) == ["Highest", "High", "Medium", "Low", "Lowest"]
    assert [one["hierarchyLevel"] for one in ada.get("issuetype")] == [1, 0, 0, -1, 0]
    assert names(ada.get("issuetype/project", projectId="10000", level=1)) == ["Epic"]
    assert names(ada.get("issuetype/project", projectId="10000", level="-1")) == ["Sub-task"]
    assert ada.get("issuetype/10000")["name"] == "Epic"
    ada.get("issuetype/1", expect=404)
    assert [one["key"] for one in ada.get("statuscategory")] == ["undefined", "new", "indeterminate", "done"]
    assert ada.get("statuscategory/done")["name"] == "Done"
    ada.get("statuscategory/none", expect=404)
    assert ada.get("status/Doing")["statusCategory"]["key"] == "indeterminate"
    assert len(ada.get("status")) == 5
    ada.get("status/None", expect=404)
    ada.create(labels=["b", "a"])
    assert ada.get("label")["values"] == ["a", "b"]


def test_what_an_issue_is_created_with(ada: Client, ben: Client) -> None:
    types = ada.get("issue/createmeta/MENT/issuetypes")
    assert (types["total"], names(types["issueTypes"])[0]) == (5, "Epic")
    fields = {one["fieldId"]: one for one in ada.get("issue/createmeta/MENT/issuetypes/10003")["fields"]}
    assert fields["summary"]["required"]
    assert fields["parent"]["required"]
    assert names(fields["priority"]["allowedValues"])[0] == "Highest"
    theirs = {one["fieldId"] for one in ben.get("issue/createmeta/MENT/issuetypes/10002")["fields"]}
    assert set(fields) - theirs == {"reporter", "security"}
    ada.get("issue/createmeta/MENT/issuetypes/1", expect=404)
    ada.get("issue/createmeta", expect=501)


def test_fields_and_screens(ada: Client, ben: Client) -> None:
    type_ = "com.atlassian.jira.plugin.system.customfieldtypes:userpicker"
    made = ada.post("field", {"name": "Owner", "type": type_}, expect=201)
    listed = {field["id"]: field for field in ada.get("field")}
    assert listed[made["id"]] == made
    assert listed["duedate"]["clauseNames"] == ["due", "duedate"]
    ben.post("field", {"name": "Owner", "type": type_}, expect=403)
    ada.post("field", {"name": "", "type": type_}, expect=400)
    ada.post("field", {"name": "x", "type": "com.example:wheel"}, expect=501)
    assert names(ada.get("screens")["values"]) == ["Default Screen", "MENT: Default Issue Screen"]
    (tab,) = ada.get("screens/1/tabs")
    path = f"screens/1/tabs/{tab['id']}/fields"
    ada.post(path, {"fieldId": made["id"]})
    ada.post(path, {"fieldId": made["id"]}, expect=400)
    ada.post(path, {"fieldId": "customfield_1"}, expect=400)
    assert ada.get(path)[-1] == {"id": made["id"], "name": "Owner"}
    ada.get("screens/1/tabs/77/fields", expect=404)
    ada.post("screens/addToDefault/customfield_1", None, expect=404)
    ben.get("screens", expect=403)
