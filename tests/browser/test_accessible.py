# SPDX-License-Identifier: Apache-2.0
"""axe-core finds nothing on any page, in light and dark, wide and narrow; and nothing overflows."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.sandbox.web.town import Town, macro, status, table, task

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
PLACES = {
    "home": "/",
    "board": "{board}",
    "issue": "/browse/GROW-2",
    "issue edit": "/browse/GROW-2/edit",
    "profile": "{profile}",
    "growth": "{growth}",
    "pairing": "{pairing}",
    "edit": "{profile}/edit",
    "edit pairing": "{pairing}/edit",
    "edit source": "{profile}/edit?source=1",
    "source": "{profile}?view=source",
    "history": "{growth}/history",
    "everything": "{everything}",
    "directory": "{directory}",
    "calendar": "/calendar",
    "people": "/people",
    "requests": "/requests?open={request}",
    "faults": "/requests?show=faults",
    "marks": "/requests?show=marks",
    "closed": "/browse/NOPE-1",
    "boards": "/jira",
    "spaces": "/wiki",
}
EVERYTHING = (
    "<h2>Everything</h2><p>Some <strong>words</strong> and <code>code</code>.</p>"
    + "".join(
        macro(name, f"<p>A {name}</p>") for name in ("info", "tip", "note", "warning", "panel", "cheese")
    )
    + macro("expand", "<p>Inside</p>", title="More")
    + "<p>"
    + "".join(
        status(word, color)
        for word, color in (
            ("Red", "Red"),
            ("Blue", "Blue"),
            ("0 Not yet", "Grey"),
            ("4 Guide", "Green"),
            ("Wait", "Yellow"),
            ("Show", "Purple"),
        )
    )
    + "</p>"
    + table(("Skill", "Level"), *((f"Skill {number}", str(number)) for number in range(5)))
    + f"<ac:task-list>{task(1, 'Open')}{task(2, 'Done', done=True)}</ac:task-list>"
    + "<blockquote><p>Said</p></blockquote><ul><li><p>One</p></li></ul><hr /><pre>pre</pre>"
    + f"<p>{'long' * 120}</p><p>עברית 😀</p>"
)


def addresses(town: Town) -> dict[str, str]:
    return {name: town.page(name) for name in town.pages} | {
        "board": town.board,
        "everything": town.add_page("everything", "Ж" * 200, EVERYTHING, by="Mira"),
        "request": str(town.site.log[-1]["n"]),
    }


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def overflows(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_axe_would_find_something(visit: Visit, town: Town) -> None:
    page = visit("Mira").go("/people")
    page.evaluate(
        "document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=\"/x\"><button></button>')"
    )
    assert {found.partition(":")[0] for found in violations(page)} == {"button-name", "image-alt"}


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit: Visit, town: Town, scheme: str, size: str) -> None:
    visitor, known = visit("Mira", size=size, scheme=scheme), addresses(town)
    wrong = {}
    for name, place in PLACES.items():
        page = visitor.go(place.format(**known))
        if found := violations(page):
            wrong[name] = found
    assert wrong == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_menus_toasts_and_refusals_too(visit: Visit, town: Town, scheme: str) -> None:
    page = visit("Mira", scheme=scheme).go(town.board)
    page.locator('[data-key="GROW-2"] summary').click()
    assert violations(page) == []
    page.locator('[data-key="GROW-2"] button', has_text="Doing").click()
    page.locator(".toast").wait_for()
    assert violations(page) == []
    page.locator(".actas summary").click()
    assert violations(page) == []
    page = visit("Mira", scheme=scheme).go("/browse/GROW-2/edit")
    page.get_by_label("Due").fill("31 Febuary")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("alert").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 600, 768, 1024, 1600])
def test_nothing_overflows(visit: Visit, town: Town, width: int) -> None:
    visitor, known = visit("Mira"), addresses(town)
    visitor.page.set_viewport_size({"width": width, "height": 800})
    assert [name for name, place in PLACES.items() if overflows(visitor.go(place.format(**known)))] == []
