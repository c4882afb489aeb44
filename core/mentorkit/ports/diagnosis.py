# SPDX-License-Identifier: Apache-2.0
"""What ``doctor`` prints: one finding a row, each with its remedy."""

from typing import Literal

from mentorkit.domain.value import Value


class Diagnosis(Value):
    """One check. ``remedy`` is one command or one sentence to act on; empty when all is well."""

    check: str
    state: Literal["ok", "warning", "failed"]
    found: str
    remedy: str = ""
