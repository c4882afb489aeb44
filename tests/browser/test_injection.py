# SPDX-License-Identifier: Apache-2.0
"""Harmful texts on every page of the site in a browser: no script runs, nothing is asked for elsewhere."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from mentorkit_sandbox.actor import Refused
from mentorkit_sandbox.server import serve
from tests.acceptance.company import Company
from tests.browser.conftest import Visitor
from tests.injection.corpus import CORPUS
from tests.injection.poisoned import ELENA, EVIL_NAME, INES, JONAS, Poisoned, poison

RAW = (
    "<script>window.pwned=1</script>",
    '<p onmouseover="window.pwned=1" onclick="window.pwned=1">hover</p>',
    '<img src="x" onerror="window.pwned=1" />',
    '<svg onload="window.pwned=1"><script>window.pwned=1</script></svg>',
    '<p><a href="javascript:window.pwned=1">link</a> <a href=" java&#10;script:window.pwned=1">link</a></p>',
    '<p><a href="data:text/html,&lt;script&gt;1&lt;/script&gt;">data</a> <a href="//example.com/x">x</a></p>',
    '<iframe src="https://example.com/"></iframe><object data="https://example.com/x"></object>',
    '<form action="https://example.com/"><input name="x" autofocus="1" onfocus="window.pwned=1" /></form>',
    '<p style="background:url(https://example.com/x.png)">style</p><style>@import "https://example.com/";</style>',
    '<meta http-equiv="refresh" content="0;url=https://example.com/" /><base href="https://example.com/" />',
    '<link rel="stylesheet" href="https://example.com/x.css" />',
    (
        '<ac:structured-macro ac:name="html"><ac:plain-text-body><![CDATA[<script>window.pwned=1</script>]]>'
        "</ac:plain-text-body></ac:structured-macro>"
    ),
    (
        '<ac:structured-macro ac:name="&quot;&gt;&lt;script&gt;"><ac:parameter ac:name="title">'
        "&lt;script&gt;window.pwned=1&lt;/script&gt;</ac:parameter></ac:structured-macro>"
    ),
    (
        '<ac:structured-macro ac:name="status"><ac:parameter ac:name="colour">red" onclick="window.pwned=1'
        '</ac:parameter><ac:parameter ac:name="title">&lt;svg onload=window.pwned=1&gt;</ac:parameter>'
        "</ac:structured-macro>"
    ),
    '<ac:image ac:alt="&quot; onerror=&quot;x"><ri:url ri:value="https://example.com/i.png" /></ac:image>',
    '<p><time datetime="&quot;&gt;&lt;script&gt;" /><ac:emoticon ac:name="&quot; onload=&quot;x" /></p>',
    (
        '<ac:link><ri:page ri:content-title="&lt;script&gt;" /><ac:plain-text-link-body>'
        "<![CDATA[<script>window.pwned=1</script>]]></ac:plain-text-link-body></ac:link>"
    ),
    (
        '<table><tbody><tr><td data-highlight-colour="red;color:url(//a.example)" colspan="9999">x</td></tr>'
        "</tbody></table>"
    ),
)
"""Markup that a person may send to the site as the body of a page."""


def addresses(start: str) -> list[dict[str, Any]]:
    """Nodes of the document format with an address that is none."""
    marks = [{"type": "link", "attrs": {"href": start}}]
    return [
        {"type": "paragraph", "content": [{"type": "text", "text": EVIL_NAME, "marks": marks}]},
        {"type": "paragraph", "content": [{"type": "inlineCard", "attrs": {"url": start}}]},
        {"type": "codeBlock", "attrs": {"language": EVIL_NAME}, "content": [{"type": "text", "text": start}]},
        {"type": "expand", "attrs": {"title": EVIL_NAME}, "content": [{"type": "paragraph"}]},
    ]


class Watched(Visitor):
    """A visitor who looks closely at each page."""

    def go(self, path: str) -> Page:
        """Open a page; nothing on it may have run, and no link on it may run anything."""
        answer = self.page.goto(self.url + path, wait_until="load")
        assert answer is not None
        assert answer.status < 500, path
        found = self.page.evaluate(
            "[window.pwned === undefined, [...document.querySelectorAll('a[href],form[action]')]"
            ".map(e => (e.href || e.action)).filter(u => !/^(https?|mailto):/.test(u)),"
            "[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames())"
            ".filter(n => n.startsWith('on')), document.querySelectorAll('iframe,object,embed,base').length]"
        )
        assert found == [True, [], [], 0], (path, found)
        return self.page


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Poisoned, str, list[str]]]:
    company = Company(tmp_path_factory.mktemp("poisoned"))
    done = poison(company)
    jonas = company.person(JONAS)
    home = jonas.page(done.title("home", "home"))
    made = []
    for number, body in enumerate((*RAW, "".join(f"<p>{i}</p>" for i in range(3)))):
        title = f"{list(CORPUS.values())[number][:100]} {number}"
        wish = {"spaceId": home["spaceId"], "status": "current", "title": title}
        try:
            page = jonas.call("POST", "/wiki/api/v2/pages", body=wish | {"body": _storage(body)})
        except Refused as error:
            assert error.status == 400, body  # noqa: PT017 - what the site refuses needs no looking at
            continue
        made.append(page["id"])
    issue = next(one.name for one in done.world.snapshot.plans.by_key.values() if one.item.kind == "activity")
    for start in (
        "javascript:window.pwned=1",
        "data:text/html,<script>1</script>",
        " javascript:window.pwned=1",
    ):
        for node in addresses(start):
            try:
                jonas.call(
                    "POST",
                    f"/rest/api/3/issue/{issue}/comment",
                    body={"body": {"version": 1, "type": "doc", "content": [node]}},
                )
            except Refused as error:
                assert error.status == 400, node  # noqa: PT017 - as above
    with serve(company.app) as serving:
        yield done, serving.url, made
    company.close()


def complaint(said: Any) -> bool:
    """What the console calls an error, but for a page that is closed to the visitor."""
    return said.type == "error" and "status of 404" not in said.text


def _storage(body: str) -> dict[str, str]:
    return {"representation": "storage", "value": body}


@pytest.fixture
def watch(chromium: Browser, served: tuple[Poisoned, str, list[str]]) -> Iterator[Any]:
    """Opens a browser as one of the company."""
    opened = []

    def open_as(person: str) -> Watched:
        done, url, _ = served
        context = chromium.new_context()
        account = done.company.person(person).account_id
        context.add_cookies([{"name": "act-as", "value": account, "url": url}])
        page = context.new_page()
        page.set_default_timeout(20_000)
        watched = Watched(page, url)

        def dialog(opened_dialog: Any) -> None:
            watched.wrong.append(f"dialog: {opened_dialog.message}")
            opened_dialog.dismiss()

        page.on("dialog", dialog)
        page.on("pageerror", lambda error: watched.wrong.append(str(error)))
        page.on("console", lambda said: watched.wrong.append(said.text) if complaint(said) else None)
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((f"{url}/", "data:image/"))
                else watched.wrong.append(request.url)
            ),
        )
        opened.append((context, watched))
        return watched

    yield open_as
    for context, watched in opened:
        context.close()
        assert watched.wrong == []


def test_it_would_notice(chromium: Browser, watch: Any) -> None:
    visitor = watch(JONAS)
    visitor.go("/")
    visitor.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=1>')")
    visitor.page.wait_for_timeout(200)
    assert any("Content Security Policy" in said for said in visitor.wrong)
    visitor.wrong.clear()


def test_nothing_runs_on_any_page_of_the_wiki(watch: Any, served: tuple[Poisoned, str, list[str]]) -> None:
    done, _, made = served
    assert len(made) >= 3
    visitor = watch(JONAS)
    space = done.company.person(JONAS).call("GET", "/wiki/api/v2/spaces", keys="MENTOR")["results"][0]["key"]
    kinds: dict[str, str] = {}
    for stored in done.world.snapshot.pages.by_key.values():
        kinds.setdefault(stored.item.kind, stored.ref)
    mine = [done.world.snapshot.pages.by_key[key].ref for key in _of_jonas(done)]
    views = ("", "/edit", "/edit?source=1", "?view=source", "/history")
    for ref in dict.fromkeys([*mine, *kinds.values(), *made]):
        at = f"/wiki/spaces/{space}/pages/{ref}"
        for part in views if ref in mine else views[:2] if ref in made else views[:1]:
            visitor.go(at + part)
    for person in (INES, ELENA):
        other = watch(person)
        for ref in mine:
            other.go(f"/wiki/spaces/{space}/pages/{ref}")


def _of_jonas(done: Poisoned) -> list[Any]:
    return [key for key in done.world.snapshot.pages.by_key if JONAS in key]


def test_nothing_runs_on_boards_calendar_people_and_inspector(
    watch: Any, served: tuple[Poisoned, str, list[str]]
) -> None:
    done, _, _ = served
    visitor = watch(JONAS)
    board = done.company.person(JONAS).call("GET", "/rest/agile/1.0/board", projectKeyOrId="MENT")["values"]
    for one in board:
        visitor.go(f"/jira/software/c/projects/MENT/boards/{one['id']}")
    for stored in done.world.snapshot.plans.by_key.values():
        if stored.item.kind != "board":
            visitor.go(f"/browse/{stored.name}")
            visitor.go(f"/browse/{stored.name}/edit")
    event = next(iter(done.world.snapshot.meetings.by_key.values()))
    month = event.item.start.strftime("%Y-%m")
    for path in ("/", "/jira", "/wiki", "/calendar", f"/calendar?month={month}&event={event.ref}", "/people"):
        visitor.go(path)
    for show in ("", "faults", "marks"):
        visitor.go(f"/requests?show={show}")
    seen = [entry["n"] for entry in done.company.site.log if entry.get("method") in ("PUT", "POST")]
    for number in seen[-6:]:
        visitor.go(f"/requests?open={number}")
