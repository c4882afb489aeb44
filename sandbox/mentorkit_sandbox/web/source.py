# SPDX-License-Identifier: Apache-2.0
"""Storage format laid out for reading: a line a block, indented by depth. Words stay as they are."""

import re

_BREAKS = (
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "tbody", "tr", "th", "td", "hr"),
    *("blockquote", "pre", "ac:structured-macro", "ac:parameter", "ac:rich-text-body", "ac:plain-text-body"),
    *("ac:task-list", "ac:task", "ac:task-id", "ac:task-status", "ac:task-body"),
    *("ac:layout", "ac:layout-section", "ac:layout-cell"),
)
_NAMES = "|".join(_BREAKS)
_TOKEN = re.compile(
    rf"<!\[CDATA\[.*?\]\]>|<(?P<close>/?)(?P<name>{_NAMES})(?=[\s/>])[^>]*?(?P<empty>/?)>", re.DOTALL
)
_VOLATILE = re.compile(r' (?:ac:macro-id|ac:local-id|local-id|ac:schema-version|ac:task-uuid)="[^"]*"')
_DEEPEST = 12


def without_ids(body: str) -> str:
    """The body without the ids that a save makes up anew."""
    return _VOLATILE.sub("", body)


def pretty(body: str) -> str:
    """The body with a line break before each block. For eyes only: it is not the same text."""
    lines: list[str] = [""]
    depth, last = 0, 0
    for token in _TOKEN.finditer(body):
        lines[-1] += body[last : token.start()]
        last = token.end()
        if token["name"] is None:
            lines[-1] += token[0]
        elif token["close"]:
            depth -= 1
            if lines[-1].strip().startswith("</"):
                lines.append("  " * min(depth, _DEEPEST))
            lines[-1] += token[0]
        else:
            lines.append("  " * min(depth, _DEEPEST) + token[0])
            depth += not token["empty"]
    lines[-1] += body[last:]
    return "\n".join(line for line in lines if line.strip())
