# SPDX-License-Identifier: Apache-2.0
"""The Jira adapters keep the contracts of their ports, over the sandbox."""

import time
from typing import Any

import pytest

from mentorkit.domain.people import Person
from mentorkit.ports import Accounts
from mentorkit.testing.contracts import IssueStoreContract, PeopleDirectoryContract
from mentorkit.testing.factories import ANA, BORIS
from mentorkit_atlassian.config import SiteConfig
from mentorkit_jira.directory import JiraPeople
from mentorkit_sandbox.inprocess import URL
from tests.plugins.atlassian.tool import person
from tests.plugins.jira.tool import JiraTool


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)


@pytest.fixture
def tool() -> JiraTool:
    return JiraTool()


class TestJiraIssues(IssueStoreContract):
    """Plan items as issues."""


class TestJiraPeople(PeopleDirectoryContract):
    """People as users of a site."""

    @pytest.fixture
    def people(self) -> tuple[Person, ...]:
        return person(ANA), person(BORIS)

    @pytest.fixture
    def directory(self, tool: JiraTool) -> Any:
        return JiraPeople(SiteConfig(url=URL), tool.context("people", accounts=Accounts()))
