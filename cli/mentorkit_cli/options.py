# SPDX-License-Identifier: Apache-2.0
"""The options that every command has, and where each of their values came from.

They may stand before the command and after it. A value on the command line beats the environment,
this the user's file, this the default.
"""

from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final

import rich_click as click
from click.core import ParameterSource

META: Final = "mentorkit.settings"
SHARED_PANEL: Final = "Everywhere"
_RANK = {
    ParameterSource.DEFAULT: 0,
    ParameterSource.DEFAULT_MAP: 1,
    ParameterSource.ENVIRONMENT: 2,
    ParameterSource.COMMANDLINE: 3,
}


class Moment(click.ParamType[datetime]):
    """A date (meaning noon in UTC) or a time with its zone, as an aware datetime."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read ISO 8601: ``2026-11-02`` or ``2026-11-02T09:30+02:00``."""
        if isinstance(value, datetime):
            return value
        try:
            if len(value) == len("2026-11-02"):
                return datetime.combine(date.fromisoformat(value), time(12), UTC)
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date; write it as 2026-11-02", param, ctx)
        if moment.tzinfo is None:
            self.fail(f"{value!r} has no zone; write 2026-11-02 or 2026-11-02T09:30+02:00", param, ctx)
        return moment


class LocalTime(click.ParamType[datetime]):
    """A day and a time, aware where it is written with a zone, naive where not."""

    name = "when"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read ISO 8601: ``2026-11-24T15:00`` or ``2026-11-24T15:00+02:00``."""
        if isinstance(value, datetime):
            return value
        wrong = f"{value!r} is not a day with a time; write it as 2026-11-24T15:00"
        if len(value) <= len("2026-11-24"):
            self.fail(wrong, param, ctx)
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            self.fail(wrong, param, ctx)


@dataclass(frozen=True)
class Setting:
    """One value and where it came from."""

    value: Any
    source: ParameterSource

    @property
    def rank(self) -> int:
        """The higher wins."""
        return _RANK.get(self.source, 0)


def _remember(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    """Keep the value, unless a stronger one was given before the command."""
    held: MutableMapping[str, Setting] = ctx.meta.setdefault(META, {})
    name = str(param.name)
    setting = Setting(value, ctx.get_parameter_source(name) or ParameterSource.DEFAULT)
    if name not in held or (setting.rank and setting.rank >= held[name].rank):
        held[name] = setting
    return value


def shared_options() -> list[click.Parameter]:
    """Fresh copies of the options that every command has."""
    panel: dict[str, Any] = {"expose_value": False, "callback": _remember, "panel": SHARED_PANEL}
    flag: dict[str, Any] = {"is_flag": True, **panel}
    return [
        click.RichOption(
            ["-C", "--folder"],
            type=click.Path(path_type=Path),
            envvar="MENTORKIT_FOLDER",
            metavar="DIR",
            help="The program folder. Default: the current folder or one above it with a program.yaml.",
            **panel,
        ),
        click.RichOption(
            ["--today"],
            type=Moment(),
            envvar="MENTORKIT_NOW",
            metavar="DATE",
            help="Act as if it were this day, or this moment.",
            **panel,
        ),
        click.RichOption(
            ["--json"], envvar="MENTORKIT_JSON", help="Print JSON with a versioned schema.", **flag
        ),
        click.RichOption(
            ["--plain"],
            envvar="MENTORKIT_PLAIN",
            help="Print plain lines with tabs between cells, no color.",
            **flag,
        ),
        click.RichOption(["--no-color"], help="No color. NO_COLOR does the same.", **flag),
        click.RichOption(
            ["-q", "--quiet"], envvar="MENTORKIT_QUIET", help="Nothing but data and errors.", **flag
        ),
        click.RichOption(["--debug"], envvar="MENTORKIT_DEBUG", help="Show the trace of an error.", **flag),
    ]
