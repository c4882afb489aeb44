# SPDX-License-Identifier: Apache-2.0
"""What a command works with: the shared options, the output, and the workspace opened with them."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from mentorkit.errors import ConfigError, Problem
from mentorkit_cli.options import META, Setting
from mentorkit_cli.output import Mode, Output

if TYPE_CHECKING:
    import pluggy

    from mentorkit.secrets import Secrets
    from mentorkit.workspace import Workspace


@dataclass(frozen=True)
class Opener:
    """How workspaces are opened. Give one as the ``obj`` of the click context to open them otherwise.

    ``plugins`` come before the installed ones, which ``installed`` can leave out. ``session`` makes the
    HTTP sessions of adapters.
    """

    plugins: Sequence[object] = ()
    installed: bool = True
    secrets: "Secrets | None" = None
    session: Callable[[], object] | None = None
    in_memory: bool = False

    def manager(self) -> "pluggy.PluginManager":
        """The plug-ins. Raises ConfigError for one that cannot be used."""
        from mentorkit.plugins import create_plugin_manager

        return create_plugin_manager(self.plugins, installed=self.installed)

    def secrets_in_use(self) -> "Secrets":
        """The secrets that were given; otherwise the environment's and those of this user."""
        from mentorkit.keeping import Keyring, SecretFile
        from mentorkit.secrets import Secrets
        from mentorkit_cli.user_file import user_file

        kept = (Keyring(), SecretFile(user_file().with_name("secrets.json")))
        return self.secrets or Secrets(kept=kept)

    def open(self, folder: Path, now: Callable[[], datetime]) -> "Workspace":
        """The workspace of a program folder. Raises ConfigError with every problem at once."""
        from mentorkit.workspace import Workspace

        return Workspace(
            folder,
            self.manager(),
            now,
            secrets=self.secrets_in_use(),
            session=self.session,
            in_memory=self.in_memory,
        )


@dataclass
class App:
    """One run of the command line. The settings are read when asked for: commands add to them."""

    opener: Opener
    settings: Mapping[str, Setting] = field(default_factory=dict)

    @classmethod
    def of(cls, ctx: click.Context) -> "App":
        """The run that a context belongs to; its ``obj`` may be the Opener to use."""
        opener = ctx.obj if isinstance(ctx.obj, Opener) else Opener()
        return cls(opener, ctx.meta.setdefault(META, {}))

    def setting(self, name: str) -> Any:
        """The value of a shared option; None where it was not given."""
        return self.settings[name].value if name in self.settings else None

    @property
    def debug(self) -> bool:
        """Whether traces are shown."""
        return bool(self.setting("debug"))

    @property
    def quiet(self) -> bool:
        """Whether only data and errors are printed."""
        return bool(self.setting("quiet"))

    @property
    def color(self) -> bool:
        """Whether color is allowed; the terminal has its say after this."""
        return not (self.setting("no_color") or self.setting("plain") or os.environ.get("NO_COLOR"))

    @property
    def interactive(self) -> bool:
        """Whether somebody is there to be asked."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    @property
    def out(self) -> Output:
        """Where data go."""
        mode: Mode = "json" if self.setting("json") else "plain" if self.setting("plain") else "text"
        return Output(mode, color=self.color)

    def now(self) -> datetime:
        """The time it is, or shall be."""
        given: datetime | None = self.setting("today")
        return given or datetime.now(UTC)

    @property
    def folder(self) -> Path:
        """The program folder. Raises ConfigError where none was named and none is found."""
        given: Path | None = self.setting("folder")
        if given is not None:
            return given
        here = Path.cwd()
        for folder in (here, *here.parents):
            if (folder / "program.yaml").is_file():
                return folder
        remedy = "run mentorkit init, or say where it is: mentorkit -C DIR …"
        raise ConfigError([Problem("program.yaml", 0, "", "is not here, nor in a folder above", remedy)])

    @contextmanager
    def workspace(self, at: datetime | None = None) -> "Iterator[Workspace]":
        """The workspace, opened; ``at`` says that it is another time than now."""
        workspace = self.opener.open(self.folder, self.now if at is None else lambda: at)
        try:
            yield workspace
        finally:
            workspace.close()

    def say(self, message: str) -> None:
        """A message to the person at the terminal, on stderr, unless it shall be quiet."""
        if not self.quiet:
            click.echo(message, err=True)


pass_app = click.make_pass_decorator(App)
