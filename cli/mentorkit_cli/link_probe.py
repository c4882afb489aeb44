# SPDX-License-Identifier: Apache-2.0
"""Asks public web addresses whether they answer, and refuses to connect to any other.

A name is resolved once, every address it has must be on the public internet, and the connection goes to
one of those very addresses: a name that changes its mind between the check and the connection gains
nothing (server-side request forgery by DNS rebinding). Behind a proxy the proxy resolves names; then
only names and bare addresses can be judged, which the caller does.
"""

import socket
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.connection import create_connection

from mentorkit import __version__
from mentorkit.content.checks.learning import public_ip
from mentorkit.content.links import Answer, NotPublic, Unreachable

TIMEOUT = (5, 15)
AGENT = f"mentorkit/{__version__} (checks links of a learning catalogue)"


class Probe:
    """Sends single requests. Bodies are never read; redirects are left to the caller; no cookies are kept."""

    def __init__(self) -> None:
        self._session = requests.Session()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        self._session.mount("http://", _PublicAdapter())
        self._session.mount("https://", _PublicAdapter())

    def __call__(self, method: str, url: str) -> Answer:
        """Ask once. Raises Unreachable, or NotPublic when the host is not on the public internet."""
        try:
            with self._session.request(
                method,
                url,
                timeout=TIMEOUT,
                allow_redirects=False,
                stream=True,
                headers={"User-Agent": AGENT, "Accept": "*/*"},
            ) as response:
                return Answer(response.status_code, response.headers.get("Location", ""))
        except requests.RequestException as error:
            raise Unreachable(type(error).__name__) from None

    def close(self) -> None:
        """Let go of the connections."""
        self._session.close()


def public_address(host: str, port: int) -> tuple[str, int]:
    """An address to connect to. Raises NotPublic when any address of the host is not a global one."""
    found = [info[4] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(public_ip(str(address[0])) for address in found):
        raise NotPublic(host)
    return str(found[0][0]), port


def _connect(connection: HTTPConnection) -> socket.socket:
    address = public_address(connection.host, connection.port)
    timeout: Any = connection.timeout
    return create_connection(address, timeout, socket_options=connection.socket_options)


class _PublicHTTP(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self)


class _PublicHTTPS(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self)


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _PublicHTTP


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _PublicHTTPS


class _PublicAdapter(HTTPAdapter):
    """Direct connections go through the check; those to the user's own proxy do not."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}
