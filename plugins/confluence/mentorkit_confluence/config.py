# SPDX-License-Identifier: Apache-2.0
"""Settings of the Confluence adapters, as they stand in mentorkit.toml. No secret is among them."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

_LOOPBACK = ("127.0.0.1", "localhost", "::1", "sandbox.test")


def _site(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise ValueError("must be an https:// address, because a token is sent to it")
    if not parts.hostname or parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("must be the address of a site, like https://example.atlassian.net")
    return url.rstrip("/").removesuffix("/wiki")


SiteUrl = Annotated[str, AfterValidator(_site)]
SpaceKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,255}$")]


class SiteConfig(BaseModel):
    """A Confluence site. ``service_accounts`` are account ids that write for the program too."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    url: SiteUrl
    service_accounts: tuple[str, ...] = ()

    @property
    def realm(self) -> str:
        """Whose accounts these are: one Atlassian site, shared with its Jira."""
        return f"atlassian:{urlsplit(self.url).netloc.lower()}"


class PagesConfig(SiteConfig):
    """The space that holds the pages; it is made when the home page is created."""

    space: SpaceKey
