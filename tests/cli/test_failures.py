# SPDX-License-Identifier: Apache-2.0
"""Every error has its sentence, its remedy and its exit code."""

import errno
import inspect
import sqlite3
from typing import Any

import click
import pytest
import sqlalchemy.exc

from mentorkit import errors
from mentorkit.domain.keys import Key
from mentorkit.reconcile.diff import UnsettledRules
from mentorkit_cli.failures import Failure, Refusal, explain, fail

ADAPTER = ("plans", "MENT-7", "no such issue")
PROBLEM = errors.Problem("program.yaml", 3, "name", "is missing", "add it")
SECRET = errors.Problem("environment", 0, "MENTORKIT_ATLASSIAN_TOKEN", "is not set", "export it")


def locked() -> sqlalchemy.exc.OperationalError:
    """What SQLAlchemy says when another process holds the database."""
    cause = sqlite3.OperationalError("private words")
    cause.sqlite_errorname = "SQLITE_BUSY"
    return sqlalchemy.exc.OperationalError("SELECT", {}, cause)


TABLE: list[tuple[BaseException, int, str, str, str]] = [
    (errors.MentorkitError("something"), 1, "something", "", "mentorkit doctor"),
    (
        errors.ConfigError([PROBLEM]),
        1,
        "one thing is wrong",
        "nothing was written",
        "program.yaml:3 name: is missing; add it",
    ),
    (errors.ConfigError([PROBLEM, PROBLEM]), 1, "2 things are wrong", "nothing was written", "add it\n"),
    (errors.ConfigError([SECRET]), 4, "a secret is missing", "environment", "MENTORKIT_ATLASSIAN_TOKEN"),
    (errors.ConfigError([SECRET, PROBLEM]), 1, "2 things are wrong", "", "export it"),
    (errors.AdapterError(*ADAPTER), 1, "plans: the tool said no (no such issue)", "", "[stores.plans]"),
    (errors.NotFound(*ADAPTER), 1, "plans: MENT-7 is not there", "may not see it", "mentorkit doctor"),
    (errors.NotFound("plans"), 1, "plans: what was asked for is not there", "deleted", "[stores.plans]"),
    (errors.AlreadyExists(*ADAPTER), 1, "the name of MENT-7 is taken", "left alone", "choose another name"),
    (errors.Conflict(*ADAPTER), 1, "MENT-7 was changed meanwhile", "what they wrote stands", "again"),
    (errors.PermissionDenied(*ADAPTER), 1, "may not touch MENT-7", "lacks a right", "names the right"),
    (errors.NotAuthenticated(*ADAPTER), 4, "does not accept the token", "expired", "make a new one"),
    (errors.InvalidResponse(*ADAPTER), 1, "its own documents do not allow", "log-in page", "the address"),
    (errors.Refused(*ADAPTER), 1, "the tool refuses MENT-7", "a field", "will not help"),
    (errors.LeftBehind(*ADAPTER), 1, "is still there: MENT-7", "be removed", "by hand"),
    (errors.Retriable(*ADAPTER), 1, "could not be reached", "network", "when the site answers"),
    (errors.RateLimited("plans", retry_after=30), 1, "too many requests", "limits", "wait 30 seconds"),
    (errors.RateLimited("plans"), 1, "too many requests", "limits", "wait a while"),
    (errors.Unavailable("plans"), 1, "could not be reached or broke off", "the site itself", "again"),
    (errors.Unavailable("plans", unknown=True), 1, "could not be reached", "may have acted", "again"),
    (errors.UnsafeChangeSet("x"), 6, "refused by a limit: x", "nothing was written", "mentorkit diff"),
    (errors.TooManyChanges("pages", 9, 20), 6, "9 of 20 records in pages", "30 %", "--force"),
    (errors.StoreEmptied("pages", 40), 6, "pages held 40 records", "lost its right", "--full --force"),
    (errors.NotOwned("pages", "Home"), 6, "touch Home in pages", "moved out", "--force does not help"),
    (errors.LeaseHeld("ci-7", "10:00"), 1, "another run is writing to this program: ci-7", "10:00", "wait"),
    (errors.IncompleteReading("pages"), 1, "pages could not be read to the end", "half", "again"),
    (UnsettledRules([Key("a/b/c/1")]), 1, "never came to rest: a/b/c/1", "plug-in", "MENTORKIT_DISABLED"),
    (Refusal("no place", "it is full", "ask Ben"), 6, "refused: no place", "it is full", "ask Ben"),
    (errors.DiskError("/x", "Input/output error"), 1, "Input/output error: /x", "the system", "check that"),
    (errors.DiskFull("/x"), 1, "the disk is full: /x", "in the tools is found", "make room"),
    (errors.DiskDenied("/x"), 1, "may not read or write there: /x", "read-only", "its rights"),
    (OSError(errno.ENOSPC, "No space", "/x"), 1, "the disk is full: /x", "no room", "make room"),
    (OSError(errno.EDQUOT, "Quota"), 1, "the disk is full", "no room", "make room"),
    (PermissionError(errno.EACCES, "no", "/x"), 1, "may not read or write there: /x", "belongs to", "-C"),
    (OSError(errno.EROFS, "no", "/x"), 1, "may not read or write there: /x", "read-only", "-C"),
    (FileNotFoundError(errno.ENOENT, "No such file", "/x"), 1, "No such file: /x", "", "check that path"),
    (locked(), 1, "another run is using the state", "at the same moment", "again"),
    (sqlalchemy.exc.OperationalError("SELECT", {}, Exception()), 1, ".mentorkit/ cannot", "disk", "delete"),
    (KeyboardInterrupt(), 130, "interrupted", "", "found and finished"),
    (click.Abort(), 130, "interrupted", "", "found and finished"),
    (ZeroDivisionError("private words"), 1, "a fault in Mentorkit itself (ZeroDivisionError)", "", "--debug"),
]


@pytest.mark.parametrize(
    ("error", "code", "what", "why", "remedy"),
    TABLE,
    ids=[f"{type(row[0]).__name__}-{n}" for n, row in enumerate(TABLE)],
)
def test_sentence(error: BaseException, code: int, what: str, why: str, remedy: str) -> None:
    failure = explain(error)
    assert what in failure.what
    assert why in failure.why
    assert remedy in failure.remedy + "\n"
    assert failure.code == code
    assert "private words" not in str(failure)


def test_every_error_of_the_tree_has_a_sentence_of_its_own() -> None:
    def is_error(member: Any) -> bool:
        return inspect.isclass(member) and issubclass(member, errors.MentorkitError)

    tree = {member for _, member in inspect.getmembers(errors, is_error)}
    assert tree <= {type(row[0]) for row in TABLE}


def test_the_sentence_is_printed_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    code = fail(errors.ConfigError([PROBLEM, PROBLEM]), debug=False, color=False)
    out, err = capsys.readouterr()
    assert (code, out) == (1, "")
    assert err == (
        "Error: 2 things are wrong with the settings or the program folder\n"
        "  Why:   somebody changed a file, or the folder is not the one you mean; nothing was written\n"
        "  Do:    program.yaml:3 name: is missing; add it\n"
        "         program.yaml:3 name: is missing; add it\n"
        "  Trace: the same with --debug\n"
    )


def errors_in_a_command() -> None:
    raise errors.NotFound("plans")


def test_debug_shows_the_trace(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(errors.NotFound) as caught:
        errors_in_a_command()
    fail(caught.value, debug=True, color=False)
    err = capsys.readouterr().err
    assert "errors_in_a_command" in err
    assert "same with --debug" not in err


def test_an_interrupted_run_asks_for_no_trace(capsys: pytest.CaptureFixture[str]) -> None:
    assert fail(KeyboardInterrupt(), debug=False, color=False) == 130
    assert "--debug" not in capsys.readouterr().err


def test_terminals_obey_nothing_a_tool_said(capsys: pytest.CaptureFixture[str]) -> None:
    fail(errors.NotFound("plans", "\x9b31mMENT-7\u202e"), debug=False, color=False)
    err = capsys.readouterr().err
    assert "31mMENT-7" in err
    assert "\x9b" not in err
    assert "\u202e" not in err


def test_a_failure_is_a_value() -> None:
    assert Failure("a", "b", "c") == Failure("a", "b", "c", 1)
