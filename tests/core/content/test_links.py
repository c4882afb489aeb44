# SPDX-License-Identifier: Apache-2.0
"""Links are asked politely, judged by what answers, and never on a private network."""

import threading
from collections.abc import Mapping

import pytest

from mentorkit.content.catalogue import shipped
from mentorkit.content.checks.learning import public_name
from mentorkit.content.links import (
    Answer,
    Link,
    NotPublic,
    Unreachable,
    check_link,
    check_links,
    links_of,
    offline,
)


def link(url: str) -> Link:
    return Link(url, "resources/a.yaml", 3, "a")


class Web:
    """Answers by method and address, and remembers what was asked."""

    def __init__(self, answers: Mapping[str, Answer | Exception]) -> None:
        self.answers = answers
        self.asked: list[str] = []
        self.busy: set[str] = set()
        self.most = 0
        self.lock = threading.Lock()

    def __call__(self, method: str, url: str) -> Answer:
        host = url.split("/")[2]
        with self.lock:
            assert host not in self.busy, "two requests to one host at once"
            self.busy.add(host)
            self.most = max(self.most, len(self.busy))
            self.asked.append(f"{method} {url}")
        answer = self.answers.get(f"{method} {url}", self.answers.get(url, Answer(200)))
        with self.lock:
            self.busy.discard(host)
        if isinstance(answer, Exception):
            raise answer
        return answer


A, B = "https://a.org/x", "https://b.org/y"


@pytest.mark.parametrize(
    ("answers", "verdict", "note"),
    [
        ({}, "ok", "200"),
        ({A: Answer(404)}, "gone", "404"),
        ({A: Answer(410)}, "gone", "410"),
        ({A: Answer(403)}, "closed", "403"),
        ({A: Answer(429)}, "closed", "429"),
        ({A: Answer(500)}, "failing", "500"),
        ({f"HEAD {A}": Answer(405), f"GET {A}": Answer(200)}, "ok", "200"),
        ({f"HEAD {A}": Answer(404), f"GET {A}": Answer(200)}, "ok", "200"),
        ({A: Answer(301, B)}, "moved", B),
        ({A: Answer(302, B)}, "ok", "200"),
        ({A: Answer(301, "/z")}, "moved", "https://a.org/z"),
        ({A: Answer(301, A)}, "failing", "more than 5 redirects"),
        ({A: Answer(301)}, "ok", "301"),
        ({A: Answer(302, "http://169.254.169.254/latest")}, "refused", "leads to no public host"),
        ({A: Answer(302, "file:///etc/passwd")}, "refused", "is not a web address"),
        ({A: NotPublic("a.org")}, "refused", "leads to no public address"),
        ({A: Unreachable("ConnectTimeout")}, "unreachable", "ConnectTimeout"),
    ],
)
def test_verdicts(answers: Mapping[str, Answer | Exception], verdict: str, note: str) -> None:
    result = check_link(link(A), Web(answers))
    assert result.verdict == verdict
    assert note in result.note


def test_a_host_that_wants_fewer_requests_gets_no_second_one() -> None:
    web = Web({A: Answer(429)})
    check_link(link(A), web)
    assert web.asked == [f"HEAD {A}"]


def test_private_addresses_are_never_asked() -> None:
    web = Web({})
    urls = ["http://localhost/", "http://10.0.0.1/", "http://[::1]/", "http://router/", "ftp://a.org/"]
    results = list(check_links(map(link, urls), web, lambda _: None))
    assert {result.verdict for result in results} == {"refused"}
    assert web.asked == []


def test_one_request_at_a_time_to_a_host_with_a_pause_between() -> None:
    web, pauses = Web({}), list[float]()
    urls = [f"https://{host}.org/{page}" for host in "abcdefg" for page in range(3)]
    results = list(check_links(map(link, urls), web, pauses.append, at_once=3))
    assert [result.verdict for result in results] == ["ok"] * 21
    assert pauses == [1.0] * 14
    assert 1 <= web.most <= 3


def test_a_host_that_does_not_answer_is_asked_once() -> None:
    web = Web({A: Unreachable("ConnectionError")})
    results = list(check_links([link(A), link("https://a.org/2"), link(B)], web, lambda _: None))
    assert [result.verdict for result in results] == ["unreachable", "unreachable", "ok"]
    assert [asked for asked in web.asked if "a.org" in asked] == [f"HEAD {A}"]
    assert not offline(results)
    assert offline(results[:2])
    assert not offline([])


def test_the_addresses_of_the_catalogue() -> None:
    links = links_of(shipped())
    assert len({one.url for one in links}) == len(links) > 1000
    assert all(one.line > 0 for one in links)
    some = links_of(shipped(), ["sql"])
    assert 0 < len(some) < 20
    assert public_name(some[0].url.split("/")[2])
