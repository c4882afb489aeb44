# SPDX-License-Identifier: Apache-2.0
"""One site: its people, clock, settings, state and log, shared by every interface the sandbox offers."""

import threading
import uuid
from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any

from mentorkit_sandbox.clock import Clock
from mentorkit_sandbox.faults import Faults
from mentorkit_sandbox.rates import Rates
from mentorkit_sandbox.tables import Record, Tables

_PERSON, _SITE = "person", "site"
_LOG_LENGTH = 50_000


@dataclass(frozen=True)
class SitePerson:
    """Somebody with an account. The token is the password of Basic authentication, as on Atlassian Cloud."""

    name: str
    email: str
    token: str = field(repr=False)
    account_id: str
    admin: bool = False
    time_zone: str = "Etc/UTC"


@dataclass
class Settings:
    """How this site differs from others; all of it may be changed while it runs.

    ``index_lag_seconds``: searches see the state of that long ago. ``burst_limits``: requests a second by
    method, for each endpoint. ``page_size_jitter``: search pages come up to so many results short.
    ``workflow``: the statuses new projects get, in the order of the board. ``free_plan``: no page
    restrictions and no issue security.
    """

    index_lag_seconds: float = 0.0
    hide_emails: bool = False
    free_plan: bool = False
    page_size_jitter: int = 0
    burst_limits: dict[str, int] = field(default_factory=dict)
    retry_after_header: bool = True
    per_issue_limit: bool = False
    workflow: list[str] = field(
        default_factory=lambda: ["Backlog", "This fortnight", "Doing", "Show to mentor", "Done"]
    )


def account_id_of(email: str) -> str:
    """The account id of an e-mail address: always the same, and of the vendor's form."""
    return f"712020:{uuid.uuid5(uuid.NAMESPACE_URL, 'mailto:' + email.lower())}"


class Site:
    """Everything one site knows. Hold ``lock`` while reading or writing outside of a request."""

    def __init__(self, tables: Tables | None = None, base_url: str = "http://sandbox.test") -> None:
        self.tables = tables or Tables()
        self.base_url = base_url
        self.clock = Clock()
        self.faults = Faults()
        self.rates = Rates()
        self.lock = threading.RLock()
        self.log: deque[dict[str, Any]] = deque(maxlen=_LOG_LENGTH)
        self.requests_seen = 0
        self.settings = Settings()
        self._restore()

    @property
    def people(self) -> list[SitePerson]:
        """Everybody with an account, in the order of their arrival."""
        return list(self._by_account.values())

    def add_person(self, person: SitePerson) -> None:
        """Give somebody an account (or change it)."""
        self.tables.put(_PERSON, person.account_id, asdict(person))
        self._index_people()

    def person(self, account_id: str | None) -> SitePerson | None:
        """Who has this account."""
        return self._by_account.get(account_id or "")

    def person_by_email(self, email: str) -> SitePerson | None:
        """Who has this address, whatever its case."""
        return self._by_email.get(email.lower())

    def configure(self, changes: Mapping[str, Any]) -> None:
        """Change settings by name; raises ValueError for an unknown name or a value of another type."""
        known = {item.name: getattr(self.settings, item.name) for item in fields(Settings)}
        for name, value in changes.items():
            if name not in known:
                raise ValueError(f"unknown setting {name!r}; known: {', '.join(known)}")
            wanted = (int, float) if isinstance(known[name], float) else type(known[name])
            if not isinstance(value, wanted):
                raise ValueError(  # noqa: TRY004  # one kind of error for whatever is wrong with a wish
                    f"setting {name!r} takes a value like {known[name]!r}"
                )
        for name, value in changes.items():
            setattr(self.settings, name, value)
        self.tables.put(_SITE, "settings", asdict(self.settings))

    def keep_clock(self) -> None:
        """Write the clock into the state, so that a restarted site goes on from there."""
        self.tables.put(_SITE, "clock", {"now": self.clock.now().isoformat(), "frozen": self.clock.frozen})

    def dump(self) -> dict[str, dict[str, Record]]:
        """The whole state, people and settings included, as JSON-able data."""
        return self.tables.dump()

    def load(self, state: dict[str, dict[str, Record]]) -> None:
        """Replace the whole state with what ``dump`` gave."""
        self.tables.load(state)
        self.tables.commit()
        self._restore()

    def reset(self) -> None:
        """Forget everything but the people and the settings."""
        kept = {name: rows for name, rows in self.dump().items() if name in (_PERSON, _SITE)}
        self.load(kept)
        self.faults.clear()
        self.log.clear()
        self.requests_seen = 0

    def _restore(self) -> None:
        self.settings = Settings(**(self.tables.get(_SITE, "settings") or {}))
        clock = self.tables.peek(_SITE, "clock")
        if clock is not None:
            self.clock.set(datetime.fromisoformat(clock["now"]), frozen=clock["frozen"])
        self._index_people()

    def _index_people(self) -> None:
        everybody = [SitePerson(**row) for row in self.tables.rows(_PERSON)]
        self._by_account = {person.account_id: person for person in everybody}
        self._by_email = {person.email.lower(): person for person in everybody}
