# SPDX-License-Identifier: Apache-2.0
"""``mentorkit.toml``: which adapter stands behind each store. It is committed, so it holds no secrets."""

from typing import Any

from mentorkit.program.file_models import ConnectionsFile
from mentorkit.program.places import Place, raise_any
from mentorkit.program.schema import Connections, RawStore
from mentorkit.program.toml_file import read_toml
from mentorkit.program.validation import validate

_SECRETS = ("token", "password", "secret", "api_key")


def parse_connections(text: str, file: str) -> Connections:
    """The connections that a text describes. Raises ConfigError with every problem."""
    data, place = read_toml(text, file)
    parsed = validate(ConnectionsFile, data, place)
    raise_any(
        [
            place.problem(
                ("stores", name, option),
                "secrets do not belong in a file of the program folder",
                f"set MENTORKIT_{name.upper().replace('-', '_')}_TOKEN; change what was shared",
            )
            for name in parsed.stores
            for option in data["stores"][name]
            if option.casefold().endswith(_SECRETS)
        ]
    )
    return Connections(
        stores={
            name: _store(table.adapter, data["stores"][name], place.at("stores", name))
            for name, table in parsed.stores.items()
        }
    )


def _store(adapter: str, table: dict[str, Any], place: Place) -> RawStore:
    options = {name: value for name, value in table.items() if name != "adapter"}
    lines = {"": place.line()} | {name: place.line(name) for name in table}
    return RawStore(adapter=adapter, options=options, lines=lines)
