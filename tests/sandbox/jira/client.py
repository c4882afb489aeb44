# SPDX-License-Identifier: Apache-2.0
"""A person at the API, whose whole traffic is checked against the vendor's documents."""

from typing import Any

import requests
from flask import Flask

from mentorkit_sandbox import inprocess, seed
from tests.vendor_specs import assert_exchange


class Client:
    """One person at the API. Every call names the status it expects and gives the decoded answer."""

    def __init__(self, app: Flask, email: str) -> None:
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.mount(inprocess.URL, inprocess.SandboxTransport(app, after=assert_exchange))
        self.session.auth = (email, seed.token_of(email))
        self.headers: dict[str, str] = {}

    def call(self, method: str, path: str, expect: int = 200, **options: Any) -> Any:
        """Send one request; fails unless it is answered with `expect`."""
        base = "" if path.startswith("/") else "/rest/api/3/"
        response = self.session.request(
            method, f"{inprocess.URL}{base}{path}", allow_redirects=False, **options
        )
        assert response.status_code == expect, f"{method} {path}: {response.status_code} {response.text}"
        self.headers = dict(response.headers)
        if "json" in response.headers.get("Content-Type", ""):
            return response.json()
        return response.content

    def get(self, path: str, expect: int = 200, **params: Any) -> Any:
        """GET with query parameters."""
        return self.call("GET", path, expect, params=params)

    def post(self, path: str, body: Any, expect: int = 200, **params: Any) -> Any:
        """POST a JSON body."""
        return self.call("POST", path, expect, json=body, params=params)

    def put(self, path: str, body: Any, expect: int = 204, **params: Any) -> Any:
        """PUT a JSON body."""
        return self.call("PUT", path, expect, json=body, params=params)

    def delete(self, path: str, expect: int = 204, **params: Any) -> Any:
        """DELETE."""
        return self.call("DELETE", path, expect, params=params)

    def create(self, summary: str = "Read the book", kind: str = "Task", **fields: Any) -> dict[str, Any]:
        """Create an issue in MENT and give the answer."""
        all_fields = {"project": {"key": "MENT"}, "issuetype": {"name": kind}, "summary": summary, **fields}
        made: dict[str, Any] = self.post("issue", {"fields": all_fields}, expect=201)
        return made

    def issue(self, name: str, **params: Any) -> dict[str, Any]:
        """Read an issue."""
        found: dict[str, Any] = self.get(f"issue/{name}", **params)
        return found

    def keys(self, jql: str, **more: Any) -> list[str]:
        """The keys of the first page a search finds."""
        answer = self.post("search/jql", {"jql": jql, "fields": ["key"], **more})
        return [issue["key"] for issue in answer["issues"]]

    def refused(self, jql: str) -> str:
        """What is said against a query that is refused."""
        answer = self.post("search/jql", {"jql": jql}, expect=400)
        return str(answer["errorMessages"][0])


def document(*paragraphs: str) -> dict[str, Any]:
    """Rich text of plain paragraphs."""
    content = [{"type": "paragraph", "content": [{"type": "text", "text": text}]} for text in paragraphs]
    return {"version": 1, "type": "doc", "content": content}
