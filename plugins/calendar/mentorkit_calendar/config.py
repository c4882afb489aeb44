# SPDX-License-Identifier: Apache-2.0
"""Settings of the calendar adapter, as they stand in mentorkit.toml."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _folder(value: str) -> str:
    if "://" in value or not value.strip():
        raise ValueError('must be a folder, like feeds = "feeds"')
    return value


class CalendarConfig(BaseModel):
    """Where the feeds stand and what they say about themselves.

    ``feeds`` is a folder, relative to the program folder. ``address`` is where that folder is served
    and ``page`` a page about the program; both are written into the feeds where they are given. Event
    reminders ring ``reminder_minutes`` before the start, 0 for none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    feeds: Annotated[str, AfterValidator(_folder)] = "feeds"
    keep_canceled_days: int = Field(default=90, ge=0, le=3650)
    title: str = Field(default="Mentoring", min_length=1, max_length=80)
    color: str = Field(default="teal", pattern=r"^[a-z]+$")
    refresh_minutes: int = Field(default=60, ge=15, le=10_080)
    reminder_minutes: int = Field(default=15, ge=0, le=10_080)
    address: str = Field(default="", pattern=r"^(https?://[!-~]+)?$")
    page: str = Field(default="", pattern=r"^(https?://[!-~]+)?$")
