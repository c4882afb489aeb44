# SPDX-License-Identifier: Apache-2.0
"""The way to a site keeps its secrets."""

import pytest
import requests

from mentorkit_atlassian.transport import Transport, Wording, decoded, presentable
from mentorkit_confluence.client import WORDING as CONFLUENCE
from mentorkit_jira.client import WORDING as JIRA


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
