# SPDX-License-Identifier: Apache-2.0
"""``mentorkit demo``: the whole job in a minute, on a sandbox, with no account."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from mentorkit_cli.context import App, pass_app
from mentorkit_cli.lazy import Command

if TYPE_CHECKING:
    from mentorkit_cli.demo.scene import Scene
    from mentorkit_cli.demo.story import Step


@click.command(cls=Command)
@click.option("--serve/--no-serve", default=True, help="Serve the site afterwards, until Ctrl+C.")
@click.option(
    "--state",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Keep the site in this file and its program folder beside it. Run again on the same file:"
    " the story is not told twice, one apply runs.",
)
@pass_app
def demo(app: App, serve: bool, state: Path | None) -> None:
    """Play a company's year of mentoring against a sandbox.

    A fictional web agency of twelve people is set up; they fill in profiles, two of them accept each
    other on their pairing page, agree, get a plan on a board and a year of meetings, edit what they
    like, meet and take notes, review each quarter, reflect, part with words, and come back. Everybody
    acts with the own token. Nothing leaves this machine.

    \b
        mentorkit demo
        mentorkit demo --no-serve --json
        mentorkit demo --state demo.sqlite
    """
    from mentorkit_cli.demo.play import opened, play

    with opened(state) as scene:
        result = play(scene, lambda step: _tell(app, step))
        if app.setting("json"):
            click.echo(json.dumps(result, ensure_ascii=False))
        else:
            _sum_up(result)
        if serve:
            _serve(app, scene)


def _tell(app: App, step: "Step") -> None:
    app.say(f"  {step.told}")


def _sum_up(result: "dict[str, object]") -> None:
    created, second = result["created"], result["second_apply"]
    if isinstance(created, dict) and isinstance(second, dict):
        click.echo(
            f"{created['people']} people, {created['pages']} pages, {created['issues']} issues and"
            f" {created['events']} meetings in {result['seconds']} seconds;"
            f" the last apply wrote {second['writes']} in {second['requests']} requests."
        )


def _serve(app: App, scene: "Scene") -> None:
    import threading

    click.echo(f"The site is at {scene.url} until Ctrl+C. Anybody's token opens it, for example:", err=True)
    for person in scene.site.people[:4]:
        click.echo(f"  {person.name}  {person.email}  {person.token}", err=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        app.say("Closed.")
