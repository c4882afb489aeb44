# SPDX-License-Identifier: Apache-2.0
"""Which rows of the acceptance table the tests of this folder prove: read from their markers."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent
MOST = 4
"""Rows that one test may name: more would be a test of everything, which shows nothing."""

_ACTS = re.compile(r"\.person\(|\.actor\((?!\w+\.site\.people\[0\])|\.tick\(|agreed\(|begun\(")
"""How a test lets somebody act with an own token; ``people[0]`` is the site's administrator."""


def proven() -> dict[str, list[str]]:
    """Row to the names of the tests that prove it, by row.

    What nobody but the administrator sees counts for nothing: a test has to let somebody of the
    company do or read something.
    """
    found: dict[str, list[str]] = {}
    for test, rows, acts in marked():
        for row in rows if acts else ():
            found.setdefault(row, []).append(test)
    return dict(sorted(found.items()))


def marked() -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Each test with a ``seed`` marker, the rows it names, and whether somebody acts in it."""
    for path in sorted(FOLDER.glob("test_*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for decorator in function.decorator_list:
                    if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.seed":
                        rows = tuple(ast.literal_eval(argument) for argument in decorator.args)
                        acts = _ACTS.search(ast.unparse(function)) is not None
                        yield f"{path.stem}::{function.name}", rows, acts
