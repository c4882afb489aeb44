# SPDX-License-Identifier: Apache-2.0
"""What every page has at hand: the site, who is looked as, and the site's API as that person."""

import contextvars
import functools
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import requests
from flask import Flask, current_app, g
from flask.blueprints import BlueprintSetupState
from requests.auth import HTTPBasicAuth

from mentorkit_sandbox import inprocess
from mentorkit_sandbox.confluence.wiki import Wiki
from mentorkit_sandbox.gate import Wsgi
from mentorkit_sandbox.site import Site, SitePerson


class Refusal(Exception):
    """The API said no to a write. ``status`` is 0 when the connection was dropped: nobody knows then."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(status)
        self.status, self.body = status, body

    @property
    def fields(self) -> dict[str, str]:
        """What is wrong with which field, where the API says so."""
        errors = self.body.get("errors") if isinstance(self.body, dict) else None
        return dict(errors) if isinstance(errors, dict) else {}

    @property
    def sentence(self) -> str:
        """The API's own words."""
        if self.status == 0:
            return "The connection was dropped; nobody knows whether it was saved."
        body = self.body if isinstance(self.body, dict) else {}
        v2 = [str(error.get("title")) for error in body.get("errors") or () if isinstance(error, dict)]
        said = [*v2, *map(str, body.get("errorMessages") or ()), *self.fields.values()]
        return " ".join(said or [str(body.get("message") or body.get("error") or f"Answered {self.status}.")])


class Front:
    """The counter between the browser and one site."""

    def __init__(self, site: Site, feeds: Path | None) -> None:
        self.site = site
        self.wiki = Wiki(site)
        self.feeds = feeds

    def open(self, state: BlueprintSetupState) -> None:
        """Take the application as it is before the gate: lookups are neither logged nor hit by faults."""
        self._reading = inprocess.session(cast("Flask", state.app).wsgi_app)

    @property
    def me(self) -> SitePerson:
        """Who the browser acts as."""
        person: SitePerson = g.actor
        return person

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which moments are told."""
        return ZoneInfo(self.me.time_zone)

    def now(self) -> datetime:
        """The site's present moment on the wall clock of whom the browser acts as."""
        return self.site.clock.now().astimezone(self.zone)

    def today(self) -> date:
        """The day it is for whom the browser acts as."""
        return self.now().date()

    def ask(self, method: str, path: str, body: Any = None, **query: str) -> Any:
        """A search by the API as this person. Raises Refusal."""
        return self._call(self._reading, method, path, body, query)

    def send(self, method: str, path: str, body: Any = None) -> Any:
        """A write by the API as this person: logged, and hit by faults, like everybody's. Raises Refusal."""
        return self._call(inprocess.session(cast("Wsgi", current_app.wsgi_app)), method, path, body, {})

    def _call(
        self, session: requests.Session, method: str, path: str, body: Any, query: dict[str, str]
    ) -> Any:
        call = functools.partial(
            session.request,
            method,
            inprocess.URL + path,
            json=body,
            params=query,
            auth=HTTPBasicAuth(self.me.email.encode(), self.me.token.encode()),
        )
        try:
            # In a context of its own: inside this one it would take over what Flask keeps for this request.
            answer: requests.Response = contextvars.Context().run(call)
        except requests.RequestException as error:
            raise Refusal(0, None) from error
        try:
            data = answer.json() if answer.content else None
        except requests.JSONDecodeError:
            data = None
        if answer.status_code >= 400:
            raise Refusal(answer.status_code, data)
        return data
