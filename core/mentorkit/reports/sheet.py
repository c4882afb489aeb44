# SPDX-License-Identifier: Apache-2.0
"""CSV for spreadsheets, with cells that no spreadsheet takes for a formula."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

Cell = str | int | float | None

_FORMULA = ("=", "+", "-", "@")
_BREAKS = ("\t", "\r")


def safe(cell: Cell) -> Cell:
    """The cell; before text that begins like a formula, also after blanks or in full width, stands ``'``.

    Numbers stay numbers: ``-1`` as a number is no text.
    """
    if not isinstance(cell, str):
        return cell
    bare = "".join(character for character in cell if unicodedata.category(character) != "Cf").lstrip()
    begins = unicodedata.normalize("NFKC", bare[:1])
    return f"'{cell}" if begins.startswith(_FORMULA) or cell.startswith(_BREAKS) else cell


def sheet(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The text of a CSV file with a line of headings; None is an empty cell. Ends lines with CR LF."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([[safe(cell) for cell in row] for row in (heads, *rows)])
    return text.getvalue()
