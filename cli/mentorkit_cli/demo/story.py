# SPDX-License-Identifier: Apache-2.0
"""The story: what the people of the example company do, each with the own token, between the runs."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from mentorkit.documents import pairing as pairing_page
from mentorkit.domain.keys import Key, short
from mentorkit.domain.pairings import pairing_key
from mentorkit.program.edit import append_pairing
from mentorkit.program.file_models import PairingEntry
from mentorkit.reconcile.changeset import Kept, Report
from mentorkit.rules import World
from mentorkit_cli.demo.scene import Scene
from mentorkit_sandbox.actor import Actor, Refused

MENTEE, MENTOR, STRANGER = "jonas-weber", "ines-carvalho", "samir-aziz"
FOCUS = ("web-accessibility", "drupal-core-apis")
PAGE = "Pairing: Jonas Weber, Inês Carvalho"


class StoryBroken(AssertionError):
    """The program did not do what the story says it does."""


@dataclass
class Step:
    """One step as it was played. ``rows`` are the rows of the acceptance table that it shows."""

    id: str
    told: str
    actors: tuple[str, ...]
    rows: tuple[str, ...]
    links: list[str] = field(default_factory=list)
    requests: int = 0


@dataclass
class Story:
    """Plays the story in a scene; ``steps`` fills up on the way."""

    scene: Scene
    steps: list[Step] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    world: World | None = None
    report: Report | None = None

    def play(self) -> Iterator[Step]:
        """Every step, as soon as it is over. Raises StoryBroken and Refused."""
        for step in (
            self.set_up,
            self.fill_profiles,
            self.find_gaps,
            self.ask,
            self.strangers_tick,
            self.accept,
            self.agree,
            self.make_plan,
            self.edit,
            self.respect,
            self.work,
            self.milestone,
        ):
            before = self.scene.site.requests_seen
            played = step()
            played.requests = self.scene.site.requests_seen - before
            self.steps.append(played)
            yield played

    def actor(self, person: str) -> Actor:
        """A person of the company at work."""
        return self.scene.actor(self._world.program.person(person).email)

    def apply(self) -> Report:
        """One run; its report and the world afterwards are remembered."""
        self.report, self.world, _ = self.scene.apply()
        if not self.report.whole:
            raise StoryBroken(f"a run left something undone: {self.report.failed or self.report.skipped}")
        return self.report

    @property
    def _world(self) -> World:
        if self.world is None:
            raise StoryBroken("the story begins with a run")
        return self.world

    # --- the steps ---------------------------------------------------------------------------------

    def set_up(self) -> Step:
        report = self.apply()
        expect(report.writes > 30, "the first run makes the project, the space and everybody's pages")
        people = self._world.program.people
        expect(len(self._world.profiles) == len(people), "everybody has a profile")
        return Step(
            "set-up",
            f"One apply made {report.writes} records: project, board, space, home,"
            f" and two pages each for {len(people)} people.",
            ("administrator",),
            ("P6", "S1", "TC12"),
            [self._url("home", "home"), self._url("board", "plans")],
        )

    def fill_profiles(self) -> Step:
        for person in self._world.program.people:
            actor, skills = self.actor(person.id), self._world.program.skills
            required = self._world.program.role_of(person).required(person.grade)
            levels = [
                (skills[skill].name, str(_level(place, needed)), "Shown in client work" if needed > 1 else "")
                for place, (skill, needed) in enumerate(required.items())
            ]
            actor.fill_table(f"Skills: {person.name}", ("Skill", "Level", "Evidence"), levels)
        jonas = self.actor(MENTEE)
        growth = "My growth: Jonas Weber"
        jonas.fill_table(
            growth,
            ("Skill", "Why now"),
            [
                ("Web accessibility", "The library's audit is in spring"),
                ("Drupal core APIs", "I want to write modules alone"),
            ],
        )
        jonas.fill_table(growth, ("Wish", "Who"), [("First", "@" + self.actor(MENTOR).account_id)])
        jonas.write_under(
            "Skills: Jonas Weber", "I can share", "Espresso, and how our deployment really works."
        )
        return Step(
            "profiles",
            "Everybody wrote levels on the own page; Jonas wished for two skills and one mentor.",
            ("everybody",),
            ("P7", "S13", "S17"),
            [self._url("profile", MENTEE)],
        )

    def find_gaps(self) -> Step:
        self.apply()
        gaps = [gap.skill for gap in self._world.gaps(self._world.program.person(MENTEE))]
        expect(bool(gaps), "Jonas has gaps")
        body = self.actor(MENTEE).body("My growth: Jonas Weber")
        expect("Needed and now" in body and "to go" in body, "the gaps stand on Jonas's private page")
        expect(self.actor(STRANGER).find_page("My growth: Jonas Weber") is None, "a stranger sees none of it")
        return Step(
            "gaps",
            f"{len(gaps)} gaps stand beside what Jonas wrote, on a page for him and the coordinator.",
            ("jonas-weber", STRANGER),
            ("S4", "P22"),
            [self._url("growth", MENTEE)],
        )

    def ask(self) -> Step:
        self.scene.pass_days(1)
        today = self.scene.now().date()
        for entry in (
            PairingEntry(mentee=MENTEE, mentor=MENTOR, focus=FOCUS, asked=today),
            PairingEntry(mentee=MENTOR, mentor="daniel-okoro", asked=today),
        ):
            append_pairing(self.scene.folder, entry)
        self.apply()
        expect(self.actor(MENTEE).find_page(PAGE) is not None, "the pairing page is there for the two")
        return Step(
            "request",
            "The coordinator asked for two pairs: Inês mentors Jonas, and is mentored by Daniel.",
            ("elena-marinova",),
            ("P1", "M7"),
            [self._pairing_url()],
        )

    def strangers_tick(self) -> Step:
        samir = self.actor(STRANGER)
        expect(
            not samir.may("GET", "/wiki/api/v2/pages/" + self._pairing_ref()),
            "the page is closed to a stranger",
        )
        try:
            samir.tick(PAGE, pairing_page.ACCEPT_MENTOR)
        except Refused:
            pass
        else:
            raise StoryBroken("a stranger could tick a box")
        self.actor(MENTEE).tick(PAGE, pairing_page.ACCEPT_MENTOR)
        self.apply()
        expect(self._stage() == "requested", "Jonas's tick in Inês's box does not count")
        return Step(
            "wrong-tick",
            "A stranger could not open the page, and Jonas's tick in Inês's box did not count.",
            (STRANGER, MENTEE),
            ("M2",),
            [self._pairing_url()],
        )

    def accept(self) -> Step:
        ines = self.actor(MENTOR)
        ines.untick(PAGE, pairing_page.ACCEPT_MENTOR)
        ines.tick(PAGE, pairing_page.ACCEPT_MENTOR)
        self.actor(MENTEE).tick(PAGE, pairing_page.ACCEPT_MENTEE)
        self.scene.pass_days(0.1)
        self.apply()
        expect(self._stage() == "expectations", "both accepted")
        meetings = self._world.meetings[self._key]
        return Step(
            "accepted",
            "Both ticked their own box: the agreement opened,"
            f" and a year of {len(meetings)} meetings went into their feeds.",
            (MENTEE, MENTOR),
            ("M2", "M7", "G4", "E8", "Y3", "N6"),
            [self._pairing_url(), self.scene.url + "/feeds/program.ics"],
        )

    def agree(self) -> Step:
        ines, jonas = self.actor(MENTOR), self.actor(MENTEE)
        ines.fill_table(
            PAGE,
            ("About", "What we agree"),
            [
                ("For three months", "The library passes an audit; Jonas ships one module."),
                ("Channel", "Video, and our team chat in between"),
            ],
        )
        jonas.tick(PAGE, pairing_page.AGREE_MENTEE)
        ines.tick(PAGE, pairing_page.AGREE_MENTOR)
        return Step(
            "agreement",
            "They wrote what they agree on, and both ticked it.",
            (MENTEE, MENTOR),
            ("G5", "G8", "G13"),
            [self._pairing_url()],
        )

    def make_plan(self) -> Step:
        self.scene.pass_days(0.1)
        self.apply()
        expect(self._stage() == "growing", "both agreed")
        items = self._plan()
        kinds = [stored.item.kind.value for stored in items]
        work = sorted(name for stored in items for name in stored.item.work)
        expect(kinds.count("goal") == len(FOCUS), "a goal a focus skill")
        expect(kinds.count("activity") >= 3, "activities to learn and to practice")
        expect(bool(work), "a real work item is linked")
        expect(not self.actor(STRANGER).issues(self._jql()), "a stranger sees no issue of the plan")
        expect(len(self.actor(MENTOR).issues(self._jql())) == len(items), "the mentor sees all of it")
        return Step(
            "plan",
            f"{kinds.count('goal')} goals with milestones and {kinds.count('activity')} activities"
            f" stand on the board; {', '.join(work)} is linked.",
            (MENTEE, MENTOR, STRANGER),
            ("S5", "T2", "T3", "T4", "N1", "G7", "ML1"),
            [stored.url for stored in items[:3]],
        )

    def edit(self) -> Step:
        jonas = self.actor(MENTEE)
        first, second = self._activities()[:2]
        jonas.change(first.name, summary="Read it properly, with a screen reader running")
        jonas.change(
            second.name, duedate=(date.fromisoformat(str(second.item.due)) + timedelta(days=9)).isoformat()
        )
        copied = jonas.clone(first.name)
        self.actor(MENTOR).edit(
            PAGE,
            lambda body: re.sub(
                "Not about line management or pay", "Not about pay, and not about other people", body
            ),
        )
        return Step(
            "edits",
            f"Jonas renamed {first.name}, moved the date of {second.name} and cloned the first"
            f" as {copied}; Inês changed the agreement's words.",
            (MENTEE, MENTOR),
            ("T6", "T8"),
            [first.url, second.url],
        )

    def respect(self) -> Step:
        before = self.actor(MENTEE).body(PAGE)
        first = self._activities()[0].name
        report = self.apply()
        self.kept = report.kept
        fields = {(kept.name, kept.field) for kept in report.kept}
        expect(
            (first, "title") in fields and any(field == "due" for _, field in fields),
            "the report names what people changed",
        )
        expect("not about other people" in self.actor(MENTEE).body(PAGE), "the agreement's new words stand")
        expect(len(before) > 0, "the page is there")
        summary = self.actor(MENTEE).issues(f"key = {first}")[0]["fields"]["summary"]
        expect(summary.startswith("Read it properly"), "the new title stands")
        return Step(
            "kept",
            "The next apply kept all of it and said so; the clone stays Jonas's own.",
            ("administrator",),
            ("N16", "X1"),
            [],
        )

    def work(self) -> Step:
        self.scene.pass_days(14)
        jonas = self.actor(MENTEE)
        milestone = self._first_milestone()
        done = [s for s in self._activities() if s.item.details.get("milestone") == milestone]
        for stored in done:
            for column in ("This fortnight", "Doing", "Show to mentor", "Done"):
                jonas.move(stored.name, column)
        return Step(
            "work",
            f"Two weeks later Jonas moved {len(done)} cards through Show to mentor to Done.",
            (MENTEE,),
            ("T5", "E14"),
            [stored.url for stored in done[:2]],
        )

    def milestone(self) -> Step:
        self.apply()
        milestone = self._world.snapshot.plans.by_key[self._first_milestone()]
        expect(milestone.item.status.value == "done", "the milestone closed by itself")
        comments = self.actor(MENTEE).call("GET", f"/rest/api/3/issue/{milestone.name}/comment")["comments"]
        expect(len(comments) == 1, "both are told once")
        return Step(
            "milestone",
            f"{milestone.name} closed by itself, with one comment to both.",
            ("administrator",),
            ("ML2", "ML3"),
            [milestone.url],
        )

    # --- looking things up -------------------------------------------------------------------------

    @staticmethod
    def key(world: World) -> Key:
        """The key of the pairing that the story is about."""
        return pairing_key(world.program.id, MENTEE, MENTOR)

    @property
    def _key(self) -> Key:
        return self.key(self._world)

    def _stage(self) -> str:
        return next(p.stage.value for p in self._world.pairings if p.key == self._key)

    def _pairing_ref(self) -> str:
        return self._world.snapshot.pages.by_key[self._key].ref

    def _pairing_url(self) -> str:
        return self._world.snapshot.pages.by_key[self._key].url

    def _url(self, kind: str, subject: str) -> str:
        key = self._world.key(kind, subject)
        view = self._world.snapshot.plans if kind == "board" else self._world.snapshot.pages
        return view.by_key[key].url

    def _jql(self) -> str:
        return f'labels = "{short(self._key)}" ORDER BY key'

    def _plan(self) -> list[Any]:
        label = short(self._key)
        found = [s for s in self._world.snapshot.plans.by_key.values() if label in s.item.labels]
        return sorted(found, key=lambda stored: int(stored.ref))

    def _activities(self) -> list[Any]:
        return [stored for stored in self._plan() if stored.item.kind.value == "activity"]

    def _first_milestone(self) -> Any:
        return next(stored.mark.key for stored in self._plan() if stored.item.kind.value == "milestone")


def expect(holds: bool, what: str) -> None:
    """Stop the story where the program does not keep a promise of it."""
    if not holds:
        raise StoryBroken(f"this was to be true and is not: {what}")


def _level(place: int, needed: int) -> int:
    """What somebody writes: mostly what the role asks for, some less, one more."""
    pattern: Callable[[int], int] = (0, 0, -1, 0, 1, -1).__getitem__
    return max(0, min(4, needed + pattern(place % 6)))
