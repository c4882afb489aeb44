# SPDX-License-Identifier: Apache-2.0
"""Who may see and do what. What one may not see does not exist: 404, and absent from every list.

A project may be private to some people. An issue with a security level is seen by the members of that level
and by nobody else: administrators have no way around it, as on the vendor's sites.
"""

from mentorkit_sandbox.errors import ApiError, jira_error
from mentorkit_sandbox.site import Site, SitePerson
from mentorkit_sandbox.tables import Record

_NO_ISSUE = "Issue does not exist or you do not have permission to see it."


def may_browse(person: SitePerson, project: Record) -> bool:
    """Whether `person` may see the project at all."""
    return project["private_to"] is None or person.account_id in project["private_to"]


def administers(person: SitePerson, project: Record) -> bool:
    """Whether `person` administers the project: as site administrator or as its lead."""
    return person.admin or project["lead"] == person.account_id


def may_see(site: Site, person: SitePerson, issue: Record) -> bool:
    """Whether `person` may see the issue: its project, and its security level where it has one."""
    project = project_of(site, issue)
    if not may_browse(person, project):
        return False
    level = issue["fields"].get("security")
    return level is None or _is_member(site, person, project, issue, level)


def issue(site: Site, person: SitePerson, id_or_key: str) -> Record:
    """The stored issue (read-only) by id or key, whatever the key's case; 404 unless `person` may see it."""
    found = find_issue(site, id_or_key)
    if found is None or not may_see(site, person, found):
        raise jira_error(404, _NO_ISSUE)
    return found


def find_issue(site: Site, id_or_key: str) -> Record | None:
    """The stored issue (read-only) by id or key, nobody's permissions asked."""
    index = site.tables.peek("issue_key", id_or_key.upper())
    return site.tables.peek("issue", id_or_key if index is None else index["id"])


def project(site: Site, person: SitePerson, id_or_key: str) -> Record:
    """The stored project (read-only) by id or key; 404 unless `person` may see it."""
    found = find_project(site, id_or_key)
    if found is None or not may_browse(person, found):
        kind = "id" if id_or_key.isdigit() else "key"
        raise jira_error(404, f"No project could be found with {kind} '{id_or_key}'.")
    return found


def find_project(site: Site, id_or_key: str) -> Record | None:
    """The stored project (read-only) by id or key, nobody's permissions asked."""
    index = site.tables.peek("project_key", id_or_key.upper())
    return site.tables.peek("project", id_or_key if index is None else index["id"])


def project_of(site: Site, issue: Record) -> Record:
    """The stored project (read-only) an issue is in."""
    found = site.tables.peek("project", issue["project"])
    if found is None:
        raise jira_error(404, _NO_ISSUE)
    return found


def require_administrator(person: SitePerson) -> None:
    """403 unless `person` administers the site."""
    if not person.admin:
        raise jira_error(403, "You do not have permission to administer this Jira site.")


def require_project_administrator(person: SitePerson, project: Record) -> None:
    """403 unless `person` administers the project."""
    if not administers(person, project):
        raise jira_error(403, f"You do not have permission to administer the project '{project['key']}'.")


def missing_issue() -> ApiError:
    """The answer for an issue that is not there, or not to be seen."""
    return jira_error(404, _NO_ISSUE)


def _is_member(site: Site, person: SitePerson, project: Record, issue: Record, level_id: str) -> bool:
    level = site.tables.peek("security_level", level_id)
    if level is None:
        return False
    return any(_holds(person, project, issue, member) for member in level["members"])


def _holds(person: SitePerson, project: Record, issue: Record, member: Record) -> bool:
    kind, parameter, account_id = member["type"], member.get("parameter"), person.account_id
    fields = issue["fields"]
    if kind in ("reporter", "assignee"):
        return bool(fields.get(kind) == account_id)
    if kind == "user":
        return bool(parameter == account_id)
    if kind == "projectLead":
        return bool(project["lead"] == account_id)
    if kind == "userCustomField":
        value = fields.get(parameter) or []
        return account_id in (value if isinstance(value, list) else [value])
    if kind == "projectRole":
        return parameter == ADMINISTRATORS_ROLE and administers(person, project)
    return kind in ("applicationRole", "anyone")


ADMINISTRATORS_ROLE = "10002"
"""The project role "Administrators", the one role this site gives by itself: its members are the
administrators."""
