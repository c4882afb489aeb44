# SPDX-License-Identifier: Apache-2.0
"""``mentorkit config``: which settings are in force and where each came from."""

import rich_click as click

from mentorkit_cli.context import App, pass_app
from mentorkit_cli.lazy import Section
from mentorkit_cli.next_step import next_step
from mentorkit_cli.output import Shown, Table


@click.group(cls=Section)
def config() -> None:
    """The settings in force."""


@config.command()
@click.option("--origin", is_flag=True, help="Say where each value came from.")
@pass_app
def show(app: App, origin: bool) -> None:
    """Show the settings; of secrets only whether they are set.

    Weakest first: mentorkit.toml in the program folder, the user's file, MENTORKIT_ variables,
    options.

    \b
    Examples:
        mentorkit config show --origin
        mentorkit config show --json
    """
    from mentorkit_cli.views.settings import rows

    found = rows(app)
    columns = ("Setting", "Value", "Origin") if origin else ("Setting", "Value")
    names = ("name", "value", "origin")[: len(columns)]
    cells = [tuple(row[name] for name in names) for row in found]
    data = {"settings": [{name: row[name] for name in names} for row in found]}
    app.out.show(Shown("mentorkit.config/1", data, [Table(columns, cells)]))
    next_step(app, "doctor")
