# SPDX-License-Identifier: Apache-2.0
"""The Confluence adapters keep the contracts of page stores and of people directories."""

import time

import pytest

from mentorkit.domain.people import Person
from mentorkit.testing.contracts import PageStoreContract, PeopleDirectoryContract
from mentorkit.testing.factories import ANA, BORIS
from mentorkit_confluence.config import SiteConfig
from mentorkit_confluence.people_directory import ConfluencePeople
from mentorkit_sandbox.inprocess import URL
from tests.plugins.atlassian.tool import person
from tests.plugins.confluence.tool import ConfluenceTool


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)


@pytest.fixture
def tool() -> ConfluenceTool:
    return ConfluenceTool()


class TestConfluencePages(PageStoreContract):
    """Documents as pages of a space."""


class TestConfluencePeople(PeopleDirectoryContract):
    """People of a site that has Confluence alone."""

    @pytest.fixture
    def people(self) -> list[Person]:
        return [person(ANA), person(BORIS)]

    @pytest.fixture
    def directory(self, tool: ConfluenceTool) -> ConfluencePeople:
        return ConfluencePeople(SiteConfig(url=URL), tool.context())
