# SPDX-License-Identifier: Apache-2.0
"""The short form in which issues show up inside others: as parent, sub-task or linked issue."""

from mentorkit_sandbox.jira import world
from mentorkit_sandbox.site import Site
from mentorkit_sandbox.tables import Record


def brief(site: Site, issue: Record) -> Record:
    """An issue's key, summary, status, priority and type."""
    return {
        "id": issue["id"],
        "key": issue["key"],
        "self": f"{site.base_url}/rest/api/3/issue/{issue['id']}",
        "fields": {
            "summary": issue["fields"]["summary"],
            "status": world.status(site, issue["status"]),
            "priority": world.priority(site, issue["fields"]["priority"]),
            "issuetype": world.issue_type(site, issue["type"]),
        },
    }
