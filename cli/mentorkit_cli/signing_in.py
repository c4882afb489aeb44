# SPDX-License-Identifier: Apache-2.0
"""Signing in to a site: what is asked, checked with the site, stored, looked up and forgotten."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import rich_click as click

from mentorkit.adapters import Realm
from mentorkit.errors import ConfigError, MentorkitError, NotAuthenticated
from mentorkit.keeping import Keeper
from mentorkit.ports import SignedIn
from mentorkit.secrets import Secrets, variable
from mentorkit.workspace import Workspace
from mentorkit_cli.context import App
from mentorkit_cli.failures import explain

_TRIES = 3
Given = Mapping[str, str]


@dataclass(frozen=True)
class Standing:
    """Who we are at a site: ``who`` is "" where we are nobody, and ``error`` says why."""

    realm: Realm
    origins: tuple[tuple[str, str], ...]
    who: str = ""
    error: MentorkitError | None = None


def realms_of(workspace: Workspace, host: str | None) -> Sequence[Realm]:
    """The sites that ask for secrets, or the one of that name. Raises UsageError."""
    realms = [realm for realm in workspace.realms().values() if realm.secrets]
    found = [realm for realm in realms if host in (None, realm.host)]
    if not found:
        there = ", ".join(realm.host for realm in realms) or "none that asks for a token"
        raise click.UsageError(f"mentorkit.toml names no site {host or ''}; it names {there}.")
    return found


def ask_secrets(realm: Realm, email: str | None, token: str) -> Given:
    """The secrets of a site: those that were given, the others asked for; what is typed is not shown."""
    given = {"email": email or "", "token": token}
    asked = {}
    for name in realm.secrets:
        if not given.get(name):
            hidden = name != "email"
            words = f"{realm.host}: {'API token' if name == 'token' else name} (not shown)"
            prompt = words if hidden else f"{realm.host}: e-mail address of the account"
            given[name] = click.prompt(prompt, hide_input=hidden, err=True)
        asked[name] = given[name]
    return asked


def checked(app: App, realm: Realm, ask: Callable[[], Given]) -> tuple[Given, str]:
    """Secrets that the site knows, and whose they are. Raises AdapterError.

    Somebody at a terminal may try three times.
    """
    for attempt in range(1, _TRIES + 1):
        secrets = ask()
        try:
            return secrets, _whoami(app, realm, secrets)
        except NotAuthenticated:
            if attempt == _TRIES or not app.interactive:
                raise
            app.say("The site does not know this address and token; nothing was stored. Once more:")
    raise AssertionError  # the last attempt returns or raises


def _whoami(app: App, realm: Realm, secrets: Given) -> str:
    """Ask the site with these secrets, which stand nowhere yet."""
    environment = {variable(realm.instance, name): value for name, value in secrets.items()}
    workspace = replace(app.opener, secrets=Secrets(environment)).open(app.folder, app.now)
    try:
        return _name(workspace.realms()[realm.name])
    finally:
        workspace.close()


def _name(realm: Realm) -> str:
    directory = realm.open()
    return directory.whoami() if isinstance(directory, SignedIn) else ""


def keeper_of(secrets: Secrets, kind: str | None) -> Keeper:
    """Where to store: the first usable place, or the one asked for. Raises UsageError."""
    usable = [keeper for keeper in secrets.kept if kind in (None, keeper.kind) and keeper.usable()]
    if not usable:
        raise click.UsageError(
            "No keyring can be used here: install mentorkit[keyring] and a backend, or say --store file."
        )
    return usable[0]


def store_secrets(app: App, keeper: Keeper, realm: Realm, secrets: Given, who: str, *, yes: bool) -> bool:
    """Store them once that is agreed to; whether they were. Raises ConfigError."""
    app.say(f"{realm.host} says that you are {who}.")
    if not yes and not click.confirm(f"Store address and token in {keeper.place}?", default=True, err=True):
        return False
    keeper.put(realm.host, secrets)
    for name, origin in _origins(app.opener.secrets_in_use(), realm):
        if origin != keeper.place:
            app.say(f"Note: {origin} goes before the {name} that was stored.")
    return True


def standing(secrets: Secrets, realm: Realm) -> Standing:
    """Who we are at a site by what is found now."""
    origins: tuple[tuple[str, str], ...] = ()
    try:
        origins = tuple(_origins(secrets, realm))
        return Standing(realm, origins, _name(realm))
    except MentorkitError as error:
        return Standing(realm, origins, "", error)


def _origins(secrets: Secrets, realm: Realm) -> Iterator[tuple[str, str]]:
    for name in realm.secrets:
        found = secrets.look(name, realm.instance, realm.kind, host=realm.host)
        yield name, found.origin if found else "nowhere"


def forget(secrets: Secrets, realm: Realm) -> Iterator[str]:
    """Remove what is stored for a site; the places where something was."""
    for keeper in secrets.kept:
        if keeper.drop(realm.host, realm.secrets):
            yield keeper.place


def words_of(error: MentorkitError) -> tuple[str, str, int]:
    """What went wrong, what to do, and the exit code."""
    if isinstance(error, ConfigError):
        problem = error.problems[0]
        return f"{problem.key or problem.file} {problem.what}", problem.remedy, explain(error).code
    failure = explain(error)
    return failure.what, failure.remedy, failure.code
