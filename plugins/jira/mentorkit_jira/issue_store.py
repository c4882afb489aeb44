# SPDX-License-Identifier: Apache-2.0
"""The issue store over Jira Cloud: the port's five verbs, each handed to the module that knows how."""

from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence

from mentorkit.adapters import AdapterContext
from mentorkit.domain.keys import Key
from mentorkit.errors import AdapterError, NotFound, PermissionDenied
from mentorkit.ports.changes import Applied, Archive, Change, Create, Outcome, Skipped, Update
from mentorkit.ports.diagnosis import Diagnosis
from mentorkit.ports.items import PlanItem, PlanKind
from mentorkit.ports.records import Cursor, Reading, Stored
from mentorkit_jira import checks, container, issue_map, probe
from mentorkit_jira.client import JiraClient
from mentorkit_jira.config import PlansConfig
from mentorkit_jira.container import Container
from mentorkit_jira.creating import Creator
from mentorkit_jira.issue_map import Writer
from mentorkit_jira.names import Names
from mentorkit_jira.privacy import Privacy
from mentorkit_jira.reading import IssueReader
from mentorkit_jira.site import Project, Site
from mentorkit_jira.updating import Updater
from mentorkit_jira.writing import all_failed, needs, waves


class JiraIssueStore:
    """Plan items as issues of one project. Opening it asks for nothing but the secrets."""

    def __init__(self, config: PlansConfig, context: AdapterContext) -> None:
        names = Names.of(config.url, context, config.project)
        client = JiraClient.of(config.url, context)
        self._names = names
        self._site = Site(client, config, names, context.accounts.service)
        self._privacy = Privacy(self._site)
        self._container = Container(self._site, self._privacy)
        self._reader = IssueReader(self._site, self._container, context.now)

    def check(self) -> Iterable[Diagnosis]:
        """Reachable, who we are, project, permissions, security level, statuses; each with its remedy."""
        return checks.plans(self._site)

    def trials(self) -> str:
        """What ``probe`` makes for itself, in a sentence."""
        return probe.TRIALS.format(project=self._names.project)

    def probe(self) -> Generator[Diagnosis, None, None]:
        """Try out with issues of its own what the vendor's documents leave open. Raises LeftBehind."""
        return probe.probe(self._site)

    def read(self, since: Cursor | None = None) -> Reading[PlanItem]:
        """Records of this program; with a cursor only what changed since. Raises AdapterError."""
        return self._reader.full() if since is None else self._reader.changed(since)

    def locate(self, keys: Collection[Key]) -> Mapping[Key, Stored[PlanItem]]:
        """Which of these records exist, asked of the database. Raises AdapterError."""
        project = self._site.project() if keys else None
        if project is None:
            return {}
        found = {}
        board = self._container.record(project)
        if board is not None and board.mark is not None and board.mark.key in keys:
            found[board.mark.key] = board
        wanted = [key for key in keys if key not in found]
        return found | (self._reader.locate(wanted) if wanted else {})

    def canon(self, item: PlanItem) -> PlanItem:
        """What ``read`` would return for this item once it is saved here."""
        if item.kind is PlanKind.BOARD:
            return container.canon(item)
        return issue_map.canon(item, self._names)

    def write(self, batch: Sequence[Change[PlanItem]]) -> Iterator[Outcome[PlanItem]]:
        """Make the changes, the container first, parents before children; one outcome a change."""
        boards = [change for change in batch if _kind(change) is PlanKind.BOARD]
        rest = [change for change in batch if _kind(change) is not PlanKind.BOARD]
        private = any(_needs_level(change) for change in rest)
        missing: set[Key] = set()
        for change in boards:
            outcome = self._container.write(change, private=private)
            if not isinstance(outcome, Applied):
                missing.add(change.key)
            yield outcome
        if any(change.key in missing for change in boards if isinstance(change, Create)):
            yield from (Skipped(key=change.key, why="the container could not be made") for change in rest)
        elif rest:
            yield from self._write(rest, missing, private=private)

    def _write(
        self, batch: Sequence[Change[PlanItem]], missing: set[Key], *, private: bool
    ) -> Iterator[Outcome[PlanItem]]:
        try:
            project = self._site.project()
            if project is None:
                raise NotFound(self._names.instance, self._names.project, "the project is not there")
            writer = self._writer(project, private=private)
        except AdapterError as error:
            yield from all_failed(batch, error)
            return
        creator = Creator(self._site, self._reader, project, writer)
        updater = Updater(self._site, self._reader, writer)
        for wave in waves(batch):
            ready = [change for change in wave if not needs(change) & missing]
            skipped = [change for change in wave if needs(change) & missing]
            creates = [change for change in ready if isinstance(change, Create)]
            others = [change for change in ready if isinstance(change, Update | Archive)]
            for change in skipped:
                missing.add(change.key)
                yield Skipped(key=change.key, why="something it needs failed")
            for outcome in (*creator.create(creates), *updater.update(others)):
                if not isinstance(outcome, Applied):
                    missing.add(outcome.key)
                yield outcome

    def _writer(self, project: Project, *, private: bool) -> Writer:
        """What writes the fields; where privacy is asked for and cannot be had, it refuses those items."""
        level, denied = "", None
        if private:
            try:
                level = self._privacy.level(project)
            except PermissionDenied as error:
                denied = error
        return Writer(self._names, level, self._site.participants_if_known, denied)


def _kind(change: Change[PlanItem]) -> PlanKind:
    return change.found.item.kind if isinstance(change, Archive) else change.item.kind


def _needs_level(change: Change[PlanItem]) -> bool:
    """Whether a change keeps an issue to some people that was not kept to them."""
    if isinstance(change, Archive) or change.item.audience is None:
        return False
    return isinstance(change, Create) or "audience" in change.fields
