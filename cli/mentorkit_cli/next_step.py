# SPDX-License-Identifier: Apache-2.0
"""The line ``Next: …`` on stderr with which a command ends."""

import shlex

from click.core import ParameterSource

from mentorkit_cli.context import App


def command_line(app: App, words: str) -> str:
    """A command to run, about the folder that was named on the command line, if one was."""
    folder = app.settings.get("folder")
    if folder is None or folder.source is not ParameterSource.COMMANDLINE:
        return f"mentorkit {words}"
    return f"mentorkit -C {shlex.quote(str(folder.value))} {words}"


def next_step(app: App, words: str, why: str = "") -> None:
    """Say which command comes next, and what it is for where that is not plain."""
    app.say(f"Next: {command_line(app, words)}" + (f"  ({why})" if why else ""))
