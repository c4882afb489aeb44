# SPDX-License-Identifier: Apache-2.0
"""Keys say the same for good: literals here never change, or records would be made twice."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.domain.keys import Key, key_parts, make_key, short

SLUG = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True)


def test_known_keys() -> None:
    assert make_key("agency", "pairing", ("ana", "ben"), 2) == "agency/pairing/ana_ben/2"
    assert short(Key("agency/pairing/ana_ben/1")) == "mk-sluzlzm2xvcc"
    assert short(Key("agency/pairing/ana_ben/2")) == "mk-qfjxdv43gxug"


@given(program=SLUG, kind=SLUG, subjects=st.lists(SLUG, min_size=1, max_size=3), n=st.integers(1, 999))
def test_a_key_comes_apart_as_it_was_made(program: str, kind: str, subjects: list[str], n: int) -> None:
    key = make_key(program, kind, subjects, n)
    assert key_parts(key) == (program, kind, tuple(subjects), n)
    assert re.fullmatch(r"mk-[a-z2-7]{12}", short(key))
    assert not any(subject in short(key).removeprefix("mk-") for subject in subjects if len(subject) > 3)


@pytest.mark.parametrize("words", ["", "a/b/c", "a/b/c/d/1", "a/b/c/n"])
def test_what_is_no_key_is_refused(words: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words are Python's own
        key_parts(Key(words))
