# SPDX-License-Identifier: Apache-2.0
"""What the plug-in offers, its settings, and its people directory."""

import subprocess
import sys
from typing import Any

import pluggy
import pytest
from pydantic import ValidationError

from mentorkit import hookspecs
from mentorkit.errors import ConfigError, NotAuthenticated
from mentorkit.secrets import Secrets
from mentorkit.testing.factories import ANA, BORIS
from mentorkit_confluence import plugin
from mentorkit_confluence.config import PagesConfig, SiteConfig
from mentorkit_confluence.page_store import ConfluencePages
from mentorkit_confluence.people_directory import ConfluencePeople
from mentorkit_sandbox.inprocess import URL
from tests.plugins.atlassian.tool import person
from tests.plugins.confluence.tool import ConfluenceTool


def test_the_hooks_are_known_and_open_without_the_network(tool: ConfluenceTool) -> None:
    manager = pluggy.PluginManager("mentorkit")
    manager.add_hookspecs(hookspecs)
    manager.register(plugin)
    manager.check_pending()
    (pages,) = manager.hook.mentorkit_register_page_store()
    (people,) = manager.hook.mentorkit_register_people_directory()
    assert (pages.name, pages.port, people.name, people.port) == (
        "confluence",
        "pages",
        "confluence",
        "people",
    )
    config = PagesConfig(url=URL, space="MENT")
    assert isinstance(pages.open(config, tool.context()), ConfluencePages)
    assert isinstance(people.open(SiteConfig(url=URL), tool.context()), ConfluencePeople)
    assert pages.realm(config) == people.realm(SiteConfig(url=URL)) == "atlassian:sandbox.test"
    assert tool.requests() == []


@pytest.mark.parametrize(
    "values",
    [
        {"url": "http://example.atlassian.net"},
        {"url": "https://user:secret@example.atlassian.net"},
        {"url": "https://example.atlassian.net/?x=1"},
        {"space": "MENT/1"},
        {"space": ""},
        {"token": "x"},
    ],
)
def test_settings_that_are_wrong_are_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PagesConfig.model_validate({"url": URL, "space": "MENT"} | values)


def test_the_address_may_end_in_wiki() -> None:
    assert (
        PagesConfig(url="https://example.atlassian.net/wiki/", space="M").url
        == "https://example.atlassian.net"
    )


def test_a_missing_secret_is_named(tool: ConfluenceTool) -> None:
    with pytest.raises(ConfigError, match="MENTORKIT_ATLASSIAN_EMAIL"):
        ConfluencePages(PagesConfig(url=URL, space="M"), tool.context(secrets=Secrets({})))
    with pytest.raises(TypeError):
        ConfluencePages(PagesConfig(url=URL, space="M"), tool.context(session=object))


def test_hidden_addresses_leave_people_missing(tool: ConfluenceTool) -> None:
    tool.site.settings.hide_emails = True
    directory = ConfluencePeople(SiteConfig(url=URL, service_accounts=("other",)), tool.context())
    known = person(BORIS).model_copy(update={"account_id": tool.account("boris@example.com")})
    gone = person(ANA).model_copy(update={"id": "gone", "account_id": "712020:nobody"})
    found = directory.lookup([person(ANA), known, gone])
    assert found.missing == (ANA, "gone")
    assert found.accounts.by_person == {BORIS: known.account_id}
    assert found.accounts.service == {"other", tool.account("service@example.com")}
    assert len([entry for entry in tool.requests() if "search" in entry]) == 1


def test_a_wrong_token_is_said(tool: ConfluenceTool) -> None:
    wrong = Secrets({"MENTORKIT_ATLASSIAN_EMAIL": "service@example.com", "MENTORKIT_ATLASSIAN_TOKEN": "no"})
    directory = ConfluencePeople(SiteConfig(url=URL), tool.context(secrets=wrong))
    (finding,) = directory.check()
    assert finding.state == "failed"
    with pytest.raises(NotAuthenticated):
        directory.lookup([person(ANA)])


def test_the_hooks_bring_nothing_heavy_along() -> None:
    heavy = "[m for m in ('lxml', 'atlassian') if m in sys.modules]"
    code = f"import sys, mentorkit_confluence.plugin; print({heavy})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"
