# SPDX-License-Identifier: Apache-2.0
"""Ids made of names."""

import re
import unicodedata


def slug_of(words: str, otherwise: str) -> str:
    """An id made of the Latin letters and the digits in ``words``; ``otherwise`` when there are none."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-") or otherwise
