# SPDX-License-Identifier: Apache-2.0
"""Sites that do otherwise than is assumed: what is sent, or what is answered, is bent on the way."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests
from flask import Flask

from mentorkit_sandbox.inprocess import URL, SandboxTransport

Bend = Callable[[Any], Any]


@dataclass(frozen=True)
class Bent:
    """Requests of this method to such paths; ``sent`` and ``answered`` change the JSON, in place or anew.

    ``status`` is answered in the place of the site's, whatever it did.
    """

    method: str
    path: str
    sent: Bend | None = None
    answered: Bend | None = None
    status: int = 0

    def _mine(self, request: requests.PreparedRequest) -> bool:
        return request.method == self.method and re.search(self.path, str(request.url)) is not None

    def before(self, request: requests.PreparedRequest) -> None:
        """Bend what is sent."""
        if self.sent is not None and self._mine(request):
            body = json.loads(request.body or "{}")
            request.prepare_body(None, None, json=self.sent(body) or body)

    def after(self, request: requests.PreparedRequest, response: requests.Response) -> None:
        """Bend what is answered."""
        if not self._mine(request):
            return
        if self.answered is not None and response.ok:
            body = response.json()
            response._content = json.dumps(self.answered(body) or body).encode()
        response.status_code = self.status or response.status_code

    def session(self, app: Flask) -> requests.Session:
        """A session on the bent site."""
        made = requests.Session()
        made.trust_env = False
        made.mount(URL, SandboxTransport(app, self.before, self.after))
        return made
