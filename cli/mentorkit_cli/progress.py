# SPDX-License-Identifier: Apache-2.0
"""Progress on a terminal, on stderr; nothing elsewhere and nothing when it shall be quiet."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from mentorkit_cli.context import App

Watch = Callable[[Any, Any, Any], None]


def _shown(app: App) -> bool:
    return sys.stderr.isatty() and not app.quiet


@contextmanager
def looking(app: App, words: str = "Looking at pages, plans and meetings") -> Iterator[None]:
    """Say that something takes a while."""
    if not _shown(app):
        yield
        return
    from rich.console import Console

    console = Console(stderr=True, no_color=not app.color or None)
    with console.status(words):
        yield


@contextmanager
def counting(app: App, total: int) -> Iterator[Watch]:
    """A bar with counts; the watcher it gives is told of every outcome."""
    if not _shown(app):
        yield _nothing
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True, no_color=not app.color or None)
    columns = (TextColumn("Writing {task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        task = bar.add_task("", total=total)

        def advance(store: Any, _change: Any, _outcome: Any) -> None:
            bar.update(task, advance=1, description=str(store))

        yield advance


def _nothing(_store: Any, _change: Any, _outcome: Any) -> None:
    """Nobody is watching."""
