# SPDX-License-Identifier: Apache-2.0
"""Killed around every single request of a run, with the disk kept and wiped: the same end state."""

from pathlib import Path
from typing import Any

import pytest

from mentorkit.errors import AdapterError, Unavailable
from mentorkit.ports import Cursor, Reading
from mentorkit.testing.memory import MemoryStore
from tests.core.company import ANA, PAIRING, Company, Killed, write_folder

MOMENTS = ("before", "after")


class Countdown:
    """Lets the n-th moment of a kind fail; counts them all."""

    def __init__(self, when: str, at: int, error: BaseException) -> None:
        self.when, self.at, self.error, self.seen = when, at, error, 0

    def __call__(self, when: str, _verb: str) -> None:
        if when == self.when:
            self.seen += 1
            if self.seen == self.at:
                raise self.error


def failure_of(company: Company) -> AdapterError | None:
    """What went wrong in a run: raised by a look, reported by an apply."""
    try:
        report = company.run()
    except AdapterError as error:
        return error
    return None if report.whole else report.first_error()


def first_apply(company: Company) -> None:
    """Nothing is there yet."""


def acceptance(company: Company) -> None:
    """Both have just accepted: the agreement and a year of meetings follow."""
    company.run()
    company.rate(ANA, "1", "0")
    company.accept()


def agreement(company: Company) -> None:
    """Both have just agreed: the plan follows."""
    acceptance(company)
    company.run()
    company.agree()


@pytest.fixture(params=[first_apply, agreement])
def before(request: pytest.FixtureRequest, tmp_path: Path) -> Company:
    """The company before the run; each try acts on a twin."""
    company = Company(write_folder(tmp_path))
    request.param(company)
    return company


@pytest.mark.parametrize("wiped", [False, True], ids=["disk-kept", "disk-wiped"])
@pytest.mark.parametrize("when", MOMENTS)
def test_killed_anywhere_and_run_again(before: Company, when: str, wiped: bool) -> None:
    untouched = before.twin()
    count = Countdown(when, 0, Killed())
    untouched.faults(count)
    untouched.run()
    expected = untouched.end_state()
    requests = count.seen
    assert requests >= 10
    assert len(untouched.decide()) == 0
    for at in range(1, requests + 1):
        company = before.twin()
        company.faults(Countdown(when, at, Killed()))
        with pytest.raises(Killed):
            company.run()
        company.calm()
        company.fresh(wiped=wiped)
        assert company.run().whole
        assert company.end_state() == expected, f"{when} request {at}"


@pytest.mark.parametrize("when", MOMENTS)
def test_unreachable_anywhere_and_run_again(before: Company, when: str) -> None:
    """The process lives on: it reports what failed, and the next run makes good for it."""
    untouched = before.twin()
    count = Countdown(when, 0, Killed())
    untouched.faults(count)
    untouched.run()
    expected = untouched.end_state()
    for at in range(1, count.seen + 1):
        company = before.twin()
        error = Unavailable("memory", unknown=when == "after")
        company.faults(Countdown(when, at, error))
        assert failure_of(company) is error
        company.calm()
        assert company.run().whole
        assert company.end_state() == expected, f"{when} request {at}"


class LateIndex(MemoryStore[Any]):
    """A tool whose search shows nothing yet of what was made; its database knows."""

    def read(self, since: Cursor | None = None) -> Reading[Any]:
        return Reading[Any](records=(), cursor=Cursor("0:"))


@pytest.mark.parametrize("at", [9, 14, 18, 22])
def test_killed_with_the_disk_wiped_and_a_search_that_lags(tmp_path: Path, at: int) -> None:
    """Nothing remembers what was made, and no list shows it: asking the database prevents the second."""
    untouched = Company(write_folder(tmp_path))
    untouched.run()
    company = Company(write_folder(tmp_path))
    company.faults(Countdown("after", at, Killed()))
    with pytest.raises(Killed):
        company.run()
    company.calm()
    company.fresh(wiped=True)
    stores = company.workspace.loop.stores
    late = {name: LateIndex(company.tool(name), name) for name in stores}
    company.workspace.loop.stores = late
    company.run()
    company.workspace.loop.stores = stores
    company.run()
    assert company.end_state() == untouched.end_state()


def test_a_database_on_disk_survives_the_kill(tmp_path: Path) -> None:
    """The same with the state in its file, as in earnest: reopened after the kill, it knows what it knew."""
    company = Company(write_folder(tmp_path / "a"), in_memory=False)
    company.run()
    company.rate(ANA, "1", "0")
    company.accept()
    company.faults(Countdown("after", 12, Killed()))
    with pytest.raises(Killed):
        company.run()
    company.calm()
    company.workspace.close()
    company.fresh(wiped=False)
    seen: list[Any] = []
    company.run(watch=lambda _store, change, _outcome: seen.append(change.key))
    assert PAIRING not in seen
    assert len(company.decide()) == 0
    company.workspace.close()
