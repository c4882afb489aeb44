# SPDX-License-Identifier: Apache-2.0
"""Which rows of the acceptance table the tests of this folder prove: read from their markers."""

import ast
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent
MOST = 4
"""Rows that one test may name: more would be a test of everything, which shows nothing."""


def proven() -> dict[str, list[str]]:
    """Row to the names of the tests that prove it, by row."""
    found: dict[str, list[str]] = {}
    for test, rows in marked():
        for row in rows:
            found.setdefault(row, []).append(test)
    return dict(sorted(found.items()))


def marked() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each test with a ``seed`` marker, and the rows it names."""
    for path in sorted(FOLDER.glob("test_*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for decorator in function.decorator_list:
                    if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.seed":
                        rows = tuple(ast.literal_eval(argument) for argument in decorator.args)
                        yield f"{path.stem}::{function.name}", rows
