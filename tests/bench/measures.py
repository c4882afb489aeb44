# SPDX-License-Identifier: Apache-2.0
"""``make bench``: requests beside their arithmetic minimum, and times and memory as ratios of one run.

Everything runs on this machine, against the sandbox in the same process. Each case has a process of its
own, so that peak memory is its own too.
"""

import multiprocessing
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

from mentorkit.reconcile.changeset import ChangeSet
from tests.acceptance.fault_matrix import Cases, chapters, table
from tests.bench import minimum
from tests.bench.programs import Grown, consent

LATENCY = 0.05
EMPTY_PROGRAM = """
import rich_click as click
@click.group()
def cli(): "Nothing."
cli()
"""


WHOLE_CATALOG = """
import time
from mentorkit.content.catalogue import shipped
from mentorkit.content.models import Tip
begun = time.process_time()
for area in ("roles", "skills", "resources", "agendas", "guides", "tips", "surveys", "kpis"):
    shipped().area(area)
print(time.process_time() - begun)
"""
THREE_ROLES = """
import time
from mentorkit.program.catalogue import catalogue_files
begun = time.process_time()
catalogue_files(["qa-engineer", "drupal-developer", "data-engineer"])
print(time.process_time() - begun)
"""


def main() -> None:
    """Print every table."""
    print("Requests (sandbox in process)\n")
    print(f"{'people':>6} {'run':<22} {'requests':>8} {'minimum':>8} {'ratio':>6} {'seconds':>8}")
    for size in (12, 300):
        for row in _own_process(_requests, size):
            print("{size:>6} {run:<22} {requests:>8} {minimum:>8} {ratio:>6} {seconds:>8}".format(**row))
    memory = _own_process(_peak_memory, 300)
    bare = _own_process(_peak_memory, 0)
    print("\nPeak memory, 300 people, client and sandbox together:", end=" ")
    print(f"{memory:.0f} MiB, {memory / bare:.1f} x the imports alone")
    slow = _own_process(_with_latency, 12)
    in_turn = slow["requests"] * LATENCY
    print(f"First apply at {LATENCY * 1000:.0f} ms a request, 12 people: {slow['seconds']:.1f} s", end=" ")
    print(f"for {slow['requests']} requests, {slow['seconds'] / in_turn:.2f} x one after the other")
    whole, three = _catalog_seconds(WHOLE_CATALOG), _catalog_seconds(THREE_ROLES)
    print(f"The whole catalog, cold: {whole:.2f} s of processor;", end=" ")
    print(f"three roles of it: {three:.2f} s, {three / whole:.2f} x")
    print(f"mentorkit --help: {_help_ratio():.2f} x an empty rich-click program")
    runs, struck = _own_process(_faults, 0)
    print(f"\nFaults: {struck.total()} in {runs} runs; the same end, no duplicate, no lost edit\n")
    print(table(struck))


def _own_process(work: Callable[[int], Any], size: int) -> Any:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, (size,))


def _requests(size: int) -> list[dict[str, Any]]:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        company = Grown(Path(folder), size=size)
        rows.append(_run(company, "first apply", first=True))
        _settle(company)
        rows.append(_run(company, "unchanged, warm"))
        consent(company, "accept")
        rows.append(_run(company, "accepted: agreements"))
        consent(company, "agree")
        rows.append(_run(company, "agreed: plans"))
        _settle(company)
        rows.append(_run(company, "unchanged, warm"))
        company.wipe_disk()
        rows.append(_run(company, "cold full look"))
    return [{"size": size, **row} for row in rows]


def _settle(company: Grown) -> None:
    """Two runs after a writing one: the first reads back what was written, the second is warm."""
    for _ in range(2):
        company.pass_days(0.01)
        company.apply()


def _run(company: Grown, name: str, *, first: bool = False) -> dict[str, Any]:
    company.pass_days(0.02)
    before, started = company.site.requests_seen, time.perf_counter()
    workspace = company.workspace()
    snapshot = workspace.look()
    changes: ChangeSet = workspace.decide(snapshot)
    report = workspace.apply(snapshot, changes, force=True)
    workspace.close()
    if not report.whole:
        raise SystemExit(f"{name}: {report.failed[:3]} {report.skipped[:3]}")
    taken = company.site.requests_seen - before
    least = (
        minimum.of_changes(changes, first=first)
        if len(changes)
        else minimum.look(snapshot, cold="cold" in name)
    )
    seconds = round(time.perf_counter() - started, 2)
    return {
        "run": name,
        "requests": taken,
        "minimum": least,
        "ratio": round(taken / least, 2),
        "seconds": seconds,
    }


def _peak_memory(size: int) -> float:
    if size:
        with tempfile.TemporaryDirectory() as folder:
            company = Grown(Path(folder), size=size)
            company.apply()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _with_latency(size: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        company = Grown(Path(folder), size=size)

        def wait(_request: requests.PreparedRequest) -> None:
            time.sleep(LATENCY)

        company.before = wait
        started, before = time.perf_counter(), company.site.requests_seen
        company.apply()
        return {"seconds": time.perf_counter() - started, "requests": company.site.requests_seen - before}


def _faults(_: int) -> "tuple[int, Counter[tuple[str, str]]]":
    """How many runs were struck, and how often each kind of request by each kind of fault."""
    runs, struck = 0, Counter[tuple[str, str]]()
    with tempfile.TemporaryDirectory() as folder:
        for number, chapter in enumerate(chapters(Path(folder))):
            cases = Cases(chapter, Path(folder) / f"struck-{number}")()
            runs += cases.runs
            struck += cases.struck
    return runs, struck


def _help_ratio() -> float:
    """The median of pairs, one after the other, since machines are noisy."""
    ratios = []
    for _ in range(9):
        ours = _timed([sys.executable, "-m", "mentorkit_cli", "--help"])
        empty = _timed([sys.executable, "-c", EMPTY_PROGRAM, "--help"])
        ratios.append(ours / empty)
    return statistics.median(ratios)


def _catalog_seconds(program: str) -> float:
    """The median of processor seconds of cold loads, each in a process of its own, imports apart."""
    runs = [
        float(
            subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
        )
        for _ in range(5)
    ]
    return statistics.median(runs)


def _timed(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started
