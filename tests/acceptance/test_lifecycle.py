# SPDX-License-Identifier: Apache-2.0
"""The other ends of a request and of a pairing, by people's own tokens; a second run writes nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from mentorkit.domain.pairings import pairing_key
from mentorkit.program.edit import append_pairing
from mentorkit.program.file_models import PairingEntry
from mentorkit.reconcile.changeset import Report
from mentorkit.rules import World
from mentorkit_cli.demo.story import MENTEE, MENTOR, PAGE
from tests.acceptance.commands import answer
from tests.acceptance.company import Company, Pair
from tests.acceptance.reading import properties

At = Callable[[str], Company]
JONAS, INES = "jonas.weber@tidewren.example", "ines.carvalho@tidewren.example"


def settled(company: Company) -> tuple[Report, World]:
    """A run; the one after it writes nothing."""
    report, world, _ = company.apply()
    assert report.whole, (report.failed, report.skipped)
    again, _, _ = company.apply()
    assert again.writes == 0, again.applied
    return report, world


def stage(world: World) -> str:
    key = pairing_key(world.program.id, MENTEE, MENTOR)
    return next(one.stage.value for one in world.pairings if one.key == key)


def told(report: Report) -> str:
    return "\n".join(f"{line.about}: {line.what}; {line.remedy}" for line in report.told)


def feed(company: Company) -> str:
    return (company.folder / "feeds" / "program.ics").read_text(encoding="utf-8")


@pytest.mark.seed("M7")
def test_a_mentor_declines_and_the_coordinator_hears_a_reason_and_the_next_wish(company_at: At) -> None:
    company = company_at("requested")
    jonas, ines = company.actor(JONAS), company.actor(INES)
    noor = company.actor("noor.haddad@tidewren.example")
    jonas.fill_table("My growth: Jonas Weber", ("Wish", "Who"), [("Second", "@" + noor.account_id)])
    ines.fill_table(PAGE, ("Reason", "Mine"), [("No time now", "x, it is my thesis")])
    jonas.tick(PAGE, "mk-decline-mentor")
    _, world = settled(company)
    assert stage(world) == "requested", "only the person named counts"
    ines.untick(PAGE, "mk-decline-mentor")
    ines.tick(PAGE, "mk-decline-mentor")
    report, world = settled(company)
    assert stage(world) == "declined"
    assert "declined by the mentor (reason: no-time); next choice: Noor Haddad" in told(report)
    assert "thesis" not in told(report)
    assert world.places_left(world.program.person(MENTOR)) == 1
    assert "was declined" in jonas.body(PAGE)


@pytest.mark.seed("L1")
def test_the_four_stages_stand_on_the_page_and_in_the_coordinators_status(company_at: At) -> None:
    company = company_at("requested")
    pair = Pair(company, MENTEE, MENTOR)
    jonas, ines = company.actor(JONAS), company.actor(INES)
    assert "Finding each other" in jonas.body("Mentoring at Tidewren")

    def shown() -> tuple[str, str]:
        """The stage on the page, the same for both, and the one that the status counts."""
        (named,) = {properties(one.body(PAGE))["Stage"] for one in (jonas, ines)}
        rows = answer(company, "pair", "list", "--person", MENTEE)["pairings"]
        (stands,) = (row["stage"] for row in rows)
        assert answer(company, "status")["pairings"][stands] >= 1
        return named, stands

    assert shown() == ("Requested", "requested")
    pair.tick("accept")
    settled(company)
    assert shown() == ("Expectations and goals", "expectations")
    pair.tick("agree")
    settled(company)
    assert shown() == ("Growing", "growing")
    ines.tick(PAGE, "mk-done-mentor")
    settled(company)
    assert shown() == ("Reflecting", "reflecting")
    for actor, mine, side in (
        (jonas, "Reflection: Jonas Weber, with Inês Carvalho", "mentee"),
        (ines, "Reflection: Inês Carvalho, with Jonas Weber", "mentor"),
    ):
        actor.tick(mine, f"mk-complete-{side}")
    settled(company)
    assert shown() == ("Closed", "closed")


@pytest.mark.seed("M7")
def test_a_request_that_nobody_answers_expires(company_at: At) -> None:
    company = company_at("requested")
    company.actor(JONAS).tick(PAGE, "mk-accept-mentee")
    company.pass_days(2.5)
    assert stage(settled(company)[1]) == "requested"
    company.pass_days(1)
    report, world = settled(company)
    assert stage(world) == "expired"
    assert "expired: no answer by both within 3 days" in told(report)
    company.actor(INES).tick(PAGE, "mk-accept-mentor")
    assert stage(settled(company)[1]) == "expired"


def test_on_hold_resumed_and_stopped_without_blame(company_at: At) -> None:
    company = company_at("growing")
    assert "STATUS:CANCELLED" not in feed(company)
    company.actor(INES).tick(PAGE, "mk-hold-mentor")
    _, world = settled(company)
    assert stage(world) == "on-hold"
    assert "STATUS:CONFIRMED" not in feed(company)
    company.pass_days(20)
    company.actor(JONAS).tick(PAGE, "mk-resume-mentee")
    _, world = settled(company)
    assert stage(world) == "growing"
    assert "STATUS:CONFIRMED" in feed(company)
    company.actor(JONAS).tick(PAGE, "mk-stop-mentee")
    report, world = settled(company)
    assert stage(world) == "ended-early"
    assert "without a reason owed" in told(report)
    assert world.places_left(world.program.person(MENTOR)) == 1
    company.pass_days(7)
    assert stage(settled(company)[1]) == "ended-early"


@pytest.mark.seed("L3", "N4")
def test_a_pairing_that_is_over_comes_back_in_one_line(company_at: At) -> None:
    company = company_at("growing")
    jonas, ines = company.actor(JONAS), company.actor(INES)
    ines.tick(PAGE, "mk-stop-mentor")
    _, world = settled(company)
    page, plan = jonas.body(PAGE), len(world.snapshot.plans.by_key)
    company.pass_days(60)
    again = PairingEntry(mentee=MENTEE, mentor=MENTOR, asked=company.now().date(), reopens=True)
    append_pairing(company.folder, again)
    ines.fill_table(
        "Skills: Inês Carvalho", ("Mentoring", "Places"), [("offers help and wants a mentor", "0")]
    )
    report, world = settled(company)
    assert stage(world) == "ended-early"
    assert "was not reopened: the mentor has no place left" in told(report)
    ines.fill_table(
        "Skills: Inês Carvalho", ("Mentoring", "Places"), [("offers help and wants a mentor", "1")]
    )
    _, world = settled(company)
    assert stage(world) == "expectations"
    body = jonas.body(PAGE)
    assert "What we agree" in body
    assert "This time" in body
    assert "Web accessibility" in page
    assert "Web accessibility" in body, "the plan is still there"
    jonas.fill_table(PAGE, ("Scope", "This time"), [("What for, this time", "Ship the module")])
    jonas.tick(PAGE, "mk-agree-mentee-2")
    assert stage(settled(company)[1]) == "expectations"
    ines.tick(PAGE, "mk-agree-mentor-2")
    _, world = settled(company)
    assert stage(world) == "growing"
    assert len(world.snapshot.plans.by_key) > plan, "a new plan beside the old one"
    key = pairing_key(world.program.id, MENTEE, MENTOR)
    ahead = [meeting.start for meeting in world.meetings[key] if meeting.start > company.now()]
    assert 5 < len(ahead) < 15
    assert max(ahead) < company.now() + timedelta(days=93)


@pytest.mark.seed("F1", "L2")
def test_both_reflect_for_themselves_then_read_each_other_and_part_with_words(company_at: At) -> None:
    company = company_at("growing")
    jonas, ines = company.actor(JONAS), company.actor(INES)
    jonas.tick(PAGE, "mk-done-mentee")
    _, world = settled(company)
    assert stage(world) == "reflecting"
    his, hers = "Reflection: Jonas Weber, with Inês Carvalho", "Reflection: Inês Carvalho, with Jonas Weber"
    assert jonas.find_page(hers) is None
    assert ines.find_page(his) is None
    assert company.actor("elena.marinova@tidewren.example").find_page(his) is None
    assert "Web accessibility" in jonas.body(his)
    jonas.write_under(his, "What I am proud of", "My first module is live")
    ines.write_under(hers, "Thanks", "For every honest question")
    jonas.tick(his, "mk-complete-mentee")
    _, world = settled(company)
    assert stage(world) == "reflecting"
    assert ines.find_page(his) is None, "neither reads before both are in"
    company.pass_days(3)
    ines.tick(hers, "mk-complete-mentor")
    report, world = settled(company)
    assert stage(world) == "closed"
    both = "Reflections: Jonas Weber, Inês Carvalho"
    assert "For every honest question" in jonas.body(both)
    assert "My first module is live" in ines.body(both)
    assert company.actor("samir.aziz@tidewren.example").find_page(both) is None
    assert "first module" not in told(report)
    body = jonas.body(PAGE)
    assert "This pairing is closed: thank you both" in body
    assert f'/pages/{jonas.page(both)["id"]}">What you both wrote' in body
    assert "STATUS:CONFIRMED" not in feed(company)
