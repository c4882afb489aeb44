# SPDX-License-Identifier: Apache-2.0
"""The limits before the first write: what counts, how much is too much, and what no force lifts."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.errors import NotOwned, TooManyChanges
from mentorkit.ports import Archive, Audience, Create, Stored, Update
from mentorkit.reconcile.changeset import ChangeSet
from mentorkit.reconcile.limits import check_limits
from mentorkit.testing.factories import create, goal, meeting, page, update
from mentorkit.testing.memory import MemoryStore, MemoryTool
from tests.core.company import stored

STORE: MemoryStore[Any] = MemoryStore(MemoryTool())


def made(n: int) -> Create[Any]:
    return create(STORE, goal(n))


def ours(n: int, **values: Any) -> Stored[Any]:
    change = made(n)
    return stored(change.item, mark=change.mark, ref=str(n), **values)


def renamed(n: int) -> Update[Any]:
    return update(ours(n), title="New")


def archived(n: int) -> Archive[Any]:
    there = ours(n)
    assert there.mark is not None
    return Archive[Any](key=there.mark.key, ref=there.ref, found=there, mark=there.mark, why="over")


def changes(*of: Any, existing: int) -> ChangeSet:
    return ChangeSet(changes={"pages": [], "plans": list(of), "meetings": []}, existing={"plans": existing})


@pytest.mark.parametrize(
    ("number", "existing", "passes"),
    [(3, 10, True), (4, 10, False), (9, 9, True), (6, 20, True), (7, 20, False), (0, 10, True)],
)
@pytest.mark.parametrize("change", [renamed, archived])
def test_at_most_thirty_percent_of_ten_or_more(change: Any, number: int, existing: int, passes: bool) -> None:
    planned = changes(*map(change, range(1, number + 1)), existing=existing)
    if passes:
        check_limits(planned)
    else:
        with pytest.raises(TooManyChanges) as caught:
            check_limits(planned)
        assert (caught.value.store, caught.value.changed, caught.value.existing) == (
            "plans",
            number,
            existing,
        )
        check_limits(planned, force=True)


@given(number=st.integers(0, 40), existing=st.integers(0, 60))
def test_the_limit_is_a_share_of_what_is_there(number: int, existing: int) -> None:
    planned = changes(*map(renamed, range(1, number + 1)), existing=existing)
    if existing >= 10 and number > 0.3 * existing:
        with pytest.raises(TooManyChanges):
            check_limits(planned)
    else:
        check_limits(planned)


def test_new_records_do_not_count() -> None:
    check_limits(changes(*map(made, range(1, 31)), existing=10))


@pytest.mark.parametrize("field", ["labels", "details"])
def test_what_people_would_not_notice_does_not_count(field: str) -> None:
    refreshed = [
        renamed(n).model_copy(update={"fields": frozenset({field, "block:needed", "form:wishes"})})
        for n in range(1, 11)
    ]
    check_limits(changes(*refreshed, existing=10))


@pytest.mark.parametrize("field", ["title", "body", "due", "assignee", "parent"])
def test_what_people_would_notice_counts(field: str) -> None:
    seen = [renamed(n).model_copy(update={"fields": frozenset({field})}) for n in range(1, 11)]
    with pytest.raises(TooManyChanges):
        check_limits(changes(*seen, existing=10))


@pytest.mark.parametrize(
    ("fields", "passes"),
    [
        ({"title"}, True),
        ({"title", "description", "place", "status"}, True),
        ({"title", "start"}, False),
        ({"people"}, False),
    ],
)
def test_meetings_may_be_renamed_but_not_moved_by_the_dozen(fields: set[str], passes: bool) -> None:
    """Their titles are made of the agenda's name: who renames it means all of them."""
    key, event = meeting()
    there = stored(event, mark=create(STORE, (key, event)).mark)
    moved = [update(there).model_copy(update={"fields": frozenset(fields)}) for _ in range(10)]
    planned = ChangeSet(changes={"pages": [], "plans": [], "meetings": moved}, existing={"meetings": 10})
    if passes:
        check_limits(planned)
    else:
        with pytest.raises(TooManyChanges):
            check_limits(planned)


@pytest.mark.parametrize("values", [{"stray": True}, {"mark": None}])
@pytest.mark.parametrize("force", [False, True])
def test_what_is_not_ours_is_never_changed(values: dict[str, Any], force: bool) -> None:
    foreign = renamed(1).model_copy(update={"found": ours(1).model_copy(update=values)})
    with pytest.raises(NotOwned) as caught:
        check_limits(changes(foreign, existing=1), force=force)
    assert caught.value.ref == "M-1"


EVERYBODY, NOBODY, PAIR = None, frozenset[str](), frozenset({"ana", "ben"})


@pytest.mark.parametrize(
    ("before", "after", "passes"),
    [
        (EVERYBODY, PAIR, True),
        (PAIR, frozenset({"ana"}), True),
        (NOBODY, PAIR, True),
        (PAIR, EVERYBODY, False),
        (frozenset({"ana"}), PAIR, False),
        (PAIR, frozenset({"ana", "dora"}), False),
    ],
)
def test_an_audience_counts_where_somebody_comes_in(
    before: frozenset[str] | None, after: frozenset[str] | None, passes: bool
) -> None:
    """A run that was killed may leave many pages that nobody but their maker can open yet."""
    for store, item, values in (
        ("plans", goal(1)[1], (before, after)),
        ("pages", page(None)[1], (Audience(view=before), Audience(view=after))),
        ("pages", page(None)[1], (Audience(edit=before), Audience(edit=after))),
    ):
        found = stored(item.model_copy(update={"audience": values[0]}), mark=ours(1).mark)
        change = update(found, audience=values[1])
        planned = ChangeSet(existing={store: 10})  # type: ignore[dict-item]  # one of the three names
        planned.changes[store] = [change] * 10  # type: ignore[index]  # as above
        if passes:
            check_limits(planned)
        else:
            with pytest.raises(TooManyChanges):
                check_limits(planned)
