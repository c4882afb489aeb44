# SPDX-License-Identifier: Apache-2.0
"""The check-up behind ``mentorkit doctor``: every part is looked at, also when another is broken."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from mentorkit.errors import ConfigError, MentorkitError
from mentorkit.ports import Diagnosis, Prober
from mentorkit.program.schema import Program
from mentorkit.workspace import STATE_FOLDER, Workspace
from mentorkit_cli.context import Opener
from mentorkit_cli.failures import AUTHENTICATION, ENVIRONMENT, FAILURE, explain


@dataclass(frozen=True)
class Finding:
    """One row: ``part`` is what it is about, ``code`` the exit code it asks for."""

    part: str
    check: str
    state: Literal["ok", "warning", "failed"]
    found: str
    remedy: str = ""
    code: int = 0


def exit_code(findings: Iterable[Finding]) -> int:
    """0 when nothing failed, 4 when a log-in did, otherwise 1."""
    codes = {finding.code for finding in findings}
    return AUTHENTICATION if AUTHENTICATION in codes else max(codes, default=0)


def examine(opener: Opener, folder: Callable[[], Path], now: Callable[[], datetime]) -> list[Finding]:
    """Every finding, each once: plug-ins, program folder, accounts, stores, in this order.

    What needs something that failed is left out; the failure says why.
    """
    return list(dict.fromkeys(_examined(opener, folder, now)))


def _examined(opener: Opener, folder: Callable[[], Path], now: Callable[[], datetime]) -> Iterator[Finding]:
    try:
        number = sum(plugin is not None for _, plugin in opener.manager().list_name_plugin())
    except MentorkitError as error:
        yield from _failed("plug-ins", error)
        return
    yield Finding("plug-ins", "loaded", "ok", f"{number} found")
    try:
        workspace = opener.open(folder(), now)
    except MentorkitError as error:
        yield from _failed("program folder", error)
        return
    with closing(workspace):
        yield Finding("program folder", "readable", "ok", _summary(workspace.program))
        for part, look in (("state", _state), ("accounts", _accounts), ("stores", _stores)):
            yield from _guarded(part, look(workspace))


def probers(workspace: Workspace) -> dict[str, Prober]:
    """The stores that can try something out on their site, by name."""
    return {name: store for name, store in workspace.stores().items() if isinstance(store, Prober)}


def probed(found: Mapping[str, Prober]) -> Iterator[Finding]:
    """What they find out, each as it becomes known; what they made is gone in the end, however it ends."""
    for name, prober in found.items():
        findings = prober.probe()
        with closing(findings):
            yield from _guarded(name, _rows(name, findings))


def _guarded(part: str, findings: Iterator[Finding]) -> Iterator[Finding]:
    """The findings, and whatever goes wrong on the way as one more."""
    try:
        yield from findings
    except Exception as error:
        if isinstance(error.__context__, KeyboardInterrupt):
            raise  # somebody wants it to end, and hears what could not be cleaned up
        yield from _failed(part, error)


def _summary(program: Program) -> str:
    return (
        f"{program.name}: people {len(program.people)}, roles {len(program.roles)},"
        f" skills {len(program.skills)}, pairings asked for {len(program.pairings)}"
    )


def _state(workspace: Workspace) -> Iterator[Finding]:
    place = workspace.folder / STATE_FOLDER
    place.mkdir(parents=True, exist_ok=True)
    probe = place / "probe"
    probe.write_bytes(b"")
    probe.unlink()
    yield Finding("state", "writable", "ok", str(place))


def _accounts(workspace: Workspace) -> Iterator[Finding]:
    for realm, directory in sorted(workspace.directories().items()):
        part = f"accounts of {realm}"
        yield from _guarded(part, _checked(part, directory.check))


def _stores(workspace: Workspace) -> Iterator[Finding]:
    for name, store in workspace.stores().items():
        yield from _guarded(name, _checked(name, store.check))


def _checked(part: str, check: "Callable[[], Iterable[Diagnosis]]") -> Iterator[Finding]:
    """What an adapter found; not asked before the first finding is wanted."""
    yield from _rows(part, check())


def _rows(part: str, diagnoses: "Iterable[Diagnosis]") -> Iterator[Finding]:
    for row in diagnoses:
        code = FAILURE if row.state == "failed" else 0
        yield Finding(part, row.check, row.state, row.found, row.remedy, code)


def _failed(part: str, error: Exception) -> Iterator[Finding]:
    """An error as findings: of a ConfigError one a problem, otherwise what the sentence says."""
    if isinstance(error, ConfigError):
        for problem in error.problems:
            secret = problem.file == ENVIRONMENT
            place = f"{problem.file}:{problem.line}" if problem.line else problem.file
            yield Finding(
                "secrets" if secret else part,
                problem.key if secret else f"{place} {problem.key}".strip(),
                "failed",
                problem.what,
                problem.remedy,
                AUTHENTICATION if secret else FAILURE,
            )
        return
    failure = explain(error)
    yield Finding(part, "usable", "failed", failure.what, failure.remedy, failure.code)
