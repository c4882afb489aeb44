# SPDX-License-Identifier: Apache-2.0
"""What reports count, out of the world: only dates, states, levels and links, never a word."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from mentorkit.domain.keys import Key, key_parts
from mentorkit.domain.meetings import HELD, NOT_HELD, meeting_subject
from mentorkit.domain.pairings import ACCEPTED_BY, STAGE_FACT, STEP_FACTS, Pairing, Stage, Step
from mentorkit.domain.people import Person
from mentorkit.domain.reviews import Review
from mentorkit.ports import Fact, PlanItem, PlanKind, Status, Stored
from mentorkit.reports.facts import Facts, GoalFact, MetFact, PairFacts, PersonFacts, SkillFact, TaskFact
from mentorkit.rules.baseline import below
from mentorkit.rules.preparing import BEGUN, DONE
from mentorkit.rules.review_facts import latest
from mentorkit.rules.stages import Observed, stage_of
from mentorkit.rules.world import World

CERTIFICATE = "kind-certify"


def report_facts(world: World, at: datetime | None = None) -> Facts:
    """Everything reports count, looked at from a moment (now, where none is given)."""
    plans, program = _plans(world), world.program
    reviews = _reviews(world)
    pairs = [_pair(world, observed, plans, reviews) for observed in world.observed]
    return Facts(
        now=at or world.now,
        timezone=program.timezone,
        people=tuple(_person(world, person) for person in program.people),
        pairs=tuple(pairs),
        moved=tuple(_moved(pairs, reviews)),
        required=frozenset(skill for person in program.people for skill in program.required_levels(person)),
        silence_days=program.limits.silence_days,
        request_days=program.limits.request_days,
    )


def _person(world: World, person: Person) -> PersonFacts:
    profile = world.profiles.get(person.id)
    mentoring = (profile.mentoring if profile else None) or person.mentoring
    rated = profile.levels if profile else {}
    core = [skill for skill, needed in world.program.role_of(person).requires.items() if needed.core]
    return PersonFacts(
        id=person.id,
        team=person.team,
        gives=mentoring.gives,
        takes=mentoring.takes,
        places=world.capacity(person.id),
        filled=bool(rated) and all(skill in rated for skill in core),
        levels=world.levels(person),
        below=below(world, person),
    )


def _plans(world: World) -> dict[tuple[str, ...], list[tuple[Key, Stored[PlanItem]]]]:
    """What each pairing has on the board and nobody canceled, also activities that people added by hand."""
    found: dict[tuple[str, ...], list[tuple[Key, Stored[PlanItem]]]] = defaultdict(list)
    plans = world.snapshot.plans
    for key, stored in (*plans.by_key.items(), *((Key(""), stored) for stored in plans.theirs)):
        of = stored.item.parent if stored.item.kind is PlanKind.ACTIVITY else key
        if of and not stored.archived and stored.item.status is not Status.CANCELED:
            subjects = key_parts(of).subjects
            found[(*subjects[:2], subjects[-1].partition("-")[0])].append((key, stored))
    return found


def _reviews(world: World) -> dict[str, list[Review]]:
    """The agreed reviews of each mentee, oldest first."""
    return {
        person.id: sorted(agreed, key=lambda one: (str(one.agreed_on), one.key))
        for person in world.program.people
        if (agreed := [review for review in world.history(person) if review.agreed_on])
    }


def _pair(
    world: World,
    observed: Observed,
    plans: Mapping[tuple[str, ...], Sequence[tuple[Key, Stored[PlanItem]]]],
    reviews: Mapping[str, list[Review]],
) -> PairFacts:
    pairing = observed.pairing
    facts = (*world.ledger(pairing.key), *observed.fresh)
    begun = [fact.at for fact in facts if fact.name == STAGE_FACT and stage_of(fact) is Stage.EXPECTATIONS]
    items = plans.get((pairing.mentee, pairing.mentor, f"p{pairing.n}"), ())
    dated = {(fact.name, fact.detail): fact.at for fact in facts if fact.name in (BEGUN, DONE)}
    kinds = [(one.item.kind, one) for _, one in items]
    no = [fact for fact in facts if fact.name == STEP_FACTS[Step.DECLINE]]
    return PairFacts(
        key=pairing.key,
        mentee=pairing.mentee,
        mentor=pairing.mentor,
        stage=pairing.stage,
        asked=datetime.combine(pairing.asked, datetime.min.time(), world.now.tzinfo),
        answered=_answered(facts, pairing),
        began=min(begun, default=None),
        over=None if pairing.stage.open else pairing.since,
        reason=no[-1].detail if no and pairing.stage is Stage.DECLINED else "",
        meetings=_met(world, pairing, facts),
        tasks=tuple(_task(one, dated) for kind, one in kinds if kind is PlanKind.ACTIVITY),
        goals=tuple(
            _goal(world, one, reviews.get(pairing.mentee, ())) for kind, one in kinds if kind is PlanKind.GOAL
        ),
        milestones=sum(kind is PlanKind.MILESTONE and one.item.status is Status.DONE for kind, one in kinds),
    )


def _answered(facts: Sequence[Fact], pairing: Pairing) -> datetime | None:
    """The tick by which both had accepted, or one declined."""
    accepted = {fact.by: fact.at for fact in facts if fact.name == ACCEPTED_BY and not fact.detail}
    if {pairing.mentee, pairing.mentor} <= set(accepted):
        return max(accepted.values())
    return min((fact.at for fact in facts if fact.name == STEP_FACTS[Step.DECLINE]), default=None)


def _met(world: World, pairing: Pairing, facts: Sequence[Fact]) -> tuple[MetFact, ...]:
    """The meetings; of two facts about one the later counts."""
    told = sorted((fact for fact in facts if fact.name in (HELD, NOT_HELD)), key=lambda fact: fact.at)
    held = {fact.detail: fact.name == HELD for fact in told}
    return tuple(
        MetFact(start=one.start, minutes=one.minutes, held=held.get(meeting_subject(one)))
        for one in world.meetings.get(pairing.key, ())
    )


def _task(stored: Stored[PlanItem], dated: Mapping[tuple[str, str], datetime]) -> TaskFact:
    item, done = stored.item, stored.item.status is Status.DONE
    return TaskFact(
        due=item.due,
        done=done,
        real=bool(item.work),
        certificate=CERTIFICATE in item.labels,
        begun=dated.get((BEGUN, stored.name)) if done or item.status in (Status.DOING, Status.SHOW) else None,
        finished=dated.get((DONE, stored.name)) if done else None,
    )


def _goal(world: World, stored: Stored[PlanItem], reviews: Sequence[Review]) -> GoalFact:
    """A goal; what a review agreed on up to the day the goal was made is where it began."""
    details, item = stored.item.details, stored.item
    made = stored.mark.made.date() if stored.mark and stored.mark.made else world.program.starts
    skill = details.get("skill", "")
    since = latest(review for review in reviews if review.agreed_on and review.agreed_on > made)
    return GoalFact(
        skill=skill,
        before=int(details.get("from", "0")),
        target=int(details.get("to", "0")),
        due=item.due,
        done=item.status is Status.DONE,
        after=since[skill].level if skill in since else None,
    )


def _moved(pairs: Sequence[PairFacts], reviews: Mapping[str, list[Review]]) -> list[SkillFact]:
    """Each person's skills with two levels to compare: of a first goal and a review, or of two reviews."""
    found = []
    for mentee, of in sorted(reviews.items()):
        began = {
            goal.skill: goal.before
            for pair in reversed(pairs)
            if pair.mentee == mentee
            for goal in reversed(pair.goals)
            if goal.after is not None
        }
        for skill, now in sorted(latest(of).items()):
            agreed = [review.levels[skill] for review in of if skill in review.levels]
            before = began.get(skill, agreed[0] if len(agreed) > 1 else None)
            if before is not None:
                found.append(SkillFact(person=mentee, skill=skill, before=before, after=now.level))
    return found
