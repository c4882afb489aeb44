# SPDX-License-Identifier: Apache-2.0
"""Keeping issues to the people they are about, by an issue security level.

Members of the level: reporter (the program's account), assignee, project lead, and who is named in a field of
the issue. It is the default: what people add to the board by hand is not open to the company for a moment
either. Where the token administers the site, what is missing is made; anywhere else a plan that must be
private is refused.
"""

from typing import Any

from mentorkit.errors import PermissionDenied, Refused
from mentorkit_jira.site import LEVEL, PARTICIPANTS, Project, Site

SCHEME = "Mentoring"
REMEDY = (
    f"set plans.visibility: company in program.yaml, or have an administrator make an issue security level "
    f"“{LEVEL}” and a people field “{PARTICIPANTS[0]}” for the project"
)
_TYPE = "com.atlassian.jira.plugin.system.customfieldtypes:"


class Privacy:
    """Finds the level and the field, and makes them where that is possible and needed."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._client = site.client

    def level(self, project: Project) -> str:
        """The id of the level, made if need be. Raises PermissionDenied where it cannot be had."""
        found = self._site.level()
        if found and "participants" in project.state:
            return found
        try:
            if not found or not (self._site.participants or self._site.find_participants()):
                self._attach(project, self.scheme())
        except (PermissionDenied, Refused) as error:
            raise self._denied(error.reason) from error
        self._show_field(project)
        found = found or self._site.level()
        if not found:
            raise self._denied("")
        if project.state:
            self._site.keep_state(project, {**project.state, "participants": self._site.participants})
        return found

    def scheme(self) -> str:
        """The id of the security scheme, made together with its field if need be. Raises AdapterError."""
        field = self._site.find_participants() or self._make_field()
        answer = self._client.read("GET", "/rest/api/3/issuesecurityschemes")
        for known in answer["issueSecuritySchemes"]:
            if known["name"] == SCHEME:
                return str(known["id"])
        members = [
            {"type": "reporter"},
            {"type": "assignee"},
            {"type": "userCustomField", "parameter": field},
            {"type": "projectLead"},
        ]
        body = {
            "name": SCHEME,
            "description": "Development plans that only the pair and the coordinator see.",
            "levels": [
                {
                    "name": LEVEL,
                    "description": "The people named in the issue, and who runs the program.",
                    "isDefault": True,
                    "members": members,
                }
            ],
        }
        return str(self._client.write("POST", "/rest/api/3/issuesecurityschemes", json=body)["id"])

    def _show_field(self, project: Project) -> None:
        """Put the field on the project's screens, so that it can be set when an issue is made.

        Only administrators may look at screens; where others made the level, they saw to that as well.
        """
        key = self._site.names.project
        try:
            answer = self._client.read("GET", "/rest/api/3/screens", params={"queryString": f"{key}:"})
        except PermissionDenied:
            return
        for screen in answer["values"]:
            tabs = self._client.read("GET", f"/rest/api/3/screens/{screen['id']}/tabs")
            fields = f"/rest/api/3/screens/{screen['id']}/tabs/{tabs[0]['id']}/fields"
            there = {field["id"] for field in self._client.read("GET", fields)}
            if self._site.participants not in there:
                self._client.write(
                    "POST", fields, json={"fieldId": self._site.participants}, ref=project.name
                )

    def _make_field(self) -> str:
        body = {
            "name": PARTICIPANTS[0],
            "description": "Who takes part in the mentoring that an issue is about, and may see it.",
            "type": _TYPE + "multiuserpicker",
            "searcherKey": _TYPE + "userpickergroupsearcher",
        }
        made: dict[str, Any] = self._client.write("POST", "/rest/api/3/field", json=body)
        self._site.participants = str(made["id"])
        return self._site.participants

    def _attach(self, project: Project, scheme: str) -> None:
        body = {"projectId": project.id, "schemeId": scheme, "oldToNewSecurityLevelMappings": []}
        task = self._client.start("PUT", "/rest/api/3/issuesecurityschemes/project", body, project.name)
        self._client.finish(task, project.name)

    def _denied(self, reason: str) -> PermissionDenied:
        why = f"no issue security level “{LEVEL}” here" + (f" ({reason})" if reason else "")
        return PermissionDenied(self._site.names.instance, self._site.names.project, f"{why}: {REMEDY}")
