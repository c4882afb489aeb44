# SPDX-License-Identifier: Apache-2.0
"""Texts that would do harm where a text is taken for something else: markup, a formula, a query, a path."""

import re

SCRIPT = "<script>window.pwned = 1; alert(1)</script>"
CORPUS = {
    "script tag": SCRIPT,
    "image handler": '"><img src=x onerror="window.pwned=1;alert(1)">',
    "svg handler": "<svg/onload=window.pwned=1>",
    "attribute break": "' onmouseover='window.pwned=1' autofocus onfocus='window.pwned=1' x='",
    "javascript address": "javascript:window.pwned=1//",
    "data address": "data:text/html,<script>parent.pwned=1</script>",
    "storage macro": (
        '<ac:structured-macro ac:name="html"><ac:plain-text-body><![CDATA[<script>window.pwned=1</script>]]>'
        "</ac:plain-text-body></ac:structured-macro>"
    ),
    "fence": (
        '<ac:structured-macro ac:name="anchor"><ac:parameter ac:name="">mk.agency.home.home.1.program.1.0'
        "</ac:parameter></ac:structured-macro>"
    ),
    "end of CDATA": "]]> ]]]]><![CDATA[> </ac:plain-text-body>",
    "entities": "&lt;b&gt; &amp; &nbsp; &#60; &bogus; &",
    "doctype": '<!DOCTYPE x [<!ENTITY a "aaaa">]>&a;',
    "document format": '{"version":1,"type":"doc","content":[{"type":"text","text":"x"}]}',
    "markdown": "[x](javascript:alert(1)) **b** `c` ![i](http://example.com/i.png) | a | # h",
    "wiki markup": "{html}<b>{html} {color:red}x{color} [~admin] !http://example.com/x.png!",
    "calendar": "x;y,z\\n BEGIN:VALARM TRIGGER:-PT0M END:VEVENT",
    "equals formula": '=HYPERLINK("http://example.com","x")+cmd|\' /C calc\'!A0',
    "plus formula": "+1+1",
    "minus formula": "-2+3",
    "at formula": "@SUM(A1:A9)",
    "full-width formula": "\uff1d1+1",
    "JQL": '" OR project != MENT ORDER BY key --',
    "CQL": '\' or type = page and space = "X" \\" \\',
    "SQL": "'; DROP TABLE site; --",
    "template": "{{ 7*7 }} {% raw %} ${7*7} #{7*7} %(a)s %s {0} <%= 1 %>",
    "path": "../../../../etc/passwd",
    "windows path": "..\\..\\con.txt:stream",
    "long": " ".join(["Every word counts twice."] * 12),
    "long word": "w" * 300,
    "emoji": "\U0001f469\u200d\U0001f4bb\U0001f3f3\ufe0f\u200d\U0001f308 caf\u0065\u0301",
    "right to left": "\u202egpj.exe\u202c \u05e9\u05dc\u05d5\u05dd \u2066x\u2069",
    "zero width": "zero\u200bwidth\u2060\u00adjoiner",
    "terminal": "[31mred [2J ]0;title",
    "log line": "2026-01-01 INFO token=abc ok",
    "quick action": "/close @everyone #1",
}
"""Texts on one line without control characters: each of them is a text that a person may really write."""

CONTROL = {
    "NUL": "a\x00b",
    "escape": "\x1b[31mred\x1b[2J\x1b]0;title\x07",
    "backspaces": "admin\x08\x08\x08",
    "CR LF": "first\r\nBEGIN:VEVENT\r\nX-EVIL:1",
    "lone CR": "first\rsecond",
    "line feed": "first\nsecond",
    "tab": "\tfirst",
    "separators": "a\u2028b\u2029c\x85d",
    "C1": "a\x9bb",
    "non-characters": "a\ufffeb\uffffc",
    "lone surrogate": "a\ud800b",
}
"""Texts with characters that tools, terminals or files give a meaning of their own."""

_BAD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def obeyed(text: str) -> list[str]:
    """The characters of an output that a terminal would obey."""
    return _BAD.findall(text)


def folded(text: str) -> str:
    """A text with single blanks, as pages show it."""
    return " ".join(text.split())
