# SPDX-License-Identifier: Apache-2.0
"""``mentorkit --help`` is quick, because it loads nothing that it does not show."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "atlassian", "flask", "holidays", "icalendar", "jinja2", "lxml", "markdown_it", "mentorkit.domain",
    "mentorkit.program", "mentorkit.workspace", "mentorkit_calendar", "mentorkit_confluence",
    "mentorkit_jira", "mentorkit_sandbox", "pluggy", "pydantic", "requests", "sqlalchemy", "tomllib", "yaml",
)  # fmt: skip

HELP = """
import sys
sys.argv = ["mentorkit", *{words!r}]
from mentorkit_cli.main import main
try:
    main()
except SystemExit as end:
    loaded = [name for name in {heavy!r} if name in sys.modules]
    sys.exit(", ".join(loaded) if loaded else end.code)
"""

EMPTY = """
import rich_click as click

@click.group()
def cli():
    '''An empty program.'''

@cli.command()
def nothing():
    '''Nothing.'''

cli()
"""


def python(*words: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a process of its own, with nothing of this user's."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": "/nonexistent",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    return subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, check=False, env=environment, timeout=60
    )


@pytest.mark.parametrize(
    "words", [["--help"], ["apply", "--help"], ["people", "enrol", "--help"], ["--version"]], ids=" ".join
)
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    done = python("-c", HELP.format(words=words, heavy=HEAVY))
    assert done.returncode == 0, done.stderr
    assert done.stdout


def seconds(*words: str) -> float:
    """The processor time of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    python(*words)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


@pytest.mark.slow
def test_help_takes_little_more_than_an_empty_program() -> None:
    """The quickest of several runs each, in turns, so that a busy machine slows down both."""
    ours = "import sys; sys.argv[1:] = ['--help']; from mentorkit_cli.main import main; main()"
    theirs = "import sys; sys.argv[1:] = ['--help']\n" + EMPTY
    runs = [(seconds("-c", ours), seconds("-c", theirs)) for _ in range(9)]
    assert min(own for own, _ in runs) <= 1.5 * min(other for _, other in runs)


def test_a_signal_of_the_keyboard_ends_with_130(tmp_path: Path) -> None:
    code = (
        "import mentorkit_cli.main as m, mentorkit_cli.context as c\n"
        "def stop(self): raise KeyboardInterrupt\n"
        "c.Opener.manager = stop\n"
        f"m.cli(['-C', {str(tmp_path)!r}, 'doctor'])\n"
    )
    done = python("-c", code)
    assert done.returncode == 130
    assert "Error: interrupted" in done.stderr
