# SPDX-License-Identifier: Apache-2.0
"""The search index: the issues as searches see them, some seconds behind the database.

Stored records are never changed in place, so a snapshot of an issue is a reference to what was stored.
"""

from collections import deque
from datetime import datetime, timedelta

from mentorkit_sandbox.site import Site
from mentorkit_sandbox.tables import Record


class Index:
    """Follows every commit; what changed becomes visible ``settings.index_lag_seconds`` later, in the order
    it was committed.

    A site just opened or loaded is indexed at once.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._visible: dict[str, Record] = {}
        self._pending: deque[tuple[datetime, str, Record | None]] = deque()
        self._loads = -1
        self._follow_loads()
        site.tables.listeners.append(self._committed)

    def issues(self) -> list[Record]:
        """What a search sees now: for reading only."""
        self._follow_loads()
        now = self._site.clock.now()
        while self._pending and self._pending[0][0] <= now:
            _, id_, issue = self._pending.popleft()
            if issue is None:
                self._visible.pop(id_, None)
            else:
                self._visible[id_] = issue
        return list(self._visible.values())

    def _committed(self, changed: list[tuple[str, str]]) -> None:
        self._follow_loads()
        due = self._site.clock.now() + timedelta(seconds=self._site.settings.index_lag_seconds)
        for table, id_ in changed:
            if table == "issue":
                self._pending.append((due, id_, self._site.tables.peek(table, id_)))

    def _follow_loads(self) -> None:
        if self._loads != self._site.tables.loads:
            self._loads = self._site.tables.loads
            self._pending.clear()
            self._visible = {issue["id"]: issue for issue in self._site.tables.rows("issue")}
