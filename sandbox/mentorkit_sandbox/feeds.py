# SPDX-License-Identifier: Apache-2.0
"""A folder of calendar feeds, served as a file host would: read-only, with ETag and 304."""

from pathlib import Path

from flask import Blueprint, Response, send_from_directory


def blueprint(folder: Path) -> Blueprint:
    """``/feeds/<path>`` over the files of `folder`; nothing outside of it can be reached."""
    bp = Blueprint("feeds", __name__)
    root = folder.resolve()

    @bp.get("/feeds/<path:name>")
    def feed(name: str) -> Response:
        response = send_from_directory(root, name, mimetype="text/calendar", conditional=True, max_age=0)
        response.direct_passthrough = False
        return response

    return bp
