# SPDX-License-Identifier: Apache-2.0
"""Checks of learning resources: addresses, ISBNs, languages, doubles, and enough of them for core skills."""

import ipaddress
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

from mentorkit.content.catalogue import Catalogue
from mentorkit.content.checks.common import doubles, plain_text
from mentorkit.content.tongues import is_language
from mentorkit.domain.resources import Resource
from mentorkit.errors import Problem
from mentorkit.program.places import Place

LEAST = 2

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def resource_problems(catalogue: Catalogue) -> Iterator[Problem]:
    """What is wrong with single resources, and resources that stand twice."""
    for one in catalogue.resources:
        yield from _resource(one.value, one.place)
    places = ((f"{one.value.skill}: {one.value.url}", one.place, ("url",)) for one in catalogue.resources)
    yield from doubles(places, "the address for one skill")


def coverage_problems(catalogue: Catalogue) -> Iterator[Problem]:
    """Core skills that a mentor finds too little for, and resources of nobody."""
    publishers: dict[str, list[str]] = defaultdict(list)
    for one in catalogue.resources:
        if not one.value.publisher:
            yield one.place.problem(("publisher",), "is missing", "say who publishes it")
        publishers[one.value.skill].append(one.value.publisher.casefold())
    told: set[str] = set()
    for role in catalogue.roles:
        for skill, requirement in role.value.requires.items():
            if not requirement.core or skill in told:
                continue
            told.add(skill)
            have = publishers[skill]
            if len(have) < LEAST:
                what = f"{skill} is core and has {len(have)} of the {LEAST} resources it needs"
                yield role.place.problem(("requires", skill), what, f"add some to resources/ for {skill}")
            elif len(set(have)) < LEAST:
                what = f"all resources for {skill} come from one publisher"
                yield role.place.problem(("requires", skill), what, "add one of somebody else")


def _resource(resource: Resource, place: Place) -> Iterator[Problem]:
    if wrong := address_fault(resource.url):
        yield place.problem(("url",), wrong, "write the address as a browser shows it")
    if not is_language(resource.lang):
        what = f"there is no language {resource.lang!r}"
        yield place.problem(("lang",), what, "write the ISO 639-1 code: en, bg, de")
    if resource.isbn and not valid_isbn(resource.isbn):
        what = f"{resource.isbn} is no ISBN: its check digit does not fit"
        yield place.problem(("isbn",), what, "copy it again from the book's first pages")
    yield from plain_text(resource.title, place, "title")


def address_fault(url: str) -> str:
    """What is wrong with a public web address, "" when nothing is."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "is not a web address"
    if parts.scheme not in ("http", "https") or any(letter.isspace() or letter in '<>"\\' for letter in url):
        return "is not a web address"
    if parts.username is not None or parts.password is not None:
        return "holds a name or a password"
    if not public_name(host):
        return f"leads to no public host ({host or 'none'})"
    return ""


def public_name(host: str) -> bool:
    """Whether a host's name may be one on the public internet; a bare address has to be a global one."""
    try:
        return public_ip(host)
    except ValueError:
        pass
    labels = host.rstrip(".").casefold().split(".")
    numeric = labels[-1].isdigit() or labels[-1].startswith("0x")
    private = labels[-1] in ("local", "localhost", "internal", "lan", "home", "corp", "test", "invalid")
    return len(labels) > 1 and all(labels) and not numeric and not private


def public_ip(address: str) -> bool:
    """Whether an IP address, or the one inside it, is on the public internet. Raises ValueError."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        nat64 = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None
        inner = ip.ipv4_mapped or ip.sixtofour or nat64
        if inner is not None:
            return public_ip(str(inner))
    return ip.is_global and not ip.is_multicast


def valid_isbn(text: str) -> bool:
    """Whether the check digit of an ISBN-10 or ISBN-13 fits (ISO 2108); hyphens and blanks do not count."""
    digits = text.replace("-", "").replace(" ", "").upper()
    if len(digits) == 13 and digits.isascii() and digits.isdigit():
        return sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits)) % 10 == 0
    body, last = digits[:-1], digits[-1:]
    if len(digits) != 10 or not (body.isascii() and body.isdigit()) or last not in "0123456789X":
        return False
    values = [int(digit) for digit in body] + [10 if last == "X" else int(last)]
    return sum(value * (10 - at) for at, value in enumerate(values)) % 11 == 0
