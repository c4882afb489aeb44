# SPDX-License-Identifier: Apache-2.0
"""The pages of a space as a tree, and who may read which: only what this person may see is in it."""

from dataclasses import dataclass, field

from mentorkit_sandbox.tables import Record
from mentorkit_sandbox.web import addresses, shell, words
from mentorkit_sandbox.web.front import Front


@dataclass
class Branch:
    """A page in the tree. ``private`` says that it has a list of readers of its own."""

    title: str
    address: str
    private: bool
    here: bool
    below: list["Branch"] = field(default_factory=list)


def of_space(front: Front, space: Record, here: str) -> list[Branch]:
    """The tree of a space, from its home page down. `here` is the id of the page that is looked at."""
    pages = [page for page in front.wiki.pages(front.me) if page["spaceId"] == space["id"]]
    pages = [page for page in pages if page["status"] == "current"]
    branches = {
        page["id"]: Branch(page["title"], addresses.page(space, page), bool(page["read"]), page["id"] == here)
        for page in pages
    }
    roots: list[Branch] = []
    for page in sorted(pages, key=lambda page: (page["position"], int(page["id"]))):
        parent = branches.get(page["parentId"] or "")
        (roots if parent is None else parent.below).append(branches[page["id"]])
    if len(roots) == 1 and roots[0].below:
        top = roots[0]
        return [Branch(top.title, top.address, top.private, top.here), *top.below]
    return roots


def readers(front: Front, page: Record) -> str:
    """Who can read a page, in words; "" for everybody."""
    lists = [one["read"] for one in (*front.wiki.ancestors(page), page) if one["read"]]
    if not lists:
        return ""
    allowed = [account for account in lists[-1] if all(account in one for one in lists)]
    names = shell.names(front)
    people = [names.short(account) for account in allowed if not names.is_program(account)]
    return words.listed(people) + " only" if people else "Mentorkit only"


def writers(front: Front, page: Record, space: Record) -> str:
    """A sentence on who can read and who can change a page."""
    names = shell.names(front)
    editors = [names.short(account) for account in page["update"] if not names.is_program(account)]
    who_reads = readers(front, page).removesuffix(" only") or (
        "Everybody in the space" if space["private"] else "Everybody"
    )
    who_writes = f"{words.listed(editors)} can change it" if editors else "who can read it can change it"
    alone = " alone" if readers(front, page) else ""
    return f"{who_reads}{alone} can read this page; {who_writes}."
