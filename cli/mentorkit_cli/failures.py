# SPDX-License-Identifier: Apache-2.0
"""The one place where an error becomes a sentence: what happened, why most likely, and what to do.

Sentences are made of an error's attributes, which hold no secret and no private text. Of errors that
Mentorkit does not know only the type is named: their words may hold anything.
"""

import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import rich_click as click

from mentorkit import errors
from mentorkit_cli.output import clean

FAILURE, USAGE, PENDING, AUTHENTICATION, PARTLY, LIMIT, INTERRUPTED = 1, 2, 3, 4, 5, 6, 130
"""Exit codes; 0 is done or nothing to do."""

ENVIRONMENT = "environment"
"""Where a missing secret is looked for, as the ``file`` of its Problem."""


class Refusal(errors.MentorkitError):
    """A command that refuses by a rule of the program."""

    def __init__(self, what: str, why: str, remedy: str) -> None:
        self.what, self.why, self.remedy = what, why, remedy
        super().__init__(what)


@dataclass(frozen=True)
class Failure:
    """One failure in words. ``remedy`` may have several lines; ``code`` is the exit code."""

    what: str
    why: str
    remedy: str
    code: int = FAILURE


def explain(error: BaseException) -> Failure:
    """The words and the exit code for any error."""
    for kind in type(error).__mro__:
        if kind in _FUNCTIONS:
            return _FUNCTIONS[kind](error)
        if kind in _SENTENCES:
            return _filled(_SENTENCES[kind], error)
        if kind.__module__.startswith("sqlalchemy."):
            return _state(error)
        if kind.__name__ == "UnsettledRules":
            return _unsettled(error)
    return Failure(
        f"a fault in Mentorkit itself ({type(error).__name__})",
        "something happened that nobody thought of",
        "run it again with --debug and report the trace; what was begun is finished by the next apply",
    )


def fail(error: BaseException, *, debug: bool, color: bool) -> int:
    """Say on stderr what went wrong, with the trace where ``debug`` asks for it; the exit code."""
    failure = explain(error)
    style = click.style if color else _plain
    click.echo(f"{style('Error:', fg='red', bold=True)} {clean(failure.what)}", err=True)
    if failure.why:
        click.echo(f"  Why:   {clean(failure.why)}", err=True)
    for number, text in enumerate(failure.remedy.splitlines()):
        click.echo(("         " if number else "  Do:    ") + clean(text), err=True)
    if debug:
        click.echo("".join(traceback.format_exception(error)), err=True, nl=False)
    elif failure.code != INTERRUPTED:
        click.echo("  Trace: the same with --debug", err=True)
    sys.stderr.flush()
    return failure.code


def _plain(text: str, **_styles: Any) -> str:
    return text


def _config(error: errors.ConfigError) -> Failure:
    secrets = [problem for problem in error.problems if problem.file == ENVIRONMENT]
    listed = "\n".join(str(problem) for problem in error.problems)
    if secrets and len(secrets) == len(error.problems):
        return Failure(
            "a secret is missing",
            "it is neither in the environment nor among what mentorkit auth login stored",
            listed,
            AUTHENTICATION,
        )
    number = len(error.problems)
    return Failure(
        "one thing is wrong with the settings or the program folder"
        if number == 1
        else f"{number} things are wrong with the settings or the program folder",
        "somebody changed a file, or the folder is not the one you mean; nothing was written",
        listed,
    )


def _filled(words: Failure, error: Any) -> Failure:
    """The sentence with the attributes of the error in it."""
    about = getattr(error, "ref", "") or "what was asked for"
    facts = {"error": error, "about": about, "said": _said(error)}
    what, why, remedy = (text.format_map(facts) for text in (words.what, words.why, words.remedy))
    return Failure(what, why, remedy, words.code)


def _said(error: Any) -> str:
    """What the tool said in its own words, where it said something."""
    reason = getattr(error, "reason", "")
    return f" ({reason})" if reason else ""


def _rate(error: errors.RateLimited) -> Failure:
    wait = "a while" if error.retry_after is None else f"{error.retry_after:.0f} seconds"
    return Failure(
        f"{error.adapter}: too many requests{_said(error)}",
        "the site limits how much one account may ask for, and others use it as well",
        f"wait {wait} and run the same command again: it goes on where it stopped",
    )


def _unavailable(error: errors.Retriable) -> Failure:
    unknown = "; it may have acted all the same, and the next run looks before it acts"
    return Failure(
        f"{error.adapter}: the tool could not be reached or broke off{_said(error)}",
        "the network, a proxy, or the site itself is down" + (unknown if error.unknown else ""),
        f"check the address in [stores.{error.adapter}] in mentorkit.toml;"
        " run the same command again when the site answers",
    )


def _unsettled(error: Any) -> Failure:
    return Failure(
        f"the rules never came to rest: {', '.join(error.keys)}",
        "a rule, perhaps of a plug-in, wants something else each time it is asked; nothing was written",
        "leave out plug-ins with MENTORKIT_DISABLED_PLUGINS to find which; report it if none is to blame",
    )


def _os(error: OSError) -> Failure:
    return _disk(errors.DiskError.of(str(error.filename or ""), error))


def _disk(error: errors.DiskError) -> Failure:
    where = f": {error.place}" if error.place else ""
    match error:
        case errors.DiskFull():
            return Failure(
                f"the disk is full{where}",
                "there was no room for the file; whatever stood there before still does, and what was"
                " already written in the tools is found by the next run",
                "make room and run the same command again",
            )
        case errors.DiskDenied():
            return Failure(
                f"this user may not read or write there{where}",
                "the file or its folder belongs to somebody else or is read-only",
                "change its owner or its rights, or choose another folder with -C",
            )
    return Failure(
        f"{error.reason}{where}",
        "the system refused a file or a connection",
        "check that path and run the same command again",
    )


def _state(error: BaseException) -> Failure:
    """The database's own words may hold records; its name for the error holds none."""
    name = getattr(getattr(error, "orig", None), "sqlite_errorname", type(error).__name__)
    if name in ("SQLITE_BUSY", "SQLITE_LOCKED"):
        return Failure(
            "another run is using the state in .mentorkit/",
            "two commands on one program folder at the same moment",
            "run the same command again",
        )
    return Failure(
        f"the state in .mentorkit/ cannot be used ({name})",
        "the disk is full or read-only, the file is damaged, or another version of Mentorkit wrote it",
        "make room, or delete .mentorkit/: the next run reads the tools again and nothing is lost",
    )


_INTERRUPTION = Failure(
    "interrupted", "", "run the same command again: what was begun is found and finished", INTERRUPTED
)

_FUNCTIONS: Mapping[type, Callable[[Any], Failure]] = {
    errors.ConfigError: _config,
    errors.Retriable: _unavailable,
    errors.RateLimited: _rate,
    errors.DiskError: _disk,
    OSError: _os,
}

_DOCTOR = "check [stores.{error.adapter}] in mentorkit.toml, then run mentorkit doctor"

_SENTENCES: Mapping[type, Failure] = {
    errors.MentorkitError: Failure("{error}", "", "run mentorkit doctor"),
    errors.AdapterError: Failure(
        "{error.adapter}: the tool said no{said}", "it does not do what was asked for", _DOCTOR
    ),
    errors.NotFound: Failure(
        "{error.adapter}: {about} is not there{said}",
        "it was deleted, moved or renamed, or this token may not see it",
        _DOCTOR,
    ),
    errors.AlreadyExists: Failure(
        "{error.adapter}: the name of {about} is taken{said}",
        "somebody has something of that name that is not Mentorkit's; it was left alone",
        "rename that one, or choose another name in [stores.{error.adapter}] in mentorkit.toml",
    ),
    errors.Conflict: Failure(
        "{error.adapter}: {about} was changed meanwhile{said}",
        "somebody saved it while Mentorkit was about to; what they wrote stands",
        "run the same command again: it looks anew and decides anew",
    ),
    errors.PermissionDenied: Failure(
        "{error.adapter}: this account may not touch {about}{said}",
        "the account behind the token lacks a right there",
        "run mentorkit doctor: it names the right; give it to the account or use another account's token",
    ),
    errors.NotAuthenticated: Failure(
        "{error.adapter}: the tool does not accept the token{said}",
        "it is wrong, has expired, or belongs to another e-mail address",
        "make a new one and run mentorkit auth login; mentorkit auth status says which one is in use",
        AUTHENTICATION,
    ),
    errors.InvalidResponse: Failure(
        "{error.adapter}: the tool answered something its own documents do not allow{said}",
        "the address is not the tool's, or a proxy or a log-in page answered in its place",
        "check the address in [stores.{error.adapter}] in mentorkit.toml, then run mentorkit doctor",
    ),
    errors.Refused: Failure(
        "{error.adapter}: the tool refuses {about}{said}",
        "a field is required, missing or limited on this site in a way the program does not know",
        "run mentorkit doctor; sending it again will not help",
    ),
    errors.LeftBehind: Failure(
        "{error.adapter}: what was made for a trial is still there: {about}{said}",
        "the site did not let it be removed, or broke off meanwhile",
        "delete it by hand: nothing but the trial needs it",
    ),
    errors.UnsafeChangeSet: Failure(
        "refused by a limit: {error}",
        "the change set goes further than one run may; nothing was written",
        "read mentorkit diff before anything else",
        LIMIT,
    ),
    errors.TooManyChanges: Failure(
        "refused: {error.changed} of {error.existing} records in {error.store} would change in one run",
        "more than 30 % is most often a mistake in the program folder; nothing was written",
        "read mentorkit diff; when all of it is meant, run mentorkit apply --force",
        LIMIT,
    ),
    errors.StoreEmptied: Failure(
        "refused: {error.store} held {error.before} records and suddenly lists none",
        "the token lost its right to see them, or mentorkit.toml names another place",
        "run mentorkit doctor; when they are gone for good, run mentorkit apply --full --force",
        LIMIT,
    ),
    errors.NotOwned: Failure(
        "refused: a change would touch {error.ref} in {error.store}, which is not Mentorkit's",
        "it was moved out of the program's place, or its mark was taken away",
        "put it back, or rename it so that a new one can be made; --force does not help here",
        LIMIT,
    ),
    errors.LeaseHeld: Failure(
        "another run is writing to this program: {error.holder}",
        "one at a time may write; it has the right until {error.until}",
        "wait for it to end and run the same command again",
    ),
    errors.IncompleteReading: Failure(
        "{error.store} could not be read to the end",
        "the tool broke off, and nothing is decided on half a picture; nothing was written",
        "run the same command again",
    ),
    Refusal: Failure("refused: {error.what}", "{error.why}", "{error.remedy}", LIMIT),
    KeyboardInterrupt: _INTERRUPTION,
    click.Abort: _INTERRUPTION,
}
