# SPDX-License-Identifier: Apache-2.0
"""Writes the catalogue as plain files, and JSON Schemas for editors. Nothing of anybody's is overwritten."""

import json
from pathlib import Path

from mentorkit.content.catalogue import SHIPPED
from mentorkit.content.folder import write_new
from mentorkit.program.json_schema import json_schemas

SCHEMAS = ".mentorkit-schemas"
EDITOR = ".vscode/settings.json"

_ENDINGS = (".yaml", ".md")


def export_catalogue(folder: Path) -> tuple[list[str], list[str]]:
    """Every file of the catalogue into a folder; the names of those written and of those that were there."""
    files = {
        path.relative_to(SHIPPED).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(SHIPPED.rglob("*"))
        if path.suffix in _ENDINGS
    }
    return write_new(folder, files)


def export_schemas(folder: Path) -> tuple[list[str], list[str]]:
    """The JSON Schemas into ``.mentorkit-schemas/``, and settings with which editors find them.

    Schemas are made by the program and are written anew; settings that are there stay as they are.
    """
    schemas = {f"{SCHEMAS}/{_name(pattern)}": schema for pattern, schema in json_schemas().items()}
    texts = {name: json.dumps(schema, indent=2) + "\n" for name, schema in schemas.items()}
    for name in texts:
        (folder / name).unlink(missing_ok=True)
    return write_new(folder, {**texts, EDITOR: json.dumps(editor_settings(), indent=2) + "\n"})


def editor_settings() -> dict[str, object]:
    """What tells Visual Studio Code (YAML by Red Hat, Even Better TOML) which schema fits which file."""
    patterns = list(json_schemas())
    return {
        "yaml.schemas": {f"{SCHEMAS}/{_name(p)}": p for p in patterns if p.endswith(".yaml")},
        "evenBetterToml.schema.associations": {
            f".*{p.replace('.', '[.]')}": f"{SCHEMAS}/{_name(p)}" for p in patterns if p.endswith(".toml")
        },
    }


def _name(pattern: str) -> str:
    """``roles/*.yaml`` is described by ``roles.json``."""
    return pattern.removesuffix("/*.yaml").rpartition("/")[2].partition(".")[0] + ".json"
