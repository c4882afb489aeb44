# SPDX-License-Identifier: Apache-2.0
"""Contract suites: what every adapter must pass, whatever the tool behind it.

Inherit the suite of your port in a test module and give it a ``tool`` fixture: an object that opens
your store on one fresh tool, again and again, and lets people act in that tool. A store opened anew
knows nothing of earlier ones. See ``mentorkit.testing.tools`` for what a tool has to offer.
"""

from typing import Any

from mentorkit.domain.richtext import Heading, para
from mentorkit.ports import (
    Applied,
    Archive,
    AudienceReader,
    Conflicted,
    Create,
    Fact,
    Failed,
    Form,
    Generated,
    Reading,
    Skipped,
    Status,
    Stored,
)
from mentorkit.ports.stores import Store
from mentorkit.testing.factories import (
    ANA,
    BORIS,
    NOW,
    activity,
    board,
    create,
    goal,
    home,
    meeting,
    page,
    update,
)
from mentorkit.testing.tools import IssueTool, PageTool, PersonTool, Tool


def ours(reading: Reading[Any]) -> dict[Any, Stored[Any]]:
    """The records of ours in a reading, by key."""
    return {record.mark.key: record for record in reading.records if record.mark is not None}


class StoreContract:
    """What holds for every store. ``container`` and ``record`` say what the port keeps."""

    def container(self) -> Any:
        """The record that makes the container, None where there is none."""
        return None

    def record(self, n: int = 1) -> Any:
        """A record of the port, as key and item."""
        raise AssertionError("a contract names its record")

    def prepared(self, tool: Tool, *records: Any) -> Store[Any]:
        """A store whose tool holds the container and these records."""
        store = tool.open()
        container = self.container()
        for batch in ([container] if container else [], records):
            outcomes = list(store.write([create(store, record) for record in batch]))
            assert all(isinstance(outcome, Applied) for outcome in outcomes), outcomes
        return store

    def found(self, tool: Tool, key: Any) -> Stored[Any]:
        """Our record of that key, as a new store reads it."""
        return ours(tool.open().read())[key]

    def test_an_empty_tool_reads_as_nothing(self, tool: Tool) -> None:
        reading = tool.open().read()
        assert reading.complete
        assert ours(reading) == {}

    def test_what_was_created_reads_back_as_canon_says(self, tool: Tool) -> None:
        key, item = self.record()
        store = self.prepared(tool, (key, item))
        stored = self.found(tool, key)
        assert stored.item == store.canon(item)
        assert stored.mark is not None
        assert (stored.mark.key, stored.mark.made, stored.archived) == (key, NOW, False)

    def test_canon_is_idempotent(self, tool: Tool) -> None:
        _, item = self.record()
        store = tool.open()
        assert store.canon(store.canon(item)) == store.canon(item)

    def test_base_and_ledger_travel_with_the_record(self, tool: Tool) -> None:
        store = self.prepared(tool)
        facts = (Fact(name="requested", at=NOW, by=ANA), Fact(name="nudge/due-soon", at=NOW, detail="x-1"))
        change = create(store, self.record(), facts=facts)
        list(store.write([change]))
        mark = self.found(tool, change.key).mark
        assert mark is not None
        assert set(mark.ledger) == set(facts)
        assert mark.base == change.mark.base

    def test_locate_finds_what_is_there_and_nothing_else(self, tool: Tool) -> None:
        (key, item), (other, _) = self.record(1), self.record(2)
        self.prepared(tool, (key, item))
        located = tool.open().locate([key, other])
        assert set(located) == {key}
        assert located[key].ref == self.found(tool, key).ref

    def test_nothing_changed_reads_as_nothing_with_a_cursor(self, tool: Tool) -> None:
        self.prepared(tool, self.record())
        first = tool.open().read()
        store = tool.open()
        second = store.read(store.read(first.cursor).cursor)
        known = {(record.ref, record.revision) for record in first.records}
        assert {(record.ref, record.revision) for record in second.records} <= known
        assert second.gone == ()

    def test_an_update_writes_its_fields(self, tool: Tool) -> None:
        key, item = self.record()
        self.prepared(tool, (key, item))
        stored = self.found(tool, key)
        outcome = next(iter(tool.open().write([update(stored, title="Another title")])))
        assert isinstance(outcome, Applied)
        again = self.found(tool, key)
        assert again.item == stored.item.model_copy(update={"title": "Another title"})
        assert again.ref == stored.ref

    def test_archived_is_not_erased(self, tool: Tool) -> None:
        key, item = self.record()
        self.prepared(tool, (key, item))
        stored = self.found(tool, key)
        assert stored.mark is not None
        change = Archive[Any](key=key, ref=stored.ref, found=stored, mark=stored.mark, why="for the test")
        assert isinstance(next(iter(tool.open().write([change]))), Applied)
        assert self.found(tool, key).archived

    def test_a_lost_answer_makes_no_second_record(self, tool: Tool) -> None:
        store = self.prepared(tool)
        change = create(store, self.record())
        tool.lose_answer()
        outcome = next(iter(store.write([change])))
        assert isinstance(outcome, Applied | Failed)
        located = tool.open().locate([change.key])
        assert set(located) == {change.key}
        marks = [r.mark.key for r in tool.open().read().records if r.mark is not None]
        assert marks.count(change.key) == 1

    def test_every_change_has_one_outcome(self, tool: Tool) -> None:
        store = self.prepared(tool)
        changes = [create(store, self.record(n)) for n in (1, 2, 3)]
        outcomes = list(store.write(changes))
        assert sorted(outcome.key for outcome in outcomes) == sorted(change.key for change in changes)

    def test_check_names_a_remedy_for_what_is_not_well(self, tool: Tool) -> None:
        for diagnosis in tool.open().check():
            assert diagnosis.check
            assert diagnosis.state == "ok" or diagnosis.remedy


class PeopleActContract(StoreContract):
    """What holds for stores in which people edit too.

    ``knows_authors`` is False for a tool that does not say who changed a field: a person's edit is then
    read with nobody's name ("").
    """

    knows_authors = True

    def test_a_persons_edit_is_read_with_its_author(self, tool: PersonTool) -> None:
        key, item = self.record()
        store = self.prepared(tool, (key, item))
        first = store.read()
        tool.rename(self.found(tool, key).ref, "My own words", by=ANA)
        reading = tool.open().read(first.cursor)
        stored = ours(reading)[key]
        assert stored.item.title == "My own words"
        assert stored.edits.get("title") == (ANA if self.knows_authors else "")

    def test_a_stale_update_is_a_conflict_and_writes_nothing(self, tool: PersonTool) -> None:
        key, item = self.record()
        self.prepared(tool, (key, item))
        stale = self.found(tool, key)
        tool.rename(stale.ref, "My own words", by=ANA)
        outcome = next(iter(tool.open().write([update(stale, title="The program's words")])))
        assert isinstance(outcome, Conflicted)
        assert outcome.found is not None
        assert outcome.found.item.title == "My own words"
        assert self.found(tool, key).item.title == "My own words"

    def test_a_clone_is_the_persons_own(self, tool: PersonTool) -> None:
        key, item = self.record()
        self.prepared(tool, (key, item))
        original = self.found(tool, key)
        tool.clone(original.ref, by=BORIS)
        reading = tool.open().read()
        assert [r.ref for r in reading.records if r.mark is not None and r.mark.key == key] == [original.ref]

    def test_a_deleted_record_is_gone(self, tool: PersonTool) -> None:
        key, item = self.record()
        store = self.prepared(tool, (key, item))
        cursor, ref = store.read().cursor, self.found(tool, key).ref
        tool.delete(ref)
        reading = tool.open().read(cursor)
        assert ref in reading.gone or any(r.ref == ref and r.archived for r in reading.records)
        assert key not in {k for k, stored in ours(tool.open().read()).items() if not stored.archived}

    def test_an_update_of_what_is_gone_is_reported(self, tool: PersonTool) -> None:
        key, item = self.record()
        self.prepared(tool, (key, item))
        stored = self.found(tool, key)
        tool.delete(stored.ref)
        outcome = next(iter(tool.open().write([update(stored, title="Too late")])))
        assert isinstance(outcome, Conflicted | Failed)


class IssueStoreContract(PeopleActContract):
    """The contract of stores that keep plan items."""

    def container(self) -> Any:
        """The board."""
        return board()

    def record(self, n: int = 1) -> Any:
        """A goal."""
        return goal(n, title=f"SQL 1 → 3, part {n}")

    def test_children_find_their_parent_in_the_same_batch(self, tool: IssueTool) -> None:
        store = self.prepared(tool)
        parent = goal()
        batch = [create(store, activity(parent[0])), create(store, parent)]
        assert all(isinstance(outcome, Applied) for outcome in store.write(batch))
        read = ours(tool.open().read())
        child = activity(parent[0])
        assert read[child[0]].item == store.canon(child[1])
        assert read[child[0]].item.parent == parent[0]

    def test_a_child_whose_parent_failed_is_skipped(self, tool: IssueTool) -> None:
        store = self.prepared(tool)
        parent = goal()
        tool.refuse_next()
        outcomes = {
            o.key: o for o in store.write([create(store, parent), create(store, activity(parent[0]))])
        }
        assert isinstance(outcomes[parent[0]], Failed)
        assert isinstance(outcomes[activity(parent[0])[0]], Skipped)

    def test_a_move_changes_the_status(self, tool: IssueTool) -> None:
        parent = goal()
        self.prepared(tool, parent, activity(parent[0]))
        stored = self.found(tool, activity(parent[0])[0])
        change = update(stored).model_copy(update={"move": Status.DONE})
        assert isinstance(next(iter(tool.open().write([change]))), Applied)
        assert self.found(tool, activity(parent[0])[0]).item.status is Status.DONE

    def test_an_audience_is_kept_or_nothing_is_made(self, tool: IssueTool) -> None:
        key, item = goal(audience=frozenset({ANA, BORIS}))
        store = self.prepared(tool)
        outcome = next(iter(store.write([create(store, (key, item))])))
        if isinstance(outcome, Applied):
            assert self.found(tool, key).item.audience == item.audience
        else:
            assert isinstance(outcome, Failed)
            assert not tool.open().locate([key])

    def test_labels_of_people_stay(self, tool: IssueTool) -> None:
        parent = goal()
        self.prepared(tool, parent, activity(parent[0]))
        key = activity(parent[0])[0]
        stored = self.found(tool, key)
        tool.label(stored.ref, "my-own", by=ANA)
        stored = self.found(tool, key)
        change = update(stored, labels=stored.item.labels | {"skill-git"})
        assert isinstance(next(iter(tool.open().write([change]))), Applied)
        assert tool.labels(stored.ref) == {"my-own", "kind-learn", "skill-sql", "skill-git"}


class PageStoreContract(PeopleActContract):
    """The contract of stores that keep pages."""

    def container(self) -> Any:
        """The home page."""
        return home()

    def record(self, n: int = 1) -> Any:
        """A page under the home page."""
        return page(home()[0], n, title=f"Skills: Ana Petrova {n}")

    def test_peoples_words_survive_a_write_to_the_byte(self, tool: PageTool) -> None:
        record = self.record()
        self.prepared(tool, record)
        stored = self.found(tool, record[0])
        tool.append_words(stored.ref, "Mine, as I typed it.", by=ANA)
        stored, before = self.found(tool, record[0]), tool.words(stored.ref)
        block = Generated(name="summary", content=(para("Newer."),))
        assert isinstance(next(iter(tool.open().write([update(stored, blocks=(block,))]))), Applied)
        again = self.found(tool, record[0])
        assert again.item.generated("summary") == block
        assert again.item.generated("needed") == stored.item.generated("needed")
        assert again.item.written_by_people() == stored.item.written_by_people()
        assert tool.words(stored.ref) == before

    def test_a_late_form_and_a_new_block_are_added_once(self, tool: PageTool) -> None:
        record = self.record()
        self.prepared(tool, record)
        stored = self.found(tool, record[0])
        blocks = (
            Generated(name="goals", content=(para("None yet."),)),
            Form(name="agreement", content=(Heading(text="Agreement"), para("Write here."))),
        )
        assert isinstance(next(iter(tool.open().write([update(stored, blocks=blocks)]))), Applied)
        again = self.found(tool, record[0])
        assert again.item.generated("goals") == blocks[0]
        assert again.item.written_by_people().count(Heading(text="Agreement")) == 1
        assert again.item.generated("summary") == stored.item.generated("summary")

    def test_a_private_page_is_seen_by_its_audience_alone(self, tool: PageTool) -> None:
        record = page(home()[0], audience=tool.audience(ANA))
        self.prepared(tool, record)
        stored = self.found(tool, record[0])
        assert stored.item.audience.view == frozenset({ANA})
        assert tool.can_view(stored.ref, ANA)
        assert not tool.can_view(stored.ref, BORIS)
        store = tool.open()
        if isinstance(store, AudienceReader):
            assert store.in_force([stored.ref]) == {stored.ref: frozenset({ANA})}

    def test_an_open_page_may_be_edited_by_its_audience_alone(self, tool: PageTool) -> None:
        record = page(home()[0], audience=tool.audience(None, ANA))
        self.prepared(tool, record)
        stored = self.found(tool, record[0])
        assert stored.item.audience == record[1].audience
        assert tool.can_view(stored.ref, BORIS)


class EventStoreContract(StoreContract):
    """The contract of stores that keep events."""

    def record(self, n: int = 1) -> Any:
        """A meeting."""
        return meeting(n, title=f"Monitoring {n}")

    def test_writing_the_same_again_is_not_needed(self, tool: Tool) -> None:
        record = self.record()
        store = self.prepared(tool, record)
        assert store.canon(record[1]) == self.found(tool, record[0]).item

    def test_a_creation_says_where_the_event_is(self, tool: Tool) -> None:
        store = self.prepared(tool)
        change: Create[Any] = create(store, self.record())
        outcome = next(iter(store.write([change])))
        assert isinstance(outcome, Applied)
        assert outcome.ref == self.found(tool, change.key).ref


class PeopleDirectoryContract:
    """The contract of directories: ``directory`` opens one in whose tool all of ``people`` have accounts."""

    def test_people_are_found_and_the_missing_named(self, directory: Any, people: Any) -> None:
        stranger = people[0].model_copy(update={"id": "nobody-here", "email": "nobody@example.org"})
        found = directory.lookup([*people, stranger])
        assert set(found.accounts.by_person) == {person.id for person in people}
        assert found.missing == ("nobody-here",)
        assert len(set(found.accounts.by_person.values())) == len(people)
        assert found.accounts.service

    def test_an_account_id_needs_no_email(self, directory: Any, people: Any) -> None:
        known = directory.lookup(people).accounts.by_person
        hidden = [p.model_copy(update={"email": "", "account_id": known[p.id]}) for p in people]
        assert directory.lookup(hidden).accounts.by_person == known

    def test_check_names_who_we_are(self, directory: Any) -> None:
        assert any(diagnosis.state == "ok" for diagnosis in directory.check())
