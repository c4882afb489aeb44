# SPDX-License-Identifier: Apache-2.0
"""Who asks: Basic authentication with e-mail and API token, as the vendor has it for scripts."""

import hmac

from flask import Flask, g, request

from mentorkit_sandbox.errors import error_for_path
from mentorkit_sandbox.site import Site, SitePerson

_OPEN = ("/_sandbox", "/feeds")


def install(app: Flask, site: Site) -> None:
    """Set ``g.person`` before each request: a person, or None when no credentials were sent.

    Wrong credentials are answered with 401 in the shape of the API that was asked.
    """

    @app.before_request
    def authenticate() -> None:
        g.person = None
        credentials = request.authorization
        if credentials is None or request.path.startswith(_OPEN):
            return
        person = site.person_by_email(credentials.username or "")
        if person is None or not hmac.compare_digest(person.token, credentials.password or ""):
            raise _unauthorized("Client must be authenticated to access this resource.")
        g.person = person
        request.environ["sandbox.actor"] = person.email


def person() -> SitePerson:
    """The person who asks; an anonymous request is refused with 401."""
    if g.person is None:
        raise _unauthorized("You are not authenticated. Authentication required to perform this operation.")
    found: SitePerson = g.person
    return found


def _unauthorized(message: str) -> Exception:
    error = error_for_path(request.path, 401, "UNAUTHORIZED", message)
    error.headers["WWW-Authenticate"] = 'Basic realm="sandbox"'
    return error
