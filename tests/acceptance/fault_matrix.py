# SPDX-License-Identifier: Apache-2.0
"""Each kind of fault on each kind of request of a small program's story, and what comes of it.

The requests are those that four runs of the story really send: the first, the one after both accepted, the
one that makes the plan, and one on a wiped disk after work was done. Every write is struck in a run of its
own, the first of its kind; readings, which change nothing, are struck together, the first of each kind;
then the second of every kind, all in one run. A person edits a page before the next run. Runs follow until
one has nothing to write. The index lags by a minute and the clock stands still throughout.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

from mentorkit.errors import MentorkitError
from mentorkit_sandbox import seed
from mentorkit_sandbox.actor import Refused
from mentorkit_sandbox.faults import Fault
from tests.acceptance.company import Company, Saved
from tests.acceptance.trials import DISK, end_state, fingerprint
from tests.core.company import write_folder

FAULTS: Mapping[str, Mapping[str, Any]] = {
    "dropped before": {"kind": "drop-before"},
    "dropped after": {"kind": "drop-after"},
    "429": {"kind": "429"},
    "429, wait 7 s": {"kind": "429", "retry_after": 7},
    "500": {"kind": "500"},
    "503 after": {"kind": "503-after"},
    "too slow": {"kind": "slow", "seconds": 600.0},
    "body cut": {"kind": "cut-body"},
}
WORDS = "We meet by the river, never in the office."
PAGE = "Pairing: Ana, Ben"
QUIET_AFTER = 5
_POOLS = ("mentorkit_jira.site", "mentorkit_confluence.site", "mentorkit_confluence.page_writing")
_READINGS = ("/bulkfetch", "/search/jql")
_TOOLS = """\
format = 1
[stores.plans]
adapter = "jira"
url = "https://example.atlassian.net"
project = "MENT"
[stores.pages]
adapter = "confluence"
url = "https://example.atlassian.net/wiki"
space = "MENTOR"
[stores.meetings]
adapter = "calendar"
feeds = "feeds"
"""


@dataclass
class Tiny(Company):
    """Four people with two skills, on a site whose index lags."""

    checked: bool = False

    def _set_up_company(self) -> None:
        if self.saved is not None:
            super()._set_up_company()
            return
        write_folder(self.folder, mentorkit=_TOOLS)
        self.site.clock.set(datetime(2026, 2, 2, 9, 0, tzinfo=UTC), frozen=True)
        self.site.keep_clock()
        seed.from_program(self.site, self.folder)
        self.site.configure({"index_lag_seconds": 60.0})
        self.site.tables.commit()

    def both(self, step: str) -> None:
        """Ana and Ben tick their boxes of a step."""
        for side, person in (("mentee", "ana"), ("mentor", "ben")):
            self.actor(f"{person}@example.com").tick(PAGE, f"mk-{step}-{side}")


def shared_words(company: Company) -> None:
    """Ana writes on her own page."""
    company.actor("ana@example.com").write_under("Skills: Ana", "I can share", WORDS)


def agreed_words(company: Company) -> None:
    """Ben writes into the agreement, on a page that runs write too."""
    company.actor("ben@example.com").fill_table(PAGE, ("About", "What we agree"), [("Channel", WORDS)])


@dataclass(frozen=True)
class Chapter:
    """Where a run begins, what it sends when nothing goes wrong, and how all stands in the end.

    ``fresh`` are the kinds of request that no chapter before has sent.
    """

    begins: Saved
    page: str
    edit: Callable[[Company], None]
    sent: tuple[str, ...]
    fresh: tuple[str, ...]
    wanted: dict[str, Any]


def chapters(folder: Path) -> list[Chapter]:
    """The story, and the undisturbed end of each of its four runs."""
    company, found = Tiny(folder / "story"), list[Chapter]()

    def begins(saved: Saved, page: str, edit: Callable[[Company], None]) -> None:
        known = {kind for chapter in found for kind in chapter.sent}
        found.append(_chapter(saved, folder / f"chapter-{len(found)}", page, edit, known))

    ana = company.actor("ana@example.com")
    begins(company.save(), "Skills: Ana", shared_words)
    company.apply()
    rows = [("Git", "1", ""), ("PHP", "0", "")]
    ana.fill_table("Skills: Ana", ("Skill", "Level", "Evidence"), rows)
    company.both("accept")
    begins(company.save(), PAGE, agreed_words)
    company.apply()
    company.both("agree")
    begins(company.save(), PAGE, agreed_words)
    company.apply()
    company.pass_days(1)
    for issue in ana.issues("project = MENT and type != Epic"):
        ana.move(issue["key"], "Done")
    company.settings(name="Agency mentoring, second year")
    begins(company.save().without(DISK), PAGE, agreed_words)
    company.close()
    return found


def _chapter(
    begins: Saved, folder: Path, page: str, edit: Callable[[Company], None], known: set[str]
) -> Chapter:
    company = begins.open(folder)
    with in_turn():
        company.apply()
    sent = tuple(kind_of(entry) for entry in company.site.log)
    edit(company)
    until_quiet(company)
    wanted = end_state(company)
    company.close()
    fresh = tuple(kind for kind in dict.fromkeys(sent) if kind not in known)
    return Chapter(begins, page, edit, sent, fresh, wanted)


@dataclass
class Cases:
    """The cases of one chapter. ``struck`` counts by kind of request and fault; all of them were survived."""

    chapter: Chapter
    folder: Path
    struck: Counter[tuple[str, str]] = field(default_factory=Counter)
    runs: int = 0
    _known: set[str] = field(default_factory=set)

    def __call__(self) -> "Cases":
        """Strike the kinds that are fresh in this chapter, one fault after the other."""
        company = self.chapter.begins.open(self.folder)
        again = [kind for kind, times in Counter(self.chapter.sent).items() if times > 1]
        for fault in FAULTS:
            self._case(company, fault, [kind for kind in self.chapter.fresh if reads(kind)])
            for kind in self.chapter.fresh:
                if not reads(kind):
                    self._case(company, fault, [kind])
            self._case(company, fault, again, skip=1)
        company.close()
        return self

    def _case(self, company: Company, fault: str, struck: list[str], skip: int = 0) -> None:
        """One run with these faults, a person's edit, and runs until one has nothing to write.

        What has once been left so, and came to the right end, comes to it again.
        """
        if not struck:
            return
        self.runs += 1
        company.back_to(self.chapter.begins)
        for kind in struck:
            company.site.faults.add(Fault(**FAULTS[fault], **matching(kind), skip=skip))
        with in_turn(), suppress(MentorkitError):
            company.apply()
        hits = [kind_of(entry) for entry in company.site.log if entry["fault"] is not None]
        assert set(hits) == set(struck), (fault, set(struck) - set(hits))
        self.struck.update((kind, fault) for kind in hits)
        company.site.faults.clear()
        left = fingerprint(company.save())
        if left in self._known:
            return
        edited(company, self.chapter.edit)
        until_quiet(company)
        assert end_state(company) == self.chapter.wanted, (fault, struck, skip)
        assert WORDS in company.actor("ana@example.com").body(self.chapter.page), (fault, struck, skip)
        self._known.add(left)


def table(struck: Mapping[tuple[str, str], int]) -> str:
    """How often each kind of request was struck by each fault, as Markdown."""
    lines = ["| request | " + " | ".join(FAULTS) + " |", "|---" * (len(FAULTS) + 1) + "|"]
    for kind in sorted({kind for kind, _ in struck}, key=lambda kind: (reads(kind), kind)):
        counts = (str(struck.get((kind, fault), 0)) for fault in FAULTS)
        lines.append(f"| `{kind}` | " + " | ".join(counts) + " |")
    return "\n".join(lines)


def edited(company: Company, edit: Callable[[Company], None]) -> None:
    """A person's edit, after one more run where what they write on is not there yet."""
    try:
        edit(company)
    except (Refused, ValueError):
        company.apply()
        edit(company)


def until_quiet(company: Company) -> None:
    """Runs until one has nothing to write; there must be one soon."""
    for _ in range(QUIET_AFTER):
        report, _, _ = company.apply()
        if report.whole and report.writes == 0:
            return
    raise AssertionError(f"never quiet: {report.failed or report.skipped or report.applied}")


@contextmanager
def in_turn() -> Iterator[None]:
    """Requests one after the other, so that equal cases leave the very same; waits take no time."""
    with ExitStack() as stack:
        for place in _POOLS:
            stack.enter_context(mock.patch(f"{place}.WORKERS", 1))
        stack.enter_context(mock.patch("time.sleep"))
        yield


def kind_of(entry: Mapping[str, Any]) -> str:
    """Method and path of a request, with the numbers of records left out."""
    return f"{entry['method']} " + re.sub(r"(?<=/)(\d{3,}|[A-Z]+-\d+)(?=/|$)", "{id}", entry["path"])


def reads(kind: str) -> bool:
    """Whether requests of a kind change nothing."""
    return kind.startswith("GET ") or kind.endswith(_READINGS)


def matching(kind: str) -> dict[str, str]:
    """What a fault says to strike requests of this kind."""
    method, _, path = kind.partition(" ")
    return {"method": method, "path": "^" + re.escape(path).replace(r"\{id\}", "[^/]+") + "$"}
