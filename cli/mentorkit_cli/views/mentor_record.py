# SPDX-License-Identifier: Apache-2.0
"""The mentors' record, for the pay round: who mentored whom, how long, and how often they met."""

from mentorkit.documents.pairing import STAGE_NAMES
from mentorkit.reports.mentors import records
from mentorkit.reports.sheet import sheet
from mentorkit.rules import World
from mentorkit.rules.report_facts import report_facts
from mentorkit_cli.names import Names, day
from mentorkit_cli.output import Shown, Table

_HEADS = (
    *("mentor", "mentor_name", "mentee", "mentee_name", "from", "until", "days", "stage"),
    *("meetings_held", "meetings_due", "minutes_held"),
)


def shown(world: World) -> tuple[Shown, str]:
    """Every pairing that both accepted, by mentor; and the same as CSV."""
    names = Names(world.program)
    found = records(report_facts(world))
    rows = [
        (
            names.person(one.mentor),
            names.person(one.mentee),
            day(one.began),
            day(one.until) if one.until else "goes on",
            f"{one.days} days",
            STAGE_NAMES[one.stage],
            f"{one.held} of {one.due}",
            f"{one.minutes / 60:.1f}",
        )
        for one in found
    ]
    data = {"program": world.program.id, "mentors": [one.model_dump(mode="json") for one in found]}
    heads = ("Mentor", "Mentee", "From", "Until", "How long", "Stage", "Meetings held", "Hours")
    table = sheet(
        _HEADS,
        [
            (
                one.mentor,
                names.person(one.mentor),
                one.mentee,
                names.person(one.mentee),
                one.began.isoformat(),
                one.until.isoformat() if one.until else None,
                one.days,
                one.stage.value,
                one.held,
                one.due,
                one.minutes,
            )
            for one in found
        ],
    )
    return Shown(
        "mentorkit.mentors/1", data, [Table(heads, rows)] if rows else ["No pairing has begun yet."]
    ), table
