# SPDX-License-Identifier: Apache-2.0
"""What the two may decide on the pairing page beside accepting and agreeing, each by an own box."""

from mentorkit.documents.tables import rows
from mentorkit.documents.words import fold
from mentorkit.domain.keys import Key
from mentorkit.domain.pairings import SIDES, Pairing, Stage, Step, box
from mentorkit.domain.richtext import Blocks, Heading, Mention, Ref, Task, Tasks, inlines, para, table, words
from mentorkit.ports import Document, Form, Generated

REASON, MINE = "Reason", "Mine"
SCOPE, THIS_TIME = "Scope", "This time"
REASONS = {
    "no-time": "No time now",
    "other-fits-better": "Somebody else fits better",
    "too-close": "We work too closely together",
    "other": "Another reason",
}
_SAYS = {
    Step.ACCEPT: " accepts",
    Step.DECLINE: " says no",
    Step.AGREE: " agrees",
    Step.HOLD: " puts this on hold",
    Step.RESUME: " goes on",
    Step.STOP: ": we stop here",
    Step.DONE: ": we are done",
    Step.COMPLETE: ": mine is complete",
}
_OVER = {
    Stage.CLOSED: "This pairing is closed: thank you both. What you wrote stays here, and your reflections"
    " are on a page of their own that both of you can read. If you want to work together again, tell the"
    " coordinator: it takes one line.",
    Stage.ENDED: "You stopped here, and nobody owes a reason. What you wrote stays yours. If you would like"
    " somebody else by your side, tell the coordinator.",
    Stage.DECLINED: "This request was declined. That is all right; others would like to be asked.",
    Stage.EXPIRED: "Nobody answered in time, so this request is over. It can be asked again.",
}


def tasks(pairing: Pairing, step: Step, count: int = 1) -> tuple[Task, Task]:
    """A box a side; only the tick of the person named beside it counts."""
    mentee, mentor = (
        Task(content=(Mention(person=person), *inlines(_SAYS[step])), anchor=box(step, side, count))
        for side, person in zip(SIDES, (pairing.mentee, pairing.mentor), strict=True)
    )
    return mentee, mentor


def decline_form(pairing: Pairing) -> Form:
    """How to say no, and why."""
    content = (
        Heading(text="If not", level=3),
        para(
            "To say no, tick your box. If you like, put a mark beside the reason: the coordinator is told"
            " this reason, and nothing else that you write here."
        ),
        Tasks(items=tasks(pairing, Step.DECLINE)),
        table((REASON, MINE), [(reason, "") for reason in REASONS.values()]),
    )
    return Form(name="decline", content=content)


def reason(page: Document) -> str:
    """The code of the first reason that is marked; ``other`` for one of their own, "" without a mark."""
    codes = {fold(said): code for code, said in REASONS.items()}
    for row in rows(page.written_by_people(), {"reason": (REASON,), "mine": (MINE,)}) or ():
        if fold(words(row["mine"].content)):
            return codes.get(fold(words(row["reason"].content)), "other")
    return ""


def write_steps(pairing: Pairing, reflections: Key | None = None) -> Generated | None:
    """The boxes that make sense now; once it is over, words instead. None while it is only asked for.

    ``reflections`` is the page that shows what both wrote.
    """
    if pairing.stage is Stage.REQUESTED:
        return None
    if pairing.stage in _OVER:
        link = (para(Ref(key=reflections, text="What you both wrote")),) if reflections else ()
        return Generated(name="steps", content=(para(_OVER[pairing.stage]), *link))
    return Generated(name="steps", content=_choices(pairing))


def scope_form(pairing: Pairing) -> Form:
    """The short agreement of a pairing that was reopened; the first one stays above it."""
    topics = [("What for, this time", ""), ("Until when", "Three months from now."), ("How often", "")]
    content = (
        Heading(text=f"Agreement, round {pairing.round}"),
        para("Everything that you agreed on before stands, unless you say otherwise here."),
        table((SCOPE, THIS_TIME), [*topics]),
        Tasks(items=tasks(pairing, Step.AGREE, pairing.round)),
    )
    return Form(name=f"agreement-{pairing.round}", content=content)


def _choices(pairing: Pairing) -> Blocks:
    stop = tasks(pairing, Step.STOP, pairing.round)
    if pairing.stage is Stage.ON_HOLD:
        return (
            Heading(text="On hold", level=3),
            para("No meetings are planned until one of you ticks to go on. You may also stop here for good."),
            Tasks(items=(*tasks(pairing, Step.RESUME, pairing.holds), *stop)),
        )
    done = tasks(pairing, Step.DONE, pairing.round) if pairing.stage is Stage.GROWING else ()
    return (
        Heading(text="Pause, stop, finish", level=3),
        para(
            "One tick of either of you is enough, and no reason is owed. Coming meetings are canceled then."
        ),
        Tasks(items=(*tasks(pairing, Step.HOLD, pairing.holds + 1), *stop, *done)),
    )
