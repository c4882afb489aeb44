# SPDX-License-Identifier: Apache-2.0
"""Writing into a page that is there: the original is spliced, people's words stay to the byte."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mentorkit.ports import Document, Form, Generated, Mark
from mentorkit_confluence.anchors import Span
from mentorkit_confluence.boxes import TaskIds, task_ids, ticked
from mentorkit_confluence.fences import BARE, LEDGER, Fence, Fences, Opening, detail_names, find_fences
from mentorkit_confluence.history import read_history, write_history
from mentorkit_confluence.names import Names
from mentorkit_confluence.normal import saved
from mentorkit_confluence.page_map import MARK_VERSION, anchors, content_digest, fenced
from mentorkit_confluence.storage_read import read
from mentorkit_confluence.storage_write import write


def edited_body(body: str, document: Document, fields: frozenset[str], mark: Mark, names: Names) -> str:
    """The body with the blocks and forms that ``fields`` names, and with this mark.

    Generated blocks are replaced between their fences; mangled ones are left alone; new ones and forms
    go behind the generated block before them in ``document``, else before the one after them, else to
    the end, before the history. Raises StorageError for a body that cannot be read.
    """
    raw = body.encode()
    fences = find_fences(raw, mark.key)
    wanted = {
        block.name: block
        for block in document.blocks
        if isinstance(block, Generated)
        and f"block:{block.name}" in fields
        and block.name not in fences.mangled
    }
    replaced = [_text(raw, fence.inside) for name, fence in fences.whole.items() if name in wanted]
    edit = _Edit(raw, fences, mark, names, task_ids(body, replaced))
    edit.replace(wanted)
    edit.insert(document, wanted, fields)
    edit.history()
    edit.marks()
    return edit.applied()


@dataclass
class _Edit:
    """Replacements of one body, by span; insertions have empty spans and keep their order."""

    raw: bytes
    fences: Fences
    mark: Mark
    names: Names
    ids: TaskIds
    changes: list[tuple[Span, str]] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)

    def replace(self, wanted: Mapping[str, Generated]) -> None:
        """Write blocks that are there anew."""
        for name, fence in self.fences.whole.items():
            if name in wanted:
                content = ticked(saved(wanted[name].content, self.names), self.ids.ticked)
                self.digests[name] = content_digest(content)
                self.changes.append((fence.inside, write(content, self.names, self.ids)))

    def insert(self, document: Document, wanted: Mapping[str, Generated], fields: frozenset[str]) -> None:
        """Add blocks and forms that are not there yet."""
        for at, block in enumerate(document.blocks):
            if isinstance(block, Generated) and block.name in wanted and block.name not in self.fences.whole:
                content = saved(block.content, self.names)
                text = fenced(self.mark.key, block.name, content, [], self.names, self.ids)
            elif isinstance(block, Form) and f"form:{block.name}" in fields:
                text = write(saved(block.content, self.names), self.names, self.ids)
            else:
                continue
            place = self._place(document, at)
            self.changes.append((Span(place, place), text))

    def history(self) -> None:
        """Write the ledger, where it holds more than the page."""
        facts = self.mark.ledger
        if not facts:
            return
        fence = self.fences.whole.get(LEDGER)
        if fence is None:
            text = fenced(self.mark.key, LEDGER, write_history(facts, self.names), [], self.names, self.ids)
            self.changes.append((Span(len(self.raw), len(self.raw)), text))
        elif read_history(read(_text(self.raw, fence.inside), self.names)).facts != facts:
            self.changes.append((fence.inside, write(write_history(facts, self.names), self.names, self.ids)))

    def marks(self) -> None:
        """Bring the anchors up to date: each block's own, and the mark's beside the first whole one."""
        details = detail_names(self.mark.base, self.mark.made, len(self.mark.ledger))
        first = next(iter(self.fences.whole), None)
        if first is None:
            text = fenced(self.mark.key, BARE, (), details, self.names, self.ids)
            self.changes.insert(0, (Span(0, 0), text))
        for name, fence in self.fences.whole.items():
            opening = Opening(
                self.mark.key, name, MARK_VERSION, self.digests.get(name, fence.opening.digest)
            ).name
            moved = name == first and not self._stand_beside(fence, details)
            if moved or opening != fence.opening.name:
                macros = anchors([opening, *(details if moved else ())])
                self.changes.append((fence.start.macro, macros))
            if moved:
                self._drop_details()
        if first is None:
            self._drop_details()

    def applied(self) -> str:
        """The body after all changes."""
        parts, at = [], 0
        for span, text in sorted(self.changes, key=lambda change: change[0].start):
            parts += [self.raw[at : span.start], text.encode()]
            at = span.end
        return b"".join([*parts, self.raw[at:]]).decode()

    def _drop_details(self) -> None:
        self.changes += [(detail.anchor.macro, "") for detail in self.fences.details]

    def _stand_beside(self, fence: Fence, details: list[str]) -> bool:
        """Whether just these anchors stand beside a fence's beginning already."""
        here = [detail.anchor.name for detail in self.fences.details if detail.beside is fence.start]
        return len(here) == len(self.fences.details) and sorted(here) == sorted(details)

    def _place(self, document: Document, at: int) -> int:
        before = [b.name for b in document.blocks[:at] if isinstance(b, Generated)]
        after = [b.name for b in document.blocks[at + 1 :] if isinstance(b, Generated)]
        whole = self.fences.whole
        for name in reversed(before):
            if name in whole:
                return whole[name].end.carrier.end
        for name in after:
            if name in whole:
                return whole[name].start.carrier.start
        return whole[LEDGER].start.carrier.start if LEDGER in whole else len(self.raw)


def _text(raw: bytes, span: Span) -> str:
    return raw[span.start : span.end].decode()
