# SPDX-License-Identifier: Apache-2.0
"""Rich text: what is a document, and what saving makes of it."""

from typing import Any

import pytest

from mentorkit_sandbox.jira import adf
from mentorkit_sandbox.jira.kinds import NOT_A_DOCUMENT, TOO_LONG
from mentorkit_sandbox.site import Site, account_id_of
from tests.sandbox.jira.client import Client, document

BEN = account_id_of("ben@example.com")
TEXT = {"type": "text", "text": "x"}
PARAGRAPH = {"type": "paragraph", "content": [TEXT]}


def doc(*content: Any) -> dict[str, Any]:
    return {"version": 1, "type": "doc", "content": list(content)}


def cell(kind: str) -> dict[str, Any]:
    return {"type": kind, "content": [PARAGRAPH]}


def marked(*marks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "paragraph", "content": [{**TEXT, "marks": list(marks)}]}


def tasks(*items: Any, **attrs: Any) -> dict[str, Any]:
    return {"type": "taskList", "attrs": {"localId": "l", **attrs}, "content": list(items)}


TASK = {"type": "taskItem", "attrs": {"localId": "a", "state": "TODO"}, "content": [TEXT]}


@pytest.mark.parametrize(
    "node",
    [
        PARAGRAPH,
        {"type": "paragraph"},
        {"type": "heading", "attrs": {"level": 6}, "content": [TEXT]},
        {"type": "rule"},
        {"type": "codeBlock", "attrs": {"language": "sql"}, "content": [TEXT]},
        {"type": "blockquote", "content": [PARAGRAPH]},
        {"type": "bulletList", "content": [{"type": "listItem", "content": [PARAGRAPH]}]},
        {
            "type": "orderedList",
            "attrs": {"order": 3},
            "content": [{"type": "listItem", "content": [PARAGRAPH]}],
        },
        {"type": "panel", "attrs": {"panelType": "info"}, "content": [{"type": "paragraph"}]},
        {"type": "expand", "attrs": {"title": "t"}, "content": [PARAGRAPH]},
        {
            "type": "table",
            "content": [{"type": "tableRow", "content": [cell("tableHeader"), cell("tableCell")]}],
        },
        tasks(TASK),
        tasks(TASK, tasks(TASK)),
        marked({"type": "strong"}, {"type": "link", "attrs": {"href": "https://x"}}),
        marked({"type": "code"}, {"type": "link", "attrs": {"href": "https://x"}}),
        {
            "type": "paragraph",
            "content": [{"type": "hardBreak"}, {"type": "date", "attrs": {"timestamp": "1796083200000"}}],
        },
        {"type": "paragraph", "content": [{"type": "mention", "attrs": {"id": "u", "text": "@U"}}]},
        {
            "type": "paragraph",
            "content": [{"type": "status", "attrs": {"text": "LEVEL 2", "color": "green"}}],
        },
        {"type": "paragraph", "content": [{"type": "inlineCard", "attrs": {"url": "https://x"}}]},
        {"type": "paragraph", "content": [{"type": "emoji", "attrs": {"shortName": ":tada:"}}]},
        {"type": "paragraph", "attrs": {"localId": "p"}, "content": [TEXT]},
    ],
)
def test_documents_jira_takes(node: dict[str, Any]) -> None:
    adf.check(doc(node))


@pytest.mark.parametrize(
    "node",
    [
        TEXT,
        "text",
        {"type": "unheardOf"},
        {"type": "paragraph", "content": [PARAGRAPH]},
        {"type": "paragraph", "content": [{"type": "text", "text": ""}]},
        {"type": "paragraph", "text": "x"},
        {"type": "paragraph", "attrs": {"color": "red"}},
        {"type": "paragraph", "attrs": {"localId": None}},
        {"type": "paragraph", "more": 1},
        {"type": "paragraph", "content": [{**TEXT, "attrs": {"localId": "t"}}]},
        {"type": "heading", "attrs": {"level": 7}},
        {"type": "heading"},
        {"type": "bulletList", "content": []},
        {"type": "bulletList", "content": [PARAGRAPH]},
        {"type": "panel", "attrs": {"panelType": "loud"}, "content": [PARAGRAPH]},
        {"type": "panel", "attrs": {"panelType": "info"}, "content": [{"type": "rule"}, cell("table")]},
        {"type": "panel", "attrs": {"panelType": "info"}},
        {"type": "expand", "content": [{"type": "expand", "content": [PARAGRAPH]}]},
        {
            "type": "table",
            "content": [{"type": "tableRow", "content": [{"type": "tableCell", "content": [TEXT]}]}],
        },
        {"type": "taskList", "content": [TASK]},
        tasks({"type": "taskItem", "attrs": {"state": "TODO"}, "content": [TEXT]}),
        tasks({"type": "taskItem", "attrs": {"localId": "a", "state": "OPEN"}}),
        tasks({**TASK, "content": [PARAGRAPH]}),
        marked({"type": "code"}, {"type": "strong"}),
        marked({"type": "link"}),
        marked({"type": "blink"}),
        {"type": "codeBlock", "content": [{**TEXT, "marks": [{"type": "strong"}]}]},
        {"type": "paragraph", "content": [{"type": "date", "attrs": {"timestamp": 1796083200000}}]},
        {"type": "paragraph", "content": [{"type": "mention", "attrs": {"id": "u", "text": "U"}}]},
        {"type": "paragraph", "content": [{"type": "status", "attrs": {"text": "", "color": "green"}}]},
        {"type": "paragraph", "content": [{"type": "status", "attrs": {"text": "x", "color": "pink"}}]},
        {"type": "paragraph", "content": [{"type": "inlineCard", "attrs": {}}]},
    ],
)
def test_documents_jira_refuses(node: Any) -> None:
    with pytest.raises(adf.InvalidDocument):
        adf.check(doc(node))


@pytest.mark.parametrize(
    "document_",
    [
        None,
        [],
        {"type": "doc"},
        {"type": "doc", "version": 2, "content": []},
        {**doc(), "attrs": {}},
        {**doc(), "content": 1},
    ],
)
def test_not_a_document(document_: Any) -> None:
    with pytest.raises(adf.InvalidDocument):
        adf.check(document_)


def test_saving_gives_ids_and_refreshes_mentions(site: Site) -> None:
    mention = {"type": "mention", "attrs": {"id": BEN, "text": "@Old Name"}}
    stranger = {"type": "mention", "attrs": {"id": "gone", "text": "@Gone"}}
    saved = adf.save(
        site, doc({"type": "paragraph", "content": [mention, stranger]}, {"type": "paragraph", "content": []})
    )
    first, empty = saved["content"]
    assert [one["attrs"]["text"] for one in first["content"]] == ["@Ben Mentor", "@Gone"]
    assert "content" not in empty
    assert first["attrs"]["localId"] != empty["attrs"]["localId"]


def test_saving_keeps_given_ids_and_is_stable(site: Site) -> None:
    once = adf.save(site, doc(tasks(TASK)))
    assert once["content"][0]["attrs"]["localId"] == "l"
    assert adf.save(site, once) == once
    adf.check(once)


def test_the_words_of_a_document() -> None:
    mention = {"type": "mention", "attrs": {"id": "u", "text": "@Ben"}}
    assert adf.text(doc(PARAGRAPH, tasks(TASK), {"type": "paragraph", "content": [mention]})) == "x x @Ben"


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        (
            "plain",
            {"errors": {"description": NOT_A_DOCUMENT}},
        ),
        (doc({"type": "taskList", "content": [TASK]}), {"errorMessages": ["INVALID_INPUT"]}),
        (
            document("x" * 32_767),
            {"errors": {"description": TOO_LONG}},
        ),
    ],
)
def test_a_wrong_description(ada: Client, description: Any, expected: dict[str, Any]) -> None:
    fields = {
        "project": {"key": "MENT"},
        "issuetype": {"name": "Task"},
        "summary": "s",
        "description": description,
    }
    assert ada.post("issue", {"fields": fields}, expect=400) == {"errorMessages": [], "errors": {}} | expected


def test_an_empty_document_is_a_description(ada: Client) -> None:
    ada.create(description=doc())
    assert ada.issue("MENT-1")["fields"]["description"] == doc()
