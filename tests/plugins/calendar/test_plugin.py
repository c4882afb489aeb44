# SPDX-License-Identifier: Apache-2.0
"""The plug-in offers its store, and its settings say what is wrong with them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from mentorkit.adapters import AdapterContext
from mentorkit.secrets import Secrets
from mentorkit_calendar.config import CalendarConfig
from mentorkit_calendar.event_store import FeedStore
from mentorkit_calendar.plugin import mentorkit_register_event_store


def test_the_plugin_offers_an_event_store(tmp_path: Path) -> None:
    spec = mentorkit_register_event_store()
    context = AdapterContext(
        "m", "agency", tmp_path, Secrets({}), now=lambda: datetime(2026, 1, 1, tzinfo=UTC)
    )
    assert (spec.name, spec.port, spec.config) == ("calendar", "meetings", CalendarConfig)
    assert isinstance(spec.open(spec.config(), context), FeedStore)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "values",
    [
        {"feeds": "https://dav.example.org/"},
        {"feeds": " "},
        {"keep_canceled_days": -1},
        {"color": "red\r\nX:1"},
        {"address": "https://x.example.org/\r\nX:1"},
        {"page": "javascript:alert(1)"},
        {"feed": "feeds"},
    ],
)
def test_settings_that_make_no_sense_are_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        CalendarConfig.model_validate(values)
