# SPDX-License-Identifier: Apache-2.0
"""The schemas that editors use agree with the loader."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from mentorkit.program.json_schema import json_schemas
from mentorkit.program.toml_file import read_toml
from mentorkit.program.yaml_file import read_yaml

COMPANY = Path(__file__).parents[3] / "sandbox/mentorkit_sandbox/company"


@pytest.mark.parametrize("pattern", sorted(json_schemas()))
def test_a_good_file_fits_its_schema(pattern: str) -> None:
    schema = json_schemas()[pattern]
    Draft202012Validator.check_schema(schema)
    paths = list(COMPANY.glob(pattern))
    assert paths
    for path in paths:
        read = read_toml if path.suffix == ".toml" else read_yaml
        data, _ = read(path.read_text(encoding="utf-8"), path.name)
        Draft202012Validator(schema).validate(json.loads(json.dumps(data)))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("program.yaml", "id: agency\nname: A\nstarts: 2026-01-12\ntimezone: UTC\ncoordinator: a\nextra: 1"),
        ("roles/*.yaml", "id: a\nname: A\ngrades: [x]\nrequires: {git: {x: 5}}"),
        ("skills/*.yaml", "- {id: a, name: A, kind: other}"),
        ("resources/*.yaml", "- {id: a}"),
        ("pairings.yaml", "- {mentee: A, mentor: b, asked: 2026-01-01}"),
    ],
)
def test_a_wrong_file_does_not(pattern: str, text: str) -> None:
    assert not Draft202012Validator(json_schemas()[pattern]).is_valid(read_yaml(text, "a.yaml")[0])
