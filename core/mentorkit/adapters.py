# SPDX-License-Identifier: Apache-2.0
"""How an adapter presents itself, and what it is given when it is opened."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel

from mentorkit.domain.keys import Key
from mentorkit.domain.people import Person
from mentorkit.ports.people import Accounts, PeopleDirectory
from mentorkit.secrets import Secrets

Port = TypeVar("Port")
Config = TypeVar("Config", bound=BaseModel)


class Addresses:
    """Which record stands at which address, both ways; stores of one program share it.

    Stores ``learn`` what they read and write; a store that writes a reference to a record of another
    store asks for its ``url``, and one that reads a link asks for the ``key`` behind it. Addresses
    are the stable ones, with no title in them.
    """

    def __init__(self) -> None:
        self._urls: dict[Key, str] = {}
        self._keys: dict[str, Key] = {}

    def learn(self, key: Key, url: str) -> None:
        """Remember where a record stands. Empty addresses are passed over."""
        if url:
            self._urls[key] = url
            self._keys[url.rstrip("/")] = key

    def url(self, key: Key) -> str:
        """Where a record stands; "" as long as that is not known."""
        return self._urls.get(key, "")

    def key(self, url: str) -> Key | None:
        """The record at an address, None for an address of somebody else's."""
        return self._keys.get(url.split("#", maxsplit=1)[0].rstrip("/"))


@dataclass(frozen=True)
class AdapterContext:
    """What an adapter is given when it is opened.

    ``session`` makes HTTP sessions (a ``requests.Session``) where a test or a sandbox in the same
    process stands in for the network; None means a session of the adapter's own. ``accounts`` are
    those of the adapter's realm; a directory is opened with empty ones.
    """

    instance: str
    program: str
    folder: Path
    secrets: Secrets
    now: Callable[[], datetime]
    people: Sequence[Person] = ()
    accounts: Accounts = field(default_factory=Accounts)
    addresses: Addresses = field(default_factory=Addresses)
    session: Callable[[], object] | None = None


PortName = Literal["plans", "pages", "meetings", "people", "activity"]


@dataclass(frozen=True)
class AdapterSpec(Generic[Port, Config]):
    """An adapter for one port: its name in mentorkit.toml, its settings, and how to open it.

    ``open`` must not touch the network. ``realm`` says from the settings whose accounts the adapter
    uses, as ``<kind>:<host>``; "" when it knows people by their ids. ``secrets`` names what it needs to
    be let in, each looked up for the instance, then for the kind of the realm, then for its host.
    """

    name: str
    port: PortName
    config: type[Config]
    open: Callable[[Config, AdapterContext], Port]
    realm: Callable[[Config], str] = lambda _config: ""
    secrets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Realm:
    """Whose accounts some stores use: a kind of tool at a host. ``instance`` is the first such store.

    ``secrets`` are what is needed to be let in; ``open`` opens the people directory.
    """

    name: str
    instance: str
    secrets: tuple[str, ...]
    open: Callable[[], PeopleDirectory]

    @property
    def kind(self) -> str:
        """The kind of tool, such as ``atlassian``."""
        return self.name.partition(":")[0]

    @property
    def host(self) -> str:
        """The host, with its port where it has one."""
        return self.name.partition(":")[2]
