# SPDX-License-Identifier: Apache-2.0
"""A person at work in the sandbox: reads and edits pages and issues over HTTP with the own token.

Training, demonstrations and tests act through this, so that what happens is what the site allows that
person to do. It knows the vendors' paths and nothing of any program.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import requests

from mentorkit_sandbox.handwriting import add_box, fill_table, write_under

Json = dict[str, Any]


class Refused(RuntimeError):
    """The site said no. ``status`` is its answer's."""

    def __init__(self, status: int, method: str, path: str, why: str) -> None:
        self.status = status
        super().__init__(f"{method} {path}: {status} {why}")


class Actor:
    """One person. ``url`` is the site's; every call raises ``Refused`` when the site does not allow it."""

    def __init__(self, session: requests.Session, url: str, person: Mapping[str, str]) -> None:
        self._session, self._url = session, url.rstrip("/")
        self._auth = (person["email"], person["token"])
        self.name, self.account_id = person["name"], person["account_id"]

    def call(self, method: str, path: str, *, body: Any = None, **query: Any) -> Any:
        """One request as this person; the answer's JSON, None when there is none."""
        answer = self._session.request(
            method,
            self._url + path,
            json=body,
            params={name.replace("_", "-"): value for name, value in query.items()},
            auth=self._auth,
            timeout=30,
        )
        if answer.status_code >= 400:
            raise Refused(answer.status_code, method, path, answer.text[:300])
        return answer.json() if answer.content else None

    def text(self, path: str) -> str:
        """A file that the site serves, such as a calendar feed."""
        answer = self._session.get(self._url + path, auth=self._auth, timeout=30)
        if answer.status_code >= 400:
            raise Refused(answer.status_code, "GET", path, answer.text[:300])
        return answer.text

    def may(self, method: str, path: str, **query: Any) -> bool:
        """Whether the site lets this person do it (True also for what only reads)."""
        try:
            self.call(method, path, **query)
        except Refused:
            return False
        return True

    # --- pages -------------------------------------------------------------------------------------

    def find_page(self, title: str) -> Json | None:
        """The page of that title with its body, None when this person sees none."""
        found = self.call("GET", "/wiki/api/v2/pages", title=title, body_format="storage")["results"]
        return found[0] if found else None

    def page(self, title: str) -> Json:
        """The page of that title; raises Refused (404) when this person sees none."""
        found = self.find_page(title)
        if found is None:
            raise Refused(404, "GET", title, "no such page for this person")
        return found

    def body(self, title: str) -> str:
        """A page's body in storage format."""
        return str(self.page(title)["body"]["storage"]["value"])

    def body_of_version(self, title: str, number: int) -> str:
        """A page's body as an earlier version had it."""
        path = f"/wiki/api/v2/pages/{self.page(title)['id']}"
        return str(self.call("GET", path, version=number, body_format="storage")["body"]["storage"]["value"])

    def edit(self, title: str, change: "Callable[[str], str]", *, new_title: str = "") -> Json:
        """Change a page's body (and title), as an editor that read it just now would."""
        page = self.page(title)
        body = change(page["body"]["storage"]["value"])
        done: Json = self.call(
            "PUT",
            f"/wiki/api/v2/pages/{page['id']}",
            body={
                "id": page["id"],
                "status": "current",
                "title": new_title or page["title"],
                "body": {"representation": "storage", "value": body},
                "version": {"number": page["version"]["number"] + 1},
            },
        )
        return done

    def tick(self, title: str, anchor: str) -> None:
        """Tick the box that carries ``anchor``."""
        self._set_box(title, anchor, "complete")

    def untick(self, title: str, anchor: str) -> None:
        """Take a tick away."""
        self._set_box(title, anchor, "incomplete")

    def _set_box(self, title: str, anchor: str, status: str) -> None:
        page = self.page(title)
        tasks = self.call("GET", "/wiki/api/v2/tasks", page_id=page["id"], body_format="storage", limit=250)
        for task in tasks["results"]:
            if f"#{anchor}" in task["body"]["storage"]["value"]:
                self.call("PUT", f"/wiki/api/v2/tasks/{task['id']}", body={"status": status})
                return
        raise Refused(404, "PUT", title, f"no box {anchor}")

    def fill_table(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Write into the table that has these column headings, row by row.

        A row whose first cell names a row of the table fills that row; any other takes the next row
        with an empty first cell, or is added. A cell of the form ``@account`` becomes a mention.
        """
        self.edit(title, lambda body: fill_table(body, columns, rows))

    def write_under(self, title: str, heading: str, words: str) -> None:
        """Put a paragraph of words right under a heading."""
        self.edit(title, lambda body: write_under(body, heading, words))

    def add_box(self, title: str, heading: str, account: str, words: str, until: str) -> None:
        """Add a box under a heading: who (by account), what, until when (an ISO date)."""
        self.edit(title, lambda body: add_box(body, heading, account, words, until))

    # --- issues ------------------------------------------------------------------------------------

    def issues(self, jql: str) -> list[Json]:
        """The issues a search gives this person, with summary, status, labels, due date, assignee."""
        fields = ["summary", "status", "labels", "duedate", "assignee", "issuetype", "parent", "issuelinks"]
        body = {"jql": jql, "fields": fields, "maxResults": 100}
        found: list[Json] = self.call("POST", "/rest/api/3/search/jql", body=body)["issues"]
        return found

    def issue(self, key: str) -> Json:
        """An issue's fields."""
        found: Json = self.call("GET", f"/rest/api/3/issue/{key}")["fields"]
        return found

    def comments(self, key: str) -> list[Json]:
        """The comments of an issue, oldest first."""
        found: list[Json] = self.call("GET", f"/rest/api/3/issue/{key}/comment")["comments"]
        return found

    def create(self, **fields: Any) -> str:
        """Make an issue; its key."""
        return str(self.call("POST", "/rest/api/3/issue", body={"fields": fields})["key"])

    def move(self, key: str, status: str) -> None:
        """Move a card to a column."""
        for transition in self.call("GET", f"/rest/api/3/issue/{key}/transitions")["transitions"]:
            if transition["to"]["name"] == status:
                body = {"transition": {"id": transition["id"]}}
                self.call("POST", f"/rest/api/3/issue/{key}/transitions", body=body)
                return
        raise Refused(400, "POST", key, f"no way to {status}")

    def delete(self, key: str) -> None:
        """Delete an issue."""
        self.call("DELETE", f"/rest/api/3/issue/{key}")

    def change(self, key: str, **fields: Any) -> None:
        """Change fields of an issue."""
        self.call("PUT", f"/rest/api/3/issue/{key}", body={"fields": fields})

    def clone(self, key: str) -> str:
        """Clone an issue as the tool does it: the fields on the create screen, none of the properties.

        The clone's key.
        """
        found = self.issue(key)
        place = f"/rest/api/3/issue/createmeta/{found['project']['id']}/issuetypes/{found['issuetype']['id']}"
        screen = {"project"} | {one["fieldId"] for one in self.call("GET", place, maxResults=200)["fields"]}
        fields = {
            name: _reference(value) for name, value in found.items() if value and name in screen - _NOT_CLONED
        }
        fields["summary"] = f"CLONE - {fields['summary']}"
        return self.create(**fields)


_NOT_CLONED = frozenset({"reporter", "security", "issuelinks", "attachment", "comment"})
"""Set by the tool itself for who clones, or copied only when asked to."""


def _reference(value: Any) -> Any:
    """A field's value as it is sent: references by id, everything else as it is."""
    if isinstance(value, dict) and "accountId" in value:
        return {"id": value["accountId"]}
    if isinstance(value, list):
        return [_reference(one) for one in value]
    return {"id": value["id"]} if isinstance(value, dict) and "id" in value else value
