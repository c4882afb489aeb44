# SPDX-License-Identifier: Apache-2.0
"""Progress is for terminals: on stderr, with counts, and silent elsewhere."""

import io
import sys

import pytest
from click.core import ParameterSource

from mentorkit_cli.context import App, Opener
from mentorkit_cli.options import Setting
from mentorkit_cli.progress import counting, looking


class Terminal(io.StringIO):
    """Somebody is looking."""

    def isatty(self) -> bool:
        return True


def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Standard error is a terminal from now on. In the test itself: before it, pytest sets its own."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    return terminal


def test_a_bar_with_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = at_a_terminal(monkeypatch)
    with counting(App(Opener()), 3) as watch:
        watch("pages", None, None)
        watch("plans", None, None)
    assert "Writing" in terminal.getvalue()
    assert "/3" in terminal.getvalue()


def test_looking_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = at_a_terminal(monkeypatch)
    with looking(App(Opener()), "Checking"):
        pass
    assert "Checking" in terminal.getvalue()


def test_quiet_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = at_a_terminal(monkeypatch)
    app = App(Opener(), {"quiet": Setting(True, ParameterSource.COMMANDLINE)})
    with looking(app), counting(app, 3) as watch:
        watch("pages", None, None)
    assert terminal.getvalue() == ""


def test_off_a_terminal_nothing_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(App(Opener())), counting(App(Opener()), 3) as watch:
        watch("pages", None, None)
    assert capsys.readouterr().err == ""
