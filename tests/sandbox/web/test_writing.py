# SPDX-License-Identifier: Apache-2.0
"""What is changed in the browser goes through the API: versions, history, refusals, and the log."""

import re
from html import unescape

from mentorkit_sandbox.web import adf_text
from tests.sandbox.web.town import Browser, Town, account, tree


def form_of(browser: Browser, path: str) -> dict[str, list[str]]:
    """The fields of the form on a page as a browser would send them."""
    form = tree(browser.get(path)).xpath("//form[@data-edit]")[0]
    sent: dict[str, list[str]] = {}
    for name, value in form.form_values():
        # A browser drops the first line end of a textarea; lxml keeps it.
        sent.setdefault(name, []).append(value.removeprefix("\n"))
    return sent


def field(form: dict[str, list[str]], *ends: str) -> str:
    """The name of the input whose field's name has these parts."""
    found = [n for n, name in enumerate(form["field"]) if all(f"/ {end}" in f"/ {name}" for end in ends)]
    assert len(found) == 1, (ends, form["field"])
    return f"f{found[0]}"


def versions(town: Town, name: str) -> list[tuple[int, str]]:
    found = town.call("Site", "GET", f"/wiki/api/v2/pages/{town.pages[name]}/versions")["results"]
    return [(one["number"], one["authorId"]) for one in found]


def test_a_cell_is_edited_and_everything_else_stays(town: Town) -> None:
    browser, before = town.browser("Mira"), town.body("profile")
    form = form_of(browser, town.page("profile", "edit"))
    form[field(form, "Accessibility", "Level")] = ["2"]
    form["message"] = ["levels after the review"]
    browser.post(town.page("profile", "edit"), **form)
    after = town.body("profile")
    assert re.sub(r' (ac:macro-id|ac:local-id|local-id)="[^"]*"', "", after) == re.sub(
        r' (ac:macro-id|ac:local-id|local-id)="[^"]*"', "", before
    ).replace("<p>1</p>", "<p>2</p>", 1)
    assert versions(town, "profile")[0] == (2, account("Mira"))
    assert "levels after the review" in browser.get(town.page("profile", "history"))


def test_text_a_new_row_and_a_mention(town: Town) -> None:
    browser = town.browser("Mira")
    form = form_of(browser, town.page("growth", "edit"))
    table = form["table"][0]
    answer = browser.post(town.page("growth", "edit"), 200, **form, add=table)
    form = {}
    for name, value in tree(answer.text).xpath("//form[@data-edit]")[0].form_values():
        form.setdefault(name, []).append(value.removeprefix("\n"))
    form["t0r0"] = ["React", "For & <joy>"]
    form[field(form, "Second", "Who")] = ["@Anouk Vos"]
    browser.post(town.page("growth", "edit"), **form)
    body = town.body("growth")
    assert "For &amp; &lt;joy&gt;" in unescape(body).replace("For & <joy>", "For &amp; &lt;joy&gt;")
    assert f'ri:account-id="{account("Anouk")}"' in body
    assert f'ri:account-id="{account("Tobias")}"' in body


def test_nothing_changed_is_nothing_saved(town: Town) -> None:
    browser = town.browser("Mira")
    for name in ("profile", "growth", "pairing"):
        before = versions(town, name)
        browser.post(town.page(name, "edit"), **form_of(browser, town.page(name, "edit")))
        assert versions(town, name) == before


def test_what_is_kept_is_closed_and_says_why(town: Town) -> None:
    text = town.browser("Mira").get(town.page("growth", "edit"))
    assert "A change in the source would be replaced at the next apply" in text
    assert "Needed for Accessibility" not in text


def test_a_conflict_keeps_the_words_and_then_saves_only_the_changes(town: Town) -> None:
    mira, ines = town.browser("Mira"), town.browser("Ines")
    hers, theirs = (form_of(one, town.page("profile", "edit")) for one in (mira, ines))
    theirs[field(theirs, "React", "Evidence")] = ["Leads the filter panel"]
    ines.post(town.page("profile", "edit"), **theirs)
    hers[field(hers, "Accessibility", "Evidence")] = ["Wrote the audit"]
    answer = mira.post(town.page("profile", "edit"), 409, **hers)
    assert "Ines saved version 2 while you were writing" in answer.text
    assert "Wrote the audit" in answer.text
    form: dict[str, list[str]] = {}
    for name, value in tree(answer.text).xpath("//form[@data-edit]")[0].form_values():
        form.setdefault(name, []).append(value.removeprefix("\n"))
    mira.post(town.page("profile", "edit"), **form)
    body = town.body("profile")
    assert "Wrote the audit" in body
    assert "Leads the filter panel" in body
    assert [number for number, _ in versions(town, "profile")] == [3, 2, 1]


def test_a_row_that_is_gone_is_told(town: Town) -> None:
    mira = town.browser("Mira")
    form = form_of(mira, town.page("profile", "edit"))
    source = town.body("profile")
    without = re.sub(r"<tr>(?:(?!<tr>).)*Owns the filter panel.*?</tr>", "", source)
    mira.post(town.page("profile", "edit-source"), number="1", source=without, title="Skills: Mira")
    form[field(form, "React", "Evidence")] = ["Something new"]
    form["number"] = ["2"]
    answer = mira.post(town.page("profile", "edit"), 409, **form)
    assert "is gone from the page" in answer.text
    assert "Something new" in answer.text


def test_the_source_is_saved_as_it_is_or_refused_in_the_sites_words(town: Town) -> None:
    browser = town.browser("Mira")
    answer = browser.post(
        town.page("profile", "edit-source"), 400, number="1", source="<p>open", title="Skills: Mira"
    )
    assert "Error parsing xhtml" in answer.text
    assert "&lt;p&gt;open" in answer.text
    browser.post(town.page("profile", "edit-source"), number="1", source="<p>fine &nbsp;</p>")
    assert "fine" in town.body("profile")
    answer = browser.post(town.page("profile", "edit-source"), 409, number="1", source="<p>late</p>")
    assert "Your text is still below" in answer.text
    assert "&lt;p&gt;late" in answer.text


def test_a_taken_title_is_refused(town: Town) -> None:
    browser = town.browser("Mira")
    form = form_of(browser, town.page("profile", "edit"))
    answer = browser.post(town.page("profile", "edit"), 400, **(form | {"title": ["Directory"]}))
    assert "already exists" in answer.text


def test_own_boxes_can_be_ticked_in_the_form_and_others_cannot(town: Town) -> None:
    browser = town.browser("Tobias")
    form = form_of(browser, town.page("pairing", "edit"))
    form[field(form, "box", "2")] = ["1"]
    form.pop(field(form, "box", "1"), None)
    browser.post(town.page("pairing", "edit"), **form)
    tasks = town.call("Site", "GET", f"/wiki/api/v2/tasks?page-id={town.pages['pairing']}")["results"]
    assert [one["status"] for one in tasks] == ["complete", "complete"]
    assert tasks[1]["completedBy"] == account("Tobias")


def test_history_compares_words_rows_and_source(town: Town) -> None:
    browser = town.browser("Mira")
    form = form_of(browser, town.page("profile", "edit"))
    form[field(form, "React", "Evidence")] = ["Leads the filter panel"]
    form[field(form, "I can share", "text")] = ["Untangling any Git history without fear."]
    browser.post(town.page("profile", "edit"), **form)
    text = browser.get(town.page("profile", "history"))
    page = tree(text)
    assert "What changed from version 1 to 2" in text
    assert "<del>Owns</del> <ins>Leads</ins> the filter panel" in text
    assert "<del>a</del> <ins>any</ins>" in text
    assert "2 rows are the same" in text
    assert any("Leads" in one.text_content() for one in page.find_class("a"))
    assert "Version 1, the only one" in browser.get(town.page("growth", "history"))
    browser.get(town.page("profile", "history") + "?from=1&to=99", 404)


def test_a_card_is_moved_and_ranked_by_the_api(town: Town) -> None:
    browser = town.browser("Mira")
    page = tree(browser.get(town.board))
    doing = page.xpath('//ul[@data-name="Doing"]/@data-col')[0]
    browser.post(f"{town.board}/cards/GROW-2", to=doing)
    answer = browser.client.post(
        f"{town.board}/cards/GROW-3", data={"to": doing, "before": "GROW-2"}, headers={"X-Card": "1"}
    )
    assert answer.status_code == 200
    assert 'data-key="GROW-3"' in answer.text
    page = tree(browser.get(town.board))
    assert page.xpath('//ul[@data-name="Doing"]//li[@data-key]/@data-key') == ["GROW-3", "GROW-2"]
    log = [(row["method"], row["path"], row["actor"]) for row in town.site.log]
    assert ("POST", "/rest/api/3/issue/GROW-3/transitions", "mira@example.com") in log
    assert ("PUT", "/rest/agile/1.0/issue/rank", "mira@example.com") in log
    history = town.call("Mira", "GET", "/rest/api/3/issue/GROW-3/changelog")["values"]
    assert history[-1]["items"][0]["toString"] == "Doing"


def test_a_refused_move_says_so_and_changes_nothing(town: Town) -> None:
    browser = town.browser("Mira")
    town.call("Site", "POST", "/_sandbox/faults", {"kind": "429", "path": "/transitions"})
    answer = browser.client.post(f"{town.board}/cards/GROW-2", data={"to": "10004"}, headers={"X-Card": "1"})
    assert answer.status_code == 429
    assert "Rate limit" in answer.get_json()["sentence"]
    browser.post(f"{town.board}/cards/GROW-2", 400, to="nowhere")
    assert town.call("Mira", "GET", "/rest/api/3/issue/GROW-2")["fields"]["status"]["name"] == "Backlog"


def test_an_issue_is_edited_commented_and_moved(town: Town) -> None:
    browser = town.browser("Mira")
    form = form_of(browser, "/browse/GROW-2/edit")
    form |= {
        "summary": ["Make it work 😀 <b>"],
        "duedate": ["2026-12-01"],
        "description": ["# Why\n\nFor **all**.\n\n- one\n- two"],
    }
    browser.post("/browse/GROW-2/edit", **form)
    fields = town.call("Mira", "GET", "/rest/api/3/issue/GROW-2")["fields"]
    assert (fields["summary"], fields["duedate"]) == ("Make it work 😀 <b>", "2026-12-01")
    browser.post("/browse/GROW-2/comments", body="Look at <this>\n\nand that")
    browser.post("/browse/GROW-2/move", to=fields["status"]["id"])
    text = browser.get("/browse/GROW-2")
    assert "Make it work 😀 &lt;b&gt;" in text
    assert "Look at &lt;this&gt;" in text
    assert "Mira</span> renamed it" in text or "Mira renamed it" in text
    assert "<strong>all</strong>" in text
    mark = tree(text).xpath('//section[@aria-labelledby="mark"]')[0].text_content()
    assert "description, due, title" in mark


def test_a_wrong_date_keeps_the_words(town: Town) -> None:
    browser = town.browser("Mira")
    form = form_of(browser, "/browse/GROW-2/edit") | {"duedate": ["31 Febuary"], "summary": ["New words"]}
    answer = browser.post("/browse/GROW-2/edit", 400, **form)
    page = tree(answer.text)
    assert page.get_element_by_id("duedate").get("aria-invalid") == "true"
    assert page.get_element_by_id("duedate").get("aria-describedby") == "duedate-wrong"
    assert page.get_element_by_id("summary").get("value") == "New words"
    assert browser.post("/browse/GROW-2/comments", 400, body=" ").status_code == 400


def test_a_description_that_the_form_would_lose_is_closed(town: Town) -> None:
    document = {
        "version": 1,
        "type": "doc",
        "content": [
            {
                "type": "panel",
                "attrs": {"panelType": "info"},
                "content": [{"type": "paragraph", "content": [{"type": "text", "text": "In a panel"}]}],
            }
        ],
    }
    town.call("Mira", "PUT", "/rest/api/3/issue/GROW-2", {"fields": {"description": document}})
    browser = town.browser("Mira")
    assert "would lose it" in browser.get("/browse/GROW-2/edit")
    browser.post("/browse/GROW-2/edit", summary="Only the title", duedate="2026-11-26")
    assert (
        town.call("Mira", "GET", "/rest/api/3/issue/GROW-2")["fields"]["description"]["content"][0]["type"]
        == "panel"
    )


def test_descriptions_as_text_and_back() -> None:
    text = "# Why\n\nFour of **ten** left.\nSee [this](https://example.com/a?b=c).\n\n- one\n- two"
    document = adf_text.from_text(text)
    assert adf_text.to_text(document) == text
    assert adf_text.to_text(None) == ""
    starred = {
        "version": 1,
        "type": "doc",
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": "a **b** c"}]}],
    }
    assert adf_text.to_text(starred) is None
