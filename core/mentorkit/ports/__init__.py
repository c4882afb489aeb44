# SPDX-License-Identifier: Apache-2.0
"""The five ports that adapters implement, and the values that pass through them."""

from mentorkit.ports.changes import (
    Applied,
    Archive,
    Change,
    Conflicted,
    Create,
    Failed,
    Notice,
    Outcome,
    Skipped,
    Update,
)
from mentorkit.ports.diagnosis import Prober
from mentorkit.ports.documents import Audience, Document, Form, Generated, Own, PageBlock
from mentorkit.ports.events import Event
from mentorkit.ports.items import PlanItem, PlanKind, Status
from mentorkit.ports.people import Accounts, Directory, PeopleDirectory, SignedIn
from mentorkit.ports.records import Cursor, Fact, Mark, Reading, Record, Stored
from mentorkit.ports.stores import (
    AudienceReader,
    Diagnosis,
    EventStore,
    IssueStore,
    Lease,
    LeaseKeeper,
    PageStore,
    Store,
)
from mentorkit.ports.work import ActivitySource, WorkItem

__all__ = [
    "Accounts",
    "ActivitySource",
    "Applied",
    "Archive",
    "Audience",
    "AudienceReader",
    "Change",
    "Conflicted",
    "Create",
    "Cursor",
    "Diagnosis",
    "Directory",
    "Document",
    "Event",
    "EventStore",
    "Fact",
    "Failed",
    "Form",
    "Generated",
    "IssueStore",
    "Lease",
    "LeaseKeeper",
    "Mark",
    "Notice",
    "Outcome",
    "Own",
    "PageBlock",
    "PageStore",
    "PeopleDirectory",
    "PlanItem",
    "PlanKind",
    "Prober",
    "Reading",
    "Record",
    "SignedIn",
    "Skipped",
    "Status",
    "Store",
    "Stored",
    "Update",
    "WorkItem",
]
