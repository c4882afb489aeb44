# SPDX-License-Identifier: Apache-2.0
"""Pacing: as fast as the vendor allows for each endpoint, and waits that grow to a limit."""

import pytest

from mentorkit_atlassian.pacing import Pace, backoff, endpoint
from tests.plugins.atlassian.waiting import Waiting


@pytest.mark.parametrize("path", ["/rest/api/3/issue/{}", "/wiki/api/v2/pages/{}", "/rest/api/3/issue/AB-{}"])
def test_requests_are_paced_by_endpoint(path: str) -> None:
    waiting = Waiting()
    pace = Pace(lambda: waiting.now, waiting.sleep)
    for n in range(45):
        pace.wait("PUT", path.format(10000 + n))
    assert waiting.slept == []
    pace.wait("PUT", path.format(7))
    assert waiting.slept == [pytest.approx(1 / 45)]
    for n in range(44):
        pace.wait("PUT", path.format(n))
    assert 0.9 < waiting.now < 1.1
    before = waiting.now
    pace.wait("GET", path.format(7))
    pace.wait("PUT", path.format(7) + "/restriction")
    assert waiting.now == before


def test_an_endpoint_is_the_path_without_its_record() -> None:
    assert endpoint("PUT", "/rest/api/3/issue/MENT-7/transitions") == "PUT /rest/api/3/issue/{id}/transitions"
    assert endpoint("GET", "/rest/api/3/task/77") == endpoint("GET", "/rest/api/3/task/78")
    assert endpoint("GET", "/wiki/api/v2/pages/7/labels") == "GET /wiki/api/v2/pages/{id}/labels"


def test_backing_off_grows_to_a_limit() -> None:
    assert all(1.4 <= backoff(0) <= 2.6 for _ in range(20))
    assert all(21 <= backoff(9) <= 39 for _ in range(20))
