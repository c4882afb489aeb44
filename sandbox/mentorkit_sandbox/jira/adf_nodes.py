# SPDX-License-Identifier: Apache-2.0
"""The nodes and marks of the Atlassian Document Format that Jira documents: what each may hold.

Facts of the published schema (``@atlaskit/adf-schema``) and of the vendor's pages on Jira's document
structure. A rule of an attribute is a type, a tuple of values, or a pattern; True before it means that it
must be there.
"""

import re
from typing import Any

Rules = dict[str, tuple[bool, Any]]

INLINE = frozenset({"text", "hardBreak", "mention", "emoji", "date", "status", "inlineCard"})
_LISTS = frozenset({"bulletList", "orderedList"})
_MEDIA = frozenset({"mediaSingle", "mediaGroup"})
_SIMPLE = (
    frozenset({"paragraph", "heading", "codeBlock", "rule", "taskList", "decisionList"}) | _LISTS | _MEDIA
)
_IN_CELL = _SIMPLE | {"blockquote", "panel", "nestedExpand"}
TOP_LEVEL = _SIMPLE | {"blockquote", "panel", "expand", "table"}

CONTENT: dict[str, tuple[frozenset[str], int]] = {
    "paragraph": (INLINE, 0),
    "heading": (INLINE, 0),
    "codeBlock": (frozenset({"text"}), 0),
    "blockquote": (frozenset({"paragraph", "codeBlock"}) | _LISTS | _MEDIA, 1),
    "bulletList": (frozenset({"listItem"}), 1),
    "orderedList": (frozenset({"listItem"}), 1),
    "listItem": (frozenset({"paragraph", "codeBlock", "taskList", "mediaSingle"}) | _LISTS, 1),
    "taskList": (frozenset({"taskItem", "taskList"}), 1),
    "taskItem": (INLINE, 0),
    "decisionList": (frozenset({"decisionItem"}), 1),
    "decisionItem": (INLINE, 0),
    "panel": (_SIMPLE, 1),
    "expand": (_SIMPLE | {"blockquote", "panel", "table", "nestedExpand"}, 1),
    "nestedExpand": (_SIMPLE | {"blockquote", "panel"}, 1),
    "table": (frozenset({"tableRow"}), 1),
    "tableRow": (frozenset({"tableHeader", "tableCell"}), 0),
    "tableHeader": (_IN_CELL, 1),
    "tableCell": (_IN_CELL, 1),
    "mediaSingle": (frozenset({"media"}), 1),
    "mediaGroup": (frozenset({"media"}), 1),
}
"""Node -> the nodes it may hold and how many at least."""

_CELL: Rules = {
    "colspan": (False, int),
    "rowspan": (False, int),
    "colwidth": (False, list),
    "background": (False, str),
}
ATTRIBUTES: dict[str, Rules] = {
    "heading": {"level": (True, (1, 2, 3, 4, 5, 6))},
    "codeBlock": {"language": (False, str), "uniqueId": (False, str)},
    "orderedList": {"order": (False, int)},
    "taskList": {"localId": (True, str)},
    "taskItem": {"localId": (True, str), "state": (True, ("TODO", "DONE"))},
    "decisionList": {"localId": (True, str)},
    "decisionItem": {"localId": (True, str), "state": (True, str)},
    "panel": {
        "panelType": (True, ("info", "note", "tip", "warning", "error", "success", "custom")),
        "panelIcon": (False, str),
        "panelIconId": (False, str),
        "panelIconText": (False, str),
        "panelColor": (False, str),
    },
    "expand": {"title": (False, str)},
    "nestedExpand": {"title": (False, str)},
    "table": {
        "isNumberColumnEnabled": (False, bool),
        "layout": (False, str),
        "displayMode": (False, ("default", "fixed")),
        "width": (False, float),
    },
    "tableHeader": _CELL,
    "tableCell": _CELL,
    "mediaSingle": {"layout": (True, str), "width": (False, float), "widthType": (False, str)},
    "media": {
        "type": (True, ("file", "link", "external")),
        "id": (False, str),
        "url": (False, str),
        "collection": (False, str),
        "alt": (False, str),
        "width": (False, float),
        "height": (False, float),
        "occurrenceKey": (False, str),
    },
    "hardBreak": {"text": (False, ("\n",))},
    "mention": {
        "id": (True, str),
        "text": (False, re.compile("@.*", re.DOTALL)),
        "accessLevel": (False, str),
        "userType": (False, ("DEFAULT", "SPECIAL", "APP")),
    },
    "emoji": {"shortName": (True, str), "id": (False, str), "text": (False, str)},
    "date": {"timestamp": (True, re.compile(r"-?\d+"))},
    "status": {
        "text": (True, re.compile(".+", re.DOTALL)),
        "color": (True, re.compile("neutral|purple|blue|red|yellow|green|#[0-9a-fA-F]{6}")),
        "style": (False, str),
    },
    "inlineCard": {"url": (False, str), "data": (False, dict)},
}

NO_LOCAL_ID = frozenset(
    {"text", "link", "strong", "em", "strike", "underline", "code", "textColor", "subsup"}
)

_TEXT = frozenset({"text"})
_PARAGRAPHS = frozenset({"paragraph", "heading"})
MARKS: dict[str, tuple[frozenset[str], Rules]] = {
    "strong": (_TEXT, {}),
    "em": (_TEXT, {}),
    "strike": (_TEXT, {}),
    "underline": (_TEXT, {}),
    "code": (_TEXT, {}),
    "subsup": (_TEXT, {"type": (True, ("sub", "sup"))}),
    "textColor": (_TEXT, {"color": (True, re.compile("#[0-9a-fA-F]{6}"))}),
    "backgroundColor": (_TEXT, {"color": (True, re.compile("#[0-9a-fA-F]{6}"))}),
    "link": (
        _TEXT | {"media", "mediaSingle"},
        {
            "href": (True, str),
            "title": (False, str),
            "id": (False, str),
            "collection": (False, str),
            "occurrenceKey": (False, str),
        },
    ),
    "alignment": (_PARAGRAPHS, {"align": (True, ("center", "end"))}),
    "indentation": (_PARAGRAPHS, {"level": (True, (1, 2, 3, 4, 5, 6))}),
}
"""Mark -> the nodes it may stand on and its attributes."""
