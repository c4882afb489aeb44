# SPDX-License-Identifier: Apache-2.0
"""The command ``mentorkit``. Importing this, and ``--help``, loads no adapter and no model."""

import gc

import rich_click as click

from mentorkit import __version__
from mentorkit_cli.lazy import Root
from mentorkit_cli.user_file import UserSettings

_COMMANDS = "mentorkit_cli.commands"
PLACES = {
    "init": f"{_COMMANDS}.init:init",
    "auth": f"{_COMMANDS}.auth:auth",
    "doctor": f"{_COMMANDS}.doctor:doctor",
    "diff": f"{_COMMANDS}.diff:diff",
    "apply": f"{_COMMANDS}.apply:apply",
    "status": f"{_COMMANDS}.status:status",
    "people": f"{_COMMANDS}.people:people",
    "find": f"{_COMMANDS}.find:find",
    "pair": f"{_COMMANDS}.pair:pair",
    "plan": f"{_COMMANDS}.plan:plan",
    "meetings": f"{_COMMANDS}.meetings:meetings",
    "visibility": f"{_COMMANDS}.visibility:visibility",
    "review": f"{_COMMANDS}.review:review",
    "reflect": f"{_COMMANDS}.reflect:reflect",
    "report": f"{_COMMANDS}.report:report",
    "config": f"{_COMMANDS}.config:config",
    "plugins": f"{_COMMANDS}.plugins:plugins",
    "content": f"{_COMMANDS}.content:content",
    "sandbox": f"{_COMMANDS}.sandbox:sandbox",
    "demo": f"{_COMMANDS}.demo:demo",
}


@click.group(cls=Root, places=PLACES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", prog_name="mentorkit")
def cli() -> None:
    """Run a mentorship program inside Jira, Confluence and the calendar.

    A program is a folder of text files. Look at what would change, then let it change:

    \b
        mentorkit init          start a program folder
        mentorkit auth login    sign in to its sites
        mentorkit doctor        check settings, secrets and rights
        mentorkit diff          show what would change
        mentorkit apply         make the changes

    Data go to standard output, messages to standard error. Exit codes: 0 done or nothing to do,
    1 failure, 2 usage, 3 changes pending (diff --exit-code), 4 authentication, 5 partly applied,
    6 refused by a limit, 130 interrupted.
    """


def main() -> None:
    """Run the command line with the environment and the user's file."""
    # Records live until the run is over: looking for garbage among them took a quarter of a run's time.
    gc.set_threshold(200_000, 50, 100)
    cli(prog_name="mentorkit", auto_envvar_prefix="MENTORKIT", default_map=UserSettings())
