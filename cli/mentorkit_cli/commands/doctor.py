# SPDX-License-Identifier: Apache-2.0
"""``mentorkit doctor``: check everything a run needs, and name the remedy of what is wrong."""

from dataclasses import asdict

import rich_click as click

from mentorkit_cli.context import App, pass_app
from mentorkit_cli.lazy import Command
from mentorkit_cli.next_step import next_step
from mentorkit_cli.output import Line, Shown, line
from mentorkit_cli.progress import looking

_SIGNS = {"ok": ("ok     ", "green"), "warning": ("warning", "yellow"), "failed": ("failed ", "red")}


@click.command(cls=Command)
@pass_app
@click.pass_context
def doctor(ctx: click.Context, app: App) -> None:
    """Check plug-ins, program folder, settings, secrets, accounts and rights.

    Each row says what was checked, what was found and what to do about it. Works with a broken
    program folder, too. Exit code 1 when something failed, 4 when a log-in did. Nothing is changed.

    \b
    Examples:
        mentorkit doctor
        mentorkit doctor --json
    """
    from mentorkit_cli.checkup import examine, exit_code

    with looking(app, "Checking"):
        findings = examine(app.opener, lambda: app.folder, app.now)
    code = exit_code(findings)
    parts: list[Line] = []
    for one in findings:
        parts.append(line(_SIGNS[one.state], f"  {one.part}: {one.check}: {one.found}"))
        if one.remedy and one.state != "ok":
            parts.append(line("           → ", one.remedy))
    rows = [{name: value for name, value in asdict(one).items() if name != "code"} for one in findings]
    app.out.show(Shown("mentorkit.doctor/1", {"well": code == 0, "checks": rows}, parts))
    if code:
        next_step(app, "doctor", "when the first failed row is mended")
    else:
        next_step(app, "diff")
    ctx.exit(code)
