# SPDX-License-Identifier: Apache-2.0
"""The normal form of rich text on Confluence: what a text is once it was saved and read back.

Reading ends here and ``canon`` is made of it, so that both sides of every comparison agree: blanks are
single, edges bare, empty nodes gone, neighbors alike joined.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from mentorkit.domain.keys import short
from mentorkit.domain.richtext import (
    Block,
    Blocks,
    Bullets,
    Cell,
    Day,
    Expand,
    Heading,
    Inline,
    Inlines,
    Link,
    Lozenge,
    Mention,
    OpenTasks,
    Panel,
    Paragraph,
    PlanQuery,
    Properties,
    PropertiesReport,
    Ref,
    Table,
    Task,
    Tasks,
    Text,
    Unknown,
)
from mentorkit_confluence.markup import clean, one_line
from mentorkit_confluence.names import Names

TASK_ANCHOR = re.compile(r"mk-[a-z0-9-]{1,60}")
_SAFE = re.compile(r"(?:https?://[^\s/]|mailto:[^\s])\S*", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\xa0]+")
_BREAKS = re.compile(r" ?\n ?")


def tidy(blocks: Iterable[Block]) -> Blocks:
    """The normal form of blocks that were read."""
    return tuple(_tidy_all(blocks))


def saved(blocks: Iterable[Block], names: Names) -> Blocks:
    """The normal form of blocks that are to be written: what would be read if they were saved.

    People without an account here become their name, links that are never written become text, what
    the tree cannot say (``Unknown``) is left out, and what is only observed of a task box is forgotten.
    """
    return tuple(_tidy_all(_savable(blocks, names)))


def tidy_line(content: Iterable[Inline]) -> Inlines:
    """Inlines with single blanks, bare edges and equal neighbors joined."""
    line: list[Inline] = []
    for node in map(_tidy_node, content):
        last = line[-1] if line else None
        if isinstance(node, Text | Lozenge) and not node.text:
            continue
        if isinstance(node, Text) and isinstance(last, Text) and _alike(node, last):
            line[-1] = worded(last, last.text + node.text)
        else:
            line.append(node)
    line = [_single_blanks(node) for node in line]
    return tuple(_bare(_bare(line, 0, str.lstrip), -1, str.rstrip))


def worded(style: Text, words: str) -> Text:
    """Other words in the look of ``style``."""
    return style if style.text == words else Text(text=words, strong=style.strong, code=style.code)


def safe_url(url: str) -> str:
    """The address, if it is one that may be written (http, https, mailto); "" otherwise."""
    found = clean(url).strip()
    return found if _SAFE.fullmatch(found) else ""


def anchor_of(address: str) -> str:
    """The ``mk-…`` fragment of a link's address; "" when it has none."""
    fragment = address.rpartition("#")[2] if "#" in address else ""
    return fragment if TASK_ANCHOR.fullmatch(fragment) else ""


def _alike(one: Text, other: Text) -> bool:
    return (one.strong, one.code) == (other.strong, other.code)


def _single_blanks(node: Inline) -> Inline:
    if not isinstance(node, Text):
        return node
    return worded(node, _BREAKS.sub("\n", _SPACES.sub(" ", node.text)))


def _bare(line: list[Inline], edge: int, strip: Callable[[str, str], str]) -> list[Inline]:
    """The line without blanks and breaks at one edge."""
    while line and isinstance(node := line[edge], Text):
        if rest := strip(node.text, " \n"):
            line[edge] = worded(node, rest)
            break
        line.pop(edge)
    return line


def _tidy_node(node: Inline) -> Inline:
    match node:
        case Text():
            plain = clean(node.text).replace("\r\n", "\n").replace("\r", "\n")
            return worded(node, plain)
        case Link():
            shown = one_line(node.text)
            return Link(url=node.url, text="" if shown == node.url else shown)
        case Ref():
            return Ref(key=node.key, text=one_line(node.text) or short(node.key))
        case Lozenge():
            return Lozenge(text=one_line(node.text), color=node.color)
    return node


def _tidy_all(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield from _tidy_block(block)


def _tidy_block(block: Block) -> Iterator[Block]:  # noqa: C901, PLR0912 - one case a kind of block
    match block:
        case Paragraph():
            if content := tidy_line(block.content):
                yield Paragraph(content=content)
        case Heading():
            if words := one_line(block.text):
                yield Heading(level=block.level, text=words)
        case Bullets():
            if items := tuple(item for line in block.items if (item := tidy_line(line))):
                yield Bullets(items=items, ordered=block.ordered)
        case Tasks():
            boxes = tuple(_tidy_task(task) for task in block.items)
            if kept := tuple(task for task in boxes if task.content or task.anchor):
                yield Tasks(items=kept)
        case Table():
            rows = tuple(
                tuple(Cell(content=tidy_line(cell.content), head=cell.head) for cell in row)
                for row in block.rows
                if row
            )
            if rows:
                yield Table(rows=rows)
        case Panel():
            yield Panel(kind=block.kind, blocks=tidy(block.blocks))
        case Expand():
            yield Expand(title=one_line(block.title), blocks=tidy(block.blocks))
        case Properties():
            pairs = tuple((one_line(name), tidy_line(value)) for name, value in block.rows)
            if kept_pairs := tuple(pair for pair in pairs if any(pair)):
                yield Properties(rows=kept_pairs)
        case PropertiesReport():
            columns = tuple(name for column in block.columns if (name := _column(column)))
            yield PropertiesReport(label=one_line(block.label), first=one_line(block.first), columns=columns)
        case PlanQuery():
            yield PlanQuery(label=one_line(block.label), limit=max(1, block.limit))
        case OpenTasks():
            if label := _column(block.label):
                yield OpenTasks(label=label)
        case Unknown():
            yield Unknown(name=one_line(block.name), text=one_line(block.text))
        case _:
            yield block


def _tidy_task(task: Task) -> Task:
    anchor = task.anchor if TASK_ANCHOR.fullmatch(task.anchor) else ""
    return task.model_copy(update={"content": tidy_line(task.content), "anchor": anchor})


def _column(name: str) -> str:
    """A column's name as a report takes it: names are joined by commas there."""
    return one_line(name.replace(",", " "))


def _savable(blocks: Iterable[Block], names: Names) -> Iterator[Block]:
    def line(content: Inlines) -> Inlines:
        return tuple(_savable_node(node, names) for node in content)

    for block in blocks:
        match block:
            case Paragraph():
                yield Paragraph(content=line(block.content))
            case Bullets():
                yield block.model_copy(update={"items": tuple(line(item) for item in block.items)})
            case Tasks():
                yield Tasks(items=tuple(_savable_task(task, names) for task in block.items))
            case Table():
                yield Table(
                    rows=tuple(
                        tuple(cell.model_copy(update={"content": line(cell.content)}) for cell in row)
                        for row in block.rows
                    )
                )
            case Panel() | Expand():
                yield block.model_copy(update={"blocks": tuple(_savable(block.blocks, names))})
            case Properties():
                yield Properties(rows=tuple((name, line(value)) for name, value in block.rows))
            case Unknown():
                continue
            case _:
                yield block


def _savable_task(task: Task, names: Names) -> Task:
    """A box whose words hold no link that would be taken for its anchor."""
    links = [anchor_of(node.url) if isinstance(node, Link) else "" for node in task.content]
    anchor = task.anchor if TASK_ANCHOR.fullmatch(task.anchor) else next(filter(None, links), "")
    words = (node for node, link in zip(task.content, links, strict=True) if not link)
    return Task(content=tuple(_savable_node(node, names) for node in words), done=task.done, anchor=anchor)


def _savable_node(node: Inline, names: Names) -> Inline:
    match node:
        case Mention():
            account = names.account(node.person)
            if account:
                return Mention(person=names.person(account))
            return Text(text=f"@{names.shown(node.person)}" if node.person else "@?")
        case Link():
            url = safe_url(node.url)
            if not url:
                return Text(text=node.text or node.url)
            key = names.key_at(url)
            return Ref(key=key, text=node.text or url) if key else Link(url=url, text=node.text)
        case Text() | Day() | Ref() | Lozenge():
            return node
