# SPDX-License-Identifier: Apache-2.0
"""What to adjust: where a figure leaves the range that is seen to work, a step with its reason."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from mentorkit.content.models import Kpi
from mentorkit.domain.value import Value
from mentorkit.reports.figures import Figure, shown


class Step(NamedTuple):
    """From ``low`` up to ``high`` all is well; outside of it one of the two sentences helps."""

    low: float | None
    below: str
    high: float | None = None
    above: str = ""


STEPS: Mapping[str, Step] = {
    "profile-completeness": Step(80, "Set aside half an hour in a team meeting to fill in profiles."),
    "active-pairings": Step(75, "Ask silent pairs for a fit check; offer meetings further apart."),
    "meetings-held": Step(
        80, "Make monitoring_days longer, or the meetings shorter, and move them together."
    ),
    "mentor-use": Step(
        70, "Introduce free mentors to people who wait.", 95, "Invite more mentors before more mentees."
    ),
    "mentor-load": Step(None, "", 90, "Invite more mentors, or end what is done, before new pairs begin."),
    "answer-time": Step(None, "", 48, "Ask mentors in person before the request, or lower request_days."),
    "time-to-first-meeting": Step(None, "", 14, "Lower first_meeting_days and offer times in the request."),
    "cross-department": Step(25, "Raise the weight department_mix in program.yaml."),
    "goals-reached": Step(50, "Plan less at once: lower focus_skills by one."),
    "target-share": Step(50, "Plan less at once: lower focus_skills by one."),
    "plan-progress": Step(50, "Make plans smaller: fewer tasks at once, each of an hour or two."),
    "cycle-time": Step(None, "", 21, "Split tasks that take longer than two weeks."),
    "overlap": Step(30, "Link open work to plans: learning beside the work is dropped first."),
    "at-risk-pairings": Step(
        None, "", 25, "Write to each pair at risk this week, with the step named there."
    ),
    "early-endings": Step(None, "", 25, "Look at how pairs are matched and at the load of mentors."),
    "waiting": Step(None, "", 0, "Free places or invite mentors for what these people want to learn."),
    "scarce-skills": Step(None, "", 0, "Train a second person, or look outside, for each of these skills."),
    "baseline-share": Step(80, "Begin with the baseline skills: one short course for everybody below."),
}


class Proposal(Value):
    """A step to take and the figure it follows from."""

    kpi: str
    step: str
    reason: str


def proposals(figures: Iterable[tuple[Kpi, Figure]]) -> tuple[Proposal, ...]:
    """A step for each figure outside its range, in the order of the figures."""
    found = []
    for kpi, figure in figures:
        step, value = STEPS.get(kpi.id), figure.value
        if step is None or value is None:
            continue
        low = step.low is not None and value < step.low
        if low or (step.high is not None and value > step.high):
            limit = f"under {shown(step.low, kpi.unit)}" if low else f"over {shown(step.high, kpi.unit)}"
            reason = f"{kpi.name}: {shown(value, kpi.unit)} of n = {figure.n}, {limit}"
            found.append(Proposal(kpi=kpi.id, step=step.below if low else step.above, reason=reason))
    return tuple(found)
