# SPDX-License-Identifier: Apache-2.0
"""Pages as people leave them: read right or reported, and a write never changes a byte of theirs."""

import pytest

from mentorkit.domain.richtext import Table, para
from mentorkit.ports import Document, Generated, Own
from mentorkit_confluence.fences import find_fences
from mentorkit_confluence.page_edit import edited_body
from mentorkit_confluence.page_map import read_page
from tests.plugins.confluence.mangled import CASES, KEY, MACRO, MARK, SKILLS
from tests.plugins.confluence.test_storage import names

NEWER = Document(kind="profile", title="S", blocks=(Generated(name="needed", content=(para("Newer."),)),))


@pytest.mark.parametrize("name", CASES)
def test_a_mangled_page_is_read_or_reported(name: str) -> None:
    case = CASES[name]
    found = read_page(case.body, KEY, names(), {})
    blocks = {block.name: block for block in found.blocks if isinstance(block, Generated)}
    assert tuple(blocks) == case.blocks
    assert len(found.problems) == len(case.said), found.problems
    for said in case.said:
        assert any(said in problem for problem in found.problems), found.problems
    own = [node for block in found.blocks if isinstance(block, Own) for node in block.content]
    assert any(isinstance(node, Table) for node in own)
    assert (SKILLS in own) == case.form


@pytest.mark.parametrize("name", CASES)
def test_a_write_of_one_block_leaves_every_other_byte(name: str) -> None:
    case = CASES[name]
    edited = edited_body(case.body, NEWER, frozenset({"block:needed"}), MARK, names())
    written = "needed" in case.blocks
    assert theirs(edited, written=written) == theirs(case.body, written=written)
    found = read_page(edited, KEY, names(), {})
    here = {block.name: block.content for block in found.blocks if isinstance(block, Generated)}
    assert (here.get("needed") == (para("Newer."),)) == written
    assert found.mark is not None
    assert found.mark.base == MARK.base
    assert len(found.problems) == len(case.said)


def theirs(body: str, *, written: bool) -> str:
    """All bytes that are not the program's: without its anchors and without the block that is written."""
    raw = body.encode()
    if written:
        inside = find_fences(raw, KEY).whole["needed"].inside
        raw = raw[: inside.start] + raw[inside.end :]
    return MACRO.sub("", raw.decode()).removeprefix("<p></p><p></p>")  # the fence a page without any gets
