# SPDX-License-Identifier: Apache-2.0
"""Which addresses of a catalogue answer. Everything but the requests themselves, which are given in.

Polite by construction: one request at a time to a host, with a pause between, few hosts at once, HEAD
first, no body read. An address that is not on the public internet is never asked for.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin, urlsplit

from mentorkit.content.catalogue import Catalogue
from mentorkit.content.checks.learning import address_fault

Verdict = Literal["ok", "moved", "gone", "closed", "failing", "unreachable", "refused"]
"""ok: answers; moved: answers elsewhere for good; gone: 404 or 410; closed: wants a log-in or fewer
requests, a person has to look; failing: the host says it is broken; unreachable: no answer; refused: never
asked for, since it is no public address."""

AT_ONCE, PAUSE_SECONDS, MOST_HOPS = 4, 1.0, 5
_DEAD = (404, 410)
_CLOSED = (401, 402, 403, 405, 406, 429, 451, 999)


class Unreachable(Exception):
    """A host that did not answer; the words say why, in short."""


class NotPublic(Exception):
    """A host that resolves to an address which is not on the public internet."""


@dataclass(frozen=True)
class Link:
    """An address and one place that names it."""

    url: str
    file: str
    line: int
    id: str


@dataclass(frozen=True)
class Answer:
    """What one request said: the status, and where it points for 3xx."""

    status: int
    location: str = ""


Ask = Callable[[str, str], Answer]
"""One request without following redirects, by method and address. Raises Unreachable or NotPublic."""


@dataclass(frozen=True)
class Result:
    """What became of a link. ``note`` is a status, a new address, or a reason."""

    link: Link
    verdict: Verdict
    note: str = ""


def links_of(catalogue: Catalogue, ids: Sequence[str] = ()) -> list[Link]:
    """The addresses of resources and platforms, each once, by id; only those of ``ids`` when given."""
    found: dict[str, Link] = {}
    for area in ("resources", "platforms"):
        for one in catalogue.area(area):
            if not ids or one.value.id in ids or getattr(one.value, "skill", "") in ids:
                line = one.place.line("url")
                found.setdefault(one.value.url, Link(one.value.url, one.place.file, line, one.value.id))
    return sorted(found.values(), key=lambda link: (link.file, link.line))


def check_links(
    links: Iterable[Link], ask: Ask, pause: Callable[[float], object], *, at_once: int = AT_ONCE
) -> Iterator[Result]:
    """Each link's result, host by host as they are done.

    ``pause`` waits for so many seconds: between two requests to one host. At most ``at_once`` hosts are
    asked at a time, and a host that did not answer is not asked again.
    """
    hosts: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        hosts[urlsplit(link.url).hostname or ""].append(link)
    with ThreadPoolExecutor(at_once) as pool:
        for results in pool.map(lambda queue: _host(queue, ask, pause), hosts.values()):
            yield from results


def offline(results: Sequence[Result]) -> bool:
    """Whether nothing at all answered: the network is the more likely reason than all the links."""
    asked = [result for result in results if result.verdict != "refused"]
    return len(asked) >= 1 and all(result.verdict == "unreachable" for result in asked)


def _host(queue: Sequence[Link], ask: Ask, pause: Callable[[float], object]) -> list[Result]:
    results: list[Result] = []
    for number, link in enumerate(queue):
        if results and results[-1].verdict == "unreachable":
            results.append(Result(link, "unreachable", "not asked: its host did not answer"))
            continue
        if number:
            pause(PAUSE_SECONDS)
        results.append(check_link(link, ask))
    return results


def check_link(link: Link, ask: Ask) -> Result:
    """Ask for one link: HEAD, then GET where HEAD is not liked; redirects are followed a few steps."""
    url, permanent = link.url, True
    for _ in range(MOST_HOPS):
        if fault := address_fault(url):
            return Result(link, "refused", f"{fault}: {url}" if url != link.url else fault)
        try:
            answer = ask("HEAD", url)
            if answer.status >= 400 and answer.status != 429:
                answer = ask("GET", url)
        except Unreachable as error:
            return Result(link, "unreachable", str(error))
        except NotPublic:
            return Result(link, "refused", f"leads to no public address: {url}")
        if answer.status not in (301, 302, 303, 307, 308) or not answer.location:
            return _judged(link, url, answer.status, moved=permanent and url != link.url)
        permanent = permanent and answer.status in (301, 308)
        url = urljoin(url, answer.location)
    return Result(link, "failing", f"more than {MOST_HOPS} redirects")


def _judged(link: Link, url: str, status: int, *, moved: bool) -> Result:
    if status in _DEAD:
        return Result(link, "gone", str(status))
    if status in _CLOSED:
        return Result(link, "closed", str(status))
    if status >= 400 or status < 200:
        return Result(link, "failing", str(status))
    return Result(link, "moved", url) if moved else Result(link, "ok", str(status))
