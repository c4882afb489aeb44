# SPDX-License-Identifier: Apache-2.0
"""Pages in the program's language: whole phrases are exchanged as a page is written, and back as it is read.

Documents are written and read in English; this stands between them and the tools. A phrase without a
translation stays English. People's sentences are never touched: only headings, column and property
names, lozenges and cells that are a phrase and nothing else.
"""

from collections.abc import Callable, Mapping
from functools import cache

from mentorkit.content.texts import ENGLISH, phrases
from mentorkit.documents.words import fold, level_text
from mentorkit.domain.richtext import (
    Block,
    Blocks,
    Cell,
    Expand,
    Heading,
    Inline,
    Inlines,
    Lozenge,
    Panel,
    Properties,
    PropertiesReport,
    Table,
    Text,
)
from mentorkit.domain.skills import LEVEL_WORDS
from mentorkit.ports import Document, Form, Generated, PageBlock

Say = Callable[[str], str]


class Tongue:
    """One language beside English. ``there`` is English to that language."""

    def __init__(self, there: Mapping[str, str]) -> None:
        levels = {level_text(n): f"{n} {there[word]}" for n, word in enumerate(LEVEL_WORDS) if word in there}
        self._there = {fold(english): words for english, words in {**there, **levels}.items()}
        self._back: dict[str, str] = {}
        for english, words in {**there, **levels}.items():
            self._back.setdefault(fold(words), english)

    def written(self, page: Document) -> Document:
        """The page as it is written: what the program says, in this language."""
        return self._page(page, self._there, (Generated, Form)) if self._there else page

    def read(self, page: Document) -> Document:
        """The page as the readers know it: headings, columns and level words in English."""
        return self._page(page, self._back, None) if self._back else page

    def _page(
        self, page: Document, phrase: Mapping[str, str], kinds: tuple[type[PageBlock], ...] | None
    ) -> Document:
        def say(words: str) -> str:
            return phrase.get(fold(words), words)

        blocks = tuple(
            block.model_copy(update={"content": _blocks(block.content, say)})
            if kinds is None or isinstance(block, kinds)
            else block
            for block in page.blocks
        )
        return page.model_copy(update={"blocks": blocks})


@cache
def tongue(language: str) -> Tongue:
    """The language of a program; English where it has no translation."""
    return Tongue({} if language == ENGLISH else phrases(language))


def _blocks(blocks: Blocks, say: Say) -> Blocks:
    return tuple(_block(block, say) for block in blocks)


def _block(block: Block, say: Say) -> Block:
    match block:
        case Heading():
            return block.model_copy(update={"text": say(block.text)})
        case Table():
            lines = tuple(tuple(_cell(cell, say) for cell in row) for row in block.rows)
            return block.model_copy(update={"rows": lines})
        case Properties():
            rows = tuple((say(name), _phrase(content, say)) for name, content in block.rows)
            return block.model_copy(update={"rows": rows})
        case PropertiesReport():
            columns = tuple(say(column) for column in block.columns)
            return block.model_copy(update={"first": say(block.first), "columns": columns})
        case Panel():
            return block.model_copy(update={"blocks": _blocks(block.blocks, say)})
        case Expand():
            return block.model_copy(update={"title": say(block.title), "blocks": _blocks(block.blocks, say)})
        case _:
            return block


def _cell(cell: Cell, say: Say) -> Cell:
    return cell.model_copy(update={"content": _phrase(cell.content, say)})


def _phrase(content: Inlines, say: Say) -> Inlines:
    """Lozenges, and words that are the whole of a cell."""
    alone = len(content) == 1
    return tuple(_inline(node, say, alone=alone) for node in content)


def _inline(node: Inline, say: Say, *, alone: bool) -> Inline:
    if isinstance(node, Lozenge) or (isinstance(node, Text) and alone):
        return node.model_copy(update={"text": say(node.text)})
    return node
