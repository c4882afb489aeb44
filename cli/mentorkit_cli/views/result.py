# SPDX-License-Identifier: Apache-2.0
"""What an apply came to."""

from collections import Counter
from typing import Any

from mentorkit.ports import Archive, Change
from mentorkit.program.schema import Program
from mentorkit.reconcile.changeset import ChangeSet, Report
from mentorkit_cli.failures import FAILURE, PARTLY, explain
from mentorkit_cli.names import Names
from mentorkit_cli.output import Line, Shown, line
from mentorkit_cli.views.changes import kept_data, told_data

_DONE = {"create": "added", "update": "changed", "archive": "archived"}


def exit_code(report: Report) -> int:
    """0 when everything was done, 5 when some of it was, otherwise what the first error says."""
    if report.whole:
        return 0
    if report.writes:
        return PARTLY
    error = report.first_error()
    return explain(error).code if error else FAILURE


def shown(report: Report, changes: ChangeSet, program: Program) -> Shown:
    """What was done, and for everything that was not: why, and what to do."""
    names = Names(program)
    titles = {str(change.key): _title(change) for _, change in changes}

    def title(key: str) -> str:
        return titles.get(key) or names.record(key)

    done = Counter(_DONE[action] for _, action, _, _ in report.applied)
    failed = []
    for store, key, error in report.failed:
        failure = explain(error)
        words = {"what": failure.what, "why": failure.why, "remedy": failure.remedy}
        failed.append({"store": store, "key": key, "title": title(key), **words})
    skipped = [
        {"store": store, "key": key, "title": title(key), "why": why} for store, key, why in report.skipped
    ]
    conflicted = [{"store": store, "key": key, "title": title(key)} for store, key in report.conflicted]
    data = {
        "program": program.id,
        "whole": report.whole,
        "counts": {word: done[word] for word in _DONE.values()},
        "applied": [
            {"store": store, "action": action, "key": key, "name": name}
            for store, action, key, name in report.applied
        ],
        "failed": failed,
        "skipped": skipped,
        "conflicted": conflicted,
        "kept": kept_data(report.kept, names),
        "told": told_data(report.told, names),
    }
    parts: list[str | Line] = [*_failures(failed)]
    parts += [line(("?", "yellow"), f" not tried: {one['title']}: {one['why']}") for one in skipped]
    parts += [line(("?", "yellow"), f" changed meanwhile, left alone: {one['title']}") for one in conflicted]
    summary = ", ".join(f"{done[word]} {word}" for word in _DONE.values())
    rest = len(failed) + len(skipped) + len(conflicted)
    parts.append(line((summary + (f"; {rest} not done" if rest else ""), "bold")))
    return Shown("mentorkit.apply/1", data, parts)


def _title(change: Change[Any]) -> str:
    return str((change.found.item if isinstance(change, Archive) else change.item).title)


def _failures(failed: list[dict[str, Any]]) -> list[Line]:
    """One line a record; the advice once for all that failed the same way."""
    lines = [line(("x", "red"), f" {one['title']}: {one['what']}") for one in failed]
    advice = dict.fromkeys((one["why"], one["remedy"]) for one in failed)
    return [*lines, *(line(f"  Why: {why}. Do: {remedy}.") for why, remedy in advice)]
