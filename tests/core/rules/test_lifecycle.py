# SPDX-License-Identifier: Apache-2.0
"""The other ends of a request and of a pairing: declined, expired, on hold, ended early, reopened."""

from datetime import timedelta
from pathlib import Path

import pytest

from mentorkit.domain.keys import Key
from mentorkit.domain.pairings import Stage
from mentorkit.domain.richtext import Cell, Mention, Table, inlines, words
from mentorkit.reconcile.changeset import Report
from tests.core.company import ANA, BEN, CARLA, DORA, PAIRING, Company, key, write_folder


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(write_folder(tmp_path))


def stage(company: Company, pairing: Key = PAIRING) -> Stage:
    """The stage as the next run will see it."""
    world = company.workspace.world(company.workspace.look())
    return next(one.stage for one in world.pairings if one.key == pairing)


def told(report: Report) -> str:
    return "\n".join(f"{line.about}: {line.what}; {line.remedy}" for line in report.told)


def fill(company: Company, page: Key, by: str, head: str, first: str, column: int, content: Cell) -> None:
    """Somebody fills a cell in the row that begins with ``first``, of the table with the heading ``head``."""

    def filled(table: Table) -> Table:
        return Table(
            rows=tuple(
                (*row[:column], content, *row[column + 1 :]) if words(row[0].content) == first else row
                for row in table.rows
            )
        )

    company.change_words(
        page,
        by,
        lambda content_: tuple(
            filled(node) if isinstance(node, Table) and words(node.rows[0][0].content) == head else node
            for node in content_
        ),
    )


def settled(company: Company) -> Report:
    """A run, and a second one that has nothing to do."""
    report = company.run()
    again = company.decide()
    assert not len(again), list(again)
    return report


def coming(company: Company) -> list[str]:
    """The status of every meeting that lies ahead."""
    events = [held.item for held in company.ours("meetings").values()]
    return [event.status for event in events if event.start > company.now]


# Declined


def test_a_request_is_declined_by_the_own_box_and_the_coordinator_hears_the_reason(company: Company) -> None:
    company.run()
    fill(company, PAIRING, BEN, "Reason", "No time now", 1, Cell(content=inlines("x, my mother is ill")))
    company.tick(PAIRING, "mk-decline-mentor", BEN)
    report = settled(company)
    assert stage(company) is Stage.DECLINED
    assert "declined by the mentor (reason: no-time)" in told(report)
    assert "mother" not in told(report)
    assert "declined" not in told(company.run()), "it is told once"


@pytest.mark.parametrize(("side", "by"), [("mentor", ANA), ("mentor", CARLA), ("mentee", BEN)])
def test_nobody_declines_for_somebody_else(company: Company, side: str, by: str) -> None:
    company.run()
    company.tick(PAIRING, f"mk-decline-{side}", by)
    settled(company)
    assert stage(company) is Stage.REQUESTED


@pytest.mark.parametrize(
    ("row", "code"), [("Another reason", "other"), ("Somebody else fits better", "other-fits-better")]
)
def test_reasons_are_codes(company: Company, row: str, code: str) -> None:
    company.run()
    fill(company, PAIRING, ANA, "Reason", row, 1, Cell(content=inlines("yes")))
    company.tick(PAIRING, "mk-decline-mentee", ANA)
    assert f"declined by the mentee (reason: {code})" in told(company.run())


def test_what_is_declined_stays_so_and_gives_the_place_back(company: Company) -> None:
    company.run()
    world = company.workspace.world(company.workspace.look())
    ben = world.program.person(BEN)
    assert world.places_left(ben) == 1
    company.tick(PAIRING, "mk-decline-mentor", BEN)
    company.run()
    company.tick(PAIRING, "mk-decline-mentor", BEN, done=False)
    company.accept()
    settled(company)
    assert stage(company) is Stage.DECLINED
    assert company.workspace.world(company.workspace.look()).places_left(ben) == 2


def test_after_a_no_the_next_wish_is_told(company: Company) -> None:
    company.run()
    for place, mentor in (("First", BEN), ("Second", CARLA), ("Third", DORA)):
        fill(company, key("growth", ANA), ANA, "Wish", place, 1, Cell(content=(Mention(person=mentor),)))
    company.tick(PAIRING, "mk-decline-mentor", BEN)
    assert "next choice: Dora" in told(company.run()), "Carla has no place"


# Expired


def test_a_request_expires_without_an_answer_by_both(company: Company) -> None:
    company.run()
    company.tick(PAIRING, "mk-accept-mentee", ANA)
    company.later(days=29)
    settled(company)
    assert stage(company) is Stage.REQUESTED
    company.later(days=1)
    assert "expired" in told(settled(company))
    company.tick(PAIRING, "mk-accept-mentor", BEN)
    settled(company)
    assert stage(company) is Stage.EXPIRED
    mark = company.held(PAIRING).mark
    assert mark is not None
    assert mark.has("stage", detail="expired")


def test_an_answer_that_came_before_the_run_is_in_time(company: Company) -> None:
    company.run()
    company.accept()
    company.later(days=40)
    settled(company)
    assert stage(company) is Stage.EXPECTATIONS


# On hold, ended early


def test_on_hold_meetings_are_canceled_and_come_back(company: Company) -> None:
    company.grown()
    company.later(days=40)
    company.run()
    before = coming(company)
    company.tick(PAIRING, "mk-hold-mentor", BEN)
    report = settled(company)
    assert stage(company) is Stage.ON_HOLD
    assert "on hold" in told(report)
    assert set(coming(company)) == {"canceled"}
    past = [held.item.status for held in company.ours("meetings").values() if held.item.start <= company.now]
    assert set(past) == {"confirmed"}, "what has taken place stays"
    company.later(days=30)
    company.tick(PAIRING, "mk-resume-mentee", ANA)
    settled(company)
    assert stage(company) is Stage.GROWING
    assert set(coming(company)) == {"confirmed"}
    assert 0 < len(coming(company)) < len(before)
    missed = [held.item for held in company.ours("meetings").values() if held.item.status == "canceled"]
    assert missed
    assert all(event.start <= company.now for event in missed)


def test_a_pairing_may_be_put_on_hold_again(company: Company) -> None:
    company.grown()
    for count in ("", "-2", "-3"):
        company.tick(PAIRING, f"mk-hold-mentee{count}", ANA)
        settled(company)
        assert stage(company) is Stage.ON_HOLD
        company.later(hours=1)
        company.tick(PAIRING, f"mk-resume-mentor{count}", BEN)
        settled(company)
        assert stage(company) is Stage.GROWING


def test_only_the_two_put_it_on_hold(company: Company) -> None:
    company.grown()
    company.tick(PAIRING, "mk-hold-mentee", BEN)
    company.tick(PAIRING, "mk-stop-mentee", CARLA)
    settled(company)
    assert stage(company) is Stage.GROWING


def test_ended_early_without_blame(company: Company) -> None:
    company.grown()
    company.tick(PAIRING, "mk-stop-mentee", ANA)
    report = settled(company)
    assert stage(company) is Stage.ENDED
    assert "ended early" in told(report)
    assert "mentee" not in told(report), "nobody hears who it was"
    assert set(coming(company)) == {"canceled"}
    company.later(days=400)
    settled(company)
    assert stage(company) is Stage.ENDED


# Reflecting, and reopening


def test_either_says_that_they_are_done(company: Company) -> None:
    company.grown()
    company.tick(PAIRING, "mk-done-mentor", BEN)
    settled(company)
    assert stage(company) is Stage.REFLECTING


def test_reflecting_begins_some_days_before_the_closing(company: Company) -> None:
    company.grown()
    closing = next(h.item.start for h in company.ours("meetings").values() if h.item.kind == "closing")
    company.now = closing - timedelta(days=8)
    settled(company)
    assert stage(company) is Stage.GROWING
    company.later(days=1)
    settled(company)
    assert stage(company) is Stage.REFLECTING


def reflecting(company: Company) -> Company:
    """The same company once the two reflect."""
    company.grown()
    company.tick(PAIRING, "mk-done-mentor", BEN)
    company.run()
    return company


def reflection(whose: str) -> Key:
    return key("reflection", ANA, BEN, whose)


def test_each_writes_on_a_page_of_the_own(company: Company) -> None:
    reflecting(company)
    for side, person in (("mentee", ANA), ("mentor", BEN)):
        audience = company.held(reflection(side)).item.audience
        assert audience.view == audience.edit == {person}
    assert "Git" in str(company.held(reflection("mentee")).item), "what was aimed for stands in it"
    assert reflection("both") not in company.ours("pages")


@pytest.mark.parametrize("ticks", [[("mentee", ANA)], [("mentee", ANA), ("mentor", ANA)]])
def test_neither_reads_before_both_are_in(company: Company, ticks: list[tuple[str, str]]) -> None:
    reflecting(company)
    for side, by in ticks:
        company.tick(reflection(side), f"mk-complete-{side}", by)
    settled(company)
    assert stage(company) is Stage.REFLECTING
    assert reflection("both") not in company.ours("pages")


def test_when_both_are_in_both_read_both_and_the_pairing_closes(company: Company) -> None:
    reflecting(company)
    company.write_note(reflection("mentee"), ANA, "I merged without fear")
    company.write_note(reflection("mentor"), BEN, "I learned to ask")
    company.tick(reflection("mentee"), "mk-complete-mentee", ANA)
    settled(company)
    company.later(days=2)
    company.tick(reflection("mentor"), "mk-complete-mentor", BEN)
    report = settled(company)
    assert stage(company) is Stage.CLOSED
    assert "is closed" in told(report)
    both = company.held(reflection("both")).item
    assert both.audience.view == {ANA, BEN}
    assert "I merged without fear" in str(both.generated("mentee"))
    assert "I learned to ask" in str(both.generated("mentor"))
    assert "mk-complete" not in str(both)
    assert "This pairing is closed" in str(company.held(PAIRING).item.generated("steps"))
    assert set(coming(company)) == {"canceled"}


def test_the_page_for_both_is_made_once(company: Company) -> None:
    """What is edited later, or deleted, is people's."""
    reflecting(company)
    for side, person in (("mentee", ANA), ("mentor", BEN)):
        company.tick(reflection(side), f"mk-complete-{side}", person)
    settled(company)
    company.write_note(reflection("mentee"), ANA, "a second thought")
    settled(company)
    assert "a second thought" not in str(company.held(reflection("both")).item)
    company.tool("pages").delete(company.held(reflection("both")).ref)
    company.fresh()
    company.run()
    settled(company)
    assert reflection("both") not in company.ours("pages")


def test_a_second_round_has_reflections_of_its_own(company: Company) -> None:
    reflecting(company)
    for side, person in (("mentee", ANA), ("mentor", BEN)):
        company.tick(reflection(side), f"mk-complete-{side}", person)
    settled(company)
    company.later(days=40)
    settled(reopened(company))
    for side, person in (("mentee", ANA), ("mentor", BEN)):
        company.tick(PAIRING, f"mk-agree-{side}-2", person)
    settled(company)
    company.tick(PAIRING, "mk-done-mentee-2", ANA)
    settled(company)
    assert stage(company) is Stage.REFLECTING
    for side, person in (("mentee", ANA), ("mentor", BEN)):
        company.tick(reflection(f"{side}-2"), f"mk-complete-{side}-2", person)
    settled(company)
    assert stage(company) is Stage.CLOSED
    assert reflection("both-2") in company.ours("pages")


AGAIN = """\
- {mentee: ana, mentor: ben, asked: 2026-01-20}
- {mentee: ana, mentor: ben, asked: 2026-03-02, reopens: true}
"""


def reopened(company: Company) -> Company:
    """The same program once the file asks for the pairing again."""
    (company.folder / "pairings.yaml").write_text(AGAIN, encoding="utf-8")
    company.fresh()
    return company


def test_a_pairing_that_ended_is_reopened_under_its_key(company: Company) -> None:
    company.grown()
    company.tick(PAIRING, "mk-stop-mentor", BEN)
    company.run()
    facts = company.held(PAIRING).mark.ledger  # type: ignore[union-attr]  # ours carry a mark
    company.later(days=40)
    settled(reopened(company))
    assert stage(company) is Stage.EXPECTATIONS
    mark = company.held(PAIRING).mark
    assert mark is not None
    assert set(facts) <= set(mark.ledger), "history is kept"
    assert mark.has("reopened", detail="2026-03-02")
    assert [held for held in company.ours("pages") if "/pairing/" in held] == [PAIRING]


def test_after_reopening_a_new_round_of_ticks_counts(company: Company) -> None:
    company.grown()
    company.tick(PAIRING, "mk-stop-mentor", BEN)
    company.run()
    company.later(days=40)
    settled(reopened(company))
    assert stage(company) is Stage.EXPECTATIONS, "the old agreement is not a new one"
    company.tick(PAIRING, "mk-agree-mentee-2", ANA)
    settled(company)
    assert stage(company) is Stage.EXPECTATIONS
    company.tick(PAIRING, "mk-agree-mentor-2", BEN)
    settled(company)
    assert stage(company) is Stage.GROWING
    goals = [name for name in company.ours("plans") if "/goal/" in name]
    assert goals == [key("goal", ANA, BEN, "p1-1"), key("goal", ANA, BEN, "p1-r2-1")]
    company.tick(PAIRING, "mk-stop-mentor-2", BEN)
    settled(company)
    assert stage(company) is Stage.ENDED


def test_meetings_are_planned_anew_for_three_months(company: Company) -> None:
    company.grown()
    company.later(days=20)
    company.tick(PAIRING, "mk-stop-mentor", BEN)
    company.run()
    company.later(days=20)
    company.run()
    before = {name: held.item for name, held in company.ours("meetings").items()}
    settled(reopened(company))
    after = {name: held.item for name, held in company.ours("meetings").items()}
    ahead = [event for event in after.values() if event.start > company.now and event.status == "confirmed"]
    assert min(ahead, key=lambda event: event.start).kind == "first-meeting"
    assert max(event.start for event in ahead) <= company.now + timedelta(days=92)
    past = {name for name, event in before.items() if event.start <= company.now}
    assert {name: after[name] for name in past} == {name: before[name] for name in past}


def test_reopening_waits_for_a_place(company: Company) -> None:
    company.grown()
    company.tick(PAIRING, "mk-stop-mentor", BEN)
    company.run()
    company.later(days=40)
    people = (company.folder / "people.csv").read_text(encoding="utf-8")
    (company.folder / "people.csv").write_text(people.replace("offers,2", "offers,0"), encoding="utf-8")
    fill(company, key("profile", BEN), BEN, "Mentoring", "offers help", 1, Cell(content=inlines("0")))
    report = settled(reopened(company))
    assert "was not reopened: the mentor has no place left" in told(report)
    assert stage(company) is Stage.ENDED
    fill(company, key("profile", BEN), BEN, "Mentoring", "offers help", 1, Cell(content=inlines("1")))
    settled(company)
    assert stage(company) is Stage.EXPECTATIONS


def test_only_what_is_over_is_reopened(company: Company) -> None:
    company.grown()
    company.later(days=40)
    report = settled(reopened(company))
    assert "was not reopened: it is not over (stage growing)" in told(report)
    assert stage(company) is Stage.GROWING


def test_a_reopening_of_next_month_waits(company: Company) -> None:
    company.grown()
    company.tick(PAIRING, "mk-stop-mentor", BEN)
    company.run()
    settled(reopened(company))
    assert stage(company) is Stage.ENDED
