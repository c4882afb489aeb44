# SPDX-License-Identifier: Apache-2.0
"""Small records to test with."""

from datetime import UTC, date, datetime
from typing import Any

from mentorkit.domain.keys import Key, make_key
from mentorkit.domain.richtext import Heading, para, table
from mentorkit.ports import (
    Audience,
    Create,
    Document,
    Event,
    Fact,
    Form,
    Generated,
    Mark,
    PlanItem,
    PlanKind,
    Stored,
    Update,
)
from mentorkit.reconcile.diff import canonical
from mentorkit.reconcile.merge import base_of

PROGRAM = "demo"
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
ANA, BORIS = "ana-petrova", "boris-ivanov"


def board(title: str = "Demo plans") -> tuple[Key, PlanItem]:
    """The container of plan items."""
    return make_key(PROGRAM, "board", ("plans",)), PlanItem(kind=PlanKind.BOARD, title=title)


def goal(n: int = 1, title: str = "SQL 1 → 3 by 31 March", **values: Any) -> tuple[Key, PlanItem]:
    """A goal of Ana's."""
    key = make_key(PROGRAM, "goal", (ANA, BORIS), n)
    item = PlanItem(kind=PlanKind.GOAL, title=title, due=date(2027, 3, 31), assignee=ANA, **values)
    return key, item


def activity(parent: Key, n: int = 1, title: str = "Read about joins", **values: Any) -> tuple[Key, PlanItem]:
    """An activity below a goal."""
    key = make_key(PROGRAM, "activity", (ANA, BORIS), n)
    fields: dict[str, Any] = {
        "body": (para("Why: to write queries alone."), para("Done when: three joins are reviewed.")),
        "due": date(2026, 12, 1),
        "assignee": ANA,
        "labels": frozenset({"skill-sql", "kind-learn"}),
        **values,
    }
    return key, PlanItem(kind=PlanKind.ACTIVITY, title=title, parent=parent, **fields)


def home(title: str = "Demo mentoring") -> tuple[Key, Document]:
    """The home page, which is the container of pages."""
    blocks = (Generated(name="purpose", content=(para("Everyone grows."),)),)
    return make_key(PROGRAM, "home", ("home",)), Document(kind="home", title=title, blocks=blocks)


def page(
    parent: Key | None, n: int = 1, title: str = "Skills: Ana Petrova", audience: Audience | None = None
) -> tuple[Key, Document]:
    """A page with a generated block and a form."""
    key = make_key(PROGRAM, "profile", (ANA,), n)
    form = table(("Skill", "Level", "Evidence"), [("SQL", "1", ""), ("Git", "2", "weekly")])
    blocks = (
        Generated(name="summary", content=(para("Kept by the program."),)),
        Form(name="skills", content=(Heading(text="Skills"), form)),
        Generated(name="needed", content=(table(("Skill", "Needed"), [("SQL", "3")]),)),
    )
    return key, Document(
        kind="profile", title=title, parent=parent, audience=audience or Audience(), blocks=blocks
    )


def meeting(n: int = 1, title: str = "Monitoring: Ana, Boris", **values: Any) -> tuple[Key, Event]:
    """A meeting of Ana and Boris."""
    key = make_key(PROGRAM, "meeting", (ANA, BORIS), n)
    fields: dict[str, Any] = {
        "kind": "monitoring",
        "start": datetime(2026, 11, 9, 8, 0, tzinfo=UTC),
        "minutes": 30,
        "timezone": "Europe/Sofia",
        "people": (ANA, BORIS),
        "description": "How are you (3)\nBoard (10)",
        "feeds": (f"person/{ANA}", f"person/{BORIS}", "program"),
        **values,
    }
    return key, Event(title=title, **fields)


def create(store: Any, record: tuple[Key, Any], *, facts: tuple[Fact, ...] = (), **more: Any) -> Create[Any]:
    """The change that makes a record."""
    key, item = record
    item = canonical(store.canon, item)
    mark = Mark(key=key, program=PROGRAM, base=base_of(item), ledger=facts, made=NOW)
    return Create[Any](key=key, item=item, mark=mark, **more)


def update(found: Stored[Any], **values: Any) -> Update[Any]:
    """The change that sets fields of a record; blocks are given as ``blocks=(Generated(...), ...)``."""
    if found.mark is None:
        raise TypeError("only records of ours are updated")
    blocks = values.get("blocks", ())
    fields = {name for name in values if name != "blocks"} | {
        f"{'block' if isinstance(block, Generated) else 'form'}:{block.name}" for block in blocks
    }
    return Update[Any](
        key=found.mark.key,
        ref=found.ref,
        item=found.item.model_copy(update=values),
        found=found,
        fields=frozenset(fields),
        mark=found.mark,
    )
