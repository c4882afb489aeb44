# SPDX-License-Identifier: Apache-2.0
"""What is to be seen after a run, and what people do between two, in the words of these tests."""

from typing import Any

from mentorkit.domain.keys import Key
from mentorkit.domain.pairings import Stage
from mentorkit.domain.richtext import Cell, Table, words
from mentorkit.reconcile.changeset import Report
from tests.core.company import PAIRING, Company


def stage(company: Company, pairing: Key = PAIRING) -> Stage:
    """The stage as the next run will see it."""
    world = company.workspace.world(company.workspace.look())
    return next(one.stage for one in world.pairings if one.key == pairing)


def kinds(company: Company) -> list[str]:
    """What is on the board."""
    return sorted(held.item.kind for held in company.ours("plans").values())


def of_kind(company: Company, kind: str) -> dict[Key, Any]:
    """The plan items of a kind, by key."""
    return {name: held for name, held in company.ours("plans").items() if held.item.kind == kind}


def told(report: Report) -> str:
    """What a run said to the coordinator, with what to do."""
    return "\n".join(f"{line.about}: {line.what}; {line.remedy}" for line in report.told)


def fill(company: Company, page: Key, by: str, head: str, first: str, column: int, content: Cell) -> None:
    """Somebody fills a cell in the row that begins with ``first``, of the table with the heading ``head``."""

    def filled(table: Table) -> Table:
        return Table(
            rows=tuple(
                (*row[:column], content, *row[column + 1 :]) if words(row[0].content) == first else row
                for row in table.rows
            )
        )

    company.change_words(
        page,
        by,
        lambda content_: tuple(
            filled(node) if isinstance(node, Table) and words(node.rows[0][0].content) == head else node
            for node in content_
        ),
    )


def settled(company: Company) -> Report:
    """A run, and a second one that has nothing to do."""
    report = company.run()
    again = company.decide()
    assert not len(again), list(again)
    return report


def coming(company: Company) -> list[str]:
    """The status of every meeting that lies ahead."""
    events = [held.item for held in company.ours("meetings").values()]
    return [event.status for event in events if event.start > company.now]


AGAIN = """\
- {mentee: ana, mentor: ben, asked: 2026-01-20}
- {mentee: ana, mentor: ben, asked: 2026-03-02, reopens: true}
"""


def reopened(company: Company) -> Company:
    """The same program once the file asks for the pairing again."""
    (company.folder / "pairings.yaml").write_text(AGAIN, encoding="utf-8")
    company.fresh()
    return company
