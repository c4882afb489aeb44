# SPDX-License-Identifier: Apache-2.0
"""The count of proven rows, and that each is claimed by a test that could fail."""

import ast
import re

from tests.acceptance.rows import FOLDER, MOST, marked, proven

LEAST = 45
ID = re.compile(r"(?:[A-Z]|ML|KP|TC)\d{1,2}")


def test_at_least_as_many_rows_are_proven_as_promised() -> None:
    rows = proven()
    print(f"{len(rows)} rows proven")
    for row, tests in rows.items():
        print(f"{row:5}{', '.join(tests)}")
    assert len(rows) >= LEAST
    assert all(ID.fullmatch(row) for row in rows)


def test_a_test_names_few_rows_and_one_row_once() -> None:
    for test, rows in marked():
        assert 1 <= len(rows) <= MOST, test
        assert len(set(rows)) == len(rows), test


def test_each_of_them_acts_with_a_persons_own_token() -> None:
    """Somebody other than the site's administrator, who is ``people[0]``, does or reads something."""
    acting = re.compile(r"\.person\(|\.actor\((?!\w+\.site\.people\[0\])|\.tick\(|agreed\(|begun\(")
    for path in sorted(FOLDER.glob("test_*.py")):
        source = path.read_text(encoding="utf-8")
        for function in ast.walk(ast.parse(source)):
            if isinstance(function, ast.FunctionDef) and any(
                "mark.seed" in ast.unparse(decorator) for decorator in function.decorator_list
            ):
                assert acting.search(ast.unparse(function)), f"{path.stem}::{function.name}"
