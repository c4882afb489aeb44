# SPDX-License-Identifier: Apache-2.0
"""CSV tables with a header row, each row with the line it begins in."""

import csv
import io
from collections.abc import Collection, Iterator

from mentorkit.errors import Problem
from mentorkit.program.places import Place, raise_any
from mentorkit.program.suggest import did_you_mean

MOST_ROWS = 20_000


def read_table(
    text: str, file: str, required: Collection[str], optional: Collection[str]
) -> list[tuple[dict[str, str], Place]]:
    """The rows as column to trimmed cell, and the place of each. Blank cells and rows are left out.

    Raises ConfigError for an unknown, missing or doubled column, a row that does not fit the header,
    and quotes that do not close: all of them at once, as far as the table can be read.
    """
    rows, problems = _rows(text, file)
    if not rows:
        problems.append(Problem(file, 1, "", "has no header row", f"begin with {','.join(required)}"))
        raise_any(problems)
    (header_line, header), *body = rows
    problems += _header_problems(header, header_line, file, required, optional)
    table = []
    for line, cells in body:
        if len(cells) != len(header):
            what = f"the row has {len(cells)} cells, the header has {len(header)}"
            problems.append(Problem(file, line, "", what, "count the commas; quote a cell that holds one"))
        named = {name: cell for name, cell in zip(header, cells, strict=False) if cell}
        table.append((named, Place(file, {(): line})))
    raise_any(problems)
    return table


def header_of(text: str) -> list[str]:
    """The column names of a table that ``read_table`` accepts."""
    rows, _ = _rows(text, "")
    return rows[0][1]


def _rows(text: str, file: str) -> tuple[list[tuple[int, list[str]]], list[Problem]]:
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            trimmed = [cell.strip() for cell in cells]
            if any(trimmed):
                rows.append((begins, trimmed))
            if len(rows) > MOST_ROWS:
                return rows, [
                    Problem(file, begins, "", f"has more than {MOST_ROWS} rows", "split the program")
                ]
            begins = reader.line_num + 1
    except csv.Error as error:
        return rows, [Problem(file, begins, "", f"is not readable as CSV: {error}", "check the quotes")]
    return rows, []


def _header_problems(
    header: list[str], line: int, file: str, required: Collection[str], optional: Collection[str]
) -> Iterator[Problem]:
    known = [*required, *optional]
    for name in dict.fromkeys(header):
        if name not in known:
            remedy = did_you_mean(name, known, f"the columns are {', '.join(known)}")
            yield Problem(file, line, name, "is not a known column", remedy)
        if header.count(name) > 1:
            yield Problem(file, line, name, "is a column twice", "keep one of the two")
    for name in required:
        if name not in header:
            yield Problem(file, line, name, "this column is missing", "add it to the header and to each row")
