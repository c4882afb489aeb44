# SPDX-License-Identifier: Apache-2.0
"""Command classes: groups that import a command when it is asked for, commands with the shared options."""

import importlib
from collections.abc import Mapping
from typing import Any

import rich_click as click
from click.exceptions import Exit

from mentorkit_cli.context import App
from mentorkit_cli.options import SHARED_PANEL, shared_options


def _panels() -> "list[click.RichPanel[Any, Any]]":
    """The order of the panels of a help page: what is the command's own comes first."""
    return [click.RichOptionPanel("Options"), click.RichOptionPanel(SHARED_PANEL)]


class Command(click.RichCommand):
    """A command with the options that every command has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "panels": _panels()})
        self.params += shared_options()


class Section(click.RichGroup):
    """A group of commands about one thing."""

    command_class = Command


class Root(click.RichGroup):
    """The group of all commands.

    ``places`` says where each is found, as ``module:attribute``; none is imported before it is asked
    for. Plug-ins are asked for a command that nobody here has. Everything that goes wrong in a
    command ends here, in a sentence and an exit code.
    """

    def __init__(self, *args: Any, places: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "panels": _panels()})
        self.params += shared_options()
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        """The names of the commands, in the order in which a program needs them."""
        return [*self._places, *(name for name in sorted(self.commands) if name not in self._places)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name in self._places and cmd_name not in self.commands:
            module, _, attribute = self._places[cmd_name].partition(":")
            self.add_command(getattr(importlib.import_module(module), attribute), cmd_name)
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments name; plug-ins may add it."""
        if not ctx.resilient_parsing and self.get_command(ctx, args[0]) is None:
            app = ctx.find_object(App)
            if app is not None:
                app.opener.manager().hook.mentorkit_register_commands(cli=self)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a failure becomes its sentence."""
        app = ctx.obj = App.of(ctx)
        try:
            return super().invoke(ctx)
        except (click.ClickException, Exit, BrokenPipeError):
            raise
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the one place where all end
            from mentorkit_cli.failures import fail

            ctx.exit(fail(error, debug=app.debug, color=app.color))
