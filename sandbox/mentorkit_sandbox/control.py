# SPDX-License-Identifier: Apache-2.0
"""The sandbox's own interface at ``/_sandbox/``: clock, faults, settings, log and state, for tests and
tools."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox.errors import ApiError
from mentorkit_sandbox.faults import Fault
from mentorkit_sandbox.site import Site

_HOSTS = ("127.0.0.1", "localhost", "[::1]", "sandbox.test")


def blueprint(site: Site) -> Blueprint:
    """The control operations of `site`. No authentication: they answer this machine only."""
    bp = Blueprint("control", __name__, url_prefix="/_sandbox")

    @bp.before_request
    def only_here() -> None:
        if request.host.rsplit(":", 1)[0] not in _HOSTS:
            raise ApiError(403, {"error": "the control interface answers loopback names only"})

    @bp.get("/people")
    def people() -> ResponseReturnValue:
        return jsonify([asdict(person) for person in site.people])

    @bp.post("/reset")
    def reset() -> ResponseReturnValue:
        site.reset()
        return "", 204

    @bp.get("/state")
    def state() -> ResponseReturnValue:
        return jsonify(site.dump())

    @bp.put("/state")
    def load() -> ResponseReturnValue:
        site.load(_json_object())
        return "", 204

    @bp.get("/requests")
    def requests() -> ResponseReturnValue:
        return jsonify(list(site.log))

    @bp.delete("/requests")
    def forget_requests() -> ResponseReturnValue:
        site.log.clear()
        return "", 204

    _clock(bp, site)
    _faults(bp, site)
    _settings(bp, site)
    return bp


def _clock(bp: Blueprint, site: Site) -> None:
    @bp.get("/clock")
    def clock() -> ResponseReturnValue:
        return jsonify({"now": site.clock.now().isoformat(), "frozen": site.clock.frozen})

    @bp.put("/clock")
    def set_clock() -> ResponseReturnValue:
        wish = _json_object()
        try:
            if "advance_seconds" in wish:
                site.clock.advance(timedelta(seconds=wish["advance_seconds"]))
            else:
                moment = wish.get("now")
                start = site.clock.now() if moment is None else datetime.fromisoformat(moment)
                site.clock.set(start, frozen=bool(wish.get("frozen", False)))
        except (TypeError, ValueError) as error:
            raise ApiError(400, {"error": str(error)}) from error
        site.keep_clock()
        return clock()


def _faults(bp: Blueprint, site: Site) -> None:
    @bp.get("/faults")
    def faults() -> ResponseReturnValue:
        return jsonify(site.faults.listed())

    @bp.post("/faults")
    def add_fault() -> ResponseReturnValue:
        try:
            site.faults.add(Fault(**_json_object()))
        except (TypeError, ValueError) as error:
            raise ApiError(400, {"error": str(error)}) from error
        return jsonify(site.faults.listed()), 201

    @bp.delete("/faults")
    def clear_faults() -> ResponseReturnValue:
        site.faults.clear()
        return "", 204


def _settings(bp: Blueprint, site: Site) -> None:
    @bp.get("/settings")
    def settings() -> ResponseReturnValue:
        return jsonify(asdict(site.settings))

    @bp.put("/settings")
    def change_settings() -> ResponseReturnValue:
        try:
            site.configure(_json_object())
        except ValueError as error:
            raise ApiError(400, {"error": str(error)}) from error
        return settings()


def _json_object() -> dict[str, Any]:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise ApiError(400, {"error": "the body must be a JSON object"})
    return body
