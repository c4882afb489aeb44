# SPDX-License-Identifier: Apache-2.0
"""What this plug-in offers: a page store and a people directory on Confluence Cloud."""

from typing import Any

from mentorkit.adapters import AdapterContext, AdapterSpec
from mentorkit.hookspecs import hookimpl
from mentorkit_atlassian.config import SECRETS
from mentorkit_confluence.config import PagesConfig, SiteConfig


@hookimpl
def mentorkit_register_page_store() -> AdapterSpec[Any, PagesConfig]:
    """Pages in a Confluence space."""
    return AdapterSpec(
        name="confluence", port="pages", config=PagesConfig, open=_pages, realm=lambda config: config.realm
    )


@hookimpl
def mentorkit_register_people_directory() -> AdapterSpec[Any, SiteConfig]:
    """People with accounts on a Confluence site."""
    return AdapterSpec(
        name="confluence",
        port="people",
        config=SiteConfig,
        open=_people,
        realm=lambda config: config.realm,
        secrets=SECRETS,
    )


def _pages(config: PagesConfig, context: AdapterContext) -> Any:
    from mentorkit_confluence.page_store import ConfluencePages

    return ConfluencePages(config, context)


def _people(config: SiteConfig, context: AdapterContext) -> Any:
    from mentorkit_confluence.people_directory import ConfluencePeople

    return ConfluencePeople(config, context)
