# SPDX-License-Identifier: Apache-2.0
"""A sandbox site under the Jira adapters, with people who act in it under their own names."""

from collections.abc import Mapping, Sequence
from typing import Any

from mentorkit.ports import Accounts, Stored
from mentorkit.testing.contracts import ours
from mentorkit.testing.factories import ANA, BORIS, create
from mentorkit_jira.config import PlansConfig
from mentorkit_jira.issue_store import JiraIssueStore
from mentorkit_sandbox import jira
from mentorkit_sandbox.inprocess import URL
from tests.plugins.atlassian.tool import EMAILS, SiteTool


class JiraTool(SiteTool):
    """A site with projects, and stores on it."""

    instance = "plans"
    writes = r"/issue/bulk$|/issue/\d+(/transitions|/properties/.*)?$|/properties/multi$|/project(/|$)"

    def __init__(
        self, *, admin: bool = True, offered: bool = True, work: Sequence[Mapping[str, Any]] = ()
    ) -> None:
        super().__init__(admin=admin)
        jira.seed(self.site, work, mentoring_security=offered)
        self.site.tables.commit()

    def open(self, **changes: Any) -> JiraIssueStore:
        """A store that knows nothing of earlier ones."""
        return JiraIssueStore(PlansConfig(url=URL, project="MENT"), self.context(**changes))

    def lose_answer(self) -> None:
        """The next writing request is acted on, and its answer lost."""
        self.fault("drop-after")

    def refuse_next(self) -> None:
        """The next creation is not acted on."""
        self.fault("500", path=r"/issue/bulk$", method="POST")

    def issue(self, ref: str) -> dict[str, Any]:
        """An issue as an administrator sees it."""
        found: dict[str, Any] = self.ask("GET", f"/rest/api/3/issue/{ref}?properties=*all")
        return found

    def rename(self, ref: str, title: str, *, by: str) -> None:
        """A person changes a title."""
        self.ask("PUT", f"/rest/api/3/issue/{ref}", {"fields": {"summary": title}}, by=by)

    def clone(self, ref: str, *, by: str) -> None:
        """A person makes a copy, the mark with it (as an import does; Jira's own clone leaves it behind)."""
        issue = self.issue(ref)
        kept = ("summary", "project", "issuetype", "labels", "duedate")
        body = {
            "fields": {name: issue["fields"][name] for name in kept},
            "properties": [{"key": key, "value": value} for key, value in issue["properties"].items()],
        }
        self.ask("POST", "/rest/api/3/issue", body, by=by)

    def delete(self, ref: str) -> None:
        """Somebody deletes an issue."""
        self.ask("DELETE", f"/rest/api/3/issue/{ref}?deleteSubtasks=true")

    def label(self, ref: str, label: str, *, by: str) -> None:
        """A person adds a label."""
        self.ask("PUT", f"/rest/api/3/issue/{ref}", {"update": {"labels": [{"add": label}]}}, by=by)

    def labels(self, ref: str) -> set[str]:
        """The labels on an issue."""
        return set(self.issue(ref)["fields"]["labels"])

    def write(self, *records: Any, **more: Any) -> list[Any]:
        """A new store makes these records; its outcomes."""
        store = self.open()
        return list(store.write([create(store, record, **more) for record in records]))

    def one(self, change: Any) -> Any:
        """A new store makes this change; its outcome."""
        (outcome,) = self.open().write([change])
        return outcome

    def found(self, key: Any) -> Stored[Any]:
        """Our record of that key, as a new store reads it."""
        return ours(self.open().read())[key]

    def comments(self, ref: str) -> list[str]:
        """The first words of each comment, as Ana sees them."""
        shown = self.ask("GET", f"/rest/api/3/issue/{ref}/comment", by=ANA)["comments"]
        return [comment["body"]["content"][0]["content"][0]["text"] for comment in shown]

    def stranger(self) -> JiraIssueStore:
        """A store that believes Ana's account to be one that the site does not know."""
        accounts = {ANA: "712020:nobody", BORIS: self.account(EMAILS[BORIS])}
        return self.open(accounts=Accounts(by_person=accounts))
