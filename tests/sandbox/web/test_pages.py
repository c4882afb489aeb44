# SPDX-License-Identifier: Apache-2.0
"""Pages: whose part is whose, what is evaluated, boxes, and that everything written is escaped."""

from typing import Any

import pytest

from mentorkit_sandbox.web import fences
from tests.sandbox.web.town import Town, account, anchor, fenced, macro, status, table, task, tree

NASTY = "<script>alert(1)</script> \"' & ]]> 😀 \u202e עברית"
TYPED = NASTY.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def section(text: str, title: str) -> Any:
    found = [one for one in tree(text).iter("section") if one.xpath(f'.//h2[normalize-space()="{title}"]')]
    assert found, title
    return found[-1]


def test_each_part_says_who_writes_it(town: Town) -> None:
    text = town.browser("Mira").get(town.page("profile"))
    skills, about = section(text, "Skills"), section(text, "About")
    assert "Mira writes this" in skills.text_content()
    assert skills.xpath('.//div[contains(@class, "sheeted form")]//table')
    assert "Kept by Mentorkit" in about.text_content()
    assert about.xpath('.//div[contains(@class, "gen")]//dl')
    assert "Mira and Tobias write this" in town.browser("Mira").get(town.page("pairing"))


def test_anchors_are_not_seen(town: Town) -> None:
    for name in ("profile", "pairing"):
        assert "mk." not in tree(town.browser("Mira").get(town.page(name))).text_content()


def test_a_fence_with_one_end_holds_nothing(town: Town) -> None:
    body = anchor("mk.agency.profile.x.1.about.1.00") + "<h2>Mine</h2><p>Words</p>"
    text = town.browser("Mira").get(town.add_page("broken", "Broken", body))
    assert "Kept by Mentorkit" not in section(text, "Mine").text_content()


def test_a_fence_pasted_into_a_layout_is_whole_in_its_cell(town: Town) -> None:
    cell = fenced("profile", "x", "about", "<p>Kept words</p>")
    body = (
        '<ac:layout><ac:layout-section ac:type="two_equal"><ac:layout-cell><h2>Left</h2><p>Mine</p>'
        f"</ac:layout-cell><ac:layout-cell>{cell}</ac:layout-cell></ac:layout-section></ac:layout>"
    )
    text = town.browser("Mira").get(town.add_page("layout", "Layout", body))
    assert "Kept by Mentorkit" in section(text, "About").text_content()
    assert "Kept by Mentorkit" not in section(text, "Left").text_content()


def test_levels_and_statuses_are_lozenges(town: Town) -> None:
    growth = tree(town.browser("Mira").get(town.page("growth")))
    assert [one.text_content() for one in growth.find_class("lv")] == ["2 Working", "1 Aware"]
    profile = tree(town.browser("Mira").get(town.page("profile")))
    assert [one.get("class") for one in profile.find_class("lv")] == ["lv n1", "lv n3", "lv n4"]
    text = town.browser("Mira").get(town.add_page("s", "S", f"<p>{status('On hold', 'Blue')}</p>"))
    assert tree(text).find_class("lz")[0].get("class") == "lz doing"


def test_reports_are_evaluated_for_who_looks(town: Town) -> None:
    for name in ("Mira", "Anouk"):
        directory = section(town.browser(name).get(town.page("directory")), "Directory")
        assert [one.text_content() for one in directory.iter("td")] == ["React developer, middle", "1 of 1"]
    goals = section(town.browser("Tobias").get(town.page("pairing")), "Goals").text_content()
    assert "GROW-2" in goals


def test_a_list_of_issues_shows_what_one_may_see(town: Town) -> None:
    lists = macro("jira", jqlQuery="project = GROW") + macro("jira", jqlQuery="labels = kind-teach")
    address = town.add_page("plan", "Plan", lists)
    assert "Teach the team" in town.browser("Mira").get(address)
    text = town.browser("Anouk").get(address)
    assert "Teach the team" not in text
    assert "No issue that you may see" in text


def test_a_wrong_query_says_so(town: Town) -> None:
    text = town.browser("Mira").get(town.add_page("q", "Q", macro("jira", jqlQuery="nonsense ===")))
    assert "The list of issues cannot be shown" in text


CODE = (
    '<ac:structured-macro ac:name="code"><ac:plain-text-body><![CDATA[a < b]]></ac:plain-text-body>'
    "</ac:structured-macro>"
)
PAGE_LINK = (
    '<p><ac:link><ri:page ri:content-title="Skills: Mira" /><ac:link-body>her page</ac:link-body>'
    "</ac:link></p>"
)
PURPLE = (
    '<ac:adf-extension><ac:adf-node type="panel"><ac:adf-content><p>Purple</p></ac:adf-content></ac:adf-node>'
    "</ac:adf-extension>"
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (macro("expand", "<p>Inside</p>", title="More of it"), ["More of it", "Inside"]),
        (macro("warning", "<p>Careful</p>"), ["Careful"]),
        (macro("cheese", "<p>Within</p>"), ["A macro this sandbox does not know: cheese", "Within"]),
        (macro("children"), ["No page below this one"]),
        (CODE, ["a &lt; b"]),
        ('<p><time datetime="2027-01-18" /></p>', ["18 January"]),
        ("<ul><li><p>One</p><ul><li><p>Two</p></li></ul></li></ul>", ["One", "Two"]),
        (PAGE_LINK, ["her page</a>"]),
        ('<table><tbody><tr><td class="numberingColumn">1</td><td>bare</td></tr></tbody></table>', ["bare"]),
        ("<p>&nbsp;</p><p />", ["Nothing is written here yet"]),
        (PURPLE, ["Purple"]),
    ],
)
def test_blocks(town: Town, body: str, expected: list[str]) -> None:
    text = town.browser("Mira").get(town.add_page("block", "Block", body))
    for words in expected:
        assert words in text


def test_whatever_is_written_is_escaped(town: Town) -> None:
    body = (
        f"<h2>{TYPED}</h2><p>{TYPED}</p>"
        + table((TYPED, "Level"), (TYPED, TYPED))
        + status(TYPED)
        + macro("expand", f"<p>{TYPED}</p>", title=TYPED)
        + f'<p><a href="javascript:alert(1)">{TYPED}</a><a href="//elsewhere.example">there</a></p>'
        + f"<ac:task-list>{task(1, TYPED)}</ac:task-list>"
        + macro(TYPED)
    )
    address = town.add_page("nasty", NASTY, body)
    browser = town.browser("Mira")
    for path in (
        address,
        address + "?view=source",
        address + "/edit",
        address + "/edit?source=1",
        address + "/history",
        "/wiki/spaces/MENT",
    ):
        text = browser.get(path)
        assert "<script>alert" not in text
        assert "alert(1)" in text
        page = tree(text)
        assert not [
            one for one in page.iter("a") if (one.get("href") or "").startswith(("javascript:", "//"))
        ]
        assert not page.xpath("//@onclick | //@style | //script[not(@src)]")
    assert "😀" in tree(browser.get(address)).text_content()


def test_long_names_and_titles_are_whole(town: Town) -> None:
    title = "Ж" * 255
    assert title in town.browser("Mira").get(town.add_page("long", title, f"<p>{'x' * 5000}</p>"))


def test_a_box_is_ticked_as_the_person(town: Town) -> None:
    browser = town.browser("Tobias")
    assert tree(browser.get(town.page("pairing"))).get_element_by_id("box-2").find("form") is not None
    answer = browser.post(town.page("pairing", "tasks/2"), done="1")
    assert answer.headers["Location"].endswith("#box-2")
    tasks = town.call("Site", "GET", f"/wiki/api/v2/tasks?page-id={town.pages['pairing']}")["results"]
    assert [one.get("completedBy") for one in tasks][1] == account("Tobias")
    assert "Ticked by Tobias, today, 09:10." in browser.get(town.page("pairing"))
    browser.post(town.page("pairing", "tasks/2"))
    tasks = town.call("Site", "GET", f"/wiki/api/v2/tasks?page-id={town.pages['pairing']}")["results"]
    assert tasks[1]["status"] == "incomplete"


def test_a_box_of_somebody_else_is_closed_and_says_why(town: Town) -> None:
    text = town.browser("Mira").get(town.page("pairing"))
    box = tree(text).get_element_by_id("task-2")
    assert box.get("disabled") is not None
    assert "Only Tobias's own tick counts" in tree(text).get_element_by_id("task-2-note").text_content()


def test_a_tick_answers_scripts_with_the_box(town: Town) -> None:
    client = town.browser("Tobias").client
    answer = client.post(town.page("pairing", "tasks/2"), data={"done": "1"}, headers={"HX-Request": "true"})
    assert answer.text.startswith('<li id="box-2">')
    assert "checked" in answer.text


def test_a_refused_tick_says_so(town: Town) -> None:
    town.call("Site", "POST", "/_sandbox/faults", {"kind": "500", "path": "/wiki/api/v2/tasks"})
    client = town.browser("Tobias").client
    assert "A fault is waiting" in client.get(town.page("pairing")).text
    answer = client.post(town.page("pairing", "tasks/2"), data={"done": "1"}, headers={"HX-Request": "true"})
    assert "Not saved." in answer.text
    assert "checked" not in answer.text
    town.call("Site", "POST", "/_sandbox/faults", {"kind": "drop-after", "path": "/wiki/api/v2/tasks"})
    answer = client.post(town.page("pairing", "tasks/2"), data={"done": "1"})
    assert answer.status_code == 502
    assert "nobody knows" in answer.text.lower()


def test_stages(town: Town) -> None:
    stage = tree(town.browser("Mira").get(town.page("pairing"))).find_class("stage")[0]
    assert [one.text for one in stage if one.get("aria-current")] == ["Growing"]


def test_a_title_in_the_address_does_not_matter(town: Town) -> None:
    assert "Skills: Mira" in town.browser("Mira").get(town.page("profile") + "/Skills%3A+Mira")
    town.browser("Mira").get("/wiki/spaces/WRONG/pages/" + town.pages["profile"], 404)
    answer = town.browser("Mira").client.get(f"/wiki/pages/viewpage.action?pageId={town.pages['profile']}")
    assert answer.headers["Location"] == town.page("profile")


def test_keys_of_fences() -> None:
    body = fenced("pairing", "a_b", "glance", "<p>x</p>") + anchor("mk.made.20261102T080000.000000")
    assert fences.keys_on(body) == ("agency/pairing/a_b/1",)
    assert fences.kind_of(body) == "pairing"
    assert fences.kind_of("<p>mk.agency</p>") == ""
