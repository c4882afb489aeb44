# SPDX-License-Identifier: Apache-2.0
"""Every KPI that is counted from events, by tables: nobody, nothing to divide by, few people, and values."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from mentorkit.domain.keys import make_key
from mentorkit.domain.pairings import Stage
from mentorkit.program.schema import ProgramGoal
from mentorkit.program.shipped import shipped_kpis
from mentorkit.reports.facts import Facts, GoalFact, MetFact, PairFacts, PersonFacts, SkillFact, TaskFact
from mentorkit.reports.figures import Figure, shown
from mentorkit.reports.goals import goal_kpi, goal_target
from mentorkit.reports.kpis import COUNTED, measure

NOW = datetime(2026, 12, 7, 12, tzinfo=UTC)
START = datetime(2026, 10, 1, tzinfo=UTC)
LETTERS = "abcdefgh"


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def met(days: float, held: bool | None = True, minutes: int = 30) -> MetFact:
    return MetFact(start=ago(days), minutes=minutes, held=held)


def pair(mentee: str, mentor: str, stage: Stage = Stage.GROWING, **more: Any) -> PairFacts:
    values = {"asked": ago(40), "began": ago(39) if stage.together or stage is Stage.CLOSED else None, **more}
    key = make_key("agency", "pairing", (mentee, mentor))
    return PairFacts(key=key, mentee=mentee, mentor=mentor, stage=stage, **values)


def person(name: str, **more: Any) -> PersonFacts:
    return PersonFacts(id=name, **more)


def goal(
    after: int | None, *, before: int = 1, target: int = 2, due: int = 3, done: bool = False
) -> GoalFact:
    day = (NOW - timedelta(days=due)).date()
    return GoalFact(skill="git", before=before, target=target, due=day, done=done, after=after)


def facts(*pairs: PairFacts, people: tuple[PersonFacts, ...] = (), **more: Any) -> Facts:
    return Facts(now=NOW, timezone="Europe/Sofia", people=people, pairs=pairs, **more)


def figure(kpi: str, of: Facts, since: datetime = START) -> Figure:
    return measure(shipped_kpis()[kpi], of, since)


@pytest.mark.parametrize("kpi", sorted(COUNTED))
def test_of_nobody_there_is_nothing_to_count(kpi: str) -> None:
    found = figure(kpi, facts())
    assert found.value in (None, 0)
    assert found.n == 0


def test_every_counted_kpi_is_in_the_catalogue() -> None:
    assert set(COUNTED) <= set(shipped_kpis())


@pytest.mark.parametrize("kpi", sorted(set(shipped_kpis()) - set(COUNTED)))
def test_what_is_not_counted_from_events_says_what_it_needs(kpi: str) -> None:
    found = figure(kpi, facts(pair("a", "b")))
    assert found.value is None
    assert shipped_kpis()[kpi].source in found.note


ACTIVE = (
    pair("a", "x", meetings=(met(3), met(17))),
    pair("b", "x", meetings=(met(29),)),
    pair("c", "y", meetings=(met(3, held=None), met(5, held=False))),
    pair("d", "y", Stage.ON_HOLD, meetings=(met(28),)),
    pair("e", "y", Stage.REQUESTED),
)


def test_active_is_who_met_in_the_last_28_days_of_open_pairings() -> None:
    found = figure("active-pairings", facts(*ACTIVE))
    assert (found.value, found.n) == (50, 4)


def test_held_is_what_was_told_of_what_was_due() -> None:
    found = figure("meetings-held", facts(*ACTIVE, pair("f", "z", meetings=(met(-2, held=None),))))
    assert (round(found.value or 0), found.n, found.note) == (67, 6, "1 not told yet")


def test_a_meeting_before_the_period_does_not_count() -> None:
    assert figure("meetings-held", facts(*ACTIVE), ago(10)).n == 3


PEOPLE = (
    person("x", gives=True, places=2, team="web"),
    person("y", gives=True, places=1, team="web"),
    person("z", gives=True, places=0, team="data"),
    person("a", takes=True, team="web", filled=True),
    person("b", takes=True, team="data"),
    person("q", takes=True),
)


def test_use_and_load_of_mentors() -> None:
    of = facts(pair("a", "y"), pair("b", "y"), people=PEOPLE)
    assert (figure("mentor-use", of).value, figure("mentor-use", of).n) == (50, 2)
    load = figure("mentor-load", of)
    assert (round(load.value or 0), load.n, load.note) == (67, 3, "1 over their own limit")


def test_load_without_a_single_place() -> None:
    assert figure("mentor-load", facts(pair("a", "z"), people=(PEOPLE[2], PEOPLE[3]))).value is None


def test_who_takes_part_and_who_does_not() -> None:
    of = facts(pair("a", "x"), people=PEOPLE)
    assert figure("participation", of).note == "not in: data 2, no team 1, web 1"
    assert round(figure("profile-completeness", of).value or 0) == 17
    assert figure("waiting", of).value == 2


def test_pairings_across_departments() -> None:
    found = figure("cross-department", facts(pair("a", "x"), pair("b", "x"), pair("q", "x"), people=PEOPLE))
    assert (found.value, found.note) == (50, "1 of 2 pairings")


def test_answer_time_is_a_median_in_which_the_expired_count_in_full() -> None:
    of = facts(
        pair("a", "x", answered=ago(39)),
        pair("b", "x", Stage.DECLINED, answered=ago(38)),
        pair("c", "x", Stage.EXPIRED),
        pair("d", "x", Stage.REQUESTED),
    )
    assert (figure("answer-time", of).value, figure("answer-time", of).n) == (48, 3)
    assert figure("answer-time", of, ago(1)).value is None


def test_time_to_the_first_meeting_that_was_held() -> None:
    of = facts(pair("a", "x", meetings=(met(35, held=False), met(29), met(20))), pair("b", "x"))
    assert (figure("time-to-first-meeting", of).value, figure("time-to-first-meeting", of).n) == (10, 1)


def test_hours_count_preparing_at_half() -> None:
    found = figure("mentoring-hours", facts(pair("a", "x", meetings=(met(9, minutes=60), met(3, held=None)))))
    assert (found.value, found.n) == (1.5, 1)


@pytest.mark.parametrize(("people", "value"), [(4, None), (5, 1.0)])
def test_levels_of_fewer_than_five_people_are_withheld(people: int, value: float | None) -> None:
    of = facts(*(pair(letter, "x", goals=(goal(2),)) for letter in LETTERS[:people]))
    gain, reached = figure("level-gain", of), figure("target-share", of)
    assert gain.value == value
    assert reached.value == (100 if value else None)
    assert {gain.note, reached.note} == ({""} if value else {"withheld, n under 5"})


def test_losses_count_and_goals_without_a_review_do_not() -> None:
    of = facts(
        *(pair(letter, "x", goals=(goal(2), goal(None))) for letter in LETTERS[:5]),
        pair("f", "x", goals=(goal(0),)),
    )
    assert figure("level-gain", of).value == pytest.approx(4 / 6)


def test_one_person_in_five_pairings_is_one_person() -> None:
    of = facts(*(pair("a", letter, goals=(goal(2),)) for letter in LETTERS[:6]))
    assert figure("level-gain", of).note == "withheld, n under 5"


def test_targets_are_judged_when_their_day_has_passed() -> None:
    of = facts(*(pair(letter, "x", goals=(goal(1), goal(3, due=-1))) for letter in LETTERS[:5]))
    assert (figure("target-share", of).value, figure("target-share", of).n) == (0, 5)


def test_goals_reached_are_states_and_need_no_five() -> None:
    of = facts(pair("a", "x", goals=(goal(None, done=True), goal(None), goal(None, due=-9, done=True))))
    assert (figure("goals-reached", of).value, figure("goals-reached", of).n) == (50, 2)


def test_who_learned_and_who_advanced_by_skill() -> None:
    moved = [SkillFact(person=letter, skill="git", before=0, after=1) for letter in "abc"]
    moved += [SkillFact(person=letter, skill="git", before=1, after=2) for letter in "de"]
    moved += [SkillFact(person="f", skill="git", before=2, after=1)]
    moved += [SkillFact(person=letter, skill="php", before=1, after=2) for letter in "abcd"]
    found = figure("people-who-advanced", facts(moved=tuple(moved)))
    assert (found.value, found.n) == (5, 6)
    git, php = found.rows
    assert (git.name, git.people, dict(git.counts)) == ("git", 6, {"learned": 3, "advanced": 2})
    assert (php.people, php.counts) == (0, ())


def task(**more: Any) -> TaskFact:
    return TaskFact(**{"due": date(2026, 12, 1), **more})


def test_progress_is_the_median_over_plans() -> None:
    of = facts(
        pair("a", "x", tasks=(task(done=True), task(), task(due=date(2027, 1, 1)))),
        pair("b", "x", tasks=(task(done=True),)),
        pair("c", "x", tasks=(task(due=None),)),
        pair("d", "x", Stage.CLOSED, tasks=(task(),)),
    )
    assert (figure("plan-progress", of).value, figure("plan-progress", of).n) == (75, 2)


def test_overlap_is_what_is_linked_with_real_work() -> None:
    of = facts(pair("a", "x", tasks=(task(real=True), task())), pair("b", "x", tasks=(task(), task())))
    assert (figure("overlap", of).value, figure("overlap", of).n) == (25, 4)


def test_cycle_time_needs_a_beginning_and_an_end() -> None:
    tasks = (
        task(begun=ago(9), finished=ago(2), done=True),
        task(begun=ago(9)),
        task(finished=ago(2), done=True),
    )
    assert figure("cycle-time", facts(pair("a", "x", tasks=tasks))).value == 7


def test_certificates() -> None:
    earned, due = task(certificate=True, done=True, finished=ago(2)), task(certificate=True)
    ahead = task(certificate=True, due=date(2027, 1, 1))
    of = facts(pair("a", "x", tasks=(earned, ahead)), pair("b", "x", tasks=(earned, due)), pair("c", "x"))
    assert figure("certificates", of).value == 2
    assert figure("certificates", of, ago(1)).value == 0
    assert (figure("certification-rate", of).value, figure("certification-rate", of).n) == (50, 2)


def test_mentees_who_became_mentors() -> None:
    of = facts(
        pair("a", "x", Stage.CLOSED),
        pair("b", "x", Stage.CLOSED),
        pair("c", "x", Stage.CLOSED),
        pair("q", "b"),
        people=(person("a", gives=True, places=1), person("c", gives=True, places=0)),
    )
    found = figure("mentees-who-mentor", of)
    assert (round(found.value or 0), found.n) == (67, 3)


def test_baseline_and_scarce_skills() -> None:
    people = (
        *(person(letter, below=(), levels={"git": 3}) for letter in "abcd"),
        person("e", below=("git",), levels={"php": 3}),
        person("f", below=None),
    )
    of = facts(people=people, required=frozenset({"git", "php", "sql"}))
    assert (figure("baseline-share", of).value, figure("baseline-share", of).n) == (80, 5)
    assert (figure("scarce-skills", of).value, figure("scarce-skills", of).n) == (2, 3)


def test_early_endings_and_why_requests_were_declined() -> None:
    of = facts(
        pair("a", "x", Stage.ENDED, over=ago(5)),
        pair("b", "x", Stage.CLOSED, over=ago(5)),
        pair("c", "x", Stage.DECLINED, over=ago(5), reason="no-time"),
        pair("d", "x", Stage.DECLINED, over=ago(5)),
        pair("e", "x", Stage.CLOSED, over=ago(500)),
    )
    found = figure("early-endings", of)
    assert (found.value, found.n) == (50, 2)
    assert found.note == "requests declined: no reason given 1, no-time 1"


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (66.7, "percent", "67 %"),
        (40.0, "hours", "40 hours"),
        (1.25, "levels a person", "1.2 levels a person"),
        (4, "count", "4"),
        (None, "percent", "–"),
    ],
)
def test_values_in_words(value: float | None, unit: str, words: str) -> None:
    assert shown(value, unit) == words


@pytest.mark.parametrize(
    ("measured", "target", "expected"),
    [("target-share", 0.66, 66), ("target-share", 66, 66), ("certificates", 8, 8), ("by hand", 0.5, 0.5)],
)
def test_a_goals_target_is_in_the_unit_of_its_kpi(measured: str, target: float, expected: float) -> None:
    aim = ProgramGoal(id="aim", text="Aim", measure=measured, target=target)
    assert goal_target(aim) == expected
    assert (goal_kpi(aim) is None) == (measured == "by hand")
