# SPDX-License-Identifier: Apache-2.0
"""Stored links to rich text: addresses, pages by title, people, attachments, and lists of plan items."""

import json
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from mentorkit.domain.keys import Key, key_parts
from mentorkit.domain.richtext import Inline, Link, Mention, PlanQuery, Ref, Text
from mentorkit_confluence.markup import ac, ri, words_of
from mentorkit_confluence.names import Names
from mentorkit_confluence.normal import safe_url
from mentorkit_confluence.storage_write import UNKNOWN_PLACE

_LABEL = re.compile(r"""\blabels\s*=\s*("(?:[^"\\]|\\.)*"|'[^']*'|[\w.-]+)""", re.IGNORECASE)


@dataclass(frozen=True)
class InertRef:
    """A reference that was written when its target had no address yet, and now has one."""

    text: str


def read_address(url: str, text: str, names: Names) -> Inline | InertRef:
    """An ``<a href>``: a record of ours where the address is one, otherwise a link, otherwise text."""
    if url.startswith(UNKNOWN_PLACE) and (key := _inert_key(url)):
        return InertRef(text) if names.addresses.url(key) else Ref(key=key, text=text)
    if known := names.key_at(url):
        return Ref(key=known, text=text)
    absolute = safe_url(names.site + url if url.startswith("/") else url)
    return Link(url=absolute, text=text) if absolute else Text(text=text)


def read_link(link: etree._Element, names: Names) -> Inline:
    """An ``ac:link``: a mention, a page of this space by its title, or the words it shows."""
    user, page, file = (link.find(ri(name)) for name in ("user", "page", "attachment"))
    if user is not None:
        return Mention(person=names.person(user.get(ri("account-id")) or ""))
    bodies = (link.find(ac(name)) for name in ("link-body", "plain-text-link-body"))
    shown = next((words for body in bodies if body is not None and (words := words_of(body))), "")
    if page is not None:
        title = page.get(ri("content-title")) or ""
        here = page.get(ri("space-key")) in (None, names.space)
        if here and (key := names.key_titled(title)):
            return Ref(key=key, text=shown or title)
        return Text(text=shown or title)
    return Text(text=shown or (file.get(ri("filename")) or "" if file is not None else ""))


def read_datasource(link: etree._Element) -> PlanQuery | None:
    """The list of plan items that Cloud's editor makes: a link with a datasource.

    None when it is something else.
    """
    try:
        source = json.loads(link.get("data-datasource") or "")
        query = source["parameters"]["jql"]
    except (ValueError, KeyError, TypeError):
        asked = parse_qs(urlsplit(link.get("href") or "").query).get("jql", [""])
        query = asked[0]
    return plan_query(str(query), "")


def plan_query(jql: str, limit: str) -> PlanQuery | None:
    """A list of plan items by label; None for a query that asks for something else."""
    found = _LABEL.search(jql)
    if found is None:
        return None
    label = found[1]
    if label[0] in "\"'":
        label = re.sub(r"\\(.)", r"\1", label[1:-1])
    if limit.isdecimal() and len(limit) < 10:
        return PlanQuery(label=label, limit=max(1, int(limit)))
    return PlanQuery(label=label)


def _inert_key(url: str) -> Key | None:
    key = Key(url.removeprefix(UNKNOWN_PLACE).replace(".", "/"))
    try:
        key_parts(key)
    except ValueError:
        return None
    return key
