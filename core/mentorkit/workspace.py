# SPDX-License-Identifier: Apache-2.0
"""The workspace: a program folder with its adapters opened and its loop ready to run."""

import getpass
import logging
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pluggy
from filelock import FileLock, Timeout

from mentorkit.adapters import AdapterContext, AdapterSpec, Addresses, PortName, Realm
from mentorkit.documents.translation import tongue
from mentorkit.errors import ConfigError, LeaseHeld, Problem
from mentorkit.plugins import Registry
from mentorkit.ports import Accounts, Change, LeaseKeeper, PeopleDirectory, Store, WorkItem
from mentorkit.program.loader import load_program
from mentorkit.program.schema import Program, RawStore
from mentorkit.program.validation import check_options
from mentorkit.reconcile.changeset import ChangeSet, Report
from mentorkit.reconcile.loop import Loop
from mentorkit.reconcile.snapshot import STORES, Snapshot, StoreName
from mentorkit.reconcile.wishes import Desired, Wish
from mentorkit.rules import World
from mentorkit.rules.planning import wants_work
from mentorkit.secrets import Secrets
from mentorkit.state import State

STATE_FOLDER = ".mentorkit"


@dataclass
class Workspace:
    """One program and its tools. Opening it reads the folder and touches no network.

    ``session`` makes HTTP sessions for adapters (a sandbox in the same process gives its own).
    ``in_memory`` keeps no state on disk. Raises ConfigError with every problem at once.
    """

    folder: Path
    manager: pluggy.PluginManager
    now: Callable[[], datetime]
    secrets: Secrets = field(default_factory=Secrets)
    session: Callable[[], object] | None = None
    in_memory: bool = False
    program: Program = field(init=False)
    registry: Registry = field(init=False)
    _asked: tuple[Wish[Any], ...] = field(init=False, default=())
    _accounts: dict[str, tuple[Accounts, tuple[str, ...]]] = field(init=False, default_factory=dict)
    _addresses: Addresses = field(init=False, default_factory=Addresses)
    _loop: Loop | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.registry = Registry(self.manager)
        self.program = load_program(self.folder)

    def look(self, *, full: bool = False, force: bool = False) -> Snapshot:
        """Look at every tool. Raises AdapterError, IncompleteReading, StoreEmptied."""
        snapshot = self.loop.look(full=full, force=force)
        if wants_work(self.world(snapshot)):
            snapshot = replace(snapshot, work=self.open_work())
        return snapshot

    def ask(self, *wishes: Wish[Any]) -> None:
        """Wish for this, too, in every decision of this workspace, beside what the rules want."""
        self._asked += wishes

    def decide(self, snapshot: Snapshot) -> ChangeSet:
        """What should change now."""
        return self.loop.decide(snapshot)

    def apply(
        self,
        snapshot: Snapshot,
        changes: ChangeSet,
        *,
        force: bool = False,
        watch: "Callable[[StoreName, Change[Any], Any], None] | None" = None,
    ) -> Report:
        """Make the changes. Raises UnsafeChangeSet and LeaseHeld before the first write."""
        self.loop.watch = _observed(self.manager, watch)
        with self._alone():
            report = self.loop.apply(snapshot, changes, force=force)
        _tell(self.manager.hook.mentorkit_apply_finished, report=report)
        return report

    def world(self, snapshot: Snapshot) -> World:
        """The snapshot in the words of mentoring."""
        return World(self.program, snapshot, self.now())

    def close(self) -> None:
        """Let go of the state."""
        if self._loop is not None:
            self._loop.state.close()

    @property
    def loop(self) -> Loop:
        """The loop; adapters are opened when it is first asked for."""
        if self._loop is None:
            self._loop = self._opened()
        return self._loop

    def stores(self) -> dict[StoreName, Store[Any]]:
        """The opened stores."""
        return dict(self.loop.stores)

    def realms(self) -> dict[str, Realm]:
        """The realms whose accounts the stores use; nothing is opened."""
        found: dict[str, Realm] = {}
        for name in ("people", *reversed(STORES)):
            raw = self.program.connections.stores.get(name)
            spec = self.registry.get("people", raw.adapter) if raw else None
            if raw is None or spec is None:
                continue
            config = self._config(name, raw, spec)
            realm = spec.realm(config)
            if realm and realm not in found:
                context = self._context(name, Accounts())
                found[realm] = Realm(realm, name, spec.secrets, partial(spec.open, config, context))
        return found

    def directories(self) -> dict[str, PeopleDirectory]:
        """A directory for each realm that the stores use. Raises ConfigError where a secret is missing."""
        return {name: realm.open() for name, realm in self.realms().items()}

    def _opened(self) -> Loop:
        missing = [name for name in STORES if name not in self.program.connections.stores]
        if missing:
            problems = [
                Problem("mentorkit.toml", 0, f"[stores.{name}]", "is not there", "add it; see mentorkit init")
                for name in missing
            ]
            raise ConfigError(problems)
        stores = {name: self._store(name) for name in STORES}
        rules = self.registry.rules()

        def wanted(snapshot: Snapshot) -> Desired:
            desired, world = Desired(), self.world(snapshot)
            for rule in rules:
                desired.add(rule(world))
            desired.add(self._asked)
            desired.translate(tongue(self.program.language).written)
            return desired

        return Loop(
            program=self.program.id,
            stores=stores,
            state=State.memory(self.now)
            if self.in_memory
            else State.at(self.folder / STATE_FOLDER, self.now),
            rules=wanted,
            now=self.now,
            holder=_holder(),
            lease=next((store for store in stores.values() if isinstance(store, LeaseKeeper)), None),
            accounts=self._looked_up,
            addresses=self._addresses,
            on_ready=lambda changes: _tell(self.manager.hook.mentorkit_changeset_ready, changes=changes),
        )

    def _store(self, name: PortName) -> Any:
        raw = self.program.connections.stores[name]
        spec = self._spec(name, raw)
        config = self._config(name, raw, spec)
        return spec.open(config, self._context(name, self._realm(spec.realm(config))[0]))

    def _realm(self, realm: str) -> tuple[Accounts, tuple[str, ...]]:
        """The accounts of a realm, looked up once."""
        if not realm:
            return Accounts(by_person={person.id: person.id for person in self.program.people}), ()
        if realm not in self._accounts:
            directory = self.directories().get(realm)
            if directory is None:
                raise ConfigError(
                    [
                        Problem(
                            "mentorkit.toml",
                            0,
                            "[stores.people]",
                            f"nobody knows the accounts of {realm}",
                            "name an adapter with a people directory",
                        )
                    ]
                )
            found = directory.lookup(self.program.people)
            self._accounts[realm] = found.accounts, found.missing
        return self._accounts[realm]

    def _looked_up(self) -> tuple[Accounts, tuple[str, ...]]:
        missing = sorted({person for _, people in self._accounts.values() for person in people})
        accounts = next((accounts for accounts, _ in self._accounts.values()), Accounts())
        return accounts, tuple(missing)

    def open_work(self) -> tuple[WorkItem, ...]:
        """Open work outside of the program that its people may practice on. Raises AdapterError."""
        raw = self.program.connections.stores["plans"]
        spec = self.registry.get("activity", raw.adapter)
        if spec is None:
            return ()
        config = self._config("plans", raw, spec)
        source = spec.open(config, self._context("plans", self._realm(spec.realm(config))[0]))
        return tuple(source.open_work())

    def _spec(self, name: PortName, raw: RawStore) -> AdapterSpec[Any, Any]:
        spec = self.registry.get(name, raw.adapter)
        if spec is None:
            there = ", ".join(self.registry.names(name)) or "none"
            raise ConfigError(
                [
                    Problem(
                        "mentorkit.toml",
                        raw.lines.get("adapter", 0),
                        f"[stores.{name}]",
                        f"there is no adapter {raw.adapter} for {name}",
                        f"use one of: {there}",
                    )
                ]
            )
        return spec

    def _config(self, name: str, raw: RawStore, spec: AdapterSpec[Any, Any]) -> Any:
        """The settings of one adapter. Adapters of one name share a table; each takes what it knows."""
        known = {field for of in self.registry if of.name == raw.adapter for field in of.config.model_fields}
        options = dict(raw.options)
        if spec.config.model_config.get("extra") != "allow":
            options = {
                key: value
                for key, value in options.items()
                if key in spec.config.model_fields or key not in known
            }
        return check_options(name, raw.model_copy(update={"options": options}), spec.config)

    def _context(self, name: str, accounts: Accounts) -> AdapterContext:
        return AdapterContext(
            instance=name,
            program=self.program.id,
            folder=self.folder,
            secrets=self.secrets,
            now=self.now,
            people=self.program.people,
            accounts=accounts,
            addresses=self._addresses,
            session=self.session,
        )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two runs on one machine wait for nobody: the second says so and stops."""
        if self.in_memory:
            yield
            return
        place = self.folder / STATE_FOLDER
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(place / "lock", timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise LeaseHeld("another mentorkit on this machine", "it is done") from error
        try:
            yield
        finally:
            lock.release()


def _holder() -> str:
    """Whom to ask about a run: the user and the machine. The next run of both may go on at once."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # a container whose user has no name
        user = "mentorkit"
    return f"{user} on {platform.node() or 'an unnamed machine'}"


def _tell(hook: Callable[..., Any], **said: Any) -> None:
    """Tell observers. A failing one is logged by its kind of error alone, and never ends a run."""
    try:
        hook(**said)
    except Exception as error:  # noqa: BLE001 - whatever an observer does, the run goes on
        logging.getLogger("mentorkit").warning("an observer failed with %s", type(error).__name__)


def _observed(
    manager: pluggy.PluginManager, watch: "Callable[[StoreName, Change[Any], Any], None] | None"
) -> "Callable[[StoreName, Change[Any], Any], None]":
    def both(store: StoreName, change: Change[Any], outcome: Any) -> None:
        if watch is not None:
            watch(store, change, outcome)
        name = type(outcome).__name__.split("[", 1)[0].lower()
        _tell(manager.hook.mentorkit_change_applied, store=store, key=change.key, action=name)

    return both
