# SPDX-License-Identifier: Apache-2.0
"""A page in parts: which a program keeps between its fences, and which people write.

A part is what stands under one heading of people, or inside one fence. Fences that are not whole (one end
missing, or the two ends in different places) make no part: what they held is shown as people's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from mentorkit_sandbox.confluence.markup import qname, tag_of, to_text
from mentorkit_sandbox.web import fences

Element = etree._Element
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TOP = ("h1", "h2")


@dataclass
class Part:
    """Blocks in a row with one author. ``block`` names a program's block, "" for people's parts.

    ``columns`` are the parts of a layout section's cells; such a part holds nothing else.
    """

    block: str = ""
    heading: Element | None = None
    elements: list[Element] = field(default_factory=list)
    columns: list[list["Part"]] = field(default_factory=list)

    @property
    def kept(self) -> bool:
        """Whether a program keeps it."""
        return bool(self.block)

    @property
    def title(self) -> str:
        """The words of its heading; of a kept part without one the name of the block."""
        if self.heading is not None:
            return to_text(self.heading)
        return self.block.strip("_").replace("_", " ").replace("-", " ").capitalize()

    @property
    def is_note(self) -> bool:
        """Whether it is one panel and nothing else: an explanation, not content."""
        return self.heading is None and [macro_of(one) for one in self.elements] in (["info"], ["panel"])

    @property
    def is_properties(self) -> bool:
        """Whether it is one table of page properties and nothing else."""
        return [macro_of(one) for one in self.elements] == ["details"]


def split(root: Element) -> list[Part]:
    """The parts of a parsed body, in the order of the page."""
    return _split(list(root))


def everywhere(parts: Sequence[Part]) -> list[Part]:
    """All parts, those in the columns of layouts too."""
    found: list[Part] = []
    for part in parts:
        found += [one for column in part.columns for one in everywhere(column)] if part.columns else [part]
    return found


def macro_of(element: Element) -> str:
    """The name of a macro; "" for anything else."""
    return str(element.get(qname("ac:name"), "")) if tag_of(element) == "ac:structured-macro" else ""


def _split(elements: list[Element]) -> list[Part]:
    parts: list[Part] = []
    place = 0
    while place < len(elements):
        element = elements[place]
        end = _end_of_fence(elements, place)
        if end is not None:
            parts.append(_kept(_begins(element), elements[place + 1 : end]))
            place = end
        elif tag_of(element) == "ac:layout":
            parts += [_layout(section) for section in element]
        elif not _is_bare_anchor(element):
            _add(parts, element)
        place += 1
    return parts


def _add(parts: list[Part], element: Element) -> None:
    """Put a block of people where it belongs: a heading of the first ranks begins a new part."""
    if tag_of(element) in _TOP:
        parts.append(Part(heading=element))
        return
    if not parts or parts[-1].kept or parts[-1].columns:
        parts.append(Part())
    parts[-1].elements.append(element)


def _layout(section: Element) -> Part:
    columns = [_split(list(cell)) for cell in section]
    return Part(columns=columns or [[]])


def _kept(block: str, inside: list[Element]) -> Part:
    if inside and tag_of(inside[0]) in _HEADINGS:
        return Part(block, inside[0], inside[1:])
    return Part(block, None, inside)


def _begins(element: Element) -> str:
    """The block whose fence an element begins, "" for none."""
    starts = (fences.opening(name) for name in fences.anchors_in(element)) if _may_fence(element) else ()
    return next((start.block for start in starts if start), "")


def _end_of_fence(elements: list[Element], place: int) -> int | None:
    block = _begins(elements[place])
    if not block:
        return None
    for end in range(place + 1, len(elements)):
        if _begins(elements[end]):
            return None
        if _may_fence(elements[end]) and block in map(fences.closing, fences.anchors_in(elements[end])):
            return end
    return None


def _may_fence(element: Element) -> bool:
    return tag_of(element) in ("p", *_HEADINGS) or macro_of(element) == "anchor"


def _is_bare_anchor(element: Element) -> bool:
    """Whether an element holds the program's anchors and nothing to be seen."""
    names = fences.anchors_in(element) if _may_fence(element) else []
    return bool(names) and all(name.startswith("mk.") for name in names) and not to_text(element)
