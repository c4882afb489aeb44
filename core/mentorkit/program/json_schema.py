# SPDX-License-Identifier: Apache-2.0
"""JSON Schema of the program folder's files, so that editors can help while people write them."""

from typing import Any

from pydantic import TypeAdapter

from mentorkit.domain.resources import Resource
from mentorkit.domain.skills import Skill
from mentorkit.program.file_models import ConnectionsFile, PairingEntry, RoleFile
from mentorkit.program.schema import ProgramSettings

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_FILES: dict[str, Any] = {
    "mentorkit.toml": ConnectionsFile,
    "program.yaml": ProgramSettings,
    "pairings.yaml": list[PairingEntry],
    "roles/*.yaml": RoleFile,
    "skills/*.yaml": list[Skill],
    "resources/*.yaml": list[Resource],
}


def json_schemas() -> dict[str, dict[str, Any]]:
    """The schema (draft 2020-12) of each kind of file, by the pattern of its path in the folder."""
    return {
        pattern: {"$schema": _DIALECT, "title": pattern, **_schema(model)}
        for pattern, model in _FILES.items()
    }


def _schema(model: Any) -> dict[str, Any]:
    schema = TypeAdapter(model).json_schema(by_alias=True)
    return {key: value for key, value in schema.items() if key != "title"}
