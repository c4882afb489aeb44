# SPDX-License-Identifier: Apache-2.0
"""``mentorkit init``: a first program folder out of five questions."""

from pathlib import Path
from shlex import quote
from typing import Any

import rich_click as click

from mentorkit_cli.context import App, pass_app
from mentorkit_cli.lazy import Command
from mentorkit_cli.output import Shown


@click.command(cls=Command)
@click.argument("place", metavar="[FOLDER]", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", help="1. What the program is called.")
@click.option("--purpose", help="2. What it is for, in a sentence.")
@click.option("--coordinator", help="3. Who keeps it going: the full name …")
@click.option("--email", help="   … and the address of that person's account.")
@click.option("--site", help="4. The address of the Jira and Confluence site.")
@click.option(
    "--example-roles/--no-example-roles", default=None, help="5. Start from the roles of a web agency?"
)
@click.option(
    "--role", "roles", multiple=True, help="A role of the catalogue to start with; may be repeated."
)
@click.option("--timezone", help="The program's zone, an IANA name. Default: this machine's.")
@click.option("--language", default="en", show_default=True, help="The program's language.")
@click.option(
    "--starts", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="First day. Default: today."
)
@click.option("--project", default="MENT", show_default=True, help="The key of the Jira project for plans.")
@click.option("--space", default="MENTOR", show_default=True, help="The key of the Confluence space.")
@click.option("--no-input", is_flag=True, help="Ask nothing; what is not given is the default.")
@pass_app
def init(app: App, /, place: Path | None, no_input: bool, **given: Any) -> None:
    """Start a program folder in FOLDER (default: here). Nothing that exists is changed.

    Five questions, each also an option: name, purpose, coordinator, site, example roles.

    \b
    Examples:
        mentorkit init mentoring
        mentorkit init mentoring --no-input --name "Agency mentoring" \\
            --coordinator "Ana Petrova" --email ana@tidewren.example
    """
    from mentorkit.program.scaffold import AGENCY_ROLES, write_new_program
    from mentorkit_cli.answers import answers_of, asked

    folder = place or app.setting("folder") or Path()
    answers = asked(given) if app.interactive and not no_input else given
    roles = (*(AGENCY_ROLES if answers["example_roles"] else ()), *given["roles"])
    starts = given["starts"].date() if given["starts"] else app.now().date()
    files = write_new_program(folder, answers_of(answers, roles=roles, starts=starts))
    data = {"folder": str(folder), "files": list(files)}
    app.out.show(Shown("mentorkit.init/1", data, [*(f"wrote {folder / name}" for name in files)]))
    here = "" if folder.resolve() == Path.cwd() else f"cd {quote(str(folder))} && "
    app.say(f"Next: {here}mentorkit auth login  (then doctor)")
