# SPDX-License-Identifier: Apache-2.0
"""What ``doctor`` says about a Jira site: each finding with one thing to do about it."""

from collections.abc import Iterator

from mentorkit.errors import AdapterError, NotAuthenticated, PermissionDenied
from mentorkit.ports.diagnosis import Diagnosis
from mentorkit.ports.items import PlanKind
from mentorkit_jira import status_map
from mentorkit_jira.client import error_text
from mentorkit_jira.privacy import REMEDY
from mentorkit_jira.site import LEVEL, Project, Site

_NEEDED = {
    "CREATE_ISSUES": "create issues",
    "EDIT_ISSUES": "edit issues",
    "ADD_COMMENTS": "comment",
    "TRANSITION_ISSUES": "move issues",
    "LINK_ISSUES": "link issues",
    "ASSIGN_ISSUES": "assign issues",
    "SET_ISSUE_SECURITY": "set the security level",
    "ADMINISTER_PROJECTS": "administer the project",
}
_GLOBAL = {"ADMINISTER": "administer Jira", "CREATE_SHARED_OBJECTS": "share boards and filters"}
_BULK = "BULK_CHANGE"


def account(site: Site) -> Iterator[Diagnosis]:
    """Whether the site answers, and as whom."""
    try:
        me = site.me
    except NotAuthenticated:
        yield Diagnosis(
            check="sign in",
            state="failed",
            found="the site does not know this e-mail and token",
            remedy="run mentorkit auth login with the service account's e-mail address and token",
        )
    except AdapterError as error:
        yield Diagnosis(
            check="reachable",
            state="failed",
            found=f"{type(error).__name__} {error.reason}".strip(),
            remedy="check the url in mentorkit.toml and the network, then run doctor again",
        )
    else:
        yield Diagnosis(
            check="sign in", state="ok", found=f"signed in as {me.get('displayName', '')}".strip()
        )


def plans(site: Site) -> Iterator[Diagnosis]:
    """Everything that keeping plans needs."""
    findings = list(account(site))
    yield from findings
    if any(finding.state == "failed" for finding in findings):
        return
    try:
        project = site.reread()
        if project is None:
            yield _creatable(site)
            return
        yield Diagnosis(check="project", state="ok", found=f"{site.names.project}: {project.name}")
        yield from _permissions(site)
        yield from _types(site, project)
        yield _level(site)
        yield _statuses(site)
    except AdapterError as error:
        yield Diagnosis(
            check="project",
            state="failed",
            found=f"{type(error).__name__} {error.reason}".strip(),
            remedy="run doctor again; if it stays, give the account access to the project",
        )


def _creatable(site: Site) -> Diagnosis:
    held = _held(site, "ADMINISTER")
    key = site.names.project
    if taken := _taken(site):
        return Diagnosis(
            check="project",
            state="failed",
            found=f"the key {key} is taken by a project that this account may not see ({taken})",
            remedy=f"give the account access to {key}, or name another project in mentorkit.toml",
        )
    if "ADMINISTER" in held:
        return Diagnosis(check="project", state="ok", found=f"{key} is not there yet; apply makes it")
    return Diagnosis(
        check="project",
        state="failed",
        found=f"{key} is not there, and this account may not make projects",
        remedy=f"have an administrator make a company-managed Kanban project with the key {key}, "
        "and the account its administrator",
    )


def _taken(site: Site) -> str:
    """What the site says against making a project with our key; "" when the key is free.

    That it says so of a project that the account may not see follows from the operation's own words
    ("not in use", no permission required), and is not tried on a live site.
    """
    params = {"key": site.names.project}
    answer = site.client.read("GET", "/rest/api/3/projectvalidate/key", params=params)
    return error_text(answer)


def _permissions(site: Site) -> Iterator[Diagnosis]:
    held = _held(site, *_NEEDED, *_GLOBAL, _BULK)
    lacking = [words for name, words in _NEEDED.items() if name not in held]
    if lacking:
        yield Diagnosis(
            check="permissions",
            state="failed",
            found=f"this account may not {', '.join(lacking)}",
            remedy=f"make the account an administrator of the project {site.names.project}",
        )
    else:
        yield Diagnosis(check="permissions", state="ok", found="all that plans need")
    if _BULK in held:
        yield Diagnosis(check="bulk changes", state="ok", found="allowed")
    else:
        yield Diagnosis(
            check="bulk changes",
            state="warning",
            found="this account may not make bulk changes",
            remedy="give the account the global permission “Make bulk changes”",
        )


def _types(site: Site, project: Project) -> Iterator[Diagnosis]:
    lacking = [kind.value for kind in PlanKind if kind is not PlanKind.BOARD and kind not in project.types]
    if lacking:
        yield Diagnosis(
            check="issue types",
            state="failed",
            found=f"no issue type for {', '.join(lacking)}",
            remedy=f"add the types Epic, Task and Sub-task to the project {site.names.project}",
        )
    else:
        yield Diagnosis(check="issue types", state="ok", found="goals, activities and steps have theirs")


def _level(site: Site) -> Diagnosis:
    if site.level() and site.participants:
        return Diagnosis(check="privacy", state="ok", found=f"security level “{LEVEL}”")
    if "ADMINISTER" in _held(site, "ADMINISTER"):
        return Diagnosis(
            check="privacy",
            state="warning",
            found=f"no security level “{LEVEL}” yet; apply makes it where the plan has issue security",
            remedy=REMEDY,
        )
    return Diagnosis(
        check="privacy", state="failed", found=f"no security level “{LEVEL}” in the project", remedy=REMEDY
    )


def _statuses(site: Site) -> Diagnosis:
    types = site.client.read("GET", f"{site.path}/statuses", ref=site.names.project)
    names = sorted({status["name"] for one in types for status in one["statuses"]})
    missing = status_map.missing(names)
    if not missing:
        return Diagnosis(check="columns", state="ok", found=", ".join(status_map.NAMES.values()))
    return Diagnosis(
        check="columns",
        state="warning",
        found=f"no status “{'”, “'.join(missing)}”; the nearest of its category is taken",
        remedy="add the statuses to the project's workflow: board settings, Columns, Create status",
    )


def _held(site: Site, *permissions: str) -> set[str]:
    """Which of these permissions the account holds here; global ones where there is no project."""
    params = {"permissions": ",".join(permissions)}
    if site.project() is not None:
        params["projectKey"] = site.names.project
    try:
        answer = site.client.read("GET", "/rest/api/3/mypermissions", params=params)
    except PermissionDenied:
        return set()
    return {name for name, one in answer["permissions"].items() if one.get("havePermission")}
