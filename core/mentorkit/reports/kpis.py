# SPDX-License-Identifier: Apache-2.0
"""The KPIs that can be counted from events in the tools, by the ids of the catalogue."""

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from mentorkit.content.models import Kpi
from mentorkit.program.schema import Program
from mentorkit.program.shipped import shipped_kpis
from mentorkit.reports import activity, health, learning
from mentorkit.reports.facts import Facts
from mentorkit.reports.figures import Figure

COUNTED: Mapping[str, Callable[[Facts, datetime], Figure]] = {
    "profile-completeness": activity.profile_completeness,
    "participation": activity.participation,
    "active-pairings": activity.active_pairings,
    "meetings-held": activity.meetings_held,
    "mentor-use": activity.mentor_use,
    "mentor-load": activity.mentor_load,
    "answer-time": activity.answer_time,
    "time-to-first-meeting": activity.time_to_first_meeting,
    "mentoring-hours": activity.mentoring_hours,
    "cross-department": activity.cross_department,
    "level-gain": learning.level_gain,
    "target-share": learning.target_share,
    "goals-reached": learning.goals_reached,
    "people-who-advanced": learning.people_who_advanced,
    "plan-progress": learning.plan_progress,
    "cycle-time": learning.cycle_time,
    "baseline-share": learning.baseline_share,
    "overlap": learning.overlap,
    "mentees-who-mentor": learning.mentees_who_mentor,
    "certificates": learning.certificates,
    "certification-rate": learning.certification_rate,
    "at-risk-pairings": health.at_risk,
    "early-endings": health.early_endings,
    "waiting": health.waiting,
    "scarce-skills": health.scarce_skills,
}


def chosen(program: Program) -> tuple[Kpi, ...]:
    """The KPIs that the program chose, in its order."""
    return tuple(shipped_kpis()[kpi] for kpi in program.kpis)


def since_start(program: Program) -> datetime:
    """When the program began, where it is at home: figures are counted from then on."""
    return datetime.combine(program.starts, datetime.min.time(), ZoneInfo(program.timezone))


def measure(kpi: Kpi, facts: Facts, since: datetime) -> Figure:
    """A KPI's figure. What tells of the levels of fewer people than the KPI asks for is withheld."""
    count = COUNTED.get(kpi.id)
    if count is None:
        return Figure(note=f"not counted from events; it needs: {kpi.source}")
    figure, withheld = count(facts, since), f"withheld, n under {kpi.minimum_n}"
    if figure.people is None or not figure.n:
        return figure
    if figure.people < kpi.minimum_n:
        return Figure(note=withheld)
    rows = (
        row if row.people >= kpi.minimum_n else row.model_copy(update={"people": 0, "counts": ()})
        for row in figure.rows
    )
    return figure.model_copy(update={"rows": tuple(rows)})
