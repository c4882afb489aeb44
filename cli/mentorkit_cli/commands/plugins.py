# SPDX-License-Identifier: Apache-2.0
"""``mentorkit plugins``: which plug-ins are installed and what they offer."""

import os

import rich_click as click

from mentorkit_cli.context import App, pass_app
from mentorkit_cli.lazy import Command
from mentorkit_cli.next_step import next_step
from mentorkit_cli.output import Shown, Table


@click.command(cls=Command)
@pass_app
def plugins(app: App) -> None:
    """List the plug-ins: their adapters, the port each serves, and the package they came in.

    MENTORKIT_DISABLED_PLUGINS names some to leave out, by comma. MENTORKIT_TRACE_PLUGINS=1 shows
    every call of a hook.

    \b
    Examples:
        mentorkit plugins
        MENTORKIT_DISABLED_PLUGINS=calendar mentorkit plugins
    """
    from mentorkit_cli.views.plugins import offers

    rows = offers(app.opener)
    disabled = sorted(filter(None, os.environ.get("MENTORKIT_DISABLED_PLUGINS", "").split(",")))
    cells = [(row["adapter"], row["port"], row["plugin"], row["package"], row["state"]) for row in rows]
    parts: list[Table | str] = [Table(("Adapter", "Port", "Plug-in", "Package", "State"), cells)]
    if disabled:
        parts.append(f"Disabled: {', '.join(disabled)}")
    app.out.show(Shown("mentorkit.plugins/1", {"adapters": rows, "disabled": disabled}, parts))
    next_step(app, "doctor")
