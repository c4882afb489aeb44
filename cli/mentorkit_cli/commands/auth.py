# SPDX-License-Identifier: Apache-2.0
"""``mentorkit auth``: sign in to the program's sites, see as whom, and forget it again."""

import sys
from functools import partial

import rich_click as click

from mentorkit_cli.context import App, pass_app
from mentorkit_cli.lazy import Section
from mentorkit_cli.next_step import next_step
from mentorkit_cli.output import Shown

_HOST = click.option(
    "--site", "host", metavar="HOST", help="One of the program's sites. Default: all of them."
)


@click.group(cls=Section)
def auth() -> None:
    """Signing in to the sites that mentorkit.toml names."""


@auth.command("login")
@_HOST
@click.option("--email", help="The address of the account.")
@click.option("--token-stdin", is_flag=True, help="Read the token from standard input.")
@click.option(
    "--store",
    type=click.Choice(["keyring", "file"]),
    help="Where to keep it. Default: the keyring where there is one, else a file that only you may read.",
)
@click.option("-y", "--yes", is_flag=True, help="Do not ask whether to store it.")
@pass_app
def login(
    app: App, host: str | None, email: str | None, token_stdin: bool, store: str | None, yes: bool
) -> None:
    """Sign in: ask for an address and a token, check them with the site, and store them.

    Nothing is stored before the site has said whose they are and you have agreed to the place. A
    token is sent to its own site and nowhere else.

    \b
    Examples:
        mentorkit auth login
        pass show mentorkit | mentorkit auth login --email bot@tidewren.example --token-stdin --yes
    """
    from mentorkit_cli.signing_in import ask_secrets, checked, keeper_of, realms_of, store_secrets

    if not app.interactive and not (token_stdin and email and yes):
        raise click.UsageError("Nobody is there to be asked. Give --email, --token-stdin and --yes.")
    token = sys.stdin.readline().strip() if token_stdin else ""
    with app.workspace() as workspace:
        realms = realms_of(workspace, host)
        if token_stdin and len(realms) > 1:
            raise click.UsageError(f"One token is for one site: add --site {realms[0].host}.")
        keeper = keeper_of(app.opener.secrets_in_use(), store)
        signed_in = []
        for realm in realms:
            secrets, who = checked(app, realm, partial(ask_secrets, realm, email, token))
            stored = store_secrets(app, keeper, realm, secrets, who, yes=yes)
            signed_in.append({"site": realm.host, "as": who, "stored": keeper.place if stored else None})
        data = {"program": workspace.program.id, "sites": signed_in}
    words = [
        f"Signed in to {one['site']} as {one['as']}; "
        + (f"stored in {one['stored']}" if one["stored"] else "nothing was stored")
        for one in signed_in
    ]
    app.out.show(Shown("mentorkit.login/1", data, words))
    next_step(app, "doctor")


@auth.command("status")
@pass_app
@click.pass_context
def status(ctx: click.Context, app: App) -> None:
    """Show who you are on each site, and where each secret came from; never a secret.

    Exit code 4 where somebody is not signed in.

    \b
    Examples:
        mentorkit auth status
        mentorkit auth status --json
    """
    from mentorkit_cli.failures import AUTHENTICATION
    from mentorkit_cli.signing_in import standing
    from mentorkit_cli.views.sites import exit_code, shown

    with app.workspace() as workspace:
        found = [standing(app.opener.secrets_in_use(), realm) for realm in workspace.realms().values()]
        app.out.show(shown(workspace.program.id, found))
    code = exit_code(found)
    next_step(app, "auth login" if code == AUTHENTICATION else "doctor")
    ctx.exit(code)


@auth.command("logout")
@_HOST
@pass_app
def logout(app: App, host: str | None) -> None:
    """Remove what `auth login` stored. What stands in the environment is not touched.

    The token itself goes on being valid until it is revoked at the site.

    \b
    Examples:
        mentorkit auth logout
        mentorkit auth logout --site tidewren.atlassian.net
    """
    from mentorkit_cli.signing_in import forget, realms_of

    with app.workspace() as workspace:
        removed = [
            {"site": realm.host, "removed_from": place}
            for realm in realms_of(workspace, host)
            for place in forget(app.opener.secrets_in_use(), realm)
        ]
        data = {"program": workspace.program.id, "removed": removed}
    words = [f"Removed what was stored for {one['site']} from {one['removed_from']}." for one in removed]
    app.out.show(Shown("mentorkit.logout/1", data, words or ["Nothing was stored."]))
    if removed:
        app.say("Note: revoke the token at the site as well, if nobody else uses it.")
    next_step(app, "auth login")
