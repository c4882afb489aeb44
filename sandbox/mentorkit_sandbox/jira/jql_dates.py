# SPDX-License-Identifier: Apache-2.0
"""Moments in JQL: dates in the asker's own zone and exact to the minute, periods, functions, epoch
milliseconds."""

import calendar
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from mentorkit_sandbox.jira.jql import Call, JqlError, Value

_FORMATS = ("%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d")
_PERIOD = re.compile(r"([+-])?\s*((?:\d+[wdhm]\s*)+)")
_STEP = re.compile(r"([+-]?\d+)([yMwdhm])?")
_UNITS = {"w": timedelta(weeks=1), "d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}
_BOUNDARY = re.compile(r"(start|end)of(day|week|month|year)")
_DEFAULT_UNIT = {"day": "d", "week": "w", "month": "M", "year": "y"}


def moment(value: Value, field: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment a value means, aware and in UTC; raises JqlError for anything that is none."""
    if isinstance(value, Call):
        return _function(value, now.astimezone(zone)).astimezone(UTC)
    text = value.text.strip()
    if not value.quoted and text.isdigit():
        return datetime.fromtimestamp(int(text) / 1000, UTC)
    for form in _FORMATS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=zone).astimezone(UTC)
        except ValueError:
            continue
    period = _PERIOD.fullmatch(text)
    if period is None:
        raise JqlError(
            f"Date value '{text}' for field '{field}' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', "
            "'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'."
        )
    parts = re.findall(r"(\d+)([wdhm])", period[2])
    step = sum((int(number) * _UNITS[unit] for number, unit in parts), timedelta(0))
    return now - step if period[1] == "-" else now + step


def minute_exact(value: Value) -> bool:
    """Whether the value stands for a whole minute (a written date) and not for an instant."""
    return (
        not isinstance(value, Call)
        and (value.quoted or not value.text.isdigit())
        and value.text[:4].isdigit()
    )


def _function(call: Call, local: datetime) -> datetime:
    name = call.name.lower()
    if name == "now":
        return local
    found = _BOUNDARY.fullmatch(name)
    if found is None:
        raise JqlError(f"Unable to find JQL function '{call.name}()'.")
    side, unit = found.groups()
    if call.arguments:
        local = _stepped(local, call.arguments[0], _DEFAULT_UNIT[unit])
    start = _start(local, unit)
    if side == "start":
        return start
    after = _stepped(start, "1", _DEFAULT_UNIT[unit])
    return after - timedelta(milliseconds=1)


def _start(local: datetime, unit: str) -> datetime:
    day = local.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "week":
        return day - timedelta(days=(day.weekday() + 1) % 7)
    if unit == "month":
        return day.replace(day=1)
    if unit == "year":
        return day.replace(month=1, day=1)
    return day


def _stepped(local: datetime, text: str, default_unit: str) -> datetime:
    found = _STEP.fullmatch(text.strip())
    if found is None:
        raise JqlError(f"The value '{text}' is not a valid increment, such as -1 or \"+2w\".")
    number, unit = int(found[1]), found[2] or default_unit
    if unit in _UNITS:
        return local + number * _UNITS[unit]
    months = local.year * 12 + local.month - 1 + number * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return local.replace(year=year, month=month + 1, day=min(local.day, last))
