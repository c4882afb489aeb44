# SPDX-License-Identifier: Apache-2.0
"""Projects and issues that are there before anybody works: the company's own work."""

from collections.abc import Mapping, Sequence
from typing import Any

from mentorkit_sandbox.jira import adf, issues, projects, security, world
from mentorkit_sandbox.site import Site, SitePerson


def seed(site: Site, wanted: Sequence[Mapping[str, Any]], *, mentoring_security: bool = False) -> None:
    """Make projects with their issues, as a seed file describes them.

    A project has key and name; optional private_to (e-mails), lead (an e-mail; by default the first of those,
    or the site's first person), and issues. An issue has summary; optional type, assignee, reporter
    (e-mails), labels, description (plain text), due, status. With `mentoring_security` the site offers the
    scheme "Mentoring" (see ``security.offer_mentoring``).
    """
    if mentoring_security:
        security.offer_mentoring(site)
    for entry in wanted:
        first = [entry["lead"]] if "lead" in entry else entry.get("private_to", [])
        lead = _person(site, first[0]) if first else site.people[0]
        body = {key: entry[key] for key in ("key", "name")}
        if "private_to" in entry:
            body["private_to"] = [_person(site, email).account_id for email in entry["private_to"]]
        project = projects.make(site, lead, body)
        for issue in entry.get("issues", []):
            _issue(site, lead, project["key"], issue)


def _issue(site: Site, lead: SitePerson, project_key: str, entry: Mapping[str, Any]) -> None:
    fields: dict[str, Any] = {
        "project": {"key": project_key},
        "issuetype": {"name": entry.get("type", "Task")},
        "summary": entry["summary"],
        "labels": entry.get("labels", []),
    }
    if "description" in entry:
        fields["description"] = adf.from_text(entry["description"])
    if "due" in entry:
        fields["duedate"] = str(entry["due"])
    if "assignee" in entry:
        fields["assignee"] = {"id": _person(site, entry["assignee"]).account_id}
    reporter = _person(site, entry["reporter"]) if "reporter" in entry else lead
    made = issues.create(site, reporter, {"fields": fields})
    if "status" in entry:
        _move(site, reporter, made["id"], entry["status"])


def _move(site: Site, person: SitePerson, issue_id: str, status: str) -> None:
    issue = site.tables.peek("issue", issue_id) or {}
    project = site.tables.peek("project", issue["project"]) or {}
    for id_, to in world.transitions(site, project).items():
        if to["name"] == status:
            issues.move(site, person, issue, {"transition": {"id": id_}})
            return
    raise ValueError(f"{project['key']}: there is no status {status!r}")


def _person(site: Site, email: str) -> SitePerson:
    person = site.person_by_email(email)
    if person is None:
        raise ValueError(f"nobody has the e-mail {email!r}")
    return person
