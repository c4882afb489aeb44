# SPDX-License-Identifier: Apache-2.0
"""The web application of one site: every API and interface the sandbox offers, behind the gate."""

import json
import re
from pathlib import Path
from typing import cast

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from mentorkit_sandbox import auth, confluence, control, feeds, jira, limits, web
from mentorkit_sandbox.errors import ApiError, error_for_path, not_supported
from mentorkit_sandbox.gate import Gate, Wsgi
from mentorkit_sandbox.site import Site

_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
_VENDOR_PATHS = ("/rest/", "/wiki/api/", "/wiki/rest/")


def create_app(site: Site, feeds_folder: Path | None = None) -> Flask:
    """The WSGI application over `site`. Several applications may share a site."""
    app = Flask(__name__, static_folder=None)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # an attribute of Flask's default provider
    app.url_map.strict_slashes = False
    auth.install(app, site)
    limits.install(app, site)
    _refuse_half_characters(app)
    for blueprint in [*jira.blueprints(site), *confluence.blueprints(site), control.blueprint(site)]:
        app.register_blueprint(blueprint)
    if feeds_folder is not None:
        app.register_blueprint(feeds.blueprint(feeds_folder))
    app.register_blueprint(web.blueprint(site, feeds_folder))
    _install_errors(app, site)
    app.wsgi_app = Gate(cast("Wsgi", app.wsgi_app), site)  # type: ignore[method-assign]  # as Flask's documentation has it
    return app


def _refuse_half_characters(app: Flask) -> None:
    """A JSON escape may stand for a lone surrogate, which no page, issue or answer can hold."""

    @app.before_request
    def check() -> None:
        if _HALF.search(request.get_data()):
            try:
                json.dumps(request.get_json(silent=True), ensure_ascii=False).encode()
            except UnicodeEncodeError:
                message = "The request holds half a character (a lone surrogate)."
                raise error_for_path(request.path, 400, "INVALID_REQUEST", message) from None


def _install_errors(app: Flask, site: Site) -> None:
    @app.errorhandler(ApiError)
    def refuse(error: ApiError) -> Response:
        site.tables.rollback()
        response = jsonify(error.body)
        response.status_code = error.status
        response.headers.update(error.headers)
        return response

    @app.errorhandler(HTTPException)
    def unknown(error: HTTPException) -> Response:
        if request.path.startswith(_VENDOR_PATHS) and error.code in (404, 405):
            return refuse(not_supported(f"{request.method} {request.path}"))
        return refuse(error_for_path(request.path, error.code or 500, "INVALID_REQUEST", error.name))

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        app.logger.error("the sandbox failed at %s %s", request.method, request.path, exc_info=error)
        return refuse(
            error_for_path(request.path, 500, "INTERNAL_SERVER_ERROR", "The sandbox itself failed.")
        )
