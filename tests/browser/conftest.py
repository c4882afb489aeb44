# SPDX-License-Identifier: Apache-2.0
"""Chromium on a town that is served on loopback. Without Chromium the tests are skipped, and say so.

Where ``CI`` is set nothing is skipped: ``.ci/run`` installs Chromium, and a run without it has failed.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from mentorkit_sandbox.server import serve
from tests.sandbox.web.town import Town, account, build

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"desktop": (1280, 800), "phone": (390, 844), "narrow": (320, 640)}


def pytest_configure(config: pytest.Config) -> None:
    """Name the mark, so that these tests can be left out with ``-m "not browser"``."""
    config.addinivalue_line("markers", "browser: looks at a served sandbox with Chromium")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is in this folder: it starts a server and a browser."""
    for item in items:
        if "/tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.enable_socket)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("there is no Chromium here, and CI leaves no browser test out")
        pytest.skip("there is no Chromium here: the browser tests did not run")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def served_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Town, str]]:
    town = build(tmp_path_factory.mktemp("town") / "feeds")
    with serve(town.app) as serving:
        yield town, serving.url


@dataclass
class Visitor:
    """Somebody at a real browser. ``wrong`` collects what the page complained about."""

    page: Page
    url: str
    wrong: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(self.url + path)
        return self.page


Scheme = Literal["light", "dark"]
Visit = Callable[..., Visitor]


@pytest.fixture
def town(served_town: tuple[Town, str]) -> Town:
    with served_town[0].site.lock:
        served_town[0].rewind()
    return served_town[0]


@pytest.fixture
def visit(chromium: Browser, served_town: tuple[Town, str], town: Town) -> Iterator[Visit]:
    """Opens a browser as somebody: ``visit("Mira", size="phone", scheme="dark")``."""
    opened: list[tuple[BrowserContext, Visitor]] = []

    def open_as(
        name: str, size: str = "desktop", scheme: Scheme = "light", *, scripts: bool = True
    ) -> Visitor:
        width, height = SIZES[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=scripts
        )
        context.add_cookies([{"name": "act-as", "value": account(name), "url": served_town[1]}])
        page = context.new_page()
        page.set_default_timeout(8000)
        visitor = Visitor(page, served_town[1])
        page.on("pageerror", lambda error: visitor.wrong.append(str(error)))
        page.on(
            "console",
            lambda said: visitor.wrong.append(said.text) if "Content Security" in said.text else None,
        )
        opened.append((context, visitor))
        return visitor

    yield open_as
    for context, visitor in opened:
        context.close()
        assert visitor.wrong == []
