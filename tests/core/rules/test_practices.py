# SPDX-License-Identifier: Apache-2.0
"""The practices over a whole small program: consent, agreement, the plan, milestones and meetings."""

from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from mentorkit.domain.calendar import Span
from mentorkit.domain.keys import Key, key_parts
from mentorkit.domain.pairings import Stage
from mentorkit.domain.skills import Skill, SkillKind, SkillWords
from mentorkit.ports import Audience, Status, WorkItem
from mentorkit.reconcile.changeset import Report
from mentorkit.rules.planning import practice_item
from tests.core.company import ANA, BEN, CARLA, DORA, MONDAY, PAIRING, TEXTS, Company, key, write_folder


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(write_folder(tmp_path))


def stage(company: Company, pairing: Key = PAIRING) -> Stage:
    """The stage as the next run will see it."""
    world = company.workspace.world(company.workspace.look())
    return next(one.stage for one in world.pairings if one.key == pairing)


def kinds(company: Company) -> list[str]:
    """What is on the board."""
    return sorted(held.item.kind for held in company.ours("plans").values())


def told(report: Report) -> str:
    return "\n".join(f"{line.about}: {line.what}" for line in report.told)


def of_kind(company: Company, kind: str) -> dict[Key, Any]:
    return {name: held for name, held in company.ours("plans").items() if held.item.kind == kind}


# Consent


@pytest.mark.parametrize(
    ("ticks", "expected"),
    [
        ([("mentee", ANA)], Stage.REQUESTED),
        ([("mentee", ANA), ("mentor", BEN)], Stage.EXPECTATIONS),
        ([("mentee", ANA), ("mentor", ANA)], Stage.REQUESTED),
        ([("mentee", BEN), ("mentor", BEN)], Stage.REQUESTED),
        ([("mentee", CARLA), ("mentor", CARLA)], Stage.REQUESTED),
        ([("mentee", BEN), ("mentor", ANA)], Stage.REQUESTED),
    ],
)
def test_only_the_tick_of_the_person_named_counts(
    company: Company, ticks: list[tuple[str, str]], expected: Stage
) -> None:
    company.run()
    for side, by in ticks:
        company.tick(PAIRING, f"mk-accept-{side}", by)
    company.run()
    assert stage(company) is expected


def test_an_untick_changes_no_stage(company: Company) -> None:
    company.run()
    company.accept()
    company.run()
    company.tick(PAIRING, "mk-accept-mentor", BEN, done=False)
    company.later(days=2)
    assert company.run().writes == 0
    assert stage(company) is Stage.EXPECTATIONS


def test_consents_may_be_days_apart(company: Company) -> None:
    company.run()
    company.tick(PAIRING, "mk-accept-mentee", ANA)
    company.run()
    company.tick(PAIRING, "mk-accept-mentee", ANA, done=False)
    company.later(days=5)
    company.tick(PAIRING, "mk-accept-mentor", BEN)
    company.run()
    mark = company.held(PAIRING).mark
    assert mark is not None
    assert [(fact.by, fact.at) for fact in mark.ledger if fact.name == "accepted-by"] == [
        (ANA, MONDAY),
        (BEN, company.now),
    ]
    assert stage(company) is Stage.EXPECTATIONS


def test_both_agree_after_both_have_accepted(company: Company) -> None:
    company.grown()
    assert stage(company) is Stage.GROWING


def test_one_agreement_is_not_enough(company: Company) -> None:
    company.run()
    company.accept()
    company.run()
    company.tick(PAIRING, "mk-agree-mentee", ANA)
    company.tick(PAIRING, "mk-agree-mentor", ANA)
    company.run()
    assert stage(company) is Stage.EXPECTATIONS
    assert "goal" not in kinds(company)


def test_an_agreement_before_both_have_accepted_waits(company: Company) -> None:
    company.run()
    company.rate(ANA, "1", "0")
    company.accept()
    company.run()
    company.agree()
    page = company.held(PAIRING)
    assert page.mark is not None
    company.tool("pages").edit(page.ref, ANA)
    page.mark = page.mark.model_copy(update={"ledger": page.mark.ledger[:1]})
    company.tick(PAIRING, "mk-accept-mentor", BEN, done=False)
    company.fresh()
    assert stage(company) is Stage.REQUESTED
    company.tick(PAIRING, "mk-accept-mentor", BEN)
    assert stage(company) is Stage.GROWING


def test_nothing_is_acted_on_that_cannot_be_noted_down(company: Company) -> None:
    """A pairing page moved away takes no new facts: acting on its ticks would be new every day."""
    company.run()
    company.tool("pages").stray(company.held(PAIRING).ref)
    company.accept()
    for _ in range(3):
        report = company.run()
        company.later(days=1)
        assert report.writes == 0
        assert "moved out" in told(report)
    assert company.ours("meetings") == {}


# The plan


def test_the_plan_is_made_when_both_agree(company: Company) -> None:
    company.grown()
    assert kinds(company) == ["activity", "activity", "activity", "board", "goal", "milestone"]
    (goal,) = of_kind(company, "goal").values()
    assert goal.item.title == "Git 1 → 2 by 4 May 2026"
    assert (goal.item.assignee, goal.item.audience) == (ANA, {ANA, BEN, CARLA})
    assert goal.item.due == MONDAY.date() + timedelta(days=91)
    titles = [held.item.title for held in of_kind(company, "activity").values()]
    assert titles == ["Learn: Git kata", "Learn: Pro Git", "Practice: Merge"]
    assert [held.item.work for held in of_kind(company, "activity").values()][-1] == {"WEB-1"}


def test_the_plan_is_made_once(company: Company) -> None:
    """What people delete from it stays deleted, also for a run that starts with an empty disk."""
    company.grown()
    for held in list(of_kind(company, "activity").values()) + list(of_kind(company, "milestone").values()):
        company.tool("plans").delete(held.ref)
    company.fresh()
    company.run()
    assert kinds(company) == ["board", "goal"]
    company.rate(ANA, "0", "0")
    company.run()
    assert kinds(company) == ["board", "goal"]


def test_a_plan_needs_something_to_plan_for(company: Company) -> None:
    company.run()
    company.accept()
    company.run()
    company.agree()
    report = company.run()
    assert kinds(company) == ["board"]
    assert "no focus skill" in told(report)
    company.rate(ANA, "1", "1")
    company.run()
    assert "goal" in kinds(company)


def test_a_goal_is_not_lost_on_the_page(company: Company) -> None:
    company.grown()
    goals = company.held(PAIRING).item.generated("goals")
    assert "0 of 3 done" in str(goals)
    for held in of_kind(company, "activity").values():
        company.tool("plans").edit(held.ref, ANA, status=Status.DONE)
        break
    company.run()
    assert "1 of 3 done" in str(company.held(PAIRING).item.generated("goals"))


@pytest.mark.parametrize(
    ("visibility", "expected"),
    [("pair", {ANA, BEN, CARLA}), ("program", {ANA, BEN, CARLA, DORA}), ("company", None)],
)
def test_who_may_see_a_plan(tmp_path: Path, visibility: str, expected: Any) -> None:
    program = TEXTS["program.yaml"] + f"plans: {{visibility: {visibility}}}\n"
    company = Company(write_folder(tmp_path, program=program)).grown()
    assert {
        held.item.audience and frozenset(held.item.audience) for held in of_kind(company, "goal").values()
    } == {expected and frozenset(expected)}


GIT = Skill(id="git", name="Git", kind=SkillKind.TECHNOLOGY, words=SkillWords(labels=("VCS",)))


def work(
    name: str, *, labels: tuple[str, ...] = ("vcs",), assignee: str = "", is_open: bool = True
) -> WorkItem:
    return WorkItem(
        name=name,
        title=name,
        url=f"https://e.org/{name}",
        labels=frozenset(labels),
        assignee=assignee,
        open=is_open,
        updated=MONDAY,
    )


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        ([work("W-2"), work("W-1")], "W-1"),
        ([work("W-1"), work("W-2", assignee=ANA)], "W-2"),
        ([work("W-1", assignee=BEN)], None),
        ([work("W-1", is_open=False)], None),
        ([work("W-1", labels=("php",))], None),
        ([work("W-1", labels=("GIT",))], "W-1"),
        ([], None),
    ],
)
def test_the_work_to_practice_on(offered: list[WorkItem], chosen: str | None) -> None:
    found = practice_item(offered, GIT, ANA)
    assert (found.name if found else None) == chosen
    assert practice_item(offered, None, ANA) is None


def test_without_work_to_practice_on_the_coordinator_is_told(company: Company) -> None:
    company.plugin.work = ()
    company.run()
    company.rate(ANA, "1", "0")
    company.accept()
    company.run()
    company.agree()
    assert "no open work item fits Git" in told(company.run())


# Milestones


def finish(company: Company, *statuses: Status) -> None:
    for held, status in zip(of_kind(company, "activity").values(), statuses, strict=True):
        company.tool("plans").edit(held.ref, ANA, status=status)


def milestone(company: Company) -> Any:
    return next(iter(of_kind(company, "milestone").values()))


@pytest.mark.parametrize(
    ("statuses", "reached"),
    [
        ((Status.DONE, Status.DONE, Status.DONE), True),
        ((Status.DONE, Status.CANCELED, Status.DONE), True),
        ((Status.DONE, Status.DONE, Status.SHOW), False),
        ((Status.CANCELED, Status.CANCELED, Status.CANCELED), False),
    ],
)
def test_a_milestone_is_reached_when_its_activities_are_done(
    company: Company, statuses: tuple[Status, ...], reached: bool
) -> None:
    company.grown()
    finish(company, *statuses)
    company.run()
    assert (milestone(company).item.status is Status.DONE) is reached
    assert len(milestone(company).comments) == reached


def test_a_milestone_is_celebrated_once(company: Company) -> None:
    """Reopened activities and a reopened milestone are people's; nothing is celebrated again."""
    company.grown()
    finish(company, *[Status.DONE] * 3)
    company.run()
    finish(company, Status.DOING, Status.DONE, Status.DONE)
    company.run()
    company.tool("plans").edit(milestone(company).ref, ANA, status=Status.DOING)
    finish(company, *[Status.DONE] * 3)
    company.fresh()
    company.run()
    assert len(milestone(company).comments) == 1
    assert milestone(company).item.status is Status.DOING


def test_a_milestone_of_somebody_who_left_is_reached_all_the_same(company: Company) -> None:
    company.grown()
    finish(company, *[Status.DONE] * 3)
    people = [line for line in TEXTS["people.csv"].splitlines() if not line.startswith("ben,")]
    (company.folder / "people.csv").write_text("\n".join(people), encoding="utf-8")
    (company.folder / "pairings.yaml").write_text("", encoding="utf-8")
    company.fresh()
    company.run()
    assert milestone(company).item.status is Status.DONE
    (notice,) = milestone(company).comments
    assert [node.person for node in notice.body[0].content if node.t == "mention"] == [ANA]


# Meetings

THREE = """\
- {mentee: ana, mentor: ben, asked: 2026-01-20}
- {mentee: carla, mentor: ben, asked: 2026-01-20}
- {mentee: dora, mentor: ben, asked: 2026-01-21}
- {mentee: ana, mentor: dora, asked: 2026-01-22}
"""


def test_nobody_is_booked_twice(tmp_path: Path) -> None:
    """A mentor of three, one of whom mentors as well, and who accept on different days."""
    company = Company(write_folder(tmp_path, pairings=THREE))
    company.run()
    for mentee, mentor in ((DORA, BEN), (ANA, BEN), (CARLA, BEN), (ANA, DORA)):
        company.accept(key("pairing", mentee, mentor), mentee, mentor)
        if mentee != ANA:
            company.run()
            company.later(days=3)
    company.run()
    events = [held.item for held in company.ours("meetings").values()]
    assert len({(held.people, held.kind, held.start) for held in events}) == len(events) >= 4 * 15
    for person in (ANA, BEN, CARLA, DORA):
        spans = [
            Span(event.start, event.start + timedelta(minutes=event.minutes))
            for event in events
            if person in event.people
        ]
        assert not [pair for pair in combinations(spans, 2) if pair[0].meets(pair[1])]
    assert len(company.decide()) == 0


def test_meetings_begin_when_both_have_accepted_and_never_move_by_themselves(company: Company) -> None:
    company.run()
    assert company.ours("meetings") == {}
    company.accept()
    company.run()
    starts = {name: held.item.start for name, held in company.ours("meetings").items()}
    first = [name for name in starts if key_parts(name).subjects[2].startswith("first-meeting")]
    assert len(first) == 1
    assert MONDAY < starts[first[0]] <= MONDAY + timedelta(days=15)
    company.later(days=30)
    company.fresh()
    company.run()
    assert {name: held.item.start for name, held in company.ours("meetings").items()} == starts


def test_a_meeting_that_was_moved_stays_and_the_page_follows(company: Company) -> None:
    company.grown()
    name, held = sorted(company.ours("meetings").items())[3]
    moved = held.item.start + timedelta(days=1, hours=1)
    company.tool("meetings").edit(held.ref, BEN, start=moved)
    report = company.run()
    assert [changed for _, _, changed, _ in report.applied] == [PAIRING]
    assert company.ours("meetings")[name].item.start == moved


def test_a_page_that_could_not_be_written_has_no_meetings_yet(company: Company) -> None:
    """The day both accepted is noted on the page first: all meetings are counted from it."""
    company.run()
    company.accept()
    page = company.held(PAIRING)
    snapshot = company.workspace.look()
    changes = company.workspace.decide(snapshot)
    company.tool("pages").delete(page.ref)
    company.workspace.apply(snapshot, changes)
    assert company.ours("meetings") == {}


# People and pages


def test_people_without_an_account_are_told_and_others_enrolled(tmp_path: Path) -> None:
    company = Company(write_folder(tmp_path))
    company.plugin.directory.missing = frozenset({ANA})
    report = company.run()
    assert "Ana: has no account" in told(report)
    assert f"{PAIRING}: waits for an account of Ana" in told(report)
    assert key("profile", ANA) not in company.ours("pages")
    assert key("profile", BEN) in company.ours("pages")
    assert PAIRING not in company.ours("pages")
    company.plugin.directory.missing = frozenset()
    company.fresh()
    assert company.run().whole
    assert {key("profile", ANA), key("growth", ANA), PAIRING} <= set(company.ours("pages"))


def test_growth_pages_open_to_mentors_when_they_are(company: Company) -> None:
    growth = key("growth", ANA)
    company.run()
    assert company.held(growth).item.audience == Audience(view={ANA, CARLA}, edit={ANA, CARLA})
    company.accept()
    company.run()
    assert company.held(growth).item.audience.view == {ANA, BEN, CARLA}


def test_gaps_stand_on_private_pages_only(company: Company) -> None:
    company.grown()
    for held in company.ours("pages").values():
        if held.item.audience.view is None:
            assert "Needed and now" not in str(held.item), held.item.title


def test_what_cannot_be_read_is_told_to_be_looked_at(company: Company) -> None:
    company.run()
    company.rate(ANA, "many")
    assert "Ana's profile: the level of “Git” is not one of 0 to 4" in told(company.run())


def test_helpers_are_those_who_are_ready_and_able(company: Company) -> None:
    company.run()
    for person in (ANA, BEN, CARLA):
        company.rate(person, "4", "2")
    company.run()
    shown = str(company.held(key("helpers", "helpers")).item.generated("helpers"))
    assert "person='ben'" in shown
    assert "person='ana'" not in shown
    assert "person='carla'" not in shown
    assert "(4; 1 free)" in shown, "one of two places is asked for"


def test_the_dates_on_the_page_are_those_of_the_pairing(company: Company) -> None:
    company.run()
    assert str(date(2026, 1, 20).day) in str(company.held(PAIRING).item.generated("glance"))
    assert stage(company) is Stage.REQUESTED
