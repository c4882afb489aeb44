# SPDX-License-Identifier: Apache-2.0
"""Rich text survives being saved: what is read is what canon says, whatever the save rewrites."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from mentorkit.adapters import Addresses
from mentorkit.domain.keys import Key
from mentorkit.domain.richtext import (
    Block,
    Blocks,
    Bullets,
    Cell,
    Children,
    Day,
    Divider,
    Expand,
    Heading,
    Link,
    Lozenge,
    Mention,
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
    para,
    text,
)
from mentorkit.ports import Accounts
from mentorkit_confluence.boxes import TaskIds, task_ids
from mentorkit_confluence.markup import StorageError, parse
from mentorkit_confluence.names import Names
from mentorkit_confluence.normal import saved, tidy
from mentorkit_confluence.storage_read import read
from mentorkit_confluence.storage_write import write
from mentorkit_sandbox.confluence import storage
from tests.strategies import KNOWN, UNKNOWN, contents

ANA, BORIS = "712020:ana", "712020:boris"


def names() -> Names:
    found = Names(
        "http://sandbox.test",
        "MENT",
        Accounts(by_person={"ana-petrova": ANA, "boris-ivanov": BORIS}),
        addresses=Addresses(),
    )
    found.learn(KNOWN, "101", "Skills: Ana")
    return found


def written(*blocks: Block) -> str:
    return write(saved(blocks, names()), names(), TaskIds())


@given(contents, st.booleans())
def test_what_is_saved_reads_back_as_canon_says(blocks: Blocks, local_ids: bool) -> None:
    expected = saved(blocks, names())
    body = write(expected, names(), TaskIds())
    assert read(storage.save(body, seed="1", local_ids=local_ids).value, names()) == expected


@given(contents)
def test_canon_is_idempotent(blocks: Blocks) -> None:
    once = saved(blocks, names())
    assert saved(once, names()) == once
    assert tidy(tidy(blocks)) == tidy(blocks)


@given(st.text(max_size=60))
def test_any_text_is_safe_in_any_place(value: str) -> None:
    body = written(
        para(value, text(value, code=True), Lozenge(text=value), Link(url="https://x.example", text=value)),
        Heading(text=value),
        Expand(title=value, blocks=(para(value),)),
        Properties(rows=((value, (text(value),)),)),
        PropertiesReport(label=value, first=value, columns=(value,)),
        PlanQuery(label=value),
    )
    allowed = {"p", "code", "a", "h2", "table", "tbody", "tr", "th", "td", "br"}
    tags = {str(element.tag) for element in parse(body).iter() if not str(element.tag).startswith("{")} - {
        "r"
    }
    assert tags <= allowed


@given(st.text(st.sampled_from("<>&;/!-[]\"'= apx:nbsc-1t"), max_size=80))
def test_reading_never_fails_on_what_the_site_accepts(body: str) -> None:
    try:
        stored = storage.save(body, seed="1", local_ids=False).value
    except storage.StorageError:
        return
    read(stored, names())


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>a &nbsp;&uuml; &ldquo;b&rdquo; &amp; &lt;</p>", (para("a ü “b” & <"),)),
        ("<p />", ()),
        ("bare words", (para("bare words"),)),
        ("<p>one<br />two</p>", (para("one\ntwo"),)),
        ("<p>\n  one\n  two\n</p>", (para("one two"),)),
        ("<p><b>a</b><strong>b</strong> c</p>", (para(text("ab", strong=True), " c"),)),
        ("<p><em><u>a</u></em></p>", (para("a"),)),
        ("<p><span style='color: red;'>a</span><tt>b</tt></p>", (para("a", text("b", code=True)),)),
        ("<h3>T<em>x</em></h3><hr />", (Heading(level=3, text="Tx"), Divider())),
        ("<blockquote><p>q</p></blockquote>", (para("q"),)),
        ("<div><p>a</p><div>b</div></div>", (para("a"), para("b"))),
        (
            "<ul><li>a<ul><li><p>b</p></li></ul>c</li></ul>",
            (Bullets(items=((text("a"),), (text("b"),), (text("c"),))),),
        ),
        ("<ol start='1'><li><p>a</p><p>b</p></li></ol>", (Bullets(items=((text("a\nb"),),), ordered=True),)),
        ("<p><time datetime='2026-12-01' /></p>", (para(Day.model_validate({"day": "2026-12-01"})),)),
        ("<p><time datetime='soon' /></p>", (para("soon"),)),
        (f"<p><ac:link><ri:user ri:account-id='{ANA}' ri:local-id='x' /></ac:link></p>",
         (para(Mention(person="ana-petrova")),)),
        ("<p><ac:link><ri:user ri:userkey='8a80' /></ac:link></p>", (para(Mention(person="")),)),
        ("<p>a<ac:placeholder>write here</ac:placeholder></p>", (para("a"),)),
        ("<p><ac:emoticon ac:name='blue-star' ac:emoji-shortname=':thumbsup:' ac:emoji-fallback='👍' /></p>",
         (para("👍"),)),
        ("<p><ac:emoticon ac:name='smile' /></p>", (para("smile"),)),
        ("<p>a<ac:image ac:alt='chart'><ri:attachment ri:filename='x.png' /></ac:image></p>",
         (para("a"), Unknown(name="image", text="chart"))),
        ("<p><a href='https://example.com/'>x</a></p>", (para(Link(url="https://example.com/", text="x")),)),
        ("<p><a href='https://example.com/'>https://example.com/</a></p>",
         (para(Link(url="https://example.com/")),)),
        ("<p><a href='javascript:alert(1)'>x</a></p>", (para("x"),)),
        ("<p><a href='/wiki/spaces/MENT/pages/101/Skills+Ana'>x</a></p>", (para(Ref(key=KNOWN, text="x")),)),
        ("<p><a href='/wiki/spaces/MENT/pages/999'>x</a></p>",
         (para(Link(url="http://sandbox.test/wiki/spaces/MENT/pages/999", text="x")),)),
        ("<p><ac:link><ri:page ri:content-title='skills: ana' ri:version-at-save='3' /></ac:link></p>",
         (para(Ref(key=KNOWN, text="skills: ana")),)),
        (("<p><ac:link><ri:page ri:content-title='Skills: Ana' /><ac:plain-text-link-body><![CDATA[her]]>"
         "</ac:plain-text-link-body></ac:link></p>"), (para(Ref(key=KNOWN, text="her")),)),
        ("<p><ac:link><ri:page ri:space-key='OTHER' ri:content-title='Skills: Ana' /></ac:link></p>",
         (para("Skills: Ana"),)),
        ("<p><ac:link><ri:attachment ri:filename='cv.pdf' /></ac:link></p>", (para("cv.pdf"),)),
        ("<p><ac:link ac:anchor='top'><ac:link-body>up</ac:link-body></ac:link></p>", (para("up"),)),
        (("<p><ac:structured-macro ac:name='status'><ac:parameter ac:name='title'>L 3</ac:parameter>"
         "</ac:structured-macro></p>"), (para(Lozenge(text="L 3")),)),
        (("<ac:structured-macro ac:name='code'><ac:parameter ac:name='language'>sql</ac:parameter>"
         "<ac:plain-text-body><![CDATA[select 1\n  from x]]></ac:plain-text-body></ac:structured-macro>"),
         (para(text("select 1\nfrom x", code=True)),)),
        (("<ac:structured-macro ac:name='gliffy'><ac:rich-text-body><p>a</p></ac:rich-text-body>"
         "</ac:structured-macro>"), (Unknown(name="gliffy", text="a"),)),
        ("<ac:structured-macro ac:name='toc' />", (Unknown(name="toc"),)),
        (("<ac:structured-macro ac:name='anchor'><ac:parameter ac:name=''>theirs</ac:parameter>"
         "</ac:structured-macro>"), ()),
        (("<ac:structured-macro ac:name='panel'><ac:parameter ac:name='title'>T</ac:parameter>"
         "<ac:rich-text-body><p>x</p></ac:rich-text-body></ac:structured-macro>"),
         (Panel(blocks=(para(text("T", strong=True)), para("x"))),)),
        (("<ac:structured-macro ac:name='excerpt'><ac:rich-text-body><p>x</p></ac:rich-text-body>"
         "</ac:structured-macro>"), (para("x"),)),
        (("<ac:adf-extension><ac:adf-node type='panel'><ac:adf-attribute key='panel-type'>note"
         "</ac:adf-attribute><ac:adf-content><p>x</p></ac:adf-content></ac:adf-node>"
         "<ac:adf-fallback><p>no</p></ac:adf-fallback></ac:adf-extension>"), (Panel(blocks=(para("x"),)),)),
        (("<ac:structured-macro ac:name='jira'><ac:parameter ac:name='key'>A-1</ac:parameter>"
         "</ac:structured-macro>"), (Unknown(name="jira"),)),
        (("<p><a href='https://s/issues/?jql=x' data-datasource='{&quot;parameters&quot;:{&quot;jql&quot;:"
         "&quot;labels = mk-abc ORDER BY due&quot;}}'>x</a></p>"), (PlanQuery(label="mk-abc"),)),
        ("<p><a href='https://s/issues/?jql=labels+%3D+%22mk-abc%22' data-datasource='{'>x</a></p>",
         (PlanQuery(label="mk-abc"),)),
        (("<ac:layout><ac:layout-section ac:type='two_equal'><ac:layout-cell><p>a</p></ac:layout-cell>"
         "<ac:layout-cell><p>b</p></ac:layout-cell></ac:layout-section></ac:layout>"),
         (para("a"), para("b"))),
        ("<pre>a\n b</pre>", (para(text("a\nb", code=True)),)),
        ("<p>שלום <strong>עולם</strong></p>", (para("שלום ", text("עולם", strong=True)),)),
        (("<ac:structured-macro ac:name='details'><ac:rich-text-body><p>intro</p><table><tbody><tr><th>A</th>"
         "<td>1</td></tr></tbody></table></ac:rich-text-body></ac:structured-macro>"),
         (Properties(rows=(("A", (text("1"),)),)), para("intro"))),
        (("<ac:structured-macro ac:name='details'><ac:rich-text-body><table><tbody><tr><th>A</th><th>B</th>"
         "<th>C</th></tr><tr><td>1</td><td>2</td><td>3</td></tr></tbody></table></ac:rich-text-body>"
         "</ac:structured-macro>"),
         (Properties(rows=(("A", (text("1"),)), ("B", (text("2"),)), ("C", (text("3"),)))),)),
        ("<ac:structured-macro ac:name='children' />", (Children(),)),
    ],
)  # fmt: skip
def test_what_editors_and_people_make_is_read(body: str, expected: Blocks) -> None:
    assert read(body, names()) == expected


def cell(value: str, *, head: bool = False) -> Cell:
    return Cell(content=(text(value),) if value else (), head=head)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<tr><th>A</th><td>1</td></tr>", [[cell("A", head=True), cell("1")]]),
        (
            ("<tr><th class='numberingColumn' /><th><p>A</p></th></tr>"
            "<tr><td class='numberingColumn'>1</td><td><p>x</p></td></tr>"),
            [[cell("A", head=True)], [cell("x")]],
        ),
        ("<tr><td><div class='content-wrapper'><p>a</p><p>b</p></div></td></tr>", [[cell("a\nb")]]),
        ("<tr><td colspan='2'>a</td><td>b</td></tr>", [[cell("a"), cell(""), cell("b")]]),
        ("<tr><td rowspan='2'>a</td><td>b</td></tr><tr><td>c</td></tr>",
         [[cell("a"), cell("b")], [cell("a"), cell("c")]]),
        ("<tr><td>a</td><td rowspan='3'>b</td></tr><tr><td>c</td></tr><tr><td>d</td></tr>",
         [[cell("a"), cell("b")], [cell("c"), cell("b")], [cell("d"), cell("b")]]),
        ("<tr><td rowspan='x' colspan='0'>a</td></tr>", [[cell("a")]]),
        ("<tr><td><ul><li>a</li><li>b</li></ul></td></tr>", [[cell("a\nb")]]),
        ("<tr><td><table><tbody><tr><td>a</td><td>b</td></tr></tbody></table></td></tr>", [[cell("a b")]]),
        ("<tr><td><p>&nbsp;</p></td></tr>", [[cell("")]]),
    ],
)  # fmt: skip
def test_tables_of_either_editor_are_read(rows: str, expected: list[list[Cell]]) -> None:
    for body in (f"<tbody>{rows}</tbody>", f"<thead>{rows}</thead>", rows):
        (found,) = read(f"<table class='wrapped'><colgroup><col /></colgroup>{body}</table>", names())
        assert found == Table(rows=tuple(tuple(row) for row in expected))


def test_boxes_are_read_with_their_anchor_and_nested_ones_after_them() -> None:
    body = (
        "<ac:task-list ac:task-list-id='x'><ac:task><ac:task-id>59</ac:task-id><ac:task-uuid>u</ac:task-uuid>"
        "<ac:task-status>complete</ac:task-status><ac:task-body><span class='placeholder-inline-tasks'>"
        f"<ac:link><ri:user ri:account-id='{ANA}' /></ac:link> accepts "
        "<a href='https://x/wiki#mk-abc'>mk</a></span></ac:task-body>"
        "<ac:task-list><ac:task><ac:task-id>3</ac:task-id><ac:task-status>incomplete</ac:task-status>"
        "<ac:task-body>inner</ac:task-body></ac:task></ac:task-list></ac:task></ac:task-list>"
    )
    (found,) = read(body, names(), {"59": ("ana-petrova", None), "3": ("boris-ivanov", None)})
    assert found == Tasks(
        items=(
            Task(
                content=(Mention(person="ana-petrova"), text(" accepts")),
                done=True,
                anchor="mk-abc",
                done_by="ana-petrova",
            ),
            Task(content=(text("inner"),)),
        )
    )


def test_a_reference_without_an_address_is_kept_until_there_is_one() -> None:
    known = names()
    body = write(saved((para(Ref(key=UNKNOWN, text="goal")),), known), known, TaskIds())
    assert read(body, known) == (para(Ref(key=UNKNOWN, text="goal")),)
    known.addresses.learn(UNKNOWN, "http://sandbox.test/browse/MENT-1")
    assert read(body, known) == (para("goal"),)
    body = write(saved((para(Ref(key=UNKNOWN, text="goal")),), known), known, TaskIds())
    assert 'href="http://sandbox.test/browse/MENT-1"' in body


def test_a_page_without_an_address_is_linked_by_title() -> None:
    known = names()
    known.titled[Key("demo/home/home/1")] = "Home"
    known.titles["home"] = Key("demo/home/home/1")
    body = write((para(Ref(key=Key("demo/home/home/1"), text="up")),), known, TaskIds())
    assert 'ri:content-title="Home"' in body
    assert read(body, known) == (para(Ref(key=Key("demo/home/home/1"), text="up")),)


def test_boxes_keep_their_number_and_new_ones_get_a_higher_one() -> None:
    boxes = Tasks(items=(Task(content=(text("a"),), anchor="mk-a"), Task(content=(text("b"),))))
    body = written(boxes)
    ids = task_ids(body + written(Tasks(items=(Task(content=(text("c"),)),))), [body])
    more = Tasks(items=(Task(content=(text("n"),), anchor="mk-n"), *boxes.items, boxes.items[0]))
    root = parse(write((more,), names(), ids))
    assert [el.text for el in root.iter("{http://atlassian.com/content}task-id")] == ["3", "1", "4", "5"]


@pytest.mark.parametrize("body", ["<p>", "a & b", "&unknown;", "<!DOCTYPE x>", "</r><r>", "<x:y />"])
def test_what_is_not_well_formed_is_refused(body: str) -> None:
    with pytest.raises(StorageError):
        read(body, names())


def test_five_megabytes_are_read_and_more_are_refused() -> None:
    row = f"<tr><td><p>skill &nbsp;{'x' * 500}</p></td><td><p>3</p></td></tr>"
    body = f"<table><tbody>{row * (5_000_000 // len(row))}</tbody></table>"
    (found,) = read(body, names())
    assert isinstance(found, Table)
    assert len(found.rows) == 5_000_000 // len(row)
    with pytest.raises(StorageError):
        read(body + "<p>" + "x" * 500_000 + "</p>", names())


def test_depth_ends_in_words() -> None:
    for tag in ("div", "b", "ul><li", "blockquote"):
        opening, closing = f"<{tag}>" * 90, "".join(f"</{part}>" for part in tag.split("><")[::-1]) * 90
        found = read(f"{opening}deep{closing}", names())
        assert "deep" in str(found)


def test_what_is_written_has_no_declarations() -> None:
    body = written(Panel(blocks=(Paragraph(content=(Mention(person="ana-petrova"),)),)))
    assert "xmlns" not in body
    assert etree.tostring(parse(body)) != b""
    assert 'ri:account-id="712020:ana"' in body


def test_text_of_cells_stands_in_paragraphs() -> None:
    body = written(Table(rows=((cell("A", head=True), cell("")), (Cell(content=(Text(text="1"),)),))))
    assert body == (
        "<table><tbody><tr><th><p>A</p></th><td><p/></td></tr><tr><td><p>1</p></td></tr></tbody></table>"
    )
