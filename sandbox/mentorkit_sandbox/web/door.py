# SPDX-License-Identifier: Apache-2.0
"""Who comes in: the person acted as, what browsers are told to allow, and what a closed door says."""

from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden

from mentorkit_sandbox.errors import ApiError
from mentorkit_sandbox.site import Site, SitePerson
from mentorkit_sandbox.web.front import Front, Refusal

COOKIE = "act-as"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)


def install(bp: Blueprint, front: Front) -> None:
    """Guard every page of the interface."""

    @bp.before_request
    def enter() -> None:
        if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            raise Forbidden
        g.actor = _person(front.site)
        request.environ["sandbox.actor"] = g.actor.email

    @bp.after_request
    def protect(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        if request.endpoint != "web.static":
            response.headers["Cache-Control"] = "no-store"
        return response

    @bp.post("/act-as")
    def act_as() -> ResponseReturnValue:
        person = front.site.person(request.form.get("person"))
        response = make_response(redirect(_back(), HTTPStatus.SEE_OTHER))
        if person is not None:
            response.set_cookie(COOKIE, person.account_id, httponly=True, samesite="Strict")
        return response

    @bp.errorhandler(ApiError)
    def closed(error: ApiError) -> ResponseReturnValue:
        front.site.tables.rollback()
        return shut(front, error.status)

    @bp.errorhandler(Refusal)
    def refused(refusal: Refusal) -> ResponseReturnValue:
        return render_template("refused.html", refusal=refusal), refusal.status or HTTPStatus.BAD_GATEWAY


def shut(front: Front, status: int) -> ResponseReturnValue:
    """The page that says that something is not there for this person, with the status the API gives."""
    others = [person for person in front.site.people if person != front.me]
    return render_template("closed.html", status=status, others=others), status


def _person(site: Site) -> SitePerson:
    """Whom the cookie names; else the first person who does not administer the site."""
    chosen = site.person(request.cookies.get(COOKIE))
    if chosen is not None:
        return chosen
    return next((person for person in site.people if not person.admin), site.people[0])


def _back() -> str:
    """The page the switch was on, on this site only."""
    parts = urlsplit(request.form.get("next") or request.referrer or "")
    if not parts.path.startswith("/") or parts.path.startswith("//"):
        return url_for("web.home")
    return parts.path + (f"?{parts.query}" if parts.query else "")
