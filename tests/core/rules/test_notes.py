# SPDX-License-Identifier: Apache-2.0
"""Meeting notes: the page, its lines that become tasks, held or not, another time."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mentorkit.documents.notes import ANSWER, BY, MET, MOVE_TO, OUTCOME, TALKED, TASK, read_notes
from mentorkit.domain.keys import Key
from mentorkit.domain.meetings import HELD, NOT_HELD, Meeting, meeting_subject
from mentorkit.domain.richtext import Blocks, Cell, Day, Inlines, Table, inlines, words
from mentorkit.ports import Document, Own, PlanItem, Status
from mentorkit.reconcile.changeset import Report
from mentorkit.reconcile.wishes import Wish
from mentorkit.rules.moving import meeting_set
from tests.core.company import ANA, BEN, PAIRING, Company, key, write_folder

SOFIA = ZoneInfo("Europe/Sofia")


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(write_folder(tmp_path)).grown()


def coming(company: Company) -> Meeting:
    world = company.workspace.world(company.workspace.look())
    return next(meeting for meeting in world.meetings[PAIRING] if meeting.start > company.now)


def notes_key(meeting: Meeting) -> Key:
    return key("notes", ANA, BEN, meeting_subject(meeting))


def day_before(company: Company) -> Meeting:
    """The next meeting, with its page made the day before."""
    meeting = coming(company)
    company.now = meeting.start.astimezone(company.now.tzinfo) - timedelta(hours=20)
    company.run()
    return meeting


def write(company: Company, page: Key, column: str, row: int, *cells: str | Inlines) -> None:
    """Ana fills cells of a row of the table that has this column, from the left."""

    def filled(table: Table) -> Table:
        lines = list(table.rows)
        new = [Cell(content=inlines(cell) if isinstance(cell, str) else cell) for cell in cells]
        lines[row] = (*new, *lines[row][len(new) :])
        return Table(rows=tuple(lines))

    def change(content: Blocks) -> Blocks:
        return tuple(
            filled(node)
            if isinstance(node, Table) and column in [words(cell.content) for cell in node.rows[0]]
            else node
            for node in content
        )

    company.change_words(page, ANA, change)


def answer(company: Company, page: Key, question: str, said: str | Inlines) -> None:
    place = [MET, OUTCOME, MOVE_TO].index(question) + 1
    write(company, page, ANSWER, place, question, said)


def tasks(company: Company) -> dict[str, PlanItem]:
    """The activities that were made of lines, by title."""
    made = {k: held.item for k, held in company.ours("plans").items() if "-note-" in k}
    return {item.title: item for item in made.values()}


def facts(company: Company, record: Key, *names: str) -> list[tuple[str, str]]:
    mark = company.held(record).mark
    assert mark is not None
    return [(fact.name, fact.detail) for fact in mark.ledger if fact.name in names]


def settled(company: Company) -> Report:
    report = company.run()
    again = company.decide()
    assert not len(again), list(again)
    return report


def test_the_page_comes_the_day_before_and_not_earlier(company: Company) -> None:
    meeting = coming(company)
    local = meeting.start.astimezone(SOFIA)
    company.now = datetime.combine(local.date() - timedelta(days=2), local.time(), SOFIA)
    company.run()
    assert notes_key(meeting) not in company.ours("pages")
    company.now = datetime.combine(local.date() - timedelta(days=1), datetime.min.time(), SOFIA)
    settled(company)
    page = company.held(notes_key(meeting)).item
    assert page.parent == PAIRING
    assert not page.audience.private, "it inherits from the page above it"
    assert local.date().isoformat() in page.title


def test_a_page_that_was_missed_for_two_days_is_not_made(company: Company) -> None:
    meeting = coming(company)
    company.now = meeting.start + timedelta(days=2, hours=1)
    company.run()
    assert notes_key(meeting) not in company.ours("pages")


def test_a_deleted_page_does_not_come_back(company: Company) -> None:
    meeting = day_before(company)
    page = company.held(notes_key(meeting))
    company.tool("pages").delete(page.ref)
    company.fresh()
    company.run()
    assert notes_key(meeting) not in company.ours("pages")


def test_where_the_plan_stands_is_left_as_it_was_once_the_meeting_has_begun(company: Company) -> None:
    meeting = day_before(company)
    before = company.held(notes_key(meeting)).item.generated("standing")
    for held in company.ours("plans").values():
        if held.item.kind.value == "activity":
            company.tool("plans").edit(held.ref, ANA, status=Status.DONE)
    company.now = meeting.start + timedelta(hours=1)
    company.run()
    assert company.held(notes_key(meeting)).item.generated("standing") == before


def test_each_new_line_becomes_one_activity_and_deleting_it_is_final(company: Company) -> None:
    meeting = day_before(company)
    page = notes_key(meeting)
    write(company, page, TASK, 1, "Rebase the feature branch", "Git", (Day(day=meeting.slot),))
    write(company, page, TASK, 2, "Show Ben the history", "", "no idea")
    report = settled(company)
    made = tasks(company)
    assert set(made) == {"Rebase the feature branch", "Show Ben the history"}
    rebase = made["Rebase the feature branch"]
    assert rebase.due == meeting.slot
    assert rebase.assignee == ANA
    assert "skill-git" in rebase.labels
    assert rebase.parent is not None
    assert "/goal/" in rebase.parent
    assert any(f"column {BY} is not one" in told.what for told in report.told)
    assert company.held(page).item.generated("made") is not None
    ref = next(held.ref for k, held in company.ours("plans").items() if held.item == rebase)
    company.tool("plans").delete(ref)
    company.fresh()
    settled(company)
    assert set(tasks(company)) == {"Show Ben the history"}


def test_a_line_that_is_retyped_is_the_same_task_and_another_is_not(company: Company) -> None:
    meeting = day_before(company)
    page = notes_key(meeting)
    write(company, page, TASK, 1, "Rebase the feature branch")
    settled(company)
    write(company, page, TASK, 1, "Rebase the feature branch onto main")
    settled(company)
    assert list(tasks(company)) == ["Rebase the feature branch"], "the wording on the board stays"
    write(company, page, TASK, 1, "Read about bisect")
    settled(company)
    assert set(tasks(company)) == {"Rebase the feature branch", "Read about bisect"}


def test_a_line_written_after_a_month_stays_words(company: Company) -> None:
    meeting = day_before(company)
    company.now = meeting.start + timedelta(days=29)
    write(company, notes_key(meeting), TASK, 1, "Too late")
    company.run()
    assert not tasks(company)


@pytest.mark.parametrize(
    ("met", "outcome", "noted"),
    [
        ("yes", "", [HELD]),
        ("Yes, an hour", "", [HELD]),
        ("да", "", [HELD]),
        ("no", "", [NOT_HELD]),
        ("No – Ben was ill", "", [NOT_HELD]),
        ("", "We know what bisect is for", [HELD]),
        ("perhaps", "", []),
        ("", "", []),
    ],
)
def test_held_or_not_by_their_own_words(company: Company, met: str, outcome: str, noted: list[str]) -> None:
    meeting = day_before(company)
    page = notes_key(meeting)
    answer(company, page, MET, met)
    answer(company, page, OUTCOME, outcome)
    company.run()
    assert not facts(company, PAIRING, HELD, NOT_HELD), "not before the meeting has begun"
    company.now = meeting.start + timedelta(hours=3)
    report = settled(company)
    subject = meeting_subject(meeting)
    assert facts(company, PAIRING, HELD, NOT_HELD) == [(name, subject) for name in noted]
    assert any("neither yes nor no" in told.what for told in report.told) == (met == "perhaps")
    meetings = company.held(PAIRING).item.generated("meetings")
    assert meetings is not None
    assert (outcome in str(meetings)) or not outcome


def test_of_two_answers_the_better_one_stays(company: Company) -> None:
    meeting = day_before(company)
    company.now = meeting.start + timedelta(hours=3)
    for said in ("no", "yes", "no"):
        answer(company, notes_key(meeting), MET, said)
        settled(company)
    subject = meeting_subject(meeting)
    assert sorted(facts(company, PAIRING, HELD, NOT_HELD)) == [(HELD, subject), (NOT_HELD, subject)]
    meetings = company.held(PAIRING).item.generated("meetings")
    assert "did not take place" not in str(meetings)


def test_what_was_not_talked_about_is_carried_over(company: Company) -> None:
    meeting = day_before(company)
    write(company, notes_key(meeting), TALKED, 1, "Pair on a rebase", "")
    write(company, notes_key(meeting), TALKED, 2, "Code review manners", "x")
    company.now = meeting.start + timedelta(hours=3)
    company.run()
    later = day_before(company)
    assert later.start > meeting.start
    standing = str(company.held(notes_key(later)).item.generated("standing"))
    assert "Left over from last time" in standing
    assert "Pair on a rebase" in standing
    assert "Code review manners" not in standing


def test_another_time_moves_the_meeting_once(company: Company) -> None:
    meeting = day_before(company)
    page, subject = notes_key(meeting), meeting_subject(meeting)
    there = (meeting.start + timedelta(days=3)).astimezone(SOFIA).replace(hour=15, minute=30)
    answer(company, page, MOVE_TO, (Day(day=there.date()), *inlines(" 15:30")))
    settled(company)
    event = company.held(key("meeting", ANA, BEN, subject)).item
    assert event.start == there
    mark = company.held(PAIRING).mark
    assert mark is not None
    fact = meeting_set(mark.ledger, subject, there + timedelta(hours=1), company.now)
    assert fact is not None
    company.workspace.ask(Wish(key=PAIRING, facts=(fact,)))
    settled(company)
    event = company.held(key("meeting", ANA, BEN, subject)).item
    assert event.start == there + timedelta(hours=1), "a later move by command counts"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("2026-03-05 14:00", datetime(2026, 3, 5, 14, 0, tzinfo=SOFIA)),
        ("on 2026-03-05, please", datetime(2026, 3, 5, 10, 0, tzinfo=SOFIA)),
        ("9.15", datetime(2026, 3, 4, 9, 15, tzinfo=SOFIA)),
        ("soon", None),
        ("2026-02-31", None),
    ],
)
def test_times_as_people_write_them(said: str, found: datetime | None) -> None:
    rows = ((Cell(content=inlines("Afterwards")), Cell(content=inlines(ANSWER))),)
    rows = (*rows, (Cell(content=inlines(MOVE_TO)), Cell(content=inlines(said))))
    page = Document(kind="notes", title="x", blocks=(Own(content=(Table(rows=rows),)),))
    notes = read_notes(page, SOFIA, datetime(2026, 3, 4, 10, 0, tzinfo=SOFIA))
    assert notes.move_to == found
    assert bool(notes.problems) == (found is None)
