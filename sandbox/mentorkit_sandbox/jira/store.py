# SPDX-License-Identifier: Apache-2.0
"""Changing the stored record of an issue."""

from mentorkit_sandbox.jira import access, wire
from mentorkit_sandbox.site import Site
from mentorkit_sandbox.tables import Record


def load(site: Site, issue_id: str) -> Record:
    """A private copy of an issue that is known to exist."""
    record = site.tables.get("issue", issue_id)
    if record is None:
        raise access.missing_issue()
    return record


def save(site: Site, issue: Record) -> None:
    """Store an issue as updated now."""
    issue["updated"] = wire.stamp(site.clock.now())
    site.tables.put("issue", issue["id"], issue)


def touch(site: Site, issue_id: str) -> None:
    """Note that an issue was updated now, by something that stands beside its fields."""
    save(site, load(site, issue_id))
