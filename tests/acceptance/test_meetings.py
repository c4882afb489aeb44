# SPDX-License-Identifier: Apache-2.0
"""A year of meetings: in the calendars, on the page, with agendas that start from where the plan stands."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import recurring_ical_events  # type: ignore[import-untyped]  # it has no types
import vobject  # type: ignore[import-untyped]  # it has no types
from icalendar import Calendar

from mentorkit.domain.calendar import iso_week, quarter_ends
from mentorkit.program.shipped import shipped_text
from mentorkit_sandbox.actor import Actor
from tests.acceptance.company import Company, Pair
from tests.acceptance.reading import apart, events, kind, properties, queries, table, tables, words

CompanyAt = Callable[[str], Company]
JONAS, INES, DANIEL = "jonas-weber", "ines-carvalho", "daniel-okoro"
PAGE = "Pairing: Jonas Weber, Inês Carvalho"
FEED = "/feeds/people/jonas-weber.ics"


def days(feed: str, *kinds: str) -> list[date]:
    """The days of the meetings of these kinds."""
    return [event.start.date() for event in events(feed) if kind(event) in kinds]


def open_page(reader: Actor, url: str) -> str:
    """The title of the page behind an address."""
    return str(reader.call("GET", f"/wiki/api/v2/pages/{url.rpartition('/')[2]}")["title"])


@pytest.mark.seed("E1", "E2", "E3", "Y3")
def test_review_plan_and_monitoring_repeat_through_the_year(company_at: CompanyAt) -> None:
    company = company_at("accepted")
    Pair(company, INES, DANIEL).tick("accept")
    company.apply()
    ines = company.person(INES).text("/feeds/people/ines-carvalho.ics")
    assert {str(event["SUMMARY"]).partition(": ")[2] for event in events(ines)} == {
        "Jonas Weber, Inês Carvalho",
        "Inês Carvalho, Daniel Okoro",
    }
    for person in (JONAS, DANIEL):
        feed = company.person(person).text(f"/feeds/people/{person}.ics")
        reviews, plans = days(feed, "review"), days(feed, "plan")
        assert len(reviews) == len(plans) == 4
        for end, review, made in zip(quarter_ends(reviews[0], plans[-1]), reviews, plans, strict=True):
            assert timedelta(0) <= end - review <= timedelta(days=14)
            assert timedelta(0) < made - review <= timedelta(days=14)
        watched = [event for event in events(feed) if "monitoring" in [str(one) for one in event.categories]]
        assert 25 <= len(watched) <= 27
        merged = [event for event in watched if kind(event) != "monitoring"]
        assert merged, "some fall into the week of a review or plan meeting"
        weeks = Counter(iso_week(day) for day in days(feed, "review", "plan", "monitoring"))
        assert set(weeks.values()) == {1}, "no week has two of them"


@pytest.mark.seed("E4")
@pytest.mark.parametrize("every", [14, 21])
def test_monitoring_every_two_weeks_or_as_the_program_says(company_at: CompanyAt, every: int) -> None:
    company = company_at("requested")
    company.settings(cadence=f"{{review: quarter, plan: after-review, monitoring_days: {every}}}")
    company.apply()
    Pair(company, JONAS, INES).tick("accept")
    company.apply()
    feed = company.person(JONAS).text(FEED)
    watched = [event for event in events(feed) if "monitoring" in [str(one) for one in event.categories]]
    gaps = Counter(round(gap.days / 7) * 7 for gap in apart([event.start for event in watched]))
    assert gaps.most_common(1)[0][0] == every
    assert len(watched) == pytest.approx(365 / every, abs=1.5)


@pytest.mark.seed("E6", "Y4")
def test_thirteen_templates_ship_and_own_ones_stand_beside_them(company_at: CompanyAt) -> None:
    company = company_at("requested")
    somebody = company.person("tomasz-lis")

    def templates() -> list[str]:
        body = somebody.body("Meeting templates")
        return re.findall(r'<ac:parameter ac:name="title">([^<]*), \d+ min</ac:parameter>', body)

    assert len(templates()) == 13
    assert "Every-other-week meeting" in templates(), "the company's own wording of a shipped one"
    head = "---\nkind: code-reading\ntitle: Reading code\nminutes: 30\n---\n\n"
    own = head + "## Somebody's favorite file (30)\n\n- Why this one?\n"
    (company.folder / "agendas" / "code-reading.md").write_text(own, encoding="utf-8")
    first = (company.folder / "agendas" / "monitoring.md").read_text(encoding="utf-8")
    (company.folder / "agendas" / "review.md").write_text(
        first.replace("kind: monitoring", "kind: review").replace("Every-other-week meeting", "Look back"),
        encoding="utf-8",
    )
    company.settings(cadence="{review: quarter, plan: after-review, monitoring_days: 28}")
    company.apply()
    assert len(templates()) == 14
    assert {"Reading code", "Look back"} <= set(templates())
    assert "Why this one?" in words(somebody.body("Meeting templates"))
    Pair(company, JONAS, INES).tick("accept")
    company.apply()
    feed = events(company.person(JONAS).text(FEED))
    assert {str(event["SUMMARY"]).partition(":")[0] for event in feed if kind(event) == "review"} == {
        "Look back"
    }
    assert 7 <= sum(kind(event) == "monitoring" for event in feed) <= 13


@pytest.mark.seed("E7")
def test_each_agenda_links_matrix_plan_and_template(company_at: CompanyAt) -> None:
    company = company_at("accepted")
    jonas = company.person(JONAS)
    found = set()
    for event in events(jonas.text(FEED)):
        links = dict(re.findall(r"^([A-Z][a-z ]+): (http\S+)$", str(event["DESCRIPTION"]), re.MULTILINE))
        found.add((links["Role matrix"], links["Plan"], links["Template"], links["Pairing"]))
    ((matrix, board, template, pairing),) = found
    assert open_page(jonas, matrix) == "Role matrix: Drupal developer"
    assert open_page(jonas, template) == "Meeting templates"
    assert open_page(jonas, pairing) == PAGE
    opened = jonas.call("GET", f"/rest/agile/1.0/board/{board.rpartition('/')[2]}")
    assert opened["location"]["projectKey"] == "MENT"


@pytest.mark.seed("E14", "E17")
def test_the_agenda_starts_from_stuck_and_overdue_work(company_at: CompanyAt) -> None:
    company = company_at("requested")
    (company.folder / "agendas" / "monitoring.md").unlink()
    pair = Pair(company, JONAS, INES)
    for step in ("accept", "agree"):
        pair.tick(step)
        company.apply()
    jonas, ines = company.person(JONAS), company.person(INES)
    tasks = [
        issue
        for issue in jonas.issues(queries(jonas.body(PAGE))[0])
        if {"kind-learn", "kind-practice"} & set(issue["fields"]["labels"])
    ]
    early, stuck, overdue, fresh = (issue["key"] for issue in tasks[:4])
    jonas.move(early, "Done")
    jonas.move(stuck, "Doing")
    company.apply()
    company.pass_days(16)
    jonas.change(overdue, duedate=(company.now().date() - timedelta(days=1)).isoformat())
    jonas.change(fresh, duedate=(company.now().date() + timedelta(days=9)).isoformat())
    company.apply()
    shown = words(ines.body(PAGE))
    start = shown[shown.index("Start here") : shown.index("Since last time")]
    assert start.index(f"Stuck: {stuck}") < start.index(f"Overdue: {overdue}")
    assert early not in start
    assert fresh not in start
    since = shown[shown.index("Since last time") :]
    assert since.startswith("Since last time, 2026-11-10")
    assert "Nothing was finished." in since, "the first task was done before the last meeting"
    jonas.move(stuck, "Done")
    company.apply()
    shown = words(ines.body(PAGE))
    assert f"Done: {stuck}" in shown
    assert f"Stuck: {stuck}" not in shown
    assert 'Stuck: "What have you tried, and what would you try next if I were not here?"' in shown
    assert "Which strength of yours helps here? Which weak spot keeps coming back?" in shown


@pytest.mark.seed("Y1", "Y2")
def test_the_years_sessions_are_in_one_feed_and_on_the_home_page(company_at: CompanyAt) -> None:
    company = company_at("accepted")
    home = "Mentoring at Tidewren"
    reader = company.person("stefan-kolev")

    def on_home() -> Counter[str]:
        found: Counter[str] = Counter()
        for row in table(reader.body(home), "Month", "Quarterly review"):
            found.update({name: int(cell) for name, cell in row.items() if cell.isdecimal()})
        return found

    before = on_home()
    Pair(company, INES, DANIEL).tick("accept")
    company.apply()
    feed = events(reader.text("/feeds/program.ics"))
    assert on_home() == Counter(str(event["SUMMARY"]).partition(":")[0] for event in feed)
    assert on_home()["Quarterly review"] == 8 == 2 * before["Quarterly review"]
    assert (feed[-1].start - feed[0].start).days > 300
    assert "Jonas" not in str(next(tables(reader.body(home), "Month")))
    for event in feed:
        assert re.search(r"^Agenda \(\d+ min\)\n- ", str(event["DESCRIPTION"]), re.MULTILINE)
        assert re.search(r"^Tools: \w+", str(event["DESCRIPTION"]), re.MULTILINE)


@pytest.mark.seed("N6")
def test_a_plain_feed_keeps_its_identity_and_every_reader_agrees(company_at: CompanyAt) -> None:
    company = company_at("accepted")
    jonas = company.person(JONAS)
    first = jonas.text(FEED)
    identity = {str(event["UID"]): event.start for event in events(first)}
    assert len(identity) == len(events(first)) > 30
    company.pass_days(40)
    company.wipe_disk()
    company.apply()
    again = jonas.text(FEED)
    assert {str(event["UID"]): event.start for event in events(again)} == identity
    assert all(
        "Agenda (" in event["DESCRIPTION"] and "Tools: " in event["DESCRIPTION"] for event in events(again)
    )

    def utc(moment: datetime) -> datetime:
        return moment.astimezone(UTC)

    wanted = sorted(utc(event.start) for event in events(again))
    (calendar,) = vobject.readComponents(again)
    assert sorted(utc(event.dtstart.value) for event in calendar.vevent_list) == wanted
    of_a_year = recurring_ical_events.of(Calendar.from_ical(again)).between((2026, 11, 1), (2027, 12, 31))
    assert sorted(utc(event.start) for event in of_a_year) == wanted
    assert {moment.hour for moment in wanted} == {8, 9}, "10:00 in Berlin, summer and winter"
    ines = events(company.person(INES).text("/feeds/people/ines-carvalho.ics"))
    assert sorted(utc(event.start) for event in ines) == wanted
    assert properties(jonas.body(PAGE))["Next meeting"] in {moment.date().isoformat() for moment in wanted}


@pytest.mark.seed("TC9")
def test_a_pair_at_a_distance_begins_its_regular_meetings_with_belonging(company_at: CompanyAt) -> None:
    company = company_at("accepted")
    guide = company.folder / "guides" / "remote-pairs.md"
    guide.write_text(shipped_text("guides/remote-pairs.md"), encoding="utf-8")
    near = Pair(company, "samir-aziz", "elena-marinova").ask("written-communication")
    path = company.folder / "people.csv"
    people = path.read_text(encoding="utf-8")
    path.write_text(people.replace("Africa/Cairo,EG", "Europe/Sofia,BG"), encoding="utf-8")
    company.apply()
    near.tick("accept")
    company.apply()
    company.apply()

    def regular(person: str) -> list[str]:
        feed = company.person(person).text(f"/feeds/people/{person}.ics")
        return [str(event["DESCRIPTION"]) for event in events(feed) if kind(event) == "monitoring"]

    far = regular(JONAS)
    assert len(far) > 10
    for text in far:
        agenda = text.partition("Agenda (")[2]
        assert agenda.splitlines()[1] == "- Life where you are (3 min)"
        total, parts = agenda.split(" min", 1)
        minutes = [int(found) for found in re.findall(r"^- .*\((\d+) min\)$", parts, re.MULTILINE)]
        assert sum(minutes) == int(total)
        (link,) = re.findall(r"^Mentoring at a distance: (http\S+)$", text, re.MULTILINE)
        assert open_page(company.person(JONAS), link) == "Guide: Mentoring at a distance"
    assert not any("Life where you are" in text for text in regular("samir-aziz"))
    assert len(regular("samir-aziz")) > 10
    company.pass_days(9)
    company.apply()
    assert "The mentor introduces one a month." in words(company.person(INES).body(PAGE))
