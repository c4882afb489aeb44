# SPDX-License-Identifier: Apache-2.0
"""``mentorkit find``: whom to ask about a skill."""

import rich_click as click

from mentorkit_cli import completion
from mentorkit_cli.context import App, pass_app
from mentorkit_cli.lazy import Command
from mentorkit_cli.next_step import next_step
from mentorkit_cli.progress import looking


@click.command(cls=Command)
@click.argument("skill", shell_complete=completion.skills)
@click.option(
    "--for",
    "asking",
    metavar="PERSON",
    shell_complete=completion.people,
    help="Who is asking: languages and time zones count, too.",
)
@pass_app
def find(app: App, skill: str, asking: str | None) -> None:
    """Find people who can help with SKILL (an id, a name, or what somebody calls it).

    Those who have level 3 or more and are ready to help, free places first, then the best fit, each
    with the reasons. Where nobody has it: communities and platforms outside, by role and language.

    \b
    Examples:
        mentorkit find "web accessibility"
        mentorkit find drupal-core-apis --for jonas-weber --json
    """
    from mentorkit.program.suggest import did_you_mean
    from mentorkit.rules.helping import known_skill
    from mentorkit_cli.names import find_person
    from mentorkit_cli.views.helpers import shown

    with app.workspace() as workspace:
        program = workspace.program
        person = find_person(program, asking, "--for") if asking else None
        with looking(app):
            world = workspace.world(workspace.look())
        found = known_skill(world, skill)
        if not found:
            remedy = did_you_mean(skill, program.skills, "the files in skills/ list them")
            raise click.BadParameter(f"there is no skill {skill!r}; {remedy}", param_hint="SKILL")
        app.out.show(shown(world, found, person))
    next_step(app, f"pair add --mentee {person.id if person else 'PERSON'} --mentor PERSON --focus {found}")
