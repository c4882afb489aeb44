# SPDX-License-Identifier: Apache-2.0
"""Pictures for the documentation: plays the demo and photographs the sandbox in Chromium.

``python scripts/screenshots.py [folder]``, or ``make screenshots``, writes PNG files (by default into
``docs/screenshots``). It needs Chromium on the path and the ``dev`` extra; only loopback is spoken to.

Pages are found by the beginning of their titles. A picture is taken when the demo has come to its ``step``.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from mentorkit_cli.demo.play import STEPS
from mentorkit_cli.demo.scene import Scene
from mentorkit_cli.demo.story import Story
from mentorkit_sandbox.actor import Actor
from mentorkit_sandbox.site import SitePerson

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
ARGUMENTS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
WIDE, PHONE = (1280, 800), (390, 844)
OWNER, STRANGER, ADMINISTRATOR = "Jonas Weber", "Samir Aziz", "Site Administrator"


@dataclass(frozen=True)
class Shot:
    """One picture: its name, where, who looks, and how.

    The place is a ``path``, or the page whose title begins with ``title`` (``part`` is its history or its
    editor). ``click`` opens something first; ``show`` brings something into view.
    """

    name: str
    path: str = ""
    title: str = ""
    part: str = ""
    who: str = OWNER
    scheme: Literal["light", "dark"] = "light"
    size: tuple[int, int] = WIDE
    click: str = ""
    show: str = ""
    step: str = ""


PROFILE, GROWTH, PAIRING = (f"{kind}: {OWNER}" for kind in ("Skills", "My growth", "Pairing"))
BOARD, ISSUE = "the board", "an issue"
SHOTS = (
    Shot("growth", title=GROWTH, step="gaps"),
    Shot("request", title=PAIRING, step="request", who="Inês Carvalho"),
    Shot("agreement", title=PAIRING, step="agreement", show="Agreement"),
    Shot("home", "/", step="notes"),
    Shot("program", title="Mentoring at ", step="notes"),
    Shot("board", BOARD, step="notes", click=".stack[data-name=Backlog] .card summary"),
    Shot("board-dark", BOARD, step="notes", scheme="dark"),
    Shot("board-phone", BOARD, step="notes", size=PHONE),
    Shot("issue", ISSUE, step="notes"),
    Shot("profile", title=PROFILE, step="notes"),
    Shot("pairing", title=PAIRING, step="notes", show="Next meeting"),
    Shot("edit", title=PROFILE, step="notes", part="edit"),
    Shot("history", title=PROFILE, step="notes", part="history"),
    Shot("calendar", "/calendar", step="notes"),
    Shot("people", "/people", step="notes"),
    Shot("requests", "/requests?method=writes", step="notes", who=ADMINISTRATOR),
    Shot("closed", title=PAIRING, step="notes", who=STRANGER),
    Shot("notes", title="Notes ", step="notes"),
    Shot("week", title="This week", step="nudges", who="Elena Marinova"),
    Shot("review", title="Review ", step="review", show="Differences and gaps"),
    Shot("reflection", title="Reflection: ", step="reflection"),
    Shot("closing", title="Reflections: ", step="closing"),
)


def main(folder: Path) -> None:
    """Play the story, serve the site, and take every picture."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("No Chromium on the path: no pictures were taken.")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as program, sync_playwright() as driver:
        scene = Scene(Path(program))
        browser = driver.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        for shot in as_time_goes_by(scene):
            path = place(scene, shot)
            if path is None:
                print(f"  no picture {shot.name}: there is no page “{shot.title}…”")
            else:
                take(browser, scene, shot, path, folder / f"{shot.name}.png")
        browser.close()
        scene.close()


def as_time_goes_by(scene: Scene) -> Iterator[Shot]:
    """Each picture at its time. Raises SystemExit when the story has no such step."""
    left = list(SHOTS)
    for step in Story(scene).play(STEPS):
        print(step.told)
        for shot in [shot for shot in left if shot.step == step.id]:
            left.remove(shot)
            yield shot
    if left:
        raise SystemExit(f"the story has no step {', '.join(sorted({shot.step for shot in left}))}")


def place(scene: Scene, shot: Shot) -> str | None:
    """Where a picture is taken; None while its page is not there."""
    owner = scene.actor(person(scene, OWNER if shot.who in (STRANGER, ADMINISTRATOR) else shot.who).email)
    if shot.path == BOARD:
        board = owner.call("GET", "/rest/agile/1.0/board", projectKeyOrId="MENT")["values"][0]
        return f"/jira/software/c/projects/MENT/boards/{board['id']}"
    if shot.path == ISSUE:
        return f"/browse/{owner.issues('labels = kind-practice ORDER BY key')[0]['key']}"
    if shot.path:
        return shot.path
    found = max((page for page in pages(owner) if page[0].startswith(shot.title)), default=None)
    part = f"/{shot.part}" if shot.part else ""
    return None if found is None else f"/wiki{found[1]}{part}"


def pages(owner: Actor) -> Iterator[tuple[str, str]]:
    """Title and address of every page that somebody may open."""
    path = "/wiki/api/v2/pages?limit=250"
    while path:
        answer = owner.call("GET", path)
        for page in answer["results"]:
            space = page["_links"]["webui"].split("/")[2]
            yield page["title"], f"/spaces/{space}/pages/{page['id']}"
        path = answer["_links"].get("next", "")


def take(browser: Browser, scene: Scene, shot: Shot, path: str, file: Path) -> None:
    """One picture."""
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=shot.scheme, reduced_motion="reduce"
    )
    account = person(scene, shot.who).account_id
    context.add_cookies([{"name": "act-as", "value": account, "url": scene.url}])
    page = context.new_page()
    answer = page.goto(scene.url + path)
    if shot.who != STRANGER and (answer is None or not answer.ok):
        raise SystemExit(f"{path} cannot be photographed: {answer.status if answer else 'no answer'}")
    if shot.click:
        page.locator(shot.click).first.click()
    if shot.show:
        for heading in page.get_by_role("heading", name=shot.show).all()[:1]:
            heading.evaluate("heading => heading.scrollIntoView()")
    page.screenshot(path=file)
    context.close()


def person(scene: Scene, name: str) -> SitePerson:
    """Somebody of the company, by name."""
    return next(person for person in scene.site.people if person.name == name)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
