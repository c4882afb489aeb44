# SPDX-License-Identifier: Apache-2.0
"""Pictures for the documentation: plays the demo and photographs the sandbox in Chromium.

``python scripts/screenshots.py [folder]`` writes PNG files (by default into ``docs/screenshots``). It needs
Chromium on the path and the ``dev`` extra; nothing but loopback is spoken to.
"""

import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from mentorkit_cli.demo.scene import Scene
from mentorkit_cli.demo.story import PAGE, Story
from mentorkit_sandbox.site import SitePerson

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
ARGUMENTS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
WIDE, PHONE = (1280, 800), (390, 844)


@dataclass(frozen=True)
class Shot:
    """One picture: its name, the place, who looks, and how. `click` opens something first."""

    name: str
    path: str
    who: str = "Jonas Weber"
    scheme: Literal["light", "dark"] = "light"
    size: tuple[int, int] = WIDE
    click: str = ""


def shots(places: dict[str, str]) -> list[Shot]:
    """What is photographed; `places` are the addresses of the story's pages."""
    return [
        Shot("home", "/"),
        Shot("board", places["board"], click=".stack[data-name=Backlog] .card summary"),
        Shot("board-dark", places["board"], scheme="dark"),
        Shot("board-phone", places["board"], size=PHONE),
        Shot("issue", places["issue"]),
        Shot("profile", places["profile"]),
        Shot("profile-phone", places["profile"], scheme="dark", size=PHONE),
        Shot("growth", places["growth"]),
        Shot("pairing", places["pairing"], scheme="dark"),
        Shot("edit", places["profile"] + "/edit"),
        Shot("history", places["profile"] + "/history"),
        Shot("calendar", "/calendar"),
        Shot("people", "/people"),
        Shot("requests", "/requests?method=writes", who="Site Administrator", scheme="dark"),
        Shot("closed", places["pairing"], who="Samir Aziz"),
    ]


def main(folder: Path) -> None:
    """Play the story, serve the site, and take every picture."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("No Chromium on the path: no pictures were taken.")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as program, sync_playwright() as driver:
        scene = Scene(Path(program))
        story = Story(scene)
        for step in story.play():
            print(step.told)
        browser = driver.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        for shot in shots(addresses(scene)):
            take(browser, scene, shot, folder / f"{shot.name}.png")
        browser.close()
        scene.close()


def addresses(scene: Scene) -> dict[str, str]:
    """Where the story's people find things."""
    titles = {"profile": "Skills: Jonas Weber", "growth": "My growth: Jonas Weber", "pairing": PAGE}
    jonas = scene.actor(person(scene, "Jonas Weber").email)
    found = {name: jonas.page(title)["id"] for name, title in titles.items()}
    boards = jonas.call("GET", "/rest/agile/1.0/board", projectKeyOrId="MENT")["values"]
    cards = jonas.issues("project = MENT AND labels = kind-practice ORDER BY key")
    space = scene.site.tables.rows("space")[0]["key"]
    return {
        **{name: f"/wiki/spaces/{space}/pages/{id_}" for name, id_ in found.items()},
        "board": f"/jira/software/c/projects/MENT/boards/{boards[0]['id']}",
        "issue": f"/browse/{cards[0]['key']}",
    }


def take(browser: Browser, scene: Scene, shot: Shot, file: Path) -> None:
    """One picture."""
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=shot.scheme, reduced_motion="reduce"
    )
    account = person(scene, shot.who).account_id
    context.add_cookies([{"name": "act-as", "value": account, "url": scene.url}])
    page = context.new_page()
    page.goto(scene.url + shot.path)
    if shot.click:
        page.locator(shot.click).first.click()
    page.screenshot(path=file)
    context.close()


def person(scene: Scene, name: str) -> SitePerson:
    """Somebody of the company, by name."""
    return next(person for person in scene.site.people if person.name == name)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
