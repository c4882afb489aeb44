# SPDX-License-Identifier: Apache-2.0
"""Storage format inside a line: words, links, people, dates, lozenges."""

from datetime import date
from typing import TYPE_CHECKING

from lxml import etree
from markupsafe import Markup

from mentorkit_sandbox.confluence.markup import qname, tag_of, to_text
from mentorkit_sandbox.web import looks, words
from mentorkit_sandbox.web.render import html

if TYPE_CHECKING:
    from mentorkit_sandbox.web.render.body import Body

Element = etree._Element
_PLAIN = frozenset(("strong", "b", "em", "i", "u", "s", "del", "code", "sub", "sup"))
ARROW = Markup('<span class="arrow" aria-hidden="true">→</span><span class="vh">to</span>')


def line(body: "Body", element: Element) -> Markup:
    """What stands inside an element, as one line."""
    parts = [_text(element.text)]
    for child in element:
        parts += [one(body, child), _text(child.tail)]
    return html.join(parts)


def one(body: "Body", element: Element) -> Markup:  # one case a kind
    """One inline element, without the text after it."""
    name = tag_of(element)
    if name in _PLAIN:
        return html.tag(name, line(body, element))
    match name:
        case "br":
            return Markup("<br>")
        case "a":
            return _link(body, element)
        case "time":
            return day(element.get("datetime") or "", body.front.today())
        case "ac:link":
            return _vendor_link(body, element)
        case "ac:structured-macro":
            return body.macro(element, inline=True)
        case "ac:emoticon":
            fallback = element.get(qname("ac:emoji-fallback")) or element.get(qname("ac:name")) or ""
            return html.join([fallback])
        case "ac:image":
            return image(element)
        case "ac:placeholder":
            return html.tag("span", line(body, element), class_="muted")
        case "ac:parameter":
            return Markup("")
    return line(body, element)


def day(text: str, today: date) -> Markup:
    """A date in words; what is no date is shown as it is."""
    try:
        value = date.fromisoformat(text)
    except ValueError:
        return html.join([text])
    return html.tag("time", words.date_words(value, today), datetime=text)


def image(element: Element) -> Markup:
    """An image: its description, since files of pages are not shown here."""
    attached = element.find(qname("ri:attachment"))
    name = "" if attached is None else attached.get(qname("ri:filename"), "")
    said = element.get(qname("ac:alt")) or name or "no description"
    return html.tag("span", f"Image: {said}", class_="tag")


def status(parameters: dict[str, str]) -> Markup:
    """A lozenge: a level where its words are those of a level."""
    title = parameters.get("title", "")
    number = looks.level(title) if title.strip() and not title.strip().isdigit() else None
    if number is not None:
        return html.level(number, looks.LEVELS[number])
    return html.lozenge(title, looks.color(parameters.get("colour", "")))


def _text(text: str | None) -> Markup:
    return ARROW if (text or "").strip() == "→" else html.join([text or ""])


def _link(body: "Body", element: Element) -> Markup:
    address = element.get("href") or ""
    if "#mk-" in address and to_text(element) in ("·", ""):
        return Markup("")  # how a program finds the box again; there is nothing to see
    if element.get("data-datasource"):
        return body.issue_list_link(element)
    return html.link(body.local(address), line(body, element) or address)


def _vendor_link(body: "Body", element: Element) -> Markup:
    content = element.find(qname("ac:link-body"))
    plain = element.findtext(qname("ac:plain-text-link-body"))
    said = line(body, content) if content is not None else html.join([plain or ""])
    user = element.find(qname("ri:user"))
    if user is not None:
        person = body.front.site.person(user.get(qname("ri:account-id")))
        return html.tag("span", person.name if person else "Former user", class_="person", dir="auto")
    target = element.find(qname("ri:page"))
    if target is not None:
        title = target.get(qname("ri:content-title"), "")
        address = body.page_address(target.get(qname("ri:space-key")), title)
        return html.link(address, said or title) if address else html.join([said or title])
    attached = element.find(qname("ri:attachment"))
    if attached is not None:
        return html.tag("span", said or attached.get(qname("ri:filename"), ""), class_="tag")
    anchor = element.get(qname("ac:anchor")) or ""
    return html.link(f"#{anchor}", said or anchor)
