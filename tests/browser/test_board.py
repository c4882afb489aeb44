# SPDX-License-Identifier: Apache-2.0
"""The board in a browser: drag, menu and keys end in the same place, and a refusal puts the card back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.sandbox.web.town import Town

CARD, OTHER = '[data-key="GROW-2"]', '[data-key="GROW-3"]'


def column(page: Page, name: str) -> list[str]:
    cards = page.locator(f'.stack[data-name="{name}"] .card').all()
    return [card.get_attribute("data-key") or "" for card in cards]


def status(town: Town, key: str) -> str:
    return str(town.call("Mira", "GET", f"/rest/api/3/issue/{key}")["fields"]["status"]["name"])


def drag(page: Page, card: str, target: str) -> None:
    """As a hand would: press, move in steps, let go."""
    start, end = page.locator(card).bounding_box(), page.locator(target).bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 20, start["y"] + 12)
    page.mouse.down()
    page.mouse.move(start["x"] + 40, start["y"] + 16, steps=4)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 20, steps=12)
    arrived = page.locator(f"{target} {card}")
    for nudge in range(100):  # a busy machine swallows movements; a hand would go on as well
        if arrived.count():
            break
        page.mouse.move(end["x"] + end["width"] / 2 + nudge % 3, end["y"] + 20 + nudge % 5)
        page.evaluate("new Promise(requestAnimationFrame)")
    page.mouse.up()


def test_a_card_is_dragged(visit: Visit, town: Town) -> None:
    page = visit("Mira").go(town.board)
    drag(page, CARD, '.stack[data-name="Doing"]')
    expect(page.locator(".toast p")).to_have_text("Moved “Make the date picker work by keyboard” to Doing.")
    assert status(town, "GROW-2") == "Doing"
    assert column(page, "Doing") == ["GROW-2"]
    expect(page.locator(".colheads [data-col]").nth(2)).to_have_text("1")
    page.reload()
    assert column(page, "Doing") == ["GROW-2"]


def test_a_move_is_undone(visit: Visit, town: Town) -> None:
    page = visit("Mira").go(town.board)
    before = column(page, "Backlog")
    page.locator(f"{CARD} summary").click()
    page.get_by_role("button", name="Done", exact=False).locator("visible=true").last.click()
    expect(page.locator(".toast p")).to_contain_text("to Done.")
    assert status(town, "GROW-2") == "Done"
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".toast p")).to_contain_text("to Backlog.")
    assert status(town, "GROW-2") == "Backlog"
    assert column(page, "Backlog") == before


def test_by_keyboard(visit: Visit, town: Town) -> None:
    page = visit("Mira").go(town.board)
    page.locator(f"{CARD} h3 a").focus()
    page.keyboard.press("m")
    expect(page.locator(f"{CARD} .menu")).to_have_attribute("open", "")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator(f"{CARD} summary")).to_be_focused()
    page.keyboard.press("m")
    page.keyboard.press("4")
    expect(page.locator(".toast p")).to_contain_text("to Show to mentor.")
    expect(page.locator(f"{CARD} summary")).to_be_focused()
    assert status(town, "GROW-2") == "Show to mentor"


def test_a_refused_move_is_put_back(visit: Visit, town: Town) -> None:
    page = visit("Mira").go(town.board)
    before = column(page, "Backlog")
    town.call("Site", "POST", "/_sandbox/faults", {"kind": "500", "path": "/transitions"})
    drag(page, OTHER, '.stack[data-name="Done"]')
    expect(page.get_by_role("alert")).to_contain_text("“Write down what the first audit found” was put back.")
    assert column(page, "Backlog") == before
    assert status(town, "GROW-3") == "Backlog"


def test_without_scripts_the_menu_posts(visit: Visit, town: Town) -> None:
    page = visit("Mira", scripts=False).go(town.board)
    page.locator(f"{CARD} summary").click()
    page.locator(f"{CARD} button", has_text="Doing").click()
    assert page.url.endswith("#card-GROW-2")
    assert status(town, "GROW-2") == "Doing"


@pytest.mark.parametrize("size", ["phone", "narrow"])
def test_on_a_phone_the_columns_are_stacked(visit: Visit, town: Town, size: str) -> None:
    page = visit("Mira", size=size).go(town.board)
    boxes = [page.locator(".stack").nth(place).bounding_box() for place in range(2)]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["x"] == boxes[1]["x"]
    expect(page.locator(".colheads")).to_be_hidden()
