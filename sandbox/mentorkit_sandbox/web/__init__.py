# SPDX-License-Identifier: Apache-2.0
"""The site in a browser: pages made on the server, at the vendors' own addresses.

It is one more client of the site. What it shows is looked up as the person it acts as, what it changes goes
through the site's API with that person's token; so permissions, versions, history, faults and the request log
are the same as for any program. Whoever can open it may act as anybody, which is why a site is served on
loopback only.
"""

from pathlib import Path

from flask import Blueprint

from mentorkit_sandbox.site import Site
from mentorkit_sandbox.web import (
    board,
    calendar,
    door,
    edit,
    history,
    home,
    inspector,
    issue,
    page,
    people,
    shell,
)
from mentorkit_sandbox.web.front import Front

_PARTS = (home, board, issue, page, edit, history, calendar, people, inspector)


def blueprint(site: Site, feeds: Path | None = None) -> Blueprint:
    """Every page of the browser interface; `feeds` is the folder whose calendars are shown."""
    bp = Blueprint(
        "web", __name__, template_folder="templates", static_folder="static", static_url_path="/_web"
    )
    front = Front(site, feeds)
    bp.record_once(front.open)
    door.install(bp, front)
    shell.install(bp, front)
    for part in _PARTS:
        part.install(bp, front)
    return bp
