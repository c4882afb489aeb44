# SPDX-License-Identifier: Apache-2.0
"""A change set saved by ``diff --out``: what was shown, when, and its fingerprint.

``apply FILE`` decides again as of the time of the file: when nothing else changed, the fingerprint is
the same to the last digit, and exactly what was shown is applied.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from mentorkit.errors import ConfigError, Problem
from mentorkit_cli.failures import Refusal

SCHEMA = "mentorkit.changes/1"


@dataclass(frozen=True)
class Saved:
    """What a file says."""

    program: str
    fingerprint: str
    at: datetime

    def check(self, program: str, fingerprint: str) -> None:
        """Raise Refusal unless this is the same change set of the same program."""
        if (self.program, self.fingerprint) != (program, fingerprint):
            raise Refusal(
                "what would change now is not what the file shows",
                "the program folder or a tool changed since the file was written; nothing was written",
                "run mentorkit diff --out again and look at it",
            )


def save(path: Path, data: Mapping[str, Any], at: datetime) -> None:
    """Write the file, whole or not at all. Raises OSError."""
    text = json.dumps({"schema": SCHEMA, "at": at.isoformat(), **data}, ensure_ascii=False, indent=2)
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        beside.write_text(text + "\n", encoding="utf-8")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def load(path: Path) -> Saved:
    """Read the file. Raises ConfigError for one that ``diff --out`` did not write."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        known = data["schema"] == SCHEMA
        saved = Saved(str(data["program"]), str(data["fingerprint"]), datetime.fromisoformat(data["at"]))
    except (ValueError, KeyError, TypeError):
        known = False
    if not known:
        remedy = "name a file that mentorkit diff --out wrote"
        raise ConfigError([Problem(str(path), 0, "", "is no saved diff", remedy)])
    return saved
