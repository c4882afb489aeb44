# SPDX-License-Identifier: Apache-2.0
"""Documents and stored bodies: what a new page holds, and what a page that is read says."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter

from mentorkit.domain.keys import Key, key_parts
from mentorkit.domain.richtext import Block, Blocks
from mentorkit.domain.value import digest
from mentorkit.ports import Document, Fact, Form, Generated, Mark, Own, PageBlock
from mentorkit_confluence.boxes import TaskIds
from mentorkit_confluence.fences import (
    BARE,
    LEDGER,
    Fences,
    Opening,
    closing_name,
    detail_names,
    find_fences,
)
from mentorkit_confluence.history import read_history, write_history
from mentorkit_confluence.markup import StorageError, inner, new_root
from mentorkit_confluence.names import Names
from mentorkit_confluence.normal import saved, tidy
from mentorkit_confluence.read_macros import Marker
from mentorkit_confluence.storage_read import Reader, Ticks
from mentorkit_confluence.storage_write import anchor_macro, write

MARK_VERSION = 1
LOST = "the page has lost the marks that make it the program's"
_PLAIN: TypeAdapter[Blocks] = TypeAdapter(Blocks)
_TICKS = frozenset(("done", "done_by", "done_at"))


@dataclass
class PageContent:
    """What a body says: its blocks in page order, its mark, and what is wrong with it.

    ``touched`` are the generated blocks whose content is not what was written into them last. A
    ``mangled`` page must not be written: what is ours on it is damaged. A ``bare`` one has whole fences
    and has lost the rest of its mark with one that somebody deleted.
    """

    blocks: tuple[PageBlock, ...] = ()
    mark: Mark | None = None
    problems: tuple[str, ...] = ()
    touched: frozenset[str] = frozenset()
    mangled: bool = False
    bare: bool = False


@dataclass
class _Parts:
    """The parts of a page as they are met: people's words, and the content of each fence."""

    blocks: list[PageBlock] = field(default_factory=list)
    fenced: dict[str, Blocks] = field(default_factory=dict)
    inert: set[str] = field(default_factory=set)

    def own(self, content: Iterable[Block]) -> None:
        """Add people's words to those right before."""
        words = tidy(content)
        last = self.blocks[-1] if self.blocks else None
        if words and isinstance(last, Own):
            self.blocks[-1] = Own(content=(*last.content, *words))
        elif words:
            self.blocks.append(Own(content=words))


def canon_blocks(blocks: Iterable[PageBlock], names: Names) -> tuple[PageBlock, ...]:
    """The blocks as they would come back: forms as people's words, neighbors of those joined."""
    parts = _Parts()
    for block in blocks:
        match block:
            case Generated():
                parts.blocks.append(Generated(name=block.name, content=saved(block.content, names)))
            case Form():
                parts.own(saved(block.content, names))
            case Own():
                parts.own(block.content)
    return tuple(parts.blocks)


def new_body(document: Document, mark: Mark, names: Names, *, withhold: bool = False) -> str:
    """The body of a page that is made now; with ``withhold`` the private blocks are fences only.

    A withheld block has no digest in the mark, so that nobody takes the empty fence for its content.
    """
    ids = TaskIds()
    held = {
        block.name for block in document.blocks if withhold and isinstance(block, Generated) and block.private
    }
    base = {name: value for name, value in mark.base.items() if name.removeprefix("block:") not in held}
    details = detail_names(base, mark.made, len(mark.ledger))
    parts: list[str] = []
    if not any(isinstance(block, Generated) for block in document.blocks):
        parts.append(fenced(mark.key, BARE, (), details, names, ids))
        details = []
    for block in document.blocks:
        if isinstance(block, Generated):
            content = () if block.name in held else saved(block.content, names)
            parts.append(fenced(mark.key, block.name, content, details, names, ids))
            details = []
        else:
            parts.append(write(saved(block.content, names), names, ids))
    if mark.ledger:
        parts.append(fenced(mark.key, LEDGER, write_history(mark.ledger, names), [], names, ids))
    return "".join(parts)


def fenced(key: Key, block: str, content: Blocks, details: list[str], names: Names, ids: TaskIds) -> str:
    """A block between its fences; ``details`` are further anchors beside the first one."""
    opening = Opening(key, block, MARK_VERSION, content_digest(content)).name
    ends = [anchors([opening, *details], "p"), anchors([closing_name(key, block)], "p")]
    return write(content, names, ids).join(ends)


def anchors(anchor_names: Iterable[str], around: str = "") -> str:
    """Anchor macros one after the other, in an element of their own where one is named."""
    root = new_root()
    parent = root.makeelement(around) if around else root
    if around:
        root.append(parent)
    for name in anchor_names:
        anchor_macro(parent, name)
    return inner(root)


def content_digest(content: Blocks) -> str:
    """What a fence remembers of its content: all of it but the ticks, which are people's to set."""
    return digest(_without_ticks(_PLAIN.dump_python(content, mode="json")))


def read_page(body: str, key: Key, names: Names, ticks: Ticks) -> PageContent:
    """What the body of our page ``key`` says. Never raises: what cannot be read is a problem."""
    try:
        fences = find_fences(body.encode("utf-8", "replace"), key)
        parts = _split(body, fences, names, ticks)
    except StorageError as error:
        problem = f"nothing on the page can be read: {error}"
        return PageContent(mark=_mark(Fences(), key, ()), problems=(problem,), mangled=True)
    problems = list(fences.problems)
    history = read_history(parts.fenced.get(LEDGER, ()))
    facts = history.facts
    if LEDGER not in fences.whole:
        left = (block.content for block in parts.blocks if isinstance(block, Own))
        facts = read_history(tuple(node for content in left for node in content)).facts
    if history.unreadable:
        problems.append(f"{history.unreadable} row(s) of the history cannot be read")
    missing = max(0, fences.facts - len(facts))
    if missing > history.unreadable:
        problems.append(f"{missing - history.unreadable} row(s) of the history are missing")
    if lost := not (fences.whole or fences.mangled):
        problems.insert(0, LOST)
    blocks = tuple(parts.blocks)
    for name in parts.inert:
        fences.base.pop(f"block:{name}", None)
    return PageContent(
        blocks=blocks,
        mark=_mark(fences, key, facts),
        problems=tuple(problems),
        touched=frozenset(
            block.name
            for block in blocks
            if isinstance(block, Generated)
            and content_digest(block.content) != fences.whole[block.name].opening.digest
        ),
        mangled=bool(lost or missing or fences.mangled),
        bare=not fences.details,
    )


def _mark(fences: Fences, key: Key, facts: tuple[Fact, ...]) -> Mark:
    return Mark(
        v=fences.v,
        key=key,
        program=key_parts(key).program,
        base=dict(sorted(fences.base.items())),
        ledger=facts,
        made=fences.made,
    )


def _split(body: str, fences: Fences, names: Names, ticks: Ticks) -> _Parts:
    """Cut a page at its fences. Blocks of the adapter's own go aside."""
    markers: dict[str, Marker] = {}
    for name, fence in fences.whole.items():
        markers[fence.opening.name] = Marker(name, opening=True)
        markers[closing_name(fence.opening.key, name)] = Marker(name, opening=False)
    reader = Reader(names, ticks, markers)
    parts = _Parts()
    name, inert = "", 0
    inside: list[Block] = []
    pending: list[Block] = []
    for node in reader.page(body):
        if not isinstance(node, Marker):
            (inside if name else pending).append(node)
        elif node.opening:
            parts.own((*pending, *inside))
            name, inside, pending, inert = node.name, [], [], reader.inert
        elif node.name == name:
            _close(parts, name, tidy(inside), had_inert=reader.inert > inert)
            name, inside = "", []
    parts.own((*pending, *inside))
    return parts


def _close(parts: _Parts, name: str, content: Blocks, *, had_inert: bool) -> None:
    if had_inert:
        parts.inert.add(name)
    if name.startswith("_"):
        parts.fenced[name] = content
    else:
        parts.blocks.append(Generated(name=name, content=content))


def _without_ticks(plain: Any) -> Any:
    if isinstance(plain, dict):
        return {name: _without_ticks(value) for name, value in plain.items() if name not in _TICKS}
    if isinstance(plain, list):
        return [_without_ticks(value) for value in plain]
    return plain
