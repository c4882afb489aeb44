# SPDX-License-Identifier: Apache-2.0
"""The first weeks: from the first apply to the first milestone."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from mentorkit.documents import pairing as pairing_page
from mentorkit.program.edit import append_pairing
from mentorkit.program.file_models import PairingEntry
from mentorkit_cli.demo.story import FOCUS, MENTEE, MENTOR, PAGE, STRANGER, Step, Story, StoryBroken, expect
from mentorkit_sandbox.actor import Refused


def set_up(story: Story) -> Step:
    report = story.apply()
    expect(report.writes > 30, "the first run makes the project, the space and everybody's pages")
    people = story.seen.program.people
    expect(len(story.seen.profiles) == len(people), "everybody has a profile")
    return Step(
        "set-up",
        f"One apply made {report.writes} records: project, board, space, home,"
        f" and two pages each for {len(people)} people.",
        ("administrator",),
        ("P6", "S1", "TC12"),
        [story.url("home", "home"), story.url("board", "plans")],
    )


def fill_profiles(story: Story) -> Step:
    for person in story.seen.program.people:
        actor, skills = story.actor(person.id), story.seen.program.skills
        required = story.seen.program.role_of(person).required(person.grade)
        levels = [
            (skills[skill].name, str(_level(place, needed)), "Shown in client work" if needed > 1 else "")
            for place, (skill, needed) in enumerate(required.items())
        ]
        actor.fill_table(f"Skills: {person.name}", ("Skill", "Level", "Evidence"), levels)
    jonas = story.actor(MENTEE)
    growth = "My growth: Jonas Weber"
    jonas.fill_table(
        growth,
        ("Skill", "Why now"),
        [
            ("Web accessibility", "The library's audit is in spring"),
            ("Drupal core APIs", "I want to write modules alone"),
        ],
    )
    jonas.fill_table(growth, ("Wish", "Who"), [("First", "@" + story.actor(MENTOR).account_id)])
    jonas.write_under("Skills: Jonas Weber", "I can share", "Espresso, and how our deployment really works.")
    return Step(
        "profiles",
        "Everybody wrote levels on the own page; Jonas wished for two skills and one mentor.",
        ("everybody",),
        ("P7", "S13", "S17"),
        [story.url("profile", MENTEE)],
    )


def find_gaps(story: Story) -> Step:
    story.apply()
    gaps = [gap.skill for gap in story.seen.gaps(story.seen.program.person(MENTEE))]
    expect(bool(gaps), "Jonas has gaps")
    body = story.actor(MENTEE).body("My growth: Jonas Weber")
    expect("Needed and now" in body and "to go" in body, "the gaps stand on Jonas's private page")
    expect(story.actor(STRANGER).find_page("My growth: Jonas Weber") is None, "a stranger sees none of it")
    return Step(
        "gaps",
        f"{len(gaps)} gaps stand beside what Jonas wrote, on a page for him and the coordinator.",
        ("jonas-weber", STRANGER),
        ("S4", "P22"),
        [story.url("growth", MENTEE)],
    )


def ask(story: Story) -> Step:
    story.scene.pass_days(1)
    today = story.scene.now().date()
    for entry in (
        PairingEntry(mentee=MENTEE, mentor=MENTOR, focus=FOCUS, asked=today),
        PairingEntry(mentee=MENTOR, mentor="daniel-okoro", asked=today),
    ):
        append_pairing(story.scene.folder, entry)
    story.apply()
    expect(story.actor(MENTEE).find_page(PAGE) is not None, "the pairing page is there for the two")
    return Step(
        "request",
        "The coordinator asked for two pairs: Inês mentors Jonas, and is mentored by Daniel.",
        ("elena-marinova",),
        ("P1", "M7"),
        [story.pairing_url()],
    )


def strangers_tick(story: Story) -> Step:
    samir = story.actor(STRANGER)
    expect(
        not samir.may("GET", "/wiki/api/v2/pages/" + story.pairing_ref()),
        "the page is closed to a stranger",
    )
    try:
        samir.tick(PAGE, pairing_page.ACCEPT_MENTOR)
    except Refused:
        pass
    else:
        raise StoryBroken("a stranger could tick a box")
    story.actor(MENTEE).tick(PAGE, pairing_page.ACCEPT_MENTOR)
    story.apply()
    expect(story.stage() == "requested", "Jonas's tick in Inês's box does not count")
    return Step(
        "wrong-tick",
        "A stranger could not open the page, and Jonas's tick in Inês's box did not count.",
        (STRANGER, MENTEE),
        ("M2",),
        [story.pairing_url()],
    )


def accept(story: Story) -> Step:
    ines = story.actor(MENTOR)
    ines.untick(PAGE, pairing_page.ACCEPT_MENTOR)
    ines.tick(PAGE, pairing_page.ACCEPT_MENTOR)
    story.actor(MENTEE).tick(PAGE, pairing_page.ACCEPT_MENTEE)
    story.scene.pass_days(0.1)
    story.apply()
    expect(story.stage() == "expectations", "both accepted")
    meetings = story.seen.meetings[story.key]
    return Step(
        "accepted",
        "Both ticked their own box: the agreement opened,"
        f" and a year of {len(meetings)} meetings went into their feeds.",
        (MENTEE, MENTOR),
        ("M2", "M7", "G4", "E8", "Y3", "N6"),
        [story.pairing_url(), story.scene.url + "/feeds/program.ics"],
    )


def agree(story: Story) -> Step:
    ines, jonas = story.actor(MENTOR), story.actor(MENTEE)
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
        [story.pairing_url()],
    )


def make_plan(story: Story) -> Step:
    story.scene.pass_days(0.1)
    story.apply()
    expect(story.stage() == "growing", "both agreed")
    items = story.plan()
    kinds = [stored.item.kind.value for stored in items]
    work = sorted(name for stored in items for name in stored.item.work)
    expect(kinds.count("goal") == len(FOCUS), "a goal a focus skill")
    expect(kinds.count("activity") >= 3, "activities to learn and to practice")
    expect(bool(work), "a real work item is linked")
    expect(not story.actor(STRANGER).issues(story.jql()), "a stranger sees no issue of the plan")
    expect(len(story.actor(MENTOR).issues(story.jql())) == len(items), "the mentor sees all of it")
    return Step(
        "plan",
        f"{kinds.count('goal')} goals with milestones and {kinds.count('activity')} activities"
        f" stand on the board; {', '.join(work)} is linked.",
        (MENTEE, MENTOR, STRANGER),
        ("S5", "T2", "T3", "T4", "N1", "G7", "ML1"),
        [stored.url for stored in items[:3]],
    )


def edit(story: Story) -> Step:
    jonas = story.actor(MENTEE)
    first, second = story.activities()[:2]
    jonas.change(first.name, summary="Read it properly, with a screen reader running")
    jonas.change(
        second.name, duedate=(date.fromisoformat(str(second.item.due)) + timedelta(days=9)).isoformat()
    )
    copied = jonas.clone(first.name)
    story.actor(MENTOR).edit(
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


def respect(story: Story) -> Step:
    before = story.actor(MENTEE).body(PAGE)
    first = story.activities()[0].name
    report = story.apply()
    story.kept = report.kept
    fields = {(kept.name, kept.field) for kept in report.kept}
    expect(
        (first, "title") in fields and any(field == "due" for _, field in fields),
        "the report names what people changed",
    )
    expect("not about other people" in story.actor(MENTEE).body(PAGE), "the agreement's new words stand")
    expect(len(before) > 0, "the page is there")
    summary = story.actor(MENTEE).issues(f"key = {first}")[0]["fields"]["summary"]
    expect(summary.startswith("Read it properly"), "the new title stands")
    return Step(
        "kept",
        "The next apply kept all of it and said so; the clone stays Jonas's own.",
        ("administrator",),
        ("N16", "X1"),
        [],
    )


def work(story: Story) -> Step:
    story.scene.pass_days(14)
    jonas = story.actor(MENTEE)
    milestone = story.first_milestone()
    done = [s for s in story.activities() if s.item.details.get("milestone") == milestone]
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


def milestone(story: Story) -> Step:
    story.apply()
    milestone = story.seen.snapshot.plans.by_key[story.first_milestone()]
    expect(milestone.item.status.value == "done", "the milestone closed by itself")
    comments = story.actor(MENTEE).call("GET", f"/rest/api/3/issue/{milestone.name}/comment")["comments"]
    expect(len(comments) == 1, "both are told once")
    return Step(
        "milestone",
        f"{milestone.name} closed by itself, with one comment to both.",
        ("administrator",),
        ("ML2", "ML3"),
        [milestone.url],
    )


def _level(place: int, needed: int) -> int:
    """What somebody writes: mostly what the role asks for, some less, one more."""
    pattern: Callable[[int], int] = (0, 0, -1, 0, 1, -1).__getitem__
    return max(0, min(4, needed + pattern(place % 6)))


STEPS = (
    set_up,
    fill_profiles,
    find_gaps,
    ask,
    strangers_tick,
    accept,
    agree,
    make_plan,
    edit,
    respect,
    work,
    milestone,
)
