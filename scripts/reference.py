# SPDX-License-Identifier: Apache-2.0
"""The reference in docs/reference, made from the code: ``python scripts/reference.py``, or ``make docs``.

``commands.md`` is what ``--help`` says of every command; ``hooks.md`` has the hooks, the ports and the
adapters that are installed. ``tests/docs/test_reference.py`` compares the files with what this makes.
"""

import ast
import inspect
import json
import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from mentorkit import hookspecs
from mentorkit.adapters import AdapterSpec
from mentorkit.plugins import create_plugin_manager
from mentorkit.ports import ActivitySource, LeaseKeeper, PeopleDirectory, Store, stores
from mentorkit_cli.main import cli
from mentorkit_cli.options import SHARED_PANEL

FOLDER = Path(__file__).parent.parent / "docs" / "reference"
WIDTH = 96
MADE = "<!-- Made by scripts/reference.py: run `make docs` instead of editing. -->"


def pages() -> dict[str, str]:
    """The text of each page, by its file's name."""
    return {
        "commands.md": "\n".join([*commands()]).rstrip() + "\n",
        "hooks.md": "\n".join([*hooks(), *ports(), *adapters()]).rstrip() + "\n",
    }


def commands() -> Iterator[str]:
    """Every command with its help."""
    root = click.Context(cli, info_name="mentorkit", **cli.context_settings)
    everywhere = click.HelpFormatter(width=WIDTH)
    help_option = click.Command.get_help_option(cli, root)
    everywhere.write_dl(records([*filter(shared, cli.params), *([help_option] if help_option else [])], root))
    yield from ("# Commands", "", MADE, "")
    yield from (
        "What `mentorkit … --help` says of every command. These options may stand before or after any:",
        "",
    )
    yield from fenced("text", everywhere.getvalue())
    for context in walk(root):
        yield from (f"## {context.command_path}", "")
        yield from fenced("text", help_of(context))


def walk(context: click.Context) -> Iterator[click.Context]:
    """A context for the command and for each below it."""
    yield context
    for one in below(context):
        yield from walk(one)


def below(context: click.Context) -> Iterator[click.Context]:
    """A context for each command of a group."""
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            found = context.command.get_command(context, name)
            if found is not None and not found.hidden:
                yield click.Context(found, info_name=name, parent=context)


def help_of(context: click.Context) -> str:
    """Plain help of a fixed width, without the options that all commands share."""
    command, formatter = context.command, click.HelpFormatter(width=WIDTH)
    formatter.write_usage(context.command_path, " ".join(command.collect_usage_pieces(context)))
    click.Command.format_help_text(command, context, formatter)
    own = records([param for param in command.params if not shared(param)], context)
    if own:
        with formatter.section("Options"):
            formatter.write_dl(own)
    if isinstance(command, click.Group):
        with formatter.section("Commands"):
            formatter.write_dl(
                [(one.info_name or "", one.command.get_short_help_str(limit=1000)) for one in below(context)]
            )
    return formatter.getvalue()


def shared(param: click.Parameter) -> bool:
    """Whether every command has this option."""
    return getattr(param, "panel", None) == SHARED_PANEL


def records(params: Sequence[click.Parameter], context: click.Context) -> list[tuple[str, str]]:
    """How click lists these options; arguments and what is hidden have no line."""
    options = [param for param in params if isinstance(param, click.Option)]
    return [record for option in options if (record := option.get_help_record(context)) is not None]


def hooks() -> Iterator[str]:
    """Each hook with its signature and docstring."""
    yield from ("# Hooks, ports and adapters", "", MADE, "")
    yield from ("How to use them: [Write an adapter in ten steps](../write-an-adapter.md).", "")
    yield from ("## Hooks", "", text_of(hookspecs), "")
    for name, function in vars(hookspecs).items():
        if name.startswith("mentorkit_"):
            yield from described(name, function)


def ports() -> Iterator[str]:
    """Each port with its methods."""
    yield from ("## Ports", "", text_of(stores), "")
    for port in (Store, LeaseKeeper, PeopleDirectory, ActivitySource):
        yield from (f"### {port.__name__}", "", text_of(port), "")
        for name, member in vars(port).items():
            if inspect.isfunction(member) and not name.startswith("_"):
                yield from described(name, member, level=4)


def described(name: str, function: Callable[..., Any], level: int = 3) -> Iterator[str]:
    """A function under a heading: its signature, and what it promises."""
    yield from ("#" * level + f" {name}", "")
    yield from fenced("python", signature_of(function))
    yield from (text_of(function), "")


def signature_of(function: Callable[..., Any]) -> str:
    """The signature as the source has it, without quotes: the same for every version of Python."""
    source = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    if not isinstance(source, ast.FunctionDef):
        raise TypeError(f"{function} is not a plain function")
    returns = ast.unparse(source.returns) if source.returns else "None"
    return re.sub(r"'([^']*)'", r"\1", f"def {source.name}({ast.unparse(source.args)}) -> {returns}")


def adapters() -> Iterator[str]:
    """Each installed adapter with its settings."""
    specs = sorted(offers(), key=lambda offer: (offer[0].name, offer[0].port))
    yield from ("## Adapters", "", "| adapter | port | keeps |", "|---|---|---|")
    yield from (f"| `{spec.name}` | `{spec.port}` | {what} |" for spec, what in specs)
    yield ""
    for spec, _ in specs:
        yield from (f"### {spec.name} for {spec.port}", "", text_of(spec.config), "")
        yield from ("| setting | type | default | allowed |", "|---|---|---|---|", *settings(spec), "")


def offers() -> Iterator[tuple[AdapterSpec[Any, Any], str]]:
    """Each adapter of an installed plug-in, and what its hook says about it."""
    for plugin in create_plugin_manager().get_plugins():
        for name, hook in vars(plugin).items():
            if name.startswith("mentorkit_register_") and name != "mentorkit_register_commands":
                made = hook()
                for spec in made if isinstance(made, Sequence) else [made]:
                    if isinstance(spec, AdapterSpec):
                        yield spec, text_of(hook)


def settings(spec: AdapterSpec[Any, Any]) -> Iterator[str]:
    """A row a setting, in the order of the model."""
    model = spec.config.model_json_schema()
    for name, schema in model.get("properties", {}).items():
        kind = kind_of(schema, model.get("$defs", {}))
        default = f"`{json.dumps(schema['default'])}`" if "default" in schema else "required"
        yield f"| `{name}` | {kind} | {default} | {allowed(schema.get('items') or schema)} |"


def kind_of(schema: dict[str, Any], known: dict[str, Any]) -> str:
    """The type of a setting in words."""
    if "$ref" in schema:
        return kind_of(known[schema["$ref"].rpartition("/")[2]], known)
    if "anyOf" in schema:
        return " or ".join(kind_of(one, known) for one in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"])
    if "items" in schema:
        return f"list of {kind_of(schema['items'], known)}s"
    return str(schema.get("type", "anything"))


def allowed(schema: dict[str, Any]) -> str:
    """The limits of a value in words."""
    if "pattern" in schema:
        return f"`{schema['pattern']}`".replace("|", "\\|")
    least, most = (schema.get(f"{name}imum", schema.get(f"{name}Length")) for name in ("min", "max"))
    unit = " characters" if schema.get("type") == "string" else ""
    if least is None:
        return "" if most is None else f"at most {most}{unit}"
    return f"at least {least}{unit}" if most is None else f"{least} to {most}{unit}"


def text_of(thing: object) -> str:
    """A docstring as Markdown."""
    return re.sub(r"``([^`]*)``", r"`\1`", inspect.getdoc(thing) or "")


def fenced(language: str, text: str) -> Iterator[str]:
    """Text as it is, in a block."""
    yield from (f"```{language}", text.strip("\n"), "```", "")


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for page, content in pages().items():
        (FOLDER / page).write_text(content, encoding="utf-8")
        print(FOLDER / page)
