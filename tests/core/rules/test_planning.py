# SPDX-License-Identifier: Apache-2.0
"""The plan that agreeing makes, the work to practice on, and milestones."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mentorkit.domain.skills import Skill, SkillKind, SkillWords
from mentorkit.ports import Status, WorkItem
from mentorkit.rules.planning import practice_item
from tests.core.company import ANA, BEN, CARLA, DORA, MONDAY, PAIRING, TEXTS, Company, write_folder
from tests.core.rules.seen import kinds, of_kind, told


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
