# SPDX-License-Identifier: Apache-2.0
"""The count of proven rows."""

import re

from tests.acceptance.rows import MOST, marked, proven

LEAST = 95
ID = re.compile(r"(?:[A-Z]|ML|KP|TC)\d{1,2}")


def test_at_least_as_many_rows_are_proven_as_promised() -> None:
    rows = proven()
    print(f"{len(rows)} rows proven")
    for row, tests in rows.items():
        print(f"{row:5}{', '.join(tests)}")
    assert len(rows) >= LEAST


def test_a_test_names_few_rows_and_one_row_once() -> None:
    for test, rows, _ in marked():
        assert 1 <= len(rows) <= MOST, test
        assert len(set(rows)) == len(rows), test
        assert all(ID.fullmatch(row) for row in rows), test
