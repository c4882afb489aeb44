# SPDX-License-Identifier: Apache-2.0
"""The way to a site keeps its secrets."""

import pytest
import requests
from urllib3.connection import HTTPConnection
from urllib3.exceptions import MaxRetryError, NewConnectionError

from mentorkit.errors import Unavailable
from mentorkit_atlassian.transport import Request, Transport, Wording, decoded, presentable
from mentorkit_confluence.client import WORDING as CONFLUENCE
from mentorkit_jira.client import WORDING as JIRA
from tests.plugins.atlassian.waiting import Waiting


@pytest.mark.parametrize("wording", [CONFLUENCE, JIRA])
def test_nothing_secret_is_shown(wording: Wording) -> None:
    transport = Transport("https://example.atlassian.net", "me@example.com", "token-1", "pages", wording)
    assert "token-1" not in repr(transport)
    assert "token-1" not in str(vars(transport))


@pytest.mark.parametrize(
    "secret", ["ana@example.com", "ATATT3xFfGF0", "ATCTT3xFf", "Bearer abc", "Basic YTpi"]
)
def test_words_are_fit_to_be_shown(secret: str) -> None:
    assert presentable(f"no {secret} here") == "no … here"


class Nobody(requests.Session):
    """A way on which nobody answers, for as many requests as it is said."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.asked, self._after = 0, after

    def request(self, *_args: object, **_more: object) -> requests.Response:
        self.asked += 1
        if self.asked <= self._after:
            answer = requests.Response()
            answer.status_code, answer._content = 200, b"{}"
            return answer
        cause = NewConnectionError(HTTPConnection("example.atlassian.net"), "refused")
        raise requests.ConnectionError(MaxRetryError(None, "/", cause))  # type: ignore[arg-type]  # no pool here


@pytest.mark.parametrize(("answered", "asked"), [(0, 2), (1, 6)])
def test_an_address_that_nobody_is_at_is_given_up_soon(answered: int, asked: int) -> None:
    waiting, nobody = Waiting(), Nobody(answered)
    way = Transport(
        "https://example.atlassian.net", "a", "b", "plans", JIRA, session=nobody,
        sleep=waiting.sleep, clock=lambda: waiting.now,
    )  # fmt: skip
    for _ in range(answered):
        way.read(Request("GET", "/x"), decoded)
    with pytest.raises(Unavailable) as failed:
        way.read(Request("GET", "/x"), decoded)
    assert not failed.value.unknown
    assert nobody.asked == asked


@pytest.mark.parametrize(
    ("said", "read"),
    [
        (r"a\ud800b", "a?b"),
        (r"\uDFFF", "?"),
        (r"\ud83d\ude80", "\N{ROCKET}"),
        (r"\u00e9", "é"),
        (r"\\ud800", r"\ud800"),
    ],
)
def test_half_a_character_in_an_answer_is_a_question_mark(said: str, read: str) -> None:
    response = requests.Response()
    response._content = f'{{"summary": "{said}"}}'.encode()
    assert decoded(response) == {"summary": read}
