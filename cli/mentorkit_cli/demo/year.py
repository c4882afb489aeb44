# SPDX-License-Identifier: Apache-2.0
"""The rest of the year: meetings with notes, nudges, quarterly reviews, the closing, and coming back."""

import re
from collections.abc import Mapping
from datetime import timedelta

from mentorkit.documents.notes import AFTERWARDS, ANSWER, BY, ITEM, MET, OUTCOME, TALKED, TASK
from mentorkit.domain.meetings import HELD, Meeting, MeetingKind, meeting_subject
from mentorkit.domain.pairings import Pairing
from mentorkit.domain.reviews import Review
from mentorkit.program.edit import append_pairing
from mentorkit.program.file_models import PairingEntry
from mentorkit_cli.demo.story import MENTEE, MENTOR, PAGE, STRANGER, Step, Story, expect
from mentorkit_sandbox.actor import Actor

NEW_TASK = "Walk through the event calendar with the keyboard alone"
HIS, HERS = "Reflection: Jonas Weber, with Inês Carvalho", "Reflection: Inês Carvalho, with Jonas Weber"
BOTH = "Reflections: Jonas Weber, Inês Carvalho"
OUTCOMES = (
    "We found why the menu loses focus.",
    "The module is split into two parts.",
    "Jonas explains hooks to the team next week.",
    "Smaller steps: one pull request a day.",
)


def take_notes(story: Story) -> Step:
    """The page the day before, their own words on it, the meeting, and what comes of it."""
    jonas, ines, meeting = story.actor(MENTEE), story.actor(MENTOR), _next(story)
    title = _day_before(story, meeting)
    expect(story.actor(STRANGER).find_page(title) is None, "a stranger sees no notes")
    expect("Start here" in jonas.body(title), "the notes begin with where the plan stands")
    jonas.fill_table(title, (ITEM, TALKED), [("Focus order in the site menu", "")])
    until = (meeting.start + timedelta(days=12)).date().isoformat()
    jonas.fill_table(title, (TASK, "Skill", BY), [(NEW_TASK, "Web accessibility", until)])
    ines.add_box(title, "Actions", ines.account_id, "asks the client for a test account", until)
    ines.write_under(title, "Decisions", "We test with the keyboard before we open a pull request.")
    _after(story, meeting, title, "yes", OUTCOMES[0])
    story.apply()
    made = [one for one in story.activities() if one.item.title == NEW_TASK]
    expect(len(made) == 1, "the line became one activity")
    expect(OUTCOMES[0] in jonas.body(PAGE), "the outcome stands on the pairing page")
    expect(_held(story, meeting), "the meeting counts as held")
    return Step(
        "notes",
        f"The notes were there the day before; a line of them became {made[0].name}, the outcome went to the"
        " pairing page.",
        (MENTEE, MENTOR, STRANGER),
        ("E5", "E15", "N7", "E12"),
        [story.seen.snapshot.pages.by_key[story.seen.notes_key(_pairing(story), meeting)].url, made[0].url],
    )


def nudge(story: Story) -> Step:
    """A card that does not move for two weeks gets one comment, whatever happens then."""
    jonas = story.actor(MENTEE)
    card = next(one for one in story.activities() if one.item.title == NEW_TASK)
    before = len(jonas.comments(card.name))
    jonas.move(card.name, "Doing")
    jonas.change(card.name, duedate=(story.scene.now() + timedelta(days=60)).date().isoformat())
    _meet(story)
    _meet(story)
    _day_before(story, _next(story))
    comments = jonas.comments(card.name)[before:]
    expect(len(comments) == 1, "one comment about a card that has been in hand for long")
    for column in ("Show to mentor", "Done"):
        jonas.move(card.name, column)
    return Step(
        "nudges",
        f"{card.name} did not move for two weeks and got one comment; a later run added none.",
        (MENTEE,),
        ("T8",),
        [card.url],
    )


def first_quarter(story: Story) -> Step:
    """A meeting every two weeks until the review; work gets done on the way."""
    count = 0
    while _next(story).kind is not MeetingKind.REVIEW:
        _meet(story)
        count += 1
    return Step(
        "fortnights",
        f"{count} more meetings, each with its page the day before; once they did not meet, and said so.",
        (MENTEE, MENTOR),
        ("E4", "E14", "E17"),
        [story.pairing_url()],
    )


def review(story: Story) -> Step:
    """Both sides, the differences, the focus skills, the mentor's own tick, and the next plan."""
    before = {stored.name for stored in story.plan()}
    slot = _next(story).slot
    _meet(story)
    story.apply()
    done = next(seen.review for seen in story.seen.reviews[story.key] if seen.review.slot == slot)
    expect(done.agreed_on is not None and bool(done.focus), "levels and focus skills are agreed")
    expect("Agreed in reviews" in story.actor(STRANGER).body("Skills: Jonas Weber"), "on the open profile")
    new = [stored for stored in story.plan() if stored.name not in before]
    expect(any(stored.item.kind.value == "goal" for stored in new), "the next plan is made from the review")
    return Step(
        "review",
        f"They wrote levels side by side, Inês agreed by her own tick, and {len(done.focus)} focus skills"
        f" became {len(new)} new issues.",
        (MENTEE, MENTOR, STRANGER),
        ("S4", "S5", "S8", "S16"),
        [story.seen.snapshot.pages.by_key[done.key].url, *(stored.url for stored in new[:2])],
    )


def the_year(story: Story) -> Step:
    """Meetings, reviews and plans by themselves, until the closing is near."""
    meetings = 0
    while story.stage() == "growing" and story.coming() is not None:
        _meet(story)
        meetings += 1
    expect(story.stage() == "reflecting", "a week before the closing they begin to reflect")
    agreed = [seen.review for seen in story.seen.reviews[story.key] if seen.review.agreed_on]
    expect(len(agreed) == 4, "four reviews in a year")
    goals = [stored for stored in story.plan() if stored.item.kind.value == "goal"]
    return Step(
        "year",
        f"{meetings} meetings and three reviews later there are {len(goals)} goals on the board,"
        " each plan made from the review before it.",
        (MENTEE, MENTOR),
        ("S7", "L5", "T9", "Y3"),
        [story.url("growth", MENTEE), story.pairing_url()],
    )


def reflect(story: Story) -> Step:
    """A page a side, closed to the other."""
    jonas, ines = story.actor(MENTEE), story.actor(MENTOR)
    expect(jonas.find_page(HERS) is None and ines.find_page(HIS) is None, "neither reads the other's")
    jonas.write_under(HIS, "What I am proud of", "The library passed its audit, and I wrote the module.")
    jonas.fill_table(HIS, ("For the other side", "Words"), [("Keep", "Asking before you answer")])
    ines.write_under(HERS, "Thanks", "For every honest question.")
    jonas.tick(HIS, "mk-complete-mentee")
    story.apply()
    expect(story.stage() == "reflecting", "one side alone opens nothing")
    expect(ines.find_page(HIS) is None, "and is not read by the other yet")
    return Step(
        "reflection",
        "Each wrote a reflection on a page of its own that the other cannot open yet.",
        (MENTEE, MENTOR),
        ("F1", "F3"),
        [],
    )


def close(story: Story) -> Step:
    """The closing meeting, both boxes, and one page that shows both to both."""
    jonas, ines = story.actor(MENTEE), story.actor(MENTOR)
    if story.coming() is not None:
        _meet(story)
    ines.tick(HERS, "mk-complete-mentor")
    story.apply()
    expect(story.stage() == "closed", "both are in: the pairing closes")
    expect("every honest question" in jonas.body(BOTH), "Jonas reads what Inês wrote")
    expect("passed its audit" in ines.body(BOTH), "and Inês what Jonas wrote")
    expect(story.actor(STRANGER).find_page(BOTH) is None, "nobody else does")
    expect("This pairing is closed: thank you both" in jonas.body(PAGE), "it closes with words")
    return Step(
        "closing",
        "With the second tick both reflections opened to both, and the pairing closed with words.",
        (MENTEE, MENTOR, STRANGER),
        ("F1", "L1", "L2"),
        [story.pairing_url()],
    )


def reopen(story: Story) -> Step:
    """Two months later, with the same mentor: when there is a place, and for a short new scope."""
    jonas, ines = story.actor(MENTEE), story.actor(MENTOR)
    story.scene.pass_days(60)
    again = PairingEntry(mentee=MENTEE, mentor=MENTOR, asked=story.scene.now().date(), reopens=True)
    append_pairing(story.scene.folder, again)
    places = ("offers help and wants a mentor", "0")
    ines.fill_table("Skills: Inês Carvalho", ("Mentoring", "Places"), [places])
    report = story.apply()
    refused = any("no place left" in told.what for told in report.told)
    expect(refused and story.stage() == "closed", "without a place it stays closed, and the run says why")
    ines.fill_table("Skills: Inês Carvalho", ("Mentoring", "Places"), [(places[0], "1")])
    story.apply()
    expect(story.stage() == "expectations", "it is open again")
    scope = [("What for, this time", "Bring the module into core")]
    jonas.fill_table(PAGE, ("Scope", "This time"), scope)
    jonas.tick(PAGE, "mk-agree-mentee-2")
    ines.tick(PAGE, "mk-agree-mentor-2")
    story.apply()
    expect(story.stage() == "growing", "both agreed on the new scope")
    expect("every honest question" in jonas.body(BOTH), "what was written stays")
    ahead = [one for one in story.seen.meetings[story.key] if one.start > story.scene.now()]
    return Step(
        "reopened",
        f"Two months later they came back for three months: {len(ahead)} meetings, a new short scope, and"
        " everything that was is still there.",
        (MENTEE, MENTOR, "elena-marinova"),
        ("L3", "N4"),
        [story.pairing_url()],
    )


STEPS = (take_notes, nudge, first_quarter, review, the_year, reflect, close, reopen)


def _pairing(story: Story) -> Pairing:
    return next(one for one in story.seen.pairings if one.key == story.key)


def _next(story: Story) -> Meeting:
    meeting = story.coming()
    expect(meeting is not None, "a meeting lies ahead")
    return meeting  # type: ignore[return-value]  # as was just expected


def _day_before(story: Story, meeting: Meeting) -> str:
    """The run of the day before a meeting; the title of the page for its notes."""
    story.wait_until(meeting.start - timedelta(hours=20))
    story.apply()
    return story.seen.snapshot.pages.by_key[story.seen.notes_key(_pairing(story), meeting)].item.title


def _after(story: Story, meeting: Meeting, title: str, met: str, outcome: str) -> None:
    story.wait_until(meeting.start + timedelta(hours=2))
    answers = [(MET, met), (OUTCOME, outcome)] if outcome else [(MET, met)]
    story.actor(MENTEE).fill_table(title, (AFTERWARDS, ANSWER), answers)


def _held(story: Story, meeting: Meeting) -> bool:
    subject = meeting_subject(meeting)
    return any(fact.name == HELD and fact.detail == subject for fact in story.seen.ledger(story.key))


def _meet(story: Story) -> None:
    """One meeting with its notes; the reviews that are out are filled in; one card is finished."""
    meeting = _next(story)
    title = _day_before(story, meeting)
    for seen in story.seen.reviews.get(story.key, ()):
        if seen.review.agreed_on is None:
            _fill_review(story, seen.review, over=meeting.slot == seen.review.slot)
    number = len(story.seen.notes.get(story.key, {}))
    missed = number == 4
    outcome = "" if missed else OUTCOMES[number % len(OUTCOMES)]
    _after(story, meeting, title, "no, both at a client" if missed else "yes", outcome)
    jonas = story.actor(MENTEE)
    card = next((one for one in story.activities() if one.item.status.value == "backlog"), None)
    if card is not None:
        for column in ("Doing", "Show to mentor", "Done"):
            jonas.move(card.name, column)


def _fill_review(story: Story, review: Review, *, over: bool) -> None:
    """Both write levels as soon as the page is out; focus skills and the mentor's tick follow later."""
    jonas, ines = story.actor(MENTEE), story.actor(MENTOR)
    page = story.seen.snapshot.pages.by_key[review.key].item.title
    if not review.answers.own:
        own, seen = _levels(story)
        jonas.fill_table(page, ("Skill", "Self", "Evidence"), [(*row, "shown in client work") for row in own])
        ines.fill_table(page, ("Skill", "Mentor"), seen)
    if over:
        for skill in _offered(jonas, page)[:2]:
            jonas.tick(page, f"mk-focus-{skill}")
        ines.tick(page, "mk-levels-agreed")


def _levels(story: Story) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What each writes: a level more where the plans aimed; the mentor sees one of the others lower."""
    mentee = story.seen.program.person(MENTEE)
    now, skills = story.seen.levels(mentee), story.seen.program.skills
    aimed: Mapping[str, int] = {
        one.item.details["skill"]: int(one.item.details["to"])
        for one in story.plan()
        if one.item.kind.value == "goal"
    }
    own = {skill: aimed.get(skill, now.get(skill, 0)) for skill in story.seen.program.required_levels(mentee)}
    lower = next((skill for skill in own if skill not in aimed and own[skill]), "")
    rows = [(skills[skill].name, str(level)) for skill, level in own.items()]
    seen = [(skills[skill].name, str(level - (skill == lower))) for skill, level in own.items()]
    return rows, seen


def _offered(reader: Actor, page: str) -> list[str]:
    return re.findall(r"#mk-focus-([a-z0-9-]+)", reader.body(page))
