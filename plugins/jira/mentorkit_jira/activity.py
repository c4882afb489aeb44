# SPDX-License-Identifier: Apache-2.0
"""Real work in Jira: open issues of the projects that the configuration allows. Only read."""

from mentorkit.adapters import AdapterContext
from mentorkit.ports.work import WorkItem
from mentorkit_jira import jql, status_map
from mentorkit_jira.client import JiraClient
from mentorkit_jira.config import ActivityConfig
from mentorkit_jira.issue_map import moment, number, title
from mentorkit_jira.names import Names
from mentorkit_jira.site import Site

_FIELDS = ("summary", "labels", "assignee", "status", "updated")
_PAGE = 100


class JiraActivity:
    """Open work of the allowed projects."""

    def __init__(self, config: ActivityConfig, context: AdapterContext) -> None:
        self._names = Names.of(config.url, context)
        self._site = Site(JiraClient.of(config.url, context), config, self._names, ())
        self._projects = tuple(sorted(set(config.work)))

    def open_work(self) -> tuple[WorkItem, ...]:
        """Open issues of people of the program or of nobody, sorted by name. Raises AdapterError.

        The index is asked, which may be some minutes old: work is offered, never counted on.
        """
        if not self._projects:
            return ()
        query = jql.open_work(self._projects, sorted(self._names.persons))
        found = []
        for issue in self._site.search(query, _FIELDS, page=_PAGE):
            fields = issue["fields"]
            assignee = (fields.get("assignee") or {}).get("accountId", "")
            found.append(
                WorkItem(
                    name=issue["key"],
                    title=title(fields.get("summary") or ""),
                    url=self._names.browse(issue["key"]),
                    labels=frozenset(fields.get("labels") or ()),
                    assignee=self._names.person(assignee),
                    open=not status_map.is_done(fields["status"]),
                    updated=moment(fields["updated"]),
                )
            )
        return tuple(sorted(found, key=lambda item: (item.name.rpartition("-")[0], number(item.name))))
