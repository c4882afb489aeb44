# SPDX-License-Identifier: Apache-2.0
"""What this adapter takes for granted about Jira and no document of the vendor's states, tried out.

The issues are made in the program's own project, called a probe, and deleted in the end. They carry a
property of their own and not the mark, so that no run of the program takes them for its records.
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from mentorkit.errors import AdapterError, LeftBehind, Refused, Retriable
from mentorkit.ports import Diagnosis, PlanKind
from mentorkit_atlassian.trials import Otherwise, Trial, expect, judged, remove
from mentorkit_jira import jql
from mentorkit_jira.client import error_text
from mentorkit_jira.site import Project, Site

TRIALS = (
    "four issues in the project {project}, called “Mentorkit probe”; they are deleted again"
    " (whoever watches the project may be notified)"
)
PROPERTY = "mentorkit-probe"
DUE = "2030-01-31"
_TITLE = "Mentorkit probe {number}: may be deleted"
_BULK = "/rest/api/3/issue/bulk"
_PATIENCE = 5
_REPORT = "plans cannot be relied on here: report it with this row"


def probe(site: Site) -> Generator[Diagnosis, None, None]:
    """Make the issues, try with them, delete them. Raises LeftBehind, AdapterError."""
    project = site.reread()
    if project is None:
        found = f"{site.names.project} is not there, so nothing was tried"
        yield Diagnosis(check="probe", state="warning", found=found, remedy="run mentorkit apply first")
        return
    if not may_delete(site):
        found = "this account may not delete issues, so none was made"
        remedy = f"give the account “Delete issues” in the project {site.names.project}"
        yield Diagnosis(check="probe", state="warning", found=found, remedy=remedy)
        return
    run = _Probe(site, project)
    try:
        yield from run.findings()
    finally:
        run.clean()


def may_delete(site: Site) -> bool:
    """Whether the account may delete issues of the project. Raises AdapterError."""
    params = {"permissions": "DELETE_ISSUES", "projectKey": site.names.project}
    answer = site.client.read("GET", "/rest/api/3/mypermissions", params=params)
    return bool(answer["permissions"]["DELETE_ISSUES"]["havePermission"])


class _Probe:
    """One run: its issues by id, in the order in which they were asked for."""

    def __init__(self, site: Site, project: Project) -> None:
        self._site, self._client, self._project = site, site.client, project
        self._label = f"mk-probe-{datetime.now(UTC):%Y%m%d%H%M%S%f}"
        self._made: dict[str, str] = {}
        self._open = False

    def findings(self) -> Iterator[Diagnosis]:
        """One an assumption; without issues there is nothing to try with."""
        begun = datetime.now(UTC) - timedelta(minutes=5)
        first = Trial("bulk creation answers in the order asked", _ORDER, self._create, "warning")
        yield from judged([first])
        if not self._made:
            return
        for assumed, run in (
            ("bulk creation takes label, due date and property at once", self._created),
            ("a child is made below a parent by its id", self._child),
            ("an edit carries a comment and the property", self._edited),
            ("a transition carries a comment and the property", self._moved),
            ("properties of many issues are written in one task", self._multi),
            ("a property read alone is the one that was written", self._property),
        ):
            yield from judged([Trial(assumed, _REPORT, run)])
        yield from judged(
            [
                Trial("a search pages by token and gives properties", _SEARCH, self._search),
                Trial(
                    "a search takes a moment in milliseconds", _SEARCH, lambda: self._since(begun), "warning"
                ),
            ]
        )

    def clean(self) -> None:
        """Delete the issues, also those whose answer was lost. Raises LeftBehind."""
        instance = self._site.names.instance
        if self._open:
            try:
                self._found_again()
            except AdapterError as error:
                raise LeftBehind(instance, f"issues labeled {self._label}, if any", error.reason) from error
        remove(
            instance,
            self._made,
            lambda ref: self._client.write(
                "DELETE", f"/rest/api/3/issue/{ref}?deleteSubtasks=true", ref=self._made[ref]
            ),
        )

    def _create(self) -> str:
        bodies = [
            self._body(number, PlanKind.GOAL if number == 1 else PlanKind.ACTIVITY) for number in (1, 2, 3)
        ]
        made = self._post(bodies)
        fetched = self._fetch()
        held = [(fetched[ref].get("properties") or {}).get(PROPERTY) or {} for ref in made]
        numbers = [one.get("number") for one in held]
        if set(numbers) == {1, 2, 3}:
            self._made = {ref: self._made[ref] for _, ref in sorted(zip(numbers, made, strict=True))}
        expect(numbers, [1, 2, 3], "the answer names them in the order")
        return "three issues, in the order asked"

    def _post(self, bodies: list[dict[str, Any]]) -> list[str]:
        """Make issues; what was made is known from here on, whatever comes."""
        self._open = True
        wanted = {"issueUpdates": bodies}
        try:
            answer = self._client.write(
                "POST", _BULK, json=wanted, ref=self._site.names.project, answers=(400,)
            )
        except AdapterError as error:
            self._open = isinstance(error, Retriable) and error.unknown
            raise
        made = {str(issue["id"]): str(issue["key"]) for issue in answer.get("issues") or ()}
        self._made |= made
        self._open = False
        if len(made) != len(bodies):
            whole = [error_text(answer)]
            each = [error_text(one.get("elementErrors") or {}) for one in answer.get("errors") or ()]
            raise Refused(self._site.names.instance, self._site.names.project, "; ".join([*whole, *each]))
        return list(made)

    def _body(self, number: int, kind: PlanKind, **more: Any) -> dict[str, Any]:
        fields = {
            "project": {"id": self._project.id},
            "issuetype": {"id": self._project.types[kind]},
            "summary": _TITLE.format(number=number),
            "labels": [self._label],
            "duedate": DUE,
            **more,
        }
        return {"fields": fields, "properties": [{"key": PROPERTY, "value": _state(number)}]}

    def _created(self) -> str:
        fetched = self._fetch()
        expect(sorted(fetched), sorted(self._made), "read back")
        for number, ref in enumerate(self._made, start=1):
            fields = fetched[ref]["fields"]
            expect(fields["labels"], [self._label], "labels")
            expect(fields["duedate"], DUE, "due date")
            expect(fetched[ref]["properties"].get(PROPERTY), _state(number), "property")
        return "read back as written, by bulk fetch"

    def _child(self) -> str:
        goal = next(iter(self._made))
        (child,) = self._post([self._body(4, PlanKind.ACTIVITY, parent={"id": goal})])
        parent = self._fetch()[child]["fields"].get("parent") or {}
        expect(str(parent.get("id")), goal, "parent")
        return "the child names its parent"

    def _edited(self) -> str:
        def edit(ref: str, body: dict[str, Any]) -> None:
            self._client.write("PUT", f"/rest/api/3/issue/{ref}", json={**body, "fields": {"duedate": None}})

        self._carried(1, edit)
        return "comment, property and field changed together"

    def _moved(self) -> str:
        ref = list(self._made)[1]
        offered = self._client.read("GET", f"/rest/api/3/issue/{ref}/transitions")["transitions"]
        before = self._fetch()[ref]["fields"]["status"]["id"]
        ways = [one["id"] for one in offered if one["to"]["id"] != before]
        if not ways:
            raise Otherwise("no way out of the first status is offered")

        def move(ref: str, body: dict[str, Any]) -> None:
            path = f"/rest/api/3/issue/{ref}/transitions"
            self._client.write("POST", path, json={**body, "transition": {"id": ways[0]}})

        self._carried(2, move)
        if self._fetch()[ref]["fields"]["status"]["id"] == before:
            raise Otherwise("the status is as before")
        return "status, comment and property changed together"

    def _carried(self, number: int, send: Callable[[str, dict[str, Any]], None]) -> None:
        """Send a change with a comment and the property; both must be there once."""
        ref = list(self._made)[number - 1]
        body = {
            "update": {"comment": [{"add": {"body": _adf("Probe.")}}]},
            "properties": [{"key": PROPERTY, "value": _state(number + 10)}],
        }
        send(ref, body)
        comments = self._client.read("GET", f"/rest/api/3/issue/{ref}/comment")["comments"]
        expect(len(comments), 1, "comments")
        expect(self._fetch()[ref]["properties"].get(PROPERTY), _state(number + 10), "property")

    def _multi(self) -> str:
        refs = list(self._made)[:2]
        issues = [{"issueID": int(ref), "properties": {PROPERTY: _state(20)}} for ref in refs]
        path = "/rest/api/3/issue/properties/multi"
        self._client.finish(self._client.start("POST", path, {"issues": issues}))
        for ref in refs:
            expect(self._fetch()[ref]["properties"].get(PROPERTY), _state(20), "property")
        return "written, and there when the task is complete"

    def _property(self) -> str:
        ref = list(self._made)[2]
        answer = self._client.read("GET", f"/rest/api/3/issue/{ref}/properties/{PROPERTY}")
        expect(answer["value"], _state(3), "value")
        return "equal, with all its characters"

    def _search(self) -> str:
        query = f"project = {jql.quote(self._site.names.project)} AND labels = {jql.quote(self._label)}"
        found = self._indexed(f"{query} ORDER BY key ASC")
        for ref, number in zip(list(self._made)[2:], (3, 4), strict=False):
            expect(found[ref].get("properties", {}).get(PROPERTY), _state(number), "property")
        return f"{len(found)} issues on as many pages"

    def _since(self, begun: datetime) -> str:
        query = jql.changed(self._site.names.project, begun)
        found = {str(issue["id"]) for issue in self._site.search(query, ("updated",), page=100)}
        if not set(self._made) <= found:
            raise Otherwise("issues changed since then are not found")
        return "finds what changed since"

    def _indexed(self, query: str) -> dict[str, dict[str, Any]]:
        """What a search of one issue a page finds; the index is given a minute."""
        found: dict[str, dict[str, Any]] = {}
        for attempt in range(_PATIENCE):
            found = {str(issue["id"]): issue for issue in self._pages(query)}
            if set(self._made) <= set(found):
                return found
            self._client.wait(attempt)
        raise Otherwise(f"{len(found)} of {len(self._made)} issues are in the index after a minute")

    def _pages(self, query: str) -> Iterator[dict[str, Any]]:
        body: dict[str, Any] = {"jql": query, "fields": ["labels"], "properties": [PROPERTY], "maxResults": 1}
        while True:
            answer = self._client.read("POST", "/rest/api/3/search/jql", json=body)
            yield from answer["issues"]
            if not answer.get("nextPageToken"):
                return
            body["nextPageToken"] = answer["nextPageToken"]

    def _fetch(self) -> dict[str, dict[str, Any]]:
        body = {
            "issueIdsOrKeys": list(self._made),
            "fields": ["labels", "duedate", "parent", "status"],
            "properties": [PROPERTY],
        }
        answer = self._client.read("POST", "/rest/api/3/issue/bulkfetch", json=body)
        return {str(issue["id"]): issue for issue in answer["issues"]}

    def _found_again(self) -> None:
        """After an answer that never came: what carries the label was made."""
        query = f"labels = {jql.quote(self._label)}"
        for attempt in range(_PATIENCE):
            found = {str(issue["id"]): str(issue["key"]) for issue in self._pages(query)}
            if set(found) - set(self._made):
                self._made |= found
                return
            self._client.wait(attempt)


_ORDER = "nothing to do: each issue is matched by its mark"
_SEARCH = "what changes is seen late or not at all: run apply with --full, and report it with this row"


def _state(number: int) -> Mapping[str, Any]:
    """What a probe's property holds: nesting and characters as in a mark."""
    return {"number": number, "words": "ü — → „x“ 𝄞", "list": [["a", None, ""], {"b": True}]}


def _adf(text: str) -> dict[str, Any]:
    return {
        "version": 1,
        "type": "doc",
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}]}],
    }
