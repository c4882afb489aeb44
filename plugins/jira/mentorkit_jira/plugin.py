# SPDX-License-Identifier: Apache-2.0
"""What this plug-in offers: an issue store, a people directory and an activity source, all named ``jira``."""

from mentorkit.adapters import AdapterContext, AdapterSpec
from mentorkit.hookspecs import hookimpl
from mentorkit.ports import ActivitySource, IssueStore, PeopleDirectory
from mentorkit_atlassian.config import SECRETS, SiteConfig
from mentorkit_jira.config import ActivityConfig, PlansConfig


@hookimpl
def mentorkit_register_issue_store() -> AdapterSpec[IssueStore, PlansConfig]:
    """Plan items as issues of a Jira project."""
    return AdapterSpec("jira", "plans", PlansConfig, _open_plans, lambda config: config.realm)


@hookimpl
def mentorkit_register_people_directory() -> AdapterSpec[PeopleDirectory, SiteConfig]:
    """People as users of a Jira site."""
    return AdapterSpec("jira", "people", SiteConfig, _open_people, lambda config: config.realm, SECRETS)


@hookimpl
def mentorkit_register_activity_source() -> AdapterSpec[ActivitySource, ActivityConfig]:
    """Work as open issues of other Jira projects."""
    return AdapterSpec("jira", "activity", ActivityConfig, _open_activity, lambda config: config.realm)


def _open_plans(config: PlansConfig, context: AdapterContext) -> IssueStore:
    from mentorkit_jira.issue_store import JiraIssueStore

    return JiraIssueStore(config, context)


def _open_people(config: SiteConfig, context: AdapterContext) -> PeopleDirectory:
    from mentorkit_jira.directory import JiraPeople

    return JiraPeople(config, context)


def _open_activity(config: ActivityConfig, context: AdapterContext) -> ActivitySource:
    from mentorkit_jira.activity import JiraActivity

    return JiraActivity(config, context)
