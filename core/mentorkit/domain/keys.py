# SPDX-License-Identifier: Apache-2.0
"""Keys: what a record is called for good, whatever people rename, move or copy.

A key is ``<program>/<kind>/<subjects>/<n>``. Subjects are person ids (mentee first) or another id of
the program folder, joined by ``_``, which no id holds. ``n`` counts from 1.
"""

import base64
import hashlib
from collections.abc import Sequence
from typing import NamedTuple, NewType

Key = NewType("Key", str)


class KeyParts(NamedTuple):
    """A key taken apart."""

    program: str
    kind: str
    subjects: tuple[str, ...]
    n: int


def make_key(program: str, kind: str, subjects: Sequence[str], n: int = 1) -> Key:
    """The key of the ``n``-th record of this kind about these subjects."""
    return Key(f"{program}/{kind}/{'_'.join(subjects)}/{n}")


def key_parts(key: Key) -> KeyParts:
    """The parts of a key. Raises ValueError for text that is not a key."""
    program, kind, subjects, n = key.split("/")
    return KeyParts(program, kind, tuple(subjects.split("_")), int(n))


def short(key: Key) -> str:
    """What tools show of a key: ``mk-`` and 12 base32 digits of its SHA-256, lower case.

    Names never stand in a label, and a label holds no slash: that is what the short form is for.
    """
    hashed = hashlib.sha256(key.encode()).digest()
    return "mk-" + base64.b32encode(hashed).decode()[:12].lower()
