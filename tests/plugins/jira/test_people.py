# SPDX-License-Identifier: Apache-2.0
"""Accounts of people, real work, what doctor says, and what the plug-in offers."""

from typing import Any

import pytest
from pydantic import ValidationError

from mentorkit.adapters import AdapterSpec
from mentorkit.errors import ConfigError, PermissionDenied
from mentorkit.ports import Accounts
from mentorkit.secrets import Secrets
from mentorkit.testing.factories import ANA, BORIS, board, create
from mentorkit_atlassian.config import SiteConfig
from mentorkit_jira import plugin
from mentorkit_jira.activity import JiraActivity
from mentorkit_jira.config import ActivityConfig, PlansConfig
from mentorkit_jira.directory import JiraPeople
from mentorkit_sandbox import seed
from mentorkit_sandbox.inprocess import URL
from tests.plugins.atlassian.tool import EMAILS, SERVICE, person
from tests.plugins.jira.tool import JiraTool

WORK: list[dict[str, Any]] = [
    {
        "key": "WEB",
        "name": "Web",
        "issues": [
            {"summary": "Menu", "assignee": EMAILS[ANA], "labels": ["drupal"]},
            {"summary": "Footer"},
            {"summary": "Not for us", "assignee": "admin@example.com"},
            {"summary": "Over", "status": "Done"},
        ],
    },
    {"key": "SECRET", "name": "Secret", "issues": [{"summary": "Not allowed"}]},
]


def directory(tool: JiraTool, **config: Any) -> JiraPeople:
    return JiraPeople(SiteConfig(url=URL, **config), tool.context("people", accounts=Accounts()))


class TestDirectory:
    """People by e-mail address or account id."""

    def test_everybody_is_found_with_one_request(self) -> None:
        tool = JiraTool()
        found = directory(tool, service_accounts=("712020:bot",)).lookup([person(ANA), person(BORIS)])
        assert found.accounts.by_person == {
            ANA: tool.account(EMAILS[ANA]),
            BORIS: tool.account(EMAILS[BORIS]),
        }
        assert found.accounts.service == {tool.account(SERVICE), "712020:bot"}
        assert tool.requests() == ["GET /rest/api/3/users/search", "GET /rest/api/3/myself"]

    def test_case_and_blanks_do_not_matter(self) -> None:
        tool = JiraTool()
        shouting = person(ANA).model_copy(update={"email": " ANA@Example.com"})
        assert directory(tool).lookup([shouting]).missing == ()

    def test_more_than_a_thousand_users_take_more_requests(self) -> None:
        tool = JiraTool()
        many = [{"name": f"P {n}", "email": f"p{n}@example.com", "admin": False} for n in range(1000)]
        seed.seed_people(tool.site, [{"name": "A", "email": "admin@example.com", "admin": True}, *many])
        tool.site.tables.commit()
        last = person(ANA).model_copy(update={"email": "p999@example.com"})
        assert directory(tool).lookup([last]).missing == ()
        assert tool.requests().count("GET /rest/api/3/users/search") == 2

    def test_hidden_addresses_need_account_ids(self) -> None:
        tool = JiraTool()
        tool.site.configure({"hide_emails": True})
        known = person(BORIS).model_copy(update={"account_id": "712020:boris"})
        found = directory(tool).lookup([person(ANA), known])
        assert (found.missing, found.accounts.by_person) == ((ANA,), {BORIS: "712020:boris"})
        warning = [one for one in directory(tool).check() if one.state == "warning"]
        assert "account_id" in warning[0].remedy

    def test_account_ids_alone_need_no_list_of_users(self) -> None:
        tool = JiraTool()
        directory(tool).lookup([person(ANA).model_copy(update={"account_id": "x"})])
        assert tool.requests() == ["GET /rest/api/3/myself"]

    def test_wrong_credentials_are_said(self) -> None:
        tool = JiraTool()
        wrong = Secrets({"MENTORKIT_ATLASSIAN_EMAIL": SERVICE, "MENTORKIT_ATLASSIAN_TOKEN": "wrong"})
        people = JiraPeople(SiteConfig(url=URL), tool.context("people", secrets=wrong))
        (diagnosis,) = people.check()
        assert (diagnosis.check, diagnosis.state) == ("sign in", "failed")
        assert "mentorkit auth login" in diagnosis.remedy

    def test_a_site_that_is_down_is_said(self) -> None:
        tool = JiraTool()
        tool.fault("drop-before", path="", count=99)
        (diagnosis,) = directory(tool).check()
        assert (diagnosis.check, diagnosis.state) == ("reachable", "failed")

    def test_users_that_may_not_be_listed_are_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def denied(*_: Any) -> Any:
            raise PermissionDenied("people")

        monkeypatch.setattr(JiraPeople, "lookup", denied)
        assert [one.state for one in directory(JiraTool()).check()] == ["ok", "failed"]


class TestActivity:
    """Open work of the allowed projects."""

    def source(self, tool: JiraTool, *work: str) -> JiraActivity:
        return JiraActivity(ActivityConfig(url=URL, work=work), tool.context("activity"))

    def test_open_work_of_our_people_or_of_nobody(self) -> None:
        tool = JiraTool(work=WORK)
        menu, footer = self.source(tool, "WEB").open_work()
        assert (menu.name, menu.title, menu.assignee, menu.labels) == (
            "WEB-1",
            "Menu",
            ANA,
            frozenset({"drupal"}),
        )
        assert (footer.title, footer.assignee, footer.open) == ("Footer", "", True)
        assert footer.url == f"{URL}/browse/WEB-2"
        assert footer.updated.tzinfo is not None
        assert tool.requests() == ["POST /rest/api/3/search/jql"]

    def test_nothing_is_asked_where_nothing_is_allowed(self) -> None:
        tool = JiraTool(work=WORK)
        assert self.source(tool).open_work() == ()
        assert tool.requests() == []


class TestDoctor:
    """What is not well comes with what to do."""

    def findings(self, tool: JiraTool) -> dict[str, str]:
        found = list(tool.open().check())
        assert all(one.remedy for one in found if one.state != "ok")
        return {one.check: one.state for one in found}

    def test_all_is_well_on_a_site_that_is_ready(self) -> None:
        tool = JiraTool()
        store = tool.open()
        list(store.write([create(store, board())]))
        tool.ask("PUT", "/rest/api/3/issuesecurityschemes/project", SCHEME)
        assert set(self.findings(tool).values()) == {"ok"}

    def test_a_project_that_can_be_made_is_no_fault(self) -> None:
        assert self.findings(JiraTool()) == {"sign in": "ok", "project": "ok"}

    def test_a_project_that_cannot_be_made_is(self) -> None:
        assert self.findings(JiraTool(admin=False)) == {"sign in": "ok", "project": "failed"}

    def test_a_site_without_our_ways_is_described(self) -> None:
        tool = JiraTool(admin=False, offered=False)
        tool.site.configure({"workflow": ["Open", "Working", "Closed"]})
        tool.ask(
            "POST",
            "/rest/api/3/project",
            {"key": "MENT", "name": "Ours", "leadAccountId": tool.account(EMAILS[ANA])},
        )
        assert self.findings(tool) == {
            "sign in": "ok",
            "project": "ok",
            "permissions": "failed",
            "bulk changes": "warning",
            "issue types": "ok",
            "privacy": "failed",
            "columns": "warning",
        }

    def test_an_administrator_is_told_that_apply_makes_the_level(self) -> None:
        tool = JiraTool(offered=False)
        store = tool.open()
        list(store.write([create(store, board())]))
        assert self.findings(tool)["privacy"] == "warning"

    def test_a_fault_in_the_middle_is_a_finding(self) -> None:
        tool = JiraTool()
        tool.fault("500", path="/mypermissions", count=99)
        assert self.findings(tool)["project"] == "failed"


SCHEME = {"projectId": "10000", "schemeId": "10000", "oldToNewSecurityLevelMappings": []}


class TestPlugin:
    """What the plug-in offers, and what it wants to know."""

    @pytest.mark.parametrize(
        ("spec", "port", "config"),
        [
            (plugin.mentorkit_register_issue_store(), "plans", {"url": URL, "project": "MENT"}),
            (plugin.mentorkit_register_people_directory(), "people", {"url": URL}),
            (plugin.mentorkit_register_activity_source(), "activity", {"url": URL, "work": ["WEB"]}),
        ],
    )
    def test_an_adapter_opens_without_the_network(
        self, spec: AdapterSpec[Any, Any], port: str, config: dict[str, Any]
    ) -> None:
        tool = JiraTool()
        settings = spec.config(**config)
        assert (spec.name, spec.port, spec.realm(settings)) == ("jira", port, "atlassian:sandbox.test")
        assert spec.open(settings, tool.context()) is not None
        assert tool.requests() == []

    def test_a_missing_secret_is_named(self) -> None:
        with pytest.raises(ConfigError, match="MENTORKIT_ATLASSIAN_EMAIL"):
            JiraTool().open(secrets=Secrets({}))

    @pytest.mark.parametrize(
        "url",
        [
            "http://example.atlassian.net",
            "https://me:token@example.atlassian.net",
            "https://",
            "https://example.atlassian.net/?x=1",
            "ftp://127.0.0.1",
        ],
    )
    def test_a_token_is_sent_to_a_site_only(self, url: str) -> None:
        with pytest.raises(ValidationError):
            SiteConfig(url=url)

    @pytest.mark.parametrize("key", ["ment", "M", "MENT OR 1", 'M"', ""])
    def test_a_project_key_is_one(self, key: str) -> None:
        with pytest.raises(ValidationError):
            PlansConfig(url=URL, project=key)

    def test_what_is_not_known_is_refused(self) -> None:
        with pytest.raises(ValidationError):
            PlansConfig.model_validate({"url": URL, "project": "MENT", "token": "x"})
