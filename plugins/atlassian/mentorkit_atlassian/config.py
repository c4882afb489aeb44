# SPDX-License-Identifier: Apache-2.0
"""Settings of every adapter on an Atlassian site, as mentorkit.toml has them. No secret is among them."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict

SECRETS = ("email", "token")
"""What a site asks for: the address of an account and an API token of its."""

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def _site(url: str) -> str:
    parts = urlsplit(url)
    host = parts.hostname or ""
    harmless = host in _LOOPBACK or host.endswith(".test")  # RFC 2606: such a name is nobody's
    if parts.scheme != "https" and not (parts.scheme == "http" and harmless):
        raise ValueError("must be an https:// address, because a token is sent to it")
    if not host or parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("must be the address of a site, like https://example.atlassian.net")
    return url.rstrip("/")


SiteUrl = Annotated[str, AfterValidator(_site)]


class SiteConfig(BaseModel):
    """A site. ``service_accounts`` are account ids that write for the program beside the own one."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    url: SiteUrl
    service_accounts: tuple[str, ...] = ()

    @property
    def realm(self) -> str:
        """Whose accounts these are: those of one site, shared by all its tools."""
        return f"atlassian:{urlsplit(self.url).netloc.lower()}"
