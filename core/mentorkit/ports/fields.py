# SPDX-License-Identifier: Apache-2.0
"""Who owns a field of a record; the merge reads it from the field's annotation."""

from enum import StrEnum

from pydantic import BaseModel


class Ownership(StrEnum):
    """How a field merges.

    * ``PROPOSED``: the program suggests; what a person changed stays for good.
    * ``DERIVED``: the program owns it and writes it again.
    * ``ADDED``: a set; the program adds its members and leaves the others alone.
    * ``OBSERVED``: only read, never written by a merge.
    """

    PROPOSED = "proposed"
    DERIVED = "derived"
    ADDED = "added"
    OBSERVED = "observed"


def ownership(model: type[BaseModel]) -> dict[str, Ownership]:
    """Field name to ownership of a record type. A field without one is a mistake in the model."""
    found = {}
    for name, field in model.model_fields.items():
        owners = [item for item in field.metadata if isinstance(item, Ownership)]
        if len(owners) != 1:
            raise TypeError(f"{model.__name__}.{name} must say who owns it, once")
        found[name] = owners[0]
    return found
