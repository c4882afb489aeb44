# SPDX-License-Identifier: Apache-2.0
"""Confluence Cloud over one site's state: API v2 at ``/wiki/api/v2``, API v1 at ``/wiki/rest/api``."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint

from mentorkit_sandbox.auth import person
from mentorkit_sandbox.confluence import (
    properties,
    v1_attachments,
    v1_content,
    v1_properties,
    v1_restrictions,
    v1_search,
    v1_site,
    v1_tree,
    v2_page_writes,
    v2_pages,
    v2_parts,
    v2_people,
    v2_spaces,
    v2_tasks,
    writing,
)
from mentorkit_sandbox.confluence.wiki import Wiki
from mentorkit_sandbox.site import Site

_V2 = (v2_spaces, v2_pages, v2_page_writes, v2_parts, properties, v2_tasks, v2_people)
_V1 = (v1_search, v1_content, v1_restrictions, v1_attachments, v1_tree, v1_site, v1_properties)


def blueprints(site: Site) -> list[Blueprint]:
    """The operations of both API versions, and the downloads of attachments."""
    wiki = Wiki(site)
    v2 = Blueprint("confluence_v2", __name__, url_prefix="/wiki/api/v2")
    v1 = Blueprint("confluence_v1", __name__, url_prefix="/wiki/rest/api")
    downloads = Blueprint("confluence_downloads", __name__, url_prefix="/wiki")
    for part in _V2:
        part.install(v2, wiki)
    for part in _V1:
        part.install(v1, wiki)
    v1_attachments.install_download(downloads, wiki)
    made = [v2, v1, downloads]
    for blueprint in made:
        blueprint.before_request(_sign_in)
    return made


def _sign_in() -> None:
    """Nothing here answers somebody unknown."""
    person()


def seed(site: Site, spaces: Sequence[Mapping[str, Any]]) -> None:
    """Make spaces from a seed: key, name, and ``private_to`` (addresses) where not everybody may enter.

    Their maker is the site's first administrator; raises ValueError where the site has nobody.
    """
    if not spaces:
        return
    maker = next((person for person in site.people if person.admin), None)
    if maker is None:
        raise ValueError("a site with spaces needs somebody who administers it")
    wiki = Wiki(site)
    for entry in spaces:
        people = [site.person_by_email(str(email)) for email in entry.get("private_to") or []]
        writing.create_space(
            wiki,
            maker,
            key=str(entry["key"]),
            name=str(entry["name"]),
            private="private_to" in entry,
            members=tuple(person.account_id for person in people if person is not None),
        )
