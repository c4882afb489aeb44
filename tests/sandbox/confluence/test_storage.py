# SPDX-License-Identifier: Apache-2.0
"""What a save makes of a body: each row of the known rewrites, and what must survive them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from mentorkit_sandbox.confluence import storage
from mentorkit_sandbox.confluence.markup import inner_xml, qname

ACCOUNT = "712020:ana"


def saved(body: str, *, seed: str = "1.1", local_ids: bool = False) -> str:
    return storage.save(body, seed=seed, local_ids=local_ids).value


@pytest.mark.parametrize(
    ("written", "read_back"),
    [
        ("<p>ü — “x” → y\u00a0z</p>", "<p>&uuml; &mdash; &ldquo;x&rdquo; &rarr; y&nbsp;z</p>"),
        ("<p>한글 🙂 it's</p>", "<p>한글 🙂 it's</p>"),
        ('<p>"a" > b</p>', "<p>&quot;a&quot; &gt; b</p>"),
        ("<p>&#252;&uuml;</p>", "<p>&uuml;&uuml;</p>"),
        ("<p></p><hr/>", "<p /><hr />"),
        ("<ul>\n  <li>\n    <p>a</p>\n  </li>\n</ul>\n<p>b</p>", "<ul><li><p>a</p></li></ul><p>b</p>"),
        ("<p>  two  <em>words</em> <b>here</b>\n</p>", "<p>  two  <em>words</em> <b>here</b>\n</p>"),
        ('<p class="b" title="a">x</p>', '<p class="b" title="a">x</p>'),
        ('<span title="t" data-highlight-colour="#fff">x</span>', '<span title="t">x</span>'),
        ("a<!-- note -->b", "ab"),
        ("", ""),
        ("just words", "just words"),
    ],
)
def test_a_save_rewrites(written: str, read_back: str) -> None:
    assert saved(written) == read_back


def test_macros_get_what_they_lack_and_keep_what_they_have() -> None:
    value = saved(
        '<ac:structured-macro ac:name="details"><ac:parameter ac:name="id">mk</ac:parameter>'
        '<ac:parameter ac:name="hidden">true</ac:parameter><ac:rich-text-body><p>x</p></ac:rich-text-body>'
        '</ac:structured-macro><ac:structured-macro ac:macro-id="mine" ac:name="children" />'
    )
    first, second = storage.parse(value)
    assert first.get(qname("ac:schema-version")) == "1"
    assert len(first.get(qname("ac:macro-id"), "")) == 36
    assert second.get(qname("ac:schema-version")) == "2"
    assert second.get(qname("ac:macro-id")) == "mine"
    names = [one.get(qname("ac:name")) for one in first.findall(qname("ac:parameter"))]
    assert names == ["hidden", "id"]


def test_an_unknown_macro_is_accepted() -> None:
    body = '<ac:structured-macro ac:macro-id="1" ac:name="never-heard-of" ac:schema-version="1" />'
    assert saved(body) == body


def test_plain_text_bodies_are_cdata_whatever_was_sent() -> None:
    macro = (
        '<ac:structured-macro ac:macro-id="1" ac:name="code" ac:schema-version="1">'
        "<ac:plain-text-body>{}</ac:plain-text-body></ac:structured-macro>"
    )
    kept = macro.format("<![CDATA[a < b && c ]]]]><![CDATA[> d]]>")
    assert saved(kept) == kept
    assert saved(macro.format("a &lt; b &amp;&amp; c ]]&gt; d")) == kept


def test_local_ids_come_only_where_the_page_has_them() -> None:
    body = '<h2>a</h2><ac:structured-macro ac:name="status" />'
    with_ids = saved(body, local_ids=True)
    assert "local-id" not in saved(body)
    assert with_ids.count("local-id=") == 2
    assert 'data-layout="default"' in with_ids


def test_ids_depend_on_page_and_version_and_on_nothing_else() -> None:
    body = '<ac:structured-macro ac:name="info" />'
    assert saved(body) == saved(body)
    assert saved(body) != saved(body, seed="1.2")


def test_task_ids_stay_and_missing_ones_are_filled() -> None:
    tasks = storage.save(
        "<ac:task-list><ac:task><ac:task-id>7</ac:task-id><ac:task-body>a</ac:task-body></ac:task>"
        "<ac:task><ac:task-id>7</ac:task-id><ac:task-body>b</ac:task-body></ac:task>"
        "<ac:task><ac:task-body>c</ac:task-body></ac:task></ac:task-list>",
        seed="1.1",
        local_ids=False,
    ).tasks
    assert [(task.local_id, task.body) for task in tasks] == [("7", "a"), ("8", "b"), ("9", "c")]


def test_tasks_say_who_when_and_whether_done() -> None:
    mention = f'<ac:link><ri:user ri:account-id="{ACCOUNT}" /></ac:link>'
    inner = (
        "<ac:task-list><ac:task><ac:task-id>2</ac:task-id><ac:task-status>incomplete</ac:task-status>"
        f'<ac:task-body>{mention} <time datetime="2027-01-02" /></ac:task-body></ac:task></ac:task-list>'
    )
    outer, nested = storage.save(
        "<ac:task-list><ac:task><ac:task-id>1</ac:task-id><ac:task-status>complete</ac:task-status>"
        f"<ac:task-body>read it{inner}</ac:task-body></ac:task></ac:task-list>",
        seed="1.1",
        local_ids=False,
    ).tasks
    assert (outer.complete, outer.assigned_to, outer.due, outer.blank) == (True, None, None, False)
    assert (nested.complete, nested.assigned_to, nested.due) == (False, ACCOUNT, "2027-01-02")


def test_the_index_gets_words_without_markup() -> None:
    status = (
        '<ac:structured-macro ac:name="status"><ac:parameter ac:name="title">LEVEL 3</ac:parameter>'
        '<ac:parameter ac:name="colour">Green</ac:parameter></ac:structured-macro>'
    )
    body = f"<h2>Skills</h2><p>S<b>Q</b>L {status}</p><p>end</p>"
    result = storage.save(body, seed="1.1", local_ids=False)
    assert result.text == "Skills SQL LEVEL 3 end"


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("<p>a & b</p>", "[1,7]"),
        ("<p>\n<b>x</p>", "[2,9]"),
        ("<p>&unheard;</p>", "[1,13]"),
        ("<p>]]></p>", "[1,4]"),
        ("<hr>", "[2,8]"),
        ("<x:p/>", "[1,5]"),
        ("</root><root>", "[1,8]"),
        ("a\x0bb", "[1,2]"),
        ("<!DOCTYPE p><p/>", "[1,2]"),
    ],
)
def test_a_body_that_does_not_parse_is_refused_with_its_place(body: str, place: str) -> None:
    with pytest.raises(storage.StorageError, match=r"^Error parsing xhtml: ") as caught:
        storage.parse(body)
    assert str(caught.value).endswith(f"at [row,col {{unknown-source}}]: {place}")


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=20)
Node = tuple[str, str, list[Any]]
NODES: st.SearchStrategy[Node] = st.recursive(
    TEXTS.map(lambda text: ("p", text, [])),
    lambda inner: st.tuples(st.sampled_from(["td", "li", "ac:rich-text-body", "em"]), TEXTS, st.lists(inner)),
    max_leaves=8,
)


def _element(node: Node) -> etree._Element:
    name, text, children = node
    element = etree.Element(qname(name))
    element.text = text.replace("\ufffe", "").replace("\uffff", "") or None
    element.extend([_element(child) for child in children])
    return element


@given(st.lists(NODES))
def test_what_was_saved_is_saved_again_unchanged(nodes: list[Node]) -> None:
    root = etree.Element("root")
    root.extend([_element(node) for node in nodes])
    once = saved(inner_xml(root))
    assert saved(once) == once


@given(st.text())
def test_any_text_parses_or_is_refused(text: str) -> None:
    try:
        storage.save(text, seed="1.1", local_ids=True)
    except storage.StorageError:
        return
