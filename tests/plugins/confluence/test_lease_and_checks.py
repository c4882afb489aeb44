# SPDX-License-Identifier: Apache-2.0
"""The lease of the one writer, the findings of doctor, and what canon does to people."""

from datetime import timedelta

import pytest

from mentorkit.domain.richtext import Mention, para
from mentorkit.errors import Conflict
from mentorkit.ports import (
    Audience,
    Document,
    Generated,
)
from mentorkit.secrets import Secrets
from mentorkit.testing.factories import ANA
from tests.plugins.atlassian.tool import SERVICE
from tests.plugins.confluence.pages import HOME
from tests.plugins.confluence.tool import ConfluenceTool


def test_the_lease_is_held_by_one(tool: ConfluenceTool) -> None:
    store = tool.open()
    early = store.take(store.peek(), "one", 60)
    assert early.holder == "one"
    tool.prepared()
    store.release(early)
    one, two = tool.open(), tool.open()
    seen = two.peek()
    held = one.take(one.peek(), "one", 60)
    assert held.holder == "one"
    assert held.until is not None
    with pytest.raises(Conflict):
        two.take(seen, "two", 60)
    with pytest.raises(Conflict):
        two.take(two.peek(), "two", 60)
    again = one.take(one.peek(), "one", 60)
    with pytest.raises(Conflict):
        one.take(held, "one", 60)
    one.release(again)
    assert two.peek().holder == ""
    assert two.take(two.peek(), "two", 60).holder == "two"
    tool.site.clock.advance(timedelta(seconds=120))
    assert one.peek().free_for("one")


def test_people_without_an_account_are_named_and_left_out_of_audiences(tool: ConfluenceTool) -> None:
    store = tool.open()
    item = Document(
        kind="x",
        title=" A  title\n",
        labels=frozenset({"Role-X"}),
        audience=Audience(view=frozenset({ANA, "nobody-here"})),
        blocks=(Generated(name="a", content=(para(Mention(person="nobody-here")),), private=True),),
    )
    canon = store.canon(item)
    assert canon.audience.view == frozenset({ANA})
    assert (canon.title, canon.labels) == ("A title", frozenset({"role-x"}))
    assert canon.blocks == (Generated(name="a", content=(para("@nobody-here"),)),)
    assert store.canon(canon) == canon


def test_check_says_what_is_there(tool: ConfluenceTool) -> None:
    findings = {finding.check: finding for finding in tool.open().check()}
    assert findings["pages: account"].state == "ok"
    assert findings["pages: space"].state == "warning"
    tool.prepared()
    before = tool.page(tool.found(HOME).ref)
    assert {finding.state for finding in tool.open().check()} == {"ok"}
    assert tool.page(tool.found(HOME).ref) == before
    wrong = Secrets({"MENTORKIT_ATLASSIAN_EMAIL": SERVICE, "MENTORKIT_ATLASSIAN_TOKEN": "no"})
    (finding,) = tool.open(secrets=wrong).check()
    assert (finding.state, "mentorkit auth login" in finding.remedy) == ("failed", True)
