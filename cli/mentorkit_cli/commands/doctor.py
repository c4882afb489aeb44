# SPDX-License-Identifier: Apache-2.0
"""``mentorkit doctor``: check everything a run needs, and name the remedy of what is wrong."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import rich_click as click

from mentorkit_cli.applying import need_consent
from mentorkit_cli.context import App, pass_app
from mentorkit_cli.lazy import Command
from mentorkit_cli.next_step import next_step
from mentorkit_cli.output import Line, Shown, line
from mentorkit_cli.progress import looking

if TYPE_CHECKING:
    from mentorkit_cli.checkup import Finding

_SIGNS = {"ok": ("ok     ", "green"), "warning": ("warning", "yellow"), "failed": ("failed ", "red")}


@click.command(cls=Command)
@click.option("--probe", is_flag=True, help="Try out on the sites what the vendors' documents leave open.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask before probing.")
@pass_app
@click.pass_context
def doctor(ctx: click.Context, app: App, probe: bool, yes: bool) -> None:
    """Check plug-ins, program folder, settings, secrets, accounts and rights.

    Each row says what was checked, what was found and what to do about it. Works with a broken
    program folder, too. Exit code 1 when something failed, 4 when a log-in did. Nothing is changed.

    With --probe it makes a few records of its own in the program's project and space, clearly named,
    tries out what Mentorkit takes for granted about the site, and removes them again, also when it is
    interrupted. It says before what it will make, and asks.

    \b
    Examples:
        mentorkit doctor
        mentorkit doctor --json
        mentorkit doctor --probe                once, after the first apply: it needs its place
    """
    from mentorkit_cli.checkup import examine, exit_code
    from mentorkit_cli.failures import AUTHENTICATION

    if probe:
        need_consent(app, yes=yes, look="mentorkit doctor")
    with looking(app, "Checking"):
        findings = examine(app.opener, lambda: app.folder, app.now)
    code = exit_code(findings)
    if probe and code:
        app.say("Note: nothing was probed, since something failed before.")
    elif probe:
        findings += _probed(app, yes=yes)
        code = exit_code(findings)
    app.out.show(_shown(findings, well=code == 0))
    if code == AUTHENTICATION:
        next_step(app, "auth login")
    elif code:
        next_step(app, "doctor", "when the first failed row is mended")
    else:
        next_step(app, "diff")
    ctx.exit(code)


def _probed(app: App, *, yes: bool) -> "list[Finding]":
    """Say what will be made, ask, and try."""
    from mentorkit_cli.checkup import probed, probers

    with app.workspace() as workspace:
        found = probers(workspace)
        for name, prober in found.items():
            app.say(f"{name}: makes {prober.trials()}.")
        if not found:
            app.say("Nothing can be probed: no store has open questions about its site.")
        elif yes or click.confirm("Make them now?", err=True):
            with looking(app, "Probing"):
                return list(probed(found))
        else:
            app.say("Nothing was made.")
    return []


def _shown(findings: "Sequence[Finding]", *, well: bool) -> Shown:
    parts: list[Line] = []
    for one in findings:
        parts.append(line(_SIGNS[one.state], f"  {one.part}: {one.check}: {one.found}"))
        if one.remedy and one.state != "ok":
            parts.append(line("           → ", one.remedy))
    rows = [{name: value for name, value in asdict(one).items() if name != "code"} for one in findings]
    return Shown("mentorkit.doctor/1", {"well": well, "checks": rows}, parts)
