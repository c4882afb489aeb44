# SPDX-License-Identifier: Apache-2.0
"""Rich text to storage format, as a tree that is serialized: no text of a person is ever formatted in.

What is given must be in the normal form of ``normal.saved``. Shapes follow what Confluence Cloud itself
stores: cells hold paragraphs, header rows are ``th`` in ``tbody``, macros carry ``ac:schema-version``.
"""

from collections.abc import Iterable

from lxml import etree

from mentorkit.domain.keys import Key
from mentorkit.domain.richtext import (
    Block,
    Blocks,
    Bullets,
    Children,
    Day,
    Divider,
    Expand,
    Heading,
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
)
from mentorkit_confluence.boxes import TaskIds
from mentorkit_confluence.markup import OPEN_TASKS, ac, inner, new_root, ri
from mentorkit_confluence.names import Names

PANELS = {"info": "info", "success": "tip", "warning": "note", "error": "warning"}
"""Our kinds to macro names: Confluence's ``note`` is shown as a warning, its ``warning`` as an error."""
UNKNOWN_PLACE = "#mk."
"""Begins the address of a reference whose target has no address yet; the key follows."""
TASK_LINK_TEXT = "·"


def write(blocks: Blocks, names: Names, ids: TaskIds) -> str:
    """The blocks as a fragment of storage format."""
    root = new_root()
    _Writer(names, ids).blocks(root, blocks)
    return inner(root)


def inert_address(key: Key) -> str:
    """The address of a reference whose target has none yet."""
    return UNKNOWN_PLACE + key.replace("/", ".")


def cql_text(value: str) -> str:
    """A value quoted for CQL or JQL."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def anchor_macro(parent: etree._Element, name: str) -> None:
    """An anchor macro; it is invisible and may stand anywhere in a text."""
    _parameter(_macro(parent, "anchor"), "", name)


class _Writer:
    """Appends nodes to a tree."""

    def __init__(self, names: Names, ids: TaskIds) -> None:
        self._names = names
        self._ids = ids

    def blocks(self, parent: etree._Element, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self._block(parent, block)

    def _block(self, parent: etree._Element, block: Block) -> None:  # noqa: C901, PLR0912 - one case a kind
        match block:
            case Paragraph():
                self._paragraph(parent, block.content)
            case Heading():
                etree.SubElement(parent, f"h{block.level}").text = block.text
            case Bullets():
                top = etree.SubElement(parent, "ol" if block.ordered else "ul")
                for item in block.items:
                    self._paragraph(etree.SubElement(top, "li"), item)
            case Tasks():
                top = etree.SubElement(parent, ac("task-list"))
                for task in block.items:
                    self._task(top, task)
            case Table():
                rows = [[(cell.content, cell.head) for cell in row] for row in block.rows]
                self._table(parent, rows)
            case Panel():
                self._body(_macro(parent, PANELS[block.kind]), block.blocks)
            case Expand():
                macro = _macro(parent, "expand")
                if block.title:
                    _parameter(macro, "title", block.title)
                self._body(macro, block.blocks)
            case Properties():
                body = etree.SubElement(_macro(parent, "details"), ac("rich-text-body"))
                rows = [[((Text(text=name),), True), (value, False)] for name, value in block.rows]
                self._table(body, rows)
            case PropertiesReport():
                _report(parent, block)
            case PlanQuery():
                _plan_query(parent, block)
            case OpenTasks():
                self._open_tasks(parent, block)
            case Children():
                _parameter(_macro(parent, "children", version=2), "all", "true")
            case Divider():
                etree.SubElement(parent, "hr")

    def _body(self, macro: etree._Element, blocks: Blocks) -> None:
        body = etree.SubElement(macro, ac("rich-text-body"))
        self.blocks(body, blocks or (Paragraph(),))

    def _open_tasks(self, parent: etree._Element, block: OpenTasks) -> None:
        macro = _macro(parent, OPEN_TASKS)
        _parameter(macro, "spaces", self._names.space)
        _parameter(macro, "labels", block.label)
        _parameter(macro, "status", "incomplete")

    def _paragraph(self, parent: etree._Element, content: Inlines) -> None:
        self._line(etree.SubElement(parent, "p"), content)

    def _table(self, parent: etree._Element, rows: list[list[tuple[Inlines, bool]]]) -> None:
        body = etree.SubElement(etree.SubElement(parent, "table"), "tbody")
        for row in rows:
            line = etree.SubElement(body, "tr")
            for content, head in row:
                self._paragraph(etree.SubElement(line, "th" if head else "td"), content)

    def _task(self, parent: etree._Element, task: Task) -> None:
        top = etree.SubElement(parent, ac("task"))
        etree.SubElement(top, ac("task-id")).text = str(self._ids.number(task.anchor))
        etree.SubElement(top, ac("task-status")).text = "complete" if task.done else "incomplete"
        body = etree.SubElement(top, ac("task-body"))
        self._line(body, task.content)
        if task.anchor:
            _append(body, " ")
            address = f"{self._names.site}/wiki/spaces/{self._names.space}#{task.anchor}"
            etree.SubElement(body, "a", href=address).text = TASK_LINK_TEXT

    def _line(self, parent: etree._Element, content: Inlines) -> None:
        for node in content:
            match node:
                case Text():
                    _text(parent, node)
                case Mention():
                    user = etree.SubElement(etree.SubElement(parent, ac("link")), ri("user"))
                    user.set(ri("account-id"), self._names.account(node.person))
                case Day():
                    etree.SubElement(parent, "time", datetime=node.day.isoformat())
                case Link():
                    etree.SubElement(parent, "a", href=node.url).text = node.text or node.url
                case Ref():
                    self._reference(parent, node)
                case Lozenge():
                    macro = _macro(parent, "status")
                    _parameter(macro, "colour", node.color.capitalize())
                    _parameter(macro, "title", node.text)

    def _reference(self, parent: etree._Element, node: Ref) -> None:
        url = self._names.addresses.url(node.key)
        title = self._names.titled.get(node.key, "")
        if url or not title:
            etree.SubElement(parent, "a", href=url or inert_address(node.key)).text = node.text
            return
        link = etree.SubElement(parent, ac("link"))
        etree.SubElement(link, ri("page")).set(ri("content-title"), title)
        etree.SubElement(link, ac("link-body")).text = node.text


def _text(parent: etree._Element, node: Text) -> None:
    if not (node.strong or node.code):
        _append_lines(parent, node.text)
        return
    for tag, wanted in (("strong", node.strong), ("code", node.code)):
        if wanted:
            parent = etree.SubElement(parent, tag)
    _append_lines(parent, node.text)


def _append_lines(parent: etree._Element, text: str) -> None:
    first, *rest = text.split("\n")
    _append(parent, first)
    for line in rest:
        etree.SubElement(parent, "br")
        _append(parent, line)


def _append(parent: etree._Element, text: str) -> None:
    """Text after what the element holds so far."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _macro(parent: etree._Element, name: str, version: int = 1) -> etree._Element:
    macro = etree.SubElement(parent, ac("structured-macro"))
    macro.set(ac("name"), name)
    macro.set(ac("schema-version"), str(version))
    return macro


def _parameter(macro: etree._Element, name: str, value: str) -> None:
    parameter = etree.SubElement(macro, ac("parameter"))
    parameter.set(ac("name"), name)
    parameter.text = value


def _report(parent: etree._Element, block: PropertiesReport) -> None:
    macro = _macro(parent, "detailssummary", version=3)
    _parameter(macro, "cql", f"label = {cql_text(block.label)} and space = currentSpace()")
    _parameter(macro, "firstcolumn", block.first)
    _parameter(macro, "headings", ", ".join(block.columns))
    _parameter(macro, "sortBy", "Title")


def _plan_query(parent: etree._Element, block: PlanQuery) -> None:
    macro = _macro(parent, "jira")
    _parameter(macro, "jqlQuery", f"labels = {cql_text(block.label)} ORDER BY due")
    _parameter(macro, "columns", "key,summary,status,due")
    _parameter(macro, "maximumIssues", str(block.limit))
