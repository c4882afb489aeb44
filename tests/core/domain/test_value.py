# SPDX-License-Identifier: Apache-2.0
"""Digests travel in the marks of records: these literals never change, or people's edits look like ours."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mentorkit.domain.richtext import para
from mentorkit.domain.skills import Requirement
from mentorkit.domain.value import digest


class Color(StrEnum):
    RED = "red"


@pytest.mark.parametrize(
    ("value", "known"),
    [
        ("", "12ae32cb1e"),
        ("Git 1 → 2", "88d1881053"),
        (None, "74234e98af"),
        (7, "7902699be4"),
        (date(2026, 2, 2), "d842d37e07"),
        (datetime(2026, 2, 2, 9, tzinfo=UTC), "c855ebea56"),
        (frozenset({"b", "a"}), "0473ef2dc0"),
        ((para("Why"),), "76d63a9147"),
        (Requirement(levels={"junior": 1}), "638866e604"),
    ],
)
def test_known_digests(value: Any, known: str) -> None:
    assert digest(value) == known


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ({"x", "y", "z"}, frozenset({"z", "y", "x"})),
        ([1, "2"], (1, "2")),
        (Color.RED, "red"),
    ],
)
def test_equal_values_have_equal_digests(one: Any, other: Any) -> None:
    assert digest(one) == digest(other)


@given(one=st.text() | st.integers() | st.none(), other=st.text() | st.integers() | st.none())
def test_different_values_have_different_digests(one: Any, other: Any) -> None:
    assert (digest(one) == digest(other)) == (one == other)


def test_a_digest_is_the_same_in_every_process() -> None:
    """Strings hash differently in every process; digests must not."""
    code = "from mentorkit.domain.value import digest; print(digest({'b', 'a', 'c', 'd'}))"
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        for seed in ("1", "2", "3")
    }
    assert found == {digest({"a", "b", "c", "d"})}


def test_values_are_frozen_and_know_their_fields() -> None:
    value = para("Why")
    with pytest.raises(ValidationError):
        value.content = ()  # type: ignore[misc]  # that it cannot be is what is tested
    with pytest.raises(ValidationError):
        type(value).model_validate({"contents": []})
