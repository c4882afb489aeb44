# SPDX-License-Identifier: Apache-2.0
"""``mentorkit people``: who takes part. These commands read and write people.csv and ask no tool."""

from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from mentorkit_cli import completion
from mentorkit_cli.context import App, pass_app
from mentorkit_cli.lazy import Section
from mentorkit_cli.next_step import next_step
from mentorkit_cli.output import Shown, Table

if TYPE_CHECKING:
    from mentorkit_cli.enrolment import Arrivals

_MENTORING = click.Choice(["offers", "wants", "both", "none"])


@click.group(cls=Section)
def people() -> None:
    """The people of the program."""


@people.command("list")
@click.option("--role", default="", shell_complete=completion.roles, help="Those of one role.")
@click.option("--team", default="", help="Those of one team.")
@pass_app
def list_people(app: App, role: str, team: str) -> None:
    """List the people in people.csv.

    \b
    Examples:
        mentorkit people list
        mentorkit people list --role drupal-developer --plain
    """
    from mentorkit.program.loader import load_program
    from mentorkit_cli.views.people import shown

    app.out.show(shown(load_program(app.folder), role, team))
    next_step(app, "status", "how far they are")


@people.command()
@click.option("--name", required=True, help="The full name.")
@click.option("--email", required=True, help="The address of the account in the tools.")
@click.option("--role", required=True, shell_complete=completion.roles, help="A role of the folder roles/.")
@click.option("--grade", required=True, help="A grade of that role, such as junior.")
@click.option("--id", default="", help="Default: made of the name.")
@click.option("--team", default="", help="The team.")
@click.option("--timezone", default="", help="An IANA name. Default: the program's.")
@click.option("--country", default="", help="Two letters (ISO 3166), for public holidays.")
@click.option("--languages", default="", help='In the order of liking: "bg en".')
@click.option(
    "--mentoring", type=_MENTORING, default="both", show_default=True, help="What the person wants."
)
@click.option(
    "--capacity", type=click.IntRange(0, 20), default=1, show_default=True, help="Room for mentees."
)
@click.option("--manager", default="", shell_complete=completion.people, help="The manager's id.")
@click.option("--account-id", default="", help="Only where the site hides e-mail addresses.")
@click.option("--look", is_flag=True, help="Only show who would be enrolled.")
@pass_app
def enrol(app: App, /, look: bool, **cells: str | int) -> None:
    """Enroll one person: one row more in people.csv.

    The next apply makes the profile page and the private page for growth.

    \b
    Examples:
        mentorkit people enrol --name "Ana Petrova" --email ana@tidewren.example \\
            --role qa-engineer --grade junior
    """
    from mentorkit.program.loader import load_program
    from mentorkit.program.places import Place
    from mentorkit_cli.enrolment import Arrivals, person_of

    program = load_program(app.folder)
    texts = {name: str(value) for name, value in cells.items()}
    _enrol(app, Arrivals(new=[person_of(texts, program, Place("command line", {}))]), look)


@people.command("import")
@click.argument("csv_file", metavar="CSV", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--look", is_flag=True, help="Only show who would be enrolled.")
@pass_app
def import_people(app: App, csv_file: Path, look: bool) -> None:
    """Enroll everybody in a CSV file who is not enrolled yet.

    The columns are those of people.csv in any order; id (made of the name) and timezone (the
    program's) may be left out. People whose address people.csv has already are passed over.

    \b
    Examples:
        mentorkit people import export.csv --look
        mentorkit people import export.csv
    """
    from mentorkit.program.loader import load_program
    from mentorkit_cli.enrolment import read_people

    _enrol(app, read_people(csv_file, load_program(app.folder)), look)


def _enrol(app: App, arrivals: "Arrivals", look: bool) -> None:
    """Show who is new, and write them down unless it is only a look."""
    from mentorkit.program.edit import append_people
    from mentorkit.program.loader import load_program
    from mentorkit_cli.views.people import data, table

    program = load_program(app.folder)
    if arrivals.new and not look:
        program = append_people(app.folder, arrivals.new)
    title = "Would be enrolled:" if look else "Enrolled, in people.csv:"
    parts: list[str | Table] = [table(arrivals.new, title)] if arrivals.new else ["Nobody is new."]
    if arrivals.known:
        parts.append("Enrolled before, passed over: " + ", ".join(person.id for person in arrivals.known))
    found = {"program": program.id, "written": not look, "new": data(arrivals.new)}
    app.out.show(Shown("mentorkit.enrolment/1", {**found, "known": data(arrivals.known)}, parts))
    next_step(app, "people list" if look or not arrivals.new else "diff")


@people.command()
@click.argument("person", shell_complete=completion.people)
@pass_app
def leave(app: App, person: str) -> None:
    """Say what to do when PERSON leaves the program. Nothing is changed.

    The row in people.csv stays, since pairings and history refer to it; the word in its column
    mentoring becomes none. What the person wrote stays the person's.

    \b
    Examples:
        mentorkit people leave tomasz-lis
    """
    from mentorkit.program.edit import PEOPLE
    from mentorkit.program.loader import load_program
    from mentorkit_cli.enrolment import row_of
    from mentorkit_cli.names import find_person

    program = load_program(app.folder)
    found = find_person(program, person, "PERSON")
    asked = [r for r in program.pairings if found in (program.person(r.mentee), program.person(r.mentor))]
    place = f"{PEOPLE}:{row_of(app.folder, found)}"
    steps = [f"In {place}, write none in the column mentoring and 0 in capacity; keep the row."]
    steps.append(f"On the page of {found.name}, say “not now” under Mentoring: the page wins over {PEOPLE}.")
    steps += [
        f"Close the pairing {request.mentee}/{request.mentor} with both, on its page." for request in asked
    ]
    parts = [f"{number}. {step}" for number, step in enumerate(steps, start=1)]
    data = {"program": program.id, "person": found.id, "place": place, "steps": steps}
    app.out.show(Shown("mentorkit.leave/1", data, [f"When {found.name} leaves:", *parts]))
    next_step(app, f"pair list --person {found.id}", "which of the pairings are still open")
