# SPDX-License-Identifier: Apache-2.0
"""What this adapter takes for granted about Confluence and no document of the vendor states, tried out.

The pages are made in the program's own space, called a probe, and moved to the trash in the end. They
carry anchors of their own and none of the program's, so that no run takes them for its records.
"""

from collections.abc import Generator, Iterator
from datetime import UTC, datetime

from lxml import etree

from mentorkit.domain.richtext import Task, Tasks, inlines, para
from mentorkit.errors import AdapterError, AlreadyExists, Conflict, LeftBehind, PermissionDenied
from mentorkit.ports import Diagnosis
from mentorkit_atlassian.trials import Otherwise, Trial, expect, judged, remove
from mentorkit_confluence.api import NewPage, NewVersion
from mentorkit_confluence.boxes import TaskIds
from mentorkit_confluence.markup import ac, inner, new_root, parse
from mentorkit_confluence.names import Names
from mentorkit_confluence.normal import anchor_of
from mentorkit_confluence.site import Site
from mentorkit_confluence.storage_write import anchor_macro, write
from mentorkit_confluence.wire import Page, Space, tick_of

TRIALS = (
    "two pages in the space {space}, called “Mentorkit probe”, seen by this account alone; they are moved"
    " to the trash again"
)
ANCHORS = ("mk.probe.begin", "mk.probe.1-x.end")
BOXES = {"mk-probe-first": 7, "mk-probe-second": 3}
"""Anchors of the boxes, and their numbers."""
LABEL = "mentorkit-probe"
_NUMBERS = [str(number) for number in BOXES.values()]
_REPORT = "pages cannot be relied on here: report it with this row"
_PRIVATE = "write nothing private here: the site needs a Standard plan or higher"


def probe(site: Site) -> Generator[Diagnosis, None, None]:
    """Make the pages, try with them, trash them. Raises LeftBehind, AdapterError."""
    space = site.api.space(site.names.space)
    if space is None:
        found = f"the space {site.names.space} is not there, so nothing was tried"
        yield Diagnosis(check="probe", state="warning", found=found, remedy="run mentorkit apply first")
        return
    run = _Probe(site, space)
    try:
        yield from run.findings()
    finally:
        run.clean()


class _Probe:
    """One run: its pages by id; ``_page`` is the one that is tried with, as it was read or written last."""

    def __init__(self, site: Site, space: Space) -> None:
        self._site, self._api, self._space = site, site.api, space
        self._title = f"Mentorkit probe {datetime.now(UTC):%Y-%m-%d %H:%M:%S}: may be deleted"
        self._made: dict[str, str] = {}
        self._page: Page | None = None

    def findings(self) -> Iterator[Diagnosis]:
        """One an assumption; without a page there is nothing to try with."""
        yield from judged([Trial("a page made as private is its maker's alone", _PRIVATE, self._create)])
        if self._page is None:
            return
        for assumed, remedy, run in (
            ("the answer to a restriction lists the audience", _PRIVATE, self._restricted),
            ("anchors alone in a paragraph survive a save", _REPORT, self._anchors),
            ("numbers of task boxes survive a save", _REPORT, self._numbers),
            ("a link in a task box survives a save", _REPORT, self._links),
            ("the site says who ticked a box, by its number", _REPORT, self._ticked),
            ("a tick makes the box complete in the page itself", _REPORT, self._complete),
            ("an outdated version is refused with 409", _REPORT, self._stale),
            ("a title is unique in its space", _REPORT, self._unique),
            ("a new page is listed by its title at once", _REPORT, self._listed),
            ("labels are added by version 1 of the API", _REPORT, self._labeled),
        ):
            yield from judged([Trial(assumed, remedy, run)])

    def clean(self) -> None:
        """Trash the pages, also one whose answer was lost. Raises LeftBehind."""
        try:
            self._made |= {page.id: page.title for page in self._titled()}
        except AdapterError as error:
            names = ", ".join(self._made.values()) or f"{self._title}, if it is there"
            raise LeftBehind(self._site.instance, names, error.reason) from error
        remove(self._site.instance, self._made, self._api.delete_page)

    def _titled(self) -> list[Page]:
        return list(self._api.pages(self._space.id, ("current",), title=self._title, body=False))

    def _create(self) -> str:
        self._page = self._make()
        access = self._api.access(self._page.id)
        expect(access.view, frozenset({self._site.me}), "who may see it")
        return "nobody else may see it"

    def _make(self) -> Page:
        new = NewPage(self._space.id, self._space.home, self._title, _body(self._site.names), private=True)
        page = self._api.make_page(new)
        self._made[page.id] = page.title
        return page

    def _now(self) -> Page:
        """The page as it stands, with its body. Raises AdapterError."""
        if self._page is None:
            raise Otherwise("there is no page to try with")
        self._page = self._api.page(self._page.id)
        return self._page

    def _restricted(self) -> str:
        ours = frozenset({self._site.me})
        try:
            access = self._api.restrict(self._now().id, ours, ours)
        except PermissionDenied as error:
            raise Otherwise(f"restrictions are refused {error.reason}".strip()) from error
        expect((access.view, access.edit), (ours, ours), "the audience by the answer")
        return "both lists, as they were asked for"

    def _anchors(self) -> str:
        macros = parse(self._now().body or "").iter(ac("structured-macro"))
        found = [
            (parameter.text or "").strip()
            for macro in macros
            if macro.get(ac("name")) == "anchor"
            for parameter in macro.iter(ac("parameter"))
            if parameter.get(ac("name")) == ""
        ]
        expect(found, list(ANCHORS), "anchors")
        return "both, in their order"

    def _numbers(self) -> str:
        found = [(one.text or "").strip() for one in parse(self._now().body or "").iter(ac("task-id"))]
        expect(found, _NUMBERS, "numbers")
        page = self._now()
        self._page = self._api.change_page(
            NewVersion(page.id, page.version + 1, page.title, f"{page.body}<p>Saved once more.</p>")
        )
        again = [(one.text or "").strip() for one in parse(self._now().body or "").iter(ac("task-id"))]
        expect(again, _NUMBERS, "numbers after a second save")
        return "as they were sent, twice"

    def _links(self) -> str:
        bodies = parse(self._now().body or "").iter(ac("task-body"))
        found = [anchor_of(link.get("href") or "") for body in bodies for link in body.iter("a")]
        expect(found, list(BOXES), "anchors in the links")
        return "each box is known by its link"

    def _ticked(self) -> str:
        boxes = self._api.boxes(self._now().id)
        expect(sorted(str(box.get("localId")) for box in boxes), sorted(_NUMBERS), "boxes by their numbers")
        (first,) = (box for box in boxes if str(box["localId"]) == _NUMBERS[0])
        self._api.tick(str(first["id"]))
        (tick,) = (tick_of(box) for box in self._api.boxes(self._now().id) if box["id"] == first["id"])
        expect(tick.by, self._site.me, "who ticked it")
        if tick.at is None:
            raise Otherwise("it does not say when")
        return "who, and when"

    def _complete(self) -> str:
        statuses = parse(self._now().body or "").iter(ac("task-status"))
        expect([(one.text or "").strip() for one in statuses], ["complete", "incomplete"], "the boxes are")
        return "the ticked one is"

    def _stale(self) -> str:
        page = self._now()
        try:
            self._api.change_page(NewVersion(page.id, page.version, page.title, page.body or ""))
        except Conflict:
            return "refused"
        raise Otherwise("it was taken: what somebody saved meanwhile would be lost")

    def _unique(self) -> str:
        try:
            self._make()
        except AlreadyExists:
            return "a second page of that title is refused"
        raise Otherwise("there are two pages of one title now")

    def _listed(self) -> str:
        expect([page.id for page in self._titled()][:1], [self._now().id], "by its title")
        return "found"

    def _labeled(self) -> str:
        page = self._now()
        self._api.add_labels(page.id, [LABEL])
        if LABEL not in self._api.access(page.id).labels:
            raise Otherwise("the label is not there afterwards")
        return "added, and listed by version 2"


def _body(names: Names) -> str:
    """Fences, and boxes with numbers out of order, as this adapter writes them."""
    boxes = Tasks(items=tuple(Task(content=inlines("Probe"), anchor=anchor) for anchor in BOXES))
    words = para("Made by mentorkit doctor to try something out. It may be deleted.")
    return _fence(ANCHORS[0]) + write((words, boxes), names, TaskIds(known=dict(BOXES))) + _fence(ANCHORS[1])


def _fence(name: str) -> str:
    root = new_root()
    anchor_macro(etree.SubElement(root, "p"), name)
    return inner(root)
