# SPDX-License-Identifier: Apache-2.0
"""Making HTML: tags around text that is escaped unless it is markup already."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from markupsafe import Markup

_SCHEMES = ("http", "https", "mailto")
INFO = Markup(
    '<svg class="i" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6"/>'
    '<path d="M8 7.3v3.6M8 5v.1"/></svg>'
)
ALERT = Markup(
    '<svg class="i" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2.5l6 11H2z"/>'
    '<path d="M8 6.5v3.2M8 11.6v.1"/></svg>'
)


def tag(name: str, /, *content: str, **attributes: str | bool | None) -> Markup:
    """An element. ``class_`` is class, ``data_h`` is data-h; False and None leave an attribute out."""
    return Markup("{}{}</{}>").format(void(name, **attributes), join(content), name)


def void(name: str, /, **attributes: str | bool | None) -> Markup:
    """An element that holds nothing, such as a field."""
    given = ((key, value) for key, value in attributes.items() if value is not None and value is not False)
    return Markup("<{}{}>").format(name, join(_attribute(key, value) for key, value in given))


def join(parts: Iterable[str]) -> Markup:
    """Parts one after the other, each escaped unless it is markup."""
    return Markup("").join(parts)


def link(address: str, *content: str) -> Markup:
    """A link where the address is one that a page may lead to, else the content alone."""
    return tag("a", *content, href=address) if safe(address) else join(content)


def safe(address: str) -> bool:
    """Whether an address is of the web, of mail, or of this site: never a script."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    if parts.scheme:
        return parts.scheme in _SCHEMES
    return bool(address.strip()) and not address.strip().startswith("//")


def level(number: int, word: str) -> Markup:
    """A level: a stair that fills, the digit, and the word."""
    return tag("span", tag("b", str(number)), " ", word, class_=f"lv n{number}")


def lozenge(text: str, look: str) -> Markup:
    """A status: a disc that fills, and the word."""
    return tag("span", text, class_=f"lz {look}".strip())


def source(text: str) -> Markup:
    """Text in which every character counts."""
    lines = [tag("span", line or " ") for line in text.splitlines() or [""]]
    return tag("pre", tag("code", *lines), class_="src", tabindex="0", role="group", aria_label="Source")


def _attribute(key: str, value: str | bool) -> Markup:
    name = key.rstrip("_").replace("_", "-")
    return Markup(" {}").format(name) if value is True else Markup(' {}="{}"').format(name, value)
