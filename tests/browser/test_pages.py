# SPDX-License-Identifier: Apache-2.0
"""Pages, calendar and inspector in a browser: ticking, editing, conflicts, switching the person, filters."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.sandbox.web.town import Town, account


def test_a_tick_is_saved_at_once_and_focus_stays(visit: Visit, town: Town) -> None:
    page = visit("Tobias").go(town.page("pairing"))
    expect(page.get_by_label("Mira Ivanova asks")).to_be_disabled()
    page.get_by_label("Tobias Lang accepts").check()
    expect(page.locator("#task-2-note")).to_have_text("Ticked by Tobias, today, 09:10.")
    expect(page.locator("#task-2")).to_be_focused()
    expect(page.locator(".toast p")).to_have_text("Ticked.")
    tasks = town.call("Site", "GET", f"/wiki/api/v2/tasks?page-id={town.pages['pairing']}")["results"]
    assert tasks[1]["completedBy"] == account("Tobias")


def test_without_scripts_a_button_saves_the_tick(visit: Visit, town: Town) -> None:
    page = visit("Tobias", scripts=False).go(town.page("pairing"))
    page.locator("#task-2").check()
    page.get_by_role("button", name="Save the tick").click()
    expect(page.locator("#task-2-note")).to_contain_text("Ticked by Tobias")


def test_a_page_is_edited(visit: Visit, town: Town) -> None:
    page = visit("Mira").go(town.page("profile"))
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_label("Level for Accessibility").select_option(label="2 Working")
    page.get_by_label("Evidence for Git").fill("Ran the branching talk")
    expect(page.locator("[data-count]")).to_have_text("2 changes, not saved yet")
    expect(page.get_by_label("Evidence for Git")).to_have_attribute("data-changed", "")
    page.get_by_role("button", name="Save version 2").click()
    expect(page.locator("tr", has_text="Accessibility").first).to_contain_text("2 Working")
    expect(page.locator("tr", has_text="Git").first).to_contain_text("Ran the branching talk")
    page.get_by_role("link", name="Version 2").click()
    expect(page.locator("ins").first).to_be_visible()


def test_a_row_is_added(visit: Visit, town: Town) -> None:
    page = visit("Mira").go(town.page("growth", "edit"))
    page.get_by_label("Why now for Accessibility").fill("Kept while a row is added")
    page.get_by_role("button", name="Add a row").first.click()
    page.get_by_label("Skill, new row 1").fill("React")
    page.get_by_label("Why now, new row 1").fill("Hooks")
    page.get_by_role("button", name="Save version 2").click()
    expect(page.locator("tr", has_text="Hooks")).to_be_visible()
    expect(page.locator("tr", has_text="Kept while a row is added")).to_be_visible()


def test_a_conflict_shows_both(visit: Visit, town: Town) -> None:
    mira, ines = (
        visit("Mira").go(town.page("profile", "edit")),
        visit("Ines").go(town.page("profile", "edit")),
    )
    ines.get_by_label("Evidence for React").fill("Leads the filter panel")
    ines.get_by_role("button", name="Save version 2").click()
    mira.get_by_label("Evidence for Accessibility").fill("Wrote the audit")
    mira.get_by_role("button", name="Save version 2").click()
    expect(mira.get_by_role("alert")).to_be_focused()
    expect(mira.get_by_role("alert")).to_contain_text("Ines saved version 2 while you were writing")
    expect(mira.get_by_label("Evidence for Accessibility")).to_have_value("Wrote the audit")
    mira.get_by_role("button", name="Save version 3").click()
    expect(mira.locator("tr", has_text="Wrote the audit")).to_be_visible()
    expect(mira.locator("tr", has_text="Leads the filter panel")).to_be_visible()


def test_becoming_somebody_else_closes_the_page(visit: Visit, town: Town) -> None:
    page = visit("Mira").go(town.page("pairing"))
    page.locator(".actas summary").click()
    page.locator(".actas button", has_text="Anouk Vos").click()
    expect(page.get_by_role("heading", name="This is not open to Anouk")).to_be_visible()
    page.get_by_role("button", name="Act as Tobias Lang").click()
    expect(page.get_by_role("heading", name="Pairing: Mira, Tobias")).to_be_visible()


def test_the_calendar_opens_an_event(visit: Visit, town: Town) -> None:
    page = visit("Mira").go("/calendar")
    page.locator(".month a", has_text="Fit check").click()
    expect(page.get_by_role("heading", name="Fit check with Tobias")).to_be_visible()
    page.get_by_role("link", name="Today").click()
    expect(page.locator(".mins li")).to_have_count(3)
    page.get_by_role("button", name="Copy").click()
    expect(page.locator(".toast p")).to_contain_text("Link copied")


def test_minutes_have_their_height(visit: Visit, town: Town) -> None:
    page = visit("Mira").go("/calendar")
    heights = [page.locator(".mins li").nth(place).evaluate("row => row.offsetHeight") for place in range(3)]
    assert heights[1] > heights[2] > heights[0]


def test_a_request_opens_in_place(visit: Visit, town: Town) -> None:
    town.call(
        "Mira",
        "POST",
        "/rest/api/3/issue/GROW-2/comment",
        {
            "body": {
                "version": 1,
                "type": "doc",
                "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Hello"}]}],
            }
        },
    )
    page = visit("Mira").go("/requests")
    page.locator(".path a").first.click()
    expect(page.get_by_role("group", name="Asked")).to_contain_text("Hello")
    assert "open=" in page.url
    expect(page.locator(".path a").first).to_be_focused()
    page.get_by_label("Path has").fill("nothing like it")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_role("heading", name="No request like that")).to_be_visible()


def test_the_theme_is_kept(visit: Visit, town: Town) -> None:
    page = visit("Mira").go("/")
    page.get_by_label("Theme").select_option("dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.goto(page.url.rstrip("/") + "/people")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark == "rgb(18, 22, 20)"


def test_first_tab_skips_to_the_page(visit: Visit, town: Town) -> None:
    page = visit("Mira").go("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()


def test_reduced_motion_and_print(visit: Visit, town: Town) -> None:
    page = visit("Mira").go(town.page("profile"))
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.querySelector('.menu')).transitionDuration") in ("0s", "")
    page.emulate_media(media="print")
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.get_by_role("heading", name="Skills", exact=True)).to_be_visible()
