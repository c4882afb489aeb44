# SPDX-License-Identifier: Apache-2.0
"""Plays the demo from the first apply to the last, and says what happened."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mentorkit_cli.demo import first_weeks, year
from mentorkit_cli.demo.scene import Scene, summary
from mentorkit_cli.demo.story import Step, Story

SCHEMA = "mentorkit.demo/1"
STEPS = (*first_weeks.STEPS, *year.STEPS)


@contextmanager
def opened(state: Path | None) -> Iterator[Scene]:
    """A scene that serves; without a state file it leaves nothing behind."""
    if state is not None:
        folder = state.with_name(state.name + ".program")
        folder.mkdir(parents=True, exist_ok=True)
        scene = Scene(folder, state)
        try:
            yield scene
        finally:
            scene.close()
        return
    with tempfile.TemporaryDirectory(prefix="mentorkit-demo-") as name:
        scene = Scene(Path(name))
        try:
            yield scene
        finally:
            scene.close()


def play(scene: Scene, tell: Callable[[Step], None]) -> dict[str, Any]:
    """Play the story, unless this state has it already, then apply once more; the result as JSON-able data.

    ``tell`` hears each step as it is over. Raises StoryBroken when a promise is not kept.
    """
    started = time.monotonic()
    story = Story(scene)
    if scene.fresh:
        for step in story.play(STEPS):
            tell(step)
    report, world, requests = scene.apply()
    story.world = world
    pairing = next(p for p in world.pairings if p.key == story.key)
    board = scene.actor(scene.site.people[0].email).call(
        "GET", "/rest/agile/1.0/board", projectKeyOrId="MENT"
    )["values"]
    return {
        "schema": SCHEMA,
        "url": scene.url,
        "today": world.today.isoformat(),
        "seconds": round(time.monotonic() - started, 1),
        "created": {"project": "MENT", "board": board[0]["id"], "space": "MENTOR", **summary(world)},
        "pairing": {
            "key": pairing.key,
            "stage": pairing.stage.value,
            "reopened": pairing.round > 1,
            "url": world.snapshot.pages.by_key[pairing.key].url,
        },
        "steps": [
            {
                "id": step.id,
                "actors": list(step.actors),
                "rows": list(step.rows),
                "links": step.links,
                "requests": step.requests,
            }
            for step in story.steps
        ],
        "kept": [{"ref": kept.name, "field": kept.field, "by": kept.by} for kept in report.kept],
        "second_apply": {"writes": report.writes, "requests": requests},
    }
