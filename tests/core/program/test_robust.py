# SPDX-License-Identifier: Apache-2.0
"""Whatever stands in the files: a program or a ConfigError, soon, and nothing else."""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorkit.errors import ConfigError
from mentorkit.program import yaml_file
from mentorkit.program.connections import parse_connections
from mentorkit.program.csv_file import MOST_ROWS, read_table
from mentorkit.program.files import MOST_BYTES, decoded
from mentorkit.program.loader import OPTIONAL_COLUMNS, REQUIRED_COLUMNS, load_program
from mentorkit.program.markdown_file import parse_agenda, parse_guide
from mentorkit.program.yaml_file import read_yaml
from tests.core.program.example import TEXTS as EXAMPLE


def read_people(text: str) -> object:
    return read_table(text, "people.csv", REQUIRED_COLUMNS, OPTIONAL_COLUMNS)


PARSERS: list[Callable[[str], object]] = [
    lambda text: read_yaml(text, "a.yaml"),
    lambda text: parse_connections(text, "mentorkit.toml"),
    lambda text: parse_agenda(text, "agendas/a.md"),
    lambda text: parse_guide(text, "guides/a.md"),
    read_people,
]
PIECES = st.sampled_from(
    [*"ab:-,[]{}#&*!|>\"'%@`?=\n\t \\", "\n- ", "\n  ", ": ", "---\n", "...\n", "## a (5)\n", "<<: ", "!!",
     "\r\n", "kind: a\n", "minutes: 5\n", "id,name\n", '"""',
     "\u0416", "\U0001f600", "\ufeff", "1e9", "0x", "~"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join))


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_parsers_raise_nothing_but_config_errors(text: str) -> None:
    for parse in PARSERS:
        with suppress(ConfigError):
            parse(text)


@given(st.binary(max_size=200))
def test_bytes_are_text_or_a_config_error(raw: bytes) -> None:
    with suppress(ConfigError):
        assert decoded(raw, "a").isascii() or raw.decode("utf-8-sig") == decoded(raw, "a")


@given(name=st.sampled_from(["program.yaml", "people.csv", "roles/developer.yaml", "skills/all.yaml",
                             "resources/all.yaml", "pairings.yaml", "agendas/monitoring.md"]),
       place=st.floats(0, 1), length=st.integers(0, 12), insert=TEXTS)  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_a_damaged_file_is_a_program_or_a_config_error(
    name: str, place: float, length: int, insert: str
) -> None:
    text = EXAMPLE[name]
    at = int(place * len(text))
    damaged = text[:at] + insert + text[at + length :]
    with suppress(ConfigError):
        load_program(Path("nowhere"), replaced={**EXAMPLE, name: damaged})


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**17), 10**17),
    st.text(st.characters(min_codepoint=32, max_codepoint=126)),
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=4)
    ),
    max_leaves=15,
)


@given(VALUES)
@settings(deadline=None)
def test_what_yaml_writes_is_read_back(value: Any) -> None:
    text = yaml.safe_dump(value, default_flow_style=False, sort_keys=False)
    data, _ = read_yaml(text, "a.yaml")
    assert data == value


def test_lines_are_those_of_the_parser() -> None:
    _, place = read_yaml("a:\n  - b: 1\n\n    c: 2\n  -\n    d\ne: {f: 3,\n  g: 4}\n", "a.yaml", skipped=10)
    lines = {("a",): 11, ("a", 0): 12, ("a", 0, "c"): 14, ("a", 1): 16, ("e", "g"): 18, ("x",): 11}
    assert {path: place.line(*path) for path in lines} == lines


BOMBS = {
    "laughs": "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
    "deep brackets": "a: " + "[" * 50_000,
    "deep braces": "{a: " * 50_000,
    "deep lines": "\n".join(" " * n + "a:" for n in range(60)),
    "many values": "- a\n" * (yaml_file.MOST_NODES + 10),
    "many anchors": "- &a x\n" * 5_000,
    "object": "!!python/object/apply:os.system ['true']",
    "huge figure": "a: " + "9" * 100_000 + "\nb: *x",
}


@pytest.mark.parametrize("loader", [yaml_file._LOADER, yaml.SafeLoader])
@pytest.mark.parametrize("bomb", sorted(BOMBS))
def test_bombs_are_refused_quickly(bomb: str, loader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    if loader is yaml.SafeLoader and bomb == "many values":
        monkeypatch.setattr(yaml_file, "MOST_NODES", 2_000)
    monkeypatch.setattr(yaml_file, "_LOADER", loader)
    begun = time.process_time()
    with pytest.raises(ConfigError) as caught:
        read_yaml(BOMBS[bomb], "a.yaml")
    assert len(caught.value.problems) <= yaml_file.MOST_PROBLEMS
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    "value",
    ["[" * 900 + "]" * 900, "[" * 50_000, "0x" + "f" * 9_000, "9" * 9_000, "nan", "1979-05-27", "{a = 1"],
)
def test_odd_toml_is_read_or_refused(value: str) -> None:
    with suppress(ConfigError):
        parse_connections(
            f'format = 1\n[stores.plans]\nadapter = "jira"\nextra = {value}\n', "mentorkit.toml"
        )
    with pytest.raises(ConfigError):
        parse_connections(f"format = {value}\n", "mentorkit.toml")


def test_a_huge_file_is_refused_before_it_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (folder / "skills/huge.yaml").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    read = Path.read_bytes

    def watched(path: Path) -> bytes:
        assert path.name != "huge.yaml"
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", watched)
    with pytest.raises(ConfigError, match="larger than 5 MB"):
        load_program(folder)


def test_files_outside_the_folder_are_not_read(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.yaml"
    outside.write_text("- {id: private}\n")
    (folder / "skills/linked.yaml").symlink_to(outside)
    with pytest.raises(ConfigError) as caught:
        load_program(folder)
    assert [problem.what for problem in caught.value.problems] == ["lies outside the program folder"]


def test_what_is_no_file_or_no_text_is_a_problem(folder: Path) -> None:
    (folder / "skills/folder.yaml").mkdir()
    (folder / "skills/latin.yaml").write_bytes("# ok\n- {id: caf\xe9}\n".encode("latin-1"))
    (folder / "skills/linked.yaml").symlink_to("linked.yaml")
    with pytest.raises(ConfigError) as caught:
        load_program(folder)
    found = [(problem.file, problem.line) for problem in caught.value.problems]
    assert found == [("skills/folder.yaml", 0), ("skills/latin.yaml", 2), ("skills/linked.yaml", 0)]


def test_too_many_rows_are_refused() -> None:
    header = ",".join(REQUIRED_COLUMNS)
    with pytest.raises(ConfigError, match="more than"):
        read_people(header + "\n" + "a,b,c,d,e,f\n" * (MOST_ROWS + 1))


def test_a_large_program_loads_in_half_a_second(tmp_path: Path, texts: dict[str, str]) -> None:
    skills = [f"skill-{n}" for n in range(300)]
    roles = [f"role-{n}" for n in range(20)]
    texts["skills/many.yaml"] = "".join(
        f"- id: {skill}\n  name: Skill {skill}\n  kind: technology\n  words: {{labels: [{skill}, x]}}\n"
        f"  levels:\n    1: Knows.\n    2: Does.\n    3: Owns.\n    4: Guides.\n"
        for skill in skills
    )
    for number, role in enumerate(roles):
        requires = "".join(
            f"  {skill}: {{junior: 1, middle: 2, senior: 3, weight: 2}}\n"
            for skill in skills[number * 15 : number * 15 + 15]
        )
        texts[f"roles/{role}.yaml"] = (
            f"id: {role}\nname: Role {number}\ngrades: [junior, middle, senior]\nrequires:\n{requires}"
        )
    texts["people.csv"] += "".join(
        f"person-{n},Person {n},p{n}@example.com,{roles[n % 20]},middle,,Europe/Sofia,BG,bg,both,2,carla,,\n"
        for n in range(300)
    )
    load_program(tmp_path, replaced=texts)
    begun = time.process_time()
    program = load_program(tmp_path, replaced=texts)
    assert (len(program.people), len(program.roles), len(program.skills)) == (304, 21, 302)
    assert time.process_time() - begun < 0.5
