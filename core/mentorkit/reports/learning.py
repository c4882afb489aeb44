# SPDX-License-Identifier: Apache-2.0
"""What was learned: levels that two people agreed on, goals and plans, and work that plans are made of."""

from datetime import datetime

from mentorkit.domain.pairings import Stage
from mentorkit.reports.facts import Facts
from mentorkit.reports.figures import NOTHING, Figure, Row, middle, share


def level_gain(facts: Facts, _since: datetime) -> Figure:
    """Levels gained on focus skills, a person; losses count."""
    gains = [
        (pair.mentee, goal.after - goal.before)
        for pair in facts.pairs
        for goal in pair.goals
        if goal.after is not None
    ]
    people = len({mentee for mentee, _ in gains})
    value = sum(gain for _, gain in gains) / people if people else None
    return Figure(value=value, n=people, people=people, note="" if people else NOTHING)


def target_share(facts: Facts, since: datetime) -> Figure:
    """Focus skills whose agreed level is at the target, of those whose date has passed."""
    due = [
        (pair.mentee, goal.after is not None and goal.after >= goal.target)
        for pair in facts.pairs
        for goal in pair.goals
        if goal.due is not None and since.date() <= goal.due < facts.today
    ]
    return share(sum(reached for _, reached in due), len(due), people=len({person for person, _ in due}))


def goals_reached(facts: Facts, since: datetime) -> Figure:
    """Goals that were closed, of those that were due in the period."""
    due = [
        goal.done
        for pair in facts.pairs
        for goal in pair.goals
        if goal.due is not None and since.date() <= goal.due < facts.today
    ]
    return share(sum(due), len(due))


def people_who_advanced(facts: Facts, _since: datetime) -> Figure:
    """For each skill, how many people learned it (from 0) and how many advanced in it. No names."""
    rows = [
        Row(
            name=skill,
            people=len(of),
            counts=(
                ("learned", sum(one.before == 0 < one.after for one in of)),
                ("advanced", sum(0 < one.before < one.after for one in of)),
            ),
        )
        for skill in sorted({one.skill for one in facts.moved})
        if (of := [one for one in facts.moved if one.skill == skill])
    ]
    people = {one.person for one in facts.moved}
    better = {one.person for one in facts.moved if one.after > one.before}
    return Figure(
        value=len(better) if people else None,
        n=len(people),
        people=len(people),
        note="" if people else NOTHING,
        rows=tuple(rows),
    )


def plan_progress(facts: Facts, _since: datetime) -> Figure:
    """Tasks done, of those due so far; the median over open plans."""
    shares = []
    for pair in facts.open:
        due = [task for task in pair.tasks if task.done or (task.due is not None and task.due < facts.today)]
        if due:
            shares.append(100 * sum(task.done for task in due) / len(due))
    return middle(shares)


def cycle_time(facts: Facts, since: datetime) -> Figure:
    """Median days from beginning a task to its end."""
    return middle(
        (task.finished - task.begun).total_seconds() / 86_400
        for pair in facts.pairs
        for task in pair.tasks
        if task.begun and task.finished and task.finished >= max(since, task.begun)
    )


def baseline_share(facts: Facts, _since: datetime) -> Figure:
    """People at the baseline, of those whose levels are known."""
    known = [person for person in facts.people if person.below is not None]
    return share(sum(not person.below for person in known), len(known), people=len(known))


def overlap(facts: Facts, _since: datetime) -> Figure:
    """Plan tasks that are linked with real work."""
    tasks = [task for pair in facts.pairs for task in pair.tasks]
    return share(sum(task.real for task in tasks), len(tasks))


def mentees_who_mentor(facts: Facts, _since: datetime) -> Figure:
    """People with a closed pairing as mentee who now offer places or mentor somebody."""
    were = {pair.mentee for pair in facts.pairs if pair.stage is Stage.CLOSED}
    now = {person.id for person in facts.people if person.gives and person.places}
    now |= {pair.mentor for pair in facts.open}
    return share(len(were & now), len(were))


def certificates(facts: Facts, since: datetime) -> Figure:
    """Tasks for a certificate that were finished in the period."""
    tasks = [task for pair in facts.pairs for task in pair.tasks if task.certificate]
    earned = sum(task.done and (task.finished is None or task.finished >= since) for task in tasks)
    return Figure(value=earned if tasks else None, n=len(tasks), note="" if tasks else NOTHING)


def certification_rate(facts: Facts, _since: datetime) -> Figure:
    """People who earned every certificate of their plan that is due, of those with one due."""
    due: dict[str, bool] = {}
    for pair in facts.pairs:
        for task in pair.tasks:
            if task.certificate and (task.done or (task.due is not None and task.due < facts.today)):
                due[pair.mentee] = due.get(pair.mentee, True) and task.done
    return share(sum(due.values()), len(due))
