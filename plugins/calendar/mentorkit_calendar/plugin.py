# SPDX-License-Identifier: Apache-2.0
"""The hooks of the calendar plug-in."""

from mentorkit.adapters import AdapterContext, AdapterSpec
from mentorkit.hookspecs import hookimpl
from mentorkit.ports.stores import EventStore
from mentorkit_calendar.config import CalendarConfig


def _open(config: CalendarConfig, context: AdapterContext) -> EventStore:
    from mentorkit_calendar.event_store import FeedStore

    return FeedStore(config, context)


@hookimpl
def mentorkit_register_event_store() -> AdapterSpec[EventStore, CalendarConfig]:
    """Events as feed files."""
    return AdapterSpec(name="calendar", port="meetings", config=CalendarConfig, open=_open)
