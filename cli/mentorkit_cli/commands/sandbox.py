# SPDX-License-Identifier: Apache-2.0
"""``mentorkit sandbox``: a stand-in for Jira, Confluence and GitLab on this machine."""

from pathlib import Path

import rich_click as click

from mentorkit_cli.context import App, pass_app
from mentorkit_cli.lazy import Command

_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command(cls=Command)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port on loopback. Default: a free one."
)
@click.option(
    "--host",
    type=click.Choice(["127.0.0.1", "localhost", "::1"]),
    default="127.0.0.1",
    show_default=True,
    help="An address of this machine; others cannot reach it.",
)
@click.option(
    "--seed",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="YAML with people, projects, spaces, issues.",
)
@click.option(
    "--program",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Program folder whose people.csv becomes the people.",
)
@click.option("--state", type=_FILE, help="File that keeps the site between runs.")
@click.option("--feeds", type=_FOLDER, help="Folder of calendar feeds served at /feeds/.")
@pass_app
def sandbox(
    app: App,
    port: int,
    host: str,
    seed: Path | None,
    program: Path | None,
    state: Path | None,
    feeds: Path | None,
) -> None:
    """Serve a site to try things out on, until interrupted. It is invented and stays on this machine.

    The first line is the address, then one line a person with a token to log in with; with --json
    both in one line of JSON.

    \b
    Examples:
        mentorkit sandbox --program . --state site.sqlite --feeds feeds
        mentorkit sandbox --port 8765 --json
    """
    from mentorkit_sandbox.server import run

    app.say("Next: put the address into mentorkit.toml, then mentorkit auth login with a token from here")
    run(
        port=port,
        host=host,
        as_json=bool(app.setting("json")),
        seed_file=seed,
        program=program,
        state=state,
        feeds=feeds,
    )
